"""The helper that reads code, and the doors of the window through which files of code come."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from convviz.core.errors import ErrorCode
from convviz.protocol.document_file import decode_document
from convviz.protocol.messages.code import BuildNetwork, CodeOpened, NetworkBuilt, OpenCode
from convviz.protocol.templates import new_document
from convviz.ui.document_store import DocumentStore
from convviz.ui.network.code.code_editor import CodeEditor
from convviz.ui.network.code.code_reader import CodeReader
from convviz.ui.settings import SettingsFile
from convviz.ui.shell.document_actions import DocumentActions
from convviz.ui.shell.dropping import dropped_file

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from convviz.protocol.messages.common import Problem
    from convviz.ui.processes.reply import Reply

PATIENCE = 30_000
TEXT = "import torch.nn as nn\nmodel = nn.Sequential(nn.Conv2d(3, 8, 3), nn.ReLU())\n"


def outcome(qtbot: QtBot, reply: Reply) -> object:
    """Return the answer, or the problem."""
    came: list[object] = []
    reply.answered.connect(came.append)
    reply.failed.connect(came.append)
    qtbot.waitUntil(lambda: bool(came), timeout=PATIENCE)
    return came[0]


def test_the_helper_reads_a_file_and_answers_what_is_decided(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "net.py"
    path.write_text(TEXT, encoding="utf-8")
    reader = CodeReader()
    opened = outcome(qtbot, reader.ask(reader, OpenCode(str(path))))
    assert isinstance(opened, CodeOpened)
    assert [known.name for known in opened.networks] == [opened.likely] == ["model"]
    built = outcome(qtbot, reader.ask(reader, BuildNetwork("model", input_shape=(3, 9, 9))))
    assert isinstance(built, NetworkBuilt)
    network = decode_document(built.document).network
    assert (network.input_shape, len(network.layers)) == ((3, 9, 9), 2)
    wrong: Problem = outcome(qtbot, reader.ask(reader, BuildNetwork("other")))  # type: ignore[assignment]
    assert wrong.code == ErrorCode.CODE_UNKNOWN_NETWORK
    reader.end()


def test_a_helper_that_gives_no_answer_is_ended_and_the_next_is_a_fresh_one(qtbot: QtBot) -> None:
    deaf = [sys.executable, "-S", "-c", "import sys; sys.stdin.read()"]
    reader = CodeReader(command=deaf, patience_ms=0)
    for _ in range(2):
        problem: Problem = outcome(qtbot, reader.ask(reader, OpenCode(text=TEXT)))  # type: ignore[assignment]
        assert problem.code == ErrorCode.CODE_TAKES_TOO_LONG


@pytest.mark.parametrize("name", ["net.py", "Net.PY", "lecture.ipynb"])
def test_a_file_of_code_is_dropped_on_the_window_as_a_document_is(
    tmp_path: Path, name: str
) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / other)) for other in ("a.png", name)])
    where, how = QPointF(5, 5), Qt.DropAction.CopyAction
    button, no_keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    assert dropped_file(QDropEvent(where, how, mime, button, no_keys)) == tmp_path / name


def test_a_file_that_is_dropped_on_the_code_reaches_the_window(
    qtbot: QtBot, tmp_path: Path
) -> None:
    editor = CodeEditor()
    qtbot.addWidget(editor)
    file, text = QMimeData(), QMimeData()
    file.setUrls([QUrl.fromLocalFile(str(tmp_path / "net.py"))])
    text.setText("nn.ReLU()")
    assert not editor.canInsertFromMimeData(file)
    assert editor.canInsertFromMimeData(text)


def test_file_open_offers_code_asks_about_nothing_unsaved_and_remembers_the_folder(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    store = DocumentStore(new_document())
    settings = SettingsFile(tmp_path / "s.json")
    documents = DocumentActions(store, settings, window)
    store.edit(new_document(), "Edit")  # unsaved, and it stays: what comes is one edit more
    folder = tmp_path / "code"
    folder.mkdir()
    filters: list[str] = []

    def choose(*arguments: str) -> tuple[str, str]:
        filters.append(arguments[3])
        return str(folder / "net.py"), ""

    monkeypatch.setattr(QFileDialog, "getOpenFileName", choose)
    chosen: list[Path] = []
    documents.network_chosen.connect(chosen.append)
    documents.open.trigger()
    assert chosen == [folder / "net.py"]
    assert all(suffix in filters[0] for suffix in ("*.convviz", "*.py", "*.ipynb"))
    assert settings.value.last_folder == str(folder)
