"""What can be highlighted over a grid: cells, many cells in one colour, outlines. Without Qt."""

from __future__ import annotations

from typing import TypeAlias

from msgspec import Struct


class CellMark(Struct, frozen=True, gc=False):
    """One highlighted cell.

    Attributes:
        row: Row in the grid.
        column: Column in the grid.
        fill: Colour that covers the cell, ``#rrggbb``; "" leaves the cell's own. The number is
            written again on top, dark or light as the fill needs.
        outline: Colour of a line round the cell; "" for none.
        label: A few characters in the lower right corner, such as the tap's weight.
    """

    row: int
    column: int
    fill: str = ""
    outline: str = ""
    label: str = ""


class CellWash(Struct, frozen=True, gc=False):
    """All cells at which some rows and some columns cross, in one colour.

    Attributes:
        rows: Rows in the grid, ascending, each once.
        columns: Columns in the grid, likewise.
        fill: Colour that covers the cells, as of a mark.
    """

    rows: tuple[int, ...]
    columns: tuple[int, ...]
    fill: str


Mark: TypeAlias = CellMark | CellWash


class WindowOutline(Struct, frozen=True, gc=False):
    """A rectangle round several cells.

    Attributes:
        row: First row in the grid; may lie outside.
        column: First column in the grid; may lie outside.
        height: Number of rows.
        width: Number of columns.
        colour: Colour of the line, ``#rrggbb``; "" takes the theme's window colour.
        dashed: Whether the line is dashed: something that is not there, or not yet.
    """

    row: int
    column: int
    height: int
    width: int
    colour: str = ""
    dashed: bool = False
