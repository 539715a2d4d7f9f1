"""The blocks of normalisations: which cells have their mean and their variance together."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from convviz.core.shown_layers import torch_shape
from convviz.stepping.scene.cell_blocks import CellBlocks
from convviz.stepping.scene.volumes import volume_shape

if TYPE_CHECKING:
    from convviz.core.layers.base import Shape
    from convviz.core.layers.normalising import NormalisingLayer


def norm_blocks(layer: NormalisingLayer, shape: Shape) -> CellBlocks:
    """Return the blocks of a normalisation; each output cell takes its own cell of one.

    Args:
        layer: The layer.
        shape: Of the input, as the calculator shows it.
    """
    joint = layer.joint_cells(torch_shape(layer, shape))
    count, others = (
        joint.cells,
        [at for at in range(len(joint.split)) if at not in joint.dimensions],
    )
    numbers = np.arange(math.prod(shape)).reshape(joint.split)
    places = numbers.transpose(*others, *joint.dimensions).reshape(-1, count)
    block_of = np.empty(places.size, dtype=np.intp)
    tap_of = np.empty(places.size, dtype=np.intp)
    block_of[places] = np.arange(len(places))[:, None]
    tap_of[places] = np.arange(count)
    return CellBlocks(
        places, block_of, tap_of, _laid_out(joint.sizes), _channels(places, shape), reads_whole=True
    )


def _laid_out(sizes: Shape) -> tuple[int, int, int]:
    """Return a block's taps along depth, rows and columns."""
    rows, columns = (1, 1, *sizes)[-2:]
    return math.prod(sizes[:-2]), rows, columns


def _channels(places: np.ndarray[tuple[int, ...], np.dtype[np.intp]], shape: Shape) -> list[range]:
    """Return for each drawn channel those in which the blocks of its cells lie."""
    channels, *volume = volume_shape(shape)
    of_places = places // math.prod(volume)
    read = [range(at, at + 1) for at in range(channels)]
    for first, last in sorted(
        {*zip(of_places.min(1).tolist(), of_places.max(1).tolist(), strict=True)}
    ):
        read[first : last + 1] = [range(first, last + 1)] * (last + 1 - first)
    return read
