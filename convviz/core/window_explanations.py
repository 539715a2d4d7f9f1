"""Which explanations a convolution or a pooling deserves: of one axis, and as a whole.

Computed from the numbers of each axis alone, so that huge sizes cost nothing.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from convviz.core.axis_windows import AxisSettings, PaddingMode
from convviz.core.errors import ConvVizError
from convviz.core.explanations import Explanation, ExplanationCode, explain
from convviz.core.layers.base import per_axis
from convviz.core.layers.conv import ConvolutionLayer, TransposedConvolutionLayer
from convviz.core.layers.conv_rules import TORCH_PADDING_MODES
from convviz.core.layers.pad import PaddingLayer
from convviz.core.layers.pool import (
    AveragePoolingBase,
    MaxPoolingLayer,
    PoolingLayer,
    average_divisor,
)
from convviz.core.pad_windows import kept_cells

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convviz.core.layers.base import Shape, WindowedLayer

_PADDING_CODES = {
    PaddingMode.CONSTANT: ExplanationCode.PADDING_HOLDS_ZEROS,
    PaddingMode.REFLECT: ExplanationCode.PADDING_REFLECTS,
    PaddingMode.REPLICATE: ExplanationCode.PADDING_REPLICATES,
    PaddingMode.CIRCULAR: ExplanationCode.PADDING_WRAPS,
}


def axis_explanations(layer: WindowedLayer, spatial: Shape, axis: int) -> tuple[Explanation, ...]:
    """Return what is worth knowing about one axis; nothing where the layer refuses `spatial`.

    Args:
        layer: A convolution, a transposed convolution or a pooling.
        spatial: Input sizes of the spatial axes, in cells.
        axis: Number of the axis, from 0.
    """
    try:
        layer.check()
        if isinstance(layer, TransposedConvolutionLayer):
            numbers, output_padding = layer.axis_settings(spatial)[axis]
            return tuple(_transposed(numbers, output_padding))
        if isinstance(layer, (ConvolutionLayer, PoolingLayer)):
            numbers = layer.axis_settings(spatial)[axis]
            ceil_mode = isinstance(layer, PoolingLayer) and layer.rounds_up()
            is_same = isinstance(layer, ConvolutionLayer) and layer.padding == "same"
            return (
                *_kernel(numbers),
                *_same(numbers, is_same=is_same),
                *_rounding(numbers, ceil_mode=ceil_mode),
            )
        if isinstance(layer, PaddingLayer):
            layer.output_shape((1, *spatial))
            return tuple(_padded(spatial[axis], *layer.sides()[axis]))
    except ConvVizError:
        return ()
    return ()


def layer_explanations(layer: WindowedLayer, spatial: Shape) -> tuple[Explanation, ...]:
    """Return what is worth knowing about the layer as a whole, likewise."""
    try:
        layer.check()
        return (*_padding_value(layer), *_pooling(layer, spatial), *_groups(layer))
    except ConvVizError:
        return ()


def last_cell(numbers: AxisSettings) -> int:
    """Return the last position that any window reads, in cells of the input."""
    reach = numbers.dilation * (numbers.kernel_size - 1)
    return (numbers.output_size - 1) * numbers.stride - numbers.pad_before + reach


def _kernel(numbers: AxisSettings) -> Iterator[Explanation]:
    k, d = numbers.kernel_size, numbers.dilation
    if d > 1 and k == 1:
        yield explain(ExplanationCode.DILATION_WITHOUT_EFFECT, dilation=d)
    elif d > 1:
        effective = d * (k - 1) + 1
        yield explain(
            ExplanationCode.EFFECTIVE_KERNEL,
            kernel_size=k,
            dilation=d,
            effective=effective,
            holes=effective - k,
        )


def _same(numbers: AxisSettings, *, is_same: bool) -> Iterator[Explanation]:
    before, after = numbers.pad_before, numbers.pad_after
    if is_same and before != after:
        code = ExplanationCode.SAME_PADDING_UNEVEN
        yield explain(code, before=before, after=after, total=before + after)
    elif is_same:
        code = ExplanationCode.SAME_PADDING
        yield explain(code, before=before, after=after, total=before + after)


def _rounding(numbers: AxisSettings, *, ceil_mode: bool) -> Iterator[Explanation]:
    extent = numbers.dilation * (numbers.kernel_size - 1) + 1
    padded = numbers.size + numbers.pad_before + numbers.pad_after
    room, stride = padded - extent, numbers.stride
    overhang = last_cell(numbers) + 1 - (numbers.size + numbers.pad_after)
    if stride > 1 and room % stride == 0:
        yield explain(ExplanationCode.DIVIDES_EVENLY, room=room, stride=stride)
    if ceil_mode and numbers.output_size < -(-room // stride) + 1:
        start = numbers.output_size * stride
        limit = numbers.size + numbers.pad_before
        code = ExplanationCode.CEIL_WINDOW_DROPPED
        yield explain(code, window=numbers.output_size, start=start, limit=limit)
    if overhang > 0:
        output_size = numbers.output_size
        yield explain(ExplanationCode.CEIL_OVERHANGS, overhang=overhang, output_size=output_size)
    elif overhang < 0:
        real = max(0, numbers.size - (last_cell(numbers) + 1))
        yield explain(
            ExplanationCode.FLOOR_DROPS,
            room=room,
            stride=stride,
            dropped=-overhang,
            real=real,
            padding=-overhang - real,
        )
    elif ceil_mode and stride > 1:
        yield explain(ExplanationCode.CEIL_WITHOUT_EFFECT, room=room, stride=stride)
    if stride > extent and numbers.output_size > 1:
        skipped = stride - extent
        yield explain(ExplanationCode.STRIDE_SKIPS, stride=stride, extent=extent, skipped=skipped)
    if numbers.output_size == numbers.size:
        yield explain(ExplanationCode.OUTPUT_KEEPS_SIZE, size=numbers.size)


def _padded(size: int, before: int, after: int) -> Iterator[Explanation]:
    if max(before, after) > 0:
        added = {"before": max(0, before), "after": max(0, after)}
        code, output_size = ExplanationCode.PADDING_ADDS, size + before + after
        yield explain(code, **added, size=size, output_size=output_size)
    if min(before, after) < 0:
        cropped = {"before": max(0, -before), "after": max(0, -after)}
        kept = max(0, kept_cells(size, before, after))
        yield explain(ExplanationCode.PADDING_CROPS, **cropped, kept=kept)
    if before + after == 0:
        yield explain(ExplanationCode.OUTPUT_KEEPS_SIZE, size=size)


def _transposed(numbers: AxisSettings, output_padding: int) -> Iterator[Explanation]:
    yield from _kernel(numbers)
    size, stride = numbers.size, numbers.stride
    if stride > 1:
        yield explain(
            ExplanationCode.TRANSPOSED_STRETCHES,
            stride=stride,
            zeros=stride - 1,
            size=size,
            stretched=(size - 1) * stride + 1,
        )
    if numbers.pad_before:
        code = ExplanationCode.TRANSPOSED_PADDING_SHRINKS
        yield explain(code, padding=numbers.pad_before, cropped=2 * numbers.pad_before)
    if output_padding:
        smallest = numbers.output_size - output_padding
        yield explain(
            ExplanationCode.OUTPUT_PADDING_EXTENDS,
            output_padding=output_padding,
            output_size=numbers.output_size,
            smallest=smallest,
            largest=smallest + max(stride, numbers.dilation) - 1,
        )
    if numbers.output_size == size:
        yield explain(ExplanationCode.OUTPUT_KEEPS_SIZE, size=size)


def _padding_value(layer: WindowedLayer) -> Iterator[Explanation]:
    name = layer.type_name()
    if isinstance(layer, PaddingLayer) and any(max(sides) > 0 for sides in layer.sides()):
        if layer.held_value():
            number = layer.held_value()
            yield explain(ExplanationCode.PADDING_HOLDS_NUMBER, layer=name, value=number)
        else:
            yield explain(_PADDING_CODES[layer.mode], layer=name)
    if isinstance(layer, ConvolutionLayer) and any(map(any, layer.paddings())):
        mode = TORCH_PADDING_MODES[layer.padding_mode]
        yield explain(_PADDING_CODES[mode], layer=name)
    elif isinstance(layer, PoolingLayer) and any(per_axis(layer.padding, layer.rank)):
        is_max = isinstance(layer, MaxPoolingLayer)
        holds = ExplanationCode.PADDING_HOLDS_NEGATIVE_INFINITY
        yield explain(holds if is_max else ExplanationCode.PADDING_HOLDS_ZEROS, layer=name)


def _pooling(layer: WindowedLayer, spatial: Shape) -> Iterator[Explanation]:
    if not isinstance(layer, PoolingLayer):
        return
    if layer.stride is None:
        yield explain(ExplanationCode.STRIDE_IS_KERNEL, stride=layer.kernel_size)
    if not isinstance(layer, AveragePoolingBase):
        return
    given = layer.divisor_given()
    if given is not None:
        yield explain(ExplanationCode.DIVISOR_GIVEN, divisor=given)
        return
    code = (
        ExplanationCode.DIVISOR_COUNTS_PADDING
        if layer.count_include_pad
        else ExplanationCode.DIVISOR_COUNTS_REAL
    )
    full = math.prod(per_axis(layer.kernel_size, layer.rank))
    yield explain(code, full=full, smallest=_smallest_divisor(layer, spatial))


def _smallest_divisor(layer: AveragePoolingBase, spatial: Shape) -> int:
    """Return the smallest divisor: axes are independent, and it lies at their first or last."""
    corners = ((0, axis.output_size - 1) for axis in layer.axis_settings(spatial))
    positions: list[tuple[int, ...]] = [()]
    for ends in corners:
        positions = [(*position, end) for position in positions for end in ends]
    return min(average_divisor(layer, spatial, position) for position in positions)


def _groups(layer: WindowedLayer) -> Iterator[Explanation]:
    if not isinstance(layer, (ConvolutionLayer, TransposedConvolutionLayer)) or layer.groups == 1:
        return
    groups = layer.groups
    out_each = layer.out_channels // groups
    if groups == layer.in_channels:
        yield explain(ExplanationCode.DEPTHWISE, groups=groups, out_each=out_each)
    else:
        in_each = layer.in_channels // groups
        yield explain(
            ExplanationCode.GROUPS_SPLIT, groups=groups, in_each=in_each, out_each=out_each
        )
