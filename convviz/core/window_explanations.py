"""Which explanations a layer with windows deserves as a whole.

Computed from the numbers of each axis alone, so that huge sizes cost nothing.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from convviz.core.axis_windows import PaddingMode
from convviz.core.errors import ConvVizError
from convviz.core.explanations import Explanation, ExplanationCode, explain
from convviz.core.layers.base import per_axis
from convviz.core.layers.conv import ConvolutionLayer, TransposedConvolutionLayer
from convviz.core.layers.pool import AveragePoolingBase, counted_cells
from convviz.core.layers.power_pool import PowerPoolingLayer
from convviz.core.layers.reductions import Reduction

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convviz.core.axis_windows import AxisSettings
    from convviz.core.layers.base import Shape, WindowedLayer

_PADDING_CODES = {
    PaddingMode.CONSTANT: ExplanationCode.PADDING_HOLDS_ZEROS,
    PaddingMode.REFLECT: ExplanationCode.PADDING_REFLECTS,
    PaddingMode.REPLICATE: ExplanationCode.PADDING_REPLICATES,
    PaddingMode.CIRCULAR: ExplanationCode.PADDING_WRAPS,
}
_POWER_CODES: dict[float, ExplanationCode] = {
    1: ExplanationCode.POWER_IS_SUM,
    2: ExplanationCode.POWER_IS_LENGTH,
    math.inf: ExplanationCode.POWER_IS_LARGEST,
    -math.inf: ExplanationCode.POWER_IS_SMALLEST,
}


def layer_explanations(layer: WindowedLayer, spatial: Shape) -> tuple[Explanation, ...]:
    """Return what is worth knowing about a layer; nothing where it refuses `spatial`."""
    try:
        layer.check()
        return (
            *_padding_value(layer, spatial),
            *_stride(layer),
            *_average(layer, spatial),
            *_power(layer, spatial),
            *_indices(layer, spatial),
            *_channels(layer),
            *_not_flipped(layer),
        )
    except ConvVizError:
        return ()


def _padding_value(layer: WindowedLayer, spatial: Shape) -> Iterator[Explanation]:
    name, reaches = layer.type_name(), layer.axis_reaches(spatial)
    sides = [side for reach in reaches for side in (reach.before, reach.after)]
    is_padding = layer.reduction is Reduction.COPY
    if not (max(sides) > 0 if is_padding else any(sides)):
        return
    held = layer.held_value()
    if layer.extreme_sign() > 0:
        yield explain(ExplanationCode.PADDING_HOLDS_NEGATIVE_INFINITY, layer=name)
    elif held:
        yield explain(ExplanationCode.PADDING_HOLDS_NUMBER, layer=name, value=held)
    else:
        yield explain(_PADDING_CODES[reaches[0].mode], layer=name)


def _stride(layer: WindowedLayer) -> Iterator[Explanation]:
    if layer.slides and getattr(layer, "stride", 1) is None:
        kernel = getattr(layer, "kernel_size", 1)
        yield explain(ExplanationCode.STRIDE_IS_KERNEL, stride=kernel)


def _average(layer: WindowedLayer, spatial: Shape) -> Iterator[Explanation]:
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
    yield from _fading(layer, spatial)


def _smallest_divisor(layer: AveragePoolingBase, spatial: Shape) -> int:
    """Return the smallest divisor: axes are independent, and it lies at their first or last."""
    columns = zip(layer.divisor_factors(spatial), layer.axis_settings(spatial), strict=True)
    return math.prod(min(count(0), count(axis.output_size - 1)) for count, axis in columns)


def _power(layer: WindowedLayer, spatial: Shape) -> Iterator[Explanation]:
    if not isinstance(layer, PowerPoolingLayer):
        return
    code = _POWER_CODES.get(layer.norm_type, ExplanationCode.POWER_OF_OTHERS)
    yield explain(code, norm_type=layer.norm_type)
    if layer.takes_extreme():
        return
    last = tuple(axis.output_size - 1 for axis in layer.axis_settings(spatial))
    full, smallest = layer.kernel_cells(), layer.divisor_at(spatial, last)
    if smallest is not None and smallest < full:
        overhang = ExplanationCode.POWER_OVERHANG_COUNTS_FULL
        yield explain(overhang, full=full, smallest=smallest)


def _fading(layer: AveragePoolingBase, spatial: Shape) -> Iterator[Explanation]:
    """Yield how far the first corner's average is pulled down by the zeros of the padding."""
    axes = layer.axis_settings(spatial)
    counted = layer.count_include_pad
    divisor = math.prod(counted_cells(axis, 0, count_include_pad=counted) for axis in axes)
    real = math.prod(counted_cells(axis, 0, count_include_pad=False) for axis in axes)
    if real < divisor:
        share = round(real / divisor, 3)
        code = ExplanationCode.AVERAGE_FADES_AT_EDGE
        yield explain(code, real=real, divisor=divisor, share=share)


def _indices(layer: WindowedLayer, spatial: Shape) -> Iterator[Explanation]:
    if not (layer.slides and layer.returns_indices()):
        return
    yield explain(ExplanationCode.INDICES_BREAK_SEQUENTIAL, layer=layer.type_name())
    axes = layer.axis_settings(spatial)
    if any(map(_reads_padding_alone, axes)):
        return  # torch's index of such a window may lie outside of the input
    yield explain(ExplanationCode.INDICES_ARE_FLAT, last=math.prod(spatial) - 1)
    unpooled = tuple(
        (axis.output_size - 1) * axis.stride - 2 * axis.pad_before + axis.kernel_size
        for axis in axes
    )
    pairs = zip(axes, unpooled, strict=True)
    is_possible = all(abs(axis.size - size) < axis.stride for axis, size in pairs)
    if is_possible and unpooled != tuple(spatial):
        code = ExplanationCode.UNPOOLING_NEEDS_SIZE
        yield explain(code, unpooled=unpooled, spatial=tuple(spatial))


def _reads_padding_alone(axis: AxisSettings) -> bool:
    """Return whether some window of a pooling has no tap on a real cell.

    That takes holes that are longer than the input: padding is at most half of the plain kernel,
    so a window that starts in front of the input has its first tap behind that at start mod d.
    """
    if axis.size >= axis.dilation:
        return False
    end = axis.output_size * axis.stride - axis.pad_before
    starts = range(-axis.pad_before, min(0, end), axis.stride)
    return any(start % axis.dilation >= axis.size for start in starts)


def _channels(layer: WindowedLayer) -> Iterator[Explanation]:
    if not isinstance(layer, (ConvolutionLayer, TransposedConvolutionLayer)):
        return
    planes = layer.in_channels // layer.groups
    if layer.groups > 1:
        yield _groups(layer)
    if planes > 1:
        code = ExplanationCode.CHANNELS_SUM
        if layer.bias:
            code = ExplanationCode.CHANNELS_SUM_WITH_BIAS
        yield explain(code, planes=planes)


def _not_flipped(layer: WindowedLayer) -> Iterator[Explanation]:
    if not layer.slides or layer.reduction is not Reduction.PRODUCTS:
        return
    if max(per_axis(getattr(layer, "kernel_size", 1), layer.rank)) > 1:
        yield explain(ExplanationCode.KERNEL_NOT_FLIPPED, layer=layer.type_name())


def _groups(layer: ConvolutionLayer | TransposedConvolutionLayer) -> Explanation:
    groups, weight = layer.groups, layer.weight_shapes()["weight"]
    out_each, in_each = layer.out_channels // groups, layer.in_channels // groups
    if in_each == 1:
        code = ExplanationCode.DEPTHWISE
        return explain(code, groups=groups, out_each=out_each, weight=weight)
    code = ExplanationCode.GROUPS_SPLIT
    return explain(code, groups=groups, in_each=in_each, out_each=out_each, weight=weight)
