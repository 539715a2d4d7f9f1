"""What softmaxes make of numbers, without torch: the share that each has of all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from convviz.core.layers.softmax import SharingLayer
    from convviz.values.layer_values import Array


def share_output(layer: SharingLayer, values: Array) -> Array:
    """Return what a layer makes of an input, in float64.

    Args:
        layer: The layer.
        values: Of any shape that it takes, without a batch.

    Raises:
        ParameterError: the layer's parameters are refused.
        ShapeError: the input's shape is refused.
    """
    layer.infer(values.shape)
    dimension = layer.chosen_dimension(values.ndim)
    return np.moveaxis(shares_of(layer, np.moveaxis(values, dimension, -1)), -1, dimension)


def shares_of(layer: Any, values: Array) -> Array:  # noqa: ANN401 - a SharingLayer
    """Return the shares along the last axis, as torch has them: the largest is taken away first.

    Args:
        layer: A ``SharingLayer``, which says of what and in which form.
        values: Of any shape but a scalar.

    Source:
        torch, aten/src/ATen/native/cpu/SoftMaxKernel.cpp.
    """
    if not values.size:
        return values
    signed = np.asarray(values, dtype=np.float64) * layer.exponent_sign
    with np.errstate(all="ignore"):
        lowered = signed - signed.max(axis=-1, keepdims=True)
        exponentials = np.exp(lowered)
        total = exponentials.sum(axis=-1, keepdims=True)
        shares: Array = lowered - np.log(total) if layer.gives_logarithm else exponentials / total
    return shares
