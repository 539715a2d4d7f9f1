"""Files of code on the network page: what is opened replaces its network, what is pasted joins."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from convviz.ui.network.code import code_opening
from tests.support.direct_reader import DirectReader
from tests.support.network_page import names, open_page, show
from tests.support.programs import PLAIN, TWO

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from convviz.ui.document_store import DocumentStore
    from convviz.ui.network.code.code_dialog import CodeDialog
    from convviz.ui.network.page import NetworkPage

LEFT_OUT = "Line 4: the network gives 2 outputs. The first of them was taken."
NAMED = ["conv: Conv2d", "pool: MaxPool2d", "Flatten", "fc: Linear"]


class Desk:
    """The page and what reads code for it."""

    def __init__(self, page: NetworkPage, store: DocumentStore, folder: Path) -> None:
        self.page, self.store, self.folder = page, store, folder
        self.code = page.code_opening
        reader = self.code.reader
        assert isinstance(reader, DirectReader)
        self.reader = reader

    def open(self, content: str | bytes, name: str = "net.py") -> None:
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        self.page.open_code(path)
        self.reader.run()

    def paste(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.page.page_actions["paste"].trigger()
        self.reader.run()

    @property
    def form(self) -> CodeDialog:
        dialog = self.code.dialog
        assert dialog is not None
        return dialog

    def pick(self, name: str) -> None:
        assert self.form.networks is not None
        self.form.networks.pick(name)
        self.reader.run()


@pytest.fixture
def desk(
    qtbot: QtBot, store: DocumentStore, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Desk:
    monkeypatch.setattr(code_opening, "CodeReader", DirectReader)
    page = open_page(qtbot, store, monkeypatch)
    show(store)
    return Desk(page, store, tmp_path)


def test_a_file_says_what_would_come_and_return_opens_it_as_one_step(desk: Desk) -> None:
    desk.open(PLAIN, "plain.py")
    form = desk.form
    assert form.windowTitle() == "Open network from plain.py"
    assert form.verdict.text() == "4,538 parameters, 3 × 32 × 32 → 10"
    assert form.notices.text() == f"• {LEFT_OUT}"
    assert names(desk.page) == []
    QTest.keyClick(form, Qt.Key.Key_Return)
    assert names(desk.page) == NAMED
    assert desk.store.document.network.input_shape == (3, 32, 32)
    assert desk.store.undo_stack.undoText() == "Open network from plain.py"
    assert desk.page.notice.sentence == LEFT_OUT
    assert desk.reader.is_ended
    desk.store.undo_stack.undo()
    assert names(desk.page) == []


def test_parameters_follow_the_layer_before_where_the_code_agrees(desk: Desk) -> None:
    desk.open(PLAIN)
    desk.form.accept()
    follows = [sorted(step.follows) for step in desk.store.document.network.layers]
    assert follows == [["in_channels"], [], [], ["in_features"]]


def test_a_missing_file_is_told(desk: Desk) -> None:
    desk.page.open_code(desk.folder / "gone.py")
    desk.reader.run()
    assert "gone.py does not exist" in desk.page.notice.sentence


def test_a_pasted_class_that_needs_nothing_is_inserted_at_once(desk: Desk) -> None:
    desk.paste(PLAIN)
    assert desk.code.dialog is None
    assert names(desk.page) == NAMED
    assert desk.store.undo_stack.undoText() == "Add 4 layers"
    assert desk.page.notice.sentence == LEFT_OUT


def test_a_pasted_class_that_needs_something_is_asked_about_and_inserted(desk: Desk) -> None:
    desk.paste(TWO)
    form = desk.form
    assert form.windowTitle() == "Network from code"
    assert not form.shape.isVisibleTo(form)
    desk.pick("Plain")
    QTest.keyClick(form, Qt.Key.Key_Return)
    assert names(desk.page) == ["body: Sequential", "Conv2d", "ReLU"]
    assert desk.store.document.network.input_shape == (3, 32, 32)


def test_a_pasted_printout_of_a_network_is_inserted_with_its_names(desk: Desk) -> None:
    desk.paste(
        "Net(\n"
        "  (features): Sequential(\n"
        "    (0): Conv2d(3, 8, kernel_size=(3, 3), stride=(1, 1))\n"
        "    (1): ReLU()\n"
        "  )\n"
        ")"
    )
    assert names(desk.page) == ["features: Sequential", "Conv2d", "ReLU"]
    assert "as torch prints it" in desk.page.notice.sentence


def test_a_pasted_program_without_a_network_is_told(desk: Desk) -> None:
    desk.paste("def main():\n    print('hello')\n")
    assert desk.page.notice.level == "error"
    assert names(desk.page) == []
