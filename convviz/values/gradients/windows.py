"""Gradients of layers that read windows: they go back the way of ``convviz.values.layer_values``.

Each window hands its gradient to the cells that it read, tap by tap, times what it multiplied them
by.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from convviz.values.gradients.moves import placed, window_winners
from convviz.values.layer_values import (
    source_table,
    tap_cells,
    tap_weights,
    window_divisors,
    window_sums,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from convviz.core.axis_windows import AxisWindows
    from convviz.core.layers.conv import KernelLayer
    from convviz.values.gradients.backward import Backward, Gradients
    from convviz.values.layer_values import Array

_Indices: TypeAlias = np.ndarray[tuple[int, ...], np.dtype[np.intp]]


def convolved(backward: Backward) -> Gradients:
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

    return {"input": collected(spread, axes), **kernel_gradients(backward)}


def kernel_gradients(backward: Backward) -> Gradients:
    """Return the gradients of kernel and bias alone: a step of learning needs no other."""
    layer: KernelLayer = backward.layer
    axes = layer.axis_windows(backward.values.shape[1:])
    shape = backward.weights["weight"].shape
    groups, made, read, *taps = tap_weights(layer, np.empty(shape)).shape
    upstream = backward.upstream.reshape(groups, made, -1)
    by_output = upstream.swapaxes(1, 2)
    weight = np.empty((groups, made, read, *taps))
    for tap, cells in tap_cells(backward.values[None], axes, fill=0.0):
        weight[(slice(None),) * 3 + tap] = (cells.reshape(groups, read, -1) @ by_output).swapaxes(
            1, 2
        )
    if layer.scatters:
        weight = weight.swapaxes(1, 2)
    gradients = {"weight": weight.reshape(shape)}
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
    found = places[inside]
    total = np.zeros((size, *slices.shape[1:]))
    if (found[1:] > found[:-1]).all():  # nothing is added up, but where padding repeats cells
        total[_as_slice(found)] = slices[_as_slice(inside)]
    else:
        order = np.argsort(found, kind="stable")
        ordered = found[order]
        starts = np.flatnonzero(np.diff(ordered, prepend=-1))
        total[ordered[starts]] = np.add.reduceat(slices[inside[order]], starts, axis=0)
    return np.moveaxis(total, 0, axis)


def _as_slice(places: _Indices) -> slice | _Indices:
    """Return ascending places as a slice where they stand evenly apart, which is faster."""
    if len(places) < 2:  # noqa: PLR2004 - one place is no distance
        return places
    apart = np.diff(places)
    step = int(apart[0])
    return slice(int(places[0]), int(places[-1]) + 1, step) if (apart == step).all() else places


def averaged(backward: Backward) -> Gradients:
    """Return the shares that a mean hands back: to each cell of a window as much."""
    layer, spatial = backward.layer, backward.values.shape[1:]
    axes = layer.axis_windows(spatial)
    shares = backward.upstream / window_divisors(layer, spatial, axes)
    return {"input": collected(lambda _: shares, axes)}


def copied(backward: Backward) -> Gradients:
    """Return the gradients of copied cells: the sum of those of all copies."""
    axes = backward.layer.axis_windows(backward.values.shape[1:])
    return {"input": collected(lambda _: backward.upstream, axes)}


def powers(backward: Backward) -> Gradients:
    """Return what a power average hands back, through its root and its powers."""
    if backward.layer.takes_extreme():
        return {"input": _to_largest(backward)}
    axes = backward.layer.axis_windows(backward.values.shape[1:])
    before_root = power_roots(backward) * backward.upstream
    handed = collected(lambda _: before_root, axes)
    return {"input": handed * power_slopes(backward.layer, backward.values)}


def _to_largest(backward: Backward) -> Array:
    """Return what the cell with the largest or smallest |x| of each window gets, by its sign."""
    pairs = window_winners(backward)
    signs = np.sign(backward.values.ravel()[pairs.inputs]).reshape(backward.upstream.shape)
    return placed(pairs, backward.upstream * signs, backward.values.shape)


def power_roots(backward: Backward) -> Array:
    """Return what a window's sum of powers is multiplied by on the way back, (output).

    Where the sum is 0, torch goes back through a ReLU that lets nothing pass.

    Source:
        torch.nn.functional.lp_pool2d.
    """
    layer, values = backward.layer, backward.values
    axes = layer.axis_windows(values.shape[1:])
    divisors = window_divisors(layer, values.shape[1:], axes)
    power, full = layer.norm_type, layer.mean_factor()
    with np.errstate(all="ignore"):
        sums = window_sums(np.power(values, power)[None], axes)[0] / divisors
        held = np.sign(sums) * np.maximum(np.abs(sums), 0) * full
        root = np.power(held, 1 / power - 1) / power * full
        result: Array = np.where(sums == 0, 0.0, root * np.sign(sums) ** 2) / divisors
    return result


def power_slopes(layer: Any, values: Array) -> Array:  # noqa: ANN401 - a PowerPoolingLayer
    """Return the derivative of each cell's power."""
    with np.errstate(all="ignore"):
        slopes: Array = layer.norm_type * np.power(values, layer.norm_type - 1)
    return slopes


def resampled(backward: Backward) -> Gradients:
    """Return what an interpolation hands back, by the shares that it took, axis after axis."""
    handed = backward.upstream
    for axis, resampling in enumerate(backward.layer.resamplings(backward.values.shape[1:]), 1):
        windows = [resampling.taps(output) for output in range(resampling.output_size)]
        total = None
        for tap in range(max(map(len, windows))):
            reading = [number for number, window in enumerate(windows) if tap < len(window)]
            cells, weights = zip(*(windows[number][tap] for number in reading), strict=True)
            along = [1] * handed.ndim
            along[axis] = len(reading)
            shares = handed.take(reading, axis=axis) * np.array(weights).reshape(along)
            more = added_at(shares, np.array(cells), resampling.size, axis)
            total = more if total is None else total + more
        handed = handed if total is None else total
    return {"input": handed}
