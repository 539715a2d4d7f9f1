"""Grids: numbers that are true and fit their cells, colours that tell, and layouts that hold."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication, QGraphicsScene

from convviz.stepping.cells import CellAddress, CellKind
from convviz.ui.theme import DARK, LIGHT, Palette, contrast, current_palette
from convviz.ui.widgets.grid import Plane, PlaneGroup, PlaneStackView
from convviz.ui.widgets.grid.fills import (
    HALF,
    NAN_INDEX,
    fill_indices,
    fill_scale,
    largest_magnitude,
)
from convviz.ui.widgets.grid.item import GridItem
from convviz.ui.widgets.grid.kinds import GridRole
from convviz.ui.widgets.grid.number_painter import NumberPainter
from convviz.ui.widgets.grid.numbers import (
    MINUS,
    NumberStyle,
    common_exponent,
    exact_text,
    number_needs,
    parse_number,
)

FINITE = st.floats(-1e6, 1e6, allow_nan=False)

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def width(text: str) -> float:
    return len(text) - 0.5 * text.count(".")


def texts(values: list[float], room: float = 5.0) -> list[str]:
    style = number_needs(np.array(values)).style(room)
    return [style.text(value) for value in values]


@pytest.mark.parametrize(
    ("values", "room", "written"),
    [
        ([1, -2, 30], 4, ["1", "−2", "30"]),
        ([1.5, 2, -0.25], 6, ["1.50", "2", "−0.25"]),
        ([0.1, 0.2], 6, ["0.1", "0.2"]),
        ([0.123456, 12.0], 6, ["0.1", "12"]),
        ([0.0001, 1.0], 6, ["0.0001", "1"]),
        ([0.004, 1.25, -0.3], 5, ["0.004", "1.25", "−0.30"]),
        ([0.0004, -0.0004, 1.5, -0.3], 4, ["4e−4", "≈0", "1.5", "−0.3"]),
        ([math.nan, math.inf, -math.inf, 1], 3, ["NaN", "∞", "−∞", "1"]),
        ([123456, 1], 3, ["1e5", "1"]),
        ([-0.0, 1.5], 5, ["0", "1.5"]),
        ([], 5, []),
    ],
)
def test_how_numbers_are_written(values: list[float], room: float, written: list[str]) -> None:
    assert texts(values, room) == written


@settings(deadline=None)
@given(st.lists(FINITE, min_size=1, max_size=8), st.floats(3, 8))
def test_a_number_is_never_wider_than_its_cell_nor_grossly_wrong(
    values: list[float], room: float
) -> None:
    style = number_needs(np.array(values)).style(room)
    for value in values:
        text = style.text(value)
        assert width(text) <= room
        if text == "…":
            continue
        shown = float(text.replace(MINUS, "-").replace("≈", ""))
        assert abs(shown - value) <= max(0.5 * 10.0**-style.decimals, abs(value) * 0.5) * 1.001


@settings(deadline=None)
@given(
    st.lists(
        st.floats() | st.floats(-2000, 2000) | st.integers(-99999, 99999).map(lambda n: n / 1000),
        max_size=40,
    ),
    st.integers(0, 3),
)
def test_writing_many_numbers_equals_writing_each(values: list[float], decimals: int) -> None:
    style = NumberStyle(decimals, 5.0)
    array = np.array(values, dtype=np.float64)
    different, numbers = style.texts(array)
    assert [different[number] for number in numbers.tolist()] == [
        style.text(value) for value in values
    ]


def test_fractions_in_cells_for_one_digit_are_better_shown_by_colour() -> None:
    assert not number_needs(np.array([0.37, -0.22])).style(2.4).readable
    assert number_needs(np.array([0.37, -0.22])).style(4.0).readable
    assert number_needs(np.array([3.0, 2.0])).style(2.4).readable


@settings(deadline=None)
@given(FINITE)
def test_the_full_number_is_told_to_float32s_precision(value: float) -> None:
    shown = parse_number(exact_text(value))
    assert shown is not None
    assert math.isclose(shown, value, rel_tol=1e-6)


@pytest.mark.parametrize("text", ["", "x", "1/0", "inf", "nan", "1_0", "1//2", "1e999"])
def test_texts_that_are_no_numbers(text: str) -> None:
    assert parse_number(text) is None


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)
@pytest.mark.parametrize("role", list(GridRole))
def test_numbers_are_readable_on_every_fill(palette: Palette, role: GridRole) -> None:
    scale = fill_scale(palette, role)
    for index in range(scale.rgb.size):
        number = palette.cell_dark if scale.dark_number[index] else palette.cell_light
        assert contrast(scale.colour(index), number) >= 4.5


def test_the_scale_diverges_from_zero_and_keeps_infinities_and_nan() -> None:
    values = np.array([[-4.0, 0.0, 4.0], [np.inf, -np.inf, np.nan]])
    kinds = np.zeros(values.shape, dtype=np.uint8)
    indices = fill_indices(values, kinds, largest_magnitude(values))
    assert indices.tolist() == [[0, HALF, 2 * HALF], [2 * HALF, 0, NAN_INDEX]]


def test_every_kind_has_a_fill_of_its_own() -> None:
    kinds = np.array([list(CellKind)], dtype=np.uint8)
    indices = fill_indices(np.ones(kinds.shape), kinds, 1.0)
    assert len(set(indices.ravel().tolist())) == len(CellKind)


def paint(item: GridItem) -> QImage:
    scene = QGraphicsScene()
    scene.addItem(item)
    image = QImage(item.boundingRect().size().toSize(), QImage.Format.Format_RGB32)
    image.fill(current_palette().surface)
    painter = QPainter(image)
    scene.render(painter, QRectF(image.rect()), item.boundingRect())
    painter.end()
    scene.removeItem(item)
    return image


def made(values: object, kinds: object = None, cell: int = 40) -> GridItem:
    item = GridItem(GridRole.OUTPUT)
    item.set_values(values, kinds)  # type: ignore[arg-type]
    item.set_cell_size(cell)
    return item


def corner(image: QImage, row: int, column: int, cell: int = 40) -> str:
    return image.pixelColor(column * cell + 6, row * cell + 6).name()


def test_larger_values_have_stronger_colours(qapp: QApplication) -> None:
    del qapp
    image = paint(made([[0.0, 1.0, 2.0]]))
    saturations = [image.pixelColor(column * 40 + 6, 6).hslSaturationF() for column in range(3)]
    shades = [image.pixelColor(column * 40 + 6, 6).lightnessF() for column in range(3)]
    assert shades[0] > shades[1] > shades[2]
    assert saturations[2] > 0.1


def test_a_changed_value_changes_its_cell_alone(qapp: QApplication) -> None:
    del qapp
    item = made([[1.0, 2.0], [3.0, 4.0]])
    before = paint(item)
    item.set_values([[1.0, 2.0], [1.5, 4.0]])
    after = paint(item)
    assert corner(before, 1, 0) != corner(after, 1, 0)
    assert corner(before, 0, 1) == corner(after, 0, 1)


def test_only_tiles_with_changed_cells_are_painted_again(qapp: QApplication) -> None:
    del qapp
    values = np.arange(64.0 * 64).reshape(64, 64)
    item = made(values, cell=24)
    paint(item)
    whole = item.tiles_painted
    assert whole == 16
    values = values.copy()
    values[:35, :35] += 1
    item.set_values(values)
    paint(item)
    assert item.tiles_painted == whole + 4
    item.set_values(values)
    paint(item)
    assert item.tiles_painted == whole + 4


def test_values_that_are_not_there_leave_the_shape(qapp: QApplication) -> None:
    del qapp
    item = made([[1.0, 2.0]])
    bounds = item.boundingRect()
    item.set_values(None)
    assert item.boundingRect() == bounds
    assert item.text(0, 0) == ""


def test_dense_grids_are_heat_maps(qapp: QApplication) -> None:
    del qapp
    assert made([[1.0, 2.0]], cell=24).shows_numbers
    assert not made([[1.0, 2.0]], cell=12).shows_numbers


@pytest.mark.usefixtures("qapp")
def test_a_grid_without_numbers_shows_colours_however_large_its_cells() -> None:
    grid = GridItem()
    grid.set_values([[1.0, 2.0]])
    grid.set_cell_size(40)
    found = []
    for shown in (True, False, True):
        grid.set_numbers(shown=shown)
        found.append(grid.shows_numbers)

    assert found == [True, False, True]


def test_a_large_grid_is_painted_whole(qapp: QApplication) -> None:
    del qapp
    random = np.random.default_rng(0).normal(size=(512, 512))
    image = paint(made(random, cell=2))
    assert (image.width(), image.height()) == (1025, 1025)
    assert len({image.pixelColor(x, 1022).name() for x in range(0, 1024, 2)}) > 20


@pytest.mark.parametrize("cell", [2, 9, 30])
@pytest.mark.parametrize("side", [1, 3, 20])
def test_a_few_new_values_look_as_if_all_had_been_painted(
    qapp: QApplication, cell: int, side: int
) -> None:
    del qapp
    random = np.random.default_rng(side)
    values = random.integers(-9, 9, (40, 40)).astype(np.float64)
    kinds = random.choice(np.array(CellKind, dtype=np.uint8), (40, 40))
    changed = made(values, kinds, cell)
    changed.set_scale(9)
    paint(changed)
    painted = changed.tiles_painted
    values, kinds = values.copy(), kinds.copy()
    top, left = random.integers(0, 40 - side, 2)
    values[top : top + side, left : left + side] += 1
    kinds[top : top + side, left : left + side] = random.choice(np.array(CellKind, dtype=np.uint8))

    changed.set_values(values, kinds)

    fresh = made(values, kinds, cell)
    fresh.set_scale(9)
    assert paint(changed) == paint(fresh)
    # Small cells of padding are outlined as one area, which other kinds change as a whole.
    assert cell < 16 or changed.tiles_painted == painted


def test_cells_are_found_by_their_points(qapp: QApplication) -> None:
    del qapp
    item = made(np.zeros((2, 3)))
    assert item.cell_at(item.cell_rect(1, 2).center()) == (1, 2)
    assert item.cell_at(QPointF(-1, 5)) is None
    assert item.cell_at(QPointF(5, 81)) is None


def test_shapes_that_are_no_grid_are_refused(qapp: QApplication) -> None:
    del qapp
    item = GridItem()
    with pytest.raises(ValueError, match="rows and columns"):
        item.set_values([1.0, 2.0])
    with pytest.raises(ValueError, match="kinds have shape"):
        item.set_values([[1.0, 2.0]], [[0]])


def test_a_shrunk_grid_shows_every_cell_and_finds_it(qapp: QApplication) -> None:
    del qapp
    values = np.zeros((200, 300))
    values[:, 150:] = 9.0
    item = made(values, cell=1)
    item.set_cell_size(0.25)
    image = paint(item)
    assert (image.width(), image.height()) == (76, 51)
    assert image.pixelColor(10, 25).name() == item.fill(0, 0)
    assert image.pixelColor(65, 25).name() == item.fill(0, 299)
    assert item.cell_at(item.cell_rect(123, 45).center()) == (123, 45)
    painted = item.fill(0, 0)
    item.set_values(np.full((200, 300), 9.0))
    assert paint(item).pixelColor(10, 25).name() == item.fill(0, 0) != painted


def test_small_numbers_are_written_beside_a_power_of_ten(qtbot: QtBot) -> None:
    values = np.array([[0.0152, -0.0041], [0.0007, 0.0]])
    assert common_exponent(values) == -2
    view = PlaneStackView()
    qtbot.addWidget(view)
    view.resize(700, 400)
    group = PlaneGroup("kernel", GridRole.KERNEL, "Kernel", (Plane(values),), exponent=-2)
    view.set_groups((group,))
    grid = view.grid("kernel")
    assert group.written_caption == "Kernel (\u00d710\u207b\u00b2)"
    assert [grid.text(0, 0), grid.text(0, 1), grid.text(1, 0)] == ["1.52", "\u22120.41", "0.07"]
    assert "0.0152" in view.describe(CellAddress("kernel", 0, 0, 0))


@pytest.mark.parametrize("values", [[0.5, 0.001], [0.05, 0.02], [0.0], [3.0], [float("nan")]])
def test_numbers_that_are_short_as_they_are_need_no_power_of_ten(values: list[float]) -> None:
    assert common_exponent(np.array(values)) == 0


@pytest.mark.parametrize("cell", [26, 40, 57, 92, 200])
@pytest.mark.parametrize("values", [[-1.5, -1.25], [-12.5, 3.25], [-0.123, 0.5], [-1234.0, 1.0]])
def test_a_number_is_no_wider_than_its_cell(
    qapp: QApplication, cell: int, values: list[float]
) -> None:
    del qapp
    painter = NumberPainter(cell)
    painter.set_values(np.array(values))
    for value in values:
        text = painter.text(value)
        assert painter.width(text) <= cell - 2 or text == "\u2026", text
