"""What losses make of input and target, without torch."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from convviz.values.pointwise_values import ArrayMaths

if TYPE_CHECKING:
    from convviz.core.layers.modes import Mode
    from convviz.core.losses import Loss
    from convviz.core.losses.distances import DistanceLoss
    from convviz.values.layer_values import Array, Weights


def loss_output(loss: Loss, values: Array, tensors: Weights, _mode: Mode) -> Array:
    """Return a loss, in float64.

    Args:
        loss: The loss; it accepts the input.
        values: Its input.
        tensors: "target".
    """
    return reduced(loss, distance_losses(loss, values, tensors["target"]))  # type: ignore[arg-type]


def distance_losses(loss: DistanceLoss, values: Array, target: Array) -> Array:
    """Return the loss of each difference.

    Args:
        loss: The loss.
        values: Of any shape.
        target: Of the same.
    """
    with np.errstate(all="ignore"):
        losses: Array = np.asarray(loss.apply(values - target, ArrayMaths()), dtype=np.float64)
    return losses


def reduced(loss: Loss, losses: Array) -> Array:
    """Return losses as they are, or their mean or sum."""
    with np.errstate(all="ignore"):
        if loss.reduction == "none":
            return losses
        total = losses.sum()
        return np.asarray(total if loss.reduction == "sum" else total / np.float64(losses.size))
