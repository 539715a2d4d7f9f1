"""Arithmetic on plotted numbers: smoothing, and reduction that loses no extreme. Without Qt."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

LARGEST_WEIGHT: Final = 0.999
"""A weight of 1 would never move from the first value."""

_POINTS_PER_BIN: Final = 3
_SAFE_EXPONENT: Final = 900
"""Binary exponents that a block of powers may span; a double has 1023."""
_LONGEST_BLOCK: Final = 4096


class Smoother:
    """A debiased exponential moving average that goes on from where it was.

    Every value counts (1 - weight) and fades by weight a step; the sum is divided by the weights
    that were really given, so that the first value is itself and not a tenth of it. A value that
    is not finite leaves a gap and counts nothing.
    """

    def __init__(self, weight: float) -> None:
        """Begin.

        Args:
            weight: Of the past, 0 (no smoothing) to LARGEST_WEIGHT; beyond, it is limited.
        """
        self._weight = min(max(weight, 0.0), LARGEST_WEIGHT)
        self._sum = 0.0
        self._given = 0.0

    def extend(self, values: Floats) -> Floats:
        """Return the averages at some more values.

        Args:
            values: (count,).

        Returns:
            (count,); NaN where the value is not finite.
        """
        if self._weight == 0.0:
            return np.where(np.isfinite(values), values, np.nan)
        longest = int(_SAFE_EXPONENT / max(-math.log2(self._weight), 1e-9))
        size = max(1, min(longest, _LONGEST_BLOCK))
        blocks = [self._block(values[at : at + size]) for at in range(0, len(values), size)]
        return np.concatenate(blocks) if blocks else np.empty(0)

    def _block(self, values: Floats) -> Floats:
        """Return the averages of so few values that the powers of the weight stay in range."""
        finite = np.isfinite(values)
        powers = self._weight ** np.arange(1, len(values) + 1)
        sums = powers * (self._sum + np.cumsum(np.where(finite, values, 0.0) / powers) * self._new)
        given = powers * (self._given + np.cumsum(finite / powers) * self._new)
        self._sum, self._given = float(sums[-1]), float(given[-1])
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.where(finite, sums / given, np.nan)

    @property
    def _new(self) -> float:
        return 1.0 - self._weight


def reduce_to_peaks(values: Floats, first: int, last: int, columns: int) -> tuple[Floats, Floats]:
    """Return points that draw a long line as it is: each column's lowest and highest value.

    Columns stand at fixed places of the series, so that a line does not shimmer while it grows.

    Args:
        values: The whole line, (count,); NaN where it has a gap.
        first: Number of the first value to draw, from 0.
        last: Number behind the last one.
        columns: Columns of pixels at hand. At least 1.

    Returns:
        Numbers of values (x) and values (y), both (points,). Lines that need no reduction come as
        they are; otherwise every gap of the line stays a gap.
    """
    first, last = max(0, first), min(len(values), last)
    count = max(0, last - first)
    if count <= 2 * columns:
        return np.arange(first, first + count, dtype=np.float64), values[first : first + count]
    size = 1 << math.ceil(math.log2(count / columns))
    starts = np.arange(first - first % size, last, size)
    inside = np.maximum(starts, first) - first
    shown = values[first:last]
    finite = np.isfinite(shown)
    points = np.empty((len(starts), _POINTS_PER_BIN))
    points[:, 0] = np.minimum.reduceat(np.where(finite, shown, np.inf), inside)
    points[:, 1] = np.maximum.reduceat(np.where(finite, shown, -np.inf), inside)
    whole = np.logical_and.reduceat(finite, inside)
    points[:, 2] = np.where(whole, points[:, 1], np.nan)
    points[~np.isfinite(points)] = np.nan
    middles = np.minimum(starts + size / 2, last - 1.0)
    return np.repeat(middles, _POINTS_PER_BIN), points.reshape(-1)


def finite_range(values: Floats) -> tuple[float, float] | None:
    """Return the lowest and highest finite value; None if there is none."""
    finite = values[np.isfinite(values)]
    return (float(finite.min()), float(finite.max())) if len(finite) else None
