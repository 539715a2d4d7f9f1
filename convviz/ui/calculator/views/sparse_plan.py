"""Which part of a sparse matrix is drawn: all of it, or a few rows beside the whole in small."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from convviz.ui.calculator.views.block_layout import ASIDE_SHARE, GAP, LINE_GAP
from convviz.ui.widgets.grid.layout_shapes import CAPTION, MARGIN
from convviz.ui.widgets.grid.number_painter import SMALLEST_NUMBER_CELL

if TYPE_CHECKING:
    from convviz.values.matrix_sparse import SparseMatrix

MOST_CELLS: Final = 1_000_000
"""Cells of a matrix beyond which only a few of its rows are drawn."""

MOST_ROWS: Final = 12
"""Rows that are drawn beside the whole."""

MOST_COLUMNS: Final = 4096
"""Columns of these rows beyond which nothing is drawn."""

_LEAST_SIDE: Final = 24
"""A matrix whose shorter side has fewer pixels is not drawn whole."""

_NARROW: Final = 56
"""Room for the caption of a column of one cell."""


@dataclass(frozen=True, slots=True)
class SparsePlan:
    """What is drawn.

    Attributes:
        rows: Rows that are drawn with numbers, if there is room for them.
        is_whole: Whether these are all, with all columns.
        has_overview: Whether the whole matrix stands beside them.
        channels: Input channels whose columns are drawn.
    """

    rows: range
    is_whole: bool
    has_overview: bool
    channels: range


def sparse_plan(
    matrix: SparseMatrix, row: int, few: range, width: int, height: int
) -> SparsePlan | None:
    """Return which part is drawn; None where even one row has too many columns.

    Args:
        matrix: The matrix.
        row: The step's row, which is always among those drawn.
        few: Some input channels, for inputs of too many.
        width: Of the view, in logical pixels.
        height: Of the view, in logical pixels.
    """
    rows, columns = matrix.shape
    room_x = width - 2 * MARGIN - GAP - _NARROW
    room_y = height - 2 * MARGIN - 2 * CAPTION - LINE_GAP
    every = range(matrix.form.layer.in_channels)
    if min(room_x // columns, room_y // (rows + 1)) >= SMALLEST_NUMBER_CELL:
        return SparsePlan(range(rows), is_whole=True, has_overview=False, channels=every)
    overview = min(width * ASIDE_SHARE / columns, room_y / rows)
    is_small = rows * columns <= MOST_CELLS
    has_overview = is_small and min(rows, columns) * overview >= _LEAST_SIDE
    if has_overview:
        room_x -= round(overview * columns) + GAP
    most = max(1, min(MOST_ROWS, room_y // SMALLEST_NUMBER_CELL - 1))
    readable = room_x // SMALLEST_NUMBER_CELL
    for channels in (every, few):
        count = min(len(channels), matrix.form.inputs_of_group)
        widths = [count * _columns(matrix, number) for number in range(1, most + 1)]
        fitting = [number for number, used in enumerate(widths, start=1) if used <= readable]
        if fitting or (channels is few and widths[0] <= MOST_COLUMNS):
            page = _page(matrix, row, max(fitting, default=1))
            return SparsePlan(page, is_whole=False, has_overview=has_overview, channels=channels)
    return None


def _columns(matrix: SparseMatrix, windows: int) -> int:
    """Return how many cells of a channel neighbouring windows read at most."""
    form, product = matrix.form, 1
    for axis, (table, size) in enumerate(zip(form.tables, form.spatial, strict=True)):
        pages = windows if axis == len(form.tables) - 1 else 1
        product *= max(
            len(set(table[first : first + pages].ravel().tolist()) - {size})
            for first in range(0, len(table), pages)
        )
    return product


def _page(matrix: SparseMatrix, row: int, windows: int) -> range:
    """Return the rows drawn with a row: windows side by side in one line of the output."""
    line = matrix.form.windows[-1]
    start, place = divmod(row, line)
    first = start * line + place // windows * windows
    return range(first, min(first + windows, (start + 1) * line))


def drawn_columns(
    matrix: SparseMatrix, plan: SparsePlan
) -> np.ndarray[tuple[int, ...], np.dtype[np.intp]]:
    """Return the numbers of the columns that are drawn: all, or those that the rows use."""
    if plan.is_whole:
        return np.arange(matrix.shape[1])
    used = np.unique(matrix.readings(np.array(plan.rows)).columns)
    cells = matrix.form.cell_count
    is_drawn = (used >= plan.channels.start * cells) & (used < plan.channels.stop * cells)
    return used[is_drawn]
