"""The middle: what a start would do, then which run this is and its plots."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from convviz.ui.plots.preload import PlotsLoader
from convviz.ui.theme import SPACING
from convviz.ui.training.page_actions import OPEN_KERNEL, PAUSE
from convviz.ui.training.results.batch_view import BatchView
from convviz.ui.training.results.inside_view import InsideView
from convviz.ui.training.results.layer_watch_panel import LayerWatchPanel
from convviz.ui.training.run.live_row import LiveRow
from convviz.ui.training.run.run_heading import RunHeading
from convviz.ui.training.run.run_tabs import BATCH, INSIDE, LAYERS, PLOTS, RunTabs
from convviz.ui.training.welcome import Welcome
from convviz.ui.widgets.action_button import ActionButton
from convviz.ui.widgets.late_widget import LateWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QShowEvent

    from convviz.ui.page_actions import PageActions
    from convviz.ui.plots.training_plots import TrainingPlots
    from convviz.ui.training.run.session import TrainingSession
    from convviz.ui.training.state import TrainingState


class RunView(QStackedWidget):
    """Draws a run's progress; the plots are loaded beside the window, from when it is first shown.

    Attributes:
        welcome: What is shown before there is anything to plot.
        heading: Which run it is.
        live: What can be changed of it while it goes on.
        plots: The plots; None before they are loaded.
        tabs: Chooses what is shown of the run.

    Signals:
        channel_opened(int): The calculator is to show the layer at that output channel.
        picture_opened(int): The calculator is to show a training picture, by its place.
        loss_opened(Calculator): It is to show the loss of a batch.
    """

    channel_opened = Signal(int)
    picture_opened = Signal(int)
    loss_opened = Signal(object)

    def __init__(
        self, session: TrainingSession, actions: PageActions, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._progress = progress = session.progress
        self._actions = actions
        self._drawn_revision = progress.revision
        self.welcome = Welcome(actions)
        self.heading = RunHeading(actions)
        self.live = LiveRow()
        self.plots: TrainingPlots | None = None
        self._loader = PlotsLoader(self)
        self._loader.loaded.connect(self._show_plots)
        self._run = QWidget()
        self._column = QVBoxLayout(self._run)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACING * 2)
        self._column.addWidget(self.heading)
        self._column.addWidget(self.live)
        self.tabs = RunTabs(self._views())
        self._layers = LateWidget(self._build_layers)
        self._inside = LateWidget(self._build_inside)
        self._batch = LateWidget(self._build_batch)
        self.tabs.put_later(LAYERS, lambda: self.layers)
        self.tabs.put_later(INSIDE, lambda: self.inside)
        self.tabs.put_later(BATCH, lambda: self.batch)
        self._column.addWidget(self.tabs, 1)
        self.addWidget(self.welcome)
        self.addWidget(self._run)

    @property
    def layers(self) -> LayerWatchPanel:
        """The layers while they learn."""
        return self._layers.widget

    @property
    def inside(self) -> InsideView:
        """The inside of one layer."""
        return self._inside.widget

    @property
    def batch(self) -> BatchView:
        """The newest batch in numbers."""
        return self._batch.widget

    def _build_layers(self) -> LayerWatchPanel:
        layers = LayerWatchPanel(self._session)
        layers.plots_loaded.connect(lambda _plots: self._share_cursor())
        return layers

    def _build_inside(self) -> InsideView:
        inside = InsideView(self._session, ActionButton(self._actions[OPEN_KERNEL]))
        inside.opened.connect(self.channel_opened)
        return inside

    def _build_batch(self) -> BatchView:
        batch = BatchView(self._session)
        batch.picture_opened.connect(self.picture_opened)
        batch.loss_opened.connect(self.loss_opened)
        return batch

    @property
    def shows_welcome(self) -> bool:
        """Whether there is no run to be seen."""
        return self.currentWidget() is self.welcome

    def showEvent(self, event: QShowEvent) -> None:
        """Load the plots, which are wanted soon."""
        super().showEvent(event)
        self._loader.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pause or go on by Space, which a plot has no use for."""
        if event.key() == Qt.Key.Key_Space:
            self._actions[PAUSE].trigger()
            return
        super().keyPressEvent(event)

    def show_state(self, state: TrainingState) -> None:
        """Show the welcome or the run, whichever the state of the run calls for."""
        self.welcome.show_document(state.document, state.obstacle)
        self.welcome.templates.show_devices(state.devices)
        has_run = state.has_run or state.is_active
        self.setCurrentWidget(self._run if has_run else self.welcome)
        self.heading.show_run(self._progress, state)
        self.live.show_settings(state.live)
        self.show_batches()
        self.show_epochs()
        self._show_changes()

    def show_batches(self) -> None:
        """Draw the losses, soon."""
        progress = self._progress
        if self.plots is None:
            return
        if self._drawn_revision != progress.revision:
            self._drawn_revision = progress.revision
            self.plots.restart()
        document = progress.document
        self.plots.show_unit(in_nats=document is None or document.training.loss.in_nats)
        self.plots.mark_epochs(progress.course)
        losses = progress.losses.values
        rates = progress.rates.until(len(losses))
        self.plots.show_losses(losses, progress.total_steps, rates)

    def show_epochs(self) -> None:
        """Draw the finished epochs, soon."""
        progress = self._progress
        planned = 0 if progress.started is None else progress.started.epochs
        if self.plots is not None:
            self.plots.show_epochs(progress.epochs, planned)

    def _show_changes(self) -> None:
        """Mark where settings were changed."""
        if self.plots is not None:
            self.plots.mark_changes(self._progress.changes, self._progress.course)

    def _show_plots(self, plots: TrainingPlots) -> None:
        self.plots = plots
        self.tabs.put(PLOTS, plots)
        self._share_cursor()
        self.show_batches()
        self.show_epochs()
        self._show_changes()

    def _share_cursor(self) -> None:
        """Have the layers' plots share the cursor, once both are there."""
        layers = None if self._layers.built is None else self._layers.built.plots
        if self.plots is not None and layers is not None:
            for card in (layers.norm, layers.ratio):
                self.plots.shared_cursor.add(card.plot, by_epoch=False)

    def _views(self) -> list[tuple[str, str]]:
        return [
            (self.tr("Plots"), self.tr("Loss, learning rate and accuracy")),
            (self.tr("Layers"), self.tr("Gradients, steps, weights and activations of each layer")),
            (
                self.tr("Inside a layer"),
                self.tr("Its kernels, and what it makes of a test picture"),
            ),
            (self.tr("This batch"), self.tr("The loss and one weight's step, worked out")),
        ]
