"""Which part of the product of kernels and windows is drawn: all of it, or what is readable."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from convviz.ui.stepper.views.block_layout import GAP, LINE_GAP
from convviz.ui.widgets.grid.layout_shapes import CAPTION, MARGIN
from convviz.ui.widgets.grid.number_painter import SMALLEST_NUMBER_CELL

SMALLEST_CELL: Final = 5
"""Cells below so many pixels are not worth showing if fewer can be larger."""

NUMBER_CELL: Final = 20
"""Cells of so many pixels are preferred: they have numbers, and there is room for some windows."""

HEAT_CELL: Final = 7
"""Cells without numbers are no larger, so that many windows are seen."""

FEWEST_WINDOWS: Final = 8
"""With less of them than that, there are no numbers."""

_BRIEF_WIDTH: Final = 420
"""Of a view that has no room for sizes in captions."""

_NARROW: Final = 48
"""Room for the captions of what is one cell wide."""


@dataclass(frozen=True, slots=True)
class UnfoldPlan:
    """What is drawn.

    Attributes:
        channels: Input channels, whose taps are the columns of W and the rows of X_col.
        filters: Output channels, the rows of W and Y.
        windows: Windows, the columns of X_col and Y.
        is_brief: Whether there is no room for sizes in captions.
    """

    channels: range
    filters: range
    windows: range
    is_brief: bool = False


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much there is.

    Attributes:
        channels: Input channels.
        filters: Output channels.
        windows: Windows.
        taps: Taps of a kernel plane.
    """

    channels: range
    filters: range
    windows: int
    taps: int


def unfold_plan(
    choices: tuple[Sizes, ...], step: tuple[int, int], width: int, height: int
) -> UnfoldPlan | None:
    """Return which part is drawn for a step; None where not even one window fits.

    Args:
        choices: What may be drawn, from all to the least: the first that can be seen is taken.
        step: Output channel and window of the step, which is always among what is drawn.
        width: Of the view, in logical pixels.
        height: Of the view, in logical pixels.
    """
    room_y = height - 2 * CAPTION - LINE_GAP - 2 * MARGIN
    room_x = width - 2 * GAP - 2 * MARGIN - _NARROW
    for number, sizes in enumerate(choices, start=1):
        is_last = number == len(choices)
        rows, least = len(sizes.channels) * sizes.taps, 1 if is_last else SMALLEST_CELL
        filters = min(len(sizes.filters), room_y // least - rows)
        if filters < (1 if is_last else len(sizes.filters)):
            continue
        if is_last and len(sizes.filters) > filters:
            filters = max(1, min(filters, room_y // SMALLEST_CELL - rows))
        cell = min(NUMBER_CELL, room_y // (rows + filters))
        windows = _windows(sizes, rows, cell, room_x)
        if windows < 1:
            continue
        channel, window = step
        first = sizes.filters.start + (channel - sizes.filters.start) // filters * filters
        return UnfoldPlan(
            sizes.channels,
            range(first, min(first + filters, sizes.filters.stop)),
            _page(window, windows, sizes.windows),
            width < _BRIEF_WIDTH,
        )
    return None


def _windows(sizes: Sizes, rows: int, cell: int, room: int) -> int:
    """Return how many windows are drawn at once.

    Args:
        sizes: How much there is.
        rows: Rows of X_col, which are as many as W has columns.
        cell: The largest size of cells.
        room: For W and X_col side by side.
    """
    if cell >= SMALLEST_NUMBER_CELL:
        if rows + sizes.windows <= room // SMALLEST_NUMBER_CELL:
            return sizes.windows
        for size in (cell, SMALLEST_NUMBER_CELL):
            if room // size - rows >= FEWEST_WINDOWS:
                return room // size - rows
    cell = min(cell, HEAT_CELL)
    while cell > 1 and room // cell - rows < FEWEST_WINDOWS:
        cell -= 1
    return min(sizes.windows, room // cell - rows)


def _page(window: int, size: int, count: int) -> range:
    """Return the page of windows on which a window is."""
    first = window // size * size
    return range(first, min(first + size, count))
