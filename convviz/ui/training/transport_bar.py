"""The bottom: start, pause, step, stop, how far the run is, how fast, how long yet, where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from convviz.ui.theme import SPACING
from convviz.ui.training.action_button import ActionButton
from convviz.ui.training.formats import count_text, duration_text
from convviz.ui.training.run_progress import RunState
from convviz.ui.widgets.sentences import labelled
from convviz.ui.widgets.steady_text import SteadyText

if TYPE_CHECKING:
    from convviz.ui.training.run_progress import RunProgress
    from convviz.ui.training.training_actions import TrainingActions


class TransportBar(QFrame):
    """Buttons on the left, the progress beside them."""

    def __init__(self, actions: TrainingActions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.start = ActionButton(actions.start, texts=[self.tr("Start anew")])
        self.pause = ActionButton(actions.pause, texts=[self.tr("Resume")])
        self.step = ActionButton(actions.step)
        self.stop = ActionButton(actions.stop)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Progress of the run"))
        self.place = SteadyText()
        self.speed = SteadyText(Qt.AlignmentFlag.AlignRight)
        self._assemble()

    def show_progress(self, progress: RunProgress) -> None:
        """Show how far the run is."""
        total = progress.total_steps
        is_busy = progress.state is RunState.STARTING
        self.bar.setRange(0, 0 if is_busy else max(1, total))
        if not is_busy:
            self.bar.setValue(progress.step if total else 0)
        self.place.set_text(self._place_text(progress))
        self.speed.set_text(self._speed_text(progress))

    def show_primary(self, state: RunState, *, may_go_on: bool) -> None:
        """Let the button stand out that is pressed next; before the first run it stands above."""
        resumes = state is RunState.PAUSED or may_go_on
        is_over = state in {RunState.FINISHED, RunState.DIVERGED, RunState.FAILED}
        self.pause.set_primary(on=resumes)
        self.start.set_primary(on=is_over and not resumes)

    def _place_text(self, progress: RunProgress) -> str:
        started = progress.started
        state = self._state_text(progress.state)
        if started is None or not progress.total_steps:
            return state
        where = self.tr("epoch {epoch} of {epochs}, batch {batch} of {batches}").format(
            epoch=count_text(progress.epoch),
            epochs=count_text(started.epochs),
            batch=count_text(progress.batch),
            batches=count_text(started.batches_per_epoch),
        )
        return labelled(state, where)

    def _state_text(self, state: RunState) -> str:
        return {
            RunState.IDLE: self.tr("Ready"),
            RunState.STARTING: self.tr("Loading torch and the pictures…"),
            RunState.RUNNING: self.tr("Training"),
            RunState.PAUSING: self.tr("Pausing…"),
            RunState.PAUSED: self.tr("Paused"),
            RunState.STOPPING: self.tr("Stopping after this batch…"),
            RunState.FINISHED: self.tr("Finished"),
            RunState.STOPPED: self.tr("Stopped"),
            RunState.DIVERGED: self.tr("Diverged"),
            RunState.FAILED: self.tr("Failed"),
        }[state]

    def _speed_text(self, progress: RunProgress) -> str:
        started = progress.started
        if started is None:
            return ""
        parts = []
        if progress.pictures_per_second > 0 and progress.is_active:
            rate = count_text(progress.pictures_per_second)
            parts.append(self.tr("{rate} pictures/s").format(rate=rate))
        if progress.eta_seconds is not None and progress.is_active:
            left = duration_text(progress.eta_seconds)
            parts.append(self.tr("{time} left").format(time=left))
        parts.append(self.tr("on {device}").format(device=started.device))
        return "  ·  ".join(parts)

    def _assemble(self) -> None:
        texts = QHBoxLayout()
        texts.addWidget(self.place, 1)
        texts.addWidget(self.speed, 1)
        column = QVBoxLayout()
        column.setSpacing(SPACING)
        column.addStretch(1)
        column.addLayout(texts)
        column.addWidget(self.bar)
        column.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACING * 4, SPACING * 2, SPACING * 4, SPACING * 2)
        row.setSpacing(SPACING * 2)
        for button in (self.start, self.pause, self.step, self.stop):
            row.addWidget(button)
        row.addSpacing(SPACING * 2)
        row.addLayout(column, 1)
