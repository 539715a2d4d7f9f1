"""A calculator that shows a layer's computation as matrices, and what is lit in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec.structs

from convviz.protocol.document import Calculator
from convviz.ui.calculator.page import CalculatorPage
from convviz.ui.stepper.views.matrix_view import MatrixView
from convviz.ui.widgets.formula_source import FormulaSource
from tests.support.fake_engine import FakeEngine
from tests.support.windows import show_active

if TYPE_CHECKING:
    import pytest
    from pytestqt.qtbot import QtBot

    from convviz.core.layers import Layer
    from convviz.ui.document_store import DocumentStore
    from convviz.ui.widgets.grid import PlaneStackView


def shown_page(
    qtbot: QtBot, store: DocumentStore, monkeypatch: pytest.MonkeyPatch
) -> CalculatorPage:
    """Return a page of a document, shown and with the keyboard.

    It draws no formula: that takes a process, and its tests are elsewhere.
    """
    monkeypatch.setattr(FormulaSource, "request", lambda *_arguments: None)
    made = CalculatorPage(store, FakeEngine())
    qtbot.addWidget(made)
    made.resize(1280, 800)
    show_active(qtbot, made)
    made.setFocus()
    return made


def show(store: DocumentStore, layer: Layer, shape: tuple[int, ...]) -> None:
    """Show another layer and input."""
    calculator = Calculator(layer, shape)
    store.edit(msgspec.structs.replace(store.document, calculator=calculator), "test")


def matrices(page: CalculatorPage) -> PlaneStackView:
    """Return the picture of the matrices."""
    view = page.views.view
    assert isinstance(view, MatrixView)
    return view.grids


def lit(view: PlaneStackView, group: str) -> set[tuple[int, int]]:
    """Return the cells of a group that are marked."""
    return {(mark.row, mark.column) for mark in view.marks(group)}


def fills(view: PlaneStackView, group: str) -> dict[tuple[int, int], str]:
    """Return the colours of the marked cells."""
    return {(mark.row, mark.column): mark.fill for mark in view.marks(group)}


def total(page: CalculatorPage) -> str:
    """Return the sum that the step is told to have."""
    return page.step_panel.lines_widget.lines[0].parts[-1].text
