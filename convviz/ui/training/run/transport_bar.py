"""The bottom: start, pause, step, stop, how far the run is, how fast, how long yet, where."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from convviz.ui.formats import count_text, duration_text, size_text
from convviz.ui.theme import SPACING
from convviz.ui.throttle import Throttle
from convviz.ui.training.page_actions import EPOCH, PAUSE, START, STEP, STOP
from convviz.ui.training.run.run_progress import RunState
from convviz.ui.widgets.action_button import ActionButton
from convviz.ui.widgets.sentences import labelled
from convviz.ui.widgets.steady_text import SteadyText

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from convviz.ui.page_actions import PageActions
    from convviz.ui.training.obstacles import Obstacle
    from convviz.ui.training.run.run_progress import RunProgress
    from convviz.ui.training.state import TrainingState

_READ_MS: Final = 250
"""Between two readings: faster numbers cannot be read."""


class TransportBar(QFrame):
    """Buttons on the left, the progress beside them, or the reason why nothing can be started.

    It holds the keyboard for a button that cannot be pressed for a while: Space pauses and goes on,
    and never stops a run or starts another.

    Signals:
        mend_wanted(Obstacle): what would let a run start is to be done.
    """

    mend_wanted = Signal(object)

    def __init__(self, actions: PageActions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self._obstacle: Obstacle | None = None
        self._progress: RunProgress | None = None
        self._throttle = Throttle(self._show_latest, _READ_MS, self)
        self.start = ActionButton(actions[START], texts=[self.tr("Start anew")], heir=self)
        self.pause = ActionButton(actions[PAUSE], texts=[self.tr("Resume")], heir=self)
        self.step = ActionButton(actions[STEP], heir=self)
        self.epoch = ActionButton(actions[EPOCH], heir=self)
        self.stop = ActionButton(actions[STOP])
        self.stop.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Progress of the run"))
        self.place = SteadyText()
        self.speed = SteadyText(Qt.AlignmentFlag.AlignRight)
        self.mend = QPushButton(self.tr("Correct it"))
        self.mend.clicked.connect(lambda: self.mend_wanted.emit(self._obstacle))
        self._assemble()

    def show_batches(self, progress: RunProgress) -> None:
        """Show how far the run is, as often as it can be read; hidden, it waits for a showing."""
        if self.isVisible():
            self._progress = progress
            self._throttle.request()

    def show_progress(self, progress: RunProgress) -> None:
        """Show how far the run is."""
        total = progress.total_steps
        is_busy = progress.state is RunState.STARTING
        self.bar.setRange(0, 0 if is_busy else max(1, total))
        if not is_busy:
            self.bar.setValue(progress.step if total else 0)
        if self._obstacle is None:
            self.place.set_text(self._place_text(progress))
        self.speed.set_text(self._speed_text(progress))

    def _show_latest(self) -> None:
        if self._progress is not None:
            self.show_progress(self._progress)

    def show_state(self, state: TrainingState, progress: RunProgress, *, is_told: bool) -> None:
        """Show what can be done, or why nothing can be started.

        Args:
            state: What can be done; the actions know it already.
            progress: How the run stands.
            is_told: Whether the reason stands in the middle as well, with what mends it.
        """
        self._obstacle = state.obstacle
        resumes = state.is_resume
        is_over = state.run_state in {RunState.FINISHED, RunState.DIVERGED, RunState.FAILED}
        self.pause.set_primary(on=resumes)
        self.start.set_primary(on=is_over and state.has_run and not resumes)
        if self.hasFocus() and self.pause.isEnabled():
            self.pause.setFocus()
        obstacle = state.obstacle
        if obstacle is not None:
            self.place.set_text(obstacle.sentence)
        self.place.set_role("text_muted" if obstacle is None else "warning")
        self.speed.setVisible(obstacle is None)
        self.place.setToolTip("" if obstacle is None else obstacle.sentence)
        if obstacle is not None and obstacle.mend:
            self.mend.setText(obstacle.mend)
        self.mend.setVisible(obstacle is not None and bool(obstacle.mend) and not is_told)
        self.show_progress(progress)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pause or go on by Space, if that is possible."""
        if event.key() == Qt.Key.Key_Space:
            self._actions[PAUSE].trigger()
            return
        super().keyPressEvent(event)

    def _place_text(self, progress: RunProgress) -> str:
        started = progress.started
        state = self._state_text(progress.state)
        if started is None or progress.is_loading or not progress.total_steps:
            return state
        epoch, batch, batches = progress.place
        where = self.tr("epoch {epoch} of {epochs}, batch {batch} of {batches}").format(
            epoch=count_text(epoch),
            epochs=count_text(started.epochs),
            batch=count_text(batch),
            batches=count_text(batches),
        )
        return labelled(state, where)

    def _state_text(self, state: RunState) -> str:
        return {
            RunState.IDLE: self.tr("Ready"),
            RunState.STARTING: self.tr("Loading torch and the pictures…"),
            RunState.RUNNING: self.tr("Training", "goes on"),
            RunState.PAUSING: self.tr("Pausing…"),
            RunState.PAUSED: self.tr("Paused"),
            RunState.STEPPING: self.tr("Paused, one batch…"),
            RunState.FINISHING_EPOCH: self.tr("Training until the epoch ends"),
            RunState.STOPPING: self.tr("Stopping after this batch…"),
            RunState.FINISHED: self.tr("Finished"),
            RunState.STOPPED: self.tr("Stopped"),
            RunState.DIVERGED: self.tr("Diverged"),
            RunState.FAILED: self.tr("Failed"),
            RunState.CUT: self.tr("Cut off"),
            RunState.ELSEWHERE: self.tr("Watched", "a run of another process"),
        }[state]

    def _speed_text(self, progress: RunProgress) -> str:
        started = progress.started
        if started is None or progress.is_loading:
            return ""
        parts = []
        if progress.pictures_per_second > 0 and progress.goes_on:
            rate = count_text(progress.pictures_per_second)
            parts.append(self.tr("{rate} pictures/s").format(rate=rate))
        if progress.eta_seconds is not None and progress.goes_on:
            left = duration_text(progress.eta_seconds)
            parts.append(self.tr("{time} left").format(time=left))
        device = self.tr("on {device}").format(device=started.device)
        if progress.memory and progress.goes_on:
            device = self.tr("{memory} on {device}").format(
                memory=size_text(progress.memory), device=started.device
            )
        parts.append(device)
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
        for button in (self.start, self.pause, self.step, self.epoch, self.stop):
            row.addWidget(button)
        row.addSpacing(SPACING * 2)
        row.addLayout(column, 1)
        row.addWidget(self.mend)
        self.mend.hide()
