"""What every calculation in parts has: outputs that fill or hide, hovering, refusals, keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import numpy as np
import pytest

from convviz.core.layers.conv import Conv2d
from convviz.core.losses.classes import CrossEntropyLoss
from convviz.core.losses.distances import MSELoss
from convviz.core.optimisers.sgd import SGD
from convviz.protocol.document import Calculator
from convviz.protocol.recipes import Numbers
from convviz.stepping.cells import CellKind

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from convviz.ui.calculator.page import CalculatorPage
    from convviz.ui.document_store import DocumentStore
    from tests.support.shared_calculator import SharedCalculator

MSE = Calculator(MSELoss(), (2, 3))
CALCULATORS = {
    "loss": (MSE, "grids", 7),
    "optimiser": (Calculator(SGD(lr=0.1, momentum=0.9), (3, 2)), "grids", 12),
    "backward": (Calculator(Conv2d(1, 1, 2), (1, 3, 3)), "backward", 9 + 4 + 1),
}


@pytest.fixture
def store(shared_calculator: SharedCalculator) -> DocumentStore:
    return shared_calculator.store


@pytest.fixture
def page(qtbot: QtBot, shared_calculator: SharedCalculator) -> CalculatorPage:
    return shared_calculator.shown(qtbot)


def show(store: DocumentStore, calculator: Calculator) -> None:
    store.edit(msgspec.structs.replace(store.document, calculator=calculator), "Show")


def kinds_of(page: CalculatorPage) -> np.ndarray:
    """Return what the cells of all computed parts are, in the order of their steps."""
    walk = page.stepper.presenter.walk
    assert walk is not None
    kinds = np.zeros(walk.step_count, dtype=np.uint8)
    for group, number, steps in walk.result_planes():
        kinds[steps] = page.grids.view.grid(group, number).kinds
    return kinds


@pytest.mark.parametrize("name", CALCULATORS)
def test_outputs_fill_and_hide_and_uses_are_not_counted(
    page: CalculatorPage, store: DocumentStore, name: str
) -> None:
    calculator, view, count = CALCULATORS[name]
    show(store, calculator)
    presenter = page.stepper.presenter
    presenter.choose_view(view)
    walk = presenter.walk
    assert walk is not None
    assert walk.step_count == count
    presenter.fill(fills=True)
    page.player.go_to(3)
    assert (kinds_of(page) == CellKind.PENDING).tolist() == [False] * 4 + [True] * (count - 4)
    presenter.fill(fills=False)
    presenter.hide(hides=True)
    assert set(kinds_of(page)) == {CellKind.HIDDEN}
    assert "?" in page.stepper.step_panel.lines_widget.lines[0].text
    presenter.forward()
    assert (kinds_of(page) == CellKind.REAL).tolist() == [at == 3 for at in range(count)]
    assert not presenter.counts_uses
    presenter.show_usage(shown=True)
    assert not page.grids.shows_usage


def test_a_cell_is_hovered_pinned_and_typed(page: CalculatorPage, store: DocumentStore) -> None:
    show(store, MSE)
    grids = page.grids
    grids._on_hovered("losses", 0, 1, 2)
    assert page.player.shown == 5
    grids._on_clicked("losses", 0, 1, 2)
    assert page.player.pinned == 5
    grids._on_edited("target", 0, 1, 2, "2.5")
    assert store.document.calculator.recipe_of("target") == Numbers((2, 3), (5, -1, 4, 5, 3, 2.5))
    assert store.undo_stack.undoText() == "Edit a number of Target"
    store.undo_stack.undo()
    assert store.document.calculator == MSE


def test_a_class_that_there_is_not_keeps_the_last_drawing(
    page: CalculatorPage, store: DocumentStore
) -> None:
    calculator = Calculator(CrossEntropyLoss(), (2, 3))
    show(store, calculator.with_recipe("target", Numbers((2,), (1, 2))))
    page.grids._on_edited("target", 0, 1, 0, "7")
    refused = page.stepper.presenter.state.refused
    assert refused is not None
    assert refused.keeps_last
    assert "7" in refused.reason
    store.undo_stack.undo()
    assert page.stepper.presenter.state.refused is None
