"""PyTorch code as layers: parsed, never executed, and refused with what is wrong and where."""

from __future__ import annotations

import ast
import dataclasses
from collections import ChainMap, Counter
from collections.abc import Sequence
from typing import Any

from convviz.core.code.attributes import named_by
from convviz.core.code.beside import (
    DEFINITIONS,
    is_beside,
    is_passed_over,
    says_only,
    unwrapped,
)
from convviz.core.code.block_reading import (
    is_block_class,
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
from convviz.core.code.imports import resolve_imports
from convviz.core.code.layer import read_layer
from convviz.core.code.module_reading import ModulePart, module_parts
from convviz.core.code.networks import CodeNetwork, CodeNotice, CodeReading
from convviz.core.code.text import LONGEST_CODE, CodeText, bound_name, called_name, line_of
from convviz.core.errors import DocumentError, ErrorCode, Fact
from convviz.core.layers.base import Layer
from convviz.core.network.tree import (
    MOST_DEPTH,
    RESIDUAL_NAMES,
    Block,
    BlockKind,
    NetworkStep,
    Node,
    check_length,
    check_tree,
    count_nodes,
    residual,
    sequential,
    walk,
)
from convviz.core.network.tree_edits import with_enabled

__all__ = ["LONGEST_CODE", "parse_code", "parse_layer", "parse_layers"]

_DEEPEST = MOST_DEPTH + 2
"""Sequentials and lists inside each other: as many as a network can have, and some brackets."""

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
    """Walks the statements of one text, and remembers what its names stand for.

    Attributes:
        text: The code.
    """

    def __init__(self, text: CodeText, disabled: frozenset[int]) -> None:
        self.text = text
        self._disabled = disabled
        self._constants: dict[str, Any] = {}
        self._networks: dict[str, CodeNetwork] = {}
        self._bare: list[CodeNetwork] = []
        self._used: set[str] = set()
        self._uses: Counter[str] = Counter()
        self._notices: list[CodeNotice] = []
        self._beside: dict[str, object] = {}
        self._passed_over: list[ast.stmt] = []
        self._modules: dict[str, tuple[ast.ClassDef, tuple[ModulePart, ...]]] = {}
        self._made: set[str] = set()

    def read(self, statement: ast.stmt) -> None:
        """Take in one statement."""
        match statement:
            case ast.Import() | ast.ImportFrom() | ast.Expr(value=ast.Constant(value=str())):
                pass
            case ast.Expr(value=value) if says_only(value, self._networks):
                pass
            case ast.Expr(value=value):
                self._bare.append(self._network(value))
                check_length(len(self._bare))
            case ast.Assign() | ast.AnnAssign() | ast.AugAssign():
                self._read_assignment(statement)
            case ast.If(test=ast.Compare(left=ast.Name(id="__name__")), body=body, orelse=[]):
                for inner in body:
                    self.read(inner)
            case ast.ClassDef() | ast.FunctionDef() | ast.AsyncFunctionDef():
                self._read_definition(statement)
            case _ if is_passed_over(statement):
                self._passed_over.append(statement)
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
        self._modules.pop(name, None)
        self._made.discard(name)
        if isinstance(statement, ast.ClassDef) and parts:
            self._modules[name] = statement, parts
        else:
            self._passed_over.append(statement)

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
        for name, (definition, _) in self._modules.items():
            if name not in self._made:
                nodes = self._module(name)
                self._bare.append(CodeNetwork(name, nodes, line_of(definition), is_sequential=True))
        named = [network for name, network in self._networks.items() if name not in self._used]
        contained = tuple(network for name, network in self._networks.items() if name in self._used)
        networks = sorted([*named, *self._bare], key=lambda network: network.line)
        if self._passed_over and not networks:
            raise self.text.not_a_layer(self._passed_over[0])
        if not networks:
            raise DocumentError(ErrorCode.CODE_EMPTY)
        self._tell_of_what_was_passed_over()
        if not any(map(_is_a_network, networks)):
            networks = [self._in_order(networks)]
        elif not all(network.is_sequential for network in self._bare):
            networks = sorted([*named, _joined(self._bare)], key=lambda network: network.line)
        return CodeReading(tuple(networks), contained, tuple(self._notices))

    def _tell_of_what_was_passed_over(self) -> None:
        lines = [line_of(statement) for statement in self._passed_over]
        if lines:
            listed = ", ".join(map(str, lines[:_MOST_NAMES_LISTED]))
            more = ", …" if len(lines) > _MOST_NAMES_LISTED else ""
            facts: dict[str, Fact] = {"count": len(lines), "lines": f"{listed}{more}"}
            self._notices.insert(0, CodeNotice(ErrorCode.CODE_PASSED_OVER, facts))

    def _in_order(self, networks: list[CodeNetwork]) -> CodeNetwork:
        """Return layers that no Sequential holds as one network; a notice tells of it."""
        named = [network.name for network in networks if network.name]
        if named and len(networks) > 1:
            listed = ", ".join(named[:_MOST_NAMES_LISTED])
            more = ", …" if len(named) > _MOST_NAMES_LISTED else ""
            facts: dict[str, Fact] = {"count": len(networks), "names": f"{listed}{more}"}
            self._notices.append(CodeNotice(ErrorCode.CODE_TAKEN_IN_ORDER, facts))
        return networks[0] if len(networks) == 1 else _joined(networks)

    def _bind(self, target: ast.expr, value: ast.expr, statement: ast.stmt) -> None:
        name = bound_name(target)
        if name is None:
            raise self.text.not_a_layer(statement)
        number = self._constant(value)
        network = None
        known = ChainMap[str, object](self._constants, self._beside)
        is_new = number is None and name not in self._networks
        beside = is_new and is_beside(value, known, self._networks)
        if number is None and not beside:
            network = self._network(value, name)
        for names in (self._constants, self._networks, self._modules):
            names.pop(name, None)
        self._used.discard(name)
        self._beside.pop(name, None)
        if beside:
            self._beside[name] = None
        if number is not None:
            self._constants[name] = number[0]
        elif network is not None:
            self._networks[name] = network

    def _constant(self, node: ast.expr) -> tuple[Any] | None:
        """Return the value of a constant, alone in a tuple; None for anything else."""
        try:
            return (constant(node, self._constants),)
        except (NotAConstantError, UnknownNameError, TooDeepError):
            return None
        except (OverflowError, ZeroDivisionError, TooManyPartsError):
            raise self.text.error(
                ErrorCode.CODE_NOT_WORKED_OUT, node, found=self.text.quoted(node)
            ) from None

    def _network(self, node: ast.expr, name: str = "") -> CodeNetwork:
        node = unwrapped(node)
        self._uses.clear()
        nodes = self._nodes(node, 0)
        for used, times in self._uses.items():
            if times > 1 and any(map(_has_numbers, self._networks[used].layers)):
                facts: dict[str, Fact] = {"name": used, "times": times, "line": line_of(node)}
                self._notices.append(CodeNotice(ErrorCode.CODE_SHARED_LAYER, facts))
        is_sequential = isinstance(node, ast.Call) and called_name(node.func) == "Sequential"
        is_sequential = is_sequential or self._module_name(node) is not None
        if isinstance(node, (ast.Name, ast.Attribute)) and bound_name(node) in self._networks:
            is_sequential = self._networks[bound_name(node) or ""].is_sequential
        if is_sequential:
            nodes = way_children(nodes)
        check_tree(nodes)
        return CodeNetwork(name, tuple(nodes), line_of(node), is_sequential)

    def _nodes(self, node: ast.expr, depth: int) -> list[Node]:
        """Return the nodes that an expression means; a limit keeps names from multiplying them."""
        node = unwrapped(node)
        if depth > _DEEPEST:
            raise self.text.error(ErrorCode.CODE_TOO_DEEP, node)
        known = bound_name(node) if isinstance(node, (ast.Name, ast.Attribute)) else None
        nodes: list[Node]
        if known is not None and known in self._networks:
            nodes = self._known(known)
        elif isinstance(node, ast.Starred):
            nodes = self._starred(node, depth)
        elif isinstance(node, (ast.Tuple, ast.List)):
            nodes = self._all(node.elts, depth)
        elif (kind := self._block_kind(node)) is not None and isinstance(node, ast.Call):
            nodes = [self._enabled(self._block(kind, node, depth), node)]
        elif (module := self._module_name(node)) is not None:
            nodes = [Block(BlockKind.SEQUENTIAL, self._module(module))]
        else:
            self._refuse_own(node)
            layer = read_layer(self.text, node, self._constants, self._notices)
            nodes = [self._enabled(NetworkStep(layer), node)]
        check_length(count_nodes(nodes) - (depth == 0))  # the network itself is none of its nodes
        return nodes

    def _enabled(self, read: Node, node: ast.expr) -> Node:
        """Return what a call means, disabled where the call stands on such a line."""
        if not self._disabled or line_of(node) not in self._disabled:
            return read
        if isinstance(read, Block):  # what it holds is disabled by it, not by itself
            paths = [path for path, _ in walk(read.children)]
            read = dataclasses.replace(
                read, children=with_enabled(read.children, paths, enabled=True)
            )
        return dataclasses.replace(read, enabled=False)

    def _known(self, name: str) -> list[Node]:
        network = self._networks[name]
        self._used.add(name)
        self._uses[name] += 1
        if network.is_sequential:
            return [Block(BlockKind.SEQUENTIAL, network.nodes)]
        return list(network.nodes)

    def _starred(self, node: ast.Starred, depth: int) -> list[Node]:
        """Return what stands in a list, or in a Sequential, whose parts are taken one by one."""
        value = node.value
        if isinstance(value, ast.Name) and self._constants.get(value.id) == ():
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
            case ast.Call(func=ast.Name(id=name), args=[], keywords=[]) if name in self._modules:
                return name
            case _:
                return None

    def _module(self, name: str) -> tuple[Node, ...]:
        """Return the parts of such a class, with the names that it gives them."""
        _, parts = self._modules[name]
        self._made.add(name)
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
            for statement in self._passed_over
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
            raise self.text.not_a_layer(node)
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
                raise self.text.not_a_layer(node)
            ways[keyword.arg] = keyword.value
        body, shortcut = (ways.get(name) for name in RESIDUAL_NAMES)
        if body is None or len(node.args) > len(RESIDUAL_NAMES):
            raise self.text.not_a_layer(node)
        is_none = isinstance(shortcut, ast.Constant) and shortcut.value is None
        return body, None if is_none else shortcut

    def _children(self, node: ast.Call, depth: int) -> list[Node]:
        """Return what a Sequential or a Concat is given: nodes, or an OrderedDict of them."""
        match node.args:
            case [ast.Call() as ordered] if is_ordered_dict(ordered.func):
                named: list[Node] = []
                count = 0
                for name, value in named_parts(self.text, ordered, self._disabled):
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
        known = [definition for definition, _ in self._modules.values()]
        for statement in [*self._passed_over, *known]:
            if isinstance(statement, DEFINITIONS) and statement.name == name:
                raise self.text.not_a_layer(statement)


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


def _has_numbers(layer: Layer) -> bool:
    return type(layer).weight_shapes is not Layer.weight_shapes
