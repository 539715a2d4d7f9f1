"""What losses make of input and target, without torch."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from convviz.core.errors import ErrorCode, ShapeError
from convviz.core.losses.base import Target
from convviz.values.class_losses import class_numbers
from convviz.values.pointwise_values import ArrayMaths

if TYPE_CHECKING:
    from convviz.core.layers.modes import Mode
    from convviz.core.losses import Loss
    from convviz.core.losses.classes import ClassLoss
    from convviz.core.losses.pointwise import PointwiseLoss
    from convviz.core.losses.stages import StagedLoss
    from convviz.values.layer_values import Array, Weights


def loss_output(loss: Loss, values: Array, tensors: Weights, _mode: Mode) -> Array:
    """Return a loss, in float64.

    Args:
        loss: The loss; it accepts the shapes.
        values: Its input.
        tensors: What it takes beside it, such as "target"; int64 where that holds classes.

    Raises:
        ShapeError: TARGET_OUTSIDE_CLASSES, NOT_A_SHARE; as :func:`staged_numbers`.
    """
    return _OUTPUTS[loss.target](loss, values, tensors)


def _of_numbers(loss: PointwiseLoss, values: Array, tensors: Weights) -> Array:
    losses = pointwise_losses(loss, values, tensors["target"])
    return reduced(loss, losses, loss.divisor(values.shape, losses.shape))


def _of_classes(loss: ClassLoss, values: Array, tensors: Weights) -> Array:
    result = class_numbers(loss, values, tensors["target"]).result
    return result.reshape(loss.samples_shape(values.shape)) if result.ndim else result


def _in_stages(loss: StagedLoss, values: Array, tensors: Weights) -> Array:
    from convviz.core.losses.stages import LOSSES  # these keep the start fast
    from convviz.values.staged_losses import staged_numbers

    losses = staged_numbers(loss, values, tensors)[LOSSES]
    return reduced(loss, losses, losses.size)


INPUT: Final = "input"

_OUTPUTS: Final[Mapping[Target, Callable[[Any, Array, Weights], Array]]] = {
    Target.CLASS: _of_classes,
    Target.ONE_HOT: _of_numbers,
    Target.STAGED: _in_stages,
}


def pointwise_losses(loss: PointwiseLoss, values: Array, target: Array) -> Array:
    """Return the loss of each number, before they are reduced.

    Args:
        loss: The loss.
        values: Of any shape.
        target: Of the same, or of one that is repeated to it.

    Raises:
        ShapeError: NOT_A_SHARE.
    """
    for name in loss.shares:
        _check_shares(loss, name, values if name == INPUT else target)
    with np.errstate(all="ignore"):
        x, y = np.broadcast_arrays(*(np.asarray(a, dtype=np.float64) for a in (values, target)))
        each = (each_number(loss, name, x.shape) for name in loss.each)
        losses: Array = np.asarray(loss.apply(x, y, ArrayMaths(), *each), dtype=np.float64)
    return losses


def _check_shares(loss: PointwiseLoss, name: str, numbers: Array) -> None:
    wrong = ~((numbers >= 0) & (numbers <= 1))
    if wrong.any():
        place = tuple(int(at) for at in np.argwhere(wrong)[0])
        value, code = float(numbers[place]), ErrorCode.NOT_A_SHARE
        kind = loss.type_name()
        raise ShapeError(code, layer=kind, tensor=name, value=value, place=place)


def each_number(loss: PointwiseLoss, name: str, shape: tuple[int, ...]) -> Array:
    """Return a parameter that has a number for each place of the last dimension, everywhere."""
    given = getattr(loss, name)
    return np.broadcast_to(np.array(1.0 if given is None else given, dtype=np.float64), shape)


def reduced(loss: Loss, losses: Array, divisor: float) -> Array:
    """Return losses as they are, or their mean or sum.

    Args:
        loss: Says which.
        losses: All of them.
        divisor: By which their sum is divided for a mean.
    """
    with np.errstate(all="ignore"):
        if loss.reduction == "none":
            return losses
        total = losses.sum()
        return np.asarray(total if loss.reduction == "sum" else total / np.float64(divisor))
