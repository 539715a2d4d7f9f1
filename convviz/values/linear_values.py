"""What a fully connected layer computes, without torch."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from convviz.core.errors import ErrorCode, ShapeError
from convviz.values.layer_values import LARGEST_OUTPUT, LARGEST_WORK

if TYPE_CHECKING:
    from convviz.core.layers.linear import Linear
    from convviz.values.layer_values import Array, Weights


def linear_output(layer: Linear, values: Array, weights: Weights) -> Array:
    """Return x times the transposed weight plus the bias, in float64.

    Args:
        layer: The layer.
        values: Its input, of any shape that it takes.
        weights: Its tensors, of ``layer.weight_shapes()``.

    Raises:
        ParameterError: the layer's parameters are refused.
        ShapeError: the input's shape is refused; TOO_LARGE: more work than is done here.
    """
    shape = layer.infer(values.shape)
    work = layer.mult_adds(values.shape)
    for value, limit in ((int(np.prod(shape)), LARGEST_OUTPUT), (work, LARGEST_WORK)):
        if value > limit:
            raise ShapeError(ErrorCode.TOO_LARGE, parameter="output", value=value, limit=limit)
    weight = np.asarray(weights["weight"], dtype=np.float64)
    with np.errstate(all="ignore"):
        output: Array = np.asarray(values, dtype=np.float64) @ weight.T
        if layer.bias:
            output = output + np.asarray(weights["bias"], dtype=np.float64)
    return output
