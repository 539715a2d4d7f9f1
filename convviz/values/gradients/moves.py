"""Gradients of layers that take or move single cells: pairs of an output cell and its source."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

import numpy as np

from convviz.core.layers.reductions import Reduction
from convviz.core.shown_layers import torch_shape
from convviz.values.layer_values import source_table
from convviz.values.pool_indices import winner_indices
from convviz.values.random_windows import random_indices
from convviz.values.rearranged_values import rearranged_output, window_places

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from convviz.core.layers.base import Layer, Shape
    from convviz.values.gradients.backward import Backward, Gradients
    from convviz.values.layer_values import Array

Indices: TypeAlias = np.ndarray[tuple[int, ...], np.dtype[np.intp]]


class Pairs(NamedTuple):
    """Which output cells took their number from which cells of the input.

    Attributes:
        outputs: Output cells, counted through the output.
        inputs: The cell of the input that each of them took, or added.
    """

    outputs: Indices
    inputs: Indices


def pairs_of(backward: Backward) -> Pairs:
    """Return who took whose number, of a layer whose reduction is among :data:`PAIRED`."""
    return PAIRED[backward.layer.cell_reduction](backward)


def moved(backward: Backward) -> Gradients:
    """Return what each cell gets: the gradients of all output cells that took its number."""
    return {"input": placed(pairs_of(backward), backward.upstream, backward.values.shape)}


def placed(pairs: Pairs, upstream: Array, shape: Shape) -> Array:
    """Return gradients added up where their numbers came from.

    Args:
        pairs: Who took whose number.
        upstream: The gradient of the output.
        shape: Of the input.
    """
    handed = upstream.ravel()[pairs.outputs]
    total = np.bincount(pairs.inputs, weights=handed, minlength=int(np.prod(shape)))
    return np.asarray(total, dtype=np.float64).reshape(shape)


def window_winners(backward: Backward) -> Pairs:
    """Return which cell each window took: the largest or smallest, or the largest |x|.

    Of equal ones it is the first, as torch has it.
    """
    layer, values = backward.layer, backward.values
    compared = np.abs(values) if layer.cell_reduction is Reduction.POWER_MEAN else values
    places = winner_indices(layer, compared * layer.extreme_sign())
    held = _windows_with_cells(layer, values.shape[1:])
    outputs = np.flatnonzero(np.broadcast_to(held, (len(values), *held.shape)))
    return Pairs(outputs, _through_channels(places, values.shape)[outputs])


def _windows_with_cells(layer: Layer, spatial: Shape) -> NDArray[np.bool_]:
    """Return which windows hold a real cell, of the output's spatial shape."""
    along = [
        (source_table(axis) != axis.input_size).any(axis=1) for axis in layer.axis_windows(spatial)
    ]
    held: NDArray[np.bool_] = np.ones((), dtype=np.bool_)
    for axis in along:
        held = held[..., None] & axis
    return held


def has_empty_window(layer: Layer, spatial: Shape) -> bool:
    """Return whether a window of a max pooling holds no real cell, which a dilation makes possible.

    Args:
        layer: A layer that accepts the sizes.
        spatial: Input sizes of the spatial axes, in cells.
    """
    if layer.cell_reduction is not Reduction.MAXIMUM:
        return False
    return not _windows_with_cells(layer, spatial).all()


def _random_winners(backward: Backward) -> Pairs:
    """Return which cell each window took, where the windows stand by chance."""
    values = backward.values
    places = random_indices(backward.layer, values, backward.mode.seed)
    return Pairs(np.arange(places.size), _through_channels(places, values.shape))


def _through_channels(places: Indices, shape: Shape) -> Indices:
    """Return flat places in the channels of an input as places in the whole input."""
    channels = np.arange(shape[0]) * int(np.prod(shape[1:]))
    flat: Indices = (places.reshape(shape[0], -1) + channels[:, None]).ravel()
    return flat


def _renumbered(backward: Backward) -> Pairs:
    """Return the pairs of a layer that moves cells: found by moving their numbers."""
    layer, shape = backward.layer, backward.values.shape
    numbers = np.arange(1.0, backward.values.size + 1).reshape(torch_shape(layer, shape))
    sources = rearranged_output(layer, numbers).astype(np.intp).ravel()
    outputs = np.flatnonzero(sources)  # 0 is padding
    return Pairs(outputs, sources[outputs] - 1)


def _folded(backward: Backward) -> Pairs:
    """Return to which cell of the picture each number of the columns was added."""
    rows, columns = map(window_places, backward.layer.picture_windows())
    height, width = backward.layer.picture()
    size = backward.upstream.size
    numbers = np.arange(1, size + 1).reshape(-1, height, width)
    extended = np.pad(numbers, [(0, 0), (0, 1), (0, 1)])
    taken = extended[:, rows.T[:, None, :, None], columns.T[None, :, None, :]].ravel()
    inputs = np.flatnonzero(taken)
    return Pairs(taken[inputs] - 1, inputs)


def _unpooled(backward: Backward) -> Pairs:
    """Return the maximum that each cell took that an index names.

    Of several maxima with one index each gets its whole gradient, as torch has it, though the cell
    has the number of the last one alone.
    """
    values = backward.values
    indices = winner_indices(backward.layer.pooling(), values)
    output_shape = (len(values), backward.upstream.size // len(values))
    return Pairs(_through_channels(indices, output_shape), _through_channels(indices, values.shape))


PAIRED: Final[Mapping[Reduction, Callable[[Any], Pairs]]] = {
    Reduction.MAXIMUM: window_winners,
    Reduction.MINIMUM: window_winners,
    Reduction.RANDOM_WINDOWS: _random_winners,
    Reduction.CHANNELS_TO_PIXELS: _renumbered,
    Reduction.PIXELS_TO_CHANNELS: _renumbered,
    Reduction.WINDOWS_TO_COLUMNS: _renumbered,
    Reduction.COLUMNS_TO_WINDOWS: _folded,
    Reduction.RENUMBERED: _renumbered,
    Reduction.DEALT: _renumbered,
    Reduction.BY_INDICES: _unpooled,
}
"""Who took whose number, by the reduction."""
