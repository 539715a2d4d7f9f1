"""Lines over many cells at once: the outline of all of one kind, and what hatches a cell.

Single outlines would be too many; Qt's own patterns keep the device's pixels, whatever the scale.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np
from PySide6.QtCore import QLineF, QRectF

if TYPE_CHECKING:
    from numpy.typing import NDArray


_MIDDLE: Final = 0.5
"""Of the pixels of the cells' own lines."""

HATCH_SPACING: Final = 8.0
"""Between lines that hatch, along an edge; in logical pixels."""


def outline_lines(mask: NDArray[np.bool_], cell: float) -> list[QLineF]:
    """Return the lines between the cells of a mask and all others, joined where they go on.

    Args:
        mask: Which cells, rows columns.
        cell: Size of a cell, in logical pixels.
    """
    inside = np.pad(mask, 1)
    lines = [
        (start, row, end, row) for row, start, end in _runs(inside[1:, 1:-1] != inside[:-1, 1:-1])
    ]
    lines += [
        (column, start, column, end)
        for column, start, end in _runs((inside[1:-1, 1:] != inside[1:-1, :-1]).T)
    ]
    return [QLineF(*(at * cell + _MIDDLE for at in line)) for line in lines]


def _runs(edges: NDArray[np.bool_]) -> list[tuple[int, int, int]]:
    """Return (line, start, end) of every run of true values along the lines of an array."""
    steps = np.diff(np.pad(edges, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    starts, ends = np.argwhere(steps == 1), np.argwhere(steps == -1)
    pairs = zip(starts.tolist(), ends.tolist(), strict=True)
    return [(line, start, end) for (line, start), (_, end) in pairs]


def hatch_lines(rect: QRectF) -> list[QLineF]:
    """Return rising lines through a rectangle, which go on in its neighbours."""
    left, top, right, bottom = rect.left(), rect.top(), rect.right(), rect.bottom()
    first = math.floor((left + top) / HATCH_SPACING) + 1
    lines = []
    for number in range(first, math.ceil((right + bottom) / HATCH_SPACING)):
        total = number * HATCH_SPACING  # of x and y, the same all along a line
        start, end = max(left, total - bottom), min(right, total - top)
        lines.append(QLineF(start, total - start, end, total - end))
    return lines
