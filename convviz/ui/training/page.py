"""The training page: settings on the left, plots in the middle, the result on the right."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QSettings, Qt, Signal
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from convviz.core.errors import ConvVizError, ErrorCode
from convviz.ui.error_sentences import error_sentence
from convviz.ui.theme import SPACING
from convviz.ui.throttle import Throttle
from convviz.ui.training.data_fetch import DataState
from convviz.ui.training.data_panel import CIFAR, DataPanel
from convviz.ui.training.editor import TrainingEditor
from convviz.ui.training.gestures import training_gestures
from convviz.ui.training.obstacles import start_obstacle
from convviz.ui.training.result_panel import ResultPanel
from convviz.ui.training.run_progress import RunState
from convviz.ui.training.run_texts import failure_details, failure_sentence
from convviz.ui.training.run_view import RunView
from convviz.ui.training.save_dialog import ask_where_to_save
from convviz.ui.training.settings_panel import SettingsPanel
from convviz.ui.training.training_actions import TrainingActions
from convviz.ui.training.transport_bar import TransportBar
from convviz.ui.widgets.notice import Notice, NoticeAction

if TYPE_CHECKING:
    from PySide6.QtCore import QByteArray
    from PySide6.QtGui import QAction, QHideEvent, QShowEvent

    from convviz.protocol.document import Document
    from convviz.protocol.messages import Problem
    from convviz.ui.commands import Gesture
    from convviz.ui.document_store import DocumentStore
    from convviz.ui.settings import SettingsFile
    from convviz.ui.training.session import TrainingSession

_WIDTHS = (312, 640, 296)
_READ_MS = 250
"""Between two readings of the bar at the bottom: faster numbers cannot be read."""
_LAYOUT_KEY = "training/columns"


class TrainingPage(QWidget):
    """Shows the session's run; it holds no state of its own, so that it can be built anew.

    Signals:
        open_in_calculator(Calculator): a trained kernel is to be looked at.
    """

    open_in_calculator = Signal(object)

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
        self.view = RunView(session.progress, self._actions)
        self._columns = QSplitter(Qt.Orientation.Horizontal)
        self._assemble()
        self._connect()
        self._show_document(store.document)
        self._show_state()

    def actions(self) -> list[QAction]:
        """Return the page's actions, for its menu."""
        return self._actions.all()

    def gestures(self) -> list[Gesture]:
        """Return what can be done beside, for the dialog of keys."""
        return training_gestures()

    def start(self) -> None:
        """Train the document's network from the beginning."""
        if self._obstacle():
            return
        self._renew_run(forget=True)
        self._session.start(self._store.document, self._settings.value.data_path)

    def pause_or_resume(self) -> None:
        """Pause, or go on: after a pause, or with the run that ended early."""
        if self._session.state is RunState.RUNNING:
            self._session.pause()
            return
        self._renew_run(forget=False)
        self._session.resume(self._store.document, self._settings.value.data_path)

    def save_result(self) -> None:
        """Ask where to save the result, and save it there."""
        path = ask_where_to_save(self, self._settings)
        if path is None:
            return
        try:
            self._session.save_result(path)
        except ConvVizError as error:
            self.notice.show_notice("error", error_sentence(error))
        else:
            self.notice.show_notice("info", self.tr("Saved as {path}.").format(path=path))

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with the run, and look for the data when it is first needed."""
        super().showEvent(event)
        self._show_transport()
        self._look_for_data()

    def hideEvent(self, event: QHideEvent) -> None:
        """Remember the columns."""
        super().hideEvent(event)
        QSettings("convviz", "convviz").setValue(_LAYOUT_KEY, self._columns.saveState())

    def _assemble(self) -> None:
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(SPACING * 2, SPACING * 3, SPACING * 2, SPACING * 2)
        column.setSpacing(SPACING * 2)
        column.addWidget(self.notice)
        column.addWidget(self.view, 1)
        for widget in (self.settings_panel, middle, self.result):
            self._columns.addWidget(widget)
        self._columns.setStretchFactor(1, 1)
        self._columns.setSizes(list(_WIDTHS))
        self._columns.setCollapsible(1, False)  # noqa: FBT003 - Qt's signature
        known = QSettings("convviz", "convviz").value(_LAYOUT_KEY)
        if known is not None:
            self._columns.restoreState(cast("QByteArray", known))
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(self._columns, 1)
        page.addWidget(self.transport)

    def _connect(self) -> None:
        actions, session = self._actions, self._session
        actions.start.triggered.connect(self.start)
        actions.pause.triggered.connect(self.pause_or_resume)
        actions.step.triggered.connect(session.step)
        actions.stop.triggered.connect(session.stop)
        actions.save.triggered.connect(self.save_result)
        for action in actions.all():
            self.addAction(action)
        self._store.changed.connect(self._show_document)
        self.settings_panel.problems_changed.connect(self._show_actions)
        self.data.place_chosen.connect(self._choose_place)
        self.result.open_in_calculator.connect(self.open_in_calculator)
        session.state_changed.connect(self._show_state)
        session.batches_done.connect(self._show_batches)
        session.epoch_done.connect(self.view.show_epochs)
        session.noticed.connect(self._show_warning)
        session.data.changed.connect(self._show_actions)

    # What is shown

    def _show_document(self, document: Document) -> None:
        self.settings_panel.show_training(document.training)
        self.view.welcome.show_document(document)
        self._look_for_data()
        self._show_actions()

    def _show_state(self) -> None:
        progress = self._session.progress
        reason = self.tr("Fixed while a run goes on. Stop it to change the settings.")
        self.settings_panel.set_locked(reason if progress.is_active else "")
        self._show_transport()
        self.result.show_progress(progress)
        self.view.show_state()
        self._show_failure()
        self._show_actions()

    def _show_actions(self) -> None:
        may_go_on = self._may_go_on()
        self._actions.show_state(self._session, self._obstacle(), may_go_on=may_go_on)
        self.transport.show_primary(self._session.state, may_go_on=may_go_on)

    def _show_batches(self) -> None:
        if self.isVisible():
            self._transport_throttle.request()
        self.view.show_batches()

    def _show_transport(self) -> None:
        self.transport.show_progress(self._session.progress)

    def _show_failure(self) -> None:
        sentence = failure_sentence(self._session)
        if not sentence:
            return
        problem = self._session.progress.problem
        if problem is not None and problem.code == ErrorCode.DEVICE_MISSING:
            self.settings_panel.show_device_problem(sentence)
        is_failure = self._session.state is RunState.FAILED
        actions = []
        if self._may_go_on():
            actions.append(NoticeAction(self.tr("Resume"), self.pause_or_resume))
        self.notice.show_notice(
            "error" if is_failure else "warning",
            sentence,
            actions,
            failure_details(self._session),
        )

    def _show_warning(self, problem: Problem) -> None:
        self.notice.show_notice("warning", error_sentence(problem.error()), (), problem.detail)

    def _renew_run(self, *, forget: bool) -> None:
        """Clear away what was said of the run before; with `forget`, what was drawn as well."""
        self.notice.clear()
        self.settings_panel.show_device_problem("")
        self.result.forget()
        if forget:
            self.view.clear()

    # Data

    def _look_for_data(self) -> None:
        is_wanted = self._store.document.training.dataset == CIFAR and self.isVisible()
        if is_wanted and self._session.data.state is DataState.UNKNOWN:
            self._session.data.check(self._place())

    def _place(self) -> str:
        return self._store.document.training.data_path or self._settings.value.data_path

    def _choose_place(self, path: str) -> None:
        self._settings.change(data_path=path)
        if self._store.document.training.data_path is not None:
            self._editor.set("data_path", None)
        self._session.data.check(path)

    # What can be done

    def _may_go_on(self) -> bool:
        """Return whether going on with the last run makes sense: it is not at its end."""
        progress = self._session.progress
        if not self._session.can_resume:
            return False
        if progress.state is not RunState.FINISHED or progress.ended is None:
            return True
        return self._store.document.training.epochs > progress.ended.epochs_done

    def _obstacle(self) -> str:
        """Return why no run can start, as a sentence; "" if one can."""
        return start_obstacle(
            self._store.document, self.settings_panel.problems, self._session.data.state
        )
