"""A .pt2 file of torch.export in the window: opened, dropped, undone, refused."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from convviz.protocol.templates import new_document
from convviz.ui.document_store import DocumentStore
from convviz.ui.network.page import NetworkPage
from convviz.ui.program_opener import ProgramOpener
from convviz.ui.settings import SettingsFile
from convviz.ui.shell.document_actions import DocumentActions
from convviz.ui.shell.dropping import dropped_file
from convviz.values.weights import read_weights
from tests.support.direct_engine import DirectEngine
from tests.support.exported_files import HandMade, archive, small_program

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


class Desk:
    """The network page, what reads files for it, and File > Open."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.store, self.engine = DocumentStore(new_document()), DirectEngine()
        window = QWidget()
        qtbot.addWidget(window)
        self.page = NetworkPage(self.store)
        qtbot.addWidget(self.page)
        programs = ProgramOpener(self.store, self.engine, lambda: folder, self.page)
        programs.told.connect(self.page.notice.say)
        self.settings = SettingsFile(folder / "s.json")
        programs.read.connect(self.settings.add_recent)
        self.documents = DocumentActions(self.store, self.settings, window)
        self.documents.network_chosen.connect(programs.open)

    @property
    def told(self) -> tuple[str, str]:
        return self.page.notice.level, self.page.notice.accessibleDescription()

    def open(self, path: Path) -> None:
        self.documents.open_file(path)
        self.engine.answer()


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Desk:
    return Desk(qtbot, tmp_path)


def written(path: Path, made: HandMade) -> Path:
    path.write_bytes(archive(made.files()))
    return path


def test_file_open_takes_network_and_weights_in_one_step(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, before = written(tmp_path / "net.pt2", small_program()), desk.store.document
    filters: list[str] = []

    def choose(*asked: object) -> tuple[str, str]:
        filters.append(str(asked[-1]))
        return str(path), ""

    monkeypatch.setattr(QFileDialog, "getOpenFileName", choose)
    desk.documents.open.trigger()
    assert "*.pt2" in filters[0]
    assert desk.store.document is before
    desk.engine.answer()
    network = desk.store.document.network
    assert [step.name for step in network.layers] == ["conv", "", "", "", "fc"]
    assert network.weights is not None
    weights = read_weights(Path(network.weights.path), network=network)
    assert np.allclose(weights["fc.weight"], small_program().weights["fc.weight"])
    assert desk.told[0] == "info"
    assert "net.pt2 is here: 5 layers, with their weights." in desk.told[1]
    assert desk.store.undo_stack.count() == 1
    desk.store.undo_stack.undo()
    assert desk.store.document == before


def test_a_file_that_was_read_stands_among_the_recent_ones(desk: Desk, tmp_path: Path) -> None:
    good, bad = written(tmp_path / "net.pt2", small_program()), tmp_path / "bad.pt2"
    bad.write_bytes(b"PK nothing")
    desk.open(bad)
    desk.open(good)
    assert desk.settings.value.recent_files == (str(good),)


def test_what_changed_while_a_file_was_read_stays(desk: Desk, tmp_path: Path) -> None:
    desk.documents.open_file(written(tmp_path / "net.pt2", small_program()))
    desk.page.layers.cards.select([0])
    desk.page.page_actions["delete"].trigger()
    mine = desk.store.document
    desk.engine.answer()
    assert desk.store.document is mine
    assert "The network was changed while net.pt2 was read" in desk.told[1]


def test_what_was_left_out_is_said(desk: Desk, tmp_path: Path) -> None:
    made = small_program()
    made.call("sin", (2, 5))
    desk.open(written(tmp_path / "net.pt2", made))
    level, sentence = desk.told
    assert level == "warning"
    assert "left out, for no layer here does it: sin" in sentence


def test_a_network_of_one_layer_is_told_of_in_the_singular(desk: Desk, tmp_path: Path) -> None:
    made = HandMade()
    made.call("relu", (2, 3, 8, 8))
    desk.open(written(tmp_path / "net.pt2", made))
    assert "1 layer, " in desk.told[1]


def test_what_was_said_of_the_file_goes_with_it_when_it_is_undone(
    desk: Desk, tmp_path: Path
) -> None:
    desk.open(written(tmp_path / "net.pt2", small_program()))
    assert not desk.page.notice.isHidden()
    desk.store.undo_stack.undo()
    assert desk.page.notice.isHidden()


def test_a_damaged_file_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    before = desk.store.document
    path = tmp_path / "net.pt2"
    path.write_bytes(b"PK nothing")
    desk.open(path)
    assert desk.told[0] == "error"
    assert str(path) in desk.told[1]
    assert desk.store.document is before


def test_a_file_that_is_dropped_is_one_that_the_window_opens(tmp_path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / name)) for name in ("a.txt", "net.pt2")])
    drop = QDropEvent(
        QPointF(),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    assert dropped_file(drop) == tmp_path / "net.pt2"
