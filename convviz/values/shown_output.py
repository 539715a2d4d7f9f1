"""The values of any layer that the calculator shows, without torch."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from convviz.core.errors import ErrorCode, ShapeError
from convviz.core.layers.base import WindowedLayer
from convviz.core.layers.unpool import MaxUnpoolingLayer
from convviz.core.shown_layers import infer_shown, torch_shape
from convviz.core.unpooling import infer_unpooled, pooling_of
from convviz.values.layer_values import layer_output
from convviz.values.pool_indices import winner_indices
from convviz.values.rearranged_values import rearranged_output, unpooled

if TYPE_CHECKING:
    from convviz.core.layers.base import Layer, Shape
    from convviz.values.layer_values import Array, Weights


def shown_output(
    layer: Layer, values: Array, weights: Weights, output_size: Shape | None = None
) -> Array:
    """Return what a layer computes of one picture, in float64.

    Args:
        layer: One of ``convviz.core.shown_layers.SHOWN``.
        values: Its input, without a batch.
        weights: Its tensors by torch's names; empty where it has none.
        output_size: The sizes that unpooling is given; None for its default.

    Raises:
        ConvVizError: the layer refuses its parameters or the input, or is too much work.
    """
    if isinstance(layer, WindowedLayer):
        return layer_output(layer, values, weights)
    if isinstance(layer, MaxUnpoolingLayer):
        return _unpooled(layer, values, output_size)
    taken = values.reshape(torch_shape(layer, values.shape))
    return rearranged_output(layer, taken).reshape(infer_shown(layer, values.shape))


def _unpooled(layer: MaxUnpoolingLayer, values: Array, output_size: Shape | None) -> Array:
    """Return what unpooling makes of the pooled picture.

    Raises:
        ShapeError: INDEX_OUTSIDE_OUTPUT.
    """
    shape = infer_unpooled(layer, values.shape, output_size)
    pooling = pooling_of(layer)
    indices = winner_indices(pooling, values)
    last = math.prod(shape[1:]) - 1
    if int(indices.max()) > last:
        code, index = ErrorCode.INDEX_OUTSIDE_OUTPUT, int(indices.max())
        raise ShapeError(code, index=index, output=shape[1:], last=last)
    return unpooled(layer, layer_output(pooling, values, {}), indices, output_size)
