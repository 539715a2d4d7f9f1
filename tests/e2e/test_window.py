"""The real window with the real engine: pages, documents, languages, an engine that is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox

from convviz.protocol.document_file import read_document, write_document
from convviz.protocol.templates import new_document
from convviz.stepping.agreement import AgreementState
from convviz.stepping.cells import INPUT, CellAddress
from convviz.ui.calculator import edits
from convviz.ui.calculator.page import CalculatorPage
from convviz.ui.processes.engine_client import EngineClient
from convviz.ui.processes.engine_keeper import EngineState
from convviz.ui.settings import SettingsFile
from convviz.ui.shell.window_session import WindowSession
from convviz.ui.widgets.grid.cell_editor import CellEditor
from convviz.values.recipes import materialise
from tests.support.windows import show_active

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from convviz.protocol.document import Document

CHECKOUT = Path(__file__).parents[2]

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def session(
    qtbot: QtBot,
    qapp: QApplication,
    tmp_path: Path,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[WindowSession]:
    if request.node.get_closest_marker("engine") is None:
        monkeypatch.setattr(EngineClient, "start", lambda _client: None)
    opened = WindowSession(qapp, SettingsFile(tmp_path / "settings.json"))
    qtbot.addWidget(opened.window)
    opened.show()
    show_active(qtbot, opened.window)
    yield opened
    opened.store.undo_stack.setClean()
    opened.window.close()
    opened.close()


TOLD_TO_END = """
import os, signal
from PySide6.QtCore import QTimer
from shiboken6 import isValid
from convviz import app
from convviz.ui.processes.engine_client import EngineClient
from convviz.ui.widgets.formula_source import formula_source
from convviz.ui.shell.window_session import WindowSession
EngineClient.start = lambda client: None
windows = []
show = WindowSession.show
def show_and_end(session):
    def look():
        if formula_source().pid:
            timer.stop()
            os.kill(os.getpid(), signal.SIGTERM)
    windows.append(session.window)
    show(session)
    timer = QTimer(session, timeout=look, interval=20)
    timer.start()
WindowSession.show = show_and_end
status = app.run_window([])
print(status, isValid(windows[0]), formula_source().pid)
"""


def test_a_window_that_is_told_to_end_goes_before_what_it_uses() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", TOLD_TO_END],
        env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.stdout.split() == ["0", "False", "0"]
    assert "Error" not in ended.stderr


def wait_for_engine(qtbot: QtBot, session: WindowSession) -> None:
    qtbot.waitUntil(lambda: session.engine.state is EngineState.READY)


def wait_for_agreement(qtbot: QtBot, session: WindowSession) -> None:
    mark = calculator(session).side.agreement
    qtbot.waitUntil(lambda: mark.agreement.state is AgreementState.AGREES)


def add_padding(session: WindowSession) -> None:
    document = session.store.document
    layer = document.calculator.layer.replace(padding=1)
    changed = edits.with_layer(document.calculator, layer)
    session.store.edit(msgspec.structs.replace(document, calculator=changed), "padding")
    session.store.undo_stack.setClean()  # so that nothing is asked at the end


def calculator(session: WindowSession) -> CalculatorPage:
    page = session.window.findChild(CalculatorPage)
    assert page is not None
    return page


@pytest.mark.engine
@pytest.mark.logs_warnings
def test_torch_agrees_with_the_first_picture_and_a_killed_engine_is_told_and_replaced(
    qtbot: QtBot, session: WindowSession
) -> None:
    scene = calculator(session).scene
    assert scene is not None
    assert scene.output is not None
    assert scene.output.squeeze().tolist() == [[10, 12, 12], [18, 16, 16], [13, 9, 3]]
    wait_for_agreement(qtbot, session)

    first = session.engine.pid
    with qtbot.waitSignal(session.engine.died):
        os.kill(first, signal.SIGKILL)
    assert session.window.isVisible()
    qtbot.waitUntil(lambda: any("engine" in s for s in session.window.notices.sentences()))
    wait_for_engine(qtbot, session)
    assert session.engine.pid != first
    add_padding(session)
    wait_for_agreement(qtbot, session)
    qtbot.waitUntil(lambda: session.window.notices.sentences() == [])


def test_a_document_is_saved_and_opened_again(
    qtbot: QtBot, session: WindowSession, tmp_path: Path
) -> None:
    del qtbot
    path = tmp_path / "mine.convviz"
    write_document(path, new_document())
    session.open_file(path)
    assert session.window.documents.path == path
    document = session.store.document
    network = type(document.network)((3, 64, 64), document.network.steps)
    session.store.edit(type(document)(document.calculator, network, document.training), "Input")
    assert session.window.isWindowModified()
    assert session.window.documents.save_now()
    assert not session.window.isWindowModified()
    assert read_document(path).network.input_shape == (3, 64, 64)
    assert session._settings.value.recent_files == (str(path),)


def test_a_broken_document_says_why_and_changes_nothing(
    session: WindowSession, tmp_path: Path
) -> None:
    before = session.store.document
    path = tmp_path / "broken.convviz"
    path.write_bytes(b'{"format": "convviz", "version": 99}')
    session.open_file(path)
    assert session.store.document is before
    (sentence,) = session.window.notices.sentences()
    assert "99" in sentence
    assert "broken.convviz" in sentence


def test_closing_asks_about_unsaved_changes(
    session: WindowSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = session.store.document
    network = type(document.network)((1, 28, 28), document.network.steps)
    session.store.edit(type(document)(document.calculator, network, document.training), "Input")
    asked = []

    def answer(box: QMessageBox) -> QMessageBox.StandardButton:
        asked.append(box.text())
        return QMessageBox.StandardButton.Cancel

    monkeypatch.setattr(QMessageBox, "exec", answer)
    session.window.close()
    assert session.window.isVisible()
    assert len(asked) == 1


def test_another_language_keeps_the_document_and_its_file(
    qtbot: QtBot, session: WindowSession, tmp_path: Path
) -> None:
    path = tmp_path / "mine.convviz"
    write_document(path, new_document())
    session.open_file(path)
    document = session.store.document
    session.window.menus.language_chosen.emit("zh_CN")
    qtbot.addWidget(session.window)
    assert session.store.document is document
    assert session.window.documents.path == path
    assert any("文件" in action.text() for action in session.window.menuBar().actions())
    session.window.menus.language_chosen.emit("en")
    qtbot.addWidget(session.window)


def test_every_page_is_reached_by_its_key(qtbot: QtBot, session: WindowSession) -> None:
    del qtbot
    for number, name in enumerate(("calculator", "network", "training")):
        session.window.show_page(number)
        assert session._settings.value.page == name


def type_into_a_cell(session: WindowSession, text: str) -> QWidget:
    """Type over the input's first number, and leave the cell open."""
    view = calculator(session).grids.view
    view.setFocus()
    position = view.cell_position(CellAddress(INPUT, 0, 0, 0))
    QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=position)
    editor = view.findChild(CellEditor)
    assert editor is not None
    QTest.keyClicks(editor, text)
    return editor


def first_number(document: Document) -> float:
    calculator = document.calculator
    return float(materialise(calculator.input, calculator.input_shape).flat[0])


def test_saving_while_a_cell_is_typed_in_saves_what_is_typed(
    session: WindowSession, tmp_path: Path
) -> None:
    path = tmp_path / "mine.convviz"
    write_document(path, session.store.document)
    session.open_file(path)
    QTest.keyClick(type_into_a_cell(session, "42"), Qt.Key.Key_S, CONTROL)
    assert first_number(read_document(path)) == 42


def test_closing_while_a_cell_is_typed_in_asks_to_save_it(
    session: WindowSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def answer(box: QMessageBox) -> QMessageBox.StandardButton:
        asked.append(box.text())
        return QMessageBox.StandardButton.Cancel

    monkeypatch.setattr(QMessageBox, "exec", answer)
    type_into_a_cell(session, "42")
    session.window.close()
    assert asked
    assert first_number(session.store.document) == 42
