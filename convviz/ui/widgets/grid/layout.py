"""Where the planes of a view stand and how large their cells are: whole pixels, without Qt."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

LARGEST_FIT: Final = 72
"""Cells do not grow past this by themselves, in logical pixels."""

LARGEST_CELL: Final = 160
"""Cells do not grow past this by zooming."""

MARGIN: Final = 16
GROUP_GAP: Final = 56
PLANE_GAP: Final = 12
CAPTION: Final = 28
TITLE: Final = 20

_READABLE: Final = 26
_SMALL_GRID: Final = 12
_STACKED: Final = 4


@dataclass(frozen=True, slots=True)
class GroupShape:
    """What the layout needs to know of a group.

    Attributes:
        rows: Rows of each plane.
        columns: Columns of each plane.
        planes: Number of planes.
        titled: Whether planes have titles.
        caption_width: Width of the caption, in logical pixels.
        plane_columns: Planes side by side; None to choose.
    """

    rows: int
    columns: int
    planes: int
    titled: bool = False
    caption_width: int = 0
    plane_columns: int | None = None

    @property
    def across(self) -> int:
        """How many planes stand side by side."""
        if self.plane_columns is not None:
            return max(1, min(self.planes, self.plane_columns))
        return 1 if self.planes <= _STACKED else math.ceil(math.sqrt(self.planes))

    @property
    def down(self) -> int:
        """How many planes stand one above the other."""
        return math.ceil(self.planes / self.across)


@dataclass(frozen=True, slots=True)
class GroupPlace:
    """Where one group stands, in logical pixels of the scene.

    Attributes:
        cell: Size of its cells.
        left: Left edge of the group.
        top: Top edge of its caption.
        width: Width of the group, caption included.
        middle: Where its grids' middle line is, for the operator before it.
        planes: Left and top of each grid.
    """

    cell: int
    left: int
    top: int
    width: int
    middle: int
    planes: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything stands.

    Attributes:
        cell: The common size of cells, in logical pixels.
        groups: One place a group.
        width: Width of the scene.
        height: Height of the scene.
    """

    cell: int
    groups: tuple[GroupPlace, ...]
    width: int
    height: int


def fit_cell(groups: Sequence[GroupShape], width: int, height: int) -> int:
    """Return the largest cell with which all groups fit a space, 1 to LARGEST_FIT pixels."""
    low, high = 1, LARGEST_FIT
    while low < high:
        middle = (low + high + 1) // 2
        needed_width, needed_height = _needed(groups, middle)
        if needed_width <= width and needed_height <= height:
            low = middle
        else:
            high = middle - 1
    return low


def arrange(groups: Sequence[GroupShape], cell: int) -> Layout:
    """Place groups from left to right, centred on one middle line.

    Args:
        groups: From left to right.
        cell: Common size of cells. Small grids keep a readable size when this is smaller.
    """
    width, height = _needed(groups, cell)
    middle = MARGIN + CAPTION + (height - 2 * MARGIN - CAPTION) // 2
    places: list[GroupPlace] = []
    left = MARGIN
    for group in groups:
        place = _place(group, group_cell(group, cell), left, middle)
        places.append(place)
        left += place.width + GROUP_GAP
    return Layout(cell, tuple(places), width, height)


def group_cell(group: GroupShape, cell: int) -> int:
    """Return the size of a group's cells: small grids stay readable beside dense ones."""
    if max(group.rows, group.columns) <= _SMALL_GRID and group.planes <= _STACKED:
        return max(cell, _READABLE)
    return cell


def _place(group: GroupShape, cell: int, left: int, middle: int) -> GroupPlace:
    grids_width, grids_height = _grids_size(group, cell)
    width = max(grids_width, group.caption_width)
    start_x = left + (width - grids_width) // 2
    start_y = middle - grids_height // 2
    step_x = group.columns * cell + 1 + PLANE_GAP
    step_y = group.rows * cell + 1 + PLANE_GAP + (TITLE if group.titled else 0)
    first_y = start_y + (TITLE if group.titled else 0)
    planes = tuple(
        (start_x + step_x * (number % group.across), first_y + step_y * (number // group.across))
        for number in range(group.planes)
    )
    return GroupPlace(cell, left, start_y - CAPTION, width, middle, planes)


def _grids_size(group: GroupShape, cell: int) -> tuple[int, int]:
    title = TITLE if group.titled else 0
    width = group.across * (group.columns * cell + 1 + PLANE_GAP) - PLANE_GAP
    height = group.down * (group.rows * cell + 1 + PLANE_GAP + title) - PLANE_GAP
    return width, height


def _needed(groups: Sequence[GroupShape], cell: int) -> tuple[int, int]:
    width, tallest = 2 * MARGIN + GROUP_GAP * max(0, len(groups) - 1), 0
    for group in groups:
        grids_width, grids_height = _grids_size(group, group_cell(group, cell))
        width += max(grids_width, group.caption_width)
        tallest = max(tallest, grids_height)
    return width, tallest + CAPTION + 2 * MARGIN
