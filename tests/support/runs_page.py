"""The page of runs on a list of runs of its own."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QItemSelectionModel

from convviz.core.optimisers.sgd import SGD
from convviz.protocol.templates import new_document
from convviz.runs import RunStatus
from convviz.ui.document_store import DocumentStore
from convviz.ui.runs.library import RunLibrary
from convviz.ui.runs.page import RunsPage
from convviz.ui.settings import SettingsFile
from tests.support.past_runs import leave_run
from tests.support.windows import show_active

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from convviz.protocol.document import Document
    from convviz.ui.runs.table_model import RunsTableModel


def slower() -> Document:
    """Return the first document with other settings."""
    document = new_document()
    training = msgspec.structs.replace(
        document.training, optimiser=SGD(lr=0.5, momentum=0.9), batch_size=16
    )
    return msgspec.structs.replace(document, training=training)


class Stage:
    """A page on a list of runs of its own."""

    def __init__(self, folder: Path, qtbot: QtBot) -> None:
        self.folder = folder / "runs"
        self.path = self.folder / "runs.sqlite"
        self.store = DocumentStore(new_document())
        self.settings = SettingsFile(folder / "settings.json")
        self.library = RunLibrary(store=self.path)
        self.page = RunsPage(self.store, self.library, self.settings)
        qtbot.addWidget(self.page)
        self.page.resize(1180, 740)
        self.qtbot = qtbot

    def show(self) -> RunsPage:
        show_active(self.qtbot, self.page)
        self.qtbot.waitUntil(lambda: self.page.presenter.state.runs is not None)
        return self.page

    @property
    def rows(self) -> RunsTableModel:
        return self.page.panels.table.rows

    def names(self) -> list[str]:
        return [run.folder.name for run in self.rows.runs]

    def choose(self, *names: str) -> None:
        table = self.page.panels.table
        table.clearSelection()
        for name in names:
            index = self.rows.index(self.names().index(name), 1)
            flag = QItemSelectionModel.SelectionFlag
            table.selectionModel().select(index, flag.Select | flag.Rows)
            table.selectionModel().setCurrentIndex(index, flag.NoUpdate)

    def settle(self) -> None:
        """Wait until everything is done and shown that was asked for."""
        seen: list[None] = []
        self.library.change(lambda: None)
        self.library.read_all((), lambda _records: None, lambda: seen.append(None))
        self.qtbot.waitUntil(lambda: bool(seen))
        self.library.read_all((), lambda _records: None, lambda: seen.append(None))
        self.qtbot.waitUntil(lambda: len(seen) > 1)


@contextmanager
def open_stage(folder: Path, qtbot: QtBot) -> Iterator[Stage]:
    """Yield a page that is not shown yet; its list of runs is shut down in the end."""
    made = Stage(folder, qtbot)
    yield made
    made.page.hide()
    made.library.shut_down()


def show_three(stage: Stage) -> Stage:
    """Show a page with a run that was cut, a finished one and one with other settings."""
    leave_run(stage.folder, "cut", new_document())
    leave_run(stage.folder, "done", new_document(), status=RunStatus.FINISHED, batches=30)
    leave_run(stage.folder, "slow", slower(), status=RunStatus.STOPPED, batches=20)
    stage.show()
    stage.qtbot.waitUntil(lambda: stage.rows.rowCount() == 3)
    return stage
