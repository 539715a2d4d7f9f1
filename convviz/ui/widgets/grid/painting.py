"""Paints the cells of one grid: fills as one image, outlines and numbers only where asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

import numpy as np
from PySide6.QtCore import QLineF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from convviz.stepping.cells import CellKind
from convviz.ui.theme import current_palette, mix
from convviz.ui.widgets.grid.cell_lines import hatch_lines, outline_lines
from convviz.ui.widgets.grid.fills import (
    HALF,
    FillScale,
    fill_indices,
    fill_scale,
    largest_magnitude,
)
from convviz.ui.widgets.grid.kinds import GridRole, Tone
from convviz.ui.widgets.grid.number_painter import SMALLEST_NUMBER_CELL, NumberPainter
from convviz.ui.widgets.grid.vector import is_vector, paint_cells

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from numpy.typing import NDArray

    from convviz.ui.theme import Palette

_Cell = TypeVar("_Cell", bound=np.generic)

_HIDDEN_SIGN: Final = "?"
_SMALLEST_LINED_CELL: Final = 6
_SMALLEST_OUTLINED_CELL: Final = 16
"""Below it padding and overhang are outlined as one area: single dashes would be a grey noise."""
_SMALLEST_HATCHED_CELL: Final = 8
_NUMBERLESS: Final = (
    CellKind.OVERHANG,
    CellKind.PENDING,
    CellKind.HIDDEN,
    CellKind.ABSENT,
    CellKind.MISSING,
)
_MUTED: Final = (
    CellKind.INSERTED_ZERO,
    CellKind.CROPPED,
    CellKind.UNTOUCHED,
    CellKind.NO_ENTRY,
)
_HATCHED: Final = (CellKind.DROPPED, CellKind.CROPPED)
_WAITING: Final = (CellKind.PENDING, CellKind.HIDDEN)


def _table(kinds: Collection[CellKind]) -> NDArray[np.bool_]:
    """Return for every kind whether it is one of some: looked up, it costs less than np.isin."""
    return np.array([kind in kinds for kind in CellKind])


_IS_WRITTEN: Final = ~_table(_NUMBERLESS)
_IS_MUTED: Final = _table(_MUTED)
_IS_HATCHED: Final = _table(_HATCHED)
_COUNTS: Final = _IS_WRITTEN | _table(_WAITING)
"""What waits to be shown counts: numbers must not look otherwise with each that comes."""


class GridPainting:
    """The numbers, kinds and looks of one grid, and how a part of it is painted.

    Attributes:
        values: rows columns, float64.
        kinds: rows columns, uint8 of CellKind.
        role: Decides the hue; after a change call :meth:`refresh_looks`.
    """

    def __init__(self, role: GridRole = GridRole.INPUT) -> None:
        self.values: NDArray[np.float64] = np.zeros((0, 0))
        self.kinds: NDArray[np.uint8] = np.zeros((0, 0), dtype=np.uint8)
        self._cell = 24
        self.role = role
        self._largest = 0.0
        self._pinned_scale: float | None = None
        self._tone: Tone | None = None
        self._darkest = 0.0
        self._wants_numbers = True
        self._exponent = 0
        self._indices: NDArray[np.uint16] = np.zeros((0, 0), dtype=np.uint16)
        self._image = QImage()
        self._outlines: dict[CellKind, list[QLineF]] = {}
        self._is_plain = True  # all cells are REAL
        self._is_stale = self._is_style_stale = True
        self._numbers = NumberPainter(self._cell)
        self.refresh_looks()

    @property
    def cell(self) -> int:
        """Size of a cell, in logical pixels."""
        return self._cell

    @cell.setter
    def cell(self, pixels: int) -> None:
        self._cell = pixels
        self._outlines.clear()
        self._numbers.set_cell(pixels)

    @property
    def shows_numbers(self) -> bool:
        """Whether cells have room for truthful numbers."""
        self._renew()
        return self._wants_numbers and self._numbers.can_write

    @property
    def image(self) -> QImage:
        """The fills, one pixel a cell."""
        self._renew()
        return self._image

    def set_scale(self, largest: float | None) -> bool:
        """Pin the value at the ends of the colour scale; None takes it from the values.

        Returns:
            Whether that is another scale than before.
        """
        changed = largest != self._pinned_scale
        self._pinned_scale = largest
        self._is_stale |= changed
        return changed

    def set_tone(self, tone: Tone | None, darkest: float) -> bool:
        """Draw brightness from a darkest value on; None draws sign and magnitude.

        Returns:
            Whether that is something else than before.
        """
        changed = (tone, darkest) != (self._tone, self._darkest)
        self._tone, self._darkest = tone, darkest
        if changed:
            self.refresh_looks()
        return changed

    def set_numbers(self, *, shown: bool) -> bool:
        """Decide whether cells with room for numbers show them.

        Returns:
            Whether that is something else than before.
        """
        changed = shown != self._wants_numbers
        self._wants_numbers = shown
        return changed

    def set_exponent(self, exponent: int) -> bool:
        """Write values as so many powers of ten.

        Returns:
            Whether that is something else than before.
        """
        changed = exponent != self._exponent
        if changed:
            self._exponent, self._is_stale = exponent, True
            self._numbers.set_exponent(exponent)
        return changed

    def set_content(
        self, values: NDArray[np.float64], kinds: NDArray[np.uint8]
    ) -> NDArray[np.bool_] | None:
        """Take new values and kinds.

        Args:
            values: rows columns.
            kinds: rows columns.

        Returns:
            Which cells look different now, rows columns; None when all of them may.
        """
        old_indices, old_values, old_kinds = self._indices, self.values, self.kinds
        old_style, old_largest = self._numbers.style, self._largest
        same_kinds = np.array_equal(old_kinds, kinds)
        if not same_kinds:
            self._outlines.clear()
            self._is_plain = not kinds.any()
        if self._is_stale or old_values.shape != values.shape:
            self.values, self.kinds, self._is_stale = values, kinds, True
            return None
        if np.array_equal(old_values, values) and same_kinds:
            return np.zeros(values.shape, dtype=np.bool_)
        self.values, self.kinds, self._is_stale = values, kinds, True
        self._renew()
        moves_outlines = not same_kinds and self._cell < _SMALLEST_OUTLINED_CELL
        if old_style != self._numbers.style or old_largest != self._largest or moves_outlines:
            return None
        changed: NDArray[np.bool_] = (
            (old_indices != self._indices)
            | (old_kinds != kinds)
            | ((old_values != values) & ~(np.isnan(old_values) & np.isnan(values)))
        )
        return changed

    def refresh_looks(self) -> None:
        """Take the colours of the current theme."""
        palette = current_palette()
        self._palette = palette
        self._scale: FillScale = fill_scale(palette, self.role, self._tone)
        self._is_stale = True

    def text(self, row: int, column: int) -> str:
        """Return the number as it is written in the cell, "" where none is."""
        kind = CellKind(int(self.kinds[row, column]))
        if kind in _NUMBERLESS:
            return ""
        self._renew()
        self._renew_style()
        return self._numbers.text(float(self.values[row, column]))

    def fill(self, row: int, column: int) -> str:
        """Return the colour of a cell, ``#rrggbb``."""
        self._renew()
        return self._scale.colour(int(self._indices[row, column]))

    def paint(self, painter: QPainter, region: QRect) -> None:
        """Paint the cells that a region touches.

        Args:
            painter: Paints in the grid's own coordinates.
            region: In logical pixels.
        """
        self._renew()
        rows, columns = self.values.shape
        cell = self.cell
        top, bottom = max(0, region.top() // cell), min(rows, region.bottom() // cell + 1)
        left, right = max(0, region.left() // cell), min(columns, region.right() // cell + 1)
        if top >= bottom or left >= right:
            return
        source = QRect(left, top, right - left, bottom - top)
        target = QRect(left * cell, top * cell, source.width() * cell, source.height() * cell)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=False)
        if is_vector(painter):
            paint_cells(painter, self._image, source, cell)
        else:
            painter.drawImage(target, self._image, source)
        self.paint_lines(painter, target)
        self._paint_kinds(painter, source)
        if self.shows_numbers:
            self._paint_numbers(painter, source)

    def paint_lines(self, painter: QPainter, target: QRect) -> None:
        """Paint the lines round the cells of an area, in the grid's coordinates."""
        cell = self.cell
        if cell < _SMALLEST_LINED_CELL or (self._tone is not None and not self.shows_numbers):
            return
        colour = QColor(mix(self._palette.border, self._scale.colour(2 * HALF), 0.25))
        left, top, width, height = target.x(), target.y(), target.width(), target.height()
        for x in range(left, left + width + 1, cell):
            painter.fillRect(x, top, 1, height + 1, colour)
        for y in range(top, top + height + 1, cell):
            painter.fillRect(left, y, width + 1, 1, colour)

    def paint_number(self, painter: QPainter, row: int, column: int, colour: str) -> None:
        """Write the number of one cell in a colour of the caller's."""
        if self.shows_numbers and int(self.kinds[row, column]) not in _NUMBERLESS:
            value = float(self.values[row, column])
            self._numbers.paint_one(painter, value, row, column, colour)

    def paint_numbers(
        self, painter: QPainter, rows: Sequence[int], columns: Sequence[int], colour: str
    ) -> None:
        """Write the numbers of the cells at which rows and columns cross, in one colour."""
        if self.shows_numbers and rows and columns:
            crossing = np.ix_(np.asarray(rows), np.asarray(columns))
            wanted = _IS_WRITTEN[self.kinds[crossing]]
            cells = np.argwhere(wanted)
            places = np.stack([np.asarray(rows)[cells[:, 0]], np.asarray(columns)[cells[:, 1]]], 1)
            self._numbers.paint(painter, self.values[crossing][wanted], places, colour)

    def _renew(self) -> None:
        """Compute colours and the way numbers are written, if something changed since."""
        if self._is_stale:
            self._is_stale, self._is_style_stale = False, True
            self._update_fills()
        if self._cell >= SMALLEST_NUMBER_CELL:
            self._renew_style()

    def _renew_style(self) -> None:
        """Find the way numbers are written: where cells are too small for any, it is not asked."""
        if self._is_style_stale:
            self._is_style_stale = False
            self._update_style()

    def _update_fills(self) -> None:
        self._largest = self._scale_end()
        smallest = None if self._tone is None else self._darkest
        self._indices = fill_indices(self.values, self.kinds, self._largest, smallest)
        rows, columns = self.values.shape
        pixels = self._scale.rgb.take(self._indices)
        view = QImage(pixels.data, columns, rows, 4 * columns, QImage.Format.Format_RGB32)
        self._image = view.copy()

    def _scale_end(self) -> float:
        """Return the absolute value at the ends of the colour scale."""
        if self._pinned_scale is not None:
            return self._pinned_scale
        values = self.values if self._is_plain else self.values[self.kinds == CellKind.REAL]
        return largest_magnitude(values)

    def _update_style(self) -> None:
        values = self.values if self._is_plain else self.values[_COUNTS[self.kinds]]
        self._numbers.set_values(values)

    def _paint_kinds(self, painter: QPainter, source: QRect) -> None:
        kinds = _part(self.kinds, source)
        if self._is_plain or not kinds.any():
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)
        self._paint_hidden(painter, source, kinds == CellKind.HIDDEN)
        if self.cell >= _SMALLEST_HATCHED_CELL:
            self._hatch(painter, source, _IS_HATCHED[kinds])
        for kind, pen in _dashed(self._palette):
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            if self.cell >= _SMALLEST_OUTLINED_CELL:
                painter.drawRects(self._rects(source, kinds == kind, 2.5))
            else:
                painter.drawLines(self._outline(kind))
        painter.restore()

    def paint_outlines(self, painter: QPainter, cell: float) -> None:
        """Outline the areas of padding and the like, for cells of a size of the caller's."""
        if self._is_plain:
            return
        for kind, pen in _dashed(self._palette):
            mask = self.kinds == kind
            if mask.any():
                painter.setPen(pen)
                painter.drawLines(outline_lines(mask, cell))

    def _outline(self, kind: CellKind) -> list[QLineF]:
        """Return the outline of all cells of a kind, found once: parts must look like the whole."""
        if kind not in self._outlines:
            self._outlines[kind] = outline_lines(self.kinds == kind, self.cell)
        return self._outlines[kind]

    def _paint_hidden(self, painter: QPainter, source: QRect, mask: NDArray[np.bool_]) -> None:
        """Write the sign of what is to be asked for, where cells have room for numbers."""
        if self._numbers.can_write and mask.any():
            corner = (source.top(), source.left())
            cells, colour = np.argwhere(mask) + corner, self._palette.text_muted
            self._numbers.paint_sign(painter, _HIDDEN_SIGN, cells, colour)

    def _hatch(self, painter: QPainter, source: QRect, mask: NDArray[np.bool_]) -> None:
        palette = self._palette
        painter.setPen(QPen(QColor(mix(palette.surface_raised, palette.dropped, 0.55)), 1.0))
        lines = [hatch_lines(rect) for rect in self._rects(source, mask, 2.0)]
        painter.drawLines([line for of_cell in lines for line in of_cell])

    def _rects(self, source: QRect, mask: NDArray[np.bool_], inset: float) -> list[QRectF]:
        """Return the cells of a part that a mask names, so much smaller at each side."""
        size = self.cell + 1.0 - 2 * inset
        corner = (source.top(), source.left())
        places = ((np.argwhere(mask) + corner) * self.cell + inset).tolist()
        return [QRectF(x, y, size, size) for y, x in places]

    def _paint_numbers(self, painter: QPainter, source: QRect) -> None:
        values, palette = _part(self.values, source), self._palette
        dark = self._scale.dark_number[_part(self._indices, source)]
        masks = [(dark, palette.cell_dark), (~dark, palette.cell_light)]
        if not self._is_plain:
            kinds = _part(self.kinds, source)
            muted, wanted = _IS_MUTED[kinds], _IS_WRITTEN[kinds]
            masks = [(mask & wanted & ~muted, colour) for mask, colour in masks]
            masks.append((wanted & muted, palette.text_muted))
        corner = (source.top(), source.left())
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing, on=True)
        for mask, colour in masks:
            if mask.any():
                cells = np.array(mask.nonzero()).T + corner
                self._numbers.paint(painter, values[mask], cells, colour)


def _part(array: NDArray[_Cell], source: QRect) -> NDArray[_Cell]:
    rows = slice(source.top(), source.top() + source.height())
    return array[rows, source.left() : source.left() + source.width()]


def _dashed(palette: Palette) -> list[tuple[CellKind, QPen]]:
    """Return the kinds of cells that are outlined by dashes, each with its pen."""
    pens = []
    for kind, colour, width in (
        (CellKind.PADDING, palette.padding, 1.0),
        (CellKind.OVERHANG, palette.overhang, 1.5),
        (CellKind.MISSING, palette.error, 1.5),
    ):
        pen = QPen(QColor(colour), width)
        pen.setDashPattern([3.0, 2.5])
        pens.append((kind, pen))
    return pens
