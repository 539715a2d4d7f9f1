"""The receptive field of the chosen layer on the network page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from convviz.core.layers.activation import ReLU
from convviz.core.layers.conv import Conv1d, Conv2d, Conv3d
from convviz.core.layers.conv_transpose import ConvTranspose2d
from convviz.core.layers.linear import Linear
from convviz.core.layers.norm import BatchNorm2d
from convviz.core.layers.pool import MaxPool2d
from convviz.core.layers.shape import Flatten
from convviz.ui.network.field.receptive_field_view import INPUT, OUTPUT
from convviz.ui.network.state import View
from tests.support.network_page import (
    FIRST_LINEAR,
    FLATTEN,
    LAST_LINEAR,
    POOL,
    show,
)

if TYPE_CHECKING:
    from convviz.ui.document_store import DocumentStore
    from convviz.ui.network.page import NetworkPage


@pytest.fixture
def page(page: NetworkPage) -> NetworkPage:
    page.show_view(View.FIELD)
    return page


def settle(page: NetworkPage) -> None:
    layout = page.field.layout()
    assert layout is not None
    layout.activate()


def choose(page: NetworkPage, row: int) -> None:
    page.layers.cards.select([row])


def seen_cells(page: NetworkPage) -> list[list[int]]:
    """Return the places of the input's plane, as drawn, that are not pale, for a plain grid."""
    return np.argwhere(page.field.view.grid(INPUT).values == 1).tolist()


def test_the_field_of_the_chosen_layer_is_told_in_numbers(page: NetworkPage) -> None:
    choose(page, POOL)

    assert page.field.numbers == [["Height, Width", "6", "2", "1/2"]]
    assert page.field.formulas == [
        r"r = r_0 + (k_e - 1) \, j_0 = 5 + 1 \cdot 1 = 6",
        r"j = j_0 \, s = 1 \cdot 2 = 2",
        r"x = x_0 + \left(\frac{k_e - 1}{2} - p\right) j_0 = 0 + \frac{1}{2} \cdot 1 = \frac{1}{2}",
    ]
    assert page.field.sentence.text() == (
        "Cell (8, 8) sees rows 14\u201319 and columns 14\u201319 of the input."
    )


def test_hovering_an_output_cell_shows_its_field_and_leaving_the_chosen_one(
    page: NetworkPage,
) -> None:
    choose(page, POOL)
    view = page.field.view

    view.cell_hovered.emit(OUTPUT, 0, 0, 0)

    assert page.field.sentence.text() == (
        "Cell (0, 0) sees rows 0\u20133 and columns 0\u20133 of the input."
        " 20 of its 36 cells lie in the padding (dashed)."
    )
    view.hover_left.emit()
    assert page.field.sentence.text().startswith("Cell (8, 8)")


def test_a_click_chooses_a_cell_and_arrow_keys_go_on_from_there(page: NetworkPage) -> None:
    choose(page, POOL)
    view = page.field.view
    view.setFocus()

    view.cell_clicked.emit(OUTPUT, 0, 3, 5)
    QTest.keyClick(view, Qt.Key.Key_Down)
    QTest.keyClick(view, Qt.Key.Key_Right)

    assert view.chosen == (4, 6)
    assert page.field.sentence.text().startswith("Cell (4, 6)")


def test_tab_enters_the_picture_at_the_chosen_output_cell(page: NetworkPage) -> None:
    choose(page, POOL)
    view = page.field.view

    view.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(view, Qt.Key.Key_Up)

    assert view.chosen == (7, 8)


def test_in_another_layer_the_keyboard_begins_at_its_chosen_cell(page: NetworkPage) -> None:
    view = page.field.view
    view.setFocus(Qt.FocusReason.TabFocusReason)
    view.cell_clicked.emit(OUTPUT, 0, 3, 5)
    choose(page, POOL)
    QTest.keyClick(view, Qt.Key.Key_Up)
    assert view.chosen == (7, 8)
    page.layers.cards.setFocus()
    choose(page, 0)
    view.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(view, Qt.Key.Key_Up)
    assert view.chosen == (15, 16)


def test_exactly_the_cells_that_dilation_reads_are_bright(
    page: NetworkPage, store: DocumentStore
) -> None:
    show(store, Conv2d(1, 1, 3, dilation=3), shape=(1, 9, 9))

    page.field.view.cell_hovered.emit(OUTPUT, 0, 1, 0)

    assert seen_cells(page) == [[row, column] for row in (1, 4, 7) for column in (0, 3, 6)]
    assert "40 cells between them are skipped." in page.field.sentence.text()


def test_a_transposed_layer_sees_few_cells_of_its_input(
    page: NetworkPage, store: DocumentStore
) -> None:
    show(store, ConvTranspose2d(1, 1, 4, stride=2, padding=1), shape=(1, 5, 5))

    page.field.view.cell_hovered.emit(OUTPUT, 0, 1, 2)

    (top, _), (left, _) = (1, 1), (1, 1)
    assert seen_cells(page) == [[top + r, left + c] for r in (0, 1) for c in (0, 1)]
    assert page.field.numbers == [["Height, Width", "at most 2", "1/2", "\u22121/4"]]


def test_axes_that_differ_have_their_own_numbers_and_working(
    page: NetworkPage, store: DocumentStore
) -> None:
    show(store, Conv2d(1, 1, (3, 5), padding=(0, 2)), shape=(1, 9, 9))

    assert page.field.numbers == [["Height", "3", "1", "1"], ["Width", "5", "1", "0"]]
    assert len(page.field.formulas) == 6


def test_the_picture_keeps_its_size_from_cell_to_cell_and_layer_to_layer(
    page: NetworkPage, store: DocumentStore
) -> None:
    show(store, Conv2d(1, 1, 3, padding=1), Conv2d(1, 1, (3, 5), padding=3), shape=(1, 9, 9))
    choose(page, 0)
    settle(page)
    before = page.field.view.size()

    choose(page, 1)
    page.field.view.cell_hovered.emit(OUTPUT, 0, 0, 0)
    settle(page)

    assert page.field.view.size() == before


def test_flatten_moves_cells_and_from_linear_on_every_output_sees_everything(
    page: NetworkPage,
) -> None:
    choose(page, FLATTEN)
    assert page.field.notice.text().startswith("Flatten moves cells to other places.")
    assert page.field.view.grid(OUTPUT).values.shape == (32, 32)
    page.field.view.cell_hovered.emit(OUTPUT, 0, 0, 1)
    assert page.field.sentence.text().startswith("Cell 1 sees rows 0\u201321")

    choose(page, FIRST_LINEAR)
    assert page.field.notice.text() == "Every output of Linear sees the whole input."
    choose(page, LAST_LINEAR)

    assert page.field.notice.text() == "From Linear on, every output sees the whole input."
    assert page.field.numbers == []
    assert page.field.formulas == []
    assert page.field.view.grid(INPUT).isVisible()


def test_linear_without_flatten_sees_some_rows_and_all_columns(
    page: NetworkPage, store: DocumentStore
) -> None:
    show(store, Conv2d(1, 6, 5), MaxPool2d(2), Linear(14, 3), shape=(1, 32, 32))
    choose(page, 2)

    page.field.view.cell_hovered.emit(OUTPUT, 0, 2, 1)

    assert page.field.notice.text() == "Linear reads all cells along one axis at once: Width."
    assert page.field.sentence.text() == (
        "Cell (2, 1) sees rows 4\u20139 and columns 0\u201331 of the input."
    )
    assert page.field.numbers == [["Height", "6", "2", "5/2"], ["Width", "all", "\u2013", "\u2013"]]
    assert page.totals.value_text("field") == "6 \u00d7 32"


def test_columns_that_pooling_drops_are_not_seen_by_linear(
    page: NetworkPage, store: DocumentStore
) -> None:
    show(store, MaxPool2d(2), Flatten(), Linear(8, 3), shape=(1, 5, 8))
    choose(page, 2)

    assert page.field.notice.text() == (
        "Every output of Linear sees rows 0\u20133 and columns 0\u20137 of the input."
    )
    assert page.totals.value_text("field") == "4 \u00d7 8"


def test_batch_norm_says_that_training_mixes_the_batch(
    page: NetworkPage, store: DocumentStore
) -> None:
    show(store, Conv2d(1, 2, 3), BatchNorm2d(2), shape=(1, 9, 9))
    choose(page, 1)

    assert "depend on all cells of the batch" in page.field.notice.text()


def test_nothing_is_told_of_a_layer_that_was_deleted(
    page: NetworkPage, store: DocumentStore
) -> None:
    page.layers.cards.selectAll()
    page.page_actions["delete"].trigger()

    assert not store.document.network.steps
    assert not page.field.view.isVisible()
    assert page.field.notice.text().startswith("Choose a layer")


def test_an_activation_has_the_field_of_the_layer_before(
    page: NetworkPage, store: DocumentStore
) -> None:
    show(store, Conv2d(1, 1, 3), ReLU(), shape=(1, 9, 9))
    choose(page, 1)

    assert page.field.numbers == [["Height, Width", "3", "1", "1"]]
    assert page.field.notice.text().startswith("ReLU works cell by cell")
    assert page.field.formulas == []


def test_one_dimension_is_a_row_and_of_three_a_plane_is_drawn(
    page: NetworkPage, store: DocumentStore
) -> None:
    show(store, Conv1d(1, 1, 3), shape=(1, 9))
    assert page.field.sentence.text() == "Cell 3 sees cells 3\u20135 of the input."
    assert page.field.view.grid(OUTPUT).values.shape == (1, 7)

    show(store, Conv3d(1, 1, 3), shape=(1, 5, 6, 7))

    assert page.field.view.grid(OUTPUT).values.shape == (4, 5)
    assert [row[0] for row in page.field.numbers] == ["Depth, Height, Width"]


def test_a_layer_that_fails_and_those_behind_it_have_no_field(
    page: NetworkPage, store: DocumentStore
) -> None:
    show(store, Conv2d(1, 1, 3), MaxPool2d(99), Conv2d(1, 1, 3), shape=(1, 9, 9))
    choose(page, 1)
    assert not page.field.view.isVisible()
    assert "before the one that fails" in page.field.notice.text()

    choose(page, 0)

    assert page.field.view.isVisible()
    assert page.totals.value_text("field") == "≥ 3 × 3"
    assert page.field.numbers == [["Height, Width", "3", "1", "1"]]


def test_a_vector_has_no_plane(page: NetworkPage, store: DocumentStore) -> None:
    show(store, Linear(8, 4), shape=(8,))

    assert not page.field.view.isVisible()
    assert page.field.notice.text() == "Every output of Linear sees the whole input."


def test_an_edit_of_the_layer_is_followed_and_keeps_the_cell(
    page: NetworkPage, store: DocumentStore
) -> None:
    show(store, Conv2d(1, 1, 3), shape=(1, 9, 9))
    page.field.view.cell_clicked.emit(OUTPUT, 0, 1, 1)

    show(store, Conv2d(1, 1, 5), shape=(1, 9, 9))

    assert page.field.numbers == [["Height, Width", "5", "1", "2"]]
    assert page.field.view.chosen == (1, 1)


def test_the_totals_tell_the_field_of_the_last_layer(
    page: NetworkPage, store: DocumentStore
) -> None:
    assert page.totals.value_text("field") == "whole input"

    show(store, Conv2d(1, 1, 3), MaxPool2d(2), shape=(1, 9, 9))

    assert page.totals.value_text("field") == "4 \u00d7 4"
