"""How large the cells of a view are: as large as its space allows. Without Qt."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

import numpy as np

from convviz.ui.widgets.grid.layout import needed_by
from convviz.ui.widgets.grid.layout_shapes import (
    READABLE,
    CellSizes,
    GroupShape,
    are_rows,
    grids_size,
    spread,
)

LARGEST_FIT: Final = 72
"""Cells do not grow past this by themselves, in logical pixels, unless the view is wide."""

LARGEST_WIDE_FIT: Final = 96
"""The same in a view of WIDE pixels and more."""

LARGEST_HUGE_FIT: Final = 128
"""The same in a view of HUGE pixels and more: a large screen without scaling."""

NARROW, WIDE, HUGE = 1100, 1500, 3000
"""Widths of a view, in logical pixels, between which the limit grows."""

LARGE: Final = 56
"""Cells of so many pixels are large: no line is broken for larger ones."""

_TRIES: Final = 4
_CLEARLY: Final = 1.2
_MOST_LINES: Final = 4

_LEFT_TO_DENSE: Final = 0.75
"""What dense grids keep of their cells' size so that those of few cells stay readable."""

_SHRINK_STEPS: Final = 64
"""Into so many parts a pixel is divided where cells are too small for lines between them."""

_LARGEST_BROKEN: Final = 6
"""Cells below so many pixels may have a part of a pixel: a photo takes all the room there is."""


@dataclass(frozen=True, slots=True)
class _Space:
    """What must fit where: groups, in a column or not, a width and a height.

    Attributes:
        in_line: Whether rows stand side by side instead of one below the other.
        lines: In how many lines groups stand that wrap.
        text: How large captions are beside the usual size.
        most: Cells grow to so many pixels; None for what suits the width.
    """

    groups: tuple[GroupShape, ...]
    width: int
    height: int
    is_column: bool
    in_line: bool = False
    text: float = 1.0
    most: int | None = None
    lines: int = 1


def largest_fit(width: int) -> int:
    """Return the size that cells grow to by themselves in a view of a width."""
    limits = (LARGEST_FIT, LARGEST_WIDE_FIT, LARGEST_HUGE_FIT)
    return round(float(np.interp(width, (NARROW, WIDE, HUGE), limits)))


def fit_cells(
    groups: Sequence[GroupShape],
    width: int,
    height: int,
    *,
    is_column: bool = False,
    text: float = 1.0,
    most: int | None = None,
) -> CellSizes:
    """Return the largest cells with which all groups fit a space.

    Whole pixels, but parts of a pixel where cells are too small for lines between them. Planes
    stand one above the other unless cells are clearly larger with some side by side: the tallest
    group is widened, time and again, as long as that may help. Rows stand one below the other, but
    side by side in a view too low for that.

    Args:
        groups: What must fit.
        width: Of the space, in logical pixels.
        height: Of the space, in logical pixels.
        is_column: Whether all groups stand below each other.
        text: How large captions are beside the usual size.
        most: Cells grow to so many pixels by themselves; None for what suits the width.
    """
    return _best_cells(_Space(tuple(groups), width, height, is_column, text=text, most=most))


@lru_cache(maxsize=64)  # asked for at every step
def _best_cells(space: _Space) -> CellSizes:
    """Return the largest cells, in one line or in several."""
    groups = space.groups
    if any(group.wraps for group in groups) and not any(group.starts_line for group in groups):
        return _wrapped(space)
    sizes = _fit_cells(space)
    if sizes.common >= READABLE or not are_rows(groups):
        return sizes
    in_line = _fit_cells(replace(space, in_line=True))
    return in_line if _worth(in_line, groups) > _worth(sizes, groups) * _CLEARLY else sizes


def _wrapped(space: _Space) -> CellSizes:
    """Return the cells with the groups in as few lines as leave them large, read like words.

    More lines are taken only where they make small cells clearly larger; rows that are too long to
    stand side by side end up one below the other.
    """
    lines = range(2, min(_MOST_LINES, len(space.groups)) + 1)
    ways = [replace(space, in_line=not space.is_column)]
    ways += [replace(space, lines=count) for count in lines]
    if are_rows(space.groups):
        ways.append(space)
    best, most = _fit_cells(ways[0]), 0.0
    for way in ways:
        sizes = _fit_cells(way)
        worth = min(_worth(sizes, space.groups), LARGE)
        if _is_too_wide(way, sizes):
            worth *= _WIDE_WORTH
        if worth > most * _CLEARLY:
            best, most = sizes, worth
    return best


_WIDE_WORTH: Final = 0.25
"""What is left of the worth of a way for which one would have to scroll."""


def _is_too_wide(space: _Space, sizes: CellSizes) -> bool:
    """Return whether captions are too many to stand side by side, however small the cells."""
    standing = spread(space.groups, sizes.across)
    return needed_by(standing, sizes, is_column=space.is_column)[0] > space.width


@lru_cache(maxsize=64)
def _fit_cells(space: _Space) -> CellSizes:
    groups, across = space.groups, [1] * len(space.groups)
    stacked = best = _fit(space, across)
    tries = 0
    # In several lines, cells grow only when the tallest group of each has become lower.
    has_lines = any(group.starts_line for group in groups)
    most = _TRIES * len(groups) if has_lines else _TRIES
    while tries < most and (tallest := _tallest(groups, across, best)) is not None:
        across[tallest] += 1
        sizes = _fit(space, across)
        tries = 0 if _worth(sizes, groups) > _worth(best, groups) else tries + 1
        best = max(best, sizes, key=lambda sizes: _worth(sizes, groups))
    return best if _worth(best, groups) > _worth(stacked, groups) * _CLEARLY else stacked


def _tallest(groups: Sequence[GroupShape], across: Sequence[int], cells: CellSizes) -> int | None:
    """Return which group is the tallest; None if it cannot be widened."""
    standing = spread(groups, across)
    heights = [grids_size(group, cells)[1] for group in standing]
    tallest = max(range(len(groups)), key=heights.__getitem__, default=None)
    if tallest is None or standing[tallest].down == 1:
        return None
    return None if _is_fixed(groups[tallest], standing[tallest], across[tallest]) else tallest


def _is_fixed(group: GroupShape, standing: GroupShape, across: int) -> bool:
    """Return whether the planes of a group stand as they do whatever is asked for."""
    return group.plane_columns is not None or standing.across < across


def _worth(sizes: CellSizes, groups: Sequence[GroupShape]) -> float:
    """Return how good sizes are: of shrunk grids, only what is left of their pixels counts.

    Otherwise the geometric mean, for large cells on one side do not make up for tiny ones beside;
    parts of a calculation that are all of one kind have one size of cells, which is it.
    """
    if sizes.common < 1:
        return sizes.common / READABLE
    is_wrapped = any(group.wraps for group in groups)
    if is_wrapped and len({group.is_small for group in groups}) == 1:
        return max(map(sizes.of, groups))
    return math.sqrt(sizes.common * sizes.small)


def _fit(space: _Space, across: Sequence[int]) -> CellSizes:
    beside, standing = tuple(across), spread(space.groups, across)

    def sized(common: float, small: int) -> CellSizes:
        return CellSizes(common, small, beside, space.in_line, space.text, space.lines)

    def size(common: float, small: int) -> tuple[int, int]:
        return needed_by(standing, sized(common, small), is_column=space.is_column)

    smallest = 1 / _SHRINK_STEPS
    captions_width, _ = size(smallest, 1)  # no cells are so small that captions shrink
    most_width = max(space.width, captions_width)

    def fits(common: float, small: int) -> bool:
        width, height = size(common, small)
        return width <= most_width and height <= space.height

    most = space.most or largest_fit(space.width)
    readable = round(READABLE * space.text)
    if not fits(1, 1):
        small = _largest(readable, lambda cell: fits(smallest, cell))
        steps = _largest(_SHRINK_STEPS, lambda step: fits(step * smallest, small))
        return sized(steps * smallest, small)
    alike = _largest(most, lambda cell: fits(cell, 1))
    least = math.ceil(_LEFT_TO_DENSE * alike)
    small = _largest(readable, lambda cell: fits(least, cell))
    common = _largest(most, lambda cell: fits(cell, small))
    if common >= _LARGEST_BROKEN or all(group.is_small for group in space.groups):
        return sized(common, small)
    first = common * _SHRINK_STEPS
    extra = _largest(_SHRINK_STEPS, lambda step: fits((first + step - 1) * smallest, small))
    return sized((first + extra - 1) * smallest, small)


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
