"""Modules as torch prints them: their parts in order, with their names; no forward stands there."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from convviz.core.code.networks import CodeNotice
from convviz.core.code.program.found import MadeBy, ProgramNetwork, ReadNetwork
from convviz.core.code.program.input_hints import guessed_shape
from convviz.core.code.reading import parse_layer
from convviz.core.errors import DocumentError, ErrorCode
from convviz.core.layers.base import layer_types
from convviz.core.layers.shape import Identity
from convviz.core.network.flow_blocks import free_names
from convviz.core.network.tree import RESIDUAL_NAMES, Block, BlockKind, NetworkStep
from convviz.core.network.tree_limits import MOST_DEPTH, MOST_LAYERS, check_length, check_tree

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convviz.core.errors import Fact
    from convviz.core.layers import Shape
    from convviz.core.network.tree import Node

_OUTER: Final = re.compile(r"\s*(?:\w+ *= *)?([A-Za-z_]\w*)\($")
_PART: Final = re.compile(r"\s*\(([\w.-]+)\): (?:(\d+) x )?([A-Za-z_]\w*)\((.*)$")
_RANGE: Final = re.compile(r"(\d+)-(\d+)")
_FEWEST_LINES: Final = 3
_CONTAINERS: Final = frozenset({"Sequential", "ModuleList", "ModuleDict"})


@dataclass(slots=True)
class _Part:
    """A module in a printout.

    Attributes:
        kind: Its class.
        name: What it is called in the module that holds it.
        line: Where it stands, from 1.
        given: What stands in its brackets, if they close in the same line.
        parts: The modules in it.
    """

    kind: str
    name: str
    line: int
    given: str = ""
    parts: list[_Part] = field(default_factory=list)


def read_printed(text: str) -> tuple[ProgramNetwork, ReadNetwork] | None:
    """Return a network of the text that `print(network)` gives; None for any other text.

    Args:
        text: Such as `Net(`, then `  (conv1): Conv2d(3, 8, ...)`, then `)`, each on its line.

    Raises:
        DocumentError: CODE_* codes; NETWORK_TOO_LONG, NETWORK_TOO_DEEP.
    """
    outer = _parsed(text)
    if outer is None or outer.kind == "Sequential":
        return None
    reader = _Reader()
    nodes = reader.nodes(outer.parts, "", 0)
    check_tree(nodes)
    facts: dict[str, Fact] = {"name": outer.kind}
    notices = (CodeNotice(ErrorCode.CODE_PRINTED, facts), *reader.notices)
    network = ProgramNetwork(outer.kind, outer.line, MadeBy.TEXT)
    shape: Shape | None = guessed_shape(nodes)
    read = ReadNetwork(
        outer.kind,
        tuple(nodes),
        shape,
        layer_names=tuple(reader.names),
        notices=notices,
        is_whole=False,
    )
    return network, read


def _parsed(text: str) -> _Part | None:
    """Return the modules of a printout, one in another; None where it is none."""
    lines = text.rstrip().split("\n")
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    opening = _OUTER.match(lines[first].rstrip())
    if opening is None or len(lines) - first < _FEWEST_LINES or lines[-1].strip() != ")":
        return None
    outer = _Part(opening[1], "", first + 1)
    open_parts = [outer]
    for number, line in enumerate(lines[first + 1 :], start=first + 2):
        if line.strip() == ")":
            open_parts.pop()
        elif not open_parts or not _take(line, number, open_parts):
            return None
        if not open_parts:
            return outer if not "".join(lines[number:]).strip() else None
    return None


def _take(line: str, number: int, open_parts: list[_Part]) -> bool:
    """Put the module of a line into the innermost open one; return whether it is one."""
    match = _PART.match(line.rstrip())
    if match is None:
        return False
    name, times, kind, given = match.groups()
    closes = given.endswith(")")
    numbers = _RANGE.fullmatch(name)
    count = min(int(times or 1), MOST_LAYERS) if len(times or "") <= len(str(MOST_LAYERS)) else 1
    begun = int(numbers[1]) if numbers is not None and len(numbers[1]) <= len(name) else 0
    names = [str(begun + place) for place in range(count)] if times else [name]
    parts = [_Part(kind, own, number, given[:-1] if closes else given) for own in names]
    open_parts[-1].parts += parts
    if not closes:
        # All copies hold the same modules.
        for part in parts[1:]:
            part.parts = parts[0].parts
        open_parts.append(parts[0])
    return True


class _Reader:
    """Makes nodes of a printout.

    Attributes:
        names: What torch calls each layer, in their order.
        notices: What to tell.
    """

    def __init__(self) -> None:
        self.names: list[str] = []
        self._count = 0
        self.notices: list[CodeNotice] = []

    def nodes(self, parts: Sequence[_Part], prefix: str, depth: int) -> list[Node]:
        """Return modules as nodes, with their names.

        Raises:
            DocumentError: CODE_* codes; NETWORK_TOO_LONG, NETWORK_TOO_DEEP.
        """
        if depth > MOST_DEPTH:
            raise DocumentError(ErrorCode.NETWORK_TOO_DEEP, limit=MOST_DEPTH)
        nodes = [self._node(part, prefix, depth) for part in parts]
        names = free_names([part.name for part in parts])
        return [replace(node, name=name) for node, name in zip(nodes, names, strict=True)]

    def _node(self, part: _Part, prefix: str, depth: int) -> Node:
        name = f"{prefix}{part.name}"
        self._count += 1
        check_length(self._count)
        is_layer = part.kind in layer_types() and not part.parts
        if is_layer or not (part.parts or part.kind in _CONTAINERS):
            self.names.append(name)
            return self._layer(part) if is_layer else self._stand_in(part)
        children = self.nodes(part.parts, f"{name}.", depth + 1)
        return _block(part, children)

    def _layer(self, part: _Part) -> Node:
        try:
            return NetworkStep(parse_layer(f"{part.kind}({part.given})"))
        except DocumentError as error:
            error.facts["line"] = part.line
            raise

    def _stand_in(self, part: _Part) -> Node:
        facts: dict[str, Fact] = {"name": part.kind, "line": part.line}
        self.notices.append(CodeNotice(ErrorCode.CODE_LAYER_LEFT_OUT, facts))
        return NetworkStep(Identity())


def _block(part: _Part, children: list[Node]) -> Block:
    """Return a module's parts as a block: what our own code calls Residual and Concat are these."""
    names = tuple(inner.name for inner in part.parts)
    ways = tuple(
        child if isinstance(child, Block) and not child.joins else _alone(child)
        for child in children
    )
    if part.kind == BlockKind.RESIDUAL and names == RESIDUAL_NAMES:
        return Block(BlockKind.RESIDUAL, tuple(Block(way.kind, way.children) for way in ways))
    if part.kind == BlockKind.CONCAT:
        return Block(BlockKind.CONCAT, ways)
    return Block(BlockKind.SEQUENTIAL, tuple(children))


def _alone(node: Node) -> Block:
    return Block(BlockKind.SEQUENTIAL, (node,))
