"""Writes the numbers of many cells."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from convviz.ui.theme import cell_font
from convviz.ui.widgets.grid.numbers import MINUS, NumberNeeds, NumberStyle, number_needs
from convviz.ui.widgets.laid_texts import LaidTexts

if TYPE_CHECKING:
    from numpy.typing import NDArray

SMALLEST_NUMBER_CELL: Final = 18
"""Below this many pixels a cell shows only its colour."""

_SMALLEST_FONT: Final = 9
_FONT_SHARE: Final = 0.38
"""Of a cell, however large: numbers grow with their cells."""

_SMALL_FONT_SHARE: Final = 0.28
"""The same where numbers are long."""

_MOST_TEXTS: Final = 8192
_FEW: Final = 8
"""So many numbers are written one by one: they are not worth sorting out."""

_SIDE_ROOM: Final = 3
_SIDE_SHARE: Final = 0.1
"""Of a cell that its number leaves free."""


class NumberPainter:
    """Lays numbers out in cells of one size.

    Attributes:
        style: How numbers are written.
    """

    def __init__(self, cell: int) -> None:
        self.style = NumberStyle(0, 3.0)
        self._pixels = 0
        self._fonts: dict[int, LaidTexts] = {}
        self._needs = NumberNeeds()
        self._factor = 1.0
        self.set_cell(cell)

    @property
    def can_write(self) -> bool:
        """Whether the cells have room for truthful numbers."""
        return self._cell >= SMALLEST_NUMBER_CELL and self.style.readable

    def set_cell(self, cell: int) -> None:
        """Take the font for another size of cells, in logical pixels."""
        self._cell = cell
        self._fonts.clear()
        self._pixels = 0
        self._choose_style()

    def _take_font(self, pixels: int) -> None:
        if pixels == self._pixels:
            return
        self._pixels = pixels
        self._texts = self._fonts.setdefault(pixels, LaidTexts(cell_font(pixels), _MOST_TEXTS))
        metrics = QFontMetricsF(self._texts.font)
        self._digit_width = max(1.0, metrics.horizontalAdvance("0"))
        self._minus_width = max(1.0, metrics.horizontalAdvance(MINUS) / self._digit_width)
        self._rise = metrics.ascent() - metrics.capHeight() / 2 - 0.5

    def set_exponent(self, exponent: int) -> None:
        """Write every value as so many powers of ten, which stand beside the grid."""
        self._factor = 10.0**-exponent

    def text(self, value: float) -> str:
        """Return the text of a value."""
        return self.style.text(value * self._factor)

    def width(self, text: str) -> float:
        """Return how wide a text is drawn, in logical pixels."""
        return self._texts.of(text)[1].width()

    def set_values(self, values: NDArray[np.float64]) -> None:
        """Choose the style that suits all values of the grid, any shape."""
        needs = number_needs(self._scaled(values))
        if needs != self._needs:
            self._needs = needs
            self._choose_style()

    def paint(
        self,
        painter: QPainter,
        values: NDArray[np.float64],
        cells: NDArray[np.intp],
        colour: str,
    ) -> None:
        """Write numbers in one colour.

        Args:
            painter: Paints in the grid's coordinates.
            values: One a cell.
            cells: cells 2: row and column in the grid.
            colour: ``#rrggbb``.
        """
        if not values.size:
            return
        painter.setFont(self._texts.font)
        painter.setPen(QColor(colour))
        if values.size <= _FEW:
            for value, (row, column) in zip(values.tolist(), cells.tolist(), strict=True):
                self._write(painter, value, row, column)
            return
        texts, numbers = self.style.texts(self._scaled(values))
        statics = [self._texts.of(text) for text in texts]
        half_widths = np.array([size.width() / 2 for _, size in statics])
        middles = (cells + 0.5) * self._cell + 0.5
        lefts = np.rint(middles[:, 1] - half_widths[numbers]).tolist()
        tops = (middles[:, 0] - self._rise).tolist()
        for left, top, number in zip(lefts, tops, numbers.tolist(), strict=True):
            painter.drawStaticText(QPointF(left, top), statics[number][0])

    def paint_sign(
        self, painter: QPainter, sign: str, cells: NDArray[np.intp], colour: str
    ) -> None:
        """Write one sign into cells, row and column of each, in a colour."""
        static, size = self._texts.of(sign)
        painter.setFont(self._texts.font)
        painter.setPen(QColor(colour))
        for row, column in cells.tolist():
            left = round((column + 0.5) * self._cell + 0.5 - size.width() / 2)
            top = (row + 0.5) * self._cell + 0.5 - self._rise
            painter.drawStaticText(QPointF(left, top), static)

    def paint_one(
        self, painter: QPainter, value: float, row: int, column: int, colour: str
    ) -> None:
        """Write the number of one cell in a colour, ``#rrggbb``."""
        painter.setFont(self._texts.font)
        painter.setPen(QColor(colour))
        self._write(painter, value, row, column)

    def _write(self, painter: QPainter, value: float, row: int, column: int) -> None:
        """Write the number of one cell; the painter has its font and its pen."""
        static, size = self._texts.of(_text(self.style, value * self._factor))
        left = round((column + 0.5) * self._cell + 0.5 - size.width() / 2)
        painter.drawStaticText(QPointF(left, (row + 0.5) * self._cell + 0.5 - self._rise), static)

    def _wished_width(self) -> float:
        return self._needs.wished_width(self._minus_width) * self._digit_width

    def _scaled(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        return values if self._factor == 1.0 else values * self._factor

    def _choose_style(self) -> None:
        room = self._cell - max(_SIDE_ROOM, self._cell * _SIDE_SHARE)
        largest = self._cell * _FONT_SHARE
        self._take_font(max(_SMALLEST_FONT, round(largest)))
        smallest = max(_SMALLEST_FONT, self._cell * _SMALL_FONT_SHARE)
        # Rather somewhat smaller than without the digits that matter.
        while self._pixels > smallest and self._wished_width() > room:
            self._take_font(self._pixels - 1)
        self.style = self._needs.style(room / self._digit_width, self._minus_width)


@lru_cache(maxsize=4096)
def _text(style: NumberStyle, value: float) -> str:
    """Return a number as a style writes it: those of a few cells are asked for again and again."""
    return style.text(value)
