"""What is worth knowing about a layer on an input: all of it, the most telling first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from convviz.core.explaining.axis_explanations import axis_explanations
from convviz.core.explaining.explanation_sources import SOURCES, source_of
from convviz.core.explaining.explanations import Explanation
from convviz.core.explaining.rearranging_explanations import (
    TOLD,
    rearranging_explanations,
    unpooling_explanations,
)
from convviz.core.explaining.refusal_explanations import refusal_explanations
from convviz.core.explaining.sources import Source
from convviz.core.explaining.window_explanations import layer_explanations
from convviz.core.layers.reductions import Reduction
from convviz.core.layers.tensor_forms import NO_FORMS
from convviz.core.shown_layers import is_shown, shown_dimensions, torch_shape
from convviz.core.unpooling import takes_output_size

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from convviz.core.errors import ConvVizError
    from convviz.core.layers.base import Layer, Shape
    from convviz.core.layers.tensor_forms import Forms

_RANKS = {code: rank for rank, code in enumerate(SOURCES)}


@dataclass(frozen=True, slots=True)
class Note:
    """An explanation, and where it holds.

    Attributes:
        explanation: What is worth knowing.
        source: Where it can be read.
        axes: The spatial axes for which it holds, from 0; empty where it holds for the layer as
            a whole, or along every axis alike.
    """

    explanation: Explanation
    source: Source
    axes: tuple[int, ...] = ()


def worth_knowing(
    layer: Layer, shape: Shape, output_size: Shape | None = None, forms: Forms = NO_FORMS
) -> tuple[Note, ...]:
    """Return what is worth knowing about settings that work; nothing of those that do not.

    Args:
        layer: A layer; nothing is said of one that neither slides a window nor moves cells.
        shape: The input's, without a batch; before unpooling, that of the picture that is pooled.
        output_size: The sizes that unpooling is given; None for its default.
        forms: Of the tensors beside the input, as far as they were chosen.
    """
    if not is_shown(layer) or len(shape) not in shown_dimensions(layer):
        return ()
    if takes_output_size(layer):
        return ranked(_of_layer(layer, unpooling_explanations(layer, shape, output_size)))
    if layer.cell_reduction in TOLD:
        return ranked(_of_layer(layer, rearranging_explanations(layer, torch_shape(layer, shape))))
    if layer.cell_reduction is Reduction.IN_PARTS:
        told = (*layer.notes_on_numbers(shape), *layer.notes_on_tensors(shape, forms))
        return ranked(_of_layer(layer, told))
    of_layer = _of_layer(layer, layer_explanations(layer, shape[1:]))
    return ranked([*of_layer, *_along_axes(layer, shape[1:])])


def worth_knowing_of_refusal(layer: Layer, error: ConvVizError) -> tuple[Note, ...]:
    """Return what is worth knowing about settings that are refused for a reason."""
    axis = error.facts.get("axis")
    axes = (axis,) if isinstance(axis, int) and (layer.rank or 1) > 1 else ()
    return ranked(_of_layer(layer, refusal_explanations(layer, error), axes))


def _of_layer(
    layer: Layer, explanations: Iterable[Explanation], axes: tuple[int, ...] = ()
) -> Iterator[Note]:
    return (Note(item, source_of(item.code, layer), axes) for item in explanations)


def ranked(notes: Iterable[Note]) -> tuple[Note, ...]:
    """Return notes, the most telling first."""
    return tuple(sorted(notes, key=lambda note: _RANKS[note.explanation.code]))


def _along_axes(layer: Layer, spatial: Shape) -> list[Note]:
    """Return what holds along each axis; what is the same along several, once."""
    notes: list[tuple[Explanation, list[int]]] = []
    for axis in range(len(spatial)):
        for item in axis_explanations(layer, spatial, axis):
            known = next((axes for other, axes in notes if other == item), None)
            if known is None:
                notes.append((item, [axis]))
            else:
                known.append(axis)
    return [
        Note(item, source_of(item.code, layer), () if len(axes) == len(spatial) else tuple(axes))
        for item, axes in notes
    ]
