"""What is worth knowing about losses: what they take, what a mean is, how low they can fall."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from convviz.core.explaining.explanations import ExplanationCode, explain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convviz.core.explaining.explanations import Explanation
    from convviz.core.layers.base import Shape
    from convviz.core.layers.tensor_forms import TensorForm
    from convviz.core.losses.classes import ClassLoss
    from convviz.core.losses.pointwise import PointwiseLoss


def class_notes(loss: ClassLoss, shape: Shape, target: TensorForm) -> Iterator[Explanation]:
    """Yield what is worth knowing about a loss of classes.

    Args:
        loss: The loss.
        shape: Of its input, which has classes.
        target: What it is compared with.
    """
    name, classes = loss.type_name(), loss.class_count(shape)
    has_shares = loss.compares_shares(shape, target)
    if loss.takes_logits:
        least = f"{loss.least_of_shares(classes):.4f}"
        code = ExplanationCode.LOSS_APPLIES_SOFTMAX
        yield explain(code, layer=name, classes=classes, least=least)
    else:
        yield explain(ExplanationCode.LOSS_PICKS_OUTPUT, layer=name)
    if loss.takes_probabilities:
        numbers = loss.samples_shape(shape)
        code = ExplanationCode.LOSS_TAKES_CLASSES
        yield explain(code, numbers=numbers, shares=shape)
    if loss.weight is not None and loss.reduction == "mean":
        code = ExplanationCode.LOSS_MEAN_BY_WEIGHTS
        yield explain(ExplanationCode.LOSS_MEAN_WITHOUT_WEIGHTS if has_shares else code)
    elif loss.smoothing and classes > 1 and not has_shares and loss.weight is None:
        code, smoothing = ExplanationCode.LOSS_SMOOTHED_LEAST, loss.smoothing
        least = f"{_least(smoothing, classes):.4f}"
        yield explain(code, smoothing=smoothing, classes=classes, least=least)


def _least(smoothing: float, classes: int) -> float:
    """Return the least loss of a smoothed target: its own entropy."""
    other = smoothing / classes
    right = 1 - smoothing + other
    shares = [right, *[other] * (classes - 1)]
    return -sum(share * math.log(share) for share in shares if share)


def pointwise_notes(loss: PointwiseLoss, shape: Shape, target: TensorForm) -> Iterator[Explanation]:
    """Yield what is worth knowing about a loss of each number.

    Args:
        loss: The loss; it accepts the shapes.
        shape: Of its input.
        target: What it is compared with.
    """
    if target.shape != shape:
        losses = loss.losses_shape(shape, target)
        facts = {"input": shape, "target": target.shape, "losses": losses}
        count = math.prod(losses)
        yield explain(ExplanationCode.LOSS_TARGET_REPEATED, count=count, **facts)
    yield from loss.notes()
    if loss.takes_logits:
        yield explain(ExplanationCode.LOSS_NEVER_LOG_OF_ZERO, layer=loss.type_name())
    if loss.shares:
        yield explain(ExplanationCode.LOSS_LOG_LIMITED, layer=loss.type_name())
