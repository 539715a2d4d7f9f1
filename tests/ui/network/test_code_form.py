"""The form for code: which network is meant, what it needs, and what would come of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from convviz.core.code.program import building
from convviz.core.layers.linear import Linear
from convviz.protocol.messages.code import BuildNetwork
from convviz.ui.network.code.code_opening import CodeOpening
from tests.support.direct_reader import DirectReader
from tests.support.programs import PLAIN, TWO

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from convviz.protocol.document import Network
    from convviz.ui.network.code.code_dialog import CodeDialog


class Desk:
    """What opens code over a window, and what came of it."""

    def __init__(self, window: QWidget, folder: Path) -> None:
        self.folder = folder
        self.reader = DirectReader()
        self.code = CodeOpening(window, lambda: (3, 32, 32), self.reader)
        self.opened: list[Network] = []
        self.told: list[tuple[str, str]] = []
        self.code.opened.connect(lambda network, _source, _left_out: self.opened.append(network))
        self.code.told.connect(lambda level, sentence: self.told.append((level, sentence)))

    def open(self, content: str | bytes) -> None:
        path = self.folder / "net.py"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        self.code.open_file(path)
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
def desk(qtbot: QtBot, tmp_path: Path) -> Desk:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    return Desk(window, tmp_path)


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
    assert desk.opened[0].layers[-1].layer == Linear(2 * 26 * 26, 6)


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
    desk.open(PLAIN)
    QTest.keyClick(desk.form, Qt.Key.Key_Escape)
    assert desk.opened == []
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


def test_code_that_goes_on_for_ever_is_told_and_cannot_be_opened(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "MOST_STEPS", 4000)
    desk.open(ENDLESS)
    said = desk.form.verdict.text()
    assert said.startswith("Line 7, column 9: the code goes on for more than 4000 steps")
    assert not desk.form.accept_button.isEnabled()
    QTest.keyClick(desk.form, Qt.Key.Key_Return)
    assert desk.opened == []


WRONG: Final[dict[str, tuple[str | bytes, str]]] = {
    "no network": ("x = 3\n", "no network"),
    "not Python": ("class Net(nn.Module):\n  def forward(self x):\n", "Line 2"),
    "bytes": (b"\x00\xff" * 1000, "UTF-8"),
    "10 MB": (b"# more\n" * 1_500_000, "bytes"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_file_gets_a_sentence_and_changes_nothing(desk: Desk, name: str) -> None:
    content, said = WRONG[name]
    desk.open(content)
    assert desk.code.dialog is None
    level, sentence = desk.told[-1]
    assert level == "error"
    assert sentence.startswith("net.py was not opened. ")
    assert said in sentence
    assert desk.opened == []
    assert desk.reader.is_ended
