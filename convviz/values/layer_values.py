"""The values of convolutions and poolings through the app's own windows, without torch.

Every output cell is computed from the readings of its axes' windows, those of
``convviz.core.axis_windows``, so that what is drawn and what is computed cannot differ.
"""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import numpy.typing as npt

from convviz.core.axis_windows import AxisWindows
from convviz.core.errors import ErrorCode, ShapeError
from convviz.core.layers.reductions import Reduction
from convviz.values.axis_tables import (
    CONSTANT,
    NO_READING,
    reading_positions,
    reading_taps,
    sources_at,
)

if TYPE_CHECKING:
    from convviz.core.layers.base import Layer, Shape
    from convviz.core.layers.conv import KernelLayer
    from convviz.core.layers.power_pool import PowerPoolingLayer

Array: TypeAlias = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
Weights: TypeAlias = Mapping[str, Array]
"""Tensors by their name in torch's state_dict: weight and bias."""


LARGEST_OUTPUT = 2**24
"""Most output cells that are computed here: 128 MB of float64."""
LARGEST_KERNEL = 2**16
"""Most taps of a kernel; each takes one step of the computation."""
LARGEST_WORK = 2**31
"""Most readings, output cells times taps: some ten seconds."""


@dataclass(frozen=True, slots=True)
class _Forward:
    """What a layer computes, as its reduction takes it.

    Attributes:
        layer: Of a type that has the reduction.
        values: Input, (batch, channels, *spatial).
        weights: The layer's tensors.
        axes: The windows along each axis.
        skips_padding: As for :func:`layer_output`.
    """

    layer: Any
    values: Array
    weights: Weights
    axes: tuple[AxisWindows, ...]
    skips_padding: bool


def layer_output(
    layer: Layer, values: Array, weights: Weights, *, skips_padding: bool = False
) -> Array:
    """Return what the layer computes, in float64.

    Args:
        layer: One whose reduction is among :data:`WINDOWED`.
        values: Input (channels, *spatial), or (batch, channels, *spatial).
        weights: Its tensors, of ``layer.weight_shapes()``; empty for pooling.
        skips_padding: Whether a convolution leaves padding zeros out instead of multiplying them;
            only where a weight is infinite or NaN does that matter.

    Returns:
        Output of ``layer.output_shape(values.shape)``.

    Raises:
        ParameterError: the layer's parameters are refused.
        ShapeError: the input's shape is refused; TOO_LARGE: more work than is done here.
        TypeError: the layer has another reduction.
    """
    output_shape = layer.infer(values.shape)
    spatial = values.shape[-layer.rank :]
    batched = np.asarray(values, dtype=np.float64).reshape(_batched(layer, values.shape))
    axes = layer.axis_windows(spatial)
    _check_work(output_shape, math.prod(axis.kernel_size for axis in axes))
    reduce = WINDOWED.get(layer.cell_reduction)
    if reduce is None:
        message = f"no values for {layer.type_name()}"
        raise TypeError(message)
    result = reduce(_Forward(layer, batched, weights, axes, skips_padding))
    return result.reshape(output_shape)


def _batched(layer: Layer, shape: Shape) -> Shape:
    """Return a shape as (batch, channels, *spatial), whatever dimensions it begins with."""
    spatial = shape[len(shape) - layer.rank :]
    if len(shape) == layer.rank + 1 or layer.weight_shapes():
        return (math.prod(shape[: -layer.rank - 1]), shape[-layer.rank - 1], *spatial)
    return (1, math.prod(shape[: -layer.rank]), *spatial)


def _check_work(output_shape: Shape, taps: int) -> None:
    """Refuse what would take minutes or the machine's memory.

    Raises:
        ShapeError: TOO_LARGE: of the output, of the kernel, or of both together.
    """
    cells = math.prod(output_shape)
    for name, value, limit in (
        ("output", cells, LARGEST_OUTPUT),
        ("kernel_size", taps, LARGEST_KERNEL),
        ("windows", cells * taps, LARGEST_WORK),
    ):
        if value > limit:
            raise ShapeError(ErrorCode.TOO_LARGE, parameter=name, value=value, limit=limit)


def window_divisors(layer: Layer, spatial: Shape, axes: tuple[AxisWindows, ...]) -> Array:
    """Return what each window's sum is divided by, of the output's spatial shape."""
    factors = (
        np.array([float(count(at)) for at in range(axis.output_size)])
        for count, axis in zip(layer.divisor_factors(spatial), axes, strict=True)
    )
    return functools.reduce(np.multiply, np.ix_(*factors))


def _mean(forward: _Forward) -> Array:
    layer, values, axes = forward.layer, forward.values, forward.axes
    return window_sums(values, axes) / window_divisors(layer, values.shape[2:], axes)


def _power_mean(forward: _Forward) -> Array:
    """Return (mean of x^p times the kernel's cells)^(1/p), as torch computes the p-norm.

    With p = inf that is the largest |x| of each window, with p = -inf the smallest.
    """
    layer: PowerPoolingLayer = forward.layer
    values, axes = forward.values, forward.axes
    if layer.takes_extreme():
        sign = layer.extreme_sign()
        return sign * _maximum(sign * np.abs(values), axes)
    with np.errstate(all="ignore"):
        powers = np.power(values, layer.norm_type)
        means = window_sums(powers, axes) / window_divisors(layer, values.shape[2:], axes)
        return np.power(means * layer.mean_factor(), 1 / layer.norm_type)


def tap_weights(layer: KernelLayer, weight: Array) -> Array:
    """Return the kernels as (groups, output channels of the group, input channels of it, *taps).

    Both kinds of convolution then read alike: output channel, input channel, tap.
    """
    taps = weight.shape[2:]
    if layer.scatters:
        grouped = weight.reshape(layer.groups, -1, weight.shape[1], *taps)
        return grouped.swapaxes(1, 2)
    return weight.reshape(layer.groups, -1, weight.shape[1], *taps)


def _convolved(forward: _Forward) -> Array:
    """Return the sums of products.

    A transposed convolution never reads the zeros between cells and round them, so an infinite
    weight makes no NaN of them; a convolution multiplies its padding.
    """
    layer: KernelLayer = forward.layer
    values, axes = forward.values, forward.axes
    kernels = tap_weights(layer, np.asarray(forward.weights["weight"], dtype=np.float64))
    is_special = not bool(np.isfinite(kernels).all())
    if is_special and (forward.skips_padding or layer.scatters):
        reads: Iterator[npt.NDArray[np.bool_] | None] = _real_reads(values, axes)
    else:
        reads = itertools.repeat(None)
    batch, groups, sizes = values.shape[0], layer.groups, _sizes(axes)
    by_tap = np.moveaxis(kernels, (0, 1, 2), (-3, -2, -1))
    total = np.zeros((batch, groups, kernels.shape[1], math.prod(sizes)))
    for (tap, cells), is_read in zip(tap_cells(values, axes, fill=0.0), reads, strict=False):
        read = cells.reshape(batch, groups, kernels.shape[2], math.prod(sizes))
        with np.errstate(invalid="ignore", over="ignore"):
            products = by_tap[tap] @ read
            total += products if is_read is None else np.where(is_read, products, 0.0)
    output = total.reshape(batch, layer.out_channels, *sizes)
    if layer.bias:
        bias = np.asarray(forward.weights["bias"], dtype=np.float64)
        output += bias.reshape(-1, *(1,) * layer.rank)
    return output


def _real_reads(values: Array, axes: tuple[AxisWindows, ...]) -> Iterator[npt.NDArray[np.bool_]]:
    """Yield for each tap in which windows it reads a real cell, (all output cells)."""
    real = np.ones((1, 1, *values.shape[2:]))
    for _, cells in tap_cells(real, axes, fill=0.0):
        yield cells.reshape(-1) > 0


def _copied(forward: _Forward) -> Array:
    """Return the one cell that each output cell reads."""
    held = forward.layer.held_value()
    ((_, result),) = tap_cells(forward.values, forward.axes, fill=held)
    return result


def _maximum(values: Array, axes: tuple[AxisWindows, ...]) -> Array:
    """Return the largest value of each window; NaN where one is NaN, as torch does."""
    largest = np.full((*values.shape[:2], *_sizes(axes)), -math.inf)
    for _, cells in tap_cells(values, axes, fill=-math.inf):
        np.maximum(largest, cells, out=largest)
    return largest


def window_sums(values: Array, axes: tuple[AxisWindows, ...]) -> Array:
    """Return the sum of what each window reads, (batch, channels, *output sizes)."""
    total = np.zeros((*values.shape[:2], *_sizes(axes)))
    with np.errstate(invalid="ignore", over="ignore"):
        for _, cells in tap_cells(values, axes, fill=0.0):
            total += cells
    return total


def tap_cells(
    values: Array, axes: tuple[AxisWindows, ...], *, fill: float
) -> Iterator[tuple[tuple[int, ...], Array]]:
    """Yield for each tap what it reads in every window, (batch, channels, *output sizes).

    One cell of `fill` is put behind each axis; constants are read from there.
    """
    extended = np.pad(values, [(0, 0), (0, 0), *[(0, 1)] * len(axes)], constant_values=fill)
    sources = [source_table(axis) for axis in axes]
    yield from _gathered(extended, sources, ())


def _gathered(
    cells: Array,
    sources: list[np.ndarray[tuple[int, ...], np.dtype[np.intp]]],
    tap: tuple[int, ...],
) -> Iterator[tuple[tuple[int, ...], Array]]:
    """Gather axis after axis, so that an outer axis is gathered once for all inner taps."""
    if len(tap) == len(sources):
        yield tap, cells
        return
    place = len(tap)
    for index in range(sources[place].shape[1]):
        chosen = np.take(cells, sources[place][:, index], axis=place + 2)
        yield from _gathered(chosen, sources, (*tap, index))


def source_table(axis: AxisWindows) -> np.ndarray[tuple[int, ...], np.dtype[np.intp]]:
    """Return the real cell that (output position, tap) reads; input_size for a constant.

    Raises:
        ShapeError: TOO_LARGE: there are more readings than are listed.
    """
    positions = reading_positions(axis)
    sources = sources_at(axis, positions)
    sources[(sources == CONSTANT) | (positions == NO_READING)] = axis.input_size
    table = np.empty_like(sources)
    table[:, reading_taps(axis)] = sources
    return table


def _sizes(axes: tuple[AxisWindows, ...]) -> tuple[int, ...]:
    return tuple(axis.output_size for axis in axes)


WINDOWED: Mapping[Reduction, Callable[[_Forward], Array]] = {
    Reduction.PRODUCTS: _convolved,
    Reduction.MAXIMUM: lambda forward: _maximum(forward.values, forward.axes),
    Reduction.MINIMUM: lambda forward: -_maximum(-forward.values, forward.axes),
    Reduction.MEAN: _mean,
    Reduction.POWER_MEAN: _power_mean,
    Reduction.COPY: _copied,
}
"""What is computed of the windows, by the layer's reduction."""
