"""What layers make of each number by itself, without torch."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from convviz.core.shown_layers import torch_shape

if TYPE_CHECKING:
    from convviz.core.layers.pointwise import PointwiseLayer
    from convviz.values.layer_values import Array

_erf = np.frompyfunc(math.erf, 1, 1)


class ArrayMaths:
    """The functions of pointwise layers, of numpy's arrays."""

    exp = staticmethod(np.exp)
    expm1 = staticmethod(np.expm1)
    log = staticmethod(np.log)
    log1p = staticmethod(np.log1p)
    sqrt = staticmethod(np.sqrt)
    tanh = staticmethod(np.tanh)
    maximum = staticmethod(np.maximum)
    minimum = staticmethod(np.minimum)
    where = staticmethod(np.where)

    def erf(self, x: Any) -> Any:  # noqa: ANN401 - an array
        """Return the error function of each number."""
        return np.asarray(_erf(x), dtype=np.float64)


def pointwise_output(layer: PointwiseLayer, values: Array, beside: Array | None = None) -> Array:
    """Return what a layer makes of each number, in float64.

    Args:
        layer: The layer.
        values: Of any shape.
        beside: What stands beside each; None where nothing does.

    Raises:
        ParameterError: the layer's parameters are refused.
        ShapeError: the input's shape is refused.
    """
    layer.infer(torch_shape(layer, values.shape))
    numbers, maths = np.asarray(values, dtype=np.float64), ArrayMaths()
    with np.errstate(all="ignore"):
        if beside is None:
            output = layer.apply(numbers, maths)
        else:
            output = layer.apply_beside(numbers, beside, maths)
    return np.asarray(output, dtype=np.float64)
