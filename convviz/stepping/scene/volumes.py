"""Shapes as volumes: everything is drawn with three spatial axes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from convviz.core.layers.base import Shape

_AXES: Final = 3


LONGEST_ROW: Final = 40
"""Cells of a vector that are drawn in one row; with more, they would be too small."""


def folded_rows(cells: int) -> tuple[int, int]:
    """Return the rows and the columns in which a vector is drawn: nearly a square where it is long.

    One row where no rows of equal length, and not too long, have all of its cells.
    """
    if cells <= LONGEST_ROW:
        return 1, cells
    square = math.isqrt(cells - 1) + 1
    fitting = (size for size in range(square, 2 * square + 1) if cells % size == 0)
    columns = next(fitting, cells)
    return cells // columns, columns


def volume_shape(shape: Shape) -> tuple[int, int, int, int]:
    """Return (channels, *spatial) with depth and rows of 1 where they are missing.

    A vector is one channel with one row, a number one cell. Dimensions that cannot be drawn are
    counted through as channels.
    """
    if not shape:
        return 1, 1, 1, 1
    if len(shape) == 1:
        return 1, 1, 1, shape[0]
    if len(shape) > _AXES + 1:
        *others, depth, rows, columns = shape
        return math.prod(others), depth, rows, columns
    missing = (1,) * (_AXES + 1 - len(shape))
    channels, depth, rows, columns = (shape[0], *missing, *shape[1:])
    return channels, depth, rows, columns


def distinct(places: NDArray[np.intp]) -> list[int]:
    """Return each place once, ascending: of places along an axis, so none is very large.

    ``np.unique`` imports numpy.ma when it is first called (numpy 2.3), for 20 ms and more.
    """
    numbers: list[int] = np.flatnonzero(np.bincount(places)).tolist()
    return numbers
