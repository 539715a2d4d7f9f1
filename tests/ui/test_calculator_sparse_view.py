"""A convolution as one sparse matrix: what is drawn of it, lit, read and typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from convviz.core.layers.conv import Conv1d, Conv2d
from convviz.core.layers.conv_transpose import ConvTranspose2d
from convviz.stepping.cells import INPUT, OUTPUT, CellAddress, CellKind
from convviz.ui.stepper.views.sparse_planes import (
    INPUT_VECTOR,
    MATRIX,
    OUTPUT_VECTOR,
    WHOLE,
)
from tests.support.matrix_views import fills, lit, matrices, show, total
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


@pytest.mark.parametrize(
    ("layer", "shape"),
    [
        (Conv2d(1, 1, 3, bias=False), (1, 5, 5)),
        (Conv2d(1, 2, 2, stride=2, padding=1, padding_mode="circular", bias=False), (1, 3, 4)),
        (Conv1d(2, 2, 3, groups=2, padding=1, padding_mode="reflect", bias=False), (2, 6)),
        (ConvTranspose2d(1, 1, 2, stride=2, bias=False), (1, 2, 3)),
    ],
)
def test_the_sparse_matrix_times_the_input_is_the_output(
    page: CalculatorPage, store: DocumentStore, layer: Layer, shape: tuple[int, ...]
) -> None:
    page.resize(1900, 1200)
    show(store, layer, shape)
    page.stepper.presenter.choose_view("sparse")
    picture = matrices(page)
    values = {name: picture.grid(name).values for name in (MATRIX, INPUT_VECTOR, OUTPUT_VECTOR)}

    scene = page.scene
    assert scene is not None
    assert values[MATRIX].shape == (scene.step_count, scene.plain_input.size)
    assert np.array_equal(values[MATRIX] @ values[INPUT_VECTOR][0], values[OUTPUT_VECTOR][:, 0])


def test_a_step_is_a_row_of_the_sparse_matrix(page: CalculatorPage) -> None:
    page.stepper.presenter.choose_view("sparse")
    page.player.go_to(1)
    picture = matrices(page)
    columns = [1, 2, 3, 6, 7, 8, 11, 12, 13]
    kernel = [mark.fill for mark in page.grids.view.marks(INPUT)]

    assert lit(picture, MATRIX) == {(1, column) for column in columns}
    assert lit(picture, INPUT_VECTOR) == {(0, column) for column in columns}
    assert list(fills(picture, MATRIX).values()) == kernel


def test_hovering_the_input_vector_lights_a_column_and_the_outputs_in_the_grids(
    page: CalculatorPage,
) -> None:
    page.stepper.presenter.choose_view("sparse")
    picture = matrices(page)
    move_mouse(picture, CellAddress(INPUT_VECTOR, 0, 0, 6))

    assert lit(picture, MATRIX) == {(row, 6) for row in (0, 1, 3, 4)}
    assert lit(picture, OUTPUT_VECTOR) == {(row, 0) for row in (0, 1, 3, 4)}
    assert lit(page.grids.view, OUTPUT) == {(0, 0), (0, 1), (1, 0), (1, 1)}
    move_mouse(picture, CellAddress(MATRIX, 0, 5, 0))
    assert total(page) == "16"


def test_an_input_cell_of_a_transposed_convolution_lights_what_it_is_stamped_on(
    page: CalculatorPage, store: DocumentStore
) -> None:
    show(store, ConvTranspose2d(1, 1, 2, stride=2), (1, 2, 2))
    page.stepper.presenter.choose_view("sparse")
    picture = matrices(page)
    move_mouse(picture, CellAddress(INPUT_VECTOR, 0, 0, 3))

    assert lit(picture, OUTPUT_VECTOR) == {(row, 0) for row in (10, 11, 14, 15)}
    assert lit(page.grids.view, OUTPUT) == {(2, 2), (2, 3), (3, 2), (3, 3)}
    assert "The transpose of the convolution from 1 \u00d7 4 \u00d7 4" in page.views.text.text()


def test_cells_that_padding_repeats_add_up_in_the_matrix(
    page: CalculatorPage, store: DocumentStore
) -> None:
    show(store, Conv1d(1, 1, 3, padding=1, padding_mode="replicate", bias=False), (1, 4))
    page.stepper.presenter.choose_view("sparse")
    picture = matrices(page)
    scene = page.scene
    assert scene is not None
    kernel = scene.plain_weights["weight"].ravel()

    assert picture.grid(MATRIX).values[0].tolist() == [kernel[0] + kernel[1], kernel[2], 0, 0]
    assert "because the padding repeats input cells: 2." in page.views.text.text()
    words = picture.describe(CellAddress(MATRIX, 0, 0, 0))
    assert words.startswith("y[0, 0] reads x[0, 0] with w[0, 0, 0] + w[0, 0, 1] = ")
    assert picture.describe(CellAddress(MATRIX, 0, 0, 3)) == "0: y[0, 0] does not read x[0, 3]"


def test_a_number_typed_into_the_input_vector_is_an_edit_of_the_input(
    page: CalculatorPage,
) -> None:
    page.stepper.presenter.choose_view("sparse")
    matrices(page).cell_edited.emit(INPUT_VECTOR, 0, 0, 7, "9")

    scene = page.scene
    assert scene is not None
    assert scene.plain_input[0, 1, 2] == 9


def test_of_a_larger_matrix_the_rows_of_the_step_stand_beside_the_whole(
    page: CalculatorPage, store: DocumentStore
) -> None:
    show(store, Conv2d(1, 1, 3, bias=False), (1, 20, 20))
    page.stepper.presenter.choose_view("sparse")
    page.player.go_to(100)
    picture = matrices(page)
    scene = page.scene
    assert scene is not None
    assert scene.output is not None

    assert picture.grid(WHOLE).values.shape == (324, 400)
    row = picture.grid(MATRIX).values[next(iter(lit(picture, MATRIX)))[0]]
    product = row @ picture.grid(INPUT_VECTOR).values[0]
    assert product == scene.output.ravel()[100]
    move_mouse(picture, CellAddress(WHOLE, 0, 200, 5))
    assert page.player.shown == 200


def test_a_matrix_of_millions_of_cells_shows_the_rows_of_the_step_alone(
    page: CalculatorPage, store: DocumentStore
) -> None:
    show(store, Conv2d(3, 8, 3, padding=1), (3, 64, 64))
    page.stepper.presenter.choose_view("sparse")
    page.player.go_to(5000)
    picture = matrices(page)

    assert not picture.has_group(WHOLE)
    assert len(lit(picture, MATRIX)) == 27
    assert "402,653,184 entries" in page.views.text.text()


def test_rows_that_read_zeros_alone_have_no_kernel_cells(
    page: CalculatorPage, store: DocumentStore
) -> None:
    show(store, ConvTranspose2d(1, 1, 1, stride=(4, 1), bias=False), (1, 30, 6))
    page.stepper.presenter.choose_view("sparse")
    page.player.go_to(7)
    picture = matrices(page)

    assert lit(picture, MATRIX) == set()
    assert set(picture.grid(MATRIX).kinds.ravel().tolist()) == {CellKind.NO_ENTRY}
