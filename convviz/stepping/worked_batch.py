"""A batch of a training worked out: its loss, picture by picture, and the step of a weight.

The numbers of the loss and their lines are those of the calculator, which works the same losses
out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from convviz.core.losses.base import Target
from convviz.core.optimisers.step_work import StepWork
from convviz.core.written_numbers import joined, written
from convviz.stepping.lines.line_parts import PartRole
from convviz.stepping.worked.class_losses import COSTS, SHARES, ClassLossWorking
from convviz.stepping.worked.losses import LOSSES
from convviz.stepping.worked.pointwise_losses import PointwiseLossWorking

if TYPE_CHECKING:
    from collections.abc import Iterable

    from convviz.core.losses import Loss
    from convviz.core.optimisers import Optimiser
    from convviz.core.optimisers.step_work import RuleLine
    from convviz.protocol.worked_batch import WeightStep
    from convviz.stepping.lines.line_parts import LinePart
    from convviz.stepping.worked.losses import LossWorking
    from convviz.stepping.worked.parts import WorkedStep

Floats = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]

_TERMS: Final = 3
"""Of a long sum, so many terms are written out at its start."""


@dataclass(frozen=True, slots=True)
class ClassTerm:
    """What one output of a picture adds to its loss.

    Attributes:
        output: The network's.
        target: What it is compared with: 1 of the right class, else 0; with label smoothing the
            share that is asked for.
        share: Of softmax; None for losses without one.
        cost: Minus the logarithm of the share, or the loss of the number.
        weight: Of the class.
        term: What is added: target times weight times cost, or the cost.
    """

    output: float
    target: float
    share: float | None
    cost: float
    weight: float
    term: float


@dataclass(frozen=True, slots=True)
class PictureLoss:
    """The loss of one picture.

    Attributes:
        label: Its class.
        taken_for: The class of the largest output.
        terms: Of each output.
        loss: Their sum.
        divisor: What it adds to the number that the sum of a batch is divided by for a mean.
        counts: Whether it counts; a picture of the class that is ignored does not.
        lines: The loss written out.
    """

    label: int
    taken_for: int
    terms: tuple[ClassTerm, ...]
    loss: float
    divisor: float
    counts: bool
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BatchLossWorking:
    """The loss of a batch.

    Attributes:
        pictures: Each picture's.
        total: The sum of their losses.
        divisor: What the sum is divided by.
        result: The loss, as torch reduces it.
        of_a_picture: The number that the plot shows: the result, and of a sum its share of a
            picture.
        how: The reduction written out.
    """

    pictures: tuple[PictureLoss, ...]
    total: float
    divisor: float
    result: float
    of_a_picture: float
    how: str


def work_out_loss(loss: Loss, outputs: Floats, labels: Labels) -> BatchLossWorking:
    """Return how the loss of a batch comes about.

    Args:
        loss: Its settings; its reduction is "mean" or "sum".
        outputs: pictures classes
        labels: pictures; the class of each, from 0.

    Raises:
        ShapeError: a label is no class, or the outputs are none that the loss takes.
    """
    of_batch = _of_numbers if loss.target is Target.ONE_HOT else _of_classes
    pictures = tuple(of_batch(loss, outputs.astype(np.float64), labels.astype(np.int64)))
    counted = [picture for picture in pictures if picture.counts]
    total = float(np.sum([picture.loss for picture in counted]))
    is_mean = loss.reduction == "mean"
    divisor = float(np.sum([picture.divisor for picture in counted])) if is_mean else 1.0
    with np.errstate(invalid="ignore", divide="ignore"):
        result = float(np.float64(total) / divisor)
    shown = result if is_mean else result / max(1, len(pictures))
    how = _reduction(counted, divisor, is_mean=is_mean)
    return BatchLossWorking(pictures, total, divisor, result, shown, how)


def _reduction(pictures: list[PictureLoss], divisor: float, *, is_mean: bool) -> str:
    sums = joined([written(picture.loss) for picture in pictures], _TERMS)
    return f"({sums}) / {written(divisor)}" if is_mean else sums


def _of_classes(loss: Any, outputs: Floats, labels: Labels) -> Iterable[PictureLoss]:  # noqa: ANN401 - a ClassLoss
    """Yield the pictures of a loss that compares with a class."""
    working = ClassLossWorking(loss, outputs, labels)
    numbers = working.numbers
    shares = numbers.shares
    classes = outputs.shape[1]
    for at, label in enumerate(labels.tolist()):
        terms = tuple(
            ClassTerm(
                float(outputs[at, kind]),
                float(numbers.asked[at, kind]),
                None if shares is None else float(shares[at, kind]),
                float(numbers.costs[at, kind]),
                float(numbers.weight[kind]),
                float(numbers.terms[at, kind]),
            )
            for kind in range(classes)
        )
        counts = bool(numbers.counts[at])
        right = at * classes + label
        places = [(SHARES, right), (COSTS, right)] if shares is not None else []
        yield PictureLoss(
            label,
            int(outputs[at].argmax()),
            terms,
            float(numbers.losses[at]),
            float(numbers.divisors[at]),
            counts,
            _lines(working, [*places, (LOSSES, at)]) if counts else (),
        )


def _of_numbers(loss: Any, outputs: Floats, labels: Labels) -> Iterable[PictureLoss]:  # noqa: ANN401 - a PointwiseLoss
    """Yield the pictures of a loss that compares each output with 1 or 0."""
    classes = outputs.shape[1]
    target = np.eye(classes)[labels]
    working = PointwiseLossWorking(loss, outputs, target)
    losses = working.part(LOSSES).values.reshape(outputs.shape)
    for at, label in enumerate(labels.tolist()):
        terms = tuple(
            ClassTerm(float(x), float(y), None, float(cost), 1.0, float(cost))
            for x, y, cost in zip(outputs[at], target[at], losses[at], strict=True)
        )
        total = float(losses[at].sum())
        sums = joined([written(term.term) for term in terms], _TERMS)
        lines = _lines(working, [(LOSSES, at * classes + label)])
        yield PictureLoss(
            label,
            int(outputs[at].argmax()),
            terms,
            total,
            float(classes),
            counts=True,
            lines=(*lines, f"loss = {sums} = {written(total)}"),
        )


def _lines(working: LossWorking, places: Iterable[tuple[str, int]]) -> tuple[str, ...]:
    """Return the lines of some cells, as they stand in the calculator, as plain texts."""
    steps: Iterable[WorkedStep] = (working.work_out(part, flat) for part, flat in places)
    return tuple(" ".join(map(_plain, line.parts)) for step in steps for line in step.lines)


def _plain(part: LinePart) -> str:
    return "…" if part.role is PartRole.LEFT_OUT else part.plain_text


def work_out_step(optimiser: Optimiser, step: WeightStep) -> tuple[RuleLine, ...]:
    """Return the rule of an optimiser with the numbers of one weight.

    The last line is the weight behind the step. What the settings were in that step counts, not
    what the document says: a schedule or a person may have changed them.

    Args:
        optimiser: Which rule.
        step: The numbers.

    Returns:
        No lines for numbers that are not finite any more.
    """
    work = StepWork(
        step.settings, step.remembered, step.before, step.gradient, step.after, step.shape
    )
    try:
        optimiser.work_out(work)
    except (OverflowError, ZeroDivisionError, ValueError):
        return ()
    return tuple(work.lines)
