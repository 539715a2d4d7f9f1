"""What the cells of max unpooling read: the maximum of the window whose index points there."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from convviz.core.layers.base import per_axis
from convviz.stepping.scene.cell_blocks import NO_CELL, CellBlocks
from convviz.stepping.scene.volumes import volume_shape
from convviz.values.pool_indices import window_cells, winner_indices

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from convviz.core.layers.base import Shape
    from convviz.core.layers.unpool import MaxUnpoolingLayer


def unpooled_blocks(
    layer: MaxUnpoolingLayer, plain: NDArray[np.float64], output_shape: Shape
) -> CellBlocks:
    """Return the blocks: the windows of the pooling before, and one without cells.

    An output cell to which no index points belongs to the latter. An index outside the output
    points nowhere: the values refuse it.

    Args:
        layer: The unpooling.
        plain: The picture that is pooled first, (channels, *spatial).
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
    channels_of = [range(one, one + 1) for one in range(channels)]
    return CellBlocks(places, block_of.ravel(), tap_of.ravel(), sizes, channels_of)
