"""The same layer for another number of axes: Conv2d for Conv1d, BatchNorm1d for BatchNorm2d."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from convviz.core.layers.base import Layer, ParameterKind, layer_types

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convviz.core.layers.base import Shape

_DIMENSIONS = re.compile(r"^(?P<family>\w+?)(?P<axes>[123])d$")


def siblings(layer: Layer, shape: Shape) -> Iterator[Layer]:
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
