"""The values of any layer that the calculator shows, without torch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convviz.core.layers.base import WindowedLayer
from convviz.core.shown_layers import infer_shown, torch_shape
from convviz.values.layer_values import layer_output
from convviz.values.rearranged_values import rearranged_output

if TYPE_CHECKING:
    from convviz.core.layers.base import Layer
    from convviz.values.layer_values import Array, Weights


def shown_output(layer: Layer, values: Array, weights: Weights) -> Array:
    """Return what a layer computes of one picture, in float64.

    Args:
        layer: One of ``convviz.core.shown_layers.SHOWN``.
        values: Its input, without a batch.
        weights: Its tensors by torch's names; empty where it has none.

    Raises:
        ConvVizError: the layer refuses its parameters or the input, or is too much work.
    """
    if isinstance(layer, WindowedLayer):
        return layer_output(layer, values, weights)
    taken = values.reshape(torch_shape(layer, values.shape))
    return rearranged_output(layer, taken).reshape(infer_shown(layer, values.shape))
