"""What the cells of PixelShuffle and PixelUnshuffle read: one cell of an r x r block."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from convviz.stepping.scene.cell_blocks import CellBlocks

if TYPE_CHECKING:
    from convviz.core.layers.base import Shape
    from convviz.core.layers.pixel import PixelShuffle, PixelUnshuffle


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
