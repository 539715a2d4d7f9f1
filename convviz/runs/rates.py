"""The learning rate of runs that did not record it, as far as it follows from their settings."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from convviz.core.errors import ConvVizError
from convviz.core.schedules import Unit
from convviz.protocol.batch_course import BATCH_SIZE, course_of
from convviz.protocol.document_file import decode_document

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from convviz.protocol.document import Training
    from convviz.protocol.records import RateStep, SettingChange

_RATE = "lr"


def with_earlier_rates(
    recorded: tuple[RateStep, ...],
    document: bytes,
    batches_per_epoch: int,
    changes: Sequence[SettingChange],
    done: int,
) -> tuple[RateStep, ...]:
    """Return recorded learning rates, and before them those that follow from the settings.

    Args:
        recorded: In order; none of a run of an earlier version, and only the newer ones of a run
            that went on since.
        document: The JSON text of what was trained.
        batches_per_epoch: Of the batch size that the run began with.
        changes: The settings that were changed, in order.
        done: Batches of the run so far.
    """
    first = recorded[0][0] if recorded else done + 1
    if first <= 1:
        return recorded
    try:
        training = decode_document(document).training
        known = _only_changes(rates_without_record(training, batches_per_epoch, changes))
    except (ConvVizError, ArithmeticError):
        known = []
    return (*(step for step in known if step[0] < first), *recorded)


def rates_without_record(
    training: Training, batches_per_epoch: int, changes: Sequence[SettingChange]
) -> list[RateStep]:
    """Return the learning rate of each batch or epoch, as its schedule says.

    Nothing is known of a schedule that follows the loss. Behind a change the others go on from
    what they find, so that nothing is known from there.

    Raises:
        ConvVizError: The schedule is one that torch refuses.
    """
    schedule, rate = training.schedule, training.optimiser.lr
    if schedule is None:
        changed = [(c.step + 1, c.value) for c in changes if c.name == _RATE]
        return [(1, rate), *changed]
    if schedule.follows_the_loss:
        return []
    schedule.check()
    course = course_of(training, batches_per_epoch)
    if schedule.unit is Unit.BATCH:
        rates = schedule.rates(rate, course.steps_until(training.scheduled_epochs))
        known = list(enumerate(rates, 1))
    else:
        rates = schedule.rates(rate, training.epochs)
        known = [(course.steps_until(epoch) + 1, value) for epoch, value in enumerate(rates)]
    ends = [c.step + 1 for c in changes if c.name in {_RATE, BATCH_SIZE}]
    end = min(ends, default=math.inf)
    before = [step for step in known if step[0] < end]
    return before if end == math.inf else [*before, (int(end), math.nan)]


def _only_changes(rates: Iterable[RateStep]) -> list[RateStep]:
    """Return the rates that differ from the one before."""
    kept: list[RateStep] = []
    for step, rate in rates:
        if not kept or rate != kept[-1][1]:
            kept.append((step, rate))
    return kept
