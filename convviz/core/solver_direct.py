"""Layers whose output size is written in a parameter: adaptive pooling, padding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convviz.core.axis_windows import PaddingMode
from convviz.core.errors import ConvVizError
from convviz.core.layers.adaptive import AdaptivePoolingLayer
from convviz.core.layers.pad import PaddingLayer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convviz.core.layers.base import Shape, WindowedLayer
    from convviz.core.remedy import ParameterValue

DIRECT_FAMILIES = (AdaptivePoolingLayer, PaddingLayer)


def direct_parameters(
    layer: WindowedLayer, spatial: Shape, wanted: Shape
) -> Iterator[dict[str, ParameterValue]]:
    """Yield what would give the wanted size and is accepted, commonest first.

    Args:
        layer: An adaptive pooling or a padding layer.
        spatial: Input sizes of the spatial axes, in cells.
        wanted: Output sizes of the spatial axes, in cells.
    """
    found = _sizes(wanted) if isinstance(layer, AdaptivePoolingLayer) else _sides(spatial, wanted)
    for parameters in found:
        try:
            output = layer.replace(**parameters).infer((1, *spatial))
        except ConvVizError:
            continue
        if output[1:] == wanted:
            yield parameters


def nearest_direct(layer: WindowedLayer, spatial: Shape, wanted: Shape) -> Shape:
    """Return the wanted size within what the padding's mode can fill from the input."""
    mode = layer.mode if isinstance(layer, PaddingLayer) else PaddingMode.CONSTANT
    edges = {PaddingMode.REFLECT: 2, PaddingMode.CIRCULAR: 0}
    if mode not in edges:
        return wanted
    pairs = zip(spatial, wanted, strict=True)
    return tuple(min(number, 3 * size - edges[mode]) for size, number in pairs)


def _sizes(wanted: Shape) -> Iterator[dict[str, ParameterValue]]:
    yield {"output_size": _shortest(wanted)}


def _sides(spatial: Shape, wanted: Shape) -> Iterator[dict[str, ParameterValue]]:
    """Yield the cells to add or to crop: alike at both ends, all behind, all before."""
    totals = [number - size for size, number in zip(spatial, wanted, strict=True)]
    splits = (
        [(total // 2, total - total // 2) for total in totals],
        [(total - total // 2, total // 2) for total in totals],
        [(0, total) for total in totals],
        [(total, 0) for total in totals],
    )
    seen: list[ParameterValue] = []
    for sides in splits:
        # torch gives the last axis first: (left, right, top, bottom, front, back).
        value = _shortest(tuple(number for pair in reversed(sides) for number in pair))
        if value not in seen:
            seen.append(value)
            yield {"padding": value}


def _shortest(value: tuple[int, ...]) -> ParameterValue:
    return value[0] if len(set(value)) == 1 else value
