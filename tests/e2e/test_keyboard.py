"""Who has the keyboard: after whatever was done, Space plays; it never falls on something else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec.structs
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from convviz.core.layers.conv import Conv2d
from convviz.core.presets import presets
from convviz.protocol.templates import new_document
from convviz.ui.calculator.page import CalculatorPage
from convviz.ui.processes.engine_client import EngineClient
from convviz.ui.settings import SettingsFile
from convviz.ui.shell.page_rail import PageRail
from convviz.ui.shell.window_session import WindowSession
from tests.support.windows import show_active

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.usefixtures("no_formulas")

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def session(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[WindowSession]:
    monkeypatch.setattr(EngineClient, "start", lambda _client: None)
    opened = WindowSession(qapp, SettingsFile(tmp_path / "settings.json"))
    qtbot.addWidget(
        opened.window, before_close_func=lambda _window: opened.store.undo_stack.setClean()
    )
    opened.show()
    show_active(qtbot, opened.window)
    yield opened
    opened.store.undo_stack.setClean()
    opened.window.close()
    opened.close()


def calculator(session: WindowSession) -> CalculatorPage:
    page = session.window.findChild(CalculatorPage)
    assert page is not None
    return page


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key wherever the keyboard is."""
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, key, modifiers)


def plays(page: CalculatorPage) -> bool:
    """Press Space, and return whether the animation runs; it stands at its first step again."""
    page.player.go_to_first()
    press(Qt.Key.Key_Space)
    is_playing = page.player.is_playing
    page.player.go_to_first()
    return is_playing


def take_a_remedy(page: CalculatorPage) -> None:
    field = page.call_bar.call.field("kernel_size")
    field.setFocus()
    field.selectAll()  # type: ignore[union-attr]
    QTest.keyClicks(field, "6")
    button = next(b for b in page.side.problem.buttons if b.text().startswith("padding"))
    button.setFocus(Qt.FocusReason.MouseFocusReason)
    button.click()


def choose_a_preset(page: CalculatorPage) -> None:
    page.call_bar.shape.setFocus()
    page.call_bar.presets.preset_action(presets()[2].key).trigger()


def close_the_presets(page: CalculatorPage) -> None:
    page.call_bar.shape.setFocus()
    page.open_presets()
    popup = QApplication.activePopupWidget()
    assert popup is not None
    QTest.keyClick(popup, Qt.Key.Key_Escape)


def finish_a_field(page: CalculatorPage) -> None:
    page.call_bar.call.focus_argument("stride")
    press(Qt.Key.Key_2)
    press(Qt.Key.Key_Return)


def finish_a_choice(page: CalculatorPage) -> None:
    page.call_bar.call.focus_argument("padding_mode")
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)


def choose_from_a_list(page: CalculatorPage) -> None:
    field = page.call_bar.call.field("padding_mode")
    field.setFocus()
    field.showPopup()  # type: ignore[union-attr]
    field.hidePopup()  # type: ignore[union-attr]


def choose_another_layer(page: CalculatorPage) -> None:
    page.call_bar.call.focus_argument("groups")
    page.call_bar.type_action("MaxPool2d").trigger()


def close_the_seeds(page: CalculatorPage) -> None:
    page.call_bar.shape.setFocus()
    dialog = page.call_bar.numbers.menus["input"].ask_seed()
    dialog.reject()


def close_the_export(page: CalculatorPage) -> None:
    page.presenter.exporter.show_dialog()
    dialog = page.presenter.exporter.dialog
    assert dialog is not None
    dialog.reject()


ACTS: Final[tuple[Callable[[CalculatorPage], None], ...]] = (
    take_a_remedy,
    choose_a_preset,
    close_the_presets,
    finish_a_field,
    finish_a_choice,
    choose_from_a_list,
    choose_another_layer,
    close_the_seeds,
    close_the_export,
)


def test_space_plays_afterwards(qtbot: QtBot, session: WindowSession) -> None:
    """After each act, in one window that opens the same document again before it."""
    page = calculator(session)
    for act in ACTS:
        session.store.open(new_document())
        act(page)
        qtbot.waitUntil(lambda: QApplication.focusWidget() is page)
        assert plays(page), act.__name__
        press(Qt.Key.Key_Right)
        assert page.player.shown == 1, act.__name__


def test_what_is_hidden_or_disabled_leaves_the_keyboard_to_the_page(
    session: WindowSession,
) -> None:
    page = calculator(session)
    for widget in (page.timeline.last_button, page.call_bar.copy_button, page.stepper.usage_button):
        for end in (QWidget.hide, lambda shown: shown.setEnabled(False)):
            widget.setFocus(Qt.FocusReason.TabFocusReason)
            assert QApplication.focusWidget() is widget
            end(widget)
            assert QApplication.focusWidget() is page, widget.accessibleName()
            widget.show()
            widget.setEnabled(True)


def test_another_layer_does_not_leave_the_keyboard_on_the_rail(session: WindowSession) -> None:
    page = calculator(session)
    page.call_bar.call.focus_argument("padding_mode")
    calculator_now = msgspec.structs.replace(
        session.store.document.calculator, layer=Conv2d(1, 1, 3)
    )
    page.call_bar.type_chosen.emit(type(calculator_now.layer))
    page.call_bar.type_action("PixelShuffle").trigger()
    assert QApplication.focusWidget() is page


def test_a_page_that_is_shown_has_the_keyboard_itself(session: WindowSession) -> None:
    rail = session.window.findChild(PageRail)
    assert rail is not None
    for start, number in product(range(3), repeat=2):
        session.window.show_page(start)
        session.window.show_page(number)
        focused = QApplication.focusWidget()
        assert focused is not None
        assert not rail.isAncestorOf(focused)
        page = session.window._stack.currentWidget()
        assert page is not None
        assert focused is page or page.isAncestorOf(focused)


@pytest.mark.parametrize("is_grabbed", [True, False], ids=["grabbed", "not grabbed"])
def test_letters_do_nothing_behind_an_open_menu(
    qtbot: QtBot, session: WindowSession, *, is_grabbed: bool
) -> None:
    """X11 lets an open menu grab the keyboard: keys come to it; elsewhere, to the window."""
    page = calculator(session)
    page.presenter.take_keyboard()
    menu = QMenu(session.window)
    menu.addAction("Nothing")
    menu.popup(session.window.mapToGlobal(session.window.rect().center()))
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is menu)
    handle = session.window.windowHandle()
    loops = page.player.loops
    for key in (Qt.Key.Key_L, Qt.Key.Key_U, Qt.Key.Key_Plus):
        QTest.keyClick(menu.windowHandle() if is_grabbed else handle, key)
    assert page.player.loops is loops
    assert not page.stepper.usage_button.isChecked()
    menu.close()
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is None)
    QTest.keyClick(handle, Qt.Key.Key_L)
    assert page.player.loops is not loops


def test_what_is_undone_on_another_page_is_shown_there(session: WindowSession) -> None:
    page = calculator(session)
    page.call_bar.call.focus_argument("padding")
    press(Qt.Key.Key_2)
    press(Qt.Key.Key_Return)
    session.window.show_page_named("network")
    session.window.history.undo.trigger()
    assert session._settings.value.page == "calculator"
    (sentence,) = session.window.notices.sentences()
    assert "padding" in sentence
    session.window.show_page_named("training")
    session.window.history.redo.trigger()
    assert session._settings.value.page == "calculator"
    page.call_bar.call.focus_argument("stride")
    press(Qt.Key.Key_2)
    assert session.window.notices.sentences() == []


def test_what_is_undone_on_this_page_needs_no_word(session: WindowSession) -> None:
    page = calculator(session)
    page.call_bar.call.focus_argument("padding")
    press(Qt.Key.Key_2)
    session.window.history.undo.trigger()
    assert session.window.notices.sentences() == []
    assert session._settings.value.page == "calculator"
