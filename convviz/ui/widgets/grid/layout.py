"""Where the planes of a view stand: groups side by side, rows one above the other. Without Qt."""

from __future__ import annotations

import math
from collections.abc import Sequence

from convviz.ui.widgets.grid.layout_shapes import (
    MARGIN,
    PLANE_GAP,
    CellSizes,
    GroupPlace,
    GroupShape,
    Layout,
    are_rows,
    grids_size,
    spread,
)


def arrange(groups: Sequence[GroupShape], cells: CellSizes, *, is_column: bool = False) -> Layout:
    """Place groups from left to right on one middle line; rows below each other, centred.

    Args:
        groups: The groups.
        cells: How large their cells are.
        is_column: Whether all groups stand below each other.
    """
    groups = spread(groups, cells.across)
    lines = _lines(groups, cells, is_column=is_column)
    width, height = _needed(lines, cells)
    places: list[GroupPlace] = []
    top = MARGIN
    for line in lines:
        top += cells.gap_above(line) if line is not lines[0] else 0
        line_width, line_height = _line_size(line, cells)
        left = (width - line_width) // 2 + _lead(lines, line, cells) // 2
        middle = top + cells.caption + (line_height - cells.caption) // 2
        for number, group in enumerate(line):
            left += cells.gap_before(group) if number else 0
            operator = (left - cells.gap_before(group) // 2, middle)
            if number == 0 and len(lines) > 1 and cells.lines == 1:
                operator = (width // 2, top - cells.line_gap // 2)
            place = _place(group, cells, (left, middle), operator)
            places.append(place)
            left += place.width
        top += line_height
    return Layout(tuple(places), width, height)


def needed_by(
    standing: Sequence[GroupShape], cells: CellSizes, *, is_column: bool = False
) -> tuple[int, int]:
    """Return the width and the height that groups take, arranged likewise.

    Args:
        standing: The groups, each with its planes side by side as ``cells.across`` says.
        cells: How large their cells are.
        is_column: Whether all groups stand below each other.
    """
    return _needed(_lines(standing, cells, is_column=is_column), cells)


def _lines(
    groups: Sequence[GroupShape], cells: CellSizes, *, is_column: bool
) -> list[list[GroupShape]]:
    """Return the groups line by line: all in one, but in a column, and each row, on its own.

    Where groups say which of them begin lines, that is done, unless it is a column.

    A single cell between others, a bias, stands beside the group before it.
    """
    if cells.lines > 1:
        return _wrapped(groups, cells)
    says_lines = any(group.starts_line for group in groups)
    if cells.in_line or not (is_column or says_lines or are_rows(groups)):
        return [list(groups)]
    if says_lines and not is_column:
        return _said_lines(groups)
    lines: list[list[GroupShape]] = []
    for number, group in enumerate(groups):
        if 0 < number < len(groups) - 1 and group.columns * group.planes == 1:
            lines[-1].append(group)
        else:
            lines.append([group])
    return lines


def _said_lines(groups: Sequence[GroupShape]) -> list[list[GroupShape]]:
    lines: list[list[GroupShape]] = []
    for group in groups:
        if group.starts_line or not lines:
            lines.append([])
        lines[-1].append(group)
    return lines


def _wrapped(groups: Sequence[GroupShape], cells: CellSizes) -> list[list[GroupShape]]:
    """Return the groups in so many lines as are asked for, the widest as narrow as can be."""
    widths = [
        max(grids_size(group, cells)[0], group.caption_width) + cells.gap_before(group)
        for group in groups
    ]
    room, all_widths = max(widths), sum(widths)
    while room * cells.lines < all_widths:  # so many lines cannot hold them
        room += max(1, room // _WIDENED)
    while len(lines := _filled(groups, widths, room)) > cells.lines:
        room += max(1, room // _WIDENED)
    return lines


_WIDENED = 16
"""A line that is too narrow grows by this part of itself."""


def _filled(
    groups: Sequence[GroupShape], widths: Sequence[int], room: int
) -> list[list[GroupShape]]:
    """Return lines that hold as many groups as there is room for."""
    lines: list[list[GroupShape]] = [[]]
    filled = 0
    for group, width in zip(groups, widths, strict=True):
        if lines[-1] and filled + width > room:
            lines.append([])
            filled = 0
        lines[-1].append(group)
        filled += width
    return lines


def _lead(
    lines: Sequence[Sequence[GroupShape]], line: Sequence[GroupShape], cells: CellSizes
) -> int:
    """Return what stands free before a line's first group: the operator, where groups wrap."""
    return cells.group_gap if cells.lines > 1 and line is not lines[0] else 0


def _place(
    group: GroupShape, cells: CellSizes, corner: tuple[int, int], operator: tuple[int, int]
) -> GroupPlace:
    """Place a group whose left edge and middle line are known."""
    cell = cells.of(group)
    left, middle = corner
    grids_width, grids_height = grids_size(group, cells)
    width = max(grids_width, group.caption_width)
    start_x = left + (width - grids_width) // 2
    start_y = middle - grids_height // 2
    title = cells.title if group.titled else 0
    step_x = math.ceil(group.columns * cell) + 1 + PLANE_GAP
    step_y = math.ceil(group.rows * cell) + 1 + PLANE_GAP + title
    planes = tuple(
        (
            start_x + step_x * (number % group.across),
            start_y + title + step_y * (number // group.across),
        )
        for number in range(group.planes)
    )
    return GroupPlace(cell, left, start_y - cells.caption, width, operator, planes)


def _line_size(line: Sequence[GroupShape], cells: CellSizes) -> tuple[int, int]:
    width, tallest = sum(map(cells.gap_before, line[1:])), 0
    for group in line:
        grids_width, grids_height = grids_size(group, cells)
        width += max(grids_width, group.caption_width)
        tallest = max(tallest, grids_height)
    return width, tallest + cells.caption


def _needed(lines: Sequence[Sequence[GroupShape]], cells: CellSizes) -> tuple[int, int]:
    sizes = [_line_size(line, cells) for line in lines]
    leads = [_lead(lines, line, cells) for line in lines]
    width = max((size[0] + lead for size, lead in zip(sizes, leads, strict=True)), default=0)
    height = sum(size[1] for size in sizes) + sum(map(cells.gap_above, lines[1:]))
    return width + 2 * MARGIN, height + 2 * MARGIN
