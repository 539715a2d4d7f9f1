"""How a long walk is played: at which steps it stops, and how long at each. Without Qt."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

AUTOMATIC: Final = 0
"""A stride that is chosen such that a play takes less than a minute."""

ROW: Final = -1
"""A stride from row to row."""

STRIDES: Final = (AUTOMATIC, 1, ROW, 10, 100, 1000)
"""What is offered."""

_FEW: Final = 120
"""So many steps are played one by one at the usual pace, which takes a minute."""

_MOST_STOPS: Final = 240
_LONG_PLAY: Final = 40.0
"""Seconds that a long walk is played in."""

_FEWEST_ROWS: Final = 20
"""Fewer rows than that are not gone through row by row, unless a person wants it."""

_USUAL: Final = 0.5
_SHORTEST: Final = 0.1


@dataclass(frozen=True, slots=True)
class PlayPace:
    """Where a play stops.

    Attributes:
        stride: From each stop to the next, in steps; it stops at the last step as well.
        seconds: How long it stays at each, at normal speed.
    """

    stride: int = 1
    seconds: float = _USUAL

    def next_stop(self, index: int, count: int) -> int | None:
        """Return the next stop; None at the end.

        Stops are the last steps of strides, so that what was strided over is done when it is seen.

        Args:
            index: The step at hand.
            count: How many there are.
        """
        if index + 1 >= count:
            return None
        done = (index + 1) // self.stride
        return min(count - 1, (done + 1) * self.stride - 1)


def is_long(count: int) -> bool:
    """Return whether so many steps take longer than a minute one by one."""
    return count > _FEW


def pace_of(stride: int, count: int, row: int) -> PlayPace:
    """Return the pace that a choice stands for.

    Args:
        stride: AUTOMATIC, ROW, or so many steps.
        count: How many steps the walk has.
        row: How many of them are a row.
    """
    if stride == ROW:
        return PlayPace(max(1, row))
    if stride != AUTOMATIC:
        return PlayPace(max(1, stride))
    chosen = even_stride(count, row, _MOST_STOPS)
    stops = math.ceil(count / chosen)
    if count <= _FEW:
        return PlayPace()
    return PlayPace(chosen, max(_SHORTEST, min(_USUAL, _LONG_PLAY / stops)))


def even_stride(count: int, row: int, most: int) -> int:
    """Return the stride with which a walk has at most so many stops: whole rows of many."""
    if count <= most:
        return 1
    if row > 1 and count // row >= _FEWEST_ROWS:
        return row * max(1, math.ceil(count / (row * most)))
    return math.ceil(count / most)


def stops(first: int, last: int, stride: int) -> tuple[int, ...]:
    """Return the steps at which one stops from a first to a last one, the last included."""
    stops = list(range(first + stride - 1, last + 1, stride))
    if not stops or stops[-1] != last:
        stops.append(last)
    return tuple(stops)
