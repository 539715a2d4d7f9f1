"""A directed graph without cycles in ranks: who follows whom, who stands beside whom, and where.

The method of Sugiyama, Tagawa and Toda (1981): ranks by the longest way, places in a rank by the
mean of the neighbours, and then as straight as the widths allow.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

Edge = tuple[int, int]
"""From a box to one above it, by their numbers."""

_SWEEPS: Final = 8
_STRAIGHTENINGS: Final = 9
"""Odd: the last one goes up, so that what follows one node stands straight above it."""
_SLACK: Final = 1e-6
_PASSING: Final = 9.0
"""Room of a line that passes a rank, to each side."""
_BETWEEN: Final = 26.0
"""Between boxes of a rank."""
_YIELDING: Final = 0.001
"""How much less than a box a line that passes a rank insists on its place."""


class Box(NamedTuple):
    """What stands at a node.

    Attributes:
        left: From its axis, on which its lines end, to its left end.
        right: From the axis to its right end.
        height: Its height.
    """

    left: float
    right: float
    height: float


@dataclass(frozen=True, slots=True)
class Layered:
    """Where everything stands.

    Attributes:
        places: Of each box its axis and its middle.
        ranks: Of each box, from 0 at the bottom.
        ways: Of each edge the axes of the ranks that it passes, with the rank's middle.
        left: The left end of all.
        right: The right end.
        height: From the top of the highest to the bottom of the lowest.
    """

    places: tuple[tuple[float, float], ...]
    ranks: tuple[int, ...]
    ways: Mapping[Edge, tuple[tuple[float, float], ...]]
    left: float
    right: float
    height: float


@dataclass(slots=True)
class _Ranked:
    """Boxes and the passing lines between them, in ranks; numbers from `count` on are lines'."""

    count: int
    boxes: list[Box]
    ranks: list[list[int]]
    above: list[list[int]]
    below: list[list[int]]
    passing: dict[Edge, tuple[int, ...]] = field(default_factory=dict)


def layered(boxes: Sequence[Box], edges: Sequence[Edge], gap: float) -> Layered:
    """Return a layout.

    Args:
        boxes: What stands at each node; at least one.
        edges: Each from a box to one above it; no cycle.
        gap: Between two ranks.
    """
    known = list(dict.fromkeys(edges))
    rank_of = _ranks(len(boxes), known)
    graph = _with_passing_lines(boxes, known, rank_of)
    _order(graph)
    axes = _straightened(graph)
    heights = [max(graph.boxes[node].height for node in rank) for rank in graph.ranks]
    total = sum(heights) + gap * (len(heights) - 1)
    middles, bottom = [], total
    for height in heights:
        middles.append(bottom - height / 2)
        bottom -= height + gap
    places = tuple((axes[node], middles[rank_of[node]]) for node in range(len(boxes)))
    ways = {
        edge: tuple(
            (axes[line], middles[rank_of[edge[0]] + 1 + place]) for place, line in enumerate(lines)
        )
        for edge, lines in graph.passing.items()
    }
    return Layered(
        places=places,
        ranks=tuple(rank_of),
        ways=ways,
        left=min(axes[n] - box.left for n, box in enumerate(graph.boxes)),
        right=max(axes[n] + box.right for n, box in enumerate(graph.boxes)),
        height=total,
    )


def _ranks(count: int, edges: Sequence[Edge]) -> list[int]:
    """Return of each node the longest way that leads to it from the bottom."""
    above: list[list[int]] = [[] for _ in range(count)]
    waiting_for = [0] * count
    for lower, upper in edges:
        above[lower].append(upper)
        waiting_for[upper] += 1
    ranks = [0] * count
    ready = [node for node in range(count) if not waiting_for[node]]
    while ready:
        node = ready.pop()
        for upper in above[node]:
            ranks[upper] = max(ranks[upper], ranks[node] + 1)
            waiting_for[upper] -= 1
            if not waiting_for[upper]:
                ready.append(upper)
    return ranks


def _with_passing_lines(
    boxes: Sequence[Box], edges: Sequence[Edge], rank_of: Sequence[int]
) -> _Ranked:
    """Give an edge that passes ranks a place in each of them."""
    all_boxes, passing = list(boxes), {}
    ranks: list[list[int]] = [[] for _ in range(max(rank_of) + 1)]
    links: list[Edge] = []
    for node, rank in enumerate(rank_of):
        ranks[rank].append(node)
    for lower, upper in edges:
        chain, lines = [lower], []
        for rank in range(rank_of[lower] + 1, rank_of[upper]):
            lines.append(len(all_boxes))
            ranks[rank].append(len(all_boxes))
            all_boxes.append(Box(_PASSING, _PASSING, 0.0))
        chain += [*lines, upper]
        links += pairwise(chain)
        passing[lower, upper] = tuple(lines)
    above: list[list[int]] = [[] for _ in all_boxes]
    below: list[list[int]] = [[] for _ in all_boxes]
    for lower, upper in links:
        above[lower].append(upper)
        below[upper].append(lower)
    return _Ranked(len(boxes), all_boxes, ranks, above, below, passing)


def _order(graph: _Ranked) -> None:
    """Put each rank in an order with few crossings."""
    best, fewest = [list(rank) for rank in graph.ranks], _crossings(graph)
    for sweep in range(_SWEEPS):
        if not fewest:
            break
        is_up = sweep % 2 == 0
        rows = graph.ranks[1:] if is_up else graph.ranks[-2::-1]
        places = {node: place for rank in graph.ranks for place, node in enumerate(rank)}
        for row in rows:
            near = graph.below if is_up else graph.above

            def wanted(node: int, near: list[list[int]] = near) -> float:
                beside = near[node]
                if not beside:
                    return float(places[node])  # noqa: B023 - called in this turn alone
                return sum(places[other] for other in beside) / len(beside)  # noqa: B023

            row.sort(key=wanted)
            places.update({node: place for place, node in enumerate(row)})
        crossings = _crossings(graph)
        if crossings < fewest:
            best, fewest = [list(rank) for rank in graph.ranks], crossings
    graph.ranks = best


def _crossings(graph: _Ranked) -> int:
    count = 0
    for lower, upper in pairwise(graph.ranks):
        places = {node: place for place, node in enumerate(upper)}
        ends = [sorted(places[other] for other in graph.above[node]) for node in lower]
        flat = [end for node in ends for end in node]
        starts = [number for number, node in enumerate(ends) for _ in node]
        for first in range(len(flat)):
            count += sum(
                flat[first] > flat[second] and starts[first] < starts[second]
                for second in range(first + 1, len(flat))
            )
    return count


def _straightened(graph: _Ranked) -> list[float]:
    """Return an axis for each node: near those of its neighbours, with room between."""
    axes, count = [0.0] * len(graph.boxes), graph.count
    for rank in graph.ranks:
        _put(graph, rank, axes, [0.0] * len(rank))
    for turn in range(_STRAIGHTENINGS):
        is_up = turn % 2 == 0
        for rank in graph.ranks if is_up else reversed(graph.ranks):
            wanted = []
            for node in rank:
                beside = graph.below[node] if is_up else graph.above[node]
                # Boxes stand above boxes, and a line goes on as straight as it came.
                is_line = node >= count
                beside = [other for other in beside if (other >= count) is is_line] or beside
                mean = sum(axes[other] for other in beside) / len(beside) if beside else axes[node]
                wanted.append(mean)
            _put(graph, rank, axes, wanted)
    for lines in graph.passing.values():
        _align(graph, lines, axes)
    return axes


def _align(graph: _Ranked, lines: Sequence[int], axes: list[float]) -> None:
    """Make a passing line straight, if there is an axis on which it has room in every rank."""
    if not lines:
        return
    least, most = -math.inf, math.inf
    for line in lines:
        rank = next(rank for rank in graph.ranks if line in rank)
        place = rank.index(line)
        if place:
            before = rank[place - 1]
            room = graph.boxes[before].right + _BETWEEN + _PASSING
            least = max(least, axes[before] + room)
        if place + 1 < len(rank):
            behind = rank[place + 1]
            room = graph.boxes[behind].left + _BETWEEN + _PASSING
            most = min(most, axes[behind] - room)
    if least <= most + _SLACK:
        mean = sum(axes[line] for line in lines) / len(lines)
        for line in lines:
            axes[line] = min(max(mean, least), most)


def _put(graph: _Ranked, rank: Sequence[int], axes: list[float], wanted: Sequence[float]) -> None:
    """Put a rank's nodes as near to where they are wanted as their widths allow.

    Least squares under an order: neighbours that would come too near are moved together (the pool
    of adjacent violators).
    """
    shifts, reach = [0.0], 0.0
    for before, node in pairwise(rank):
        reach += graph.boxes[before].right + _BETWEEN + graph.boxes[node].left
        shifts.append(reach)
    pools: list[tuple[float, float, int]] = []
    for node, place, shift in zip(rank, wanted, shifts, strict=True):
        weight = _YIELDING if node >= graph.count else 1.0
        total, members = weight * (place - shift), 1
        while pools and pools[-1][0] / pools[-1][1] > total / weight:
            more, heavier, others = pools.pop()
            total, weight, members = total + more, weight + heavier, members + others
        pools.append((total, weight, members))
    starts = [total / weight for total, weight, members in pools for _ in range(members)]
    for node, start, shift in zip(rank, starts, shifts, strict=True):
        axes[node] = start + shift
