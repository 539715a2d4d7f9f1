"""A photo in the calculator: it fits whole, and the window is seen close up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtTest import QTest

from convviz.core.code.writing import parse_layer
from convviz.protocol.document import Calculator
from convviz.protocol.recipes import ClassicKernel, Fill, FillPattern, KernelPattern, Picture
from convviz.resource_files import resource_path
from convviz.stepping.cells import OUTPUT
from convviz.ui.images.picture_menu import SAMPLE
from convviz.ui.stepper.loupe import PRODUCTS, SUM, WEIGHTS, WINDOW

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from convviz.ui.calculator.page import CalculatorPage
    from tests.support.shared_calculator import SharedCalculator


@pytest.fixture
def page(qtbot: QtBot, shared_calculator: SharedCalculator) -> CalculatorPage:
    return shared_calculator.shown(qtbot)


def show(page: CalculatorPage, code: str, *shape: int) -> None:
    numbers = Fill(FillPattern.RANDOM_INTEGERS, 1)
    kernel = ClassicKernel(KernelPattern.SOBEL_X)
    page.presenter.edits.replace(
        Calculator(parse_layer(code), shape, input=numbers, weight=kernel), "Another layer"
    )


def numbers(page: CalculatorPage, group: str) -> list[list[float]]:
    return [[float(n) for n in row] for row in page.grids.loupe.view.grid(group).values]


def test_the_sample_picture_comes_whole_with_its_licence(
    qtbot: QtBot, page: CalculatorPage
) -> None:
    page.presenter.values.pictures.menu.sources[SAMPLE].trigger()
    qtbot.waitUntil(lambda: page.grids.scene.calculator.input_shape == (1, 256, 256))  # type: ignore[union-attr]
    assert not page.notice.isVisible()
    assert isinstance(page.presenter.edits.calculator.input, Picture)
    assert "CC0" in resource_path("licences/sample-picture-CC0.txt").read_text(encoding="utf-8")
    assert resource_path("examples/lake-house.png").stat().st_size < 60_000


def test_a_photo_fits_whole_and_fills_its_room(page: CalculatorPage) -> None:
    page.grids.set_loupe(False)
    for side in (512, 300, 150):
        show(page, "MaxPool2d(2)", 1, side, side)
        view = page.grids.view
        bounds, room = view.sceneRect(), view.viewport().rect()
        assert bounds.width() <= room.width() + 4
        assert bounds.height() <= room.height() + 4
        used = max(bounds.width() / room.width(), bounds.height() / room.height())
        assert used > 0.95, side


def test_the_window_of_a_picture_without_numbers_is_shown_close_up(page: CalculatorPage) -> None:
    show(page, "Conv2d(1, 1, 3, bias=False)", 1, 64, 64)
    page.player.go_to(62 * 5 + 7)
    scene, loupe = page.grids.scene, page.grids.loupe
    assert scene is not None
    assert loupe.isVisible()
    loupe._throttle.run_now()
    part = scene.plain_input[0, 5:8, 7:10]
    assert numbers(page, WINDOW) == part.tolist()
    assert numbers(page, WEIGHTS) == [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]
    assert numbers(page, PRODUCTS) == (part * scene.plain_weights["weight"][0, 0]).tolist()
    total = float((part * scene.plain_weights["weight"][0, 0]).sum())
    assert numbers(page, SUM) == [[total]]
    assert float(page.grids.view.grid(OUTPUT).values[5, 7]) == total
    assert loupe.view.grid(PRODUCTS).shows_numbers


def test_a_notice_above_the_picture_takes_no_loupe_away(page: CalculatorPage) -> None:
    """In a window of 1280 by 800 pixels, where a picture that was scaled down says so."""
    page.resize(1187, 728)
    show(page, "Conv2d(1, 1, 3, bias=False)", 1, 128, 128)
    assert page.grids.loupe.isVisible()
    page.notice.show_notice("info", "It was scaled down")
    QTest.qWait(0)
    assert page.grids.loupe.isVisible()
    assert page.grids.loupe.height() <= page.grids.height() / 2


def test_the_loupe_follows_fast_steps_to_the_last(qtbot: QtBot, page: CalculatorPage) -> None:
    show(page, "Conv2d(1, 1, 3, bias=False)", 1, 64, 64)
    for step in range(40):
        page.player.go_to(step)
    output = page.grids.view.grid(OUTPUT)
    qtbot.waitUntil(lambda: numbers(page, SUM) == [[float(output.values[0, 39])]])


def test_there_is_no_loupe_where_it_is_of_no_use(page: CalculatorPage) -> None:
    loupe = page.grids.loupe
    assert not loupe.isVisible()  # the numbers stand in the cells
    for code in ("MaxPool2d(2)", "Upsample(scale_factor=2)"):
        show(page, code, 1, 64, 64)
        assert not loupe.isVisible(), code
    show(page, "Conv2d(1, 1, 31)", 1, 64, 64)
    assert not loupe.isVisible()
    show(page, "Conv2d(1, 1, 3)", 1, 64, 64)
    assert loupe.isVisible()
    action = next(each for each in page.page_actions.views() if each.text().startswith("Loupe"))
    action.trigger()
    assert not loupe.isVisible()
    action.trigger()
    assert loupe.isVisible()


@pytest.mark.parametrize(
    "code", ["Conv2d(3, 2, 3)", "Conv2d(3, 3, 3, groups=3)", "Conv3d(1, 1, 2)"]
)
def test_several_channels_and_slices_are_named(page: CalculatorPage, code: str) -> None:
    shape = (1, 4, 48, 48) if "3d" in code else (3, 64, 64)
    page.resize(1900, 1100)
    show(page, code, *shape)
    assert page.grids.loupe.isVisible()
    assert page.grids.loupe.view.grid(WINDOW).shows_numbers


def test_a_hidden_output_is_hidden_in_the_loupe(page: CalculatorPage) -> None:
    show(page, "Conv2d(1, 1, 3)", 1, 64, 64)
    page.page_actions["hide"].trigger()
    page.grids.loupe._throttle.run_now()
    assert page.grids.loupe.view.grid(SUM).text(0, 0) == ""


def test_other_colours_keep_the_size_of_a_sample(qtbot: QtBot, page: CalculatorPage) -> None:
    page.presenter.values.pictures.menu.sources[SAMPLE].trigger()
    qtbot.waitUntil(lambda: page.grids.scene.calculator.input_shape == (1, 256, 256))  # type: ignore[union-attr]
    list(page.presenter.values.pictures.menu.modes.values())[1].trigger()
    assert page.presenter.edits.calculator.input_shape == (3, 256, 256)
    page.presenter.values.pictures.menu.sides[64].trigger()
    assert page.presenter.edits.calculator.input_shape == (3, 64, 64)


def test_a_long_walk_is_played_row_by_row_in_less_than_a_minute(page: CalculatorPage) -> None:
    assert not page.timeline.stride_box.isVisible()
    show(page, "Conv2d(1, 1, 3)", 1, 224, 224)
    assert page.timeline.stride_box.isVisible()
    count, pace = page.player.count, page.player.pace
    assert pace.stride == 222
    assert 20 <= count / pace.stride * pace.seconds <= 60
    page.timeline.stride_chosen.emit(100)
    assert page.player.pace.stride == 100
    assert page.timeline.stride_box.currentText() == "100 steps"
