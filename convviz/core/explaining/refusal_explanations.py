"""What is worth knowing about settings that are refused: the rule behind the refusal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convviz.core.axis_windows import PaddingMode
from convviz.core.code.writing import layer_call
from convviz.core.errors import ConvVizError, ErrorCode, Fact
from convviz.core.explaining.axis_explanations import padding_limit
from convviz.core.explaining.explanations import Explanation, ExplanationCode, explain

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
        case ErrorCode.POOL_PADDING_OVER_HALF if layer.slides:  # else that before an unpooling
            kernel, dilation = int(str(facts["kernel_size"])), int(str(facts["dilation"]))
            yield _pool_padding(name, kernel, dilation)
            yield from _padding_before(layer)
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


def _padding_before(layer: Layer) -> Iterator[Explanation]:
    """Yield which layer can pad before the pooling, or why none does the same."""
    before, name = layer.padding_before(), layer.type_name()
    if before is not None:
        call = layer_call(before)
        yield explain(ExplanationCode.POOL_PADS_BEFORE, layer=name, before=call)
    elif layer.held_before() is None:
        yield explain(ExplanationCode.AVERAGE_CANNOT_PAD_BEFORE, layer=name)


def _pool_padding(name: str, kernel_size: int, dilation: int) -> Explanation:
    limit, effective = kernel_size // 2, dilation * (kernel_size - 1) + 1
    facts: dict[str, Fact] = {"layer": name, "kernel_size": kernel_size, "limit": limit}
    if effective == kernel_size:
        return explain(ExplanationCode.POOL_PADDING_TOLD_LATE, **facts)
    return explain(ExplanationCode.POOL_PADDING_IGNORES_DILATION, **facts, effective=effective)
