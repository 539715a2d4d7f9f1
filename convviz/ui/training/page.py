"""The training page: settings on the left, the run in the middle, the result on the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from convviz.ui.template_choice import TemplateChooser
from convviz.ui.training.page_actions import training_actions
from convviz.ui.training.panels import TrainingPanels
from convviz.ui.training.presenter import TrainingPresenter
from convviz.ui.training.results.result_actions import EXTEND
from convviz.ui.training.run.ready_start import ReadyStart
from convviz.ui.training.run.transport_bar import TransportBar

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QHideEvent, QShowEvent

    from convviz.protocol.document import Network
    from convviz.ui.document_store import DocumentStore
    from convviz.ui.settings import SettingsFile
    from convviz.ui.training.run.session import TrainingSession
    from convviz.ui.training.state import TrainingState


class TrainingPage(QWidget):
    """Puts its parts together; it holds nothing, so that it can be built anew during a run.

    Attributes:
        page_actions: What can be done here.
        templates: Offers networks that are known to learn.
        panels: The settings, the run, the result.
        transport: Buttons of the run, and how far it is.

    Signals:
        open_in_calculator(ChosenKernel): a trained kernel is to be looked at.
        sample_opened(NDArray[uint8]): a picture of the data is to be looked at, likewise.
        loss_opened(Calculator): The loss of a batch is, with its numbers.
        network_wanted(): the network is to be looked at.
    """

    open_in_calculator = Signal(object)
    sample_opened = Signal(object)
    loss_opened = Signal(object)
    network_wanted = Signal()

    def __init__(
        self,
        store: DocumentStore,
        session: TrainingSession,
        settings: SettingsFile,
        parent: QWidget | None = None,
        *,
        locate: Callable[[Network], Network] = lambda network: network,
    ) -> None:
        """Make the page.

        Args:
            store: The document.
            session: The training that goes on behind it.
            settings: Where the data is.
            parent: The parent.
            locate: Returns a network whose weights are found from anywhere.
        """
        super().__init__(parent)
        self._presenter = TrainingPresenter(store, session, settings, self, locate=locate)
        self.templates = TemplateChooser(store, self)
        self.page_actions = training_actions(self, self._presenter, settings, self.templates)
        self.panels = TrainingPanels(self._presenter, self.page_actions, self)
        self.transport = TransportBar(self.page_actions)
        self.data, self.settings_panel = self.panels.data, self.panels.settings
        self.notice, self.view, self.result = (
            self.panels.notice,
            self.panels.view,
            self.panels.result,
        )
        self._assemble()
        self._connect()
        self._show_state(self._presenter.state, None)

    def take_keyboard(self) -> None:
        """Have the keyboard where it starts and stops nothing by chance."""
        self.transport.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with the run, and look for data, devices and runs when they are first needed."""
        super().showEvent(event)
        self._presenter.watch(True)  # noqa: FBT003 - what it says
        self.transport.show_progress(self._presenter.progress)
        self._presenter.look_for_data()
        self._look_at_data()
        self._presenter.look_at_result()
        self._presenter.session.devices.ask()
        self._presenter.look_for_ways()
        self.panels.offers.look()

    def hideEvent(self, event: QHideEvent) -> None:
        """Let the document go on alone until the page is seen again."""
        super().hideEvent(event)
        self._presenter.watch(False)  # noqa: FBT003 - what it says

    def _assemble(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.panels, 1)
        layout.addWidget(self.transport)
        self.view.welcome.button.set_heir(self.transport)

    def _connect(self) -> None:
        presenter = self._presenter
        presenter.changed.connect(self._show_state)
        presenter.opened.connect(self.open_in_calculator)
        self.view.welcome.data.picture_opened.connect(self.sample_opened)
        self.view.loss_opened.connect(self.loss_opened)
        presenter.keyboard_wanted.connect(self.take_keyboard)
        presenter.extension_wanted.connect(self.page_actions[EXTEND].trigger)
        presenter.session.inside.changed.connect(self.page_actions.refresh)
        presenter.session.batches_done.connect(self._show_batches)
        self.transport.mend_wanted.connect(presenter.mend)
        self.view.welcome.network_wanted.connect(self.network_wanted)
        self.view.welcome.templates.wanted.connect(self.templates.take)
        ready = ReadyStart(presenter)
        ready.waits.connect(self.view.welcome.show_waiting)
        self.templates.taken.connect(lambda _template: ready.start())

    def _show_batches(self) -> None:
        self.transport.show_batches(self._presenter.progress)

    def _show_state(self, state: TrainingState, before: TrainingState | None) -> None:
        self.page_actions.refresh()
        self.panels.show_state(state, before)
        if state is not self._presenter.state:
            return
        self.transport.show_state(state, self._presenter.progress, is_told=self.view.shows_welcome)
        if self.isVisible():
            self._presenter.look_for_data()
            self._presenter.look_for_ways()
            self._look_at_data()
            self._presenter.look_at_result()

    def _look_at_data(self) -> None:
        """Show what would be learned; a run in sight has its place, and the engine, for itself."""
        if self.view.shows_welcome:
            self._presenter.look_at_data()
