"""What a function makes of a number is shown wherever one points at it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from convviz.core.layers.activation import ReLU
from convviz.protocol.document import Calculator
from convviz.protocol.recipes import Numbers

if TYPE_CHECKING:
    from convviz.ui.calculator.page import CalculatorPage
    from tests.support.shared_calculator import SharedCalculator

NUMBERS = Numbers((1, 2, 2), (1, -2, 3, -4))


@pytest.fixture
def page(shared_calculator: SharedCalculator) -> CalculatorPage:
    return shared_calculator.hidden(Calculator(ReLU(), (1, 2, 2), NUMBERS))


@pytest.mark.parametrize("group", ["input", "output"])
def test_a_cell_and_what_becomes_of_it_are_one_step(page: CalculatorPage, group: str) -> None:
    page.grids.view.cell_hovered.emit(group, 0, 1, 0)
    walk = page.stepper.presenter.walk
    assert walk is not None
    (line,), _ = walk.lines()
    assert "max(0, 3)" in "".join(part.text for part in line.parts)
    page.grids.view.hover_left.emit()
    assert page.player.shown == 0


def test_a_click_on_a_number_that_can_be_changed_pins_nothing(page: CalculatorPage) -> None:
    page.grids.view.cell_clicked.emit("input", 0, 1, 0)
    assert page.player.pinned is None
    page.grids.view.cell_clicked.emit("output", 0, 1, 0)
    assert page.player.pinned == 2
