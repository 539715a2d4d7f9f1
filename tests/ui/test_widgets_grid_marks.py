"""What is lit over a grid: many cells at once look as each of them alone."""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QGraphicsScene

from convviz.ui.theme import apply_theme
from convviz.ui.widgets.grid import GridRole, Plane, PlaneGroup, PlaneStackView
from convviz.ui.widgets.grid.item import GridItem
from convviz.ui.widgets.grid.mark_shapes import CellMark, CellWash, Mark
from convviz.ui.widgets.grid.marks import OverlayItem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

HUE = "#cc8844"


def painted(cell: int, marks: Sequence[Mark]) -> QImage:
    grid = GridItem()
    grid.set_values(np.arange(100.0).reshape(10, 10))
    grid.set_cell_size(cell)
    OverlayItem(grid).set_marks(marks)
    scene = QGraphicsScene()
    scene.addItem(grid)
    image = QImage(grid.boundingRect().size().toSize(), QImage.Format.Format_RGB32)
    image.fill(0)
    painter = QPainter(image)
    scene.render(painter, QRectF(image.rect()), grid.boundingRect())
    painter.end()
    return image


@pytest.mark.parametrize("cell", [30, 41])
@pytest.mark.parametrize(
    ("rows", "columns"),
    [((0, 2, 4), (1, 3, 9)), ((5,), (5,)), ((0, 9), (0, 9)), ((1, 4, 7), (2,))],
)
def test_a_wash_looks_as_its_cells_marked_one_by_one(
    qapp: QApplication, cell: int, rows: tuple[int, ...], columns: tuple[int, ...]
) -> None:
    apply_theme(qapp, "light")
    marks = [CellMark(row, column, HUE) for row, column in itertools.product(rows, columns)]

    washed = painted(cell, [CellWash(rows, columns, HUE)])

    assert washed == painted(cell, marks)
    assert washed != painted(cell, [])


@pytest.mark.parametrize("cell", [0.37, 1.3, 2.4, 4.3])
@pytest.mark.parametrize("cells", [33, 100])
def test_a_wash_covers_all_of_a_grid_whose_cells_are_no_whole_pixels(
    qapp: QApplication, cell: float, cells: int
) -> None:
    apply_theme(qapp, "light")
    grid = GridItem()
    grid.set_values(np.ones((cells, cells)))
    grid.set_cell_size(cell)
    everywhere = tuple(range(cells))
    overlay = OverlayItem(grid)
    scene = QGraphicsScene()
    scene.addItem(grid)

    def shown() -> set[str]:
        side = math.ceil(cells * cell) + 4
        image = QImage(side, side, QImage.Format.Format_RGB32)
        image.fill(QColor("white"))
        painter = QPainter(image)
        scene.render(painter, QRectF(image.rect()), QRectF(-2, -2, side, side))
        painter.end()
        return {image.pixelColor(x, y).name() for x in range(side) for y in range(side)}

    assert grid.fill(0, 0) in shown()
    overlay.set_marks([CellWash(everywhere, everywhere, HUE)])
    assert grid.fill(0, 0) not in shown()


@pytest.mark.parametrize("cell", [2, 9])
def test_a_picture_is_seen_through_a_wash(qapp: QApplication, cell: int) -> None:
    apply_theme(qapp, "light")
    everywhere = tuple(range(10))
    washed = painted(cell, [CellWash(everywhere, everywhere, HUE)])
    at_cells = [(x * cell + cell - 1, y * cell + cell - 1) for x in everywhere for y in everywhere]
    shades = {washed.pixelColor(x, y).name() for x, y in at_cells}
    bare = {painted(cell, []).pixelColor(x, y).name() for x, y in at_cells}
    assert len(shades) > 30  # of 100 different numbers
    assert not shades & bare


def test_a_lit_cell_shows_the_number_that_it_has_now(qapp: QApplication, qtbot: QtBot) -> None:
    apply_theme(qapp, "light")
    views = []
    for values in ([[1.0, 2.0]], [[3.0, 4.0]]):
        view = PlaneStackView()
        qtbot.addWidget(view)
        view.resize(300, 200)
        group = PlaneGroup("window", GridRole.KERNEL, "window", (Plane(np.array(values)),))
        view.set_groups([group])
        view.set_marks("window", 0, [CellMark(0, 0, HUE), CellMark(0, 1, HUE)])
        view.show()
        views.append(view)
    changing, other = views
    assert changing.grab().toImage() != other.grab().toImage()

    changing.set_values("window", 0, np.array([[3.0, 4.0]]))
    changing.set_marks("window", 0, [CellMark(0, 0, HUE), CellMark(0, 1, HUE)])

    assert changing.grab().toImage() == other.grab().toImage()
