"""The views of a calculator: grids, windows in columns (im2col), one sparse matrix."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from convviz.core.layers.conv import Conv2d, Conv3d
from convviz.core.layers.conv_transpose import ConvTranspose2d
from convviz.core.layers.pool import MaxPool2d
from convviz.stepping.cells import INPUT, KERNEL, OUTPUT, CellAddress, CellKind
from convviz.ui.stepper.views.sparse_planes import MATRIX
from convviz.ui.stepper.views.unfold_planes import FILTER, KERNELS, PRODUCT, WINDOWS
from tests.support.matrix_views import fills, lit, matrices, show, shown_page, total
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


def test_a_key_chooses_a_view_and_the_next_start_remembers_it(
    qtbot: QtBot, page: CalculatorPage, store: DocumentStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert page.views.view is None
    QTest.keyClick(page, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert page.views.shown == "im2col"
    assert page.views.switch.buttons["im2col"].isChecked()

    again = shown_page(qtbot, store, monkeypatch)
    assert again.views.shown == "im2col"
    QTest.keyClick(again, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert again.views.view is None


def test_a_view_that_does_not_suit_the_layer_says_why_and_comes_back(
    page: CalculatorPage, store: DocumentStore
) -> None:
    page.stepper.presenter.choose_view("im2col")
    button = page.views.switch.buttons["im2col"]
    show(store, MaxPool2d(2), (1, 6, 6))
    assert (page.views.shown, button.isEnabled()) == ("grids", False)
    assert button.toolTip() == "MaxPool2d does not multiply by a kernel"

    show(store, Conv2d(1, 1, 2), (1, 6, 6))
    assert (page.views.shown, button.isEnabled()) == ("im2col", True)


def test_a_place_in_the_calculator_is_found_again(page: CalculatorPage) -> None:
    presenter = page.stepper.presenter
    presenter.choose_view("backward")
    page.player.go_to(5)
    there = presenter.place
    presenter.choose_view("sparse")
    page.player.go_to_first()
    presenter.show_place(there)
    assert (page.views.shown, page.player.shown) == ("backward", 5)


def test_every_view_stands_in_the_menu_with_its_key(page: CalculatorPage) -> None:
    views = [action for action in page.page_actions.all() if action.text().startswith("View: ")]
    keys = [action.shortcut().toString() for action in views]

    assert keys == [f"Alt+{number}" for number in range(1, len(views) + 1)]
    assert len(views) == len(page.views.switch.buttons)
    views[1].trigger()
    assert [action.isChecked() for action in views[:2]] == [False, True]


def test_windows_stand_in_columns_and_the_product_is_the_output(page: CalculatorPage) -> None:
    page.stepper.presenter.choose_view("im2col")
    picture = matrices(page)
    values = {name: picture.grid(name).values for name in (KERNELS, WINDOWS, PRODUCT)}

    assert values[KERNELS].tolist() == [[1, 2, 1, 0, 1, 0, 2, 1, 0]]
    assert values[WINDOWS][:, 0].tolist() == [1, 2, 0, 0, 1, 2, 1, 2, 1]
    assert values[PRODUCT].tolist() == [[10, 12, 12, 18, 16, 16, 13, 9, 3]]
    assert np.array_equal(values[KERNELS] @ values[WINDOWS], values[PRODUCT])


def test_the_grids_beside_are_input_and_output_and_whole_again_alone(
    page: CalculatorPage,
) -> None:
    page.stepper.presenter.choose_view("im2col")
    assert page.grids.view.has_group(OUTPUT)
    assert not page.grids.view.has_group(KERNEL)

    page.stepper.presenter.choose_view("grids")
    assert len(lit(page.grids.view, KERNEL)) == 9


def test_a_step_lights_its_column_and_its_row_in_the_hues_of_the_grids(
    page: CalculatorPage,
) -> None:
    page.stepper.presenter.choose_view("im2col")
    page.player.go_to(4)
    picture = matrices(page)
    kernel = list(fills(page.grids.view, INPUT).values())

    assert len(set(kernel)) == 9
    assert lit(picture, WINDOWS) == {(row, 4) for row in range(9)}
    assert list(fills(picture, WINDOWS).values()) == kernel
    assert list(fills(picture, KERNELS).values()) == kernel


def test_hovering_a_column_shows_its_window(page: CalculatorPage) -> None:
    page.stepper.presenter.choose_view("im2col")
    move_mouse(matrices(page), CellAddress(WINDOWS, 0, 0, 3))

    assert total(page) == "18"
    assert lit(page.grids.view, INPUT) == {(r, c) for r in (1, 2, 3) for c in (0, 1, 2)}


def test_hovering_an_output_cell_of_the_grids_lights_its_column(page: CalculatorPage) -> None:
    page.stepper.presenter.choose_view("im2col")
    move_mouse(page.grids.view, CellAddress(OUTPUT, 0, 2, 2))

    assert lit(matrices(page), WINDOWS) == {(row, 8) for row in range(9)}


def test_hovering_an_input_cell_lights_its_copies(page: CalculatorPage) -> None:
    page.stepper.presenter.choose_view("im2col")
    move_mouse(page.grids.view, CellAddress(INPUT, 0, 2, 2))
    picture = matrices(page)

    assert lit(picture, WINDOWS) == {(8 - number, number) for number in range(9)}
    assert lit(picture, PRODUCT) == {(0, number) for number in range(9)}
    copies = {picture.grid(WINDOWS).values[cell] for cell in lit(picture, WINDOWS)}
    assert copies == {page.grids.view.grid(INPUT).values[2, 2]}


def test_hovering_a_tap_lights_a_row_and_the_cells_that_it_meets(page: CalculatorPage) -> None:
    page.stepper.presenter.choose_view("im2col")
    picture = matrices(page)
    move_mouse(picture, CellAddress(FILTER, 0, 4, 0))

    assert lit(picture, WINDOWS) == {(4, column) for column in range(9)}
    assert lit(page.grids.view, INPUT) == {(r, c) for r in (1, 2, 3) for c in (1, 2, 3)}
    move_mouse(picture, CellAddress(PRODUCT, 0, 0, 0))
    assert lit(picture, WINDOWS) == {(row, 0) for row in range(9)}


def test_a_click_pins_the_step_of_a_column(page: CalculatorPage) -> None:
    page.stepper.presenter.choose_view("im2col")
    picture = matrices(page)
    where = picture.cell_position(CellAddress(WINDOWS, 0, 1, 5))
    QTest.mouseClick(picture.viewport(), Qt.MouseButton.LeftButton, pos=where)

    assert page.player.pinned == 5


def test_a_number_typed_into_the_kernels_is_an_edit_of_the_kernel(
    page: CalculatorPage, store: DocumentStore
) -> None:
    show(store, Conv2d(2, 4, 2, groups=2), (2, 4, 4))
    page.stepper.presenter.choose_view("im2col")
    matrices(page).cell_edited.emit(KERNELS, 0, 3, 6, "7.5")

    scene = page.scene
    assert scene is not None
    assert scene.plain_weights["weight"][3, 0, 1, 0] == 7.5
    assert matrices(page).grid(KERNELS).values[3, 6] == 7.5


@pytest.mark.parametrize(
    ("layer", "shape"),
    [
        (Conv2d(2, 4, 2, groups=2), (2, 4, 4)),
        (Conv2d(1, 2, 3, padding=1, padding_mode="reflect"), (1, 5, 4)),
        (Conv3d(1, 1, 2, bias=False), (1, 3, 3, 3)),
        (ConvTranspose2d(1, 2, 3, stride=2, padding=1), (1, 2, 3)),
    ],
)
def test_what_is_drawn_multiplies_to_the_output(
    page: CalculatorPage, store: DocumentStore, layer: Layer, shape: tuple[int, ...]
) -> None:
    page.resize(1900, 1200)
    show(store, layer, shape)
    page.stepper.presenter.choose_view("im2col")
    picture = matrices(page)
    bias = picture.grid("b").values if getattr(layer, "bias", False) else 0
    product = picture.grid(KERNELS).values @ picture.grid(WINDOWS).values + bias

    scene = page.scene
    assert scene is not None
    assert scene.output is not None
    assert np.array_equal(picture.grid(PRODUCT).values, product)
    assert np.array_equal(
        product, scene.output.reshape(len(scene.output), -1)[:, : product.shape[1]]
    )


def test_places_outside_the_group_are_no_kernel_cells(
    page: CalculatorPage, store: DocumentStore
) -> None:
    show(store, Conv2d(2, 2, 1, groups=2), (2, 3, 3))
    page.stepper.presenter.choose_view("im2col")
    kinds = matrices(page).grid(KERNELS).kinds

    real, none = CellKind.REAL, CellKind.NO_ENTRY
    assert kinds.tolist() == [[real, none], [none, real]]


def test_of_many_windows_those_round_the_step_are_drawn(
    page: CalculatorPage, store: DocumentStore
) -> None:
    show(store, Conv2d(3, 2, 3, padding=1), (3, 64, 64))
    page.stepper.presenter.choose_view("im2col")
    picture = matrices(page)
    drawn = picture.grid(WINDOWS).columns
    assert 8 <= drawn < 4096
    assert (picture.grid(WINDOWS).rows, picture.grid(PRODUCT).rows) == (27, 2)

    page.player.go_to(4096 + 3000)
    assert lit(picture, WINDOWS) == {(row, 3000 % drawn) for row in range(27)}
    assert lit(picture, KERNELS) == {(1, row) for row in range(27)}


def test_a_refused_setting_has_no_matrices_until_the_next_valid_one(
    page: CalculatorPage, store: DocumentStore
) -> None:
    page.stepper.presenter.choose_view("im2col")
    show(store, Conv2d(1, 1, 9), (1, 5, 5))
    assert not matrices(page).isVisible()
    assert page.grids.isVisible()
    assert not page.views.switch.isEnabled()

    show(store, Conv2d(1, 1, 3), (1, 5, 5))
    assert matrices(page).isVisible()
    assert page.views.shown == "im2col"


@pytest.mark.parametrize("view", ["im2col", "sparse"])
def test_of_many_input_channels_those_of_the_grids_are_drawn(
    page: CalculatorPage, store: DocumentStore, view: str
) -> None:
    show(store, Conv2d(64, 2, 3), (64, 9, 9))
    page.stepper.presenter.choose_view(view)
    assert "Only input channels 0\u20135 are drawn." in page.views.text.text()

    page.stepper.channels.pages.after_button.click()
    assert "Only input channels 6\u201311 are drawn." in page.views.text.text()
    move_mouse(page.grids.view, CellAddress(INPUT, 0, 0, 0))
    group = WINDOWS if view == "im2col" else MATRIX
    assert lit(matrices(page), group)


def test_too_many_rows_are_told_instead_of_drawn(
    page: CalculatorPage, store: DocumentStore
) -> None:
    show(store, Conv2d(1, 1, 40), (1, 60, 60))
    page.stepper.presenter.choose_view("im2col")
    assert "1,600 rows and 441 columns: too many to draw" in page.views.text.text()
    assert not matrices(page).isVisible()

    page.player.step(1)
    show(store, Conv2d(1, 1, 3), (1, 60, 60))
    assert matrices(page).isVisible()


def test_a_cell_of_the_windows_says_which_tap_reads_what(
    page: CalculatorPage, store: DocumentStore
) -> None:
    show(store, Conv2d(1, 1, 3, padding=1, padding_mode="reflect"), (1, 5, 5))
    page.stepper.presenter.choose_view("im2col")
    scene = page.scene
    assert scene is not None
    value = str(int(scene.plain_input[0, 1, 0])).replace("-", "\u2212")
    words = matrices(page).describe(CellAddress(WINDOWS, 0, 1, 0))
    assert words == f"tap [0, 1] of window [0, 0] reads x[0, 1, 0] = {value}"

    show(store, Conv2d(1, 1, 3, padding=1), (1, 5, 5))
    words = matrices(page).describe(CellAddress(WINDOWS, 0, 0, 1))
    assert words == "tap [0, 0] of window [0, 1] reads a 0"


def test_uses_of_cells_are_shown_in_the_grids_alone(page: CalculatorPage) -> None:
    page.stepper.usage_button.click()
    counts = page.grids.view.grid(INPUT).values.copy()
    page.stepper.presenter.choose_view("im2col")
    assert not np.array_equal(page.grids.view.grid(INPUT).values, counts)
    assert not page.grids.legend.isVisible()
    assert not page.stepper.usage_button.isEnabled()

    page.stepper.presenter.choose_view("grids")
    assert np.array_equal(page.grids.view.grid(INPUT).values, counts)
    assert page.grids.legend.isVisible()


def test_another_view_is_chosen_by_key_while_the_mouse_rests_on_a_cell(
    page: CalculatorPage,
) -> None:
    """Backward and Learn have parts that the grids have not, and no kernel by that name."""
    presenter = page.stepper.presenter
    for rests, chosen in (("grids", "learn"), ("learn", "backward"), ("backward", "grids")):
        presenter.choose_view(rests)
        for group in (KERNEL, INPUT, "weight", "target", "grad_output"):
            if page.grids.view.has_group(group):
                page.grids._on_hovered(group, 0, 0, 0)
                presenter.choose_view(chosen)
                assert page.views.shown == chosen
                assert presenter.state.target is None
                presenter.choose_view(rests)
