"""What to try after a run, read off its epochs: one honest sentence, or none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication

from convviz.core.schedules import Unit
from convviz.ui.formats import percent_text
from convviz.ui.training.run.run_progress import RunState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convviz.protocol.document import Document
    from convviz.protocol.records import EpochRecord
    from convviz.ui.training.run.run_progress import RunProgress

_HARDLY: Final = 1.5
"""Times as often right as by guessing: less than that is hardly learned."""
_RISING_EPOCHS: Final = 2
"""So many epochs behind the best one the loss rises by more than chance."""
_MUCH_WORSE: Final = 1.1
"""How far above its best the loss of the test pictures counts as risen."""


def next_step(progress: RunProgress) -> str:
    """Return what to try after a run that came to its end; "" where nothing is plain."""
    translate = QCoreApplication.translate
    epochs, document = progress.epochs, progress.document
    if progress.state is not RunState.FINISHED or not epochs or document is None:
        return ""
    facts, last = document.training.dataset.facts(), epochs[-1]
    if facts is not None and last.validation_accuracy < _HARDLY / facts.classes:
        return translate(
            "NextStep",
            "It has hardly learned anything: guessing is right in {chance}. Try more epochs, "
            "momentum or another learning rate.",
        ).format(chance=percent_text(1 / facts.classes))
    rises_since = _loss_rises_since(epochs)
    if rises_since:
        return translate(
            "NextStep",
            "Since epoch {epoch} it gets worse on the test pictures while it gets better on the "
            "training pictures: it learns these by heart. Try augmentation or weight decay.",
        ).format(epoch=rises_since)
    if _still_gets_better(epochs) and not _is_planned_to_its_end(document):
        return translate(
            "NextStep", "Every epoch still made it better. Raise the epochs and resume to go on."
        )
    if not document.training.dataset.is_read:
        return translate(
            "NextStep", "Now try photographs: Train a template… has networks for CIFAR-10."
        )
    return ""


def _loss_rises_since(epochs: Sequence[EpochRecord]) -> int:
    """Return the epoch since which only the training pictures go better; 0 for none."""
    best, last = min(epochs, key=lambda epoch: epoch.validation_loss), epochs[-1]
    is_over = last.epoch - best.epoch >= _RISING_EPOCHS
    is_worse = last.validation_loss > _MUCH_WORSE * best.validation_loss
    return best.epoch if is_over and is_worse and last.train_loss < best.train_loss else 0


def _still_gets_better(epochs: Sequence[EpochRecord]) -> bool:
    losses = [epoch.validation_loss for epoch in epochs]
    return len(losses) > 1 and losses == sorted(losses, reverse=True)


def _is_planned_to_its_end(document: Document) -> bool:
    """Return whether the schedule is as long as the run, so that it cannot be made longer."""
    schedule = document.training.schedule
    return schedule is not None and schedule.unit is Unit.BATCH
