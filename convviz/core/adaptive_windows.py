"""The windows of adaptive pooling along one axis: their sizes vary, and they may overlap."""

from __future__ import annotations

import math
from functools import lru_cache

from convviz.core.axis_windows import AxisWindows, PositionKind, Reading


class VaryingWindows(AxisWindows):
    """Windows that spread a number of outputs over the input; kernel_size is the longest."""

    def readings_of(self, output_position: int) -> int:
        """Return the readings of one window."""
        start, end = adaptive_bounds(self.input_size, self.output_size, output_position)
        return end - start


@lru_cache(maxsize=256)
def adaptive_windows(size: int, output_size: int) -> VaryingWindows:
    """Return the windows of adaptive pooling along one axis.

    Args:
        size: Real cells. At least 1.
        output_size: Number of windows. At least 1.

    Source:
        torch.nn.AdaptiveAvgPool2d; pytorch, aten/src/ATen/native/AdaptivePooling.h.
    """

    def read(output_position: int, tap: int) -> Reading:
        position = adaptive_bounds(size, output_size, output_position)[0] + tap
        return Reading(tap, position, PositionKind.REAL, position)

    _, longest = window_lengths(size, output_size)
    return VaryingWindows(size, size, 0, 0, output_size, longest, read)


def adaptive_bounds(size: int, output_size: int, output_position: int) -> tuple[int, int]:
    """Return the first cell of a window and the one behind its last.

    floor(j i / o) and ceil((j + 1) i / o).
    """
    start = output_position * size // output_size
    end = -(-(output_position + 1) * size // output_size)
    return start, end


def window_lengths(size: int, output_size: int) -> tuple[int, int]:
    """Return the cells of the shortest and of the longest window.

    Where i is no multiple of o, every window has floor(i/o) + 1 cells; one more has a window
    that begins late in a cell, which needs a rest r = i mod o over gcd(r, o).
    """
    least, rest = divmod(size, output_size)
    if rest == 0:
        return least, least
    return least + 1, least + (2 if rest > math.gcd(rest, output_size) else 1)
