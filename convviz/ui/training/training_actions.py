"""What can be done on the training page: the same in its menu, on its buttons and by keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence

from convviz.ui.theme import set_icon
from convviz.ui.training.run_progress import RunState
from convviz.ui.widgets.keys import with_keys

if TYPE_CHECKING:
    from convviz.ui.training.standing import Standing

_OVER = frozenset(
    {RunState.FINISHED, RunState.STOPPED, RunState.DIVERGED, RunState.FAILED, RunState.CUT}
)


class TrainingActions(QObject):
    """The actions; a disabled one says in its tooltip why.

    Attributes:
        start: Train from the beginning.
        pause: Wait after the batch in hand, or go on.
        own: Go on with the last run and the settings that it had.
        step: While paused, do one batch.
        stop: End after the batch in hand.
        save: Save the result.
        open_kernel: Open the chosen kernel in the calculator.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.start = self._action(self.tr("Start", "a run"), "F8", "mdi6.play")
        self.pause = self._action(self.tr("Pause"), "F6", "mdi6.pause")
        self.own = self._action(
            self.tr("Resume with the run's settings"), "Shift+F6", "mdi6.play-pause"
        )
        self.step = self._action(self.tr("Step", "one batch"), "F7", "mdi6.skip-next")
        self.stop = self._action(self.tr("Stop"), "Shift+F8", "mdi6.stop")
        self.save = self._action(
            self.tr("Save the result…"), "Ctrl+Alt+S", "mdi6.content-save-outline"
        )
        self.open_kernel = self._action(
            self.tr("Open kernel in the calculator"), "Ctrl+Alt+K", "mdi6.grid"
        )

    def all(self) -> list[QAction]:
        """Return the actions in the menu's order."""
        return [
            self.start,
            self.pause,
            self.own,
            self.step,
            self.stop,
            self.save,
            self.open_kernel,
        ]

    def show_standing(self, standing: Standing) -> None:
        """Admit what can be done now."""
        state = standing.state
        self._show_start(standing)
        self._show_pause(standing)
        self._show_own(standing)
        self._admit(
            self.step,
            state is RunState.PAUSED,
            self.tr("Train on a single batch"),
            self.tr("Pause first: then a step trains on a single batch"),
        )
        self._admit(
            self.stop,
            standing.is_active and state is not RunState.STOPPING,
            self.tr("End after the current batch, with a checkpoint to resume from"),
            self.tr("No run is going on"),
        )
        nothing_yet = self.tr("There is a result after a run has ended")
        self._admit(
            self.save,
            standing.has_result,
            self.tr("Save the weights (safetensors) with the network beside them"),
            nothing_yet,
        )
        self._admit(
            self.open_kernel,
            standing.has_result,
            self.tr("Step through the chosen kernel with its trained numbers"),
            nothing_yet,
        )

    def _show_start(self, standing: Standing) -> None:
        is_again = standing.state in _OVER and standing.has_run
        self.start.setText(self.tr("Start anew") if is_again else self.tr("Start", "a run"))
        self._admit(
            self.start,
            not standing.is_busy and standing.obstacle is None,
            self.tr("Train the network again from new initial weights"),
            _reason(standing) or self.tr("A run is going on"),
        )

    def _show_pause(self, standing: Standing) -> None:
        state = standing.state
        can_go_on = standing.may_go_on and standing.obstacle is None
        is_resume = state is RunState.PAUSED or standing.may_go_on
        self.pause.setText(self.tr("Resume") if is_resume else self.tr("Pause"))
        self._show_icon(self.pause, "mdi6.play-pause" if is_resume else "mdi6.pause")
        text = self.tr("Wait after the current batch")
        if state is RunState.PAUSED:
            text = self.tr("Go on")
        elif standing.may_go_on:
            text = self.tr("Continue the last run from its last checkpoint")
        self._admit(
            self.pause,
            state in {RunState.RUNNING, RunState.PAUSED} or can_go_on,
            text,
            (_reason(standing) if standing.may_go_on else "") or self._no_pause_text(standing),
        )

    def _no_pause_text(self, standing: Standing) -> str:
        if standing.differing:
            return self.tr(
                "The last run had other settings ({settings}). Start anew, or resume it with its "
                "own settings"
            ).format(settings=standing.differing)
        return self.tr("No run is going on")

    def _show_own(self, standing: Standing) -> None:
        self._admit(
            self.own,
            standing.may_go_on_as_before and not standing.is_busy,
            self.tr(
                "Restore the network and the settings of the last run, and continue from its "
                "last checkpoint"
            ),
            self.tr(
                "The last run has the current settings, is finished, or has no checkpoint to "
                "continue from"
            ),
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
        action.setToolTip(with_keys(text if admitted else reason, action))


def _reason(standing: Standing) -> str:
    return "" if standing.obstacle is None else standing.obstacle.sentence
