"""What the expressions of a text mean: constants, layers, blocks, networks."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from convviz.core.code.attributes import named_by
from convviz.core.code.beside import DEFINITIONS, unwrapped
from convviz.core.code.block_reading import (
    is_ordered_dict,
    named_parts,
    way_children,
    with_name,
)
from convviz.core.code.constants import (
    NotAConstantError,
    TooDeepError,
    TooManyPartsError,
    UnknownNameError,
    constant,
)
from convviz.core.code.layer import read_layer
from convviz.core.code.module_reading import ModulePart
from convviz.core.code.networks import CodeNetwork, CodeNotice
from convviz.core.code.text import CodeText, bound_name, called_name, line_of
from convviz.core.errors import ErrorCode, Fact
from convviz.core.layers.base import Layer
from convviz.core.network.tree import (
    RESIDUAL_NAMES,
    Block,
    BlockKind,
    NetworkStep,
    Node,
    residual,
    sequential,
    walk,
)
from convviz.core.network.tree_edits import with_enabled
from convviz.core.network.tree_limits import MOST_DEPTH, check_length, check_tree, count_nodes

_DEEPEST = MOST_DEPTH + 2
"""Sequentials and lists inside each other: as many as a network can have, and some brackets."""


@dataclass
class KnownNames:
    """What the names of a text stand for, as far as it is read.

    Attributes:
        constants: Numbers, texts and tuples of them.
        networks: Layers, blocks and networks.
        used: Those of them that others hold.
        modules: Classes that are as our own code writes them, with their parts.
        made: Those of them that something makes.
        passed_over: Other definitions, and statements that are not read, either.
    """

    constants: dict[str, Any] = field(default_factory=dict)
    networks: dict[str, CodeNetwork] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    modules: dict[str, tuple[ast.ClassDef, tuple[ModulePart, ...]]] = field(default_factory=dict)
    made: set[str] = field(default_factory=set)
    passed_over: list[ast.stmt] = field(default_factory=list)

    def forget(self, name: str) -> None:
        """Let a name stand for nothing: it is about to stand for something else."""
        self.constants.pop(name, None)
        self.networks.pop(name, None)
        self.modules.pop(name, None)
        self.used.discard(name)


class NodeReader:
    """Reads the expressions of one text.

    Attributes:
        notices: What was left out, or may surprise.
    """

    def __init__(self, text: CodeText, names: KnownNames, disabled: frozenset[int]) -> None:
        """Begin.

        Args:
            text: The code.
            names: What its names stand for; whoever reads its statements sets them.
            disabled: The lines, from 1, on which calls of disabled layers and blocks begin.
        """
        self._names = names
        self.notices: list[CodeNotice] = []
        self._text = text
        self._disabled = disabled
        self._uses: Counter[str] = Counter()

    def constant(self, node: ast.expr) -> tuple[Any] | None:
        """Return the value of a constant, alone in a tuple; None for anything else."""
        try:
            return (constant(node, self._names.constants),)
        except (NotAConstantError, UnknownNameError, TooDeepError):
            return None
        except (OverflowError, ZeroDivisionError, TooManyPartsError):
            raise self._text.error(
                ErrorCode.CODE_NOT_WORKED_OUT, node, found=self._text.quoted(node)
            ) from None

    def network(self, node: ast.expr, name: str = "") -> CodeNetwork:
        """Return the network that an expression means.

        Args:
            node: The expression.
            name: What it is assigned to; "" for nothing.

        Raises:
            DocumentError: CODE_* codes, with the line and column, from 1; NETWORK_TOO_LONG.
        """
        node = unwrapped(node)
        self._uses.clear()
        nodes = self._nodes(node, 0)
        for used, times in self._uses.items():
            if times > 1 and any(map(_has_numbers, self._names.networks[used].layers)):
                facts: dict[str, Fact] = {"name": used, "times": times, "line": line_of(node)}
                self.notices.append(CodeNotice(ErrorCode.CODE_SHARED_LAYER, facts))
        is_sequential = isinstance(node, ast.Call) and called_name(node.func) == "Sequential"
        is_sequential = is_sequential or self._module_name(node) is not None
        if isinstance(node, (ast.Name, ast.Attribute)) and bound_name(node) in self._names.networks:
            is_sequential = self._names.networks[bound_name(node) or ""].is_sequential
        if is_sequential:
            nodes = way_children(nodes)
        check_tree(nodes)
        return CodeNetwork(name, tuple(nodes), line_of(node), is_sequential)

    def _nodes(self, node: ast.expr, depth: int) -> list[Node]:
        """Return the nodes that an expression means; a limit keeps names from multiplying them."""
        node = unwrapped(node)
        if depth > _DEEPEST:
            raise self._text.error(ErrorCode.CODE_TOO_DEEP, node)
        known = bound_name(node) if isinstance(node, (ast.Name, ast.Attribute)) else None
        nodes: list[Node]
        if known is not None and known in self._names.networks:
            nodes = self._known(known)
        elif isinstance(node, ast.Starred):
            nodes = self._starred(node, depth)
        elif isinstance(node, (ast.Tuple, ast.List)):
            nodes = self._all(node.elts, depth)
        elif (kind := self._block_kind(node)) is not None and isinstance(node, ast.Call):
            nodes = [self._enabled(self._block(kind, node, depth), node)]
        elif (module := self._module_name(node)) is not None:
            nodes = [Block(BlockKind.SEQUENTIAL, self.module(module))]
        else:
            self._refuse_own(node)
            layer = read_layer(self._text, node, self._names.constants, self.notices)
            nodes = [self._enabled(NetworkStep(layer), node)]
        check_length(count_nodes(nodes) - (depth == 0))  # the network itself is none of its nodes
        return nodes

    def _enabled(self, read: Node, node: ast.expr) -> Node:
        """Return what a call means, disabled where the call stands on such a line."""
        if not self._disabled or line_of(node) not in self._disabled:
            return read
        if isinstance(read, Block):  # what it holds is disabled by it, not by itself
            paths = [path for path, _ in walk(read.children)]
            read = replace(read, children=with_enabled(read.children, paths, enabled=True))
        return replace(read, enabled=False)

    def _known(self, name: str) -> list[Node]:
        network = self._names.networks[name]
        self._names.used.add(name)
        self._uses[name] += 1
        if network.is_sequential:
            return [Block(BlockKind.SEQUENTIAL, network.nodes)]
        return list(network.nodes)

    def _starred(self, node: ast.Starred, depth: int) -> list[Node]:
        """Return what stands in a list, or in a Sequential, whose parts are taken one by one."""
        value = node.value
        if isinstance(value, ast.Name) and self._names.constants.get(value.id) == ():
            return []
        return way_children(self._nodes(value, depth + 1))

    def _all(self, elements: Sequence[ast.expr], depth: int) -> list[Node]:
        nodes: list[Node] = []
        count = 0
        for element in elements:
            held = self._nodes(element, depth + 1)
            nodes += held
            count += count_nodes(held)
            check_length(count)
        return nodes

    def _module_name(self, node: ast.expr) -> str | None:
        """Return which class that is as our own code writes one a call makes; None for none."""
        match node:
            case ast.Call(func=ast.Name(id=name), args=[], keywords=[]) if (
                name in self._names.modules
            ):
                return name
            case _:
                return None

    def module(self, name: str) -> tuple[Node, ...]:
        """Return the parts of a class of ``modules``, with the names that it gives them."""
        _, parts = self._names.modules[name]
        self._names.made.add(name)
        nodes = tuple(self._all([part.call for part in parts], 0))
        check_tree(nodes)
        return named_by(nodes, [part.name for part in parts])

    def _block_kind(self, node: ast.expr) -> BlockKind | None:
        """Return which block a call makes; None for a layer, or another class of that name."""
        name = called_name(node.func) if isinstance(node, ast.Call) else None
        if name is None or name not in list(BlockKind):
            return None
        definitions = [
            statement
            for statement in self._names.passed_over
            if isinstance(statement, DEFINITIONS) and statement.name == name
        ]
        return None if definitions else BlockKind(name)

    def _block(self, kind: BlockKind, node: ast.Call, depth: int) -> Block:
        """Return the block that a call makes."""
        if kind is BlockKind.RESIDUAL:
            body, shortcut = self._residual_ways(node)
            ways = [[] if way is None else self._nodes(way, depth + 1) for way in (body, shortcut)]
            return residual(*map(way_children, ways))
        if node.keywords:
            raise self._text.not_a_layer(node)
        children = self._children(node, depth)
        if kind is BlockKind.CONCAT:
            ways = [way_children([child]) for child in children]
            names = [child.name for child in children]
            branches = [sequential(*way, name=name) for way, name in zip(ways, names, strict=True)]
            return Block(BlockKind.CONCAT, tuple(branches))
        return Block(BlockKind.SEQUENTIAL, tuple(children))

    def _residual_ways(self, node: ast.Call) -> tuple[ast.expr | None, ast.expr | None]:
        ways: dict[str, ast.expr] = dict(zip(RESIDUAL_NAMES, node.args, strict=False))
        for keyword in node.keywords:
            if keyword.arg not in RESIDUAL_NAMES or keyword.arg in ways:
                raise self._text.not_a_layer(node)
            ways[keyword.arg] = keyword.value
        body, shortcut = (ways.get(name) for name in RESIDUAL_NAMES)
        if body is None or len(node.args) > len(RESIDUAL_NAMES):
            raise self._text.not_a_layer(node)
        is_none = isinstance(shortcut, ast.Constant) and shortcut.value is None
        return body, None if is_none else shortcut

    def _children(self, node: ast.Call, depth: int) -> list[Node]:
        """Return what a Sequential or a Concat is given: nodes, or an OrderedDict of them."""
        match node.args:
            case [ast.Call() as ordered] if is_ordered_dict(ordered.func):
                named: list[Node] = []
                count = 0
                for name, value in named_parts(self._text, ordered, self._disabled):
                    nodes = self._nodes(value, depth + 1)
                    if len(nodes) == 1 and name:
                        nodes = [with_name(nodes[0], name, named)]
                    named += nodes
                    count += count_nodes(nodes)
                    check_length(count)
                return named
            case _:
                return self._all(node.args, depth)

    def _refuse_own(self, node: ast.expr) -> None:
        """Refuse a call of what the code itself defines, by its definition.

        Raises:
            DocumentError: CODE_WOULD_RUN.
        """
        name = called_name(node.func) if isinstance(node, ast.Call) else None
        known = [definition for definition, _ in self._names.modules.values()]
        for statement in [*self._names.passed_over, *known]:
            if isinstance(statement, DEFINITIONS) and statement.name == name:
                raise self._text.not_a_layer(statement)


def _has_numbers(layer: Layer) -> bool:
    return type(layer).weight_shapes is not Layer.weight_shapes
