"""Where matrices stand so that what is multiplied lines up: factors left and above. Without Qt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from convviz.ui.widgets.grid.layout_shapes import (
    MARGIN,
    CellSizes,
    GroupPlace,
    GroupShape,
    Layout,
    grids_size,
)

GAP: Final = 24
"""Between matrices side by side, in logical pixels."""

LINE_GAP: Final = 8
"""Between a matrix and the caption of the one below it."""

LARGEST_CELL: Final = 44
"""Cells do not grow past this by themselves."""

ASIDE_SHARE: Final = 0.36
"""How much of the width a matrix aside may take."""

_STEPS: Final = 64
"""Into so many parts a pixel is divided where cells of one pixel do not fit."""


@dataclass(frozen=True, slots=True)
class MatrixSlot:
    """Where a matrix stands among others.

    Attributes:
        line: Number of its line, from above.
        column: Number of its column, from the left; matrices of one column have as many columns
            of cells, so that these line up.
    """

    line: int
    column: int


def largest_fit(
    shapes: Sequence[GroupShape],
    blocks: Sequence[MatrixSlot],
    width: int,
    height: int,
    text: float = 1.0,
) -> float:
    """Return the largest cells with which matrices fit; a part of a pixel if one is too much."""
    sizes: list[float] = [*range(round(LARGEST_CELL * text), 0, -1)]
    sizes += [step / _STEPS for step in range(_STEPS - 1, 0, -1)]
    low, high = 0, len(sizes) - 1
    while low < high:
        middle = (low + high) // 2
        layout = arrange_blocks(shapes, blocks, sizes[middle], text)
        if layout.width <= width and layout.height <= height:
            high = middle
        else:
            low = middle + 1
    return sizes[low]


def arrange_blocks(
    shapes: Sequence[GroupShape], blocks: Sequence[MatrixSlot], cell: float, text: float = 1.0
) -> Layout:
    """Place matrices of one plane each in lines and columns.

    Args:
        shapes: The matrices.
        blocks: Where each stands.
        cell: Size of their cells, in logical pixels.
        text: How large captions are beside the usual size.
    """
    cells = CellSizes(cell, 0, text=text)
    sizes = [grids_size(shape, cells) for shape in shapes]
    widths = [max(size[0], shape.caption_width) for size, shape in zip(sizes, shapes, strict=True)]
    columns = _offsets(zip((b.column for b in blocks), widths, strict=True), GAP)
    heights = (cells.caption + height for _, height in sizes)
    lines = _offsets(zip((b.line for b in blocks), heights, strict=True), LINE_GAP)
    places = []
    for (grid_width, _), block in zip(sizes, blocks, strict=True):
        left, right = columns[block.column]
        top = MARGIN + lines[block.line][0]
        grid = (MARGIN + left + (right - left - grid_width) // 2, top + cells.caption)
        places.append(GroupPlace(cell, MARGIN + left, top, right - left, grid, (grid,)))
    right_end = max(end for _, end in columns.values())
    bottom = max(end for _, end in lines.values())
    return Layout(tuple(places), right_end + 2 * MARGIN, bottom + 2 * MARGIN)


def aside_cell(shape: GroupShape, width: int, height: int, text: float = 1.0) -> float:
    """Return the size of the cells of a matrix that stands left of the others."""
    room = round(width * ASIDE_SHARE) - MARGIN
    return largest_fit((replace(shape, caption_width=0),), (MatrixSlot(0, 0),), room, height, text)


def with_aside(layout: Layout, shape: GroupShape, cell: float, text: float = 1.0) -> Layout:
    """Put a matrix left of a layout, as the first group; both on one middle line."""
    alone = arrange_blocks((shape,), (MatrixSlot(0, 0),), cell, text)
    height = max(alone.height, layout.height)
    first = _moved(alone.groups[0], 0, (height - alone.height) // 2)
    shift = (alone.width - MARGIN + GAP - MARGIN, (height - layout.height) // 2)
    others = (_moved(place, *shift) for place in layout.groups)
    return Layout((first, *others), shift[0] + layout.width, height)


def _moved(place: GroupPlace, x: int, y: int) -> GroupPlace:
    planes = tuple((left + x, top + y) for left, top in place.planes)
    operator = (place.operator[0] + x, place.operator[1] + y)
    return replace(place, left=place.left + x, top=place.top + y, operator=operator, planes=planes)


def _offsets(sizes: Iterable[tuple[int, int]], gap: int) -> dict[int, tuple[int, int]]:
    """Return the start and the end of each line (or column) from (its number, a size in it)."""
    largest: dict[int, int] = {}
    for number, size in sizes:
        largest[number] = max(size, largest.get(number, 0))
    places, start = {}, 0
    for number in sorted(largest):
        places[number] = (start, start + largest[number])
        start += largest[number] + gap
    return places
