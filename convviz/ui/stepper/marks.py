"""What is lit, as marks and outlines of the view, in the theme's colours."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from convviz.stepping.lights.highlights import LitPlane
from convviz.stepping.lines.line_parts import MINUS, value_text
from convviz.ui.theme import current_palette, mix, tap_hue
from convviz.ui.widgets.grid import CellMark, CellWash, Mark, WindowOutline

if TYPE_CHECKING:
    from convviz.stepping.lights.highlights import LitCell
    from convviz.ui.theme import Palette

_CROPPED: Final = 0.45
"""How much of its hue a tap keeps on a cell that is cropped."""

_LONGEST_LABEL: Final = 5
"""Characters of a weight that fit the corner of a cell."""


class TapHues(dict[int, str]):
    """The hues of a kernel's taps, each found when it is asked for: a block may have thousands."""

    def __init__(self, count: int, palette: Palette) -> None:
        super().__init__()
        self._count, self._palette = count, palette

    def __missing__(self, tap: int) -> str:
        """Find the hue of another tap."""
        hue = self[tap] = tap_hue(tap, self._count, self._palette)
        return hue


@lru_cache(maxsize=64)
def tap_hues(count: int, palette: Palette) -> TapHues:
    """Return the hue of every tap of a kernel."""
    return TapHues(count, palette)


class PlaneMarks:
    """The marks of one plane's lit cells: cells that stay lit from step to step keep theirs."""

    def __init__(self) -> None:
        self._looks: tuple[int, Palette | None] = (0, None)
        self._lit = LitPlane()
        self._marks: list[Mark] = []

    def of(self, lit: LitPlane, taps: int) -> list[Mark]:
        """Return the marks of lit cells: each wears its tap's hue, the maximum has an outline.

        Args:
            lit: What is lit on the plane.
            taps: Number of taps of the kernel.

        Returns:
            The same list as before while the same is lit.
        """
        palette = current_palette()
        before, looks = self._lit, (taps, palette)
        is_alike = looks == self._looks and lit.wash is before.wash
        if is_alike and lit.cells is before.cells:
            return self._marks
        hues = tap_hues(taps, palette)
        if is_alike and lit.wash is None and len(lit.cells) == len(before.cells):
            known = zip(lit.cells, before.cells, self._marks, strict=True)
            marks: list[Mark] = [
                mark if cell is same else _cell_mark(cell, hues, palette)
                for cell, same, mark in known
            ]
        else:
            marks = [_cell_mark(cell, hues, palette) for cell in lit.cells]
            if lit.wash is not None:
                marks.insert(0, CellWash(lit.wash.rows, lit.wash.columns, hues[lit.wash.tap]))
        self._looks, self._lit, self._marks = looks, lit, marks
        return marks


def _cell_mark(cell: LitCell, hues: TapHues, palette: Palette) -> CellMark:
    hue = hues[cell.tap]
    return CellMark(
        cell.row,
        cell.column,
        mix(palette.surface_raised, hue, _CROPPED) if cell.is_cropped else hue,
        palette.window if cell.is_winner else "",
        "" if cell.label is None else _label(cell.label, adds=cell.adds),
    )


def _label(number: float, *, adds: bool) -> str:
    return added_label(number) if adds else weight_label(number)


def outlines(lit: LitPlane, *, pinned: bool = False) -> list[WindowOutline]:
    """Return the outlines of a window or of the cells at hand; pinned ones wear the accent."""
    colour = current_palette().accent if pinned else ""
    boxes = lit.copies if lit.box is None else (lit.box, *lit.copies)
    return [WindowOutline(box.row, box.column, box.height, box.width, colour) for box in boxes]


def added_label(product: float) -> str:
    """Return what a stamp adds, as it stands in a cell's corner; "" where it is too long."""
    text = value_text(product)
    if len(text) > _LONGEST_LABEL:
        text = value_text(round(product, 2))
    if text == "0" and product != 0:
        return ""
    text = text if text.startswith(MINUS) else f"+{text}"
    return text if len(text) <= _LONGEST_LABEL + 1 else ""


@lru_cache(maxsize=4096)
def weight_label(weight: float) -> str:
    """Return the factor of a cell as it stands in its corner; "" where it is too long."""
    text = value_text(weight)
    if len(text) > _LONGEST_LABEL:
        text = value_text(round(weight, 2))
    says_nothing = len(text) > _LONGEST_LABEL or (text == "0" and weight != 0)
    return "" if says_nothing else f"\u00d7{text}"
