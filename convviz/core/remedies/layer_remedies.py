"""What would mend a refusal: for each single parameter, the nearest values that torch accepts.

Every remedy is found and verified by the layer's own shape inference, so that a new layer type
needs nothing here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from convviz.core.layers.base import ParameterKind, layer_types
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

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from convviz.core.errors import ConvVizError
    from convviz.core.layers.base import Layer, Shape

_DIMENSIONS = re.compile(r"^(?P<family>\w+?)(?P<axes>[123])d$")


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
    for sibling in _siblings(layer, input_shape):
        verdict = mends_all(infer)(sibling, input_shape)
        if verdict.mends:
            kind = RemedyKind.REPLACE_LAYER
            yield Remedy(kind, "", None, verdict.output_shape, layer=sibling)


def _distinct(remedies: Iterable[Remedy]) -> Iterator[Remedy]:
    seen: set[tuple[str, str]] = set()
    for remedy in remedies:
        key = (remedy.parameter, repr(remedy.value))
        if key not in seen:
            seen.add(key)
            yield remedy


def _siblings(layer: Layer, shape: Shape) -> Iterator[Layer]:
    """Yield a layer of the same family for each other number of axes, with the same settings.

    Args:
        layer: Such as Conv1d(3, 8, 3).
        shape: The input, with or without a batch: normalisation takes its channels where the
            layer's own number does not fit.
    """
    named = _DIMENSIONS.match(layer.type_name())
    if named is None:
        return
    for axes in "123":
        sibling = layer_types().get(f"{named['family']}{axes}d")
        if sibling is None or axes == named["axes"]:
            continue
        values = {
            name: _spread(getattr(layer, name), int(axes), described.kind)
            for name, described in layer.parameters().items()
            if name in sibling.parameters()
        }
        yield sibling(**values)
        if len(shape) > 1 and values.get("num_features", shape[1]) != shape[1]:
            yield sibling(**{**values, "num_features": shape[1]})


def _spread(value: Any, axes: int, kind: ParameterKind) -> Any:  # noqa: ANN401 - a parameter's value
    """Return a value for another number of axes: the last one counts for those that are new."""
    if not isinstance(value, tuple) or not value:
        return value
    if len(set(value)) == 1:
        return value[0]
    if axes == 1 and kind is not ParameterKind.PER_SIDE:
        return value[0]
    wanted = 2 * axes if kind is ParameterKind.PER_SIDE else axes
    return (value + value[-1:] * wanted)[:wanted]
