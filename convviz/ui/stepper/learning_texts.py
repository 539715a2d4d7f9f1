"""What a gradient step of a kernel shows, in a few sentences."""

from __future__ import annotations

import math
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from convviz.stepping.lines.line_parts import value_text
from convviz.ui.widgets.sentences import SENTENCE_END

if TYPE_CHECKING:
    from convviz.core.optimisers import Optimiser
    from convviz.stepping.worked.learning import LearnWorking

translate = QCoreApplication.translate


def learning_text(working: LearnWorking) -> str:
    """Return what a step is, and what it does to the loss, translated."""
    rule = translate(
        "Learning",
        "The output is compared with the target. Each weight gets input × slope of the loss of "
        "every place where it lies, added up: its gradient. {optimiser} makes a step of it.",
    )
    before, after = (value_text(loss) for loss in (working.learned.loss, working.loss_after))
    loss = translate("Learning", "This step takes the loss from {before} to {after}.")
    rule = rule.format(optimiser=working.optimiser.type_name())
    loss = loss.format(before=before, after=after)
    return SENTENCE_END.join(escape(text) for text in (loss, rule))


def course_text(losses: tuple[float, ...], optimiser: Optimiser, largest_rate: float | None) -> str:
    """Return where the loss goes, translated.

    Args:
        losses: Now, and behind each step that is looked ahead.
        optimiser: What takes the steps.
        largest_rate: Above which the loss rises; None where no one knows.
    """
    lr = optimiser.lr
    text = _standing_text(losses[0], lr)
    if not text and getattr(optimiser, "maximize", False):
        text = translate("Learning", "With maximize the steps climb: the loss is to rise.")
    elif not text and (largest_rate is None or (lr <= largest_rate and _swings(losses))):
        text = _plain_course(losses)
        if largest_rate is not None:
            text += " " + translate("Learning", "Above lr = {most} it would diverge.")
    elif not text and largest_rate is not None:
        text = _course(losses, lr, largest_rate)
    return text.format(lr=value_text(lr), most=_few_digits(largest_rate or 0.0))


def _standing_text(first: float, lr: float) -> str:
    """Return why nothing moves; "" where something does."""
    if not math.isfinite(first):
        return translate(
            "Learning",
            "The loss is no finite number: in the input, the kernel or the target stands one that "
            "is too large, or none.",
        )
    if first == 0:
        return translate("Learning", "The output is the target: there is nothing left to learn.")
    return "" if lr else translate("Learning", "With lr = 0 nothing moves.")


def _plain_course(losses: tuple[float, ...]) -> str:
    """Return where a loss goes of which no one knows the largest rate."""
    if not all(map(math.isfinite, losses)):
        return translate("Learning", "It breaks: the numbers grow beyond all bounds.")
    if losses[-1] > losses[0]:
        return translate("Learning", "The loss rises: the step is too long.")
    if _swings(losses):
        return translate(
            "Learning",
            "It falls in swings: some steps carry the weights past the bottom, and they come back.",
        )
    return translate("Learning", "It falls.")


def _swings(losses: tuple[float, ...]) -> bool:
    """Return whether some steps raise a loss that ends lower than it began."""
    return losses[-1] < losses[0] and any(after > before for before, after in pairwise(losses))


def _course(losses: tuple[float, ...], lr: float, largest_rate: float) -> str:
    """Return where a loss goes of which the largest rate is known."""
    if not all(map(math.isfinite, losses)):
        return translate(
            "Learning",
            "It breaks: with lr = {lr} the numbers grow beyond all bounds. Above {most} each step "
            "jumps farther over the bottom than it came.",
        )
    if lr > largest_rate and losses[-1] > losses[0]:
        return translate(
            "Learning",
            "It diverges: lr = {lr} is above {most}, so each step jumps farther over the bottom "
            "than it came.",
        )
    if lr > largest_rate:
        return translate(
            "Learning",
            "It falls at first, but lr = {lr} is above {most}: along the steepest direction each "
            "step jumps farther over the bottom than it came, and in the end the loss rises.",
        )
    if lr > largest_rate / 2:
        return translate(
            "Learning",
            "It falls in zigzags: lr = {lr} is more than half of {most}, above which it diverges.",
        )
    return translate("Learning", "It falls. Above lr = {most} it would diverge.")


def _few_digits(number: float) -> str:
    return value_text(float(f"{number:.3g}"))
