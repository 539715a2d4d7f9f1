"""What would mend a refusal: for each single parameter, the nearest values that torch accepts.

Every remedy is found and verified by the layer's own shape inference, so that a new layer type
needs nothing here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convviz.core.remedies.inputs import input_remedies
from convviz.core.remedies.parameters import parameter_remedies
from convviz.core.remedies.remedy import (
    Infer,
    Remedy,
    RemedyKind,
    mends_all,
    mends_one,
    plain_infer,
    refusal_of,
)
from convviz.core.remedies.sibling_layers import siblings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from convviz.core.errors import ConvVizError
    from convviz.core.layers.base import Layer, Shape


def remedies(
    layer: Layer,
    input_shape: Shape,
    error: ConvVizError | None = None,
    *,
    infer: Infer = plain_infer,
) -> tuple[Remedy, ...]:
    """Return what would mend a refusal by changing one parameter, or the input.

    Args:
        layer: The layer that refuses.
        input_shape: The input that it is given, with or without a batch.
        error: Its error; None finds it.
        infer: Shape inference, for a caller with further rules (a Sequential).

    Returns:
        For each parameter that can mend it the nearest value below and above, nearest first;
        then the nearest input shapes. When the settings are wrong in several ways, what mends
        this error alone, with output_shape None. Empty when nothing is refused.
    """
    if error is None:
        error = refusal_of(layer, input_shape, infer=infer)
        if error is None:
            return ()
    for mends in (mends_all(infer), mends_one(infer, error)):
        mending = tuple(
            _distinct(
                (
                    *parameter_remedies(layer, input_shape, error, mends),
                    *input_remedies(layer, input_shape, error, mends, infer),
                )
            )
        )
        if mending:
            return mending
    return ()


def sibling_remedies(layer: Layer, input_shape: Shape, infer: Infer) -> Iterator[Remedy]:
    """Yield the layer's siblings for another number of axes that take the input.

    Args:
        layer: The layer that refuses the number of dimensions.
        input_shape: The input that it is given, with or without a batch.
        infer: Shape inference.
    """
    for sibling in siblings(layer, input_shape):
        verdict = mends_all(infer)(sibling, input_shape)
        if verdict.mends:
            kind = RemedyKind.REPLACE_LAYER
            yield Remedy(kind, "", None, verdict.output_shape, layer=sibling)


def _distinct(found: Iterable[Remedy]) -> Iterator[Remedy]:
    seen: set[tuple[str, str]] = set()
    for remedy in found:
        key = (remedy.parameter, repr(remedy.value))
        if key not in seen:
            seen.add(key)
            yield remedy
