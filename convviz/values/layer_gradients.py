"""The gradients of a layer, without torch: what its backward pass makes of an upstream gradient.

They go back the way of ``convviz.values.layer_values``: through the same windows, tap by tap. Each
output cell hands its gradient to the cells that it read, times what it multiplied them by.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from convviz.core.layers.base import Shape
from convviz.core.layers.reductions import Reduction
from convviz.values.layer_values import (
    Array,
    Weights,
    source_table,
    tap_cells,
    tap_weights,
)

if TYPE_CHECKING:
    from convviz.core.axis_windows import AxisWindows
    from convviz.core.layers.base import Layer
    from convviz.core.layers.conv import KernelLayer

Gradients: TypeAlias = dict[str, Array]
"""A gradient for each tensor that has one, by torch's names: "input", "weight", "bias"."""

_Indices: TypeAlias = np.ndarray[tuple[int, ...], np.dtype[np.intp]]


@dataclass(frozen=True, slots=True)
class Backward:
    """What a layer's backward pass is given.

    Attributes:
        layer: Of a type that has the reduction.
        values: Its input, without a batch.
        weights: Its tensors by torch's names.
        upstream: The gradient of its output, of the output's shape.
        output_size: The sizes that unpooling is given; None for its default.
    """

    layer: Any
    values: Array
    weights: Weights
    upstream: Array
    output_size: Shape | None = None


def layer_gradients(backward: Backward) -> Gradients:
    """Return the gradients of a layer's input and tensors, in float64.

    Raises:
        TypeError: only torch knows them.
    """
    compute = GRADIENTS.get(backward.layer.cell_reduction)
    if compute is None:
        message = f"no gradients for {backward.layer.type_name()}"
        raise TypeError(message)
    with np.errstate(all="ignore"):
        return compute(backward)


def has_gradients(layer: Layer) -> bool:
    """Return whether a layer's gradients are known here."""
    return layer.cell_reduction in GRADIENTS


def _convolved(backward: Backward) -> Gradients:
    """Return the gradients of input, kernel and bias of a convolution of either kind."""
    layer: KernelLayer = backward.layer
    axes = layer.axis_windows(backward.values.shape[1:])
    kernels = tap_weights(layer, np.asarray(backward.weights["weight"], dtype=np.float64))
    groups, made, read = kernels.shape[:3]
    upstream = backward.upstream.reshape(groups, made, -1)
    by_tap = np.moveaxis(kernels, (0, 1, 2), (-3, -1, -2))  # (*taps, groups, read, made)
    sizes = tuple(axis.output_size for axis in axes)

    def spread(tap: tuple[int, ...]) -> Array:
        handed: Array = by_tap[tap] @ upstream
        return handed.reshape(groups * read, *sizes)

    by_output = upstream.swapaxes(1, 2)
    weight = np.empty((groups, made, read, *kernels.shape[3:]))
    for tap, cells in tap_cells(backward.values[None], axes, fill=0.0):
        weight[(slice(None),) * 3 + tap] = (cells.reshape(groups, read, -1) @ by_output).swapaxes(
            1, 2
        )
    if layer.scatters:
        weight = weight.swapaxes(1, 2)
    shape = backward.weights["weight"].shape
    gradients = {"input": collected(spread, axes), "weight": weight.reshape(shape)}
    if layer.bias:
        gradients["bias"] = upstream.sum(axis=2).ravel()
    return gradients


def collected(spread: Callable[[tuple[int, ...]], Array], axes: tuple[AxisWindows, ...]) -> Array:
    """Return what every cell of the input gets, of all taps that read it.

    What falls on padding that is no copy of a cell falls away.

    Args:
        spread: What each window hands to the cell under a tap, (channels, *output sizes).
        axes: The windows along each axis.

    Returns:
        (channels, *input sizes).
    """
    tables = [source_table(axis) for axis in axes]
    return _collected(spread, tables, [axis.input_size for axis in axes], ())


def _collected(
    spread: Callable[[tuple[int, ...]], Array],
    tables: list[_Indices],
    sizes: list[int],
    tap: tuple[int, ...],
) -> Array:
    """Collect axis after axis, so that along an outer axis all inner taps are moved at once."""
    place = len(tap)
    if place == len(tables):
        return spread(tap)
    table, size = tables[place], sizes[place]
    along = (
        added_at(_collected(spread, tables, sizes, (*tap, at)), table[:, at], size, place + 1)
        for at in range(table.shape[1])
    )
    total = next(along)
    for more in along:
        total += more
    return total


def added_at(values: Array, places: _Indices, size: int, axis: int) -> Array:
    """Return slices added up at their places; what has its place behind the end falls away.

    Args:
        values: The slices along an axis.
        places: Where each belongs, from 0.
        size: Number of places.
        axis: The axis.
    """
    slices = np.moveaxis(values, axis, 0)
    inside = np.flatnonzero(places < size)
    order = inside[np.argsort(places[inside], kind="stable")]
    total = np.zeros((size, *slices.shape[1:]))
    if len(order):
        ordered = places[order]
        starts = np.flatnonzero(np.diff(ordered, prepend=-1))
        total[ordered[starts]] = np.add.reduceat(slices[order], starts, axis=0)
    return np.moveaxis(total, 0, axis)


GRADIENTS: Mapping[Reduction, Callable[[Backward], Gradients]] = {
    Reduction.PRODUCTS: _convolved,
}
"""How the gradients of a layer are computed, by its reduction."""
