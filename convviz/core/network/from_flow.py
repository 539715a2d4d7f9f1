"""A network from the flow of values between its layers: which blocks it is made of.

What is known of a program is which values each layer reads. Where two ways part and are summed or
joined again, there is a Residual or a Concat; layers of one module of the program are a Sequential
of its name.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from convviz.core.errors import DocumentError, ErrorCode
from convviz.core.layers import Layer
from convviz.core.network.tree import (
    MOST_DEPTH,
    Block,
    BlockKind,
    NetworkStep,
    Node,
    check_name,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


_MOST_JOINS_INSIDE: Final = 100
"""Joins inside each other that are followed; a network has at most MOST_DEPTH blocks so."""


@dataclass(frozen=True, slots=True)
class FlowStep:
    """Something that makes a value of others.

    Attributes:
        output: The value's name.
        inputs: The values that it reads; of a layer one.
        layer: The layer, if it is one.
        joins: What it makes of its inputs, if it is no layer.
        modules: The names of the modules that hold it, from the outermost.
        name: Its own name; "" for none.
        place: Where it stands, for errors.
    """

    output: str
    inputs: tuple[str, ...]
    layer: Layer | None = None
    joins: BlockKind | None = None
    modules: tuple[str, ...] = ()
    name: str = ""
    place: str = ""


@dataclass(slots=True)
class _Join:
    """A Residual or a Concat while it is put together."""

    kind: BlockKind
    ways: list[list[_Part]]
    modules: tuple[str, ...]


@dataclass(slots=True)
class _Group:
    """Parts of one module of the program."""

    name: str
    parts: list[_Part]


_Part = FlowStep | _Join | _Group


@dataclass(frozen=True, slots=True)
class FlowTree:
    """A network that was found.

    Attributes:
        nodes: Its layers and blocks.
        steps: What its layers were, in reading order.
    """

    nodes: tuple[Node, ...]
    steps: tuple[FlowStep, ...]


class Flow:
    """Steps in the order in which they are done, each after those that it reads.

    Attributes:
        before: Of each value that depends on the first one, the last value that all ways to it go
            through.
    """

    def __init__(self, start: str, steps: Iterable[FlowStep]) -> None:
        """Look at a flow.

        Args:
            start: The first value.
            steps: Those that depend on it.
        """
        self._start = start
        self.makers = {step.output: step for step in steps}
        self.before: dict[str, str] = {start: start}
        self._depth = {start: 0}
        for step in self.makers.values():
            last = step.inputs[0]
            for value in step.inputs[1:]:
                last = self._common(last, value)
            self.before[step.output] = last
            self._depth[step.output] = self._depth[last] + 1

    def _common(self, one: str, other: str) -> str:
        while one != other:
            if self._depth[one] < self._depth[other]:
                one, other = other, one
            one = self.before[one]
        return one

    def spine(self, end: str) -> list[str]:
        """Return the values that all ways from the first to the last one go through, backwards."""
        values = [end]
        while values[-1] != self._start:
            values.append(self.before[values[-1]])
        return values

    def tree(self, end: str) -> FlowTree:
        """Return the network whose output is a value.

        Raises:
            DocumentError: FLOW_TANGLED: its ways part and meet as no blocks do; NETWORK_TOO_DEEP.
        """
        parts = _Walk(self).parts(self._start, end, 0)
        grouped = _grouped(parts, 0)
        if _depth(grouped) > MOST_DEPTH:
            grouped = parts
        made = _Nodes()
        nodes = made.nodes(_without_wrapper(grouped))
        return FlowTree(nodes, tuple(made.steps))


class _Walk:
    """Goes back from a value to an earlier one, once through every step."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self._used: set[str] = set()

    def parts(self, start: str, end: str, depth: int) -> list[_Part]:
        """Return what is between two values, the first of which all ways go through."""
        if depth > _MOST_JOINS_INSIDE:
            raise DocumentError(ErrorCode.NETWORK_TOO_DEEP, limit=MOST_DEPTH)
        found: list[_Part] = []
        while end != start:
            step = self._flow.makers[end]
            if end in self._used:
                raise DocumentError(ErrorCode.FLOW_TANGLED, place=step.place or step.name)
            self._used.add(end)
            before = self._flow.before[end]
            if step.joins is None:
                found.append(step)
            else:
                ways = [self.parts(before, value, depth + 1) for value in step.inputs]
                found.append(_Join(step.joins, ways, _shared_modules(step, ways)))
            end = before
        return found[::-1]


def _shared_modules(step: FlowStep, ways: Sequence[Sequence[_Part]]) -> tuple[str, ...]:
    """Return the modules that a join and all in its ways stand in."""
    modules = step.modules
    for part in itertools.chain.from_iterable(ways):
        theirs = () if isinstance(part, _Group) else part.modules
        pairs = zip(modules, theirs, strict=False)
        alike = itertools.takewhile(lambda pair: pair[0] == pair[1], pairs)
        modules = tuple(name for name, _ in alike)
    return modules


# Groups


def _grouped(parts: Sequence[_Part], level: int) -> list[_Part]:
    """Return parts with those of one module together, from a level of modules on."""
    found: list[_Part] = []

    def key(part: _Part) -> str:
        modules = () if isinstance(part, _Group) else part.modules
        return modules[level] if len(modules) > level else ""

    for name, held in itertools.groupby(parts, key):
        if name:
            found.append(_group(name, _grouped(list(held), level + 1)))
        else:
            found += [_inside(part, level) for part in held]
    return found


def _group(name: str, parts: list[_Part]) -> _Part:
    """Return a group; of one part without a name of its own, the part with the group's."""
    if len(parts) == 1:
        part = parts[0]
        if isinstance(part, FlowStep) and not _word(part.name):
            return replace(part, name=name)
        if isinstance(part, _Group) and not _word(part.name):
            return _Group(name, part.parts)
    return _Group(name, parts)


def _inside(part: _Part, level: int) -> _Part:
    if not isinstance(part, _Join):
        return part
    return _Join(part.kind, [_grouped(way, level) for way in part.ways], part.modules)


def _depth(parts: Sequence[_Part]) -> int:
    """Return how many blocks stand inside each other."""
    depth = 0
    for part in parts:
        if isinstance(part, _Group):
            depth = max(depth, 1 + _depth(part.parts))
        elif isinstance(part, _Join):
            depth = max(depth, 2 + max(map(_depth, part.ways), default=0))
    return depth


def _without_wrapper(parts: list[_Part]) -> list[_Part]:
    """Return what a network is without a module around all of it."""
    while len(parts) == 1 and isinstance(parts[0], _Group):
        parts = parts[0].parts
    return parts


def _word(name: str) -> str:
    """Return a name that a node can have; "" for a number or a word that torch keeps."""
    try:
        check_name(name, ())
    except DocumentError:
        return ""
    return name


# Nodes


@dataclass(slots=True)
class _Nodes:
    """Makes nodes of parts, and notes their layers in order."""

    steps: list[FlowStep] = field(default_factory=list)

    def nodes(self, parts: Sequence[_Part]) -> tuple[Node, ...]:
        """Return nodes with names that are different."""
        taken: set[str] = set()
        known = {part.name for part in parts if not isinstance(part, _Join)}
        return tuple(self._named(part, taken, known) for part in parts)

    def _named(self, part: _Part, taken: set[str], known: set[str]) -> Node:
        """Return the node of a part; what is used again has a number behind its name."""
        if isinstance(part, _Join):
            return self._join(part)
        own = name = _word(part.name)
        number = 1
        while own and (name in taken or (number > 1 and name in known)):
            number += 1
            name = _word(f"{own}{number}")
        taken.add(name)
        if isinstance(part, _Group):
            return Block(BlockKind.SEQUENTIAL, self.nodes(part.parts), name)
        assert part.layer is not None  # noqa: S101 - narrows the type
        self.steps.append(part)
        return NetworkStep(part.layer, name=name)

    def _join(self, join: _Join) -> Block:
        """Return a block; of a sum, the longer way is the body."""
        ways = join.ways
        if join.kind is BlockKind.RESIDUAL and _count(ways[1]) > _count(ways[0]):
            ways = [ways[1], ways[0]]
        taken: set[str] = set()
        return Block(join.kind, tuple(self._way(way, join.kind, taken) for way in ways))

    def _way(self, parts: list[_Part], kind: BlockKind, taken: set[str]) -> Block:
        name = ""
        if len(parts) == 1 and isinstance(parts[0], _Group):
            own = _word(parts[0].name)
            name = own if kind is BlockKind.CONCAT and own not in taken else ""
            taken.add(name)
            parts = parts[0].parts
        return Block(BlockKind.SEQUENTIAL, self.nodes(parts), name)


def _count(parts: Sequence[_Part]) -> int:
    """Return how many layers there are in parts."""
    count = 0
    for part in parts:
        if isinstance(part, _Group):
            count += _count(part.parts)
        elif isinstance(part, _Join):
            count += sum(map(_count, part.ways))
        else:
            count += 1
    return count
