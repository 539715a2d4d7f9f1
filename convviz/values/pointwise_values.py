"""What layers make of each number by itself, without torch."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from convviz.core.layers.pointwise import PointwiseLayer
    from convviz.values.layer_values import Array

_erf = np.frompyfunc(math.erf, 1, 1)


class ArrayMaths:
    """The functions of pointwise layers, of numpy's arrays."""

    exp = staticmethod(np.exp)
    expm1 = staticmethod(np.expm1)
    log1p = staticmethod(np.log1p)
    tanh = staticmethod(np.tanh)
    maximum = staticmethod(np.maximum)
    minimum = staticmethod(np.minimum)
    where = staticmethod(np.where)

    def erf(self, x: Any) -> Any:  # noqa: ANN401 - an array
        """Return the error function of each number."""
        return np.asarray(_erf(x), dtype=np.float64)


def pointwise_output(layer: PointwiseLayer, values: Array) -> Array:
    """Return what a layer makes of each number, in float64.

    Args:
        layer: The layer.
        values: Of any shape.

    Raises:
        ParameterError: the layer's parameters are refused.
        ShapeError: the input's shape is refused.
    """
    layer.infer(values.shape)
    with np.errstate(all="ignore"):
        output: Array = np.asarray(
            layer.apply(np.asarray(values, dtype=np.float64), ArrayMaths()), dtype=np.float64
        )
    return output
