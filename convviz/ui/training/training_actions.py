"""What can be done on the training page: the same in its menu, on its buttons and by keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence

from convviz.ui.theme import set_icon
from convviz.ui.training.run_progress import RunState

if TYPE_CHECKING:
    from convviz.ui.training.session import TrainingSession

_OVER = frozenset({RunState.FINISHED, RunState.STOPPED, RunState.DIVERGED, RunState.FAILED})


class TrainingActions(QObject):
    """The actions; a disabled one says in its tooltip why.

    Attributes:
        start: Train from the beginning.
        pause: Wait after the batch in hand, or go on.
        step: While paused, do one batch.
        stop: End after the batch in hand.
        save: Save the result.
        open_kernel: Open the chosen kernel in the calculator.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.start = self._action(self.tr("Start"), "F5", "mdi6.play")
        self.pause = self._action(self.tr("Pause"), "F6", "mdi6.pause")
        self.step = self._action(self.tr("Step"), "F7", "mdi6.skip-next")
        self.stop = self._action(self.tr("Stop"), "Shift+F5", "mdi6.stop")
        self.save = self._action(
            self.tr("Save the result…"), "Ctrl+Alt+S", "mdi6.content-save-outline"
        )
        self.open_kernel = self._action(
            self.tr("Open kernel in the calculator"), "Ctrl+Alt+K", "mdi6.grid"
        )

    def all(self) -> list[QAction]:
        """Return the actions in the menu's order."""
        return [self.start, self.pause, self.step, self.stop, self.save, self.open_kernel]

    def show_state(self, session: TrainingSession, obstacle: str, *, may_go_on: bool) -> None:
        """Admit what can be done now.

        Args:
            session: The training.
            obstacle: Why nothing can be started; "" if something can.
            may_go_on: Whether the last run can be gone on with.
        """
        state, is_active = session.state, session.progress.is_active
        self._show_start(state, obstacle, is_busy=session.is_busy)
        self._show_pause(state, obstacle, may_go_on=may_go_on)
        self._admit(
            self.step,
            state is RunState.PAUSED,
            self.tr("Train on a single batch"),
            self.tr("Pause first: then a step trains on a single batch"),
        )
        self._admit(
            self.stop,
            is_active and state is not RunState.STOPPING,
            self.tr("End after the batch in hand, with a checkpoint to go on from"),
            self.tr("Nothing is being trained"),
        )
        has_result = session.progress.weights is not None
        nothing_yet = self.tr("There is a result when a run has ended")
        self._admit(
            self.save,
            has_result,
            self.tr("Save the weights (safetensors) with the network beside them"),
            nothing_yet,
        )
        self._admit(
            self.open_kernel,
            has_result,
            self.tr("Step through the chosen kernel with its trained numbers"),
            nothing_yet,
        )

    def _show_start(self, state: RunState, obstacle: str, *, is_busy: bool) -> None:
        is_again = state in _OVER
        self.start.setText(self.tr("Start anew") if is_again else self.tr("Start"))
        self._admit(
            self.start,
            not is_busy and not obstacle,
            self.tr("Train the network from new first weights"),
            obstacle or self.tr("A run is going on"),
        )

    def _show_pause(self, state: RunState, obstacle: str, *, may_go_on: bool) -> None:
        is_resume = state is RunState.PAUSED or may_go_on
        self.pause.setText(self.tr("Resume") if is_resume else self.tr("Pause"))
        self._show_icon(self.pause, "mdi6.play-pause" if is_resume else "mdi6.pause")
        text = self.tr("Wait after the batch in hand")
        if state is RunState.PAUSED:
            text = self.tr("Go on")
        elif may_go_on:
            text = self.tr("Go on with the last run from its last checkpoint")
        self._admit(
            self.pause,
            state in {RunState.RUNNING, RunState.PAUSED} or (may_go_on and not obstacle),
            text,
            (obstacle if may_go_on else "") or self.tr("Nothing is being trained"),
        )

    def _action(self, text: str, shortcut: str, icon: str) -> QAction:
        action = QAction(text, self)
        action.setShortcut(QKeySequence(shortcut))
        self._show_icon(action, icon)
        return action

    def _show_icon(self, action: QAction, icon: str) -> None:
        if action.data() != icon:
            action.setData(icon)
            set_icon(action, icon)

    def _admit(self, action: QAction, admitted: bool, text: str, reason: str) -> None:  # noqa: FBT001 - reads as a table
        action.setEnabled(admitted)
        action.setToolTip(text if admitted else reason)
