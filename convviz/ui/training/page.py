"""The training page: settings on the left, the run in the middle, the result on the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from convviz.core.errors import ConvVizError
from convviz.protocol.run_settings import with_settings_of
from convviz.ui.error_sentences import error_sentence
from convviz.ui.theme import SPACING
from convviz.ui.throttle import Throttle
from convviz.ui.training.columns import Columns
from convviz.ui.training.data_fetch import DataState
from convviz.ui.training.data_panel import CIFAR, DataPanel
from convviz.ui.training.editor import TrainingEditor
from convviz.ui.training.gestures import training_gestures
from convviz.ui.training.obstacles import start_obstacle
from convviz.ui.training.past_offers import PastOffers
from convviz.ui.training.result_files import save_result_of
from convviz.ui.training.result_panel import ResultPanel
from convviz.ui.training.run_progress import RunState
from convviz.ui.training.run_reports import RunReports
from convviz.ui.training.run_view import RunView
from convviz.ui.training.save_dialog import ask_where_to_save
from convviz.ui.training.settings_panel import SettingsPanel
from convviz.ui.training.standing import standing_of
from convviz.ui.training.training_actions import TrainingActions
from convviz.ui.training.transport_bar import TransportBar
from convviz.ui.widgets.notice import Notice

if TYPE_CHECKING:
    from PySide6.QtGui import QAction, QShowEvent

    from convviz.ui.commands import Gesture
    from convviz.ui.document_store import DocumentStore
    from convviz.ui.settings import SettingsFile
    from convviz.ui.training.obstacles import Obstacle
    from convviz.ui.training.session import TrainingSession
    from convviz.ui.training.standing import Standing

_READ_MS = 250
"""Between two readings of the bar at the bottom: faster numbers cannot be read."""


class TrainingPage(QWidget):
    """Shows the session's run; it holds no state of its own, so that it can be built anew.

    Signals:
        open_in_calculator(ChosenKernel): a trained kernel is to be looked at.
        network_wanted(): the network is to be looked at.
    """

    open_in_calculator = Signal(object)
    network_wanted = Signal()

    def __init__(
        self,
        store: DocumentStore,
        session: TrainingSession,
        settings: SettingsFile,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._session = session
        self._settings = settings
        self._editor = TrainingEditor(store, self)
        self._actions = TrainingActions(self)
        self.data = DataPanel(session.data)
        self.settings_panel = SettingsPanel(self._editor, self.data)
        self.result = ResultPanel(self._actions)
        self.transport = TransportBar(self._actions)
        self._transport_throttle = Throttle(self._show_transport, _READ_MS, self)
        self.notice = Notice(self)
        self._reports = RunReports(self.notice, session, self._actions)
        self.view = RunView(session.progress, self._actions)
        self._offers = PastOffers(self.view.welcome.offer, store, session, self)
        self._assemble()
        self._connect()
        self._show_settings()
        self._show_state()

    def actions(self) -> list[QAction]:
        """Return the page's actions, for its menu."""
        return self._actions.all()

    def gestures(self) -> list[Gesture]:
        """Return what can be done beside, for the dialog of keys."""
        return training_gestures()

    def take_keyboard(self) -> None:
        """Have the keyboard where it starts and stops nothing by chance."""
        self.transport.setFocus()

    def start(self) -> None:
        """Train the document's network from the beginning."""
        if self._obstacle() is None:
            self.transport.setFocus()
            self._session.start(self._store.document, self._settings.value.data_path)

    def pause_or_resume(self) -> None:
        """Pause, or go on: after a pause, or with the run that ended early."""
        if self._session.state is RunState.RUNNING:
            self._session.pause()
        else:
            self._session.resume(self._store.document, self._settings.value.data_path)

    def resume_with_own_settings(self) -> None:
        """Take over the network and the settings of the last run, and go on with it."""
        known = self._session.progress.document
        if known is not None:
            document = with_settings_of(self._store.document, known)
            self._store.edit(document, self.tr("Restore the settings of a run"))
            self.pause_or_resume()

    def save_result(self) -> None:
        """Ask where to save the result, and save it there."""
        path = ask_where_to_save(self, self._settings)
        if path is None:
            return
        try:
            save_result_of(self._session.progress, path)
        except ConvVizError as error:
            self._reports.tell("error", error_sentence(error))
        else:
            self._reports.tell("info", self.tr("Saved as {path}.").format(path=path))

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with the run, and look for data, devices and runs when they are first needed."""
        super().showEvent(event)
        self._show_transport()
        self._look_for_data()
        self._session.devices.ask()
        self._offers.look()

    def _assemble(self) -> None:
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(SPACING * 2, SPACING * 3, SPACING * 2, SPACING * 2)
        column.setSpacing(SPACING * 2)
        column.addWidget(self.notice)
        column.addWidget(self.view, 1)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(Columns(self.settings_panel, middle, self.result), 1)
        page.addWidget(self.transport)
        self.view.welcome.button.set_heir(self.transport)

    def _connect(self) -> None:
        actions, session, welcome = self._actions, self._session, self.view.welcome
        actions.start.triggered.connect(self.start)
        actions.pause.triggered.connect(self.pause_or_resume)
        actions.own.triggered.connect(self.resume_with_own_settings)
        actions.step.triggered.connect(session.step)
        actions.stop.triggered.connect(session.stop)
        actions.save.triggered.connect(self.save_result)
        for action in actions.all():
            self.addAction(action)
        self._store.changed.connect(self._show_settings)
        self.settings_panel.problems_changed.connect(self._show_standing)
        self.data.place_chosen.connect(self._choose_place)
        self.result.open_in_calculator.connect(self.open_in_calculator)
        for mender in (welcome, self.transport):
            mender.mend_wanted.connect(self._mend)
        welcome.network_wanted.connect(self.network_wanted)
        self._offers.resume_wanted.connect(self.pause_or_resume)
        self._offers.failed.connect(lambda sentence: self._reports.tell("error", sentence))
        self._offers.troubled.connect(lambda sentence: self._reports.tell("warning", sentence))
        session.state_changed.connect(self._show_state)
        session.batches_done.connect(self._show_batches)
        session.epoch_done.connect(self.view.show_epochs)
        session.noticed.connect(self._reports.warn)
        session.data.changed.connect(self._show_settings)
        session.devices.changed.connect(self._show_settings)

    # What is shown

    def _show_settings(self) -> None:
        training = self._store.document.training
        self.settings_panel.show_training(training, self._session.devices)
        self._reports.show_settings(self._store.document)
        self._look_for_data()
        self._show_standing()

    def _show_state(self) -> None:
        reason = self.tr("The settings are fixed while a run goes on. Stop the run to change them.")
        self.settings_panel.set_locked(reason if self._session.progress.is_active else "")
        self.result.show_progress(self._session.progress)
        standing = self._show_standing()
        self._reports.show_state(standing, self._store.document)

    def _show_standing(self) -> Standing:
        document = self._store.document
        standing = standing_of(self._session, document, self._obstacle())
        self._actions.show_standing(standing)
        self.view.welcome.show_document(document, standing.obstacle)
        self.view.show_standing(standing)
        self._offers.show(can_start=standing.obstacle is None)
        self.transport.show_standing(
            standing, self._session.progress, is_told=self.view.shows_welcome
        )
        return standing

    def _show_batches(self) -> None:
        if self.isVisible():
            self._transport_throttle.request()
        self.view.show_batches()

    def _show_transport(self) -> None:
        self.transport.show_progress(self._session.progress)

    # What can be done

    def _look_for_data(self) -> None:
        is_wanted = self._store.document.training.dataset == CIFAR and self.isVisible()
        if is_wanted and self._session.data.state is DataState.UNKNOWN:
            path = self._store.document.training.data_path
            self._session.data.check(path or self._settings.value.data_path)

    def _choose_place(self, path: str) -> None:
        self._settings.change(data_path=path)
        if self._store.document.training.data_path is not None:
            self._editor.set("data_path", None)
        self._session.data.check(path)

    def _obstacle(self) -> Obstacle | None:
        """Return why no run can start; None if one can."""
        return start_obstacle(
            self._store.document,
            self.settings_panel.problems,
            self._session.data,
            self._session.devices,
        )

    def _mend(self, obstacle: Obstacle) -> None:
        if obstacle.mended is not None:
            self._store.edit(obstacle.mended, obstacle.mend)
