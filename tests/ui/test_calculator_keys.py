"""The calculator by the keyboard alone: every key goes to whatever has the keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from convviz.core.layers.conv_transpose import ConvTranspose2d
from convviz.protocol.recipes import Numbers
from convviz.stepping.cells import INPUT, KERNEL, OUTPUT
from convviz.ui.calculator.layer_picker import LayerPicker
from convviz.ui.export.dialog import ExportDialog

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from convviz.core.layers import Layer
    from convviz.stepping.cells import CellAddress
    from convviz.ui.calculator.page import CalculatorPage
    from convviz.ui.document_store import DocumentStore
    from tests.support.shared_calculator import SharedCalculator

pytestmark = pytest.mark.display

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
PLAIN = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def store(shared_calculator: SharedCalculator) -> DocumentStore:
    return shared_calculator.store


@pytest.fixture
def page(qtbot: QtBot, shared_calculator: SharedCalculator) -> CalculatorPage:
    return shared_calculator.shown(qtbot)


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = PLAIN, times: int = 1) -> None:
    for _ in range(times):
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, key, modifiers)


def write(text: str) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClicks(focused, text)


def tab_to(widget: QWidget) -> None:
    """Press Tab until a widget has the keyboard."""
    for _ in range(80):
        if QApplication.focusWidget() is widget:
            return
        press(Qt.Key.Key_Tab)
    pytest.fail(f"Tab never reaches {widget.accessibleName()}")


def choose_in_the_list(name: str) -> None:
    """Go down to a layer of the list that is open, and choose it."""
    picker = QApplication.activePopupWidget()
    assert isinstance(picker, LayerPicker)
    QTest.keyClicks(picker.search.field, name)
    QTest.keyClick(picker.search.field, Qt.Key.Key_Return)


def lit(page: CalculatorPage, group: str) -> set[tuple[int, int, str]]:
    return {(mark.row, mark.column, mark.fill) for mark in page.grids.view.marks(group)}


def total(page: CalculatorPage) -> str:
    return page.step_panel.lines_widget.lines[0].parts[-1].text


def layer_of(store: DocumentStore) -> Layer:
    return store.document.calculator.layer


def cursor(page: CalculatorPage) -> CellAddress:
    address = page.grids.view.cursor_address
    assert address is not None
    return address


def test_a_layer_and_its_parameters_are_chosen(
    qtbot: QtBot, page: CalculatorPage, store: DocumentStore
) -> None:
    press(Qt.Key.Key_L, CONTROL)
    press(Qt.Key.Key_Backtab, SHIFT, times=3)
    press(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
    choose_in_the_list("convtranspose2d")
    assert isinstance(layer_of(store), ConvTranspose2d)
    tab_to(page.call_bar.call.field("stride"))
    write("2")
    assert layer_of(store) == ConvTranspose2d(1, 1, 3, stride=2, bias=False)
    press(Qt.Key.Key_Up)
    assert layer_of(store) == ConvTranspose2d(1, 1, 3, stride=3, bias=False)


def test_the_first_parameter_has_a_key_whatever_the_layer(
    page: CalculatorPage,
) -> None:
    for name, first in {"PixelShuffle": "upscale_factor", "ZeroPad2d": "padding"}.items():
        page.call_bar.type_action(name).trigger()
        press(Qt.Key.Key_L, CONTROL)
        assert QApplication.focusWidget() is page.call_bar.call.field(first)


def test_cells_are_edited_traced_and_pinned(page: CalculatorPage, store: DocumentStore) -> None:
    press(Qt.Key.Key_I, CONTROL)
    tab_to(page.grids.view)
    write("7")
    press(Qt.Key.Key_Return)
    recipe = store.document.calculator.input
    assert isinstance(recipe, Numbers)
    assert recipe.cells[0] == 7
    assert page.scene is not None
    assert page.scene.output is not None
    assert page.scene.output[0, 0, 0, 0] == 16
    assert " = 0" in page.step_panel.lines_widget.lines[0].text  # what the cell below adds

    assert (cursor(page).group, cursor(page).row, cursor(page).column) == (INPUT, 1, 0)
    assert len(lit(page, OUTPUT)) == 2

    press(Qt.Key.Key_Right, times=5)
    assert cursor(page).group == KERNEL
    press(Qt.Key.Key_Right, times=3)
    assert cursor(page).group == OUTPUT
    press(Qt.Key.Key_Return)
    assert page.player.pinned == page.player.shown == 3
    press(Qt.Key.Key_Escape, times=2)
    assert page.player.pinned is None


def test_steps_and_the_export(qtbot: QtBot, page: CalculatorPage) -> None:
    tab_to(page.timeline.forward_button)
    press(Qt.Key.Key_Space)
    assert page.player.shown == 1
    press(Qt.Key.Key_E, CONTROL | SHIFT)
    qtbot.waitUntil(lambda: page.findChild(ExportDialog) is not None)
    dialog = page.findChild(ExportDialog)
    assert dialog is not None
    assert dialog.isVisible()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


@pytest.mark.parametrize("group", [INPUT, KERNEL, OUTPUT])
def test_the_cursor_lights_the_same_as_the_mouse(page: CalculatorPage, group: str) -> None:
    view = page.grids.view
    view.setFocus(Qt.FocusReason.TabFocusReason)
    steps = {INPUT: 1, KERNEL: 5, OUTPUT: 8}[group]
    press(Qt.Key.Key_Right, times=steps)
    address = view.cursor_address
    assert address is not None
    assert address.group == group
    by_key = [lit(page, name) for name in (INPUT, KERNEL, OUTPUT)], page.player.shown
    press(Qt.Key.Key_Escape)
    view.hover_left.emit()
    view.cell_hovered.emit(*address)
    assert by_key == ([lit(page, name) for name in (INPUT, KERNEL, OUTPUT)], page.player.shown)


def test_an_animation_waits_for_the_cursor_and_goes_on_after_it(page: CalculatorPage) -> None:
    page.player.go_to(4)
    page.player.set_playing(True)
    page.grids.view.setFocus(Qt.FocusReason.TabFocusReason)
    press(Qt.Key.Key_Right, times=8)
    assert page.player.shown == 0
    assert page.player.is_playing
    press(Qt.Key.Key_Escape)
    assert page.player.shown == 4
    assert page.player.is_playing


def test_space_plays_from_within_the_cells(page: CalculatorPage) -> None:
    page.grids.view.setFocus(Qt.FocusReason.TabFocusReason)
    press(Qt.Key.Key_Right, times=9)
    press(Qt.Key.Key_Space)
    assert page.player.is_playing
    assert page.player.shown == 0
    assert len(lit(page, INPUT)) == 9


def test_delete_sets_zero_and_keeps_the_cursor(page: CalculatorPage, store: DocumentStore) -> None:
    page.grids.view.setFocus(Qt.FocusReason.TabFocusReason)
    press(Qt.Key.Key_Delete)
    recipe = store.document.calculator.input
    assert isinstance(recipe, Numbers)
    assert recipe.cells[:2] == (0, 2)
    assert page.grids.view.cursor_address is not None
    assert len(lit(page, OUTPUT)) == 1


def test_tab_goes_through_the_page_from_top_to_bottom(page: CalculatorPage) -> None:
    bar = page.call_bar
    bar.call.field("kernel_size").setFocus(Qt.FocusReason.TabFocusReason)
    order = [
        bar.call.field("padding_mode"),
        bar.shape,
        bar.copy_button,
        page.grids.view,
        page.timeline.first_button,
        page.timeline.play_button,
        page.timeline.slider,
        page.timeline.step_field,
        page.timeline.loop_button,
    ]
    seen: list[QWidget] = []
    for _ in range(60):
        press(Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        assert focused is not None
        if focused is bar.call.field("kernel_size"):
            break
        seen.append(focused)
    assert [widget for widget in seen if widget in order] == order
