"""The window for people far away: full screen, presentation, text size, zoom."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QPointF, QSettings, Qt
from PySide6.QtGui import QNativeGestureEvent, QPointingDevice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from convviz.stepping.cells import INPUT
from convviz.ui.calculator.page import CalculatorPage
from convviz.ui.commands import MenuCommand, menu_commands
from convviz.ui.processes.engine_client import EngineClient
from convviz.ui.settings import SettingsFile
from convviz.ui.shell.window_session import WindowSession
from convviz.ui.theme import NORMAL_TEXT, set_text_scale, text_scale
from tests.support.windows import show_active

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from convviz.ui.shell.main_window import MainWindow

pytestmark = pytest.mark.usefixtures("no_formulas")

CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def session(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[WindowSession]:
    monkeypatch.setattr(EngineClient, "start", lambda _client: None)
    opened = WindowSession(qapp, SettingsFile(tmp_path / "settings.json"))
    qtbot.addWidget(opened.window)
    opened.show()
    show_active(qtbot, opened.window)
    yield opened
    opened.window.close()
    opened.close()
    set_text_scale(NORMAL_TEXT)


@pytest.fixture
def window(session: WindowSession) -> MainWindow:
    return session.window


@pytest.fixture
def page(window: MainWindow) -> CalculatorPage:
    found = window.findChild(CalculatorPage)
    assert found is not None
    return found


def press(widget: QWidget, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
    held = Qt.KeyboardModifier.NoModifier
    for modifier in modifiers:
        held |= modifier
    QTest.keyClick(widget, key, held)


def test_f11_fills_the_screen_and_escape_leaves(window: MainWindow) -> None:
    press(window, Qt.Key.Key_F11)
    assert window.isFullScreen()
    press(window, Qt.Key.Key_Escape)
    assert not window.isFullScreen()
    assert not window.modes.full_screen.isChecked()


def test_escape_in_a_field_reverts_the_field_and_not_the_screen(
    window: MainWindow, page: CalculatorPage
) -> None:
    press(window, Qt.Key.Key_F11)
    page.timeline.step_field.setFocus()
    press(page.timeline.step_field, Qt.Key.Key_Escape)
    assert window.isFullScreen()


def test_a_presentation_shows_picture_sum_and_formula_alone(
    window: MainWindow, page: CalculatorPage
) -> None:
    cell = page.grids.view.cell
    press(window, Qt.Key.Key_F5)
    assert window.isFullScreen()
    hidden = (window.menuBar(), page.call_bar, page.timeline, page.side, page.hints)
    assert not any(part.isVisible() for part in hidden)
    presentation = page.presentation
    shown = (page.grids.view, page.step_panel, presentation.formula, presentation.foot)
    assert all(part.isVisible() for part in shown)
    assert presentation.call.texts[0].startswith("Conv2d(1, 1")
    assert page.grids.view.cell > cell

    press(window, Qt.Key.Key_Escape)
    assert not window.isFullScreen()
    assert window.menuBar().isVisible()
    assert page.call_bar.isVisible()
    assert not presentation.formula.isVisible()


def test_in_a_presentation_a_clicker_steps(window: MainWindow, page: CalculatorPage) -> None:
    press(window, Qt.Key.Key_F5)
    for key in (Qt.Key.Key_Space, Qt.Key.Key_PageDown, Qt.Key.Key_Right):
        press(page, key)
        assert page.player.shown == 1
        assert not page.player.is_playing
        assert page.presentation.foot.texts[1] == "step 2 of 9"
        press(page, Qt.Key.Key_PageUp)
        assert page.player.shown == 0


def test_a_clicked_cell_takes_no_keys_from_a_presentation(
    window: MainWindow, page: CalculatorPage
) -> None:
    press(window, Qt.Key.Key_F5)
    view = page.grids.view
    middle = view.grid(INPUT).mapToScene(view.grid(INPUT).cell_rect(4, 4).center())
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.mapFromScene(middle))
    press(QApplication.focusWidget() or page, Qt.Key.Key_PageDown)
    assert page.player.shown == 1


def test_after_a_presentation_the_keys_are_the_pages_again(
    window: MainWindow, page: CalculatorPage
) -> None:
    press(window, Qt.Key.Key_F5)
    press(page, Qt.Key.Key_Escape)
    press(page, Qt.Key.Key_Space)
    assert page.player.is_playing
    page.player.set_playing(False)


def test_another_page_ends_a_presentation(window: MainWindow, page: CalculatorPage) -> None:
    press(window, Qt.Key.Key_F5)
    window.show_page_named("network")
    assert not page.presentation.is_on
    assert window.menuBar().isVisible()
    assert not window.modes.presentation.isEnabled()


def test_a_presentation_leaves_no_trace_in_the_window(
    qtbot: QtBot, session: WindowSession, page: CalculatorPage
) -> None:
    height = page.step_panel.height()
    press(session.window, Qt.Key.Key_F5)
    press(page, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: page.step_panel.height() == height)

    press(session.window, Qt.Key.Key_F5)
    session.window.close()
    assert not session.window.isFullScreen()
    assert QSettings("convviz", "convviz").value("panels/calculator-steps") is None


def test_text_size_reaches_the_whole_window_at_once_and_is_remembered(
    session: WindowSession, window: MainWindow, page: CalculatorPage, tmp_path: Path
) -> None:
    labels = [label for label in window.findChildren(QLabel) if label.isVisible()]
    before = {label: label.fontMetrics().height() for label in labels}
    result = page.side.result.fontMetrics().height()
    row = page.step_panel.lines_widget.row_height
    press(window, Qt.Key.Key_Plus, CONTROL, ALT)
    press(window, Qt.Key.Key_Plus, CONTROL, ALT)
    assert text_scale() == 1.3
    assert all(label.fontMetrics().height() > height for label, height in before.items())
    assert page.step_panel.lines_widget.row_height > row
    assert SettingsFile(tmp_path / "settings.json").value.text_size == 1.3

    press(window, Qt.Key.Key_0, CONTROL, ALT)
    assert page.side.result.fontMetrics().height() == result
    assert session._settings.value.text_size == NORMAL_TEXT


def test_text_grows_to_its_largest_size_and_no_further(window: MainWindow) -> None:
    size = window.menus.text_size
    for _ in range(9):
        size.larger.trigger()
    assert text_scale() == 2.0
    assert not size.larger.isEnabled()
    assert size.smaller.isEnabled()


def test_the_grids_zoom_from_anywhere_in_the_page(page: CalculatorPage) -> None:
    view = page.grids.view
    page.setFocus()
    before = view.cell
    press(page, Qt.Key.Key_Plus, CONTROL)
    assert view.cell > before
    press(page, Qt.Key.Key_0, CONTROL)
    assert (view.cell, view.is_fitted) == (before, True)
    press(page, Qt.Key.Key_Minus, CONTROL)
    assert view.cell < before


def test_two_fingers_zoom_the_grids(page: CalculatorPage) -> None:
    view = page.grids.view
    before = view.cell
    for _ in range(3):
        middle = QPointF(view.viewport().rect().center())
        pinch = QNativeGestureEvent(
            Qt.NativeGestureType.ZoomNativeGesture,
            QPointingDevice.primaryPointingDevice(),
            2,
            middle,
            middle,
            middle,
            0.1,
            QPointF(),
        )
        assert pinch.type() is QEvent.Type.NativeGesture
        QApplication.sendEvent(view.viewport(), pinch)
    assert view.cell > before


def test_the_view_menu_offers_zoom_presentation_and_text_size(window: MainWindow) -> None:
    offered = {command.text for command in window_commands(window)}
    assert {"Larger cells", "Presentation", "Full screen", "Larger", "Smaller"} <= offered
    window.show_page_named("network")
    assert "Larger cells" not in {command.text for command in window_commands(window)}


def window_commands(window: MainWindow) -> list[MenuCommand]:
    return menu_commands(window.menus.by_use())


def test_the_largest_text_leaves_the_picture_whole_on_a_small_screen(
    window: MainWindow, page: CalculatorPage
) -> None:
    window.resize(1280, 780)
    window.menus.text_size.chosen.emit(2.0)
    QApplication.processEvents()
    view = page.grids.view
    assert view.sceneRect().width() <= view.width()
    assert view.sceneRect().height() <= view.height()
    assert view.grid(INPUT).shows_numbers
    body = page.side.widget()
    assert body is not None
    assert body.minimumSizeHint().width() <= page.side.viewport().width()


def test_what_is_on_is_checked_in_the_menu(window: MainWindow, page: CalculatorPage) -> None:
    toggles = [action for action in page.page_actions.views() if action.isCheckable()]
    toggles += [window.modes.presentation, window.modes.full_screen]
    assert len(toggles) >= 5
    assert not any(action.isIconVisibleInMenu() for action in toggles)
