"""How much there is to draw and to compute, known before anything is allocated."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from convviz.core.axis_windows import LARGEST_PICTURE
from convviz.core.shown_layers import drawn_spatial

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convviz.core.layers.base import Layer, Shape

MOST_CELLS: Final = 1_000_000
"""Cells of one plane beyond which only the formula is shown."""

MOST_NUMBERS: Final = 5_000_000
"""Cells of all planes of one part beyond which only the formula is shown. Few planes are drawn at a
time; the most that occurs in networks that are taught is 1024 x 512 x 3 x 3."""

MOST_READINGS: Final = 6_000_000
"""Readings of all windows beyond which the output is left to torch: typing never waits (about
20 ms on one core)."""

MOST_MULT_ADDS: Final = 60_000_000
"""The same for multiply-adds, of which many output channels need more than readings."""


MOST_STEP_CELLS: Final = 1 << 14
"""Cells that one step reads in a channel, beyond which only the formula is shown: a window of 128 x
128 takes some 0.3 s to light, step by step."""

MOST_AXIS_READINGS: Final = LARGEST_PICTURE
"""Readings along one axis beyond which only the formula is shown: they are listed one by one."""


MOST_UPDATES: Final = 1000
"""Steps of an optimiser, one after the other, beyond which only the formula is shown: they take
some 60 ms."""


class TooMuch(StrEnum):
    """What there is too much of."""

    CELLS = "cells"
    STEP = "step"
    AXIS = "axis"
    UPDATES = "updates"


class TooLargeError(Exception):
    """The settings are valid, but there is more than can be drawn cell by cell.

    Attributes:
        output_shape: (channels, *spatial) of the output.
        cells: Number of cells of the largest part, or of readings of a step or along an axis.
        limit: The most that is drawn.
        what: Which of these.
    """

    def __init__(
        self, output_shape: Shape, cells: int, limit: int, what: TooMuch = TooMuch.CELLS
    ) -> None:
        super().__init__(output_shape, cells, limit)
        self.output_shape = output_shape
        self.cells = cells
        self.limit = limit
        self.what = what


@dataclass(frozen=True, slots=True)
class Extent:
    """How much a layer is on an input.

    Attributes:
        plane_cells: Cells of the largest plane; of parts that are listed as a whole, of them all.
        cells: Cells of the largest of the parts that are drawn or listed.
        readings: Readings of all windows, over all input channels.
        mult_adds: Multiply-adds.
        step_cells: Cells that one step reads in a channel.
        axis_readings: Readings of all windows along the axis with the most.
        updates: Steps of an optimiser, each of which needs the one before.
    """

    plane_cells: int
    cells: int
    readings: int
    mult_adds: int
    step_cells: int
    axis_readings: int
    updates: int = 0

    @property
    def is_quick(self) -> bool:
        """Whether the output can be computed between a keystroke and the next drawing."""
        return self.readings <= MOST_READINGS and self.mult_adds <= MOST_MULT_ADDS

    def check(self, output_shape: Shape) -> None:
        """Refuse to draw what would keep the window busy.

        Raises:
            TooLargeError: There is too much to draw cell by cell.
        """
        for count, limit, what in (
            (self.plane_cells, MOST_CELLS, TooMuch.CELLS),
            (self.cells, MOST_NUMBERS, TooMuch.CELLS),
            (self.step_cells, MOST_STEP_CELLS, TooMuch.STEP),
            (self.axis_readings, MOST_AXIS_READINGS, TooMuch.AXIS),
            (self.updates, MOST_UPDATES, TooMuch.UPDATES),
        ):
            if count > limit:
                raise TooLargeError(output_shape, count, limit, what)


def extent_of(
    layer: Layer, input_shape: Shape, output_shape: Shape, *, training: bool = True
) -> Extent:
    """Return how much a layer is on an input that it accepts; padding counts, it is drawn too."""
    windows = layer.drawn_windows(input_shape)
    step = 1 if layer.takes_kept(training=training) else layer.readings_a_step(input_shape)
    updates = layer.updates_on(input_shape)
    along = max((axis.output_size * axis.kernel_size for axis in windows), default=0)
    if layer.cell_reduction.reads_blocks:
        cells = _block_cells(layer, input_shape, output_shape)
        weights = math.prod(layer.weight_shapes().get("weight", (0,)))
        largest = max(cells, weights)
        mult_adds = layer.mult_adds(input_shape)
        return Extent(largest, largest, cells, mult_adds, step, along, updates)
    spatial = drawn_spatial(layer, input_shape)
    channels = math.prod(input_shape) // max(1, math.prod(spatial))
    axes = tuple(_axis_extents(layer, spatial))
    plane = math.prod(cells_drawn for cells_drawn, _ in axes)
    cells = max(
        channels * plane,
        math.prod(output_shape),
        math.prod(layer.weight_shapes().get("weight", (0,))),
    )
    readings = channels * math.prod(readings for _, readings in axes)
    largest = max(plane, math.prod(output_shape[1:]))
    return Extent(largest, cells, readings, layer.mult_adds(input_shape), step, along, updates)


def _block_cells(layer: Layer, input_shape: Shape, output_shape: Shape) -> int:
    """Return the cells of the largest part of a layer whose output cells read blocks."""
    listed = layer.listed_readings(output_shape)
    moved = max(math.prod(input_shape), math.prod(output_shape), listed)
    if layer.takes_matrix:
        return moved  # the windows are those of the output
    windows = layer.drawn_windows(input_shape)
    padded = (axis.size + max(0, axis.pad_before) + max(0, axis.pad_after) for axis in windows)
    return max(moved, input_shape[0] * math.prod(padded))


def _axis_extents(layer: Layer, spatial: Shape) -> Iterator[tuple[int, int]]:
    """Yield the drawn cells and the readings of each axis."""
    if layer.scatters:
        for axis in layer.axis_settings(spatial):
            reach = axis.dilation * (axis.kernel_size - 1)
            padding = 2 * max(0, reach - axis.pad_before) + axis.output_padding
            stretched = (axis.size - 1) * axis.stride + 1 + padding
            yield stretched, axis.output_size * axis.kernel_size
    elif layer.slides:
        for axis in layer.axis_settings(spatial):
            last = (axis.output_size - 1) * axis.stride + axis.dilation * (axis.kernel_size - 1)
            padded = axis.size + axis.pad_before + axis.pad_after
            yield max(padded, last + 1), axis.output_size * axis.kernel_size
    else:
        for windows in layer.axis_windows(spatial):
            padded = windows.size + max(0, windows.pad_before) + max(0, windows.pad_after)
            yield padded, windows.output_size * windows.kernel_size
