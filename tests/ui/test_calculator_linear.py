"""A fully connected layer on the calculator's page: its matrix, typed into, pasted and filled."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec.structs
import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from convviz.core.layers.linear import Linear
from convviz.protocol.recipes import KernelPattern
from convviz.protocol.templates import course_calculator
from convviz.stepping.cells import BIAS, INPUT, KERNEL, OUTPUT, CellAddress
from convviz.ui.calculator.opened_call import with_call
from convviz.values.recipes import numbers_from_array
from tests.support.drawn_page import check_as_drawn_anew

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from convviz.ui.calculator.page import CalculatorPage
    from convviz.ui.document_store import DocumentStore
    from tests.support.shared_calculator import SharedCalculator

pytestmark = pytest.mark.usefixtures("no_formulas")

CONTROL = Qt.KeyboardModifier.ControlModifier
WEIGHT = np.array([[1.0, 0.0, -1.0], [2.0, 1.0, 0.5]])


@pytest.fixture
def store(shared_calculator: SharedCalculator) -> DocumentStore:
    return shared_calculator.store


@pytest.fixture
def page(qtbot: QtBot, shared_calculator: SharedCalculator) -> CalculatorPage:
    calculator = with_call(course_calculator(), Linear(3, 2))
    numbers = {
        "input": numbers_from_array(np.array([1.0, 2.0, 3.0])),
        "weight": numbers_from_array(WEIGHT),
        "bias": numbers_from_array(np.array([0.0, 10.0])),
    }
    return shared_calculator.shown(qtbot, msgspec.structs.replace(calculator, **numbers))


def stand_on(page: CalculatorPage, group: str, row: int, column: int) -> None:
    view = page.grids.view
    view.setFocus()
    position = view.cell_position(CellAddress(group, 0, row, column))
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=position)


def paste(page: CalculatorPage, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    QTest.keyClick(page.grids.view, Qt.Key.Key_V, CONTROL)


def values(page: CalculatorPage, group: str) -> list[list[float]]:
    numbers: list[list[float]] = page.grids.view.grid(group).values.tolist()
    return numbers


def test_its_matrix_stands_between_the_input_and_the_output(page: CalculatorPage) -> None:
    assert values(page, INPUT) == [[1, 2, 3]]
    assert values(page, KERNEL) == WEIGHT.tolist()
    assert values(page, BIAS) == [[0, 10]]
    assert values(page, OUTPUT) == [[-2, 15.5]]


@pytest.mark.parametrize(
    ("group", "place", "output"),
    [
        (INPUT, (0, 2), [1 - 7, 4 + 3.5 + 10]),
        (KERNEL, (1, 0), [-2, 20.5]),
        (BIAS, (0, 1), [-2, 12.5]),
    ],
)
def test_every_number_is_typed_over_where_it_stands(
    page: CalculatorPage, group: str, place: tuple[int, int], output: list[float]
) -> None:
    page.grids.view.cell_edited.emit(group, 0, *place, "7")
    assert values(page, OUTPUT) == [output]


def test_what_is_pasted_takes_its_place(page: CalculatorPage, store: DocumentStore) -> None:
    stand_on(page, KERNEL, 1, 2)
    paste(page, "4\t4\t4")
    assert values(page, KERNEL) == [[1, 0, -1], [4, 4, 4]]
    stand_on(page, BIAS, 0, 1)
    paste(page, "3")
    assert values(page, BIAS) == [[0, 3]]
    stand_on(page, KERNEL, 0, 0)
    paste(page, "[[1, 2], [3, 4], [5, 6]]")
    assert store.document.calculator.layer == Linear(2, 3)
    assert values(page, INPUT) == [[1, 2]]
    stand_on(page, INPUT, 0, 0)
    paste(page, "[[1, 0], [0, 1], [1, 1], [2, 2]]")
    assert store.document.calculator.input_shape == (4, 2)
    assert [row[:2] for row in values(page, OUTPUT)][2] == [3, 10]


def test_the_menu_speaks_of_a_weight_and_offers_no_picture_filters(page: CalculatorPage) -> None:
    menu = page.call_bar.numbers.menus["weight"]
    assert menu.title() == "Weight"
    assert not menu.pattern_action(KernelPattern.SOBEL_X.value).isVisible()


def test_whatever_was_traced_before_a_step_is_lit_alone(page: CalculatorPage) -> None:
    walk = page.grids.walk
    assert walk is not None
    for group, row, column in ((KERNEL, 1, 2), (INPUT, 0, 1), (BIAS, 0, 0), (OUTPUT, 0, 1)):
        page.grids.view.cell_hovered.emit(group, 0, row, column)
        page.grids.view.hover_left.emit()
        check_as_drawn_anew(page)


def test_a_number_that_is_typed_shows_no_empty_formula_meanwhile(
    qtbot: QtBot, page: CalculatorPage
) -> None:
    """The size is found by no formula: its part must not come and go, with all that is below."""
    qtbot.waitUntil(page.side.formula_part.isHidden)
    page.presenter.edits.cell("input", (0,), 4.0)
    assert page.side.formula_part.isHidden()
    page.side.explain()
    assert page.side.formula_part.isHidden()
