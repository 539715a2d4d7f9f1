"""The values of any layer that the calculator shows, without torch."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from convviz.core.errors import ErrorCode, ShapeError
from convviz.core.layers.modes import EVALUATION, Mode
from convviz.core.layers.parameters import LayerFamily
from convviz.core.layers.reductions import Reduction
from convviz.core.shown_layers import infer_shown, torch_shape
from convviz.core.unpooling import infer_unpooled
from convviz.values.gate_values import glu_output
from convviz.values.layer_values import WINDOWED, layer_output
from convviz.values.linear_values import linear_output
from convviz.values.local_norm_values import local_norm_output
from convviz.values.loss_values import loss_output
from convviz.values.norm_values import norm_output
from convviz.values.numbers_beside import numbers_beside
from convviz.values.pointwise_values import pointwise_output
from convviz.values.pool_indices import winner_indices
from convviz.values.random_windows import random_window_output
from convviz.values.rearranged_values import REARRANGED, rearranged_output, unpooled
from convviz.values.share_values import share_output
from convviz.values.step_values import step_output

if TYPE_CHECKING:
    from convviz.core.layers.base import Layer, Shape
    from convviz.core.layers.fractional_pool import FractionalMaxPoolingLayer
    from convviz.core.layers.gate import GLU
    from convviz.core.layers.layer_norm import LocalResponseNorm
    from convviz.core.layers.linear import Linear
    from convviz.core.layers.normalising import NormalisingLayer
    from convviz.core.layers.pointwise import PointwiseLayer
    from convviz.core.layers.softmax import SharingLayer
    from convviz.core.layers.unpool import MaxUnpoolingLayer
    from convviz.values.layer_values import Array, Weights


class Given(NamedTuple):
    """What a layer is given beside its input and its weights.

    Attributes:
        output_size: The sizes that unpooling is given; None for its default.
        mode: Whether it is computed as in training.
    """

    output_size: Shape | None = None
    mode: Mode = EVALUATION


def shown_output(
    layer: Layer,
    values: Array,
    weights: Weights,
    output_size: Shape | None = None,
    mode: Mode = EVALUATION,
) -> Array:
    """Return what a layer computes of one picture, in float64.

    Args:
        layer: One that ``convviz.core.shown_layers.is_shown``.
        values: Its input, without a batch.
        weights: Its tensors by torch's names; empty where it has none.
        output_size: The sizes that unpooling is given; None for its default.
        mode: Whether as in training, and by which chance.

    Raises:
        ConvVizError: the layer refuses its parameters or the input, or is too much work.
        TypeError: only torch has the layer's numbers.
    """
    compute = _OUTPUTS.get(layer.cell_reduction)
    if compute is None:
        message = f"no values for {layer.type_name()}"
        raise TypeError(message)
    return compute(layer, values, weights, Given(output_size, mode))


def _of_windows(layer: Layer, values: Array, weights: Weights, _given: Given) -> Array:
    return layer_output(layer, values, weights)


def _rearranged(layer: Layer, values: Array, _weights: Weights, _given: Given) -> Array:
    taken = values.reshape(torch_shape(layer, values.shape))
    return rearranged_output(layer, taken).reshape(infer_shown(layer, values.shape))


def _unpooled(layer: MaxUnpoolingLayer, values: Array, _weights: Weights, given: Given) -> Array:
    """Return what unpooling makes of the pooled picture.

    Raises:
        ShapeError: INDEX_OUTSIDE_OUTPUT.
    """
    shape = infer_unpooled(layer, values.shape, given.output_size)
    pooling = layer.pooling()
    indices = winner_indices(pooling, values)
    last = math.prod(shape[1:]) - 1
    if int(indices.max()) > last:
        code, index = ErrorCode.INDEX_OUTSIDE_OUTPUT, int(indices.max())
        raise ShapeError(code, index=index, output=shape[1:], last=last)
    return unpooled(layer, layer_output(pooling, values, {}), indices, given.output_size)


def _pointwise(layer: PointwiseLayer, values: Array, weights: Weights, given: Given) -> Array:
    return pointwise_output(layer, values, numbers_beside(layer, values, weights, given.mode))


def _shares(layer: SharingLayer, values: Array, _weights: Weights, _given: Given) -> Array:
    return share_output(layer, values)


def _at_random(
    layer: FractionalMaxPoolingLayer, values: Array, _weights: Weights, given: Given
) -> Array:
    return random_window_output(layer, values, given.mode.seed)


def _gated(layer: GLU, values: Array, _weights: Weights, _given: Given) -> Array:
    return glu_output(layer, values)


def _in_parts(layer: Any, values: Array, tensors: Weights, given: Given) -> Array:  # noqa: ANN401 - of its family
    layer.infer(values.shape)
    return PART_OUTPUTS[layer.family](layer, values, tensors, given.mode)


PART_OUTPUTS: Mapping[LayerFamily, Callable[[Any, Array, Weights, Mode], Array]] = {
    LayerFamily.LOSS: loss_output,
    LayerFamily.OPTIMISER: step_output,
}
"""How the result of a layer is computed that is shown in parts, by its family."""


def _normalised(layer: NormalisingLayer, values: Array, weights: Weights, given: Given) -> Array:
    taken = values.reshape(torch_shape(layer, values.shape))
    output = norm_output(layer, taken, weights, training=given.mode.training)
    return output.reshape(values.shape)


def _among_neighbours(
    layer: LocalResponseNorm, values: Array, _weights: Weights, _given: Given
) -> Array:
    return local_norm_output(layer, values)


def _of_features(layer: Linear, values: Array, weights: Weights, _given: Given) -> Array:
    return linear_output(layer, values, weights)


_OUTPUTS: Mapping[Reduction, Callable[[Any, Array, Weights, Given], Array]] = {
    **dict.fromkeys(WINDOWED, _of_windows),
    **dict.fromkeys(REARRANGED, _rearranged),
    Reduction.BY_INDICES: _unpooled,
    Reduction.POINTWISE: _pointwise,
    Reduction.SHARES: _shares,
    Reduction.RANDOM_WINDOWS: _at_random,
    Reduction.GATES: _gated,
    Reduction.IN_PARTS: _in_parts,
    Reduction.NORMALISES: _normalised,
    Reduction.NEIGHBOURS: _among_neighbours,
    Reduction.FEATURES: _of_features,
}
"""How the numbers of a layer are computed, by its reduction."""

_MISSING = set(Reduction) - {Reduction.OWN} - set(_OUTPUTS)
if _MISSING:
    _MESSAGE = f"no function computes {sorted(_MISSING)}"
    raise NotImplementedError(_MESSAGE)
