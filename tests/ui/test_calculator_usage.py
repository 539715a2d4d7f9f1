"""The heat map of uses in the calculator."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec.structs
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from convviz.core.layers.conv import Conv1d, Conv2d
from convviz.core.layers.conv_transpose import ConvTranspose2d
from convviz.core.layers.pool import MaxPool2d
from convviz.protocol.document import Calculator, Document
from convviz.protocol.templates import course_network
from convviz.stepping.cells import INPUT, OUTPUT, CellKind
from convviz.ui.calculator.page import CalculatorPage
from convviz.ui.document_store import DocumentStore
from convviz.ui.export.stage import ExportStage
from convviz.ui.widgets.formula_source import formula_source
from tests.support.fake_engine import FakeEngine

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from convviz.core.layers import Layer
    from tests.support.shared_calculator import SharedCalculator

pytestmark = pytest.mark.usefixtures("no_formulas")


@pytest.fixture
def store(shared_calculator: SharedCalculator) -> DocumentStore:
    return shared_calculator.store


@pytest.fixture
def page(qtbot: QtBot, shared_calculator: SharedCalculator) -> CalculatorPage:
    return shared_calculator.shown(qtbot)


def show(store: DocumentStore, layer: Layer, shape: tuple[int, ...]) -> None:
    calculator = Calculator(layer, shape)
    store.edit(msgspec.structs.replace(store.document, calculator=calculator), "test")


def values(page: CalculatorPage, group: str) -> list[list[float]]:
    found: list[list[float]] = page.grids.view.grid(group).values.tolist()
    return found


def settle(page: CalculatorPage) -> None:
    layout = page.grids.layout()
    assert layout is not None
    layout.activate()


def test_u_shows_how_often_each_cell_is_read_and_shows_the_numbers_again(
    page: CalculatorPage,
) -> None:
    numbers = values(page, INPUT)

    QTest.keyClick(page, Qt.Key.Key_U)

    assert values(page, INPUT)[0] == [1, 2, 3, 2, 1]
    assert values(page, INPUT)[2] == [3, 6, 9, 6, 3]
    assert page.grids.legend.isVisible()
    assert page.grids.legend.scale.steps == (1, 2, 3, 4, 6, 9)
    words = page.grids.legend.text.text()
    assert words == "Corner cells are read once, inner cells 4, 6 or 9 times."
    QTest.keyClick(page, Qt.Key.Key_U)
    assert values(page, INPUT) == numbers
    assert not page.grids.legend.isVisible()


def test_the_button_in_the_page_does_the_same(page: CalculatorPage) -> None:
    QTest.mouseClick(page.stepper.usage_button, Qt.MouseButton.LeftButton)

    assert page.grids.shows_usage
    assert page.stepper.usage_button.isChecked()
    assert page.stepper.usage_button.defaultAction() in page.page_actions.all()


def test_counts_follow_an_edit_and_the_window_moves_over_them(
    page: CalculatorPage, store: DocumentStore
) -> None:
    QTest.keyClick(page, Qt.Key.Key_U)
    show(store, MaxPool2d(2), (1, 5, 5))

    assert values(page, INPUT)[4] == [0, 0, 0, 0, 0]
    assert page.grids.view.grid(INPUT).kinds[4, 0] == CellKind.DROPPED
    assert page.grids.legend.scale.steps == (0, 1)
    before = page.grids.view.marks(INPUT)
    page.player.step(1)
    after = page.grids.view.marks(INPUT)
    assert {(mark.row, mark.column) for mark in before} == {(0, 0), (0, 1), (1, 0), (1, 1)}
    assert {(mark.row, mark.column) for mark in after} == {(0, 2), (0, 3), (1, 2), (1, 3)}


def test_hovering_a_cell_lights_its_outputs_and_says_how_often_it_is_used(
    page: CalculatorPage,
) -> None:
    QTest.keyClick(page, Qt.Key.Key_U)

    page.grids.view.cell_hovered.emit(INPUT, 0, 1, 1)

    assert len(page.grids.view.marks(OUTPUT)) == 4
    assert page.grids.legend.text.text() == "This cell is read 4 times."
    page.grids.view.hover_left.emit()
    assert page.grids.legend.text.text().startswith("Corner cells")


def test_counts_that_are_no_longer_shown_are_asked_nothing(
    page: CalculatorPage, store: DocumentStore
) -> None:
    QTest.keyClick(page, Qt.Key.Key_U)
    QTest.keyClick(page, Qt.Key.Key_U)
    show(store, Conv2d(1, 1, 3), (1, 20, 20))

    page.grids.view.cell_hovered.emit(INPUT, 0, 19, 19)

    assert len(page.grids.view.marks(OUTPUT)) == 1
    page.grids.view.hover_left.emit()
    assert len(page.grids.view.marks(INPUT)) == 9


def test_the_picture_stays_where_it_is_while_the_legend_speaks_of_one_cell(
    page: CalculatorPage, store: DocumentStore, qtbot: QtBot
) -> None:
    show(store, ConvTranspose2d(1, 2, 3, stride=2, padding=1), (1, 3, 3))
    QTest.keyClick(page, Qt.Key.Key_U)
    legend = page.grids.legend
    qtbot.waitUntil(lambda: legend.text.height() > 2 * legend.text.fontMetrics().height())
    before = page.grids.view.geometry()

    page.grids.view.cell_hovered.emit(INPUT, 0, 1, 1)
    settle(page)

    assert legend.text.text() == "Output cells that this cell reaches: 4."
    assert page.grids.view.geometry() == before


def test_rows_keep_their_height_beside_the_legend(
    page: CalculatorPage, store: DocumentStore
) -> None:
    show(store, Conv1d(2, 2, 3), (2, 9))
    before = page.grids.view.height()

    QTest.keyClick(page, Qt.Key.Key_U)
    settle(page)

    assert page.grids.view.height() == before
    assert page.grids.legend.text.text().startswith("Cells at the ends are read once")


def test_counts_cannot_be_edited(page: CalculatorPage, store: DocumentStore) -> None:
    QTest.keyClick(page, Qt.Key.Key_U)
    before = store.document
    view = page.grids.view
    view.setFocus()

    QTest.keyClicks(view, "7")
    QTest.keyClick(view, Qt.Key.Key_Return)

    assert store.document is before


def test_the_checkerboard_of_a_transposed_convolution_is_on_its_output(
    page: CalculatorPage, store: DocumentStore
) -> None:
    show(store, ConvTranspose2d(1, 1, 3, stride=2, padding=1), (1, 3, 3))
    QTest.keyClick(page, Qt.Key.Key_U)

    assert values(page, OUTPUT)[:2] == [[1, 2, 1, 2, 1], [2, 4, 2, 4, 2]]
    assert page.grids.legend.output_scale.steps == (1, 2, 4)
    assert "checkerboard" in page.grids.legend.text.text()


def test_chosen_while_nothing_valid_was_ever_shown_it_comes_with_the_first_picture(
    qtbot: QtBot,
) -> None:
    calculator = Calculator(Conv2d(1, 1, 9), (1, 5, 5))
    store = DocumentStore(Document(calculator, course_network()))
    page = CalculatorPage(store, FakeEngine())
    qtbot.addWidget(page)
    page.stepper.usage_button.click()

    show(store, Conv2d(1, 1, 3), (1, 5, 5))

    assert values(page, INPUT)[0] == [1, 2, 3, 2, 1]


def test_what_is_exported_shows_the_counts_as_the_screen_does(page: CalculatorPage) -> None:
    assert page.scene is not None
    QTest.keyClick(page, Qt.Key.Key_U)
    page.presenter.exporter.show_dialog()
    assert page.presenter.exporter.dialog is not None
    look = page.presenter.exporter.dialog.form.chosen_look
    page.presenter.exporter.dialog.reject()
    look = replace(look, width=640, height=320, scale=1.0)

    counted = ExportStage(page.scene, look, formula_source().render_now)

    assert look.has_usage
    without = ExportStage(page.scene, replace(look, has_usage=False), formula_source().render_now)
    assert without.image(0) != counted.image(0)


def test_refused_settings_count_nothing_until_the_next_that_work(
    page: CalculatorPage, store: DocumentStore
) -> None:
    QTest.keyClick(page, Qt.Key.Key_U)
    show(store, Conv2d(1, 1, 9), (1, 5, 5))
    assert page.grids.legend.isHidden()

    show(store, Conv2d(1, 1, 3), (1, 5, 5))
    assert page.grids.legend.isVisible()
    assert values(page, INPUT)[0] == [1, 2, 3, 2, 1]


@pytest.mark.parametrize("output_padding", [0, 1])
def test_walking_by_stamps_the_counts_stay_on_what_is_cropped_too(
    page: CalculatorPage, store: DocumentStore, output_padding: int
) -> None:
    layer = ConvTranspose2d(
        1, 1, 3, stride=2, padding=(1, 0), output_padding=output_padding, bias=False
    )
    show(store, layer, (1, 3, 3))
    page.stepper.presenter.choose_view("scatter")
    drawn = page.grids.view.grid(OUTPUT).values.shape
    QTest.keyClick(page, Qt.Key.Key_U)
    counted = values(page, OUTPUT)

    page.player.step(1)

    assert values(page, OUTPUT) == counted
    assert page.grids.view.grid(OUTPUT).values.shape == drawn
    assert page.grids.view.grid(OUTPUT).kinds[0, 0] == CellKind.CROPPED
    assert [row[:7] for row in counted[:3]] == [
        [1, 1, 2, 1, 2, 1, 1],
        [1, 1, 2, 1, 2, 1, 1],
        [2, 2, 4, 2, 4, 2, 2],
    ]
    assert values(page, INPUT) == [[6, 6, 6], [9, 9, 9], [6 + 3 * output_padding] * 3]
    QTest.keyClick(page, Qt.Key.Key_U)
    assert values(page, OUTPUT) != counted


def test_no_factor_stands_beside_a_count(page: CalculatorPage) -> None:
    assert any(mark.label for mark in page.grids.view.marks(INPUT))

    QTest.keyClick(page, Qt.Key.Key_U)
    page.player.step(1)
    assert page.grids.view.marks(INPUT)
    assert not any(mark.label for mark in page.grids.view.marks(INPUT))

    QTest.keyClick(page, Qt.Key.Key_U)
    assert any(mark.label for mark in page.grids.view.marks(INPUT))
