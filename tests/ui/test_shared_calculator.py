"""The page that tests share is, for each of them, as a new one is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from convviz.core.layers.conv import Conv2d
from convviz.core.layers.unpool import MaxUnpool2d
from convviz.core.losses.classes import CrossEntropyLoss
from convviz.core.optimisers.sgd import SGD
from convviz.protocol.document import Calculator
from convviz.protocol.recipes import PictureMode
from convviz.stepping.cells import INPUT, OUTPUT, CellAddress
from convviz.ui.images.picture_menu import SAMPLE
from tests.support.fake_engine import FakeEngine
from tests.support.kept_state import kept_state
from tests.support.mouse import move_mouse
from tests.support.shared_calculator import SharedCalculator, SharedPage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from convviz.ui.calculator.page import CalculatorPage

pytestmark = pytest.mark.usefixtures("no_formulas")


@pytest.fixture
def shared(qapp: QApplication) -> Iterator[SharedCalculator]:
    del qapp
    shared = SharedPage(FakeEngine())
    yield shared
    shared.end()


def settled(qtbot: QtBot, shared: SharedCalculator) -> dict[str, object]:
    """Return what the page keeps once everything behind its first paint is done."""
    page = shared.shown(qtbot)
    qtbot.waitUntil(lambda: bool(shared.engine.requests))
    page.side.explain()
    page.side.solver.solve_now()
    QApplication.processEvents()
    return kept_state(page)


def differences(before: dict[str, object], after: dict[str, object]) -> dict[str, object]:
    """Return what is kept otherwise; what was built meanwhile and is hidden stays."""
    found: dict[str, object] = {}
    for key in sorted(before.keys() | after.keys()):
        is_built = key not in before and key.endswith("isHidden()") and after[key]
        if before.get(key) != after.get(key) and not is_built:
            found[key] = (before.get(key), after.get(key))
    return found


def test_two_new_pages_are_alike(qtbot: QtBot, shared: SharedCalculator) -> None:
    before = settled(qtbot, shared)
    other = SharedPage(FakeEngine())
    assert differences(before, settled(qtbot, other)) == {}
    other.end()


def test_whatever_was_done_the_next_test_gets_the_page_as_new(
    qtbot: QtBot, shared: SharedCalculator
) -> None:
    before = settled(qtbot, shared)
    for use in (_step, _look, _arrange, _type, _solve, _paste, _refuse, _choose, _learn):
        use(shared.page)
        shared.put_back()
        found = differences(before, settled(qtbot, shared))
        assert found == {}, f"after {use.__name__}"
        assert not shared.store.undo_stack.canUndo()


def _step(page: CalculatorPage) -> None:
    page.player.set_loops(False)
    page.player.set_speed(4)
    page.player.set_stride(7)
    page.player.pin(5)
    page.stepper.presenter.hover(2)
    page.stepper.presenter.show_usage(shown=True)
    page.player.set_playing(True)


def _look(page: CalculatorPage) -> None:
    for view in ("im2col", "sparse", "scatter", "backward"):
        page.stepper.presenter.choose_view(view)
    page.stepper.presenter.dim(dimmed=True)
    page.stepper.presenter.fill(fills=True)
    page.stepper.presenter.hide(hides=True)
    page.stepper.presenter.forward()
    page.grids.set_loupe(False)
    page.views.zoom_in()
    page.present(on=True)


def _arrange(page: CalculatorPage) -> None:
    page.toggle_side()
    page.side.formula_part.title.click()
    page.stepper.panels.show_side(shown=False)
    page.hints.close_button.click()
    page.resize(900, 500)


def _type(page: CalculatorPage) -> None:
    field = page.call_bar.call.field("stride")
    field.setFocus()
    QTest.keyClicks(field, "x")
    view = page.grids.view
    where = view.cell_position(CellAddress(INPUT, 0, 1, 1))
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=where)
    QTest.keyClicks(view, "7")
    QTest.keyClick(page.grids.view._editor, Qt.Key.Key_Return)
    QTest.keyClicks(view, "8")
    move_mouse(view, view.cell_position(CellAddress(OUTPUT, 0, 1, 1)))


def _solve(page: CalculatorPage) -> None:
    page.open_solver()
    QTest.keyClicks(page.side.solver.wish.field, "4")
    page.side.solver.solve_now()
    page.side.solver.more.click()
    page.side.solver.table.selectRow(2)
    for switch in page.side.solver.keeps.switches.values():
        switch.setChecked(True)


def _paste(page: CalculatorPage) -> None:
    QGuiApplication.clipboard().setText("no numbers")
    page.presenter.values.paste("input")
    page.presenter.values.pictures.menu.modes[PictureMode.RGB].trigger()
    page.presenter.values.pictures.open_source(SAMPLE)
    page.call_bar.open_layers()
    page.open_presets()


def _refuse(page: CalculatorPage) -> None:
    page.presenter.edits.replace(Calculator(Conv2d(1, 1, 9), (1, 5, 5)), "Too large")


def _choose(page: CalculatorPage) -> None:
    layers = ((MaxUnpool2d(2), (1, 3, 3)), (CrossEntropyLoss(), (2, 3)), (SGD(), (3, 2)))
    for layer, shape in layers:
        page.presenter.edits.replace(Calculator(layer, shape), "Another layer")
        page.player.go_to_last()


def _learn(page: CalculatorPage) -> None:
    page.stepper.presenter.choose_view("learn")
    page.presenter.lesson.take_one()
    page.side.learning.paint.setChecked(True)
