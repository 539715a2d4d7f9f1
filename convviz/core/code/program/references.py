"""What a text's classes and functions name of each other, without running anything."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from convviz.core.code.text import dotted_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_KEEPING: Final = frozenset({"to", "cuda", "cpu", "eval", "train", "float", "half"})
Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


class References:
    """Which definitions outside of functions name which others.

    Attributes:
        definitions: Classes and functions by their names; of several the last.
        calls: The calls of each of them anywhere in the text.
    """

    def __init__(self, tree: ast.Module, nodes: Iterable[ast.AST]) -> None:
        """Look through a text.

        Args:
            tree: Its syntax tree.
            nodes: All nodes of that.
        """
        self.definitions: dict[str, Definition] = {}
        for statement in _outermost(tree.body):
            if isinstance(statement, Definition):
                self.definitions[statement.name] = statement
        self._named = {
            name: frozenset(_names(node)) & self.definitions.keys() - {name}
            for name, node in self.definitions.items()
        }
        self.calls: dict[str, list[ast.Call]] = {}
        for node in nodes:
            name = getattr(node.func, "id", "") if isinstance(node, ast.Call) else ""
            if isinstance(node, ast.Call) and name in self.definitions:
                self.calls.setdefault(name, []).append(node)

    def named_by(self, names: Iterable[str]) -> frozenset[str]:
        """Return all that some definitions name, others than themselves."""
        return frozenset().union(*(self._named.get(name, frozenset()) for name in names))

    def functions_making(self, classes: Iterable[str]) -> list[str]:
        """Return the functions that return a network: one of these classes, or a Sequential."""
        makers = set(classes)
        found: list[str] = []
        functions = {
            name: node
            for name, node in self.definitions.items()
            if isinstance(node, ast.FunctionDef)
        }
        returned = {name: _returned(node) for name, node in functions.items()}
        grows = True
        while grows:
            grows = False
            for name, values in returned.items():
                if name not in makers and any(_makes(value, makers) for value in values):
                    makers.add(name)
                    found.append(name)
                    grows = True
        return found


def _outermost(statements: Iterable[ast.stmt]) -> Iterable[ast.stmt]:
    """Yield the statements outside of functions, those in conditions among them."""
    for statement in statements:
        yield statement
        if isinstance(statement, (ast.If, ast.Try, ast.With)):
            yield from _outermost(statement.body)
            yield from _outermost(getattr(statement, "orelse", ()))


def _names(node: ast.AST) -> Iterable[str]:
    for part in ast.walk(node):
        if isinstance(part, ast.Name):
            yield part.id


def _returned(node: ast.FunctionDef) -> list[ast.expr]:
    """Return what a function returns; a name as what it is assigned."""
    assigned: dict[str, list[ast.expr]] = {}
    returned: list[ast.expr] = []
    waiting: list[ast.AST] = list(node.body)
    while waiting:
        part = waiting.pop()
        if isinstance(part, (ast.FunctionDef, ast.Lambda, ast.ClassDef)):
            continue
        if isinstance(part, ast.Return) and part.value is not None:
            returned.append(_unwrapped(part.value))
        elif isinstance(part, ast.Assign):
            for target in part.targets:
                if isinstance(target, ast.Name):
                    assigned.setdefault(target.id, []).append(_unwrapped(part.value))
        waiting += ast.iter_child_nodes(part)
    values: list[ast.expr] = []
    for value in returned:
        values += assigned.get(value.id, []) if isinstance(value, ast.Name) else [value]
    return values


def _unwrapped(node: ast.expr) -> ast.expr:
    """Return `Net()` of `Net().to(device)`."""
    while (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in _KEEPING
    ):
        node = node.func.value
    return node


def _makes(node: ast.expr, makers: Iterable[str]) -> bool:
    if isinstance(node, ast.IfExp):
        return _makes(node.body, makers) or _makes(node.orelse, makers)
    if not isinstance(node, ast.Call):
        return False
    *_, name = dotted_name(node.func) or ("",)
    return name == "Sequential" or (isinstance(node.func, ast.Name) and name in makers)


def first_lines(tree: ast.Module) -> Mapping[str, int]:
    """Return the line of the last assignment of each name outside of functions."""
    lines: dict[str, int] = {}
    for statement in _outermost(tree.body):
        targets: list[ast.expr] = []
        if isinstance(statement, ast.Assign):
            targets = statement.targets
        elif isinstance(statement, ast.AnnAssign):
            targets = [statement.target]
        for target in targets:
            parts = target.elts if isinstance(target, ast.Tuple) else [target]
            lines |= {part.id: statement.lineno for part in parts if isinstance(part, ast.Name)}
    return lines


def names_in(nodes: Iterable[ast.AST]) -> frozenset[str]:
    """Return every name and attribute among the nodes of a text."""
    names: set[str] = set()
    for part in nodes:
        if isinstance(part, ast.Name):
            names.add(part.id)
        elif isinstance(part, ast.Attribute):
            names.add(part.attr)
    return frozenset(names)


def may_hold_layers_only(tree: ast.Module) -> bool:
    """Return whether a text may hold layers and what our own code writes alone.

    Its classes are not looked at: Residual, Concat and a network, if it is ours.
    """
    classes = [statement for statement in tree.body if isinstance(statement, ast.ClassDef)]
    has_more = any(isinstance(statement, _TO_INTERPRET) for statement in tree.body)
    return not has_more and len(classes) <= _MOST_OWN_CLASSES


_MOST_OWN_CLASSES: Final = 3
_TO_INTERPRET: Final = (
    *(ast.FunctionDef, ast.AsyncFunctionDef, ast.For, ast.While, ast.With, ast.Try),
    *(ast.AsyncFor, ast.AsyncWith, ast.Match),
)
