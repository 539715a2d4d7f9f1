"""The blocks of normalisations: which cells have their mean and their variance together.

Of LocalResponseNorm: the cells at one place in the channels around each.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from convviz.core.shown_layers import torch_shape
from convviz.stepping.scene.cell_blocks import NO_CELL, CellBlocks
from convviz.stepping.scene.volumes import volume_shape
from convviz.values.local_norm_values import channels_around

if TYPE_CHECKING:
    from convviz.core.layers.base import Shape
    from convviz.core.layers.layer_norm import LocalResponseNorm
    from convviz.core.layers.normalising import JointCells, NormalisingLayer


def norm_blocks(layer: NormalisingLayer, shape: Shape, *, training: bool = True) -> CellBlocks:
    """Return the blocks of a normalisation; each output cell takes its own cell of one.

    Args:
        layer: The layer.
        shape: Of the input, as the calculator shows it.
        training: Whether the layer is computed as in training.
    """
    joint = layer.cells_together(torch_shape(layer, shape), training=training)
    channels, *volume = volume_shape((1, *shape) if layer.draws_matrix(shape) else shape)
    return _blocks(joint, channels, math.prod(volume))


@lru_cache(maxsize=1)  # another eps, another number in a cell: they stay
def _blocks(joint: JointCells, channels: int, cells: int) -> CellBlocks:
    """Return the blocks of cells that belong together.

    Args:
        joint: Which those are.
        channels: That are drawn.
        cells: Of each.
    """
    count, others = (
        joint.cells,
        [at for at in range(len(joint.split)) if at not in joint.dimensions],
    )
    numbers = np.arange(channels * cells).reshape(joint.split)
    places = numbers.transpose(*others, *joint.dimensions).reshape(-1, count)
    block_of = np.empty(places.size, dtype=np.intp)
    tap_of = np.empty(places.size, dtype=np.intp)
    block_of[places] = np.arange(len(places))[:, None]
    tap_of[places] = np.arange(count)
    return CellBlocks(
        places,
        block_of,
        tap_of,
        _laid_out(joint),
        _channels(places, channels, cells),
        reads_whole=True,
    )


def neighbour_blocks(layer: LocalResponseNorm, shape: Shape) -> CellBlocks:
    """Return a block for each output cell: its place in the channels around it, from top to bottom.

    Args:
        layer: The layer.
        shape: Of the input, channels first.
    """
    channels, cells = shape[0], math.prod(shape[1:])
    before, behind = layer.reach_within(channels)
    taps = before + behind + 1
    channel = np.arange(channels)[:, None, None] + np.arange(-before, behind + 1)[None, None, :]
    places = channel * cells + np.arange(cells)[None, :, None]
    is_there = np.broadcast_to((channel >= 0) & (channel < channels), places.shape)
    outputs = np.arange(channels * cells)
    return CellBlocks(
        np.where(is_there, places, NO_CELL).reshape(-1, taps),
        outputs,
        np.full(len(outputs), before),
        (1, taps, 1),
        [channels_around(layer, shape, number) for number in range(channels)],
        reads_whole=True,
    )


def _laid_out(joint: JointCells) -> tuple[int, int, int]:
    """Return a block's taps along depth, rows and columns, as its cells lie in the input."""
    if joint.dimensions and joint.dimensions[-1] != len(joint.split) - 1:
        return 1, joint.cells, 1  # a column of a matrix
    rows, columns = (1, 1, *joint.sizes)[-2:]
    return math.prod(joint.sizes[:-2]), rows, columns


def _channels(
    places: np.ndarray[tuple[int, ...], np.dtype[np.intp]], channels: int, cells: int
) -> list[range]:
    """Return for each drawn channel those in which the blocks of its cells lie."""
    of_places = places // cells
    read = [range(at, at + 1) for at in range(channels)]
    spans = zip(of_places.min(1).tolist(), of_places.max(1).tolist(), strict=True)
    for first, last in sorted(set(spans)):
        whole = range(min(first, read[first].start), max(last, read[last].stop - 1) + 1)
        for channel in range(first, last + 1):
            read[channel] = whole
    return read
