"""Where the maximum of each window stands: what ``return_indices=True`` returns beside it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from convviz.core.axis_windows import AxisWindows
    from convviz.core.layers.base import Layer, Shape
    from convviz.values.layer_values import Array

Indices: TypeAlias = npt.NDArray[np.int64]

_OUTSIDE = -1


def winner_indices(layer: Layer, values: Array) -> Indices:
    """Return the flat place of each window's maximum in its channel of the unpadded input.

    The first of several equal ones, or the last NaN, as torch chooses. A window without a real
    cell, which a dilation of 2 over one cell can have, gets torch's first place at or past 0.

    Args:
        layer: A max pooling that accepts the input.
        values: Its input, (channels, *spatial).

    Source:
        pytorch, aten/src/ATen/native/cpu/MaxPoolKernel.cpp.
    """
    spatial = values.shape[1:]
    tables = [_cells(axis) for axis in layer.axis_windows(spatial)]
    outputs = tuple(len(table) for table in tables)
    flat_values = values.reshape(len(values), math.prod(spatial))
    best = np.full((len(values), *outputs), -np.inf)
    is_found = np.zeros((len(values), *outputs), dtype=bool)
    winners = np.broadcast_to(_first_places(layer, spatial), is_found.shape)
    for tap in np.ndindex(*(table.shape[1] for table in tables)):
        cells = np.ix_(*(table[:, at] for table, at in zip(tables, tap, strict=True)))
        inside = np.logical_and.reduce(np.broadcast_arrays(*(cell >= 0 for cell in cells)))
        place = np.zeros(outputs, dtype=np.int64)
        for size, cell in zip(spatial, cells, strict=True):
            place = place * size + np.maximum(cell, 0)
        read = flat_values[:, place]
        wins = inside & ((read > best) | np.isnan(read) | ~is_found)
        is_found |= inside
        best, winners = np.where(wins, read, best), np.where(wins, place, winners)
    return winners


def _first_places(layer: Layer, spatial: Shape) -> Indices:
    """Return with which place torch begins in each window."""
    place: Indices = np.zeros((), dtype=np.int64)
    for size, axis in zip(spatial, layer.axis_windows(spatial), strict=True):
        firsts = [next(r.position for r in w if r.position >= 0) for w in axis.windows]
        place = place[..., None] * size + np.array(firsts, dtype=np.int64)
    return place


def window_cells(layer: Layer, spatial: Shape) -> Indices:
    """Return the flat place of each window's cells, or -1 for padding, (windows, taps).

    Args:
        layer: A max pooling that accepts the sizes.
        spatial: Input sizes of the spatial axes, in cells.
    """
    place: Indices = np.zeros((1, 1), dtype=np.int64)
    for size, axis in zip(spatial, layer.axis_windows(spatial), strict=True):
        cells = _cells(axis)[None, :, None, :]
        head = place[:, None, :, None]
        joined = np.where((head < 0) | (cells < 0), _OUTSIDE, head * size + cells)
        place = joined.reshape(joined.shape[0] * joined.shape[1], -1)
    return place


def _cells(axis: AxisWindows) -> Indices:
    """Return the real cell of each (window, tap), or -1."""
    sources = np.full((axis.output_size, axis.kernel_size), _OUTSIDE, dtype=np.int64)
    for number, window in enumerate(axis.windows):
        for place, reading in enumerate(window):
            if reading.source is not None:
                sources[number, place] = reading.source
    return sources
