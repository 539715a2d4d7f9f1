"""What losses of classes make of input and target, without torch: from each class to the loss."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from convviz.core.errors import ErrorCode, ShapeError
from convviz.core.layers.softmax import LogSoftmax
from convviz.core.layers.tensor_forms import TensorForm
from convviz.values.layer_values import Array
from convviz.values.share_values import shares_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convviz.core.layers.base import Shape
    from convviz.core.losses.classes import ClassLoss


@dataclass(frozen=True, slots=True, eq=False)
class ClassNumbers:
    """A loss of classes, all of it. A sample is what has one class.

    Attributes:
        outputs: samples classes; the input.
        shares: samples classes; of softmax. None for a loss without one.
        costs: samples classes; minus the logarithm of the share, or minus the input.
        asked: samples classes; how much of each class the target asks for.
        weight: classes; how much each counts.
        terms: samples classes; what each adds to its sample's loss.
        labels: samples; the right class. None where the target is shares.
        counts: samples; whether it counts: one of the class that is ignored does not.
        losses: samples
        divisors: samples; what each adds to the number by which the mean is divided.
        result: samples, or one number: the loss as it is reduced.
    """

    outputs: Array
    shares: Array | None
    costs: Array
    asked: Array
    weight: Array
    terms: Array
    labels: NDArray[np.int64] | None
    counts: NDArray[np.bool_]
    losses: Array
    divisors: Array
    result: Array


def class_numbers(loss: ClassLoss, values: Array, target: Any) -> ClassNumbers:  # noqa: ANN401 - an array of either type
    """Return how a loss comes about.

    Args:
        loss: The loss; it accepts the shapes.
        values: Its input: classes, or pictures classes, then any further sizes.
        target: int64 numbers of classes, a sample each; or shares of the input's shape.

    Raises:
        ShapeError: TARGET_OUTSIDE_CLASSES.

    Source:
        torch, aten/src/ATen/native/LossNLL.cpp.
    """
    outputs = by_sample(loss, np.asarray(values, dtype=np.float64), values.shape)
    with np.errstate(all="ignore"):
        costs = -shares_of(LogSoftmax(dim=-1), outputs) if loss.takes_logits else -outputs
        shares = np.exp(-costs) if loss.takes_logits else None
        count = outputs.shape[1]
        weight = np.ones(count) if loss.weight is None else np.array(loss.weight, dtype=np.float64)
        form = TensorForm(target.shape, bool(np.issubdtype(target.dtype, np.integer)))
        if loss.compares_shares(values.shape, form):
            given = by_sample(loss, target, values.shape)
            asked = given * (1 - loss.smoothing) + loss.smoothing / count
            terms = asked * weight * costs
            everyone = np.ones(len(outputs), dtype=np.bool_)
            losses, divisors = terms.sum(axis=1), everyone.astype(np.float64)
            result = _reduced(loss, [(1.0, losses)], divisors)
            known = (outputs, shares, costs, asked, weight, terms, None, everyone)
            return ClassNumbers(*known, losses, divisors, result)
        labels = target.reshape(-1).astype(np.int64)
        counts = _counted(loss, labels, count, target.shape)
        return _of_labels(loss, outputs, shares, costs, weight, labels, counts)


def _of_labels(
    loss: ClassLoss,
    outputs: Array,
    shares: Array | None,
    costs: Array,
    weight: Array,
    labels: NDArray[np.int64],
    counts: NDArray[np.bool_],
) -> ClassNumbers:
    count, samples = outputs.shape[1], np.arange(len(outputs))
    right = np.where(counts, labels, 0)
    spread = loss.smoothing / count
    asked = np.full(outputs.shape, spread)
    asked[samples, right] += 1 - loss.smoothing
    asked[~counts] = 0.0
    # Of a class that is not asked for nothing is added, however unlikely it is.
    terms = np.where(asked != 0, asked * weight * costs, 0.0)
    own = np.where(counts, weight[right] * costs[samples, right], 0.0)
    divisors = np.where(counts, weight[right], 0.0)
    pieces = [(1.0, own)]
    if loss.smoothing:
        others = np.where(counts, (costs * weight).sum(axis=1), 0.0)
        pieces = [(1 - loss.smoothing, own), (spread, others)]
    losses = np.asarray(sum(share * piece for share, piece in pieces))
    result = _reduced(loss, pieces, divisors)
    known = (outputs, shares, costs, asked, weight, terms, labels, counts)
    return ClassNumbers(*known, losses, divisors, result)


def _reduced(loss: ClassLoss, pieces: Sequence[tuple[float, Array]], divisors: Array) -> Array:
    """Return the losses reduced, piece by piece: torch adds up what becomes of each.

    Args:
        loss: Says how.
        pieces: What the losses are made of: a factor, and samples.
        divisors: samples
    """
    if loss.reduction == "none":
        return np.asarray(sum(share * piece for share, piece in pieces))
    divisor = divisors.sum() if loss.reduction == "mean" else np.float64(1.0)
    return np.asarray(sum(share * (piece.sum() / divisor) for share, piece in pieces))


def by_sample(loss: ClassLoss, values: Any, shape: Shape) -> Any:  # noqa: ANN401 - arrays of a type
    """Return numbers of the input's shape as samples classes."""
    moved = np.moveaxis(values, loss.class_axis(shape), -1)
    return moved.reshape(-1, loss.class_count(shape))


def as_input(loss: ClassLoss, rows: Array, shape: Shape) -> Array:
    """Return numbers as samples classes in the input's shape."""
    samples = loss.samples_shape(shape)
    return np.moveaxis(rows.reshape(*samples, -1), -1, loss.class_axis(shape))


def _counted(
    loss: ClassLoss, labels: NDArray[np.int64], count: int, shape: Shape
) -> NDArray[np.bool_]:
    """Return which samples count.

    Raises:
        ShapeError: TARGET_OUTSIDE_CLASSES.
    """
    counts: NDArray[np.bool_] = labels != loss.ignore_index
    outside = counts & ((labels < 0) | (labels >= count))
    if outside.any():
        first = int(np.argmax(outside))
        place = tuple(int(at) for at in np.unravel_index(first, shape)) if shape else ()
        code, value = ErrorCode.TARGET_OUTSIDE_CLASSES, int(labels[first])
        raise ShapeError(code, value=value, place=place, classes=count, last=count - 1)
    return counts
