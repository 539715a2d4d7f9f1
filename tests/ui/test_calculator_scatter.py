from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec.structs
import numpy as np
import pytest

from convviz.core.layers.conv import Conv2d
from convviz.core.layers.conv_transpose import ConvTranspose2d, ConvTranspose3d
from convviz.protocol.document import Calculator
from convviz.protocol.recipes import Numbers
from convviz.stepping.cells import INPUT, KERNEL, OUTPUT, CellAddress, CellKind

if TYPE_CHECKING:
    from convviz.core.layers import Layer
    from convviz.ui.calculator.page import CalculatorPage
    from convviz.ui.document_store import DocumentStore
    from tests.support.shared_calculator import SharedCalculator

LAYER = ConvTranspose2d(1, 1, 2, stride=2, padding=(1, 0), output_padding=(0, 1))
INPUT_CELLS = Numbers((1, 2, 2), (1.0, 2.0, 3.0, 4.0))
KERNEL_CELLS = Numbers((1, 1, 2, 2), (1.0, 10.0, 100.0, 1000.0))
BIAS_CELL = Numbers((1,), (0.5,))
SCATTERED = Calculator(LAYER, (1, 2, 2), INPUT_CELLS, KERNEL_CELLS, BIAS_CELL)


@pytest.fixture
def store(shared_calculator: SharedCalculator) -> DocumentStore:
    return shared_calculator.store


@pytest.fixture
def page(shared_calculator: SharedCalculator) -> CalculatorPage:
    made = shared_calculator.hidden(SCATTERED)
    made.stepper.presenter.choose_view("scatter")
    return made


def show(store: DocumentStore, layer: Layer, shape: tuple[int, ...]) -> None:
    calculator = Calculator(layer, shape)
    store.edit(msgspec.structs.replace(store.document, calculator=calculator), "test")


def hover(page: CalculatorPage, group: str, plane: int, row: int, column: int) -> None:
    page.grids.view.cell_hovered.emit(*CellAddress(group, plane, row, column))


def canvas(page: CalculatorPage) -> list[list[float]]:
    values: list[list[float]] = page.grids.view.grid(OUTPUT).values.tolist()
    return values


def marked(page: CalculatorPage, group: str) -> set[tuple[int, int]]:
    return {(mark.row, mark.column) for mark in page.grids.view.marks(group)}


def test_a_step_is_an_input_cell_and_shows_the_sums_so_far(page: CalculatorPage) -> None:
    assert page.player.count == 4

    page.player.go_to(1)

    assert canvas(page) == [
        [1.5, 10.5, 2.5, 20.5, 0.5],
        [100.5, 1000.5, 200.5, 2000.5, 0.5],
        [0.5] * 5,
        [0.5] * 5,
    ]
    assert marked(page, OUTPUT) == {(0, 2), (0, 3), (1, 2), (1, 3)}
    labels = [mark.label for mark in page.grids.view.marks(OUTPUT)]
    assert labels == ["+2", "+20", "+200", "+2000"]
    assert {mark.label for mark in page.grids.view.marks(KERNEL)} == {"\u00d72"}


def test_what_is_cropped_what_waits_and_what_no_stamp_reaches_look_different(
    page: CalculatorPage,
) -> None:
    page.player.go_to_last()
    kinds = page.grids.view.grid(OUTPUT).kinds

    assert (kinds[0] == CellKind.CROPPED).all()
    assert (kinds[3] == CellKind.CROPPED).all()
    assert (kinds[1:3, :4] == CellKind.REAL).all()
    assert (kinds[1:3, 4] == CellKind.UNTOUCHED).all()
    told = page.grids.view.describe(CellAddress(OUTPUT, 0, 0, 1))
    assert told.endswith("row -1, column 1: 10.5, cropped by the padding")


def test_the_last_step_leaves_the_output(page: CalculatorPage) -> None:
    page.player.go_to_last()
    scene = page.scene

    assert scene is not None
    assert scene.output is not None
    assert np.array(canvas(page))[1:3].tolist() == scene.output[0, 0].tolist()


def test_stepping_back_takes_the_stamp_away_again(page: CalculatorPage) -> None:
    page.player.go_to(1)
    before = canvas(page)
    page.player.step(1)
    assert canvas(page) != before

    page.player.step(-1)

    assert canvas(page) == before


def test_the_step_is_written_out_below(page: CalculatorPage) -> None:
    page.player.go_to(3)

    (line,) = page.step_panel.lines_widget.lines

    assert line.text.startswith("x[1, 1] = 4 4\u00b71 \u2192 y[1, 2]: 0.5 + 4 = 4.5")


def test_hovering_an_input_cell_shows_its_stamp_and_a_click_pins_it(page: CalculatorPage) -> None:
    hover(page, INPUT, 0, 1, 0)
    assert page.player.shown == 2
    assert marked(page, OUTPUT) == {(2, 0), (2, 1), (3, 0), (3, 1)}

    page.grids.view.cell_clicked.emit(INPUT, 0, 1, 0)
    page.grids.view.hover_left.emit()

    assert page.player.pinned == 2
    assert page.player.shown == 2


def test_hovering_an_output_cell_lights_what_adds_up_to_it(
    page: CalculatorPage, store: DocumentStore
) -> None:
    show(store, ConvTranspose2d(1, 1, 3), (1, 4, 4))

    hover(page, OUTPUT, 0, 2, 1)

    assert marked(page, INPUT) == {(row, column) for row in (0, 1, 2) for column in (0, 1)}
    used = [m for m in page.grids.view.marks(KERNEL) if m.outline]
    assert {(m.row, m.column) for m in used} == {(r, c) for r in (0, 1, 2) for c in (0, 1)}
    page.grids.view.hover_left.emit()
    assert marked(page, INPUT) == set()


def test_hovering_a_tap_lights_all_places_that_it_reaches(page: CalculatorPage) -> None:
    hover(page, KERNEL, 0, 1, 0)

    assert marked(page, OUTPUT) == {(1, 0), (1, 2), (3, 0), (3, 2)}


def test_cells_are_edited_in_place(page: CalculatorPage, store: DocumentStore) -> None:
    page.grids.view.cell_edited.emit(INPUT, 0, 1, 1, "7")
    page.grids.view.cell_edited.emit(KERNEL, 0, 0, 1, "-1")
    page.player.go_to_last()

    assert page.player.count == 4
    assert page.grids.view.grid(INPUT).values.tolist() == [[1, 2], [3, 7]]
    assert canvas(page)[2][2:4] == [7.5, -6.5]
    assert isinstance(store.document.calculator.input, Numbers)


def test_it_is_offered_for_transposed_convolutions_alone_and_comes_back_with_them(
    page: CalculatorPage, store: DocumentStore
) -> None:
    button = page.views.switch.buttons["scatter"]

    show(store, Conv2d(1, 1, 3), (1, 5, 5))
    assert not button.isEnabled()
    assert page.views.shown == "grids"
    assert page.player.count == 9

    show(store, ConvTranspose2d(1, 1, 2), (1, 2, 2))
    assert button.isEnabled()
    assert page.views.shown == "scatter"
    assert page.player.count == 4


def test_each_view_keeps_its_place_and_its_number_of_steps(page: CalculatorPage) -> None:
    page.player.go_to(3)

    page.stepper.presenter.choose_view("grids")
    assert (page.player.count, page.player.shown) == (10, 0)
    page.player.go_to(7)
    page.stepper.presenter.choose_view("scatter")

    assert (page.player.count, page.player.shown) == (4, 3)
    page.stepper.presenter.choose_view("grids")
    assert page.player.shown == 7
    assert page.timeline.step_count == 10


def test_the_animation_goes_on_in_the_other_view(page: CalculatorPage) -> None:
    page.player.set_playing(True)

    page.stepper.presenter.choose_view("grids")

    assert page.player.is_playing


def test_filters_and_input_channels_are_walked(page: CalculatorPage, store: DocumentStore) -> None:
    show(store, ConvTranspose2d(8, 3, 2), (8, 2, 2))
    page.player.go_to(1)

    page.stepper.presenter.move_channel(1)
    assert page.player.shown == 8 * 4 + 1
    page.stepper.channels.page_chosen.emit(6)
    assert page.player.shown == 8 * 4 + 6 * 4 + 1
    visible = page.grids.visible_planes
    assert visible is not None
    assert 6 in {key.channel for key in visible.input}


def test_a_cell_of_the_input_is_gone_to_by_its_place(page: CalculatorPage) -> None:
    page.timeline.place_entered.emit("1, 0")
    assert page.player.shown == 2

    page.timeline.place_entered.emit("2, 0")
    assert page.player.shown == 2


def test_three_dimensions(page: CalculatorPage, store: DocumentStore) -> None:
    show(store, ConvTranspose3d(1, 1, 2, stride=2, padding=(1, 0, 0)), (1, 2, 2, 2))
    page.player.go_to_last()
    scene, view = page.scene, page.grids.view

    assert scene is not None
    assert scene.output is not None
    assert len(page.grids.visible_planes.output) == 4  # type: ignore[union-attr]
    assert (view.grid(OUTPUT, 0).kinds == CellKind.CROPPED).all()
    assert view.grid(OUTPUT, 1).values.tolist() == scene.output[0, 0].tolist()
    assert view.grid(OUTPUT, 2).values.tolist() == scene.output[0, 1].tolist()


def test_the_words_tell_what_the_paddings_do(page: CalculatorPage) -> None:
    words = page.views.text.text()

    assert "cropped by padding=(1, 0)" in words
    assert "added by output_padding=(0, 1)" in words
    assert "No stamp reaches the cells that stay pale" in words


def test_nothing_is_said_of_cells_that_no_stamp_reaches_where_there_are_none(
    page: CalculatorPage, store: DocumentStore
) -> None:
    show(store, ConvTranspose2d(1, 1, 3, stride=2, bias=False), (1, 3, 3))

    assert page.views.text.text().endswith("stamps add up.")


def test_nan_is_followed_through_the_sums(page: CalculatorPage) -> None:
    page.grids.view.cell_edited.emit(INPUT, 0, 0, 0, "nan")
    page.player.go_to_first()

    assert np.isnan(canvas(page)[1][:2]).all()
    assert canvas(page)[1][2:] == [0.5, 0.5, 0.5]
    assert "0.5 + NaN = NaN" in page.step_panel.lines_widget.lines[0].text


def test_hovering_a_refused_layer_changes_nothing(
    page: CalculatorPage, store: DocumentStore
) -> None:
    show(store, ConvTranspose2d(1, 1, 2, padding=9), (1, 2, 2))

    hover(page, OUTPUT, 0, 1, 1)

    assert page.scene is None
    assert marked(page, INPUT) == set()
