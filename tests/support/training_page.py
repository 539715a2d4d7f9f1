"""A training page whose trainer and fetcher play scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import pytest
from PySide6.QtTest import QTest
from shiboken6 import isValid

from convviz.protocol.templates import new_document
from convviz.ui.document_store import DocumentStore
from convviz.ui.settings import SettingsFile
from convviz.ui.training.page import TrainingPage
from convviz.ui.training.run.session import TrainingSession
from tests.support.fake_trainer import fake_trainer
from tests.support.played_process import play_within

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from convviz.protocol.document import Document
    from convviz.ui.processes.engine_client import EngineClient
    from convviz.ui.training.run.run_progress import RunState


class Stage:
    """A page with a session that plays scripts.

    Attributes:
        store: The document.
        session: The training.
        page: The page, shown.
        log: What was asked of the children.
    """

    def __init__(
        self,
        folder: Path,
        trainer: str,
        fetcher: str,
        document: Document,
        engine: EngineClient | None = None,
    ) -> None:
        self.log, self.fetch_log = folder / "trainer.txt", folder / "fetcher.txt"
        self.store = DocumentStore(document)
        self.settings = SettingsFile(folder / "settings.json")
        self.session = TrainingSession(
            trainer=fake_trainer(self.log, trainer),
            fetcher=fake_trainer(self.fetch_log, fetcher),
            runs_folder=folder / "runs",
            engine=engine,
        )
        self.page = self.build()

    def build(self) -> TrainingPage:
        page = TrainingPage(self.store, self.session, self.settings)
        page.resize(1208, 740)
        page.show()
        return page

    def until(self, qtbot: QtBot, state: RunState) -> None:
        qtbot.waitUntil(lambda: self.session.state is state, timeout=60_000)


Make: TypeAlias = "Callable[..., Stage]"


def stages(folder: Path, qtbot: QtBot) -> Iterator[Make]:
    """Give what makes a stage; the children of each are ended in the end.

    They play within this process.
    """
    with pytest.MonkeyPatch.context() as patches:
        play_within(patches)
        yield from _stages(folder, qtbot)


def _stages(folder: Path, qtbot: QtBot) -> Iterator[Make]:
    made: list[Stage] = []

    def build(
        trainer: str = "",
        fetcher: str = "",
        document: Document | None = None,
        engine: EngineClient | None = None,
    ) -> Stage:
        stage = Stage(folder, trainer, fetcher, document or new_document(), engine)
        qtbot.addWidget(stage.page)
        made.append(stage)
        return stage

    yield build
    for stage in made:
        stage.session.shut_down()
        # Of a trainer that was let go and has ended, Qt hears again and again as long as it lives.
        stage.session.deleteLater()
        if isValid(stage.page):  # one that was built anew, which qtbot does not know
            stage.page.deleteLater()


def type_into(field: QWidget, text: str) -> None:
    field.setFocus()
    field.selectAll()  # type: ignore[attr-defined]
    QTest.keyClicks(field, text)
