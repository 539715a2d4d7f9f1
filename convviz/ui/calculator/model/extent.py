"""How much there is to draw and to compute, known before anything is allocated."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from convviz.core.layers.base import WindowedLayer
from convviz.core.layers.conv import ConvolutionLayer, TransposedConvolutionLayer
from convviz.core.layers.pool import PoolingLayer
from convviz.core.layers.upsample import ResizingLayer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convviz.core.layers.base import Layer, Shape

MOST_CELLS: Final = 1_000_000
"""Cells of one part beyond which only the formula is shown."""

MOST_READINGS: Final = 6_000_000
"""Readings of all windows beyond which the output is left to torch: typing never waits (about
20 ms on one core)."""

MOST_MULT_ADDS: Final = 60_000_000
"""The same for multiply-adds, of which many output channels need more than readings."""


class TooLargeError(Exception):
    """The settings are valid, but there is more than can be drawn cell by cell.

    Attributes:
        output_shape: (channels, *spatial) of the output.
        cells: Number of cells of the largest part.
        limit: The most that is drawn.
    """

    def __init__(self, output_shape: Shape, cells: int, limit: int) -> None:
        super().__init__(output_shape, cells, limit)
        self.output_shape = output_shape
        self.cells = cells
        self.limit = limit


@dataclass(frozen=True, slots=True)
class Extent:
    """How much a layer is on an input.

    Attributes:
        cells: Cells of the largest of the parts that are drawn or listed.
        readings: Readings of all windows, over all input channels.
        mult_adds: Multiply-adds.
    """

    cells: int
    readings: int
    mult_adds: int

    @property
    def is_quick(self) -> bool:
        """Whether the output can be computed between a keystroke and the next picture."""
        return self.readings <= MOST_READINGS and self.mult_adds <= MOST_MULT_ADDS


def extent_of(layer: Layer, input_shape: Shape, output_shape: Shape) -> Extent:
    """Return how much a layer is on an input that it accepts; padding counts, it is drawn too."""
    if not isinstance(layer, (WindowedLayer, ResizingLayer)):
        moved = max(math.prod(input_shape), math.prod(output_shape))
        return Extent(moved, moved, 0)
    axes = tuple(_axis_extents(layer, input_shape[1:]))
    cells = max(
        input_shape[0] * math.prod(drawn for drawn, _ in axes),
        math.prod(output_shape),
        math.prod(layer.weight_shapes().get("weight", (0,))),
        *(readings for _, readings in axes),
    )
    readings = input_shape[0] * math.prod(readings for _, readings in axes)
    mult_adds = 0 if isinstance(layer, ResizingLayer) else layer.mult_adds(input_shape)
    return Extent(cells, readings, mult_adds)


def _axis_extents(
    layer: WindowedLayer | ResizingLayer, spatial: Shape
) -> Iterator[tuple[int, int]]:
    """Yield the drawn cells and the readings of each axis."""
    if isinstance(layer, TransposedConvolutionLayer):
        for axis, extra in layer.axis_settings(spatial):
            reach = axis.dilation * (axis.kernel_size - 1)
            drawn = (axis.size - 1) * axis.stride + 1 + 2 * max(0, reach - axis.pad_before) + extra
            yield drawn, axis.output_size * axis.kernel_size
    elif isinstance(layer, (ConvolutionLayer, PoolingLayer)):
        for axis in layer.axis_settings(spatial):
            last = (axis.output_size - 1) * axis.stride + axis.dilation * (axis.kernel_size - 1)
            padded = axis.size + axis.pad_before + axis.pad_after
            yield max(padded, last + 1), axis.output_size * axis.kernel_size
    else:
        for windows in layer.axis_windows(spatial):
            padded = windows.size + max(0, windows.pad_before) + max(0, windows.pad_after)
            yield padded, windows.output_size * windows.kernel_size
