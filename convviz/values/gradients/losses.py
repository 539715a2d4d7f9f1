"""Gradients of losses: how the one number changes with each number of the input."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from convviz.core.losses.base import Target
from convviz.values.class_losses import as_input, class_numbers
from convviz.values.dual_numbers import slopes_of
from convviz.values.loss_values import each_number
from convviz.values.pointwise_values import ArrayMaths

if TYPE_CHECKING:
    from convviz.values.gradients.backward import Backward, Gradients
    from convviz.values.layer_values import Array


def loss_gradients(backward: Backward) -> Gradients:
    """Return the gradient of a loss's input, and of each further tensor that has one."""
    if backward.layer.target is Target.STAGED:
        return _in_stages(backward)
    with np.errstate(all="ignore"):
        if backward.layer.target is Target.CLASS:
            return {"input": as_input(backward.layer, _of_classes(backward), backward.values.shape)}
        slopes = number_slopes(backward)
        handed = slopes * each_upstream(backward).reshape(slopes.shape)
        return {"input": _unrepeated(handed, backward.values.shape)}


def _in_stages(backward: Backward) -> Gradients:
    from convviz.values.staged_losses import (  # keeps the start fast
        staged_gradients,
        staged_numbers,
    )

    loss, tensors = backward.layer, backward.weights
    numbers = staged_numbers(loss, backward.values, tensors)
    given = {"input": backward.values, **tensors}
    shapes = {name: given[name].shape for name in loss.learned_tensors}
    return staged_gradients(loss, numbers, each_upstream(backward), shapes)


def number_slopes(backward: Backward) -> Array:
    """Return how the loss of each number changes with the number, (losses)."""
    loss, target = backward.layer, backward.weights["target"]
    x, y = np.broadcast_arrays(
        *(np.asarray(given, dtype=np.float64) for given in (backward.values, target))
    )
    each = [each_number(loss, name, x.shape) for name in loss.each]
    with np.errstate(all="ignore"):
        slopes = loss.slope(x, y, ArrayMaths(), *each)
        if slopes is None:
            slopes = slopes_of(lambda at, maths: loss.apply(at, y, maths, *each), np.array(x))
    return np.broadcast_to(slopes, x.shape)


def _of_classes(backward: Backward) -> Array:
    """Return what each output of each sample gets, (samples classes).

    In torch's order, which matters where a mean is 0 / 0: what the target asks for is divided,
    nothing else, and then goes back through the softmax.
    """
    loss = backward.layer
    numbers = class_numbers(loss, backward.values, backward.weights["target"])
    is_asked = np.broadcast_to(numbers.counts[:, None], numbers.asked.shape)
    if numbers.labels is not None and not loss.smoothing:
        is_asked = is_asked & (numbers.asked != 0)
    handed = numbers.asked * numbers.weight * each_upstream(backward)[:, None]
    handed = np.where(is_asked, handed, 0.0)
    if numbers.shares is None:
        return -handed
    result: Array = numbers.shares * handed.sum(axis=1, keepdims=True) - handed
    return result


def class_slopes(backward: Backward) -> Array:
    """Return how the loss of each sample changes with its outputs, (samples classes)."""
    numbers = class_numbers(backward.layer, backward.values, backward.weights["target"])
    asked = numbers.asked * numbers.weight
    if numbers.shares is None:
        return -asked
    shares: Array = numbers.shares * asked.sum(axis=1, keepdims=True) - asked
    return shares


def loss_divisor(backward: Backward) -> float:
    """Return by what a mean divides the sum of the losses; 1 without a mean."""
    loss: Any = backward.layer
    if loss.reduction in {"sum", "none"}:
        return 1.0
    if loss.target is Target.CLASS:
        numbers = class_numbers(loss, backward.values, backward.weights["target"])
        return float(numbers.divisors.sum())
    if loss.target is Target.STAGED:
        return float(_losses_in_stages(backward))
    shape = np.broadcast_shapes(backward.values.shape, backward.weights["target"].shape)
    return float(loss.divisor(backward.values.shape, shape))


def _losses_in_stages(backward: Backward) -> int:
    """Return how many losses there are of a loss in stages."""
    loss: Any = backward.layer
    given = {"input": backward.values, **{name: backward.weights[name] for name in loss.takes}}
    shapes = loss.stage_shapes({name: array.shape for name, array in given.items()})
    return math.prod(shapes["losses"])


def each_upstream(backward: Backward) -> Array:
    """Return the gradient that reaches each single loss, (losses)."""
    loss: Any = backward.layer
    if loss.reduction == "none":
        return backward.upstream.ravel()
    if loss.target is Target.CLASS:
        count = backward.values.size // loss.class_count(backward.values.shape)
    elif loss.target is Target.STAGED:
        count = _losses_in_stages(backward)
    else:
        shapes = backward.values.shape, backward.weights["target"].shape
        count = int(np.prod(np.broadcast_shapes(*shapes)))
    share = np.float64(backward.upstream.item()) / np.float64(loss_divisor(backward))
    return np.full(count, share)


def _unrepeated(values: Array, shape: tuple[int, ...]) -> Array:
    """Return what was repeated to a shape added up again."""
    missing = tuple(range(values.ndim - len(shape)))
    total = values.sum(axis=missing)
    along = tuple(at for at, size in enumerate(shape) if size == 1 and total.shape[at] > 1)
    summed: Array = total.sum(axis=along, keepdims=True)
    return summed
