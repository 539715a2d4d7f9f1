"""Layers that slide windows, as operations of ONNX: convolution, pooling, folding.

ceil_mode and its divisors differ between runtimes, so windows over the end are made by padding,
and means are divided here.
"""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING

import numpy as np

from convviz.core.adaptive_windows import adaptive_bounds
from convviz.core.layers import layer_types

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from convviz.core.axis_windows import AxisSettings
    from convviz.core.layers import Layer
    from convviz.values.onnx.building import LayerWriter

Sides = tuple[int, int]


def conv(writer: LayerWriter, x: str) -> str:
    """Write a convolution; with another padding than zeros, the padding before it."""
    axes = writer.axes()
    sides = [(axis.pad_before, axis.pad_after) for axis in axes]
    if writer.setting("padding_mode") != "zeros":
        x = padded(writer, x, sides, writer.setting("padding_mode"))
        sides = [(0, 0)] * len(axes)
    return writer.emit(
        "Conv",
        x,
        *_weights(writer),
        **_window(axes),
        group=int(writer.setting("groups")),
        pads=_pads(sides),
    )


def conv_transpose(writer: LayerWriter, x: str) -> str:
    """Write a transposed convolution."""
    axes = writer.axes()
    return writer.emit(
        "ConvTranspose",
        x,
        *_weights(writer),
        **_window(axes),
        group=int(writer.setting("groups")),
        output_padding=tuple(axis.output_padding for axis in axes),
        pads=_pads([(axis.pad_before, axis.pad_after) for axis in axes]),
    )


def max_pool(writer: LayerWriter, x: str) -> str:
    """Write max pooling: what windows reach beyond the end holds -inf."""
    axes = writer.axes()
    x = padded(writer, x, [_whole(axis) for axis in axes], value=-math.inf)
    return writer.emit("MaxPool", x, **_window(axes), pads=_pads([(0, 0)] * len(axes)))


def average_pool(writer: LayerWriter, x: str) -> str:
    """Write average pooling."""
    return _average(writer, writer.layer, writer.axes(), x)


def _average(writer: LayerWriter, layer: Layer, axes: Sequence[AxisSettings], x: str) -> str:
    window = _window(axes)
    window.pop("dilations")
    taps = math.prod(axis.kernel_size for axis in axes)
    spatial = tuple(axis.size for axis in axes)
    factors = layer.divisor_factors(spatial)
    grids = [
        [count(place) for place in range(axis.output_size)]
        for count, axis in zip(factors, axes, strict=True)
    ]
    divisors = np.array([math.prod(numbers) for numbers in itertools.product(*grids)], np.float64)
    x = padded(writer, x, [_whole(axis) for axis in axes])
    mean = writer.emit("AveragePool", x, **window, pads=_pads([(0, 0)] * len(axes)))
    if (divisors == taps).all():
        return mean
    shares = (taps / divisors).reshape(1, 1, *(axis.output_size for axis in axes))
    return writer.emit("Mul", mean, writer.constant(shares))


def power_pool(writer: LayerWriter, x: str) -> str:
    """Write LPPool: the mean of powers times the cells of a window, and its root."""
    power = float(writer.setting("norm_type"))
    axes = writer.axes()
    if power == math.inf:
        x = writer.emit("Abs", x)
        x = padded(writer, x, [_whole(axis) for axis in axes], value=-math.inf)
        return writer.emit("MaxPool", x, **_window(axes), pads=_pads([(0, 0)] * len(axes)))
    sizes = {name: writer.setting(name) for name in ("kernel_size", "stride", "ceil_mode")}
    layer = layer_types()[f"AvgPool{writer.layer.rank}d"](**sizes)
    powers = writer.emit("Pow", x, writer.constant(power))
    mean = _average(writer, layer, axes, powers)
    taps = math.prod(axis.kernel_size for axis in axes)
    total = writer.emit("Mul", mean, writer.constant(taps))
    return writer.emit("Pow", total, writer.constant(1 / power))


def adaptive_average(writer: LayerWriter, x: str) -> str:
    """Write adaptive average pooling; windows of several sizes as a matrix along each axis."""
    axes = _adaptive_axes(writer)
    if all(outputs == 1 for _, outputs in axes):
        return writer.emit("GlobalAveragePool", x)
    if all(size % outputs == 0 for size, outputs in axes):
        sizes = tuple(size // outputs for size, outputs in axes)
        return writer.emit("AveragePool", x, kernel_shape=sizes, strides=sizes)
    for axis, (size, outputs) in enumerate(axes):
        matrix = np.zeros((size, outputs))
        for place in range(outputs):
            start, end = adaptive_bounds(size, outputs, place)
            matrix[start:end, place] = 1 / (end - start)
        x = along(writer, x, axis, matrix)
    return x


def along(writer: LayerWriter, x: str, axis: int, matrix: NDArray[np.float64]) -> str:
    """Write a product with a matrix (inputs, outputs) along one spatial axis."""
    rank = len(writer.spatial)
    order = list(range(rank + 2))
    order[axis + 2], order[-1] = order[-1], order[axis + 2]
    is_last = axis == rank - 1
    turned = x if is_last else writer.emit("Transpose", x, perm=tuple(order))
    product = writer.emit("MatMul", turned, writer.constant(matrix))
    return product if is_last else writer.emit("Transpose", product, perm=tuple(order))


def adaptive_maximum(writer: LayerWriter, x: str) -> str:
    """Write adaptive max pooling; windows of several sizes one by one."""
    axes = _adaptive_axes(writer)
    if all(size % outputs == 0 for size, outputs in axes):
        sizes = tuple(size // outputs for size, outputs in axes)
        return writer.emit("MaxPool", x, kernel_shape=sizes, strides=sizes)
    for axis, (size, outputs) in enumerate(axes):
        parts = []
        for place in range(outputs):
            start, end = adaptive_bounds(size, outputs, place)
            part = sliced(writer, x, axis + 2, start, end)
            axis_of = writer.integers([axis + 2])
            parts.append(writer.emit("ReduceMax", part, axis_of, keepdims=1))
        x = writer.emit("Concat", *parts, axis=axis + 2)
    return x


def _adaptive_axes(writer: LayerWriter) -> list[tuple[int, int]]:
    if len(writer.spatial) != (writer.layer.rank or len(writer.spatial)):
        raise writer.refuse()
    return list(zip(writer.spatial, writer.output[2:], strict=True))


def unfold(writer: LayerWriter, x: str) -> str:
    """Write Unfold as a convolution with kernels of a single 1, one for each tap."""
    axes, channels = writer.axes(), writer.shape[1]
    taps = math.prod(axis.kernel_size for axis in axes)
    kernel = _single_ones(axes, channels)
    x = writer.emit(
        "Conv",
        x,
        writer.constant(kernel),
        **_window(axes),
        group=channels,
        pads=_pads([(axis.pad_before, axis.pad_after) for axis in axes]),
    )
    return writer.reshape(x, [channels * taps, -1])


def fold(writer: LayerWriter, x: str) -> str:
    """Write Fold as a transposed convolution with kernels of a single 1, one for each tap."""
    channels = writer.output[1]
    picture = tuple(writer.output[2:])
    names = ("kernel_size", "dilation", "padding", "stride")
    unfolding = layer_types()["Unfold"](**{name: writer.setting(name) for name in names})
    axes = unfolding.axis_settings(picture)
    taps = math.prod(axis.kernel_size for axis in axes)
    x = writer.reshape(x, [channels * taps, *(axis.output_size for axis in axes)])
    rests = []
    for axis in axes:
        covered = (axis.output_size - 1) * axis.stride + axis.dilation * (axis.kernel_size - 1) + 1
        rests.append(axis.size + axis.pad_before + axis.pad_after - covered)
    whole = writer.emit(
        "ConvTranspose",
        x,
        writer.constant(_single_ones(axes, channels)),
        **_window(axes),
        group=channels,
        pads=_pads([(0, 0)] * len(axes)),
    )
    sides = [(-axis.pad_before, r - axis.pad_after) for axis, r in zip(axes, rests, strict=True)]
    return padded(writer, whole, sides, dims=len(axes) + 2)


def _single_ones(axes: Sequence[AxisSettings], channels: int) -> NDArray[np.float32]:
    """Return kernels (channels x taps, 1, *kernel), each with a 1 at its own tap."""
    sizes = tuple(axis.kernel_size for axis in axes)
    taps = math.prod(sizes)
    kernels = np.eye(taps, dtype=np.float32).reshape(taps, 1, *sizes)
    return np.tile(kernels, (channels, *[1] * (len(sizes) + 1)))


# Padding


def padding(writer: LayerWriter, x: str) -> str:
    """Write a padding layer."""
    sides = list(writer.layer.sides())  # type: ignore[attr-defined]  # of padding layers alone
    if len(writer.shape) < len(sides) + 2:
        raise writer.refuse()  # it would pad the batch, or read it as channels
    name = writer.layer.type_name()
    modes = {"Reflection": "reflect", "Replication": "replicate", "Circular": "circular"}
    mode = next((mode for start, mode in modes.items() if name.startswith(start)), "zeros")
    value = float(writer.setting("value") or 0) if name.startswith("Constant") else 0.0
    return padded(writer, x, sides, mode, value=value)


def padded(
    writer: LayerWriter,
    x: str,
    sides: Sequence[Sides],
    mode: str = "zeros",
    *,
    value: float = 0.0,
    dims: int = 0,
) -> str:
    """Write padding along the last axes; where it is negative, cells are cropped.

    Args:
        writer: The layer.
        x: What is padded.
        sides: Cells before and behind, along each of the last axes.
        mode: torch's padding_mode.
        value: What zeros stands for.
        dims: Dimensions of what is padded; 0 for those of the layer's input.
    """
    first = (dims or len(writer.shape)) - len(sides)
    if mode == "circular":  # torch wraps what is left of a cropped input
        return _wrapped(writer, _cropped(writer, x, sides, first), sides, first)
    grown = [(max(before, 0), max(after, 0)) for before, after in sides]
    if any(map(any, grown)):
        every = [(0, 0)] * first + grown
        inputs = [x, writer.integers([*(b for b, _ in every), *(a for _, a in every)])]
        inputs += [writer.constant(value)] if mode == "zeros" else []
        kinds = {"zeros": "constant", "reflect": "reflect", "replicate": "edge"}
        x = writer.emit("Pad", *inputs, mode=kinds[mode])
    return _cropped(writer, x, sides, first)


def _cropped(writer: LayerWriter, x: str, sides: Sequence[Sides], first: int) -> str:
    for axis, (before, after) in enumerate(sides):
        if min(before, after) < 0:
            end = min(after, 0) or np.iinfo(np.int64).max
            x = sliced(writer, x, first + axis, -min(before, 0), int(end))
    return x


def _wrapped(writer: LayerWriter, x: str, sides: Sequence[Sides], first: int) -> str:
    for axis, (before, after) in enumerate(sides):
        size = writer.shape[first + axis] + min(before, 0) + min(after, 0)
        parts = [x]
        if before > 0:
            parts.insert(0, sliced(writer, x, first + axis, size - before, size))
        if after > 0:
            parts.append(sliced(writer, x, first + axis, 0, after))
        x = x if len(parts) == 1 else writer.emit("Concat", *parts, axis=first + axis)
    return x


def sliced(writer: LayerWriter, x: str, axis: int, start: int, end: int) -> str:
    """Write the part of a value along one axis; a negative end counts from behind."""
    places = [writer.integers([number]) for number in (start, end, axis)]
    return writer.emit("Slice", x, *places)


def _weights(writer: LayerWriter) -> list[str]:
    return [writer.tensor(name) for name in ("weight", "bias") if name in writer.weights]


def _window(axes: Sequence[AxisSettings]) -> dict[str, tuple[int, ...]]:
    return {
        "kernel_shape": tuple(axis.kernel_size for axis in axes),
        "strides": tuple(axis.stride for axis in axes),
        "dilations": tuple(axis.dilation for axis in axes),
    }


def _whole(axis: AxisSettings) -> Sides:
    """Return the padding with which all windows of a layer lie inside."""
    reach = (axis.output_size - 1) * axis.stride + axis.dilation * (axis.kernel_size - 1) + 1
    return axis.pad_before, max(axis.pad_after, reach - axis.size - axis.pad_before)


def _pads(sides: Sequence[Sides]) -> tuple[int, ...]:
    return (*(before for before, _ in sides), *(after for _, after in sides))
