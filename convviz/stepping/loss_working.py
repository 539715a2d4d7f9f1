"""The loss of a batch, worked out by hand from its outputs: picture by picture, then as one number.

Without Qt and without torch, in float64: torch's own number stands beside it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from convviz.core.losses import Target
from convviz.core.losses.classes import CrossEntropyLoss, NLLLoss
from convviz.core.losses.distances import HuberLoss, L1Loss, MSELoss, SmoothL1Loss
from convviz.core.written_numbers import joined, written

if TYPE_CHECKING:
    from collections.abc import Callable

    from convviz.core.losses import Loss

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
        cost: Minus the logarithm of the share, or the loss of the difference.
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
        lines: The loss written out: (what, how, number).
    """

    label: int
    taken_for: int
    terms: tuple[ClassTerm, ...]
    loss: float
    divisor: float
    counts: bool
    lines: tuple[tuple[str, str, float], ...]


@dataclass(frozen=True, slots=True)
class LossWorking:
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


def work_out_loss(loss: Loss, outputs: Floats, labels: Labels) -> LossWorking:
    """Return how the loss of a batch comes about.

    Args:
        loss: Its settings; its reduction is "mean" or "sum".
        outputs: pictures classes
        labels: pictures; the class of each, from 0.

    Source:
        torch.nn.CrossEntropyLoss, NLLLoss, MSELoss, L1Loss, SmoothL1Loss, HuberLoss.
    """
    of_picture = _of_distances if loss.target is Target.ONE_HOT else _of_classes
    wide = outputs.astype(np.float64)
    pictures = tuple(
        of_picture(loss, row, int(label)) for row, label in zip(wide, labels, strict=True)
    )
    counted = [picture for picture in pictures if picture.counts]
    total = float(np.sum([picture.loss for picture in counted]))
    is_mean = loss.reduction == "mean"
    divisor = float(np.sum([picture.divisor for picture in counted])) if is_mean else 1.0
    with np.errstate(invalid="ignore", divide="ignore"):
        result = float(np.float64(total) / divisor)
    shown = result if is_mean else result / max(1, len(pictures))
    return LossWorking(pictures, total, divisor, result, shown, _reduction(counted, divisor, loss))


def _reduction(pictures: list[PictureLoss], divisor: float, loss: Loss) -> str:
    sums = joined([written(picture.loss) for picture in pictures], _TERMS)
    return f"({sums}) / {written(divisor)}" if loss.reduction == "mean" else sums


def _of_classes(loss: Loss, outputs: Floats, label: int) -> PictureLoss:
    """Return the loss of a picture of a loss that compares with a class."""
    is_entropy = isinstance(loss, CrossEntropyLoss)
    logs = _log_softmax(outputs) if is_entropy else outputs
    smoothing = loss.label_smoothing if isinstance(loss, CrossEntropyLoss) else 0.0
    count = len(outputs)
    own = loss.weight if isinstance(loss, (CrossEntropyLoss, NLLLoss)) else None
    weights = np.ones(count) if own is None else np.array(own, dtype=np.float64)
    targets = np.full(count, smoothing / count)
    counts = label != getattr(loss, "ignore_index", None) and 0 <= label < count
    if counts:
        targets[label] += 1.0 - smoothing
    terms = tuple(
        ClassTerm(
            output=float(outputs[number]),
            target=float(targets[number]),
            share=float(np.exp(logs[number])) if is_entropy else None,
            cost=float(-logs[number]),
            weight=float(weights[number]),
            # Of a class that is not asked for nothing is added, however unlikely it is.
            term=float(-targets[number] * weights[number] * logs[number])
            if targets[number]
            else 0.0,
        )
        for number in range(count)
    )
    value = float(np.sum([term.term for term in terms])) if counts else 0.0
    divisor = float(weights[label]) if counts else 0.0
    lines = _entropy_lines(terms, label, value) if is_entropy else _likelihood_lines(terms, label)
    return PictureLoss(
        label, int(outputs.argmax()), terms, value, divisor, counts, lines if counts else ()
    )


def _log_softmax(outputs: Floats) -> Floats:
    with np.errstate(invalid="ignore", over="ignore"):
        shifted = outputs - outputs.max()
        logs: Floats = shifted - np.log(np.exp(shifted).sum())
    return logs


def _entropy_lines(
    terms: tuple[ClassTerm, ...], label: int, value: float
) -> tuple[tuple[str, str, float], ...]:
    right = terms[label]
    powers = joined([f"exp({written(term.output)})" for term in terms], _TERMS)
    share = right.share or 0.0
    lines = [
        (f"p[{label}]", f"exp({written(right.output)}) / ({powers})", share),
        (f"−log p[{label}]", f"−log({written(share)})", right.cost),
    ]
    asked = [term for term in terms if term.target]
    if len(asked) > 1 or right.weight != 1.0 or right.target != 1.0:
        products = [
            f"{written(term.target)}·{written(term.weight)}·{written(term.cost)}" for term in asked
        ]
        lines.append(("loss", joined(products, _TERMS), value))
    return tuple(lines)


def _likelihood_lines(
    terms: tuple[ClassTerm, ...], label: int
) -> tuple[tuple[str, str, float], ...]:
    right = terms[label]
    factor = "" if right.weight == 1.0 else f"{written(right.weight)}·"
    return (("loss", f"−{factor}({written(right.output)})", right.term),)


def _of_distances(loss: Loss, outputs: Floats, label: int) -> PictureLoss:
    """Return the loss of a picture of a loss that compares each output with 1 or 0."""
    cost, how = _DISTANCES[type(loss)]
    terms = []
    for number, output in enumerate(outputs):
        target = 1.0 if number == label else 0.0
        value = float(cost(loss, float(output) - target))
        terms.append(ClassTerm(float(output), target, None, value, 1.0, value))
    total = float(np.sum([term.term for term in terms]))
    right = terms[label] if 0 <= label < len(terms) else terms[0]
    difference = right.output - right.target
    sums = joined([written(term.term) for term in terms], _TERMS)
    lines = (
        (f"d[{label}]", f"{written(right.output)} − {written(right.target)}", difference),
        (f"l[{label}]", how(loss, difference), right.cost),
        ("loss", sums, total),
    )
    return PictureLoss(
        label,
        int(outputs.argmax()),
        tuple(terms),
        total,
        float(len(terms)),
        counts=True,
        lines=lines,
    )


def _square(_loss: Loss, difference: float) -> float:
    return difference * difference


def _size(_loss: Loss, difference: float) -> float:
    return abs(difference)


def _bend(loss: Loss) -> float:
    """Return the difference up to which a loss is a square."""
    if isinstance(loss, SmoothL1Loss):
        return loss.beta
    return loss.delta if isinstance(loss, HuberLoss) else math.inf


def _smooth(loss: Loss, difference: float) -> float:
    beta = _bend(loss)
    if abs(difference) < beta:
        return 0.5 * difference * difference / beta
    return abs(difference) - 0.5 * beta


def _huber(loss: Loss, difference: float) -> float:
    delta = _bend(loss)
    if abs(difference) <= delta:
        return 0.5 * difference * difference
    return delta * (abs(difference) - 0.5 * delta)


def _how_square(_loss: Loss, difference: float) -> str:
    return f"({written(difference)})²"


def _how_size(_loss: Loss, difference: float) -> str:
    return f"|{written(difference)}|"


def _how_smooth(loss: Loss, difference: float) -> str:
    beta = written(_bend(loss))
    if abs(difference) < _bend(loss):
        return f"0.5·({written(difference)})² / {beta}"
    return f"|{written(difference)}| − 0.5·{beta}"


def _how_huber(loss: Loss, difference: float) -> str:
    delta = written(_bend(loss))
    if abs(difference) <= _bend(loss):
        return f"0.5·({written(difference)})²"
    return f"{delta}·(|{written(difference)}| − 0.5·{delta})"


_DISTANCES: Final[
    dict[type[Loss], tuple[Callable[[Loss, float], float], Callable[[Loss, float], str]]]
] = {
    MSELoss: (_square, _how_square),
    L1Loss: (_size, _how_size),
    SmoothL1Loss: (_smooth, _how_smooth),
    HuberLoss: (_huber, _how_huber),
}
