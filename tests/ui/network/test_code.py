"""The network's code, edited in place: valid text changes the network, other text says why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from convviz.ui.network.state import View
from convviz.ui.theme import current_palette
from tests.support.network_page import layer_card, names

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from convviz.ui.document_store import DocumentStore
    from convviz.ui.network.code.code_panel import CodePanel
    from convviz.ui.network.page import NetworkPage


def stand_before(code: CodePanel, text: str) -> None:
    """Put the cursor before a piece of the code."""
    cursor = code._view.document().find(text)
    assert not cursor.isNull()
    cursor.setPosition(cursor.selectionStart())
    code._view.setTextCursor(cursor)


def type_over(code: CodePanel, before: str, after: str, *, then_wait: bool = True) -> None:
    """Choose a piece of the code and type something else, key by key."""
    cursor = code._view.document().find(before)
    assert not cursor.isNull()
    code._view.setTextCursor(cursor)
    QTest.keyClicks(code._view, after)
    if then_wait:  # as long as a person pauses
        code.apply()


def test_what_is_typed_changes_the_network_and_the_lines_around_it(
    page: NetworkPage, store: DocumentStore
) -> None:
    type_over(page.code, "32, kernel_size=5", "24, kernel_size=5")
    assert layer_card(page, 0).arguments == "3, 24, kernel_size=5, padding=2"
    assert "nn.Conv2d(24, 32, kernel_size=5, padding=2)" in page.code.text  # follows
    assert "# 24 × 16 × 16" in page.code.text
    assert page.code.problem == ""
    assert store.undo_stack.undoText() == "Edit the code"
    store.undo_stack.undo()
    assert "nn.Conv2d(3, 32, kernel_size=5, padding=2)" in page.code.text
    assert store.undo_stack.count() == 1


def test_typing_waits_for_a_pause(qtbot: QtBot, page: NetworkPage, store: DocumentStore) -> None:
    type_over(page.code, "Linear(64, 10)", "Linear(64, 100)", then_wait=False)
    assert store.undo_stack.count() == 0
    qtbot.waitUntil(lambda: store.undo_stack.count() == 1)
    assert page.totals.value_text("output") == "100"


def test_what_is_no_network_says_where_and_why_and_the_network_stays(
    page: NetworkPage, store: DocumentStore
) -> None:
    network = store.document.network
    type_over(page.code, "nn.Flatten", "nn.Flaten")
    assert page.code.problem.startswith("Line 10, column 5: Flaten is not a layer")
    assert "Flatten" in page.code.problem
    assert store.document.network is network
    assert "nn.Flaten()" in page.code.text
    wrong = [mark for mark in page.code._view.extraSelections() if mark.cursor.hasSelection()]
    assert [mark.cursor.blockNumber() for mark in wrong] == [9]
    type_over(page.code, "nn.Flaten", "nn.Flatten")
    assert page.code.problem == ""
    assert store.document.network is network


@pytest.mark.parametrize("key", ["escape", "undo"])
def test_what_is_no_network_can_be_given_up(
    page: NetworkPage, store: DocumentStore, key: str
) -> None:
    before = page.code.text
    type_over(page.code, "nn.Flatten()", "nn.Flatten(")
    assert page.code.problem
    if key == "escape":
        QTest.keyClick(page.code._view, Qt.Key.Key_Escape)
    else:
        QTest.keyClick(page.code._view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert (page.code.text, page.code.problem) == (before, "")
    assert store.undo_stack.count() == 0


def test_undo_takes_back_what_was_typed_a_moment_ago_and_nothing_before_it(
    page: NetworkPage, store: DocumentStore
) -> None:
    page.show_view(View.CODE)
    type_over(page.code, "32, kernel_size=5", "24, kernel_size=5")
    type_over(page.code, "nn.Linear(64, 10)", "nn.Linear(64, 11)", then_wait=False)
    keys = (QEvent.Type.ShortcutOverride, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    undo = QKeyEvent(*keys)
    undo.ignore()
    QApplication.sendEvent(page.code._view, undo)
    assert not undo.isAccepted()  # it is the window's
    store.undo_stack.undo()
    assert "nn.Linear(64, 10)" in page.code.text
    assert layer_card(page, 0).arguments == "3, 24, kernel_size=5, padding=2"


def test_a_new_line_is_indented_and_becomes_a_layer(page: NetworkPage) -> None:
    stand_before(page.code, "nn.MaxPool2d")
    page.code._view.moveCursor(QTextCursor.MoveOperation.PreviousBlock)
    page.code._view.moveCursor(QTextCursor.MoveOperation.EndOfBlock)
    QTest.keyClick(page.code._view, Qt.Key.Key_Return)
    QTest.keyClicks(page.code._view, "nn.ReLU(),")
    page.code.apply()
    assert names(page)[:3] == ["Conv2d", "ReLU", "MaxPool2d"]
    assert "    nn.ReLU()," in page.code.text


def test_a_line_that_was_left_is_written_as_the_network_has_it(page: NetworkPage) -> None:
    type_over(page.code, "nn.Linear(64, 10)", "nn.Linear(64,   10)")
    assert "nn.Linear(64,   10)" in page.code.text  # while it is typed in
    page.code._view.moveCursor(QTextCursor.MoveOperation.Start)
    assert "nn.Linear(64, 10), " in page.code.text


def test_text_that_cannot_be_read_stays_when_the_keyboard_goes_elsewhere(
    page: NetworkPage,
) -> None:
    type_over(page.code, "nn.Flatten()", "nn.Flatten(")
    page.code._view.left.emit()
    assert "nn.Flatten(," in page.code.text
    page.layers.cards.select([0])
    page.form.field("out_channels").field.value_changed.emit(20)  # another edit wins
    assert "nn.Flatten()," in page.code.text
    assert page.code.problem == ""


def test_the_other_form_is_of_what_was_typed_and_never_in_its_place(page: NetworkPage) -> None:
    page.show_view(View.CODE)
    type_over(page.code, "nn.Linear(64, 10)", "nn.Linear(64, 11)", then_wait=False)
    page.code.module_button.click()
    assert "self.linear2 = nn.Linear(64, 11)" in page.code.text
    type_over(page.code, "nn.Linear(64, 11)", "nn.Linear(64, )", then_wait=False)
    page.code.sequential_button.click()
    assert page.code.problem
    assert "self.linear2 = nn.Linear(64, )" in page.code.text
    assert page.code.module_button.isChecked()
    page.code.restore()
    page.code.sequential_button.click()
    assert "model = nn.Sequential(" in page.code.text


def test_a_pasted_separator_of_lines_is_a_break(page: NetworkPage) -> None:
    stand_before(page.code, "nn.Flatten")
    QGuiApplication.clipboard().setText("nn.ReLU(),\u2028    nn.Tanh(),\u2028    ")
    page.code._view.paste()
    page.code.apply()
    page.code._view.left.emit()
    assert names(page)[6:9] == ["ReLU", "Tanh", "Flatten"]
    page.layers.cards.select([0])
    page.form.field("out_channels").field.value_changed.emit(20)
    lines = [line.strip().partition("(")[0] for line in page.code.text.split("\n")[3:-2]]
    assert lines == [f"nn.{name}" for name in names(page)]


def test_an_endless_line_is_shown_without_colours(page: NetworkPage) -> None:
    code = page.code._view
    code.selectAll()
    QGuiApplication.clipboard().setText("1" + "+1" * 1000 + "\n1+1")
    code.paste()
    first, second = (code.document().findBlockByNumber(line).layout() for line in range(2))
    assert not first.formats()
    assert second.formats()


def test_a_comment_is_quiet_and_its_sign_within_a_text_begins_none(page: NetworkPage) -> None:
    code = page.code._view
    code.selectAll()
    QGuiApplication.clipboard().setText("f(2)  # (8, 32, 32)\nf('# 3')  # '3'\n# 4")
    code.paste()

    def colours(line: int) -> dict[str, str]:
        block = code.document().findBlockByNumber(line)
        return {
            block.text()[part.start : part.start + part.length]: part.format.foreground()
            .color()
            .name()
            for part in block.layout().formats()
        }

    quiet, text = (
        QColor(current_palette().text_muted).name(),
        QColor(current_palette().output).name(),
    )
    assert colours(0)["# (8, 32, 32)"] == quiet
    assert (colours(1)["'# 3'"], colours(1)["# '3'"]) == (text, quiet)
    assert colours(2) == {"# 4": quiet}


def test_a_whole_network_is_typed_over_the_code(page: NetworkPage) -> None:
    page.code._view.selectAll()
    QTest.keyClicks(page.code._view, "nn.Sequential(nn.Conv2d(3, 8, 3), nn.ReLU(), nn.Flatten())")
    page.code.apply()
    assert names(page) == ["Conv2d", "ReLU", "Flatten"]
    page.code._view.left.emit()
    assert page.code.text.startswith("from torch import nn\n\nmodel = nn.Sequential(")


def test_a_layer_is_disabled_in_the_code(page: NetworkPage, store: DocumentStore) -> None:
    stand_before(page.code, "nn.MaxPool2d")
    QTest.keyClicks(page.code._view, "# ")
    page.code.apply()
    assert [step.enabled for step in store.document.network.layers[:3]] == [True, False, True]
