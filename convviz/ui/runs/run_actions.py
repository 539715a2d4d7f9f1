"""What can be done with a run that goes on or could: pausing, stopping and extending it."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication

from convviz.runs import RunStatus
from convviz.ui.page_actions import PageAction

if TYPE_CHECKING:
    from convviz.ui.runs.presenter import RunsPresenter

PAUSE: Final = "pause run"
STOP: Final = "stop run"
EXTEND: Final = "extend run"

_EXTENDABLE: Final = frozenset(
    {RunStatus.FINISHED, RunStatus.STOPPED, RunStatus.FAILED, RunStatus.INTERRUPTED}
)

translate = QCoreApplication.translate


class RunControl(StrEnum):
    """What is wanted of a run."""

    PAUSE = "pause"
    STOP = "stop"
    EXTEND = "extend"


def control_actions(presenter: RunsPresenter) -> list[PageAction]:
    """Return these actions, for the one chosen run."""
    choose_one = translate("RunsActions", "Choose one run in the table")

    def is_running() -> bool:
        run = presenter.state.the_one
        return run is not None and run.status is RunStatus.RUNNING

    def why_not(otherwise: str) -> str:
        return choose_one if presenter.state.the_one is None else otherwise

    def why_no_pause() -> str:
        if not is_running():
            return why_not(translate("RunsActions", "This run does not go on"))
        if presenter.state.is_own_halted:
            return translate("RunsActions", "It is paused. Resume it")
        return translate("RunsActions", "Only the window that trains it can pause it; stop it")

    return [
        PageAction(
            EXTEND,
            translate("RunsActions", "Extend…"),
            "mdi6.plus",
            ("Ctrl+F6",),
            lambda: presenter.control(RunControl.EXTEND),
            tip=translate("RunsActions", "Train this run for more epochs than were planned"),
            can=lambda: (
                presenter.state.the_one is not None
                and presenter.state.the_one.status in _EXTENDABLE
            ),
            why_not=lambda: why_not(
                translate("RunsActions", "A run that diverged or goes on cannot be extended")
            ),
            group="one",
        ),
        PageAction(
            PAUSE,
            translate("RunsActions", "Pause"),
            "mdi6.pause",
            ("F7",),
            lambda: presenter.control(RunControl.PAUSE),
            tip=translate("RunsActions", "Have this run wait after the current batch"),
            can=lambda: presenter.state.is_own_going and not presenter.state.is_own_halted,
            why_not=why_no_pause,
            group="one",
        ),
        PageAction(
            STOP,
            translate("RunsActions", "Stop"),
            "mdi6.stop",
            ("Shift+F8",),
            lambda: presenter.control(RunControl.STOP),
            tip=translate(
                "RunsActions",
                "End this run after the current batch, with a checkpoint; also one that another "
                "window or the shell of this computer trains",
            ),
            can=is_running,
            why_not=lambda: why_not(translate("RunsActions", "This run does not go on")),
            group="one",
        ),
    ]
