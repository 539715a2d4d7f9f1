"""How often each cell is used, along one axis; several axes multiply.

Of a layer's input: how many windows read a cell. Of a transposed convolution's output: how many
kernel cells meet in one.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from convviz.core.axis_windows import PositionKind

_BORDERS = 2
"""Cells of an axis that are at one of its ends."""

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convviz.core.axis_windows import AxisSettings, AxisWindows


@dataclass(frozen=True, slots=True)
class AxisUsage:
    """How often the cells of one axis are used. A cell of several axes is used product times.

    Attributes:
        windows: For each real cell, how many windows read it, directly or by padding.
        readings: How many readings do: padding that mirrors reads a cell more than once a window.
    """

    windows: tuple[int, ...]
    readings: tuple[int, ...]


def axis_usage(axis: AxisWindows) -> AxisUsage:
    """Return how often each real cell of an axis is used.

    Raises:
        ShapeError: TOO_LARGE: there are too many readings to be counted.
    """
    axis.check_size()
    windows, readings = [0] * axis.input_size, [0] * axis.input_size
    for window in axis.windows:
        sources = [reading.source for reading in window if reading.source is not None]
        for source in sources:
            readings[source] += 1
        for source in set(sources):
            windows[source] += 1
    return AxisUsage(tuple(windows), tuple(readings))


def axis_meetings(axis: AxisWindows) -> tuple[int, ...]:
    """Return how many kernel cells meet a real cell in each output cell of an axis.

    For a transposed convolution these are the stamps that overlap there.

    Raises:
        ShapeError: TOO_LARGE: there are too many readings to be counted.
    """
    return tuple(
        sum(reading.kind is PositionKind.REAL for reading in window) for window in axis.windows
    )


def overlaps_evenly(axis: AxisSettings) -> bool:
    """Return whether a transposed convolution's stamps meet equally often inside its output.

    Uneven overlap draws a checkerboard on the output. It is even where the kernel size is a
    multiple of the stride, as long as the dilation shares no factor with the stride.

    Args:
        axis: The parameters along one axis.

    Source:
        Odena, Dumoulin & Olah 2016, "Deconvolution and Checkerboard Artifacts" (distill.pub).
    """
    met = Counter(tap * axis.dilation % axis.stride for tap in range(axis.kernel_size))
    return len({met[residue] for residue in range(axis.stride)}) == 1


@dataclass(frozen=True, slots=True)
class CountSummary:
    """What a grid of counts says in a few numbers. Ranges are (least, most).

    Attributes:
        corner: The counts in the corners (at the two ends of a single axis).
        inner: The counts from the first to the last place of the highest one, along each axis.
        used: The counts of the cells that are used at all; (0, 0) where none is.
        unused: How many cells have a count of 0.
        inside: The different counts above 0 of the cells off the border, least first; of all cells
            where there are no such ones.
    """

    corner: tuple[int, int]
    inner: tuple[int, int]
    used: tuple[int, int]
    unused: int
    inside: tuple[int, ...] = ()


def summarise(axes: Sequence[Sequence[int]]) -> CountSummary:
    """Return what counts that are products along axes say.

    Args:
        axes: The counts along each axis; none is empty.
    """
    cells = math.prod(map(len, axes))
    positive = [[count for count in axis if count] or [0] for axis in axes]
    used = math.prod(sum(count > 0 for count in axis) for axis in axes)
    return CountSummary(
        _product_range([(axis[0], axis[-1]) for axis in axes]),
        _product_range([_inner(axis) for axis in axes]),
        _product_range(positive),
        cells - used,
        _products([axis[1:-1] if len(axis) > _BORDERS else axis for axis in axes]),
    )


def _products(axes: Sequence[Sequence[int]]) -> tuple[int, ...]:
    """Return the different products above 0 of one count of each axis."""
    products = {1}
    for axis in axes:
        products = {product * count for product in products for count in set(axis) if count}
    return tuple(sorted(products))


def _inner(axis: Sequence[int]) -> Sequence[int]:
    """Return the counts from the first to the last place of the highest one."""
    most = max(axis)
    places = [at for at, count in enumerate(axis) if count == most]
    return axis[places[0] : places[-1] + 1]


def _product_range(axes: Sequence[Sequence[int]]) -> tuple[int, int]:
    return math.prod(map(min, axes)), math.prod(map(max, axes))
