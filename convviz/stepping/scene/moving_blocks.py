"""What the cells of layers that move cells read: of a shuffle, of Unfold, Fold and an unpooling."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from convviz.core.layers.base import per_axis
from convviz.stepping.scene.cell_blocks import ALL_TAPS, NO_CELL, CellBlocks
from convviz.stepping.scene.volumes import folded_rows, volume_shape
from convviz.values.pool_indices import window_cells, winner_indices
from convviz.values.random_windows import random_winners

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from convviz.core.axis_windows import AxisWindows
    from convviz.core.layers.base import Shape
    from convviz.core.layers.fold import Fold, Unfold
    from convviz.core.layers.gate import GLU
    from convviz.core.layers.linear import Linear
    from convviz.core.layers.pixel import PixelShuffle, PixelUnshuffle
    from convviz.core.layers.shape import ChannelShuffle, RenumberingLayer
    from convviz.core.layers.softmax import SharingLayer
    from convviz.core.layers.unpool import MaxUnpoolingLayer
    from convviz.stepping.scene.axes import DrawnAxis


def shuffled_blocks(layer: PixelShuffle, shape: Shape) -> CellBlocks:
    """Return the blocks of PixelShuffle: a block is one place in each of r x r channels.

    Args:
        layer: The layer.
        shape: Channels, height and width of the input.
    """
    channels, height, width = shape
    factor = layer.upscale_factor
    cells = factor**2
    kept = channels // cells
    # Blocks stand in the order of (channel, row, column) of the input.
    numbers = np.arange(channels * height * width).reshape(kept, cells, height * width)
    places = numbers.transpose(0, 2, 1).reshape(-1, cells)
    block, row, column = np.ogrid[:kept, : height * factor, : width * factor]
    block_of = (block * height + row // factor) * width + column // factor
    tap_of = np.broadcast_to(row % factor * factor + column % factor, block_of.shape)
    channels_of = [range(channel * cells, (channel + 1) * cells) for channel in range(kept)]
    return CellBlocks(places, block_of.ravel(), tap_of.ravel(), (1, factor, factor), channels_of)


def unshuffled_blocks(layer: PixelUnshuffle, shape: Shape) -> CellBlocks:
    """Return the blocks of PixelUnshuffle: r x r neighbours in one channel.

    Args:
        layer: The layer.
        shape: Channels, height and width of the input.
    """
    channels, height, width = shape
    factor = layer.downscale_factor
    rows, columns, cells = height // factor, width // factor, factor**2
    numbers = np.arange(channels * height * width)
    split = numbers.reshape(channels, rows, factor, columns, factor)
    places = split.transpose(0, 1, 3, 2, 4).reshape(-1, cells)
    channel, tap, place = np.ogrid[:channels, :cells, : rows * columns]
    block_of = np.broadcast_to(channel * rows * columns + place, (channels, cells, rows * columns))
    tap_of = np.broadcast_to(tap, block_of.shape)
    channels_of = [
        range(number // cells, number // cells + 1) for number in range(channels * cells)
    ]
    return CellBlocks(places, block_of.ravel(), tap_of.ravel(), (1, factor, factor), channels_of)


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
    window_at = np.full((axis.input_size, axis.kernel_size), NO_CELL, dtype=np.intp)
    for number, window in enumerate(axis.windows):
        for reading in window:
            if reading.source is not None:
                window_at[reading.source, reading.tap] = number
    return window_at


def _sizes(layer: Fold | Unfold) -> tuple[int, int, int]:
    rows, columns = per_axis(layer.kernel_size, layer.rank)
    return 1, rows, columns


def shared_blocks(layer: SharingLayer, shape: Shape) -> CellBlocks:
    """Return the blocks of a softmax: all cells along its dimension, of which each has a share.

    Args:
        layer: The layer.
        shape: Of the input, without a batch.
    """
    dimension = layer.chosen_dimension(len(shape))
    cells = shape[dimension]
    numbers = np.arange(math.prod(shape)).reshape(shape)
    others = (*shape[:dimension], 1, *shape[dimension + 1 :])
    places = np.moveaxis(numbers, dimension, -1).reshape(math.prod(others), cells)
    block = np.arange(len(places)).reshape(others)
    along = [cells if axis == dimension else 1 for axis in range(len(shape))]
    tap_of = np.broadcast_to(np.arange(cells).reshape(along), shape).ravel()
    lies = dimension == len(shape) - 1
    sizes = (1, 1, cells) if lies else (1, cells, 1)
    channels = 1 if layer.draws_matrix(shape) or len(shape) == 1 else shape[0]
    mixes = dimension == 0 and channels > 1
    read = [range(channels) if mixes else range(at, at + 1) for at in range(channels)]
    block_of = np.broadcast_to(block, shape).ravel()
    return CellBlocks(places, block_of, tap_of, sizes, read, reads_whole=True)


def renumbered_blocks(
    layer: RenumberingLayer, shape: Shape, channels: int, output_shape: Shape
) -> CellBlocks:
    """Return the blocks of a layer that keeps the order: runs that lie in a row before and after.

    Args:
        layer: The layer.
        shape: Of the input, without a batch.
        channels: Of the input as it is drawn.
        output_shape: Of the output, likewise.
    """
    run, cells = layer.kept_together(shape), math.prod(shape)
    numbers = np.arange(cells)
    is_matrix = layer.draws_matrix(output_shape)
    made = volume_shape((1, *output_shape) if is_matrix else output_shape)[0]
    here, there = cells // channels, cells // made
    channels_of = [
        range(at * there // here, (at * there + there - 1) // here + 1) for at in range(made)
    ]
    sizes = (1, 1, run)
    return CellBlocks(numbers.reshape(-1, run), numbers // run, numbers % run, sizes, channels_of)


def feature_blocks(layer: Linear, shape: Shape, channels: int) -> CellBlocks:
    """Return the blocks of Linear: each row of features, which all its outputs add up.

    Args:
        layer: The layer.
        shape: Of the input, without a batch.
        channels: Of the input as it is drawn.
    """
    rows = math.prod(shape[:-1])
    places = np.arange(rows * layer.in_features).reshape(rows, layer.in_features)
    block_of = np.repeat(np.arange(rows), layer.out_features)
    taps = np.full(len(block_of), ALL_TAPS)
    channels_of = [range(at, at + 1) for at in range(channels)]
    folded = folded_rows(layer.in_features) if len(shape) == 1 else (1, layer.in_features)
    return CellBlocks(places, block_of, taps, (1, *folded), channels_of)


def dealt_blocks(layer: ChannelShuffle, shape: Shape) -> CellBlocks:
    """Return the blocks of ChannelShuffle: one place in every channel, the groups row by row.

    Args:
        layer: The layer.
        shape: Channels and spatial sizes of the input.
    """
    channels, cells = shape[0], math.prod(shape[1:])
    places = np.arange(channels * cells).reshape(channels, cells).T
    output = np.arange(channels)
    tap = output % layer.groups * (channels // layer.groups) + output // layer.groups
    sizes = (1, layer.groups, channels // layer.groups)
    channels_of = [range(channels)] * channels
    block_of = np.tile(np.arange(cells), channels)
    return CellBlocks(places, block_of, np.repeat(tap, cells), sizes, channels_of)


def random_blocks(layer: Any, plain: NDArray[np.float64], seed: int) -> CellBlocks:  # noqa: ANN401 - a FractionalMaxPoolingLayer
    """Return the blocks of a pooling whose windows stand anywhere: a window each.

    Args:
        layer: The layer.
        plain: Its input, (channels, *spatial).
        seed: Of the places of the windows.
    """
    winners = random_winners(layer, plain, seed)
    channels, _, taps = winners.cells.shape
    starts = np.arange(channels)[:, None, None] * math.prod(plain.shape[1:])
    places = (winners.cells + starts).reshape(-1, taps)
    sizes = volume_shape((1, *layer.kernel_sizes()))[1:]
    read = [range(at, at + 1) for at in range(channels)]
    outputs = np.arange(len(places))
    return CellBlocks(places, outputs, winners.taps.ravel(), sizes, read, reads_whole=True)


def gated_blocks(layer: GLU, shape: Shape) -> CellBlocks:
    """Return the blocks of a gate: a number of the first half, and its gate in the second.

    Args:
        layer: The layer.
        shape: Of the input, without a batch.
    """
    dimension = layer.dim % len(shape)
    numbers = np.arange(math.prod(shape)).reshape(shape)
    passing, gates = np.split(numbers, 2, axis=dimension)
    places = np.stack([passing.ravel(), gates.ravel()], axis=-1)
    outputs = np.arange(len(places))
    lies = dimension == len(shape) - 1
    half = shape[dimension] // 2
    is_alone = layer.draws_matrix(shape) or len(shape) == 1
    read = [range(at, at + 1) for at in range(1 if is_alone else shape[0])]
    if dimension == 0 and not is_alone:
        read = [range(at, at + half + 1, half) for at in range(half)]
    taps = np.full(len(places), ALL_TAPS)
    return CellBlocks(places, outputs, taps, (1, 1, 2) if lies else (1, 2, 1), read)


def unpooled_blocks(
    layer: MaxUnpoolingLayer, plain: NDArray[np.float64], output_shape: Shape
) -> CellBlocks:
    """Return the blocks: the windows of the pooling before, and one without cells.

    An output cell to which no index points belongs to the latter. An index outside the output
    points nowhere: the values refuse it.

    Args:
        layer: The unpooling.
        plain: What is pooled first, (channels, *spatial).
        output_shape: Of the output.
    """
    channels, spatial = len(plain), plain.shape[1:]
    pooling = layer.pooling()
    windows = window_cells(pooling, spatial)
    count, taps = windows.shape
    cells = math.prod(spatial)
    starts = np.arange(channels)[:, None, None] * cells
    places = np.where(windows < 0, NO_CELL, starts + windows).reshape(-1, taps)
    places = np.vstack([places, np.full((1, taps), NO_CELL)])
    indices = winner_indices(pooling, plain).reshape(channels, count)
    outputs = math.prod(output_shape[1:])
    block_of = np.full((channels, outputs), channels * count)
    tap_of = np.zeros((channels, outputs), dtype=np.intp)
    inside = indices < outputs
    channel, window = np.nonzero(inside)
    landing = indices[inside]
    block_of[channel, landing] = channel * count + window
    tap_of[channel, landing] = np.argmax(windows[window] == landing[:, None], axis=1)
    sizes = volume_shape((1, *per_axis(layer.kernel_size, layer.rank)))[1:]
    channels_of = [range(number, number + 1) for number in range(channels)]
    return CellBlocks(places, block_of.ravel(), tap_of.ravel(), sizes, channels_of)
