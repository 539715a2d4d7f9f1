"""The dialog of keys: it tells what the menus say, finds commands by typing, and does them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow, QMenu, QWidget

from convviz.core.losses.classes import CrossEntropyLoss
from convviz.ui.calculator.gestures import calculator_gestures
from convviz.ui.commands import Gesture, menu_commands
from convviz.ui.network.page_actions import network_gestures
from convviz.ui.shell.commands_dialog import CommandsDialog
from convviz.ui.training.page_actions import training_gestures
from tests.support.windows import show_active

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

GESTURES = (Gesture("Wheel", "Larger cells"),)


@pytest.fixture
def window(qtbot: QtBot) -> QMainWindow:
    made = QMainWindow()
    qtbot.addWidget(made)
    bar = made.menuBar()
    edit = bar.addMenu("&Edit")
    edit.addAction("&Undo").setShortcut(QKeySequence("Ctrl+Z"))
    late = bar.addMenu("&View").addMenu("&Theme")
    late.aboutToShow.connect(lambda: late.isEmpty() and late.addAction("Dar&k && quiet"))
    return made


def top_menus(window: QMainWindow) -> list[QMenu]:
    return [
        menu
        for menu in (action.menu() for action in window.menuBar().actions())
        if isinstance(menu, QMenu)
    ]


@pytest.fixture
def dialog(qtbot: QtBot, window: QMainWindow) -> CommandsDialog:
    made = CommandsDialog(menu_commands(top_menus(window)), GESTURES, window)
    show_active(qtbot, made)
    return made


def test_what_has_keys_is_shown_first(dialog: CommandsDialog) -> None:
    assert dialog.search.rows() == [("Undo", "Ctrl+Z"), ("Larger cells", "Wheel")]


def test_typing_finds_what_has_no_keys_and_what_stands_in_submenus(dialog: CommandsDialog) -> None:
    QTest.keyClicks(dialog.search.field, "view DARK")
    assert dialog.search.rows() == [("Dark & quiet", "Theme")]


def test_a_command_is_found_by_its_keys(dialog: CommandsDialog) -> None:
    QTest.keyClicks(dialog.search.field, "ctrl+z")
    assert dialog.search.rows() == [("Undo", "Ctrl+Z")]


def test_what_is_not_there_shows_nothing_and_enter_does_nothing(dialog: CommandsDialog) -> None:
    QTest.keyClicks(dialog.search.field, "no such thing")
    QTest.keyClick(dialog.search.field, Qt.Key.Key_Return)
    assert dialog.search.rows() == []
    assert dialog.isVisible()


def test_enter_does_the_command_that_the_arrows_chose(
    window: QMainWindow, dialog: CommandsDialog
) -> None:
    done: list[str] = []
    for command in menu_commands(top_menus(window)):
        command.action.triggered.connect(lambda _=False, text=command.text: done.append(text))
    QTest.keyClicks(dialog.search.field, "d")
    QTest.keyClick(dialog.search.field, Qt.Key.Key_Down)
    QTest.keyClick(dialog.search.field, Qt.Key.Key_Return)
    assert done == ["Dark & quiet"]
    assert not dialog.isVisible()


def test_a_command_that_cannot_be_done_now_is_not_done(
    window: QMainWindow, dialog: CommandsDialog
) -> None:
    undo = menu_commands(top_menus(window))[0].action
    undo.setEnabled(False)
    QTest.keyClick(dialog.search.field, Qt.Key.Key_Return)
    assert dialog.isVisible()


def test_enter_on_a_gesture_only_stays(dialog: CommandsDialog) -> None:
    QTest.keyClick(dialog.search.field, Qt.Key.Key_Down)
    QTest.keyClick(dialog.search.field, Qt.Key.Key_Return)
    assert dialog.isVisible()


def test_every_page_tells_its_gestures(qtbot: QtBot) -> None:
    qtbot.addWidget(QWidget())
    for gestures in (calculator_gestures(), network_gestures(), training_gestures()):
        assert gestures
        assert all(gesture.keys and gesture.text for gesture in gestures)


@pytest.mark.parametrize("text", ["cross entropy", "交叉熵", "crossentorpy"])
def test_a_layer_is_found_by_what_it_is_called_and_told(
    qtbot: QtBot, dialog: CommandsDialog, text: str
) -> None:
    dialog.search.field.setText(text)
    assert dialog.search.rows()[0][0] == "CrossEntropyLoss"
    with qtbot.waitSignal(dialog.layer_chosen) as told:
        QTest.keyClick(dialog.search.field, Qt.Key.Key_Return)
    assert told.args == [CrossEntropyLoss]
    assert not dialog.isVisible()


def test_a_command_with_a_wrong_letter_is_found(dialog: CommandsDialog) -> None:
    dialog.search.field.setText("undoo")
    assert dialog.search.rows() == [("Undo", "Ctrl+Z")]


def test_a_submenu_that_is_hidden_offers_nothing(window: QMainWindow) -> None:
    (edit, _) = top_menus(window)
    hidden = edit.addMenu("Hidden")
    hidden.addAction("Unseen")
    assert "Unseen" in [command.text for command in menu_commands([edit])]
    hidden.menuAction().setVisible(False)
    assert "Unseen" not in [command.text for command in menu_commands([edit])]


@pytest.mark.parametrize("text", ["Embedding", "nn.Embedding", "F.embedding"])
def test_a_class_that_does_not_open_is_named_and_return_opens_no_other(
    dialog: CommandsDialog, text: str
) -> None:
    chosen: list[object] = []
    dialog.layer_chosen.connect(chosen.append)
    QTest.keyClicks(dialog.search.field, text)
    row = dialog.search.list.currentItem()
    assert row is not None
    assert row.text(0) == "Embedding"
    assert "looks up whole numbers in a table" in row.text(2)
    QTest.keyClick(dialog.search.field, Qt.Key.Key_Return)
    assert not chosen
