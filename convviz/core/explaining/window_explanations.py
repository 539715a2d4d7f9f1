"""Which explanations a layer with windows deserves as a whole.

Computed from the numbers of each axis alone, so that huge sizes cost nothing.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from convviz.core.axis_windows import PaddingMode
from convviz.core.errors import ConvVizError
from convviz.core.explaining.explanations import Explanation, ExplanationCode, explain
from convviz.core.layers.base import per_axis
from convviz.core.layers.reductions import Reduction

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convviz.core.axis_windows import AxisSettings
    from convviz.core.layers.base import Layer, Shape

_PADDING_CODES = {
    PaddingMode.CONSTANT: ExplanationCode.PADDING_HOLDS_ZEROS,
    PaddingMode.REFLECT: ExplanationCode.PADDING_REFLECTS,
    PaddingMode.REPLICATE: ExplanationCode.PADDING_REPLICATES,
    PaddingMode.CIRCULAR: ExplanationCode.PADDING_WRAPS,
}


def layer_explanations(layer: Layer, spatial: Shape) -> tuple[Explanation, ...]:
    """Return what is worth knowing about a layer; nothing where it refuses `spatial`."""
    try:
        layer.check()
        return (
            *_padding_value(layer, spatial),
            *_stride(layer),
            *layer.notes_on_numbers(spatial),
            *_indices(layer, spatial),
            *_not_flipped(layer),
        )
    except ConvVizError:
        return ()


def _padding_value(layer: Layer, spatial: Shape) -> Iterator[Explanation]:
    name, reaches = layer.type_name(), layer.axis_reaches(spatial)
    sides = [side for reach in reaches for side in (reach.before, reach.after)]
    is_padding = layer.cell_reduction is Reduction.COPY
    if not (max(sides) > 0 if is_padding else any(sides)):
        return
    held = layer.held_value()
    if layer.extreme_sign() > 0:
        yield explain(ExplanationCode.PADDING_HOLDS_NEGATIVE_INFINITY, layer=name)
    elif held:
        yield explain(ExplanationCode.PADDING_HOLDS_NUMBER, layer=name, value=held)
    else:
        yield explain(_PADDING_CODES[reaches[0].mode], layer=name)


def _stride(layer: Layer) -> Iterator[Explanation]:
    if layer.slides and getattr(layer, "stride", 1) is None:
        kernel = getattr(layer, "kernel_size", 1)
        yield explain(ExplanationCode.STRIDE_IS_KERNEL, stride=kernel)


def _indices(layer: Layer, spatial: Shape) -> Iterator[Explanation]:
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


def _not_flipped(layer: Layer) -> Iterator[Explanation]:
    if not layer.slides or layer.cell_reduction is not Reduction.PRODUCTS:
        return
    if max(per_axis(getattr(layer, "kernel_size", 1), layer.rank)) > 1:
        yield explain(ExplanationCode.KERNEL_NOT_FLIPPED, layer=layer.type_name())
