"""What a gradient step of a kernel shows, in a few sentences."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from convviz.stepping.lines.step_lines import value_text

if TYPE_CHECKING:
    from convviz.stepping.worked.learning import LearnWorking

translate = QCoreApplication.translate


def learning_text(working: LearnWorking) -> str:
    """Return what a step is, and what it does to the loss, translated."""
    rule = translate(
        "Learning",
        "The output is compared with the target. Each weight gets input × slope of the loss of "
        "every place where it lies, added up: its gradient. It moves against it, by lr.",
    )
    before, after = (value_text(loss) for loss in (working.learned.loss, working.loss_after))
    loss = translate("Learning", "This step takes the loss from {before} to {after}.")
    return " ".join(escape(text) for text in (rule, loss.format(before=before, after=after)))


def course_text(losses: tuple[float, ...], lr: float, largest_rate: float | None) -> str:
    """Return where the loss goes, translated.

    Args:
        losses: Now, and behind each step that is looked ahead.
        lr: The learning rate.
        largest_rate: Above which the loss rises; None where no one knows.
    """
    first, last = losses[0], losses[-1]
    rates = {"lr": value_text(lr), "most": _few_digits(largest_rate or 0.0)}
    is_too_high = largest_rate is not None and lr > largest_rate
    if first == 0:
        return translate("Learning", "The output is the target: there is nothing left to learn.")
    if not abs(first) < float("inf"):
        return translate(
            "Learning",
            "The loss is no finite number: in the input, the kernel or the target stands one that "
            "is too large, or none.",
        )
    if not all(abs(loss) < float("inf") for loss in losses):
        text = translate(
            "Learning",
            "It breaks: with lr = {lr} the numbers grow beyond all bounds. Above {most} each step "
            "jumps farther over the bottom than it came.",
        )
        if largest_rate is None:
            text = translate("Learning", "It breaks: the numbers grow beyond all bounds.")
    elif is_too_high and last > first:
        text = translate(
            "Learning",
            "It diverges: lr = {lr} is above {most}, so each step jumps farther over the bottom "
            "than it came.",
        )
    elif is_too_high:
        text = translate(
            "Learning",
            "It falls at first, but lr = {lr} is above {most}: along the steepest direction each "
            "step jumps farther over the bottom than it came, and in the end the loss rises.",
        )
    elif lr == 0:
        text = translate("Learning", "With lr = 0 nothing moves.")
    elif last > first:
        text = translate("Learning", "The loss rises: the step is too long.")
    elif largest_rate is not None and lr > largest_rate / 2:
        text = translate(
            "Learning",
            "It falls in zigzags: lr = {lr} is more than half of {most}, above which it diverges.",
        )
    elif largest_rate is not None:
        text = translate("Learning", "It falls. Above lr = {most} it would diverge.")
    else:
        text = translate("Learning", "It falls.")
    return text.format(**rates)


def _few_digits(number: float) -> str:
    return value_text(float(f"{number:.3g}"))
