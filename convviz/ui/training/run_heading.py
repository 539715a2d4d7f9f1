"""Above the plots: which run this is, and what keeps it from going on with the settings of now."""

from __future__ import annotations

import platform
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from convviz.core.call_code import call_code
from convviz.ui.formats import count_text, moment_text
from convviz.ui.theme import SPACING
from convviz.ui.training.data_texts import data_name
from convviz.ui.training.page_actions import OWN
from convviz.ui.training.run_progress import RunState
from convviz.ui.widgets.action_button import ActionButton
from convviz.ui.widgets.steady_text import SteadyText

if TYPE_CHECKING:
    from convviz.protocol.document import Training
    from convviz.ui.page_actions import PageActions
    from convviz.ui.training.run_progress import RunProgress
    from convviz.ui.training.state import TrainingState


class RunHeading(QWidget):
    """One line about the run; a second one while its settings are not those of now.

    Attributes:
        run: Which run it is.
        difference: What differs.
        own: Lets the run go on with its own settings; hidden where nothing is left to do.
    """

    def __init__(self, actions: PageActions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.run = SteadyText()
        self.difference = QLabel()
        self.difference.setProperty("role", "warning")
        self.difference.setWordWrap(True)
        self._second = QWidget()
        row = QHBoxLayout(self._second)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACING * 2)
        row.addWidget(self.difference, 1)
        self.own = ActionButton(actions[OWN])
        row.addWidget(self.own)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACING, 0, SPACING, 0)
        column.setSpacing(SPACING)
        column.addWidget(self.run)
        column.addWidget(self._second)
        self._second.hide()

    def show_run(self, progress: RunProgress, state: TrainingState) -> None:
        """Say which run it is."""
        text = "" if progress.is_loading else self._run_text(progress)
        if state.run_state is RunState.ELSEWHERE:
            text = self._watched_text(state.watched) + "  ·  " + text
        self.run.set_text(text)
        self.run.setToolTip(text)
        self._second.setVisible(bool(state.differing))
        self.own.setVisible(state.may_go_on_as_before)
        self.difference.setText(
            self.tr("Settings changed since this run: {settings}").format(settings=state.differing)
        )

    def _watched_text(self, trainer: tuple[int, str]) -> str:
        """Say who trains, and so who can stop it or change it."""
        pid, host = trainer
        if host == platform.node():
            return self.tr("Trained by process {pid}, only watched here").format(pid=pid)
        return self.tr("Trained on {host}, only watched here").format(host=host)

    def _run_text(self, progress: RunProgress) -> str:
        document = progress.document
        if document is None or progress.started is None:
            return ""
        training = document.training
        parts = [
            self.tr("Run of {when}").format(when=moment_text(progress.began))
            if progress.began is not None
            else "",
            data_name(training.dataset),
            self.tr("{count} parameters").format(count=count_text(progress.started.num_params)),
            *_parts(training),
        ]
        return "  ·  ".join(filter(None, parts))


def _parts(training: Training) -> tuple[str, ...]:
    """Return the optimiser as its call, which always says its rate, and the schedule, if any."""
    call = call_code(training.optimiser, always=("lr",))
    return (call,) if training.schedule is None else (call, call_code(training.schedule))
