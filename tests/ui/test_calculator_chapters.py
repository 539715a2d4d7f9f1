"""Many planes and parts: what a step is made of is drawn alone, turned through, seen close up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from convviz.core.layers.conv import Conv2d
from convviz.core.layers.linear import Linear
from convviz.protocol.document import Calculator
from convviz.stepping.worked.parts import PartCell
from convviz.ui.stepper.channel_bar import ChannelBar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from convviz.stepping.walks.worked import WorkedWalk
    from convviz.ui.calculator.page import CalculatorPage
    from tests.support.shared_calculator import SharedCalculator

MANY = Calculator(Conv2d(3, 8, 3), (3, 16, 16))
TO_INPUT = {"grad_output", "weight", "grad_input"}
TO_WEIGHT = {"input", "grad_output", "grad_weight"}


@pytest.fixture
def page(qtbot: QtBot, shared_calculator: SharedCalculator) -> Iterator[CalculatorPage]:
    page = shared_calculator.shown(qtbot, MANY)
    page.stepper.presenter.choose_view("backward")
    page.grids.view.resize(780, 380)
    yield page
    page.grids.fold(wanted=True)


def walk_of(page: CalculatorPage) -> WorkedWalk:
    walk: Any = page.stepper.presenter.walk
    return walk  # type: ignore[no-any-return]


def drawn(page: CalculatorPage) -> set[str]:
    names = {part.name for part in walk_of(page).working.parts}
    return {name for name in names if page.grids.view.has_group(name)}


def planes(page: CalculatorPage) -> dict[str, tuple[int, ...]]:
    return {part.name: numbers for part, numbers in walk_of(page).drawn_parts()}


def test_of_many_planes_one_is_drawn_and_only_what_the_step_is_made_of(
    page: CalculatorPage,
) -> None:
    assert drawn(page) == TO_INPUT
    assert planes(page)["grad_output"] == (0,)
    assert planes(page)["weight"] == (0,)
    page.stepper.presenter.move_part(1)
    assert drawn(page) == TO_WEIGHT
    assert walk_of(page).step.part == "grad_weight"
    page.grids.fold(wanted=False)
    assert drawn(page) == TO_INPUT | TO_WEIGHT | {"grad_bias"}


def test_a_calculation_that_has_room_for_its_numbers_is_drawn_whole(
    page: CalculatorPage,
) -> None:
    page.presenter.edits.replace(Calculator(Conv2d(1, 1, 3), (1, 5, 5)), "")
    page.grids.view.resize(780, 380)
    assert drawn(page) == TO_INPUT | TO_WEIGHT | {"grad_bias"}
    assert page.grids.loupe.isHidden()


def test_one_turns_through_the_planes_that_a_step_reads(page: CalculatorPage) -> None:
    channels = page.stepper.channels
    assert channels.pages.label.text() == "reads 8 planes; shown: 1"
    channels.turn(1)
    channels.turn(1)
    assert planes(page)["grad_output"] == (2,)
    assert planes(page)["weight"] == (2 * 3,)  # of the same channel of the input
    assert channels.pages.label.text() == "reads 8 planes; shown: 3"
    channels.filters.moved.emit(1)
    assert walk_of(page).step.cell == PartCell(1, 0, 0)
    assert planes(page)["weight"] == (2 * 3 + 1,)
    assert channels.filters.label.text() == "plane [1] of 3"


def test_one_goes_from_part_to_part(page: CalculatorPage) -> None:
    presenter, parts = page.stepper.presenter, page.stepper.channels.parts
    texts = []
    for _ in range(3):
        texts.append(parts.label.text())
        presenter.move_part(1)
    assert texts == ["grad_input (1 of 3)", "grad_weight (2 of 3)", "grad_bias (3 of 3)"]
    assert walk_of(page).step.part == "grad_input"  # round the end
    presenter.move_part(-1)
    assert walk_of(page).step.part == "grad_bias"


def test_what_is_under_the_mouse_moves_no_part(page: CalculatorPage) -> None:
    """A hovered step of another part leaves the same ones drawn, where they are."""
    page.stepper.presenter.move_part(1)
    rows = page.grids.view.grid("grad_output", 0).scenePos()
    page.stepper.presenter.hover(walk_of(page).working.number_of("grad_bias", 2))
    assert drawn(page) == TO_WEIGHT
    assert page.grids.view.grid("grad_output", 0).scenePos() == rows
    page.stepper.presenter.hover(None)
    assert drawn(page) == TO_WEIGHT


def test_cells_without_room_for_numbers_are_seen_close_up(page: CalculatorPage) -> None:
    inner = walk_of(page).working.step_of("grad_input", PartCell(0, 5, 5))
    page.grids.view.resize(780, 200)
    page.player.go_to(inner or 0)
    loupe = page.grids.loupe
    loupe._throttle.run_now()
    assert not loupe.isHidden()
    shapes = [loupe.view.grid(name, 0).values.shape for name in ("grad_output", "weight")]
    assert shapes == [(3, 3), (3, 3)]
    walk = walk_of(page)
    step, made = walk.step, loupe.view.grid("grad_input", 0).values
    assert made.ravel().tolist() == [walk.working.part("grad_input").values[step.cell]]


def test_long_vectors_stand_in_several_rows(page: CalculatorPage) -> None:
    page.presenter.edits.replace(Calculator(Linear(784, 12), (784,)), "")
    part = walk_of(page).working.part("grad_input")
    assert part.values.shape == (1, 28, 28)
    cell = part.cell_at(30)
    assert cell == PartCell(0, 1, 2)
    page.player.go_to(walk_of(page).working.step_of("grad_input", cell) or 0)
    assert walk_of(page).step.cell == cell


def test_in_large_text_the_last_sentences_give_way_to_the_drawing(page: CalculatorPage) -> None:
    views = page.views
    whole = views.text.sentences
    views.resize(420, 300)
    assert views.text.text().endswith("…")
    assert whole.split("\n")[0] in views.text.text()
    assert "ConvTranspose2d" in views.text.toolTip()
    views.resize(1500, 900)
    assert views.text.text() == whole.replace("\n", " ")
    assert not views.text.toolTip()


def test_where_the_row_is_full_pagers_wrap_and_none_is_cut(
    qtbot: QtBot, page: CalculatorPage
) -> None:
    bar = ChannelBar()
    qtbot.addWidget(bar)
    bar.show_walk(walk_of(page))
    pagers = bar.parts, bar.filters, bar.pages
    for width, rows in ((2000, 1), (1 + max(pager.sizeHint().width() for pager in pagers), 3)):
        bar.resize(width, bar.heightForWidth(width))
        bar.show()
        assert len({pager.y() for pager in pagers}) == rows
        assert all(pager.label.width() >= pager.label.sizeHint().width() for pager in pagers)
