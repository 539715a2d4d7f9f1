"""A function of one number as a curve: what is drawn of it, without Qt."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from convviz.core.layers.maths import FloatMaths
from convviz.core.layers.pointwise import CellFunction
from convviz.values.pointwise_values import ArrayMaths

_LEAST_REACH: Final = 3.0
_MOST_REACH: Final = 1000.0
"""Farther away nothing of a curve's bend would be seen."""
_LEAST_HEIGHT: Final = 1e-6
"""Of a curve that is not a level line, or nothing."""
_MARGIN: Final = 1.15
_POINTS: Final = 481
_NEAR: Final = 1e-6
"""Of two numbers between which a slope is measured, as a share of their size."""
_SAME_SLOPE: Final = 1e-4


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """A function around zero, with its slope.

    Attributes:
        function: Which it is.
        x: Numbers from left to right, as far on both sides of zero.
        y: What becomes of each.
        slope: The slope at each.
        low: The lowest value that is drawn; at most 0.
        high: The highest one; at least 0.
    """

    function: CellFunction
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    slope: NDArray[np.float64]
    low: float
    high: float

    @property
    def reach(self) -> float:
        """The number at the right end."""
        return float(self.x[-1])

    def rises_at(self, x: float) -> bool:
        """Return whether the curve comes from below at a number that it reaches, or is level."""
        at = max(1, int(np.searchsorted(self.x, x)))
        before = self.y[at - 1 : at + 1]
        return bool(before[0] <= before[-1])


def reach_of(numbers: NDArray[np.float64]) -> float:
    """Return how far a curve goes that some numbers lie on.

    Args:
        numbers: Which are seen; what is not finite, or very far away, does not count.
    """
    sizes = np.abs(numbers[np.isfinite(numbers)])
    largest = float(sizes[sizes <= _MOST_REACH].max(initial=0.0))
    return max(_LEAST_REACH, float(math.ceil(largest * _MARGIN)))


def curve_of(function: CellFunction, reach: float) -> Curve:
    """Return the curve of a function.

    Args:
        function: The function.
        reach: So far on both sides of zero.
    """
    x = np.linspace(-reach, reach, _POINTS)
    with np.errstate(all="ignore"):
        y = np.asarray(function.apply(x, ArrayMaths()), dtype=np.float64)
        step = float(x[1] - x[0]) / 4
        slope, farther = (_slope(function, x, by) for by in (step, 2 * step))
        slope[np.abs(slope) > 1.5 * np.abs(farther) + 0.5] = np.nan  # the function jumps there
    drawn = np.concatenate([y, slope])
    drawn = drawn[np.isfinite(drawn)]
    low, high = float(drawn.min(initial=0.0)), float(drawn.max(initial=0.0))
    if high - low < _LEAST_HEIGHT:
        low, high = -1.0, 1.0
    room = 0.06 * (high - low)
    return Curve(function, x, y, slope, low - room, high + room)


def _slope(function: CellFunction, x: NDArray[np.float64], step: float) -> NDArray[np.float64]:
    """Return how steep a function is between numbers so far before and behind each number."""
    ahead, behind = (function.apply(x + by, ArrayMaths()) for by in (step, -step))
    return np.asarray((ahead - behind) / (2 * step), dtype=np.float64)


def slopes_at(function: CellFunction, x: float) -> tuple[float, float]:
    """Return the slopes of a function before and behind a number; alike where it has no bend."""
    if not math.isfinite(x):
        return math.nan, math.nan
    step = _NEAR * max(1.0, abs(x))
    maths = FloatMaths()
    here, before, behind = (float(function.apply(at, maths)) for at in (x, x - step, x + step))
    left, right = (here - before) / step, (behind - here) / step
    if abs(left - right) <= _SAME_SLOPE * max(1.0, abs(left)):
        middle = (left + right) / 2
        return middle, middle
    return left, right
