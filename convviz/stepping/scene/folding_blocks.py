"""What the cells of Unfold and Fold read: one tap of a window, and the sum of all that overlap."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from convviz.core.layers.base import per_axis
from convviz.stepping.scene.cell_blocks import ALL_TAPS, NO_CELL, CellBlocks

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from convviz.core.axis_windows import AxisWindows
    from convviz.core.layers.base import Shape
    from convviz.core.layers.fold import Fold, Unfold
    from convviz.stepping.scene.axes import DrawnAxis


def unfolded_blocks(
    layer: Unfold, axes: tuple[DrawnAxis, DrawnAxis, DrawnAxis], channels: int
) -> CellBlocks:
    """Return the blocks of Unfold: a block is a window of one channel.

    Output row channel x taps + tap, column window: the tap's cell in that window.

    Args:
        layer: The layer.
        axes: How the input is drawn.
        channels: Of the input.
    """
    rows, columns = axes[1], axes[2]
    corner = np.arange(channels)[:, None, None, None, None]
    row = rows.reads[None, :, None, :, None]
    column = columns.reads[None, None, :, None, :]
    cells = layer.kernel_cells()
    places = ((corner * rows.size + row) * columns.size + column).reshape(-1, cells)
    windows = len(rows.reads) * len(columns.reads)
    channel, tap, window = np.ogrid[:channels, :cells, :windows]
    block_of = np.broadcast_to(channel * windows + window, (channels, cells, windows))
    tap_of = np.broadcast_to(tap, block_of.shape)
    return CellBlocks(places, block_of.ravel(), tap_of.ravel(), _sizes(layer), [range(channels)])


def folded_blocks(layer: Fold, shape: Shape) -> CellBlocks:
    """Return the blocks of Fold: for each output cell, the number that each tap brings to it.

    Args:
        layer: The layer.
        shape: Rows and columns of the input matrix.
    """
    cells, windows = layer.kernel_cells(), shape[1]
    rows, columns = (_window_at(axis) for axis in layer.picture_windows())
    across = layer.picture_windows()[1].output_size
    # (channel, output row, output column, tap row, tap column)
    down, over = rows[None, :, None, :, None], columns[None, None, :, None, :]
    window = np.where((down == NO_CELL) | (over == NO_CELL), NO_CELL, down * across + over)
    tap = np.arange(cells).reshape(1, 1, 1, rows.shape[1], columns.shape[1])
    channel = np.arange(shape[0] // cells)[:, None, None, None, None]
    places = np.where(window == NO_CELL, NO_CELL, (channel * cells + tap) * windows + window)
    places = places.reshape(-1, cells)
    outputs = np.arange(len(places))
    channels_of = [range(1)] * (shape[0] // cells)
    taps = np.full(len(places), ALL_TAPS)
    return CellBlocks(places, outputs, taps, _sizes(layer), channels_of)


def _window_at(axis: AxisWindows) -> NDArray[np.intp]:
    """Return the window in which each cell stands under each tap, or NO_CELL, (cells, taps)."""
    found = np.full((axis.input_size, axis.kernel_size), NO_CELL, dtype=np.intp)
    for number, window in enumerate(axis.windows):
        for reading in window:
            if reading.source is not None:
                found[reading.source, reading.tap] = number
    return found


def _sizes(layer: Fold | Unfold) -> tuple[int, int, int]:
    rows, columns = per_axis(layer.kernel_size, layer.rank)
    return 1, rows, columns
