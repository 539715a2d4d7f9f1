from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollBar, QWidget

from convviz.protocol.templates import new_document
from convviz.stepping.cells import INPUT, KERNEL, OUTPUT, CellAddress
from convviz.ui.calculator.page import CalculatorPage
from convviz.ui.document_store import DocumentStore
from convviz.ui.theme import apply_theme
from tests.support.fake_engine import FakeEngine
from tests.support.mouse import move_mouse

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.support.shared_calculator import SharedCalculator


@pytest.fixture
def page(qtbot: QtBot, shared_calculator: SharedCalculator) -> CalculatorPage:
    return shared_calculator.shown(qtbot)


def place(page: CalculatorPage, group: str, row: int, column: int) -> QPoint:
    return page.grids.view.cell_position(CellAddress(group, 0, row, column))


def written(page: CalculatorPage) -> str:
    return page.step_panel.lines_widget.lines[0].text.strip()


def total(page: CalculatorPage) -> str:
    return page.step_panel.lines_widget.lines[0].parts[-1].text


def test_hovering_an_output_cell_shows_its_window(page: CalculatorPage) -> None:
    move_mouse(page.grids.view, place(page, OUTPUT, 1, 0))
    assert total(page) == "18"

    move_mouse(page.grids.view, place(page, KERNEL, 0, 1))
    assert written(page) == "9 2 · ( 2 + 0 + 3 + 1 + 2 + 3 + 2 + 1 + 0 ) = 28"
    assert page.player.shown == 0

    page.grids.view.hover_left.emit()
    assert total(page) == "10"


def test_a_click_pins_and_another_releases(page: CalculatorPage) -> None:
    viewport = page.grids.view.viewport()
    where = place(page, OUTPUT, 2, 2)
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=where)
    move_mouse(page.grids.view, place(page, OUTPUT, 0, 1))
    move_mouse(page.grids.view, QPoint(1, 1))
    assert (total(page), page.player.pinned) == ("3", 8)

    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=where)
    assert page.player.pinned is None


@pytest.mark.parametrize(
    ("key", "shown"),
    [
        (Qt.Key.Key_Right, "16"),
        (Qt.Key.Key_Left, "12"),
        (Qt.Key.Key_Home, "10"),
        (Qt.Key.Key_End, "3"),
    ],
)
def test_keys_move_the_steps(page: CalculatorPage, key: Qt.Key, shown: str) -> None:
    page.player.go_to(3)
    QTest.keyClick(page, key)

    assert total(page) == shown


def test_space_plays_and_pauses(qtbot: QtBot, page: CalculatorPage) -> None:
    page.player.set_speed(16)
    QTest.keyClick(page, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page.player.shown >= 2)
    assert page.timeline.is_playing

    QTest.keyClick(page, Qt.Key.Key_Space)
    assert not page.player.is_playing
    assert not page.timeline.is_playing


def test_space_presses_the_button_that_has_the_keyboard(page: CalculatorPage) -> None:
    page.timeline.last_button.setFocus()
    QTest.keyClick(page.timeline.last_button, Qt.Key.Key_Space)

    assert not page.player.is_playing
    assert total(page) == "3"


def test_text_fields_keep_their_keys(page: CalculatorPage) -> None:
    page.player.go_to(3)
    page.call_bar.shape.setFocus()
    for key in (Qt.Key.Key_End, Qt.Key.Key_Left, Qt.Key.Key_Home):
        QTest.keyClick(page.call_bar.shape, key)

    assert page.player.shown == 3


def test_keys_change_loop_and_speed(page: CalculatorPage) -> None:
    QTest.keyClick(page, Qt.Key.Key_L)
    QTest.keyClick(page, Qt.Key.Key_Plus)

    assert not page.player.loops
    assert page.timeline.speed == 2


@pytest.mark.display
def test_keys_reach_the_fields(page: CalculatorPage) -> None:
    QTest.keyClick(page, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert page.focusWidget() is page.call_bar.call.field("kernel_size")
    QTest.keyClick(page, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    assert page.focusWidget() is page.call_bar.shape


def test_the_timeline_scrubs(page: CalculatorPage) -> None:
    page.timeline.slider.setValue(4)
    assert total(page) == "16"


def test_a_step_repaints_no_grid(page: CalculatorPage, qtbot: QtBot) -> None:
    grids = [page.grids.view.grid(name) for name in (INPUT, OUTPUT)]
    qtbot.waitUntil(lambda: all(grid.tiles_painted for grid in grids))
    before = [grid.tiles_painted for grid in grids]
    for index in range(9):
        page.player.go_to(index)
        page.grids.view.grab()

    assert [grid.tiles_painted for grid in grids] == before


def test_every_action_has_a_shortcut_and_a_name(page: CalculatorPage) -> None:
    assert len(page.page_actions.all()) >= 9
    for action in page.page_actions.all():
        assert action.text()
        assert action.shortcuts()


@pytest.mark.display
def test_typing_in_a_cell_edits_it(page: CalculatorPage) -> None:
    view = page.grids.view
    where = place(page, INPUT, 0, 0)
    QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=where)
    editor = page.focusWidget()
    assert editor is not None
    QTest.keyClicks(editor, "9")
    QTest.keyClick(editor, Qt.Key.Key_Return)

    assert page.grids.view.grid(INPUT).values[0, 0] == 9
    assert page.grids.view.grid(OUTPUT).values[0, 0] == 18


def test_another_theme_is_worn_at_once(page: CalculatorPage, qapp: QApplication) -> None:
    parts = (page.step_panel.lines_widget, page.grids.view.viewport(), page.side.agreement)
    before = [part.grab().toImage() for part in parts]
    apply_theme(qapp, "dark")
    after = [part.grab().toImage() for part in parts]
    apply_theme(qapp, "light")

    for light, dark in zip(before, after, strict=True):
        assert light != dark


def test_no_part_of_the_page_is_unnamed(page: CalculatorPage) -> None:
    nameless = [
        f"{type(widget).__name__} {widget.objectName()}"
        for widget in page.findChildren(QWidget)
        if widget.isVisible()
        and widget.focusProxy() is None
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not isinstance(widget, QScrollBar)
        and not (widget.accessibleName() or getattr(widget, "text", lambda: "")())
    ]
    assert nameless == []


def test_the_explanation_is_hidden_and_that_is_remembered(
    page: CalculatorPage, qtbot: QtBot
) -> None:
    QTest.keyClick(page, Qt.Key.Key_F9)
    assert not page.panels.side_shown
    page.hide()

    again = CalculatorPage(DocumentStore(new_document()), FakeEngine())
    qtbot.addWidget(again)
    again.resize(1280, 800)
    with qtbot.waitExposed(again):
        again.show()
    assert not again.panels.side_shown
    again.toggle_side()
    assert again.panels.side_shown


def test_an_input_cell_lights_its_outputs_while_the_animation_waits(
    page: CalculatorPage, qtbot: QtBot
) -> None:
    page.player.set_speed(16)
    page.player.set_playing(True)
    view = page.grids.view
    move_mouse(view, place(page, INPUT, 2, 2))
    lit = {(mark.row, mark.column) for mark in view.marks(OUTPUT)}
    assert lit == {(row, column) for row in range(3) for column in range(3)}
    with qtbot.assertNotEmitted(page.player.moved, wait=150):
        pass

    move_mouse(view, QPoint(1, 1))
    assert view.marks(OUTPUT) == ()
    qtbot.waitUntil(lambda: page.player.shown > 0)
    page.player.set_playing(False)


def test_a_tap_lights_the_cells_that_it_meets(page: CalculatorPage) -> None:
    view = page.grids.view
    move_mouse(view, place(page, KERNEL, 0, 0))
    assert {(mark.row, mark.column) for mark in view.marks(INPUT)} == {
        (row, column) for row in range(3) for column in range(3)
    }

    move_mouse(view, place(page, OUTPUT, 2, 2))
    assert {(mark.row, mark.column) for mark in view.marks(INPUT)} == {
        (row, column) for row in range(2, 5) for column in range(2, 5)
    }
