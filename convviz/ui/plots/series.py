"""Arithmetic on plotted numbers: smoothing, and reduction that loses no extreme. Without Qt."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
import numpy.typing as npt

from convviz.ui.plots.growing_array import GrowingArray

Floats = npt.NDArray[np.float64]

LARGEST_WEIGHT: Final = 0.999
"""A weight of 1 would never move from the first value."""

_POINTS_PER_BIN: Final = 3
_BLOCK: Final = 64
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
        shares = powers * (self._given + np.cumsum(finite / powers) * self._new)
        self._sum, self._given = float(sums[-1]), float(shares[-1])
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.where(finite, sums / shares, np.nan)

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
    size = _bin_size(count, columns)
    starts = np.arange(first - first % size, last, size)
    inside = np.maximum(starts, first) - first
    shown = values[first:last]
    finite = np.isfinite(shown)
    points = np.stack(
        [
            np.minimum.reduceat(np.where(finite, shown, np.inf), inside),
            np.maximum.reduceat(np.where(finite, shown, -np.inf), inside),
            np.maximum.reduceat(np.where(finite, 0.0, 1.0), inside),
        ],
        axis=1,
    )
    middles = np.minimum(starts + size / 2, last - 1.0)
    return np.repeat(middles, _POINTS_PER_BIN), _with_gaps(points)


def _bin_size(count: int, columns: int) -> int:
    """Return how many values share a column: a power of two, so that columns stay in place."""
    return 1 << math.ceil(math.log2(max(1.0, count / columns)))


def _extremes(rows: Floats) -> tuple[Floats, Floats, Floats]:
    """Return the lowest and highest finite value of each row, and 1 where it has a gap."""
    if not rows.size:
        return np.empty(0), np.empty(0), np.empty(0)
    finite = np.isfinite(rows)
    low = np.where(finite, rows, np.inf).min(axis=1)
    high = np.where(finite, rows, -np.inf).max(axis=1)
    return low, high, np.where(finite.all(axis=1), 0.0, 1.0)


def _with_gaps(points: Floats) -> Floats:
    """Return (columns, [low, high, gap]) as a line: low, high, and high again or a gap."""
    line = np.where(np.isfinite(points), points, np.nan)
    line[:, 2] = np.where(points[:, 2] > 0, np.nan, line[:, 1])
    return line.reshape(-1)


class PeakSeries:
    """A line that grows at its end, and remembers the extremes of its blocks.

    However long the line is, drawing it looks at some thousand numbers only.
    """

    def __init__(self) -> None:
        self.restart()

    @property
    def values(self) -> Floats:
        """The whole line."""
        return self._values

    @property
    def range(self) -> tuple[float, float] | None:
        """Lowest and highest finite value; None if there is none."""
        return (self._lowest, self._highest) if self._lowest <= self._highest else None

    @property
    def smallest_positive(self) -> float:
        """The lowest value above zero, for a logarithmic axis; infinite if there is none."""
        return self._positive

    def restart(self) -> None:
        """Forget the line: the next one does not go on with it."""
        self._values: Floats = np.empty(0)
        self._seen = 0
        self._lowest, self._highest, self._positive = math.inf, -math.inf, math.inf
        self._blocks = [GrowingArray() for _ in range(_POINTS_PER_BIN)]

    def extend_to(self, values: Floats) -> None:
        """Take the line that begins with the one before and goes on.

        Args:
            values: The whole line, (count,); NaN where it has a gap. Not copied.
        """
        fresh = values[self._seen :]
        finite = fresh[np.isfinite(fresh)]
        if len(finite):
            self._lowest = min(self._lowest, float(finite.min()))
            self._highest = max(self._highest, float(finite.max()))
            above = float(np.min(finite, where=finite > 0, initial=math.inf))
            self._positive = min(self._positive, above)
        self._values, self._seen = values, len(values)
        done, complete = len(self._blocks[0]), len(values) // _BLOCK
        if complete > done:
            rows = values[done * _BLOCK : complete * _BLOCK].reshape(-1, _BLOCK)
            for array, part in zip(self._blocks, _extremes(rows), strict=True):
                array.put(done, part)

    def points(self, first: int, last: int, columns: int) -> tuple[Floats, Floats]:
        """Return points that draw a part as it is; see :func:`reduce_to_peaks`."""
        first, last = max(0, first), min(len(self._values), last)
        size = _bin_size(last - first, columns)
        if size < 2 * _BLOCK:
            return reduce_to_peaks(self._values, first, last, columns)
        per_bin = size // _BLOCK
        start, end = first // size * per_bin, min(-(-last // size) * per_bin, len(self._blocks[0]))
        low, high, gaps = (array.values[start:end] for array in self._blocks)
        cuts = np.arange(0, end - start, per_bin)
        points = np.stack(
            [
                np.minimum.reduceat(low, cuts),
                np.maximum.reduceat(high, cuts),
                np.maximum.reduceat(gaps, cuts),
            ],
            axis=1,
        )
        middles = (start + cuts) * _BLOCK + size / 2
        tail = np.array(_extremes(self._values[np.newaxis, end * _BLOCK : last]))
        points = np.concatenate([points, tail.T]) if tail.size else points
        middles = np.append(middles, last - 1.0) if tail.size else middles
        return np.repeat(np.minimum(middles, last - 1.0), _POINTS_PER_BIN), _with_gaps(points)


def finite_range(values: Floats) -> tuple[float, float] | None:
    """Return the lowest and highest finite value; None if there is none."""
    finite = values[np.isfinite(values)]
    return (float(finite.min()), float(finite.max())) if len(finite) else None
