"""Layers whose output size is written in a parameter: adaptive pooling, padding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convviz.core.axis_windows import PaddingMode
from convviz.core.errors import ConvVizError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convviz.core.layers.base import Layer, Shape
    from convviz.core.remedies.remedy import ParameterValue

_EDGES = {PaddingMode.REFLECT: 2, PaddingMode.CIRCULAR: 0}
"""Cells that are not repeated of the two inputs that a padding may add at most, by its mode."""


def direct_parameters(
    layer: Layer, spatial: Shape, wanted: Shape
) -> Iterator[dict[str, ParameterValue]]:
    """Yield what would give the wanted size and is accepted, commonest first.

    Args:
        layer: One with a `size_parameter`.
        spatial: Input sizes of the spatial axes, in cells.
        wanted: Output sizes of the spatial axes, in cells.
    """
    for value in layer.settings_for(spatial, wanted):
        parameters = {layer.size_parameter: value}
        try:
            output = layer.replace(**parameters).infer((1, *spatial))
        except ConvVizError:
            continue
        if output[1:] == wanted:
            yield dict(parameters)


def nearest_direct(layer: Layer, spatial: Shape, wanted: Shape) -> Shape:
    """Return the wanted size within what the padding's mode can fill from the input."""
    modes = [reach.mode for reach in layer.axis_reaches(spatial)]
    return tuple(
        min(number, 3 * size - _EDGES[mode]) if mode in _EDGES else number
        for size, number, mode in zip(spatial, wanted, modes, strict=True)
    )
