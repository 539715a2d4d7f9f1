"""A network from the flow of values between its layers: which blocks it is made of.

What is known of a program is which values each layer reads. Where two ways part and are summed or
joined again, there is a Residual or a Concat; layers of one module of the program are a Sequential
of its name. Two readers find networks so: that of .pt2 files, whose rules are the ones that stand
here, and the one of code with rules of its own.
"""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from convviz.core.errors import DocumentError, ErrorCode
from convviz.core.network.flow_blocks import Piece, nodes_of
from convviz.core.network.flow_steps import FlowRules, FlowStep, Holder, Tangle
from convviz.core.network.tree import RESIDUAL_NAMES, BlockKind, Node
from convviz.core.network.tree_limits import MOST_DEPTH, MOST_LAYERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_RULES: Final = FlowRules()


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

    def __init__(self, start: str, steps: Iterable[FlowStep], rules: FlowRules = _RULES) -> None:
        """Look at a flow.

        Args:
            start: The first value.
            steps: Those that depend on it.
            rules: What is done as the reader wants it; as for .pt2 files if not given.
        """
        self._start = start
        self._rules = rules
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

        Modules are left out where the blocks would stand too deep in each other with them.

        Raises:
            DocumentError: what the rules refuse ways with that part and meet as no blocks do;
                NETWORK_TOO_LONG: steps are repeated too often.
        """
        pieces = _Walk(self, self._rules).between(self._start, end)
        return FlowTree(nodes_of(pieces, self._rules), tuple(_layers(pieces)))


class _Walk:
    """Goes back from a value to an earlier one."""

    def __init__(self, flow: Flow, rules: FlowRules) -> None:
        self._flow = flow
        self._rules = rules
        self._met: Counter[str] = Counter()
        self._count = 0
        self._joins: list[FlowStep] = []

    def between(self, start: str, end: str) -> list[Piece]:
        """Return what is between two values, the first of which all ways go through."""
        found: list[Piece] = []
        while end != start:
            step = self._flow.makers[end]
            self._meet(step)
            before = self._flow.before[end]
            ways = () if step.joins is None else self._ways(step, before)
            found.append(Piece(step, step.name, _shared_holders(step, ways), ways))
            end = before
        return found[::-1]

    def _meet(self, step: FlowStep) -> None:
        self._met[step.output] += 1
        self._count += 1
        is_repeatable = self._rules.is_repeatable
        if is_repeatable is not None and self._count > MOST_LAYERS:
            code, limit = ErrorCode.NETWORK_TOO_LONG, MOST_LAYERS
            raise DocumentError(code, count=self._count, limit=limit)
        if self._met[step.output] > 1 and not (is_repeatable and is_repeatable(step)):
            raise self._rules.error(Tangle(ErrorCode.FLOW_TANGLED, step, self._joins[-1]))

    def _ways(self, join: FlowStep, before: str) -> tuple[list[Piece], ...]:
        """Return the ways of a join; of a sum the longer one first, which is the body."""
        self._joins.append(join)
        if len(self._joins) > MOST_DEPTH:
            raise self._rules.error(Tangle(ErrorCode.NETWORK_TOO_DEEP, join, join))
        ways = tuple(self.between(before, value) for value in join.inputs)
        self._joins.pop()
        if join.joins is BlockKind.CONCAT:
            return ways
        if self._rules.keeps_named_ways and _is_named(join, ways):
            return ways
        return tuple(sorted(ways, key=lambda way: -len(_layers(way))))


def _is_named(join: FlowStep, ways: Sequence[Sequence[Piece]]) -> bool:
    """Return whether a way of a sum is called as the one in its place in a Residual is."""
    inside = len(_holders(join))
    return any(
        len(piece.holders) > inside and piece.holders[inside].name == name
        for way, name in zip(ways, RESIDUAL_NAMES, strict=True)
        for piece in way[:1]
    )


def _holders(step: FlowStep) -> tuple[Holder, ...]:
    return step.holders or tuple(Holder(name, (name,)) for name in step.modules)


def _shared_holders(step: FlowStep, ways: Sequence[Sequence[Piece]]) -> tuple[Holder, ...]:
    """Return what a step and all in its ways stand in."""
    shared = _holders(step)
    for piece in itertools.chain.from_iterable(ways):
        pairs = zip(shared, piece.holders, strict=False)
        alike = itertools.takewhile(lambda pair: pair[0].key == pair[1].key, pairs)
        shared = tuple(holder for holder, _ in alike)
    return shared


def _layers(pieces: Sequence[Piece]) -> list[FlowStep]:
    """Return the layers in pieces, in their order."""
    found: list[FlowStep] = []
    for piece in pieces:
        if piece.step.joins is None:
            found.append(piece.step)
        for way in piece.ways:
            found += _layers(way)
    return found
