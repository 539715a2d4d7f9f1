"""Which part of a sparse matrix is drawn: all of it, or a few rows beside the whole in small."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from convviz.ui.stepper.views.block_layout import ASIDE_SHARE, GAP, LINE_GAP
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

_SAMPLES: Final = 4
"""So many places are tried for how much windows read; a transposed convolution's differ."""

_NARROW: Final = 56
"""Room for the caption of a column of one cell."""


@dataclass(frozen=True, slots=True)
class SparseRoom:
    """What there is room for.

    Attributes:
        windows: Rows that are drawn with numbers, if there is room for these; 0 for all.
        has_overview: Whether the whole matrix stands beside them.
        channels: Input channels whose columns are drawn.
    """

    windows: int
    has_overview: bool
    channels: range


@dataclass(frozen=True, slots=True)
class SparsePlan:
    """What is drawn for a step.

    Attributes:
        rows: Rows that are drawn.
        room: What there is room for.
    """

    rows: range
    room: SparseRoom

    @property
    def is_whole(self) -> bool:
        """Whether these are all rows, with all columns."""
        return self.room.windows == 0


def sparse_room(matrix: SparseMatrix, few: range, width: int, height: int) -> SparseRoom | None:
    """Return what there is room for; None where even one row has too many columns.

    Args:
        matrix: The matrix.
        few: Some input channels, for inputs of too many.
        width: Of the view, in logical pixels.
        height: Of the view, in logical pixels.
    """
    rows, columns = matrix.shape
    room_x = width - 2 * MARGIN - GAP - _NARROW
    room_y = height - 2 * MARGIN - 2 * CAPTION - LINE_GAP
    every = range(matrix.form.layer.in_channels)
    if min(room_x // columns, room_y // (rows + 1)) >= SMALLEST_NUMBER_CELL:
        return SparseRoom(0, has_overview=False, channels=every)
    overview = min(width * ASIDE_SHARE / columns, room_y / rows)
    is_small = rows * columns <= MOST_CELLS
    has_overview = is_small and min(rows, columns) * overview >= _LEAST_SIDE
    if has_overview:
        room_x -= round(overview * columns) + GAP
    most = max(1, min(MOST_ROWS, room_y // SMALLEST_NUMBER_CELL - 1))
    for channels in (every, few):
        count = min(len(channels), matrix.form.inputs_of_group)
        widths = [count * _columns(matrix, number) for number in range(1, most + 1)]
        fitting = [
            number
            for number, used in enumerate(widths, start=1)
            if used <= room_x // SMALLEST_NUMBER_CELL
        ]
        if fitting or (channels is few and widths[0] <= MOST_COLUMNS):
            return SparseRoom(max(fitting, default=1), has_overview, channels)
    return None


def sparse_plan(matrix: SparseMatrix, room: SparseRoom, row: int) -> SparsePlan:
    """Return what is drawn for a step, whose row is always among the rows."""
    rows = range(matrix.shape[0]) if room.windows == 0 else _page(matrix, row, room.windows)
    return SparsePlan(rows, room)


def _columns(matrix: SparseMatrix, windows: int) -> int:
    """Return how many cells of a channel neighbouring windows read, in the middle of the output."""
    form, product = matrix.form, 1
    for axis, (table, size) in enumerate(zip(form.tables, form.spatial, strict=True)):
        pages = windows if axis == len(form.tables) - 1 else 1
        middle = max(0, len(table) // 2 - pages * _SAMPLES // 2)
        product *= max(
            len(set(table[first : first + pages].ravel().tolist()) - {size})
            for first in range(middle, min(len(table), middle + pages * _SAMPLES), pages)
        )
    return max(1, product)


def _page(matrix: SparseMatrix, row: int, windows: int) -> range:
    """Return the rows drawn with a row: windows side by side in one line of the output."""
    line = matrix.form.windows[-1]
    start, place = divmod(row, line)
    first = start * line + place // windows * windows
    return range(first, min(first + windows, (start + 1) * line))


def drawn_columns(
    matrix: SparseMatrix, plan: SparsePlan
) -> np.ndarray[tuple[int, ...], np.dtype[np.intp]]:
    """Return the numbers of the columns that are drawn: all, or those that the rows use.

    Rows that read only zeros use none; then one column is drawn, to show that.
    """
    if plan.is_whole:
        return np.arange(matrix.shape[1])
    used = np.unique(matrix.readings(np.array(plan.rows)).columns)
    cells = matrix.form.cell_count
    channels = plan.room.channels
    is_drawn = (used >= channels.start * cells) & (used < channels.stop * cells)
    columns = used[is_drawn]
    return columns if columns.size else np.array([channels.start * cells])
