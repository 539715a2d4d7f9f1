"""The solver of the calculator: a wanted size, the settings that give it, a click."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec.structs
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from convviz.core.layers.adaptive import AdaptiveAvgPool2d
from convviz.core.layers.conv import Conv2d, Conv3d
from convviz.core.layers.pad import ReflectionPad1d, ZeroPad2d
from convviz.core.layers.pixel import PixelShuffle
from convviz.core.layers.pool import MaxPool2d
from convviz.core.solver.search import Goal
from convviz.protocol.document import Calculator
from convviz.ui.calculator.page import CalculatorPage
from convviz.ui.calculator.solver_model import FEW_ROWS
from tests.support.fake_engine import FakeEngine

if TYPE_CHECKING:
    from PySide6.QtWidgets import QPushButton, QWidget
    from pytestqt.qtbot import QtBot

    from convviz.core.layers import Layer
    from convviz.ui.calculator.solver_section import SolverSection
    from convviz.ui.document_store import DocumentStore
    from tests.support.shared_calculator import SharedCalculator

pytestmark = pytest.mark.usefixtures("no_formulas")


@pytest.fixture
def store(shared_calculator: SharedCalculator) -> DocumentStore:
    return shared_calculator.store


@pytest.fixture
def page(qtbot: QtBot, shared_calculator: SharedCalculator) -> CalculatorPage:
    calculator = Calculator(Conv2d(1, 1, 3, stride=2), (1, 8, 8))
    shown = shared_calculator.shown(qtbot, calculator)
    shown.side.solver.solve_now()
    return shown


@pytest.fixture
def solver(page: CalculatorPage) -> SolverSection:
    return page.side.solver


def edit(store: DocumentStore, layer: Layer, shape: tuple[int, ...]) -> None:
    document = msgspec.structs.replace(store.document, calculator=Calculator(layer, shape))
    store.edit(document, "test")


def wish(solver: SolverSection, text: str) -> None:
    solver.wish.field.selectAll()
    QTest.keyClicks(solver.wish.field, text)
    solver.solve_now()


def output(store: DocumentStore) -> tuple[int, ...]:
    return store.document.calculator.layer.infer(store.document.calculator.input_shape)


def test_a_size_is_typed_and_a_click_applies_the_setting_as_one_step(
    solver: SolverSection, store: DocumentStore
) -> None:
    before = store.document
    wish(solver, "4")
    assert "commonest first" in solver.count.text()

    cell = solver.table.visualRect(solver.model.index(0, 1)).center()
    QTest.mouseClick(solver.table.viewport(), Qt.MouseButton.LeftButton, pos=cell)

    assert store.document.calculator.layer == Conv2d(1, 1, 3, stride=2, padding=1)
    assert output(store) == (1, 4, 4)
    solver.solve_now()
    assert solver.model.is_present(0)
    assert "(now)" in solver.model.row_text(0)
    store.undo_stack.undo()
    assert store.document == before


@pytest.mark.parametrize(("word", "size"), [("half", "4"), ("same", "8"), ('"double"', "16")])
def test_a_wish_may_be_a_word(solver: SolverSection, word: str, size: str) -> None:
    wish(solver, word)

    assert solver.wish.field.text() == size
    assert solver.wish.goals[Goal(word.strip('"'))].isChecked()
    assert not solver.wish.problem


def test_two_settings_are_two_steps(solver: SolverSection, store: DocumentStore) -> None:
    wish(solver, "4")
    solver.table.setFocus()
    solver.table.selectRow(0)
    QTest.keyClick(solver.table, Qt.Key.Key_Return)
    QTest.keyClick(solver.table, Qt.Key.Key_Down)
    QTest.keyClick(solver.table, Qt.Key.Key_Return)
    assert store.undo_stack.count() == 2
    assert output(store) == (1, 4, 4)


def test_enter_in_the_field_goes_to_the_settings(
    page: CalculatorPage, solver: SolverSection
) -> None:
    page.open_solver()
    QTest.keyClick(solver.wish.field, Qt.Key.Key_Return)
    assert solver.table.currentIndex().row() == 0
    assert solver.preview.text().startswith("Conv2d(1, 1, ")


def test_the_keyboard_goes_from_the_size_over_what_is_kept_to_the_settings(
    page: CalculatorPage, solver: SolverSection
) -> None:
    page.open_solver()
    order: list[QWidget] = []
    widget = solver.wish.field.nextInFocusChain()
    while widget is not None and widget is not solver.table and len(order) < 40:
        if widget in {*solver.wish.goals.values(), *solver.keeps.switches.values()}:
            order.append(widget)
        widget = widget.nextInFocusChain()
    assert order == [*solver.wish.goals.values(), *solver.keeps.switches.values()]


def test_a_goal_follows_the_input_and_a_number_stays(
    solver: SolverSection, store: DocumentStore
) -> None:
    solver.wish.goals[Goal.HALF].click()
    solver.solve_now()
    assert solver.wish.sizes == (4, 4)
    edit(store, Conv2d(1, 1, 3), (1, 20, 10))
    solver.solve_now()
    assert solver.wish.sizes == (10, 5)
    wish(solver, "6")
    edit(store, Conv2d(1, 1, 3), (1, 12, 12))
    solver.solve_now()
    assert solver.wish.sizes == (6, 6)
    assert not solver.wish.goals[Goal.HALF].isChecked()


def test_what_is_kept_does_not_change(solver: SolverSection) -> None:
    wish(solver, "4")
    for name in ("kernel_size", "stride", "dilation"):
        solver.keeps.switches[name].click()
    solver.solve_now()
    assert [found.parameters["padding"] for found in solver.model.solutions] == [1]


def test_when_nothing_fits_one_sentence_says_so_and_what_would(solver: SolverSection) -> None:
    for name in ("kernel_size", "stride", "padding", "dilation"):
        solver.keeps.switches[name].click()
    wish(solver, "7")
    assert solver.message.text() == (
        "No settings give 7 \u00d7 7 with kernel_size=3, stride=2, padding=0, dilation=1."
    )
    assert solver.table.isHidden()
    texts = [button.text() for button in solver.ways_out]
    assert texts == ["Output 3 \u00d7 3", "Let all change"]

    solver.ways_out[0].click()
    solver.solve_now()
    assert solver.model.is_present(0)
    wish(solver, "7")
    solver.ways_out[-1].click()
    solver.solve_now()
    assert solver.model.solutions


@pytest.mark.parametrize("text", ["0", "-3", "99999999999999", "x", "(1, 2, 3)", "1.5"])
def test_a_size_that_is_none_gets_one_sentence(solver: SolverSection, text: str) -> None:
    wish(solver, text)
    assert solver.message.text().endswith(".")
    assert solver.table.isHidden()
    wish(solver, "(4, 2)")
    assert solver.message.isHidden()
    assert solver.model.solutions


def test_refused_settings_are_solved_for(solver: SolverSection, store: DocumentStore) -> None:
    edit(store, Conv2d(1, 1, 99), (1, 8, 8))
    wish(solver, "4")
    solver.table.chosen.emit(solver.model.solutions[0])
    assert output(store) == (1, 4, 4)


def test_few_rows_at_first_and_all_on_demand(solver: SolverSection) -> None:
    wish(solver, "2")
    assert solver.model.rowCount() == FEW_ROWS < len(solver.model.solutions)
    solver.more.click()
    assert solver.model.rowCount() == len(solver.model.solutions)
    solver.more.click()
    assert solver.model.rowCount() == FEW_ROWS


def test_other_families_and_numbers_of_axes(solver: SolverSection, store: DocumentStore) -> None:
    for layer, shape in (
        (MaxPool2d(2), (1, 8, 8)),
        (Conv3d(1, 1, 3), (1, 8, 8, 8)),
        (AdaptiveAvgPool2d(3), (1, 8, 8)),
        (ZeroPad2d(1), (1, 8, 8)),
    ):
        edit(store, layer, shape)
        wish(solver, "5")
        solver.table.chosen.emit(solver.model.solutions[0])
        assert set(output(store)[1:]) == {5}
    edit(store, ReflectionPad1d(1), (1, 3))
    wish(solver, "9")
    assert solver.message.text() == "ReflectionPad1d cannot turn 3 into 9."
    assert [button.text() for button in solver.ways_out] == ["Output 7"]


def test_a_layer_without_a_solver_says_so(solver: SolverSection, store: DocumentStore) -> None:
    edit(store, PixelShuffle(2), (4, 3, 3))
    solver.solve_now()
    assert solver.message.text().startswith("There is nothing to solve for PixelShuffle")
    assert solver.table.isHidden()
    assert solver.wish.isHidden()
    edit(store, MaxPool2d(2), (1, 8, 8))
    solver.solve_now()
    assert solver.model.solutions
    assert not solver.wish.isHidden()


def test_a_folded_part_stays_folded(page: CalculatorPage, qtbot: QtBot) -> None:
    page.side.solver_part.title.click()
    assert page.side.solver.isHidden() or not page.side.solver.isVisible()
    again = CalculatorPage(page.presenter.edits._store, FakeEngine())
    qtbot.addWidget(again)
    assert not again.side.solver_part.is_open
    again.open_solver()
    assert again.side.solver_part.is_open


def covering(page: CalculatorPage) -> dict[str, QPushButton]:
    return {
        button.text(): button
        for item in page.side.explanations.items
        if not item.isHidden()
        for button in item.remedies.buttons
    }


def test_changes_that_cover_dropped_cells_are_there_to_click(
    page: CalculatorPage, store: DocumentStore, qtbot: QtBot
) -> None:
    edit(store, Conv2d(1, 1, 3, stride=2), (1, 6, 6))
    qtbot.waitUntil(lambda: "stride=1" in covering(page))
    covering(page)["stride=1"].setFocus()
    QTest.keyClick(covering(page)["stride=1"], Qt.Key.Key_Space)
    assert store.document.calculator.layer == Conv2d(1, 1, 3)
    qtbot.waitUntil(lambda: not covering(page))


def test_what_was_offered_for_another_layer_is_gone_with_it(
    page: CalculatorPage, store: DocumentStore, qtbot: QtBot
) -> None:
    edit(store, MaxPool2d(3, stride=3), (1, 7, 7))
    qtbot.waitUntil(lambda: "dilation=3" in covering(page))
    page.side.solver.solve_now()
    assert page.side.solver.model.solutions

    page.call_bar.type_action("AvgPool2d").trigger()

    assert not covering(page)
    assert not page.side.solver.model.solutions
    page.side.solver.solve_now()
    assert page.side.solver.model.solutions


def test_a_wish_typed_before_the_solver_knows_the_new_layer_breaks_nothing(
    page: CalculatorPage, solver: SolverSection, store: DocumentStore
) -> None:
    edit(store, AdaptiveAvgPool2d(2), (1, 8, 8))
    solver.solve_now()
    solver.table.selectRow(0)
    edit(store, Conv2d(1, 1, 3), (1, 8, 8))

    QTest.keyClick(solver.table, Qt.Key.Key_Return)

    assert store.document.calculator.layer == Conv2d(1, 1, 3)
    assert page.side.problem.isHidden()
