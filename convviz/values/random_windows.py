"""Max pooling whose windows stand at places that are drawn by chance, without torch.

Source: torch, aten/src/ATen/native/FractionalMaxPool2d.cpp and FractionalMaxPool3d.cpp; Graham
2014, "Fractional Max-Pooling", arXiv:1412.6071.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from convviz.values.numbers_beside import drawn_in_float32

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from convviz.core.layers.base import Shape
    from convviz.core.layers.fractional_pool import FractionalMaxPoolingLayer
    from convviz.values.layer_values import Array


class Places(NamedTuple):
    """Where the windows of a channel stand along an axis.

    Attributes:
        drawn: The number that was drawn for them, from 0 to 1.
        apart: How far apart they are, before they are rounded down; NaN of a single one.
        starts: The first cell of each.
    """

    drawn: float
    apart: float
    starts: tuple[int, ...]


class Winners(NamedTuple):
    """What the windows hold.

    Attributes:
        cells: The flat place of each window's cells in its channel, (channels, windows, taps).
        taps: Which of them is the largest, (channels, windows).
    """

    cells: NDArray[np.intp]
    taps: NDArray[np.intp]


def window_places(
    layer: FractionalMaxPoolingLayer, shape: Shape, seed: int
) -> list[tuple[Places, ...]]:
    """Return where the windows of each channel stand along each axis.

    Args:
        layer: A layer that accepts the shape.
        shape: Of the input, without a batch.
        seed: Of what is drawn.
    """
    spatial, sizes = shape[1:], layer.infer(shape)[1:]
    drawn = drawn_in_float32(shape[0] * layer.rank, seed).reshape(shape[0], layer.rank)
    order = range(layer.rank)
    if layer.rank == _PLANE:
        order = range(layer.rank - 1, -1, -1)  # torch draws for the width first
    columns = list(zip(spatial, sizes, layer.kernel_sizes(), order, strict=True))
    return [
        tuple(_places(size, output, kernel, own[at]) for size, output, kernel, at in columns)
        for own in drawn
    ]


_PLANE = 2
"""Axes of a picture."""


def _places(size: int, output: int, kernel: int, drawn: np.float32) -> Places:
    """Return the windows along an axis, counted in float32 as torch does."""
    last = size - kernel
    if output == 1:
        return Places(float(drawn), math.nan, (last,))
    apart = np.float32(last) / np.float32(output - 1)
    first = int(drawn * apart)
    starts = (int((np.float32(at) + drawn) * apart) - first for at in range(output - 1))
    return Places(float(drawn), float(apart), (*starts, last))


def random_winners(layer: FractionalMaxPoolingLayer, values: Array, seed: int) -> Winners:
    """Return the cells of each window, and which of them wins: the last NaN, or the first largest.

    Args:
        layer: A layer that accepts the values.
        values: Its input, without a batch.
        seed: Of the places of the windows.
    """
    spatial = values.shape[1:]
    cells = np.stack(
        [
            _cells(places, layer.kernel_sizes(), spatial)
            for places in window_places(layer, values.shape, seed)
        ]
    )
    channels = np.arange(len(values))[:, None, None]
    read = values.reshape(len(values), -1)[channels, cells]
    missing = np.isnan(read)
    last_missing = read.shape[-1] - 1 - np.argmax(missing[..., ::-1], axis=-1)
    largest = np.argmax(np.where(missing, -np.inf, read), axis=-1)
    return Winners(cells, np.where(missing.any(axis=-1), last_missing, largest))


def _cells(places: tuple[Places, ...], kernel: Shape, spatial: Shape) -> NDArray[np.intp]:
    """Return the flat places of a channel's cells, (windows, taps)."""
    place = np.zeros((1, 1), dtype=np.intp)
    for along, taps, size in zip(places, kernel, spatial, strict=True):
        cells = np.add.outer(np.array(along.starts, dtype=np.intp), np.arange(taps))
        joined = place[:, None, :, None] * size + cells[None, :, None, :]
        place = joined.reshape(joined.shape[0] * joined.shape[1], -1)
    return place


def random_window_output(layer: FractionalMaxPoolingLayer, values: Array, seed: int) -> Array:
    """Return what a layer makes of an input, in float64.

    Args:
        layer: The layer.
        values: Its input, without a batch.
        seed: Of the places of the windows.

    Raises:
        ParameterError: the layer's parameters are refused.
        ShapeError: the input's shape is refused.
    """
    shape = layer.infer(values.shape)
    indices = random_indices(layer, values, seed)
    flat = np.take_along_axis(values.reshape(len(values), -1), indices, axis=1)
    return flat.astype(np.float64).reshape(shape)


def random_indices(layer: FractionalMaxPoolingLayer, values: Array, seed: int) -> NDArray[np.int64]:
    """Return the flat place of each window's largest number in its channel, (channels, windows)."""
    winners = random_winners(layer, values, seed)
    taken = np.take_along_axis(winners.cells, winners.taps[..., None], axis=-1)
    return taken[..., 0].astype(np.int64)
