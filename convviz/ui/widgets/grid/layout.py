"""Where the planes of a view stand and how large their cells are: whole pixels, without Qt."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

LARGEST_FIT: Final = 72
"""Cells do not grow past this by themselves, in logical pixels."""

LARGEST_CELL: Final = 160
"""Cells do not grow past this by zooming."""

READABLE: Final = 26
"""Grids of few cells do not get smaller than this if there is room."""

MARGIN: Final = 16
GROUP_GAP: Final = 56
PLANE_GAP: Final = 12
CAPTION: Final = 28
TITLE: Final = 20

_SMALL_GRID: Final = 12
_STACKED: Final = 4
_TRIES: Final = 4
_CLEARLY: Final = 1.2

_LEFT_TO_DENSE: Final = 0.75
"""What dense grids keep of their cells' size so that those of few cells stay readable."""


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
    def is_small(self) -> bool:
        """Whether the group has few cells, as a kernel has."""
        return max(self.rows, self.columns) <= _SMALL_GRID and self.planes <= _STACKED

    @property
    def across(self) -> int:
        """How many planes stand side by side; one above the other unless something else is said."""
        if self.plane_columns is not None:
            return max(1, min(self.planes, self.plane_columns))
        return 1

    def spread(self, across: int) -> GroupShape:
        """Return the group with so many planes side by side, unless that is fixed."""
        if self.plane_columns is not None:
            return self
        return replace(self, plane_columns=min(self.planes, across))

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
        groups: One place a group.
        width: Width of the scene.
        height: Height of the scene.
    """

    groups: tuple[GroupPlace, ...]
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class CellSizes:
    """How large cells are, in logical pixels.

    Attributes:
        common: Of all grids.
        small: At least so much for grids of few cells, so that a kernel stays readable beside a
            dense picture.
        across: How many planes of each group stand side by side, where the group leaves it
            open; empty for one.
    """

    common: int
    small: int = READABLE
    across: tuple[int, ...] = ()

    def of(self, group: GroupShape) -> int:
        """Return the size of a group's cells."""
        return max(self.common, self.small) if group.is_small else self.common


def fit_cells(groups: Sequence[GroupShape], width: int, height: int) -> CellSizes:
    """Return the largest cells with which all groups fit a space, 1 to LARGEST_FIT pixels.

    Planes stand one above the other unless cells are clearly larger with some side by side: the
    tallest group is widened, time and again, as long as that may help.
    """
    return _fit_cells(tuple(groups), width, height)


@lru_cache(maxsize=64)
def _fit_cells(groups: tuple[GroupShape, ...], width: int, height: int) -> CellSizes:
    across = [1] * len(groups)
    stacked = best = _fit(groups, width, height, across)
    tries = 0
    while tries < _TRIES and (tallest := _tallest(groups, across, best)) is not None:
        across[tallest] += 1
        sizes = _fit(groups, width, height, across)
        tries = 0 if _worth(sizes) > _worth(best) else tries + 1
        best = max(best, sizes, key=_worth)
    return best if _worth(best) > _worth(stacked) * _CLEARLY else stacked


def _tallest(groups: Sequence[GroupShape], across: Sequence[int], cells: CellSizes) -> int | None:
    """Return which group is the tallest; None if it cannot be widened."""
    spread = _spread(groups, across)
    heights = [_grids_size(group, cells.of(group))[1] for group in spread]
    tallest = max(range(len(groups)), key=heights.__getitem__, default=None)
    if tallest is None or spread[tallest].down == 1 or groups[tallest].plane_columns is not None:
        return None
    return tallest


def _worth(sizes: CellSizes) -> int:
    return sizes.common + sizes.small


def _fit(groups: Sequence[GroupShape], width: int, height: int, across: Sequence[int]) -> CellSizes:
    spread = _spread(groups, across)

    def fits(common: int, small: int) -> bool:
        needed_width, needed_height = _needed(spread, CellSizes(common, small))
        return needed_width <= width and needed_height <= height

    if not fits(1, 1):
        return CellSizes(1, READABLE, tuple(across))
    alike = _largest(LARGEST_FIT, lambda cell: fits(cell, 1))
    least = math.ceil(_LEFT_TO_DENSE * alike)
    small = _largest(READABLE, lambda cell: fits(least, cell))
    common = _largest(LARGEST_FIT, lambda cell: fits(cell, small))
    return CellSizes(common, small, tuple(across))


def _spread(groups: Sequence[GroupShape], across: Sequence[int]) -> list[GroupShape]:
    return [
        group.spread(number)
        for group, number in zip(groups, across or [1] * len(groups), strict=True)
    ]


def _largest(most: int, holds: Callable[[int], bool]) -> int:
    """Return the largest of 1 to ``most`` for which something holds that ends with growth."""
    low, high = 1, most
    while low < high:
        middle = (low + high + 1) // 2
        if holds(middle):
            low = middle
        else:
            high = middle - 1
    return low


def arrange(groups: Sequence[GroupShape], cells: CellSizes) -> Layout:
    """Place groups from left to right, centred on one middle line."""
    groups = _spread(groups, cells.across)
    width, height = _needed(groups, cells)
    middle = MARGIN + CAPTION + (height - 2 * MARGIN - CAPTION) // 2
    places: list[GroupPlace] = []
    left = MARGIN
    for group in groups:
        place = _place(group, cells.of(group), left, middle)
        places.append(place)
        left += place.width + GROUP_GAP
    return Layout(tuple(places), width, height)


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
    width = group.across * (group.columns * cell + 1 + PLANE_GAP) - PLANE_GAP
    return width, group.down * (group.rows * cell) + _gaps(group)


def _gaps(group: GroupShape) -> int:
    """Return the height of all that is no cell between the grids of a group."""
    title = TITLE if group.titled else 0
    return group.down * (1 + PLANE_GAP + title) - PLANE_GAP


def _needed(groups: Sequence[GroupShape], cells: CellSizes) -> tuple[int, int]:
    width, tallest = 2 * MARGIN + GROUP_GAP * max(0, len(groups) - 1), 0
    for group in groups:
        grids_width, grids_height = _grids_size(group, cells.of(group))
        width += max(grids_width, group.caption_width)
        tallest = max(tallest, grids_height)
    return width, tallest + CAPTION + 2 * MARGIN
