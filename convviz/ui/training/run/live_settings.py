"""The settings that can be changed while a run goes on: what they are now. Without widgets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from convviz.core.schedules import Unit
from convviz.protocol.batch_course import BATCH_SIZE
from convviz.protocol.messages.trainer import (
    SETTING_NAMES,
    SetBatchSize,
    SetLearningRate,
    SetMomentum,
    SetWeightDecay,
)
from convviz.protocol.records import value_now
from convviz.protocol.run_settings import scheduled_epochs
from convviz.ui.training.run.run_progress import CHANGEABLE_STATES

if TYPE_CHECKING:
    from convviz.protocol.document import Training
    from convviz.protocol.messages.trainer import SettingCommand
    from convviz.ui.training.run.run_progress import RunProgress

_RATE: Final = "lr"
_OF_OPTIMISER: Final = (SetLearningRate, SetMomentum, SetWeightDecay)


@dataclass(frozen=True, slots=True)
class LiveSetting:
    """A setting that is at work: of the optimiser, or the batch size.

    Attributes:
        name: As in torch.
        value: What it is now; None where a schedule moves it on from what was set.
        schedule: The schedule that sets it, whatever a person does; "" if it can be changed.
        is_whole: Whether only whole numbers are taken.
    """

    name: str
    value: float | None
    schedule: str = ""
    is_whole: bool = False

    def command(self, value: float) -> SettingCommand:
        """Return what asks the trainer for another value."""
        if self.is_whole:
            return SetBatchSize(int(value))
        return next(kind for kind in _OF_OPTIMISER if SETTING_NAMES[kind] == self.name)(value)


def live_settings(progress: RunProgress) -> tuple[LiveSetting, ...]:
    """Return what can be changed of the run that goes on; nothing if none does."""
    document = progress.document
    if document is None or progress.state not in CHANGEABLE_STATES:
        return ()
    training = document.training
    optimiser, schedule = training.optimiser, training.schedule
    is_over = _is_schedule_over(progress, training)
    changed = {change.name for change in progress.changes}
    settings = []
    for name in SETTING_NAMES.values():
        if name == BATCH_SIZE:
            settings.append(_batch_size(progress, training))
        if name not in optimiser.parameters():
            continue
        value = value_now(progress.changes, name, getattr(optimiser, name))
        is_set = schedule is not None and name in schedule.overwrites()
        is_moved = schedule is not None and (name == _RATE or is_set)
        if is_over and name in changed:
            is_moved = False
        kind = schedule.type_name() if schedule is not None and is_set and not is_over else ""
        settings.append(LiveSetting(name, None if is_moved else value, kind))
    return tuple(settings)


def _is_schedule_over(progress: RunProgress, training: Training) -> bool:
    """Return whether a schedule that was laid out over some epochs has come to its end."""
    length = scheduled_epochs(training)
    return length is not None and len(progress.epochs) >= length


def _batch_size(progress: RunProgress, training: Training) -> LiveSetting:
    schedule = None if _is_schedule_over(progress, training) else training.schedule
    is_laid_out = schedule is not None and schedule.unit is Unit.BATCH
    kind = schedule.type_name() if schedule is not None and is_laid_out else ""
    size = int(value_now(progress.changes, BATCH_SIZE, training.batch_size))
    return LiveSetting(BATCH_SIZE, size, kind, is_whole=True)
