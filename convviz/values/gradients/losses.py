"""Gradients of losses: how the one number changes with each number of the input."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from convviz.core.losses.base import Target
from convviz.values.class_losses import class_numbers
from convviz.values.dual_numbers import slopes_of
from convviz.values.loss_values import INPUT, each_number

if TYPE_CHECKING:
    from convviz.values.gradients.backward import Backward, Gradients
    from convviz.values.layer_values import Array

_LEAST_PRODUCT: Final = 1e-12
"""By which torch divides where a share is 0 or 1. Source: aten/src/ATen/native/Loss.cpp."""


def loss_gradients(backward: Backward) -> Gradients:
    """Return the gradient of a loss's input."""
    with np.errstate(all="ignore"):
        if backward.layer.target is Target.CLASS:
            # A sample that does not count gets nothing, even if the mean is 0 / 0.
            numbers = class_numbers(backward.layer, backward.values, backward.weights["target"])
            handed = class_slopes(backward) * each_upstream(backward)[:, None]
            shares = np.where(numbers.counts[:, None], handed, 0.0)
            return {"input": _from_samples(backward, shares)}
        slopes = number_slopes(backward)
        handed = slopes * each_upstream(backward).reshape(slopes.shape)
        return {"input": _unrepeated(handed, backward.values.shape)}


def number_slopes(backward: Backward) -> Array:
    """Return how the loss of each number changes with the number, (losses)."""
    loss, target = backward.layer, backward.weights["target"]
    x, y = np.broadcast_arrays(
        *(np.asarray(given, dtype=np.float64) for given in (backward.values, target))
    )
    each = [each_number(loss, name, x.shape) for name in loss.each]
    slopes = slopes_of(lambda at, maths: loss.apply(at, y, maths, *each), np.array(x))
    if INPUT in loss.shares:
        factor = each[0] if each else 1.0
        edges = (x == 0) | (x == 1)
        slopes = np.where(edges, factor * (x - y) / _LEAST_PRODUCT, slopes)
    return slopes


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
    shape = np.broadcast_shapes(backward.values.shape, backward.weights["target"].shape)
    return float(loss.divisor(backward.values.shape, shape))


def each_upstream(backward: Backward) -> Array:
    """Return the gradient that reaches each single loss, (losses)."""
    loss: Any = backward.layer
    if loss.reduction == "none":
        return backward.upstream.ravel()
    if loss.target is Target.CLASS:
        count = backward.values.size // loss.class_count(backward.values.shape)
    else:
        shapes = backward.values.shape, backward.weights["target"].shape
        count = int(np.prod(np.broadcast_shapes(*shapes)))
    share = np.float64(backward.upstream.item()) / np.float64(loss_divisor(backward))
    return np.full(count, share)


def _from_samples(backward: Backward, values: Array) -> Array:
    """Return numbers of samples and classes in the order of the input."""
    shape = backward.values.shape
    axis = backward.layer.class_axis(shape)
    moved = (*shape[:axis], *shape[axis + 1 :], shape[axis])
    return np.moveaxis(values.reshape(moved), -1, axis)


def _unrepeated(values: Array, shape: tuple[int, ...]) -> Array:
    """Return what was repeated to a shape added up again."""
    missing = tuple(range(values.ndim - len(shape)))
    total = values.sum(axis=missing)
    along = tuple(at for at, size in enumerate(shape) if size == 1 and total.shape[at] > 1)
    summed: Array = total.sum(axis=along, keepdims=True)
    return summed
