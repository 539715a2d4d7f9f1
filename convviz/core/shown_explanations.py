"""What is worth knowing about any layer that the calculator shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convviz.core.layers.base import WindowedLayer
from convviz.core.rearranging_explanations import rearranging_explanations
from convviz.core.shown_layers import shown_dimensions, torch_shape
from convviz.core.window_explanations import layer_explanations

if TYPE_CHECKING:
    from convviz.core.explanations import Explanation
    from convviz.core.layers.base import Layer, Shape


def shown_explanations(layer: Layer, shape: Shape) -> tuple[Explanation, ...]:
    """Return what is worth knowing about a layer as a whole; nothing where it refuses the input.

    Args:
        layer: One of ``convviz.core.shown_layers.SHOWN``.
        shape: The input's, without a batch.
    """
    if len(shape) not in shown_dimensions(layer):
        return ()
    if isinstance(layer, WindowedLayer):
        return layer_explanations(layer, shape[1:])
    return rearranging_explanations(layer, torch_shape(layer, shape))
