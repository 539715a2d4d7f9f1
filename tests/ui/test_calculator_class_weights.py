"""The weights of a loss stand in a grid: a cell is typed, and several are pasted, like a kernel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtGui import QGuiApplication

from convviz.core.losses.classes import CrossEntropyLoss
from convviz.core.losses.shares import BCEWithLogitsLoss
from convviz.protocol.document import Calculator
from convviz.ui.widgets.grid import PlaneStackView

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from convviz.ui.calculator.page import CalculatorPage
    from tests.support.shared_calculator import SharedCalculator

LOSSES = [
    (CrossEntropyLoss(weight=(1.0, 2.0, 3.0)), "weight"),
    (BCEWithLogitsLoss(weight=(1.0, 2.0, 3.0)), "weight"),
    (BCEWithLogitsLoss(pos_weight=(1.0, 2.0, 3.0)), "pos_weight"),
]


def shown(qtbot: QtBot, shared: SharedCalculator, loss: Any, view: str) -> CalculatorPage:
    page = shared.shown(qtbot, Calculator(loss, (2, 3)))
    page.stepper.presenter.choose_view(view)
    return page


@pytest.mark.parametrize("view", ["grids", "backward"])
@pytest.mark.parametrize(("loss", "name"), LOSSES)
def test_a_weight_is_typed_into_its_cell_and_undone(
    qtbot: QtBot, shared_calculator: SharedCalculator, loss: Any, name: str, view: str
) -> None:
    page = shown(qtbot, shared_calculator, loss, view)
    assert isinstance(page.grids.view, PlaneStackView)
    page.grids.view.cell_edited.emit(name, 0, 0, 1, "7")
    store = shared_calculator.store
    assert getattr(store.document.calculator.layer, name) == (1, 7, 3)
    assert page.grids.view.grid(name).values.tolist() == [[1, 7, 3]]
    store.undo_stack.undo()
    assert store.document.calculator.layer == loss


@pytest.mark.parametrize(("loss", "name"), LOSSES)
def test_weights_are_pasted(
    qtbot: QtBot, shared_calculator: SharedCalculator, loss: Any, name: str
) -> None:
    page = shown(qtbot, shared_calculator, loss, "grids")
    QGuiApplication.clipboard().setText("4\t5\t6")
    page.presenter.values.paste(name)
    assert getattr(shared_calculator.store.document.calculator.layer, name) == (4, 5, 6)
