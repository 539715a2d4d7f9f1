"""One output cell worked out as the reference that tests compare with: taps, products, result."""

from __future__ import annotations

import dataclasses
import itertools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from convviz.core.axis_windows import PositionKind, Reading
from convviz.core.errors import ErrorCode, ShapeError
from convviz.core.layers.adaptive import AdaptiveAveragePoolingLayer
from convviz.core.layers.conv import ConvolutionLayer
from convviz.core.layers.conv_transpose import TransposedConvolutionLayer
from convviz.core.layers.pad import PaddingLayer
from convviz.core.layers.pool import AveragePoolingLayer
from convviz.core.layers.power_pool import PowerPoolingLayer
from convviz.values.layer_values import (
    LARGEST_KERNEL,
    Array,
    Weights,
    tap_weights,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convviz.core.layers.base import Shape
    from convviz.core.layers.spatial import WindowedLayer


@dataclass(frozen=True, slots=True)
class Term:
    """What one tap contributes to one output cell.

    Attributes:
        channel: Input channel.
        tap: Index of the kernel cell, one number an axis.
        position: Where it reads, in cells of the padded (or stretched) input, one an axis.
        kind: What stands there.
        source: The real cell whose value is read; None where a constant stands.
        value: The number read.
        weight: The kernel's number; None for pooling.
        product: value * weight; the value itself for pooling, or its power.
        running: Sum of the products so far; the largest value so far for max pooling.
    """

    channel: int
    tap: tuple[int, ...]
    position: tuple[int, ...]
    kind: PositionKind
    source: tuple[int, ...] | None
    value: float
    weight: float | None
    product: float
    running: float


@dataclass(frozen=True, slots=True)
class WindowTerms:
    """How one output cell comes about.

    Attributes:
        terms: One a tap and input channel, channels outermost, taps in scan order.
        bias: Added to the sum; None without one.
        divisor: What the sum is divided by: an average, or a power average whose window reaches
            past the input; None otherwise.
        winner: Place in `terms` of the cell whose index max pooling returns; None otherwise. The
            first of equals in scan order; the last NaN where there is one, as in torch.
        ties: Places of the other real cells that are as large as the winner.
        total: The output cell's value.
        full: What power-average pooling multiplies an average by again, the cells of its kernel;
            None where nothing is divided.
        norm_type: The root that power-average pooling takes in the end; None otherwise.
    """

    terms: tuple[Term, ...]
    bias: float | None
    divisor: int | None
    winner: int | None
    ties: tuple[int, ...]
    total: float
    full: int | None = None
    norm_type: float | None = None


def window_terms(
    layer: WindowedLayer, values: Array, weights: Weights, output_index: tuple[int, ...]
) -> WindowTerms:
    """Return how one output cell comes about.

    Args:
        layer: A convolution, a transposed convolution or a pooling.
        values: Input (channels, *spatial), or (batch, channels, *spatial).
        weights: Its tensors, of ``layer.weight_shapes()``; empty for pooling.
        output_index: The cell, (channel, *spatial) or (batch, channel, *spatial).

    Raises:
        ParameterError: the layer's parameters are refused.
        ShapeError: the input's shape is refused; TOO_LARGE: the window is.
        IndexError: there is no such output cell.
    """
    output_shape = layer.infer(values.shape)
    if len(output_index) != len(output_shape) or not all(
        0 <= place < size for place, size in zip(output_index, output_shape, strict=True)
    ):
        raise IndexError(output_index)
    places = (*(0,) * (layer.rank + 1 - values.ndim), *output_index)
    planes = np.asarray(values, dtype=np.float64)[places[: -layer.rank - 1]]
    channels = math.prod(planes.shape[: -layer.rank])
    planes = planes.reshape(channels, *planes.shape[-layer.rank :])
    channel, position = places[-layer.rank - 1], places[-layer.rank :]
    if isinstance(layer, (ConvolutionLayer, TransposedConvolutionLayer)):
        return _convolution_terms(layer, planes, weights, channel, position)
    readings = list(_readings(layer, planes.shape[1:], position))
    if isinstance(layer, PaddingLayer):
        (reading,) = readings
        term = _term(layer, planes, channel, reading, None)
        return WindowTerms((term,), None, None, None, (), term.value)
    if isinstance(layer, PowerPoolingLayer):
        return _power_terms(layer, planes, channel, readings)
    if isinstance(layer, (AveragePoolingLayer, AdaptiveAveragePoolingLayer)):
        return _average_terms(layer, planes, channel, position, readings)
    return _maximum_terms(layer, planes, channel, readings)


def _readings(
    layer: WindowedLayer, spatial: Shape, position: tuple[int, ...]
) -> Iterator[tuple[Reading, ...]]:
    """Yield the readings of the window at `position`, one an axis, taps in scan order."""
    axes = layer.axis_windows(spatial)
    taps = math.prod(axis.kernel_size for axis in axes)
    if taps > LARGEST_KERNEL:
        raise ShapeError(
            ErrorCode.TOO_LARGE, parameter="kernel_size", value=taps, limit=LARGEST_KERNEL
        )
    windows = [
        sorted(axis.cells_read_by(place), key=lambda reading: reading.tap)
        for axis, place in zip(axes, position, strict=True)
    ]
    return itertools.product(*windows)


def _source(reading: tuple[Reading, ...]) -> tuple[int, ...] | None:
    sources = tuple(axis.source for axis in reading if axis.source is not None)
    return sources if len(sources) == len(reading) else None


def _kind(reading: tuple[Reading, ...]) -> PositionKind:
    """Return what stands where the axes cross: the outermost of their kinds."""
    kinds = {axis.kind for axis in reading}
    for kind in (PositionKind.OVERHANG, PositionKind.PADDING, PositionKind.INSERTED_ZERO):
        if kind in kinds:
            return kind
    return PositionKind.REAL


def _term(
    layer: WindowedLayer,
    planes: Array,
    channel: int,
    reading: tuple[Reading, ...],
    weight: float | None,
) -> Term:
    """Return a term whose running sum is still its own product."""
    source = _source(reading)
    value = layer.held_value() if source is None else float(planes[(channel, *source)])
    product = value if weight is None else value * weight
    return Term(
        channel,
        tuple(axis.tap for axis in reading),
        tuple(axis.position for axis in reading),
        _kind(reading),
        source,
        value,
        weight,
        product,
        product,
    )


def _product_term(
    layer: ConvolutionLayer | TransposedConvolutionLayer,
    planes: Array,
    channel: int,
    reading: tuple[Reading, ...],
    weight: float,
) -> Term:
    """Return a term of a sum of products; a transposed convolution reads real cells alone."""
    term = _term(layer, planes, channel, reading, weight)
    if term.source is None and isinstance(layer, TransposedConvolutionLayer):
        return dataclasses.replace(term, product=0.0, running=0.0)
    return term


def _summed(terms: list[Term]) -> tuple[Term, ...]:
    running = 0.0
    summed = []
    for term in terms:
        running += term.product
        summed.append(_with_running(term, running))
    return tuple(summed)


def _with_running(term: Term, running: float) -> Term:
    return Term(
        term.channel,
        term.tap,
        term.position,
        term.kind,
        term.source,
        term.value,
        term.weight,
        term.product,
        running,
    )


def _convolution_terms(
    layer: ConvolutionLayer | TransposedConvolutionLayer,
    planes: Array,
    weights: Weights,
    channel: int,
    position: tuple[int, ...],
) -> WindowTerms:
    kernels = tap_weights(layer, np.asarray(weights["weight"], dtype=np.float64))
    group, kernel = divmod(channel, kernels.shape[1])
    readings = list(_readings(layer, planes.shape[1:], position))
    terms = []
    for place in range(kernels.shape[2]):
        for reading in readings:
            tap = tuple(axis.tap for axis in reading)
            weight = float(kernels[(group, kernel, place, *tap)])
            source_channel = group * kernels.shape[2] + place
            terms.append(_product_term(layer, planes, source_channel, reading, weight))
    summed = _summed(terms)
    bias = float(np.asarray(weights["bias"])[channel]) if layer.bias else None
    total = summed[-1].running + (bias or 0.0)
    return WindowTerms(summed, bias, None, None, (), total)


def _power_terms(
    layer: PowerPoolingLayer, planes: Array, channel: int, readings: list[tuple[Reading, ...]]
) -> WindowTerms:
    if layer.takes_extreme():
        sign = math.copysign(1.0, layer.norm_type)
        found = _maximum_terms(layer, sign * np.abs(planes), channel, readings)
        return dataclasses.replace(found, total=sign * found.total, winner=None)
    terms = []
    with np.errstate(all="ignore"):
        for reading in readings:
            term = _term(layer, planes, channel, reading, None)
            power = 0.0 if term.source is None else float(np.power(term.value, layer.norm_type))
            terms.append(dataclasses.replace(term, product=power))
        summed = _summed(terms)
        real, full = sum(term.source is not None for term in terms), layer.mean_factor()
        divisor = None if real == full else real
        scaled = summed[-1].running * full / real
        total = float(np.power(scaled, 1 / layer.norm_type))
    factor = None if divisor is None else full
    return WindowTerms(summed, None, divisor, None, (), total, factor, layer.norm_type)


def _average_terms(
    layer: AveragePoolingLayer | AdaptiveAveragePoolingLayer,
    planes: Array,
    channel: int,
    position: tuple[int, ...],
    readings: list[tuple[Reading, ...]],
) -> WindowTerms:
    terms = _summed([_term(layer, planes, channel, reading, None) for reading in readings])
    divisor = layer.divisor_at(planes.shape[1:], position)
    assert divisor is not None
    return WindowTerms(terms, None, divisor, None, (), terms[-1].running / divisor)


def _maximum_terms(
    layer: WindowedLayer, planes: Array, channel: int, readings: list[tuple[Reading, ...]]
) -> WindowTerms:
    terms = [_term(layer, planes, channel, reading, None) for reading in readings]
    largest, winner = -math.inf, None
    shown = []
    for place, term in enumerate(terms):
        is_first_real = winner is None and term.source is not None
        if term.source is not None and (
            is_first_real or term.value > largest or math.isnan(term.value)
        ):
            largest, winner = term.value, place
        shown.append(_with_running(term, largest))
    ties = tuple(
        place
        for place, term in enumerate(terms)
        if place != winner and term.source is not None and term.value == largest
    )
    return WindowTerms(tuple(shown), None, None, winner, ties, largest)
