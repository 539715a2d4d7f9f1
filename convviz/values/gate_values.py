"""What gates let pass, without torch: a number times the sigmoid of another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from convviz.core.layers.gate import GLU
    from convviz.values.layer_values import Array


def glu_output(layer: GLU, values: Array) -> Array:
    """Return what a layer makes of an input, in float64.

    Args:
        layer: The layer.
        values: Of any shape that it takes, without a batch.

    Raises:
        ParameterError: the layer's parameters are refused.
        ShapeError: the input's shape is refused.
    """
    layer.infer(values.shape)
    passing, gates = np.split(np.asarray(values, dtype=np.float64), 2, axis=layer.dim)
    return gated(passing, gates)


def gated(passing: Array, gates: Array) -> Array:
    """Return numbers times the sigmoids of others."""
    with np.errstate(all="ignore"):
        result: Array = passing * opened(gates)
    return result


def opened(gates: Array) -> Array:
    """Return by how much gates are open, from 0 to 1: their sigmoid."""
    with np.errstate(all="ignore"):
        share: Array = 1.0 / (1.0 + np.exp(-gates))
    return share
