"""The settings that can be changed while a run goes on: what they are now. Without widgets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from convviz.protocol.messages.trainer import SETTING_NAMES
from convviz.protocol.records import value_now
from convviz.ui.training.run_progress import CHANGEABLE_STATES

if TYPE_CHECKING:
    from convviz.protocol.messages.trainer import SettingCommand
    from convviz.ui.training.run_progress import RunProgress

_RATE: Final = "lr"


@dataclass(frozen=True, slots=True)
class LiveSetting:
    """A setting of the optimiser that is at work.

    Attributes:
        name: As in torch.
        value: What it is now; None where a schedule moves it on from what was set.
        schedule: The schedule that sets it, whatever a person does; "" if it can be changed.
    """

    name: str
    value: float | None
    schedule: str = ""

    def command(self, value: float) -> SettingCommand:
        """Return what asks the trainer for another value."""
        kind = next(kind for kind, name in SETTING_NAMES.items() if name == self.name)
        return kind(value)


def live_settings(progress: RunProgress) -> tuple[LiveSetting, ...]:
    """Return what can be changed of the run that goes on; nothing if none does."""
    document = progress.document
    if document is None or progress.state not in CHANGEABLE_STATES:
        return ()
    training = document.training
    optimiser, schedule = training.optimiser, training.schedule
    settings = []
    for name in SETTING_NAMES.values():
        if name not in optimiser.parameters():
            continue
        value = value_now(progress.changes, name, getattr(optimiser, name))
        is_set = schedule is not None and name in schedule.overwrites()
        is_moved = schedule is not None and (name == _RATE or is_set)
        kind = schedule.type_name() if schedule is not None and is_set else ""
        settings.append(LiveSetting(name, None if is_moved else value, kind))
    return tuple(settings)
