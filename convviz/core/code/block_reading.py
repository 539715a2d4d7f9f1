"""What code says of blocks: their two classes, their ways, and the names of what they hold."""

from __future__ import annotations

import ast
import dataclasses
from functools import lru_cache
from typing import TYPE_CHECKING

from convviz.core.code.block_text import BLOCK_CLASSES
from convviz.core.errors import DocumentError
from convviz.core.network.tree import Block, BlockKind
from convviz.core.network.tree_limits import check_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convviz.core.code.text import CodeText
    from convviz.core.network.tree import Node


def is_block_class(name: str, definition: ast.ClassDef) -> bool:
    """Return whether a class is the one of our own code, whatever its docstrings say."""
    own = {kind.value: kind for kind in BLOCK_CLASSES}
    return name in own and without_words(definition) == _own_class(own[name])


@lru_cache
def _own_class(kind: BlockKind) -> str:
    return without_words(ast.parse(BLOCK_CLASSES[kind]).body[0])


def without_words(definition: ast.stmt) -> str:
    """Return what code does as text, without docstrings and annotations."""
    copy = ast.parse(ast.unparse(definition)).body[0]
    for part in ast.walk(copy):
        if isinstance(part, (ast.ClassDef, ast.FunctionDef)):
            part.body = [known for known in part.body if not _is_text(known)]
        if isinstance(part, ast.FunctionDef):
            part.returns = None
        if isinstance(part, ast.arg):
            part.annotation = None
    return ast.dump(copy)


def _is_text(statement: ast.stmt) -> bool:
    return (
        isinstance(statement, ast.Expr)
        and isinstance(statement.value, ast.Constant)
        and isinstance(statement.value.value, str)
    )


def way_children(nodes: Sequence[Node]) -> list[Node]:
    """Return what a way holds: what a Sequential does, if it is that alone."""
    if len(nodes) == 1:
        node = nodes[0]
        if isinstance(node, Block) and not node.joins:
            return list(node.children)
    return list(nodes)


def with_name(node: Node, name: str, siblings: Sequence[Node]) -> Node:
    """Return a node with its name from an OrderedDict; without one that it cannot have here.

    A number is the name that it has without one.
    """
    try:
        check_name(name, siblings)
    except DocumentError:
        return node
    return dataclasses.replace(node, name=name)


def is_ordered_dict(func: ast.expr) -> bool:
    """Return whether an OrderedDict is called."""
    match func:
        case ast.Name(id=name) | ast.Attribute(value=ast.Name(id="collections"), attr=name):
            return name == "OrderedDict"
        case _:
            return False


def named_parts(
    text: CodeText, ordered: ast.Call, disabled: frozenset[int]
) -> list[tuple[str, ast.expr]]:
    """Return the parts of `OrderedDict([("a", nn.ReLU())])` or `OrderedDict(a=nn.ReLU())`.

    Args:
        text: The code.
        ordered: The call.
        disabled: The lines on which disabled parts begin: those need no name.

    Raises:
        DocumentError: CODE_NOT_A_LAYER, CODE_WOULD_RUN.
    """
    match ordered:
        case ast.Call(args=[pairs], keywords=[]):
            return _pairs(text, pairs, disabled)
        case ast.Call(args=[], keywords=named):
            return [(keyword.arg or "", keyword.value) for keyword in named]
        case _:
            raise text.not_a_layer(ordered)


def _pairs(text: CodeText, pairs: ast.expr, disabled: frozenset[int]) -> list[tuple[str, ast.expr]]:
    match pairs:
        case ast.Dict(keys=keys, values=values) if None not in keys:
            return [(_text(key), value) for key, value in zip(keys, values, strict=True)]
        case ast.List(elts=elements) | ast.Tuple(elts=elements):
            found: list[tuple[str, ast.expr]] = []
            for element in elements:
                if isinstance(element, ast.Call) and element.lineno in disabled:
                    found.append(("", element))
                    continue
                if not isinstance(element, ast.Tuple) or len(element.elts) != 2:  # noqa: PLR2004 - a pair
                    raise text.not_a_layer(element)
                found.append((_text(element.elts[0]), element.elts[1]))
            return found
        case _:
            raise text.not_a_layer(pairs)


def _text(node: ast.expr | None) -> str:
    """Return a text in the code; "" for anything else."""
    match node:
        case ast.Constant(value=str() as text):
            return text
        case _:
            return ""
