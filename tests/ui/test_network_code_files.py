"""Files of code on the network page: a form asks which network is meant, and what it needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from convviz.core.layers.linear import Linear
from convviz.protocol.messages.code import BuildNetwork
from convviz.protocol.templates import new_document
from convviz.ui.document_store import DocumentStore
from convviz.ui.network import code_opening
from tests.support.direct_reader import DirectReader
from tests.support.network_page import names, open_page, show

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from convviz.ui.network.code_dialog import CodeDialog
    from convviz.ui.network.page import NetworkPage

PLAIN = """
import torch.nn as nn

class Plain(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 8, 5)
        self.pool = nn.MaxPool2d(4)
        self.fc = nn.Linear(8 * 7 * 7, 10)

    def forward(self, x):
        x = self.pool(self.conv(x))
        return self.fc(x.flatten(1)), x
"""
LEFT_OUT = "Line 4: the network gives 2 outputs. The first of them was taken."
NAMED = ["conv: Conv2d", "pool: MaxPool2d", "Flatten", "fc: Linear"]

TWO = """
import torch.nn as nn

class Small(nn.Module):
    def __init__(self, num_classes, width=4):
        super().__init__()
        self.conv = nn.Conv2d(1, width, 3)
        self.fc = nn.Linear(width * 26 * 26, num_classes)

    def forward(self, x):
        return self.fc(self.conv(x).flatten(1))

class Plain(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Conv2d(3, 8, 3), nn.ReLU())

    def forward(self, x):
        return self.body(x)
"""


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

    def type(self, name: str, text: str) -> None:
        field = self.form.parameters.fields[name]
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, text)
        self.reader.run()


@pytest.fixture
def store() -> DocumentStore:
    return DocumentStore(new_document())


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


def test_of_several_networks_each_says_what_it_needs_and_one_is_chosen(desk: Desk) -> None:
    desk.open(TWO)
    table = desk.form.networks
    assert table is not None
    assert table.names() == ["Small", "Plain"]
    row = table.topLevelItem(0)
    assert row is not None
    assert [row.text(1), row.text(2)] == ["class, needs num_classes", "line 4"]
    desk.pick("Plain")
    assert desk.form.verdict.text() == "224 parameters, 3 × 32 × 32 → 8 × 30 × 30"
    desk.pick("Small")
    assert desk.form.verdict.text().startswith("27,090 parameters, 1 × 28 × 28 → 10")


def test_what_is_missing_is_asked_for_with_a_guess(desk: Desk) -> None:
    desk.open(TWO)
    desk.pick("Small")
    field = desk.form.parameters.fields["num_classes"]
    assert field.text() == "10"
    desk.type("num_classes", "2*3")
    assert desk.form.verdict.text() == "16,270 parameters, 1 × 28 × 28 → 6"
    desk.type("width", "2")
    assert desk.form.verdict.text().endswith("→ 6")
    desk.form.accept()
    assert desk.store.document.network.layers[-1].layer == Linear(2 * 26 * 26, 6)


def test_what_cannot_be_guessed_is_asked_for_before_anything_is_said_against_it(
    desk: Desk,
) -> None:
    desk.open(TWO.replace("num_classes", "zyx").replace("Plain", "Other"))
    desk.pick("Small")
    assert desk.form.verdict.text() == "Give a value for: zyx."
    assert desk.form.verdict.property("role") != "error"
    assert not desk.form.accept_button.isEnabled()
    desk.type("zyx", "7")
    assert desk.form.verdict.text().endswith("→ 7")
    assert desk.form.accept_button.isEnabled()


def test_a_value_that_is_none_says_so_and_cannot_be_opened(desk: Desk) -> None:
    desk.open(TWO)
    desk.pick("Small")
    asked = len(desk.reader.asked)
    desk.type("num_classes", "open('x')")
    assert desk.form.parameters.problem.startswith("num_classes cannot be open('x')")
    assert not desk.form.accept_button.isEnabled()
    # What was typed on the way there may have been a word; the last text is never sent.
    assert all("open('x')" not in str(request) for request in desk.reader.asked[asked:])
    desk.type("num_classes", "3")
    assert desk.form.parameters.problem == ""
    assert desk.form.accept_button.isEnabled()


def test_another_shape_of_the_input_is_answered_at_once(desk: Desk) -> None:
    desk.open(PLAIN)
    field = desk.form.shape
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "3, 40, 40")
    QTest.keyClick(field, Qt.Key.Key_Tab)
    desk.reader.run()
    said = desk.form.verdict.text()
    assert said.startswith("On 3 × 40 × 40, Linear(392, 10) gets 648:")
    # It may be opened all the same: the page says what fails, and how to mend it.
    assert desk.form.accept_button.isEnabled()


def test_a_text_that_is_no_shape_says_so_and_cannot_be_opened(desk: Desk) -> None:
    desk.open(PLAIN)
    field = desk.form.shape
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "3 by 32")
    assert "sizes" in desk.form.shape_note.text()
    assert not desk.form.accept_button.isEnabled()
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert desk.form.shape_note.text() == "a guess"
    assert desk.form.accept_button.isEnabled()


def test_of_quick_decisions_the_last_one_is_asked_alone(desk: Desk) -> None:
    desk.open(TWO)
    desk.pick("Small")
    asked = len(desk.reader.asked)
    field = desk.form.parameters.fields["num_classes"]
    field.selectAll()
    QTest.keyClicks(field, "12345")
    desk.reader.run()
    sent = [known for known in desk.reader.asked[asked:] if isinstance(known, BuildNetwork)]
    assert [request.answers["num_classes"] for request in sent] == ["1", "12345"]
    assert desk.form.verdict.text().endswith("→ 12345")


def test_escape_changes_nothing_and_ends_the_reader(desk: Desk) -> None:
    before = desk.store.document
    desk.open(PLAIN)
    QTest.keyClick(desk.form, Qt.Key.Key_Escape)
    assert desk.store.document is before
    assert desk.code.dialog is None
    assert desk.reader.is_ended


ENDLESS = """
import torch.nn as nn

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        while True:
            self.conv = nn.Conv2d(3, 8, 3)

    def forward(self, x):
        return self.conv(x)
"""


def test_code_that_goes_on_for_ever_is_told_and_cannot_be_opened(desk: Desk) -> None:
    desk.open(ENDLESS)
    assert "the code goes on for more than 400000 steps" in desk.form.verdict.text()
    assert not desk.form.accept_button.isEnabled()
    QTest.keyClick(desk.form, Qt.Key.Key_Return)
    assert names(desk.page) == []


WRONG: Final[dict[str, tuple[str | bytes, str]]] = {
    "no network": ("x = 3\n", "no network"),
    "not Python": ("class Net(nn.Module):\n  def forward(self x):\n", "Line 2"),
    "bytes": (b"\x00\xff" * 1000, "UTF-8"),
    "10 MB": (b"# more\n" * 1_500_000, "bytes"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_file_gets_a_sentence_and_changes_nothing(desk: Desk, name: str) -> None:
    content, said = WRONG[name]
    before = desk.store.document
    desk.open(content)
    assert desk.code.dialog is None
    assert desk.page.notice.level == "error"
    assert said in desk.page.notice.sentence
    assert desk.store.document is before
    assert desk.reader.is_ended


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


def test_a_pasted_program_without_a_network_is_told(desk: Desk) -> None:
    desk.paste("def main():\n    print('hello')\n")
    assert desk.page.notice.level == "error"
    assert names(desk.page) == []
