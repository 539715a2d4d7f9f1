"""Control of runs from elsewhere than the training page: this window's own, and other programs'."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from convviz.runs.liveness import ask_to_stop
from convviz.ui.formats import count_text
from convviz.ui.training.run.run_progress import HALTED_STATES

if TYPE_CHECKING:
    from pathlib import Path

    from convviz.ui.training.run.session import TrainingSession


@dataclass(frozen=True, slots=True)
class Activity:
    """What is to be known of a run on every page.

    Attributes:
        text: What goes on; "" if nothing does.
        is_halted: Whether it is paused.
    """

    text: str = ""
    is_halted: bool = False


def activity_of(session: TrainingSession) -> Activity:
    """Return whether a run goes on in this window, and how far it is."""
    progress = session.progress
    if not session.is_busy or not progress.is_active:
        return Activity()
    translate = QCoreApplication.translate
    is_halted = progress.state in HALTED_STATES
    if progress.is_loading or progress.started is None:
        return Activity(translate("RunControl", "A run begins"))
    text = (
        translate("RunControl", "A run is paused in epoch {epoch} of {epochs}")
        if is_halted
        else translate("RunControl", "A run goes on: epoch {epoch} of {epochs}")
    )
    numbers = {
        "epoch": count_text(progress.epoch),
        "epochs": count_text(progress.started.epochs),
    }
    return Activity(text.format(**numbers), is_halted)


def own_folder(session: TrainingSession) -> Path | None:
    """Return the folder of the run that goes on in this window; None if none does."""
    progress = session.progress
    return progress.folder if session.is_busy and progress.is_active else None


def stop_run(session: TrainingSession, folder: Path) -> tuple[str, str]:
    """Ask a run to end after its batch, with a checkpoint.

    Args:
        session: This window's.
        folder: The run's.

    Returns:
        The level of a notice, and what is to be said.
    """
    translate = QCoreApplication.translate
    if own_folder(session) == folder:
        session.stop()
    elif not ask_to_stop(folder):
        return "error", translate(
            "RunControl",
            "This run is trained on another computer, or has just ended: it cannot be stopped "
            "from here.",
        )
    return "info", translate("RunControl", "The run ends after its batch, with a checkpoint.")
