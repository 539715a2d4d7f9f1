"""PyTorch code as layers: parsed, never executed, and refused with what is wrong and where."""

from __future__ import annotations

import ast
from collections import ChainMap
from typing import TYPE_CHECKING

from convviz.core.code.beside import is_beside, is_passed_over, says_only
from convviz.core.code.block_reading import is_block_class
from convviz.core.code.imports import resolve_imports
from convviz.core.code.layer import read_layer
from convviz.core.code.module_reading import ModulePart, module_parts
from convviz.core.code.networks import CodeNetwork, CodeNotice, CodeReading
from convviz.core.code.node_reading import KnownNames, NodeReader
from convviz.core.code.text import LONGEST_CODE, CodeText, bound_name, line_of
from convviz.core.errors import DocumentError, ErrorCode, Fact
from convviz.core.network.tree_limits import check_length, check_tree

if TYPE_CHECKING:
    from convviz.core.layers.base import Layer

__all__ = ["LONGEST_CODE", "parse_code", "parse_layer", "parse_layers"]

_MOST_NAMES_LISTED = 8
"""Names, and numbers of lines."""


def parse_layer(text: str, notices: list[CodeNotice] | None = None) -> Layer:
    """Return the layer that a call such as `nn.Conv2d(3, 32, 5, padding=2)` means.

    Nothing is executed. Arguments may stand in torch's order or by name. The layer's values may
    be invalid (see `Layer.check`); their types are right.

    Args:
        text: The call.
        notices: Takes what was left out of it, if anybody wants to tell.

    Raises:
        DocumentError: CODE_* codes, with the line and column, from 1.
    """
    code = CodeText(text)
    statements = code.tree.body
    if not statements:
        raise DocumentError(ErrorCode.CODE_EMPTY)
    first = statements[0]
    if len(statements) > 1:
        raise code.not_a_layer(statements[1])
    if not isinstance(first, ast.Expr):
        raise code.not_a_layer(first)
    return read_layer(code, first.value, {}, [] if notices is None else notices)


def parse_layers(text: str) -> tuple[Layer, ...]:
    """Return the layers of the only network of a text; see :func:`parse_code`.

    Raises:
        DocumentError: as there; CODE_SEVERAL_NETWORKS.
    """
    return parse_code(text).network().layers


def parse_code(text: str, disabled: frozenset[int] = frozenset()) -> CodeReading:
    """Return the networks of a text: each nn.Sequential, or calls that stand one on a line.

    Nothing is executed. Imports are passed over; a Sequential inside another one is a block of it,
    and so is one that it uses by its name. Names may stand for numbers, too. Residual and Concat
    are the classes that our own code has, if the text defines none or these. A class that is as
    our own code writes one is the network that it came from.

    Args:
        text: Such as `n = 8; model = nn.Sequential(nn.Conv2d(3, n, 5), nn.ReLU())`.
        disabled: The lines, from 1, on which calls of disabled layers and blocks begin.

    Raises:
        DocumentError: CODE_* codes, with the line and column, from 1; NETWORK_TOO_LONG.
    """
    return read_layers(CodeText(text), disabled)


def read_layers(code: CodeText, disabled: frozenset[int] = frozenset()) -> CodeReading:
    """Return what :func:`parse_code` does of a text that is parsed; its tree is changed.

    Args:
        code: The text.
        disabled: As there.

    Raises:
        DocumentError: as there.
    """
    reader = _Reader(code, disabled)
    resolve_imports(reader.text.tree)
    for statement in reader.text.tree.body:
        reader.read(statement)
    return reader.reading()


class _Reader:
    """Walks the statements of one text, and sets what its names stand for.

    Attributes:
        text: The code.
    """

    def __init__(self, text: CodeText, disabled: frozenset[int]) -> None:
        self.text = text
        self._disabled = disabled
        self._names = KnownNames()
        self._nodes = NodeReader(text, self._names, disabled)
        self._bare: list[CodeNetwork] = []
        self._beside: dict[str, object] = {}

    def read(self, statement: ast.stmt) -> None:
        """Take in one statement."""
        match statement:
            case ast.Import() | ast.ImportFrom() | ast.Expr(value=ast.Constant(value=str())):
                pass
            case ast.Expr(value=value) if says_only(value, self._names.networks):
                pass
            case ast.Expr(value=value):
                self._bare.append(self._nodes.network(value))
                check_length(len(self._bare))
            case ast.Assign() | ast.AnnAssign() | ast.AugAssign():
                self._read_assignment(statement)
            case ast.If(test=ast.Compare(left=ast.Name(id="__name__")), body=body, orelse=[]):
                for inner in body:
                    self.read(inner)
            case ast.ClassDef() | ast.FunctionDef() | ast.AsyncFunctionDef():
                self._read_definition(statement)
            case _ if is_passed_over(statement):
                self._names.passed_over.append(statement)
            case _:
                raise self.text.not_a_layer(statement)

    def _read_definition(
        self, statement: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
    ) -> None:
        name = statement.name
        parts: tuple[ModulePart, ...] = ()
        if isinstance(statement, ast.ClassDef):
            if is_block_class(name, statement):
                return
            parts = module_parts(statement, self._disabled)
        self._names.modules.pop(name, None)
        self._names.made.discard(name)
        if isinstance(statement, ast.ClassDef) and parts:
            self._names.modules[name] = statement, parts
        else:
            self._names.passed_over.append(statement)

    def _read_assignment(self, statement: ast.Assign | ast.AnnAssign | ast.AugAssign) -> None:
        match statement:
            case ast.Assign(targets=[ast.Tuple(elts=names)], value=ast.Tuple(elts=values)) if len(
                names
            ) == len(values):
                for target, value in zip(names, values, strict=True):
                    self._bind(target, value, statement)
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    self._bind(target, value, statement)
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                self._bind(target, value, statement)
            case ast.AugAssign(target=ast.Name() as target, op=op, value=value):
                old = ast.copy_location(ast.Name(target.id), target)
                self._bind(target, ast.copy_location(ast.BinOp(old, op, value), target), statement)
            case _:
                raise self.text.not_a_layer(statement)

    def reading(self) -> CodeReading:
        """Return what was read, when all statements are.

        Raises:
            DocumentError: CODE_EMPTY, NETWORK_TOO_LONG.
        """
        names = self._names
        for name, (definition, _) in names.modules.items():
            if name not in names.made:
                nodes = self._nodes.module(name)
                self._bare.append(CodeNetwork(name, nodes, line_of(definition), is_sequential=True))
        named = [network for name, network in names.networks.items() if name not in names.used]
        contained = tuple(network for name, network in names.networks.items() if name in names.used)
        networks = sorted([*named, *self._bare], key=lambda network: network.line)
        if names.passed_over and not networks:
            raise self.text.not_a_layer(names.passed_over[0])
        if not networks:
            raise DocumentError(ErrorCode.CODE_EMPTY)
        self._tell_of_what_was_passed_over()
        if not any(map(_is_a_network, networks)):
            networks = [self._in_order(networks)]
        elif not all(network.is_sequential for network in self._bare):
            networks = sorted([*named, _joined(self._bare)], key=lambda network: network.line)
        return CodeReading(tuple(networks), contained, tuple(self._nodes.notices))

    def _tell_of_what_was_passed_over(self) -> None:
        lines = [line_of(statement) for statement in self._names.passed_over]
        if lines:
            listed = ", ".join(map(str, lines[:_MOST_NAMES_LISTED]))
            more = ", …" if len(lines) > _MOST_NAMES_LISTED else ""
            facts: dict[str, Fact] = {"count": len(lines), "lines": f"{listed}{more}"}
            self._nodes.notices.insert(0, CodeNotice(ErrorCode.CODE_PASSED_OVER, facts))

    def _in_order(self, networks: list[CodeNetwork]) -> CodeNetwork:
        """Return layers that no Sequential holds as one network; a notice tells of it."""
        named = [network.name for network in networks if network.name]
        if named and len(networks) > 1:
            listed = ", ".join(named[:_MOST_NAMES_LISTED])
            more = ", …" if len(named) > _MOST_NAMES_LISTED else ""
            facts: dict[str, Fact] = {"count": len(networks), "names": f"{listed}{more}"}
            self._nodes.notices.append(CodeNotice(ErrorCode.CODE_TAKEN_IN_ORDER, facts))
        return networks[0] if len(networks) == 1 else _joined(networks)

    def _bind(self, target: ast.expr, value: ast.expr, statement: ast.stmt) -> None:
        name = bound_name(target)
        if name is None:
            raise self.text.not_a_layer(statement)
        number = self._nodes.constant(value)
        network = None
        networks = self._names.networks
        known = ChainMap[str, object](self._names.constants, self._beside)
        is_new = number is None and name not in networks
        beside = is_new and is_beside(value, known, networks)
        if number is None and not beside:
            network = self._nodes.network(value, name)
        self._names.forget(name)
        self._beside.pop(name, None)
        if beside:
            self._beside[name] = None
        if number is not None:
            self._names.constants[name] = number[0]
        elif network is not None:
            networks[name] = network


def _is_a_network(network: CodeNetwork) -> bool:
    """Return whether layers stand in a Sequential, or several under a name."""
    return network.is_sequential or bool(network.name and len(network.layers) > 1)


def _joined(parts: list[CodeNetwork]) -> CodeNetwork:
    """Return layers that stand one on a line as one network.

    Raises:
        DocumentError: NETWORK_TOO_LONG.
    """
    nodes = tuple(node for part in parts for node in part.nodes)
    check_tree(nodes)
    return CodeNetwork("", nodes, parts[0].line)
