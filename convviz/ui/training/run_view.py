"""The middle: what a start would do, then the plots of the run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedWidget, QWidget

from convviz.ui.training.run_progress import RunState
from convviz.ui.training.welcome import Welcome

if TYPE_CHECKING:
    from convviz.ui.plots.training_plots import TrainingPlots
    from convviz.ui.training.run_progress import RunProgress
    from convviz.ui.training.training_actions import TrainingActions

_BUILD_AFTER_MS: Final = 30


class RunView(QStackedWidget):
    """Draws a run's progress; the plots are loaded when they are first shown.

    Attributes:
        welcome: What is shown before there is anything to plot.
        plots: The plots; None before they were needed.
    """

    def __init__(
        self, progress: RunProgress, actions: TrainingActions, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._progress = progress
        self._drawn_rewrites = progress.rewrites
        self.welcome = Welcome(actions)
        self.plots: TrainingPlots | None = None
        self._build_soon = QTimer(self, singleShot=True, interval=_BUILD_AFTER_MS)
        self._build_soon.timeout.connect(self._build)
        self.addWidget(self.welcome)

    def show_state(self) -> None:
        """Show the welcome or the plots, whichever the state of the run calls for."""
        state = self._progress.state
        has_failed_early = state is RunState.FAILED and not len(self._progress.losses)
        if state is RunState.IDLE or has_failed_early:
            self._build_soon.stop()
            self.setCurrentWidget(self.welcome)
        elif self.plots is None:
            # Loading them takes a moment: the click that started the run is answered before.
            self._build_soon.start()
        else:
            self.setCurrentWidget(self.plots)
            self.show_batches()
            self.show_epochs()

    def show_batches(self) -> None:
        """Draw the losses, soon."""
        progress = self._progress
        if self.plots is None:
            return
        if self._drawn_rewrites != progress.rewrites:
            self._drawn_rewrites = progress.rewrites
            self.plots.restart()
        self.plots.show_losses(progress.losses.values, progress.total_steps)

    def show_epochs(self) -> None:
        """Draw the finished epochs, soon."""
        progress = self._progress
        planned = 0 if progress.started is None else progress.started.epochs
        if self.plots is not None:
            self.plots.show_epochs(progress.epochs, planned)

    def clear(self) -> None:
        """Forget the run before."""
        if self.plots is not None:
            self.plots.clear()

    def _build(self) -> None:
        from convviz.ui.plots.training_plots import TrainingPlots

        self.plots = TrainingPlots()
        self.addWidget(self.plots)
        self.show_state()
