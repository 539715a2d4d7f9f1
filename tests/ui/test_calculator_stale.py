"""A picture that no longer holds, and what the mouse or a pin held when the document changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec.structs
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtTest import QTest

from convviz.core.layers.conv import Conv2d
from convviz.core.layers.pad import ZeroPad2d
from convviz.protocol.document import Calculator
from convviz.stepping.cells import INPUT, OUTPUT, CellAddress
from tests.support.mouse import move_mouse

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from convviz.core.layers import Layer
    from convviz.ui.calculator.page import CalculatorPage
    from convviz.ui.document_store import DocumentStore
    from tests.support.shared_calculator import SharedCalculator


@pytest.fixture
def store(shared_calculator: SharedCalculator) -> DocumentStore:
    return shared_calculator.store


@pytest.fixture
def page(qtbot: QtBot, shared_calculator: SharedCalculator) -> CalculatorPage:
    return shared_calculator.shown(qtbot)


def show(store: DocumentStore, layer: Layer, shape: tuple[int, ...]) -> None:
    calculator = Calculator(layer, shape)
    store.edit(msgspec.structs.replace(store.document, calculator=calculator), "test")


def lit(page: CalculatorPage, group: str, plane: int = 0) -> set[tuple[int, int]]:
    return {(mark.row, mark.column) for mark in page.grids.view.marks(group, plane)}


@pytest.mark.display
def test_cells_of_a_picture_that_no_longer_holds_cannot_be_edited(
    page: CalculatorPage, store: DocumentStore
) -> None:
    show(store, ZeroPad2d(-1), (1, 1, 1))  # crops everything: the 5 x 5 picture stays, dimmed
    refused = store.document

    view = page.grids.view
    where = view.cell_position(CellAddress(INPUT, 0, 4, 4))
    QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=where)
    QTest.keyClicks(page.focusWidget(), "7")
    QTest.keyClick(page.focusWidget(), Qt.Key.Key_Return)

    assert store.document == refused


@pytest.mark.display
def test_a_number_that_is_being_typed_goes_when_its_picture_no_longer_holds(
    page: CalculatorPage, store: DocumentStore
) -> None:
    view = page.grids.view
    where = view.cell_position(CellAddress(INPUT, 0, 4, 4))
    QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=where)
    editor = page.focusWidget()
    assert editor is not None
    assert editor is not view

    show(store, ZeroPad2d(-1), (1, 1, 1))

    assert not editor.isVisible()


@pytest.mark.parametrize("key", ["im2col", "sparse"])
def test_another_view_chosen_of_what_is_refused_comes_with_the_next_that_works(
    page: CalculatorPage, store: DocumentStore, key: str
) -> None:
    show(store, Conv2d(1, 1, 9), (1, 5, 5))
    page.stepper.presenter.choose_view(key)
    assert page.views.shown == "grids"

    show(store, Conv2d(1, 1, 3), (1, 5, 5))
    assert page.views.shown == key


def test_a_pinned_cell_looks_pinned_after_an_edit(page: CalculatorPage) -> None:
    page.player.pin(4)
    shown = page.grids.view._items[OUTPUT].overlays[0].windows

    page.presenter.values.reseed()

    assert page.player.pinned == 4
    assert page.grids.view._items[OUTPUT].overlays[0].windows == shown
    assert page.stepper.presenter.state.pinned


def test_the_cell_under_the_mouse_is_lit_again_after_an_edit(page: CalculatorPage) -> None:
    address = CellAddress(INPUT, 0, 0, 0)
    move_mouse(page.grids.view, address)
    before = lit(page, OUTPUT)

    page.presenter.values.reseed()
    move_mouse(page.grids.view, address)

    assert lit(page, OUTPUT) == before == {(0, 0)}


def test_faster_leaves_the_cell_under_the_mouse_lit(page: CalculatorPage) -> None:
    move_mouse(page.grids.view, CellAddress(INPUT, 0, 4, 4))
    before = lit(page, OUTPUT)

    page.player.faster()

    assert lit(page, OUTPUT) == before == {(2, 2)}


def test_from_an_output_cell_of_another_channel_the_mouse_lights_the_input_cell_that_is_drawn(
    page: CalculatorPage, store: DocumentStore
) -> None:
    show(store, ZeroPad2d(0), (2, 2, 2))
    page.player.go_to_last()  # channel 1
    move_mouse(page.grids.view, CellAddress(OUTPUT, 0, 0, 0))  # draws channel 0 of the input

    move_mouse(page.grids.view, CellAddress(INPUT, 0, 1, 1))

    assert lit(page, OUTPUT, plane=1) == {(1, 1)}
    assert lit(page, OUTPUT, plane=0) == set()


@pytest.mark.display
def test_pasting_from_a_clipboard_that_nobody_filled_is_told(
    page: CalculatorPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QClipboard, "mimeData", lambda *_arguments: None)
    QGuiApplication.clipboard().clear()

    page.presenter.values.paste("input")

    assert page.notice.isVisible()
