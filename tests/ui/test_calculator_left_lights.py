"""What the mouse or the keyboard points at is let go of, whatever changes meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from convviz.core.layers.conv import Conv2d
from convviz.core.layers.linear import Linear
from convviz.protocol.document import Calculator
from convviz.stepping.cells import INPUT, KERNEL, OUTPUT, CellAddress
from convviz.ui.stepper.views.unfold_planes import KERNELS
from tests.support.mouse import move_mouse

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from convviz.ui.calculator.page import CalculatorPage
    from convviz.ui.widgets.grid import PlaneStackView
    from tests.support.shared_calculator import SharedCalculator

TAP = CellAddress(KERNEL, 0, 1, 1)


@pytest.fixture
def page(qtbot: QtBot, shared_calculator: SharedCalculator) -> CalculatorPage:
    return shared_calculator.shown(qtbot)


def leave(view: PlaneStackView) -> None:
    for widget in (view.viewport(), view):
        QApplication.sendEvent(widget, QEvent(QEvent.Type.Leave))


def is_let_go(page: CalculatorPage) -> bool:
    player = page.player
    return page.stepper.presenter.state.target is None and player.shown == player.index


@pytest.mark.parametrize("cell", [TAP, CellAddress(OUTPUT, 0, 2, 2), CellAddress(INPUT, 0, 1, 1)])
def test_the_mouse_leaves_a_cell_after_another_view_was_chosen_by_its_key(
    page: CalculatorPage, cell: CellAddress
) -> None:
    move_mouse(page.grids.view, cell)
    QTest.keyClick(page, Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    assert page.views.shown == "sparse"
    leave(page.grids.view)
    assert is_let_go(page)


def test_a_view_that_goes_while_the_mouse_is_over_it_takes_its_lights_along(
    page: CalculatorPage,
) -> None:
    page.stepper.presenter.choose_view("im2col")
    assert page.views.view is not None
    move_mouse(page.views.view.grids, CellAddress(KERNELS, 0, 0, 4))
    assert page.stepper.presenter.state.target is not None
    QTest.keyClick(page, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert is_let_go(page)
    walk = page.stepper.presenter.walk
    assert walk is not None
    assert page.step_panel.lines_widget.lines == walk.lines()[0]


def test_what_was_typed_into_a_kernel_lights_nothing_in_a_view_without_the_kernel(
    page: CalculatorPage,
) -> None:
    view = page.grids.view
    QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.cell_position(TAP))
    editor = view._editor
    editor.selectAll()
    QTest.keyClicks(editor, "7")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert page.stepper.presenter.state.target is not None  # the cursor went on to the next tap
    QTest.keyClick(page, Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    assert page.views.shown == "sparse"
    assert is_let_go(page)


def test_another_layer_lights_nothing_of_the_one_before(
    page: CalculatorPage, shared_calculator: SharedCalculator
) -> None:
    """Linear's step reads its bias, and outlines it; a convolution's step never does."""
    outlined = []
    for layer, shape in ((Linear(5, 3), (5,)), (Conv2d(1, 1, 3), (1, 5, 5))):
        calculator = Calculator(layer, shape)
        shared_calculator.store.edit(
            msgspec.structs.replace(shared_calculator.store.document, calculator=calculator), "t"
        )
        (overlay,) = page.grids.view._items["bias"].overlays
        outlined.append(bool(overlay.windows))
    assert outlined == [True, False]
