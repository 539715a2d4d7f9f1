"""Which cells each output cell of an upsampling reads along one axis, and with what weight.

Source: torch.nn.functional.interpolate; pytorch, aten/src/ATen/native/UpSample.h. Computed in
double precision, as torch does for float64.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from convviz.core.adaptive_windows import adaptive_bounds
from convviz.core.axis_windows import AxisWindows, PositionKind, Reading

_CUBIC = -0.75
"""The coefficient of torch's cubic convolution."""

Taps = tuple[tuple[int, float], ...]
"""The cells of one window, each with its weight. The edge's cell may stand there twice."""


class Interpolation(StrEnum):
    """How cells between cells get their number."""

    NEAREST = "nearest"
    NEAREST_EXACT = "nearest-exact"
    LINEAR = "linear"
    CUBIC = "cubic"
    AREA = "area"


@dataclass(frozen=True, slots=True)
class Resampling:
    """An upsampling along one axis.

    Attributes:
        kind: How cells between cells get their number.
        size: Input cells. At least 1.
        output_size: Output cells. At least 1.
        scale: Output cells an input cell, where it is given; None takes the sizes' ratio.
        align_corners: The middles of the corner cells coincide, instead of their outer edges.
    """

    kind: Interpolation
    size: int
    output_size: int
    scale: float | None = None
    align_corners: bool = False

    def step(self) -> float:
        """Return the input cells between neighbouring output cells."""
        if self.align_corners:
            return (self.size - 1) / (self.output_size - 1) if self.output_size > 1 else 0.0
        return 1 / self.scale if self.scale else self.size / self.output_size

    def taps(self, output_position: int) -> Taps:
        """Return what one output cell reads."""
        match self.kind:
            case Interpolation.AREA:
                start, end = adaptive_bounds(self.size, self.output_size, output_position)
                return tuple((cell, 1 / (end - start)) for cell in range(start, end))
            case Interpolation.NEAREST:
                return ((self._nearest(output_position), 1.0),)
            case Interpolation.NEAREST_EXACT:
                place = (output_position + 0.5) * self.step()
                return ((min(math.floor(place), self.size - 1), 1.0),)
            case Interpolation.LINEAR:
                return self._linear(output_position)
            case Interpolation.CUBIC:
                return self._cubic(output_position)

    def _nearest(self, output_position: int) -> int:
        """Return the cell that is repeated.

        Where the output has as many cells as the input, or twice as many, though the scale says
        otherwise, torch itself gives this or plain copies, depending on the layout in memory.
        """
        return min(math.floor(output_position * self.step()), self.size - 1)

    def place(self, output_position: int) -> float:
        """Return where the middle of an output cell lies among the middles of the input's."""
        if self.align_corners:
            return output_position * self.step()
        return (output_position + 0.5) * self.step() - 0.5

    def _linear(self, output_position: int) -> Taps:
        if self.output_size == self.size:
            return ((output_position, 1.0), (min(output_position + 1, self.size - 1), 0.0))
        place = max(0.0, self.place(output_position))
        first = min(math.floor(place), self.size - 1)
        share = min(max(place - first, 0.0), 1.0)
        return ((first, 1 - share), (min(first + 1, self.size - 1), share))

    def _cubic(self, output_position: int) -> Taps:
        place = self.place(output_position)
        first = min(math.floor(place), self.size - 1)
        share = min(max(place - first, 0.0), 1.0)
        distances = (1 + share, share, 1 - share, 2 - share)
        weights = (_far(distances[0]), _near(distances[1]), _near(distances[2]), _far(distances[3]))
        cells = (min(max(first + offset, 0), self.size - 1) for offset in (-1, 0, 1, 2))
        return tuple(zip(cells, weights, strict=True))


def _near(distance: float) -> float:
    return ((_CUBIC + 2) * distance - (_CUBIC + 3)) * distance * distance + 1


def _far(distance: float) -> float:
    inner = (_CUBIC * distance - 5 * _CUBIC) * distance + 8 * _CUBIC
    return inner * distance - 4 * _CUBIC


@lru_cache(maxsize=256)
def resampled_windows(resampling: Resampling) -> AxisWindows:
    """Return the windows of an upsampling along one axis, of any kind but AREA."""

    def read(output_position: int, tap: int) -> Reading:
        cell, _ = resampling.taps(output_position)[tap]
        return Reading(tap, cell, PositionKind.REAL, cell)

    size, output_size = resampling.size, resampling.output_size
    taps = len(resampling.taps(0))
    return AxisWindows(size, size, 0, 0, output_size, taps, read)
