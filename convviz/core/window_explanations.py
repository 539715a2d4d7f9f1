"""Which explanations a layer with windows deserves as a whole.

Computed from the numbers of each axis alone, so that huge sizes cost nothing.
"""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING

from convviz.core.axis_windows import PaddingMode
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
from convviz.core.layers.power_pool import PowerPoolingLayer, power_divisor

if TYPE_CHECKING:
    from collections.abc import Iterator

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
}


def layer_explanations(layer: WindowedLayer, spatial: Shape) -> tuple[Explanation, ...]:
    """Return what is worth knowing about a layer; nothing where it refuses `spatial`."""
    try:
        layer.check()
        return (
            *_padding_value(layer),
            *_pooling(layer, spatial),
            *_power(layer, spatial),
            *_groups(layer),
        )
    except ConvVizError:
        return ()


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
    if getattr(layer, "return_indices", False) is True:
        yield explain(ExplanationCode.INDICES_RETURNED, layer=layer.type_name())
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
    ends = [(0, axis.output_size - 1) for axis in layer.axis_settings(spatial)]
    corners = itertools.product(*ends)
    return min(average_divisor(layer, spatial, position) for position in corners)


def _power(layer: WindowedLayer, spatial: Shape) -> Iterator[Explanation]:
    if not isinstance(layer, PowerPoolingLayer):
        return
    if layer.stride is None:
        yield explain(ExplanationCode.STRIDE_IS_KERNEL, stride=layer.kernel_size)
    codes: dict[float, ExplanationCode] = {
        1: ExplanationCode.POWER_IS_SUM,
        2: ExplanationCode.POWER_IS_LENGTH,
    }
    code = codes.get(layer.norm_type, ExplanationCode.POWER_OF_OTHERS)
    yield explain(code, norm_type=layer.norm_type)
    last = tuple(axis.output_size - 1 for axis in layer.axis_settings(spatial))
    full, smallest = layer.kernel_cells(), power_divisor(layer, spatial, last)
    if smallest < full:
        overhang = ExplanationCode.POWER_OVERHANG_COUNTS_FULL
        yield explain(overhang, full=full, smallest=smallest)


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
