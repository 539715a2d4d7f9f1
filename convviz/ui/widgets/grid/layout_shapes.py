"""What the layout of planes works with: shapes of groups, sizes of cells, places. Without Qt."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Final

LARGEST_CELL: Final = 400
"""Cells do not grow past this by zooming."""

READABLE: Final = 26
"""Grids of few cells do not get smaller than this if there is room."""

MARGIN: Final = 16
GROUP_GAP: Final = 56
LINE_GAP: Final = 44
"""Between rows that stand one above the other; the operator stands there."""

CLOSE_GAP: Final = 20
"""Between parts of a calculation, and between its lines, where no operator stands."""

PART_GAP: Final = 40
"""Between parts of a calculation, of which there are more than of a layer, where one stands."""

PLANE_GAP: Final = 12
CAPTION: Final = 28
TITLE: Final = 20

_SMALL_GRID: Final = 12
_FEW_CELLS: Final = 2 * _SMALL_GRID**2


@dataclass(frozen=True)  # no slots: what follows from the fields is kept beside them
class GroupShape:
    """What the layout needs to know of a group.

    Attributes:
        rows: Rows of each plane.
        columns: Columns of each plane.
        planes: Number of planes.
        titled: Whether planes have titles.
        caption_width: Width of the caption, in logical pixels.
        plane_columns: Planes side by side; None to choose.
        starts_line: Whether it begins a line of its own.
        wraps: Whether the groups may stand in several lines.
        is_close: Whether it stands close to what is before it: no operator stands between.
        is_slight: Whether it has few cells beside the largest group.
    """

    rows: int
    columns: int
    planes: int
    titled: bool = False
    caption_width: int = 0
    plane_columns: int | None = None
    starts_line: bool = False
    wraps: bool = False
    is_close: bool = False
    is_slight: bool = False

    @cached_property
    def is_small(self) -> bool:
        """Whether the group has few cells, as a kernel has."""
        is_kernel = max(self.rows, self.columns) <= _SMALL_GRID and self.cells <= _FEW_CELLS
        return is_kernel or self.is_slight

    @cached_property
    def cells(self) -> int:
        """Cells of all its planes."""
        return self.planes * self.rows * self.columns

    @cached_property
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

    @cached_property
    def down(self) -> int:
        """How many planes stand one above the other."""
        return math.ceil(self.planes / self.across)


@dataclass(frozen=True, slots=True)
class GroupPlace:
    """Where one group stands, in logical pixels of the scene.

    Attributes:
        cell: Size of its cells; whole pixels, or less than one for what is shrunk to fit.
        left: Left edge of the group.
        top: Top edge of its caption.
        width: Width of the group, caption included.
        operator: Where the middle of the operator before it is.
        planes: Left and top of each grid.
    """

    cell: float
    left: int
    top: int
    width: int
    operator: tuple[int, int]
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


def with_slight(groups: Sequence[GroupShape]) -> list[GroupShape]:
    """Return parts of a calculation, each of which knows whether it is slight.

    Beside a matrix of a hundred thousand weights, vectors would be dots.
    """
    largest = max((group.cells for group in groups), default=0)
    if largest < _HUGE_GROUP:
        return list(groups)
    most = largest // _SLIGHT
    return [replace(g, is_slight=True) if g.wraps and g.cells <= most else g for g in groups]


_HUGE_GROUP: Final = 20_000
_SLIGHT: Final = 64
"""Of a group so many times as large as another, the other is slight."""


@lru_cache(maxsize=64)
def _scaled(length: int, factor: float) -> int:
    return round(length * factor)


@dataclass(frozen=True, slots=True)
class CellSizes:
    """How large cells are, in logical pixels.

    Attributes:
        common: Of all grids; less than one shrinks them smoothly.
        small: At least so much for grids of few cells, so that a kernel stays readable beside a
            dense drawing.
        across: How many planes of each group stand side by side, where the group leaves it
            open; empty for one.
        in_line: Whether rows stand side by side, for there is no height for one below the other.
        text: How large captions are beside the usual size; their room and the gaps follow.
        lines: In how many lines groups stand that wrap.
    """

    common: float
    small: int = READABLE
    across: tuple[int, ...] = ()
    in_line: bool = False
    text: float = 1.0
    lines: int = 1

    @property
    def caption(self) -> int:
        """Height of a group's caption, in logical pixels."""
        return _scaled(CAPTION, self.text)

    @property
    def title(self) -> int:
        """Height of a plane's title, in logical pixels."""
        return _scaled(TITLE, self.text)

    @property
    def group_gap(self) -> int:
        """What stands free between groups, but for the operator."""
        return _scaled(GROUP_GAP, self.text)

    @property
    def line_gap(self) -> int:
        """What stands free between rows, but for the operator."""
        return _scaled(LINE_GAP, self.text)

    def gap_before(self, group: GroupShape) -> int:
        """Return what stands free between a group and the one before it in its line."""
        if group.wraps:
            return _scaled(CLOSE_GAP if group.is_close else PART_GAP, self.text)
        return self.group_gap

    def gap_above(self, line: Sequence[GroupShape]) -> int:
        """Return what stands free between a line and the one above it."""
        return _scaled(CLOSE_GAP, self.text) if line[0].is_close else self.line_gap

    def of(self, group: GroupShape) -> float:
        """Return the size of a group's cells."""
        return max(self.common, self.small) if group.is_small else self.common


def are_rows(groups: Sequence[GroupShape]) -> bool:
    """Return whether every grid is a single row, as in one dimension."""
    return any(group.columns > 1 for group in groups) and all(group.rows == 1 for group in groups)


def spread(groups: Sequence[GroupShape], across: Sequence[int]) -> list[GroupShape]:
    """Return groups with so many planes side by side."""
    numbers = across or [1] * len(groups)
    return [group.spread(number) for group, number in zip(groups, numbers, strict=True)]


def grids_size(group: GroupShape, cells: CellSizes) -> tuple[int, int]:
    """Return the width and the height of a group's grids with their titles."""
    cell = cells.of(group)
    width = group.across * (math.ceil(group.columns * cell) + 1 + PLANE_GAP) - PLANE_GAP
    title = cells.title if group.titled else 0
    height = group.down * (math.ceil(group.rows * cell) + 1 + PLANE_GAP + title) - PLANE_GAP
    return width, height
