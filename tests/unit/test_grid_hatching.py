"""Hatching stays inside its cell and goes on in the next one."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QLineF, QRectF

from convviz.ui.widgets.grid.cell_lines import HATCH_SPACING, hatch_lines


def lengths(lines: list[QLineF]) -> float:
    return sum(line.length() for line in lines)


@pytest.mark.parametrize("rect", [QRectF(0, 0, 20, 20), QRectF(33.5, 7, 5, 60), QRectF(3, 3, 1, 1)])
def test_every_line_rises_and_stays_inside(rect: QRectF) -> None:
    for line in hatch_lines(rect):
        assert rect.left() <= line.x1() <= line.x2() <= rect.right()
        assert rect.top() <= line.y2() <= line.y1() <= rect.bottom()
        assert line.x1() + line.y1() == pytest.approx(line.x2() + line.y2())
        assert (line.x1() + line.y1()) % HATCH_SPACING == pytest.approx(0)


def test_neighbours_are_hatched_as_one_large_cell() -> None:
    whole = hatch_lines(QRectF(0, 0, 50, 30))
    left, right = hatch_lines(QRectF(0, 0, 23, 30)), hatch_lines(QRectF(23, 0, 27, 30))
    assert lengths(left) + lengths(right) == pytest.approx(lengths(whole))
