"""The page of runs: the table above, the chosen ones over each other and side by side below."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QVBoxLayout, QWidget

from convviz.core.errors import ConvVizError
from convviz.protocol.files import write_file
from convviz.runs import RunStatus
from convviz.ui.error_sentences import error_sentence
from convviz.ui.runs.export import NUMBERS, ask_where_to_export, write_plot
from convviz.ui.runs.page_actions import runs_actions
from convviz.ui.runs.panels import EmptyRuns, RunsBar, RunsPanels
from convviz.ui.runs.presenter import RunsPresenter
from convviz.ui.theme import SPACING
from convviz.ui.widgets.notice import Notice

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent, QShowEvent, QUndoStack

    from convviz.runs import RunSummary
    from convviz.ui.document_store import DocumentStore
    from convviz.ui.runs.library import RunLibrary
    from convviz.ui.runs.state import RunsState
    from convviz.ui.settings import SettingsFile

_LOOK_AGAIN_MS = 3_000
"""While the page is shown: another program may train, write or delete."""
_GROWING_MS = 1_000
"""While a run goes on, unless the list is so long that reading it takes a share of a processor."""
_LONG_LIST = 300


class RunsPage(QWidget):
    """Puts its parts together; it holds nothing, so that it can be built anew.

    Attributes:
        page_actions: What can be done here.
        bar: The search and the buttons.
        panels: The table, the plot and the comparison.

    Signals:
        open_wanted(RunSummary): a run is to be looked at on the training page.
        resume_wanted(RunSummary): a run is to go on there.
        training_wanted(): the training page is to be shown.
        folder_wanted(Path): the run of a folder is to be shown there, and followed.
        control_wanted(RunControl, RunSummary): a run is to be paused, stopped or extended.
    """

    open_wanted = Signal(object)
    resume_wanted = Signal(object)
    training_wanted = Signal()
    folder_wanted = Signal(object)
    control_wanted = Signal(object, object)

    def __init__(
        self,
        store: DocumentStore,
        library: RunLibrary,
        settings: SettingsFile,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self.presenter = presenter = RunsPresenter(store, library, self)
        self.panels = RunsPanels(presenter)
        self.page_actions = runs_actions(
            self,
            presenter,
            export=self._export,
            search=self._search,
            write=self.panels.table.write,
            open_folder=self._ask_folder,
        )
        self.bar = RunsBar(self.page_actions)
        self.notice = Notice()
        self.empty = EmptyRuns()
        self._body = QStackedWidget()
        self._again = QTimer(self, interval=_LOOK_AGAIN_MS)
        self._again.timeout.connect(library.look)
        self._assemble()
        self._connect()
        self._show_state(presenter.state)

    @property
    def undo_stack(self) -> QUndoStack:
        """The history of what is changed here, which is not in the document."""
        return self.presenter.library.undo_stack

    def showEvent(self, event: QShowEvent) -> None:
        """Read the list, and again while the page is shown."""
        super().showEvent(event)
        self.presenter.library.look()
        self._again.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Rest while nobody looks."""
        super().hideEvent(event)
        self._again.stop()

    def _assemble(self) -> None:
        self._body.addWidget(self.empty)
        self._body.addWidget(self.panels)
        column = QVBoxLayout(self)
        margin = SPACING * 3
        column.setContentsMargins(margin, margin, margin, margin)
        column.setSpacing(SPACING * 2)
        column.addWidget(self.bar)
        column.addWidget(self.notice)
        column.addWidget(self._body, 1)
        self.setFocusProxy(self.panels.table)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _connect(self) -> None:
        presenter = self.presenter
        presenter.changed.connect(lambda state, _before: self._show_state(state))
        presenter.told.connect(self.notice.say)
        presenter.open_wanted.connect(self.open_wanted)
        presenter.resume_wanted.connect(self.resume_wanted)
        presenter.control_wanted.connect(self.control_wanted)
        presenter.settings_taken.connect(self.training_wanted)
        self.bar.searched.connect(presenter.search)
        self.empty.training_wanted.connect(self.training_wanted)
        self.empty.folder_wanted.connect(self._ask_folder)
        table = self.panels.table
        table.chosen.connect(presenter.choose)
        table.sort_wanted.connect(presenter.sort)
        table.opened.connect(presenter.open_run)
        table.rows.edited.connect(self._on_written)

    def _on_written(self, run: RunSummary, column: str, text: str) -> None:
        if column == "notes":
            self.presenter.write_notes(run, text)
        else:
            self.presenter.write_tags(run, text)

    def _show_state(self, state: RunsState) -> None:
        self.page_actions.refresh()
        self.bar.show_state(state)
        runs = state.runs or ()
        goes_on = any(run.status is RunStatus.RUNNING for run in runs)
        is_quick = goes_on and len(runs) <= _LONG_LIST
        interval = _GROWING_MS if is_quick else _LOOK_AGAIN_MS
        if interval != self._again.interval():  # to set it begins the waiting anew
            self._again.setInterval(interval)
        has_runs = bool(state.runs)
        self._body.setCurrentWidget(self.panels if has_runs else self.empty)
        self.empty.show_known(is_known=state.runs is not None)
        self.panels.show_state(state)

    def _search(self) -> None:
        self.bar.take_keyboard()

    def _ask_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, self.tr("Folder of a run"))
        if name:
            self.presenter.library.take_in(Path(name))
            self.folder_wanted.emit(Path(name))

    def _export(self) -> None:
        runs = self.presenter.state.chosen_runs
        name = runs[0].folder.name if len(runs) == 1 else "runs"
        path = ask_where_to_export(self, self._settings, name)
        if path is None:
            return
        sentence = self.tr("Saved as {path}.").format(path=path)
        make = NUMBERS.get(path.suffix.lower())
        card = self.panels.overlay.card
        if make is not None:
            self.presenter.library.read_all(
                [run.id for run in runs],
                lambda records: write_file(path, make(records)),
                lambda: self.presenter.tell("info", sentence),
            )
        elif card is None:
            text = self.tr("The plot is still being loaded. Try again in a moment.")
            self.presenter.tell("error", text)
        else:
            try:
                write_plot(card, path)
            except ConvVizError as error:
                self.presenter.tell("error", error_sentence(error))
            else:
                self.presenter.tell("info", sentence)
