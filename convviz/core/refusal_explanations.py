"""What is worth knowing about settings that are refused: the rule behind the refusal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convviz.core.axis_explanations import padding_limit
from convviz.core.axis_windows import PaddingMode
from convviz.core.errors import ConvVizError, ErrorCode
from convviz.core.explanations import Explanation, ExplanationCode, explain
from convviz.core.layers.base import per_axis
from convviz.core.layers.pool import SlidingPooling
from convviz.core.pad_before import pads_before
from convviz.core.torch_code import layer_call

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convviz.core.layers.base import Layer

_MODES = {
    ErrorCode.REFLECT_PADDING_TOO_LARGE: PaddingMode.REFLECT,
    ErrorCode.CIRCULAR_PADDING_TOO_LARGE: PaddingMode.CIRCULAR,
}


def refusal_explanations(layer: Layer, error: ConvVizError) -> tuple[Explanation, ...]:
    """Return what is worth knowing about a refusal; nothing of one that needs no more words.

    Args:
        layer: What was refused, or whose input was.
        error: Why.
    """
    return tuple(_of(layer, error))


def _of(layer: Layer, error: ConvVizError) -> Iterator[Explanation]:
    name, facts = layer.type_name(), error.facts
    match error.code:
        case ErrorCode.POOL_PADDING_OVER_HALF if isinstance(layer, SlidingPooling):
            yield _pool_padding(layer, int(str(facts["axis"])))
            yield from _padding_before(layer, error)
        case ErrorCode.SAME_PADDING_WITH_STRIDE:
            code = ExplanationCode.SAME_NEEDS_STRIDE_ONE
            yield explain(code, layer=name, stride=facts["stride"])
        case ErrorCode.OUTPUT_PADDING_TOO_LARGE:
            limit = max(int(str(facts["stride"])), int(str(facts["dilation"]))) - 1
            yield explain(ExplanationCode.OUTPUT_PADDING_TOLD_LATE, layer=name, limit=limit)
        case ErrorCode.ONLY_ZEROS_PADDING_MODE:
            yield explain(ExplanationCode.TRANSPOSED_PADS_WITH_ZEROS, layer=name)
        case ErrorCode.REFLECT_PADDING_TOO_LARGE | ErrorCode.CIRCULAR_PADDING_TOO_LARGE:
            size = int(str(facts["size"]))
            most = padding_limit(size, _MODES[error.code])
            yield explain(ExplanationCode.PADDING_MODE_LIMIT, size=size, limit=most)
        case _:
            return


def _padding_before(layer: SlidingPooling, error: ConvVizError) -> Iterator[Explanation]:
    """Yield which layer can pad before the pooling, or why none does the same."""
    before, name = pads_before(layer, error), layer.type_name()
    if before is not None:
        call = layer_call(before)
        yield explain(ExplanationCode.POOL_PADS_BEFORE, layer=name, before=call)
    elif layer.held_before() is None:
        yield explain(ExplanationCode.AVERAGE_CANNOT_PAD_BEFORE, layer=name)


def _pool_padding(layer: SlidingPooling, axis: int) -> Explanation:
    k = per_axis(layer.kernel_size, layer.rank)[axis]
    dilation = layer.dilations()[axis]
    name, limit, effective = layer.type_name(), k // 2, dilation * (k - 1) + 1
    if effective == k:
        code = ExplanationCode.POOL_PADDING_TOLD_LATE
        return explain(code, layer=name, kernel_size=k, limit=limit)
    code = ExplanationCode.POOL_PADDING_IGNORES_DILATION
    return explain(code, layer=name, kernel_size=k, limit=limit, effective=effective)
