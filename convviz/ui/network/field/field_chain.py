"""A row of small planes: what the chosen layer's cell sees at every layer before it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QFont, QImage, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from convviz.ui.network.field.field_chain_texts import (
    link_heading,
    link_numbers,
    link_sight,
    link_tip,
)
from convviz.ui.theme import SPACING, current_palette, theme_notifier
from convviz.ui.widgets.drawn_widget import DrawnWidget
from convviz.ui.widgets.number_texts import shape_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from PySide6.QtGui import QMouseEvent, QPaintEvent

    from convviz.ui.network.field.field_chain_scene import SeenLink
    from convviz.ui.network.field.receptive_field_scene import Place

_SIDE: Final = 96
_LETTERS: Final = 9
"""Letters that have room beside each other at a plane."""
_ARROW: Final = 14
_LEAST_CELL: Final = 3
"""Pixels of a cell below which no lines are drawn around cells: the field is hatched flat."""
_ALPHA: Final = 150
_TOLD: Final = 8
"""Planes that are told to a screen reader, beside the input's."""


class FieldChainView(DrawnWidget):
    """Draws the planes that are to be seen; it stands in a scroll area.

    Signals:
        pointed(object): The mouse is at a cell (row, column) of the chosen layer; None: at none.
        clicked(object): A cell of the chosen layer is chosen.
        layer_wanted(int): Another layer's field is to be shown, by its number.
    """

    pointed = Signal(object)
    clicked = Signal(object)
    layer_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._seen: tuple[SeenLink, ...] = ()
        self._number_lines = 1
        self.setAccessibleName(self.tr("The field at every layer before"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        theme_notifier().changed.connect(self._resize)

    @property
    def seen(self) -> tuple[SeenLink, ...]:
        """What is shown."""
        return self._seen

    def keep_lines(self, count: int) -> None:
        """Keep room for so many lines of numbers, so that nothing moves from layer to layer."""
        if count != self._number_lines:
            self._number_lines = count
            self._resize()

    def show_chain(self, seen: Sequence[SeenLink]) -> None:
        """Show what a cell sees, from the network's input to the cell itself."""
        before, self._seen = len(self._seen), tuple(seen)
        count = len(self._seen)
        told = (*self._seen[:1], *self._seen[-_TOLD:]) if count > _TOLD else self._seen
        texts = (f"{link_heading(link)}: {link_sight(link)}" for link in told)
        self.setAccessibleDescription("; ".join(texts))
        if before != count:
            self._resize()
        self.update()

    def plane(self, number: int) -> QRect:
        """Return where the plane of a link is."""
        rows, columns = self._seen[number].link.size
        longest = max(rows, columns, 1)
        cell = max(_SIDE // longest, 0)
        width = columns * cell if cell else max(2, round(_SIDE * columns / longest))
        height = rows * cell if cell else max(2, round(_SIDE * rows / longest))
        column = self._column(number)
        top = column.top() + 2 * self._line() + SPACING
        left = column.left() + (column.width() - width) // 2
        return QRect(left, top + (_SIDE - height) // 2, width, height)

    def sizeHint(self) -> QSize:
        """Return room for all planes."""
        count = len(self._seen)
        width = count * (self._width + _ARROW) - _ARROW if count else 0
        lines = 3 + self._number_lines
        return QSize(max(width, 1), lines * self._line() + _SIDE + 3 * SPACING)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the planes in sight, with arrows between them."""
        painter = QPainter(self)
        first = max(0, event.rect().left() // (self._width + _ARROW) - 1)
        last = event.rect().right() // (self._width + _ARROW) + 1
        for number in range(first, min(len(self._seen), last + 1)):
            self._draw(painter, number)
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Point at a cell of the chosen layer."""
        self.pointed.emit(self.cell_at(event.position().toPoint()))

    def leaveEvent(self, event: object) -> None:
        """Point at none."""
        del event
        self.pointed.emit(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose a cell of the chosen layer, or another layer."""
        point = event.position().toPoint()
        cell, number = self.cell_at(point), point.x() // (self._width + _ARROW)
        if cell is not None:
            self.clicked.emit(cell)
        elif number < len(self._seen) - 1 and self.plane(number).contains(point):
            layer = self._seen[number].link.layer
            if layer >= 0:
                self.layer_wanted.emit(layer)

    def cell_at(self, point: QPoint) -> Place | None:
        """Return the cell of the chosen layer's plane, which is the last one, at a point."""
        if not self._seen:
            return None
        place, (rows, columns) = self.plane(len(self._seen) - 1), self._seen[-1].link.size
        if not place.contains(point):
            return None
        row = (point.y() - place.top()) * rows // place.height()
        column = (point.x() - place.left()) * columns // place.width()
        return min(row, rows - 1), min(column, columns - 1)

    def tip_at(self, point: QPoint) -> tuple[str, QRect] | None:
        """Return what is seen of the layer at a point, and its numbers with their meaning."""
        number = point.x() // (self._width + _ARROW)
        if not 0 <= number < len(self._seen):
            return None
        return link_tip(self._seen[number]), self._column(number)

    @property
    def _width(self) -> int:
        return max(_SIDE + 4 * SPACING, _LETTERS * self.fontMetrics().averageCharWidth())

    def _line(self) -> int:
        return self.fontMetrics().height()

    def _column(self, number: int) -> QRect:
        return QRect(number * (self._width + _ARROW), 0, self._width, self.height())

    def _resize(self) -> None:
        self.setFixedSize(self.sizeHint())
        self.updateGeometry()
        self.update()

    def _draw(self, painter: QPainter, number: int) -> None:
        seen, palette, column = self._seen[number], current_palette(), self._column(number)
        line, place = self._line(), self.plane(number)
        is_last = number == len(self._seen) - 1
        font = QFont(self.font())
        font.setBold(is_last)
        painter.setFont(font)
        top = QRect(column.left(), column.top(), column.width(), line)
        self._write(painter, top, link_heading(seen), palette.text)
        painter.setFont(self.font())
        self._write(
            painter, top.translated(0, line), shape_text(seen.link.shape), palette.text_muted
        )
        below = top.translated(0, 2 * line + _SIDE + 2 * SPACING)
        self._write(painter, below, link_sight(seen), palette.text)
        for at, text in enumerate(link_numbers(seen.link), start=1):
            self._write(painter, below.translated(0, at * line), text, palette.text_muted)
        if seen.is_drawn:
            is_input = not seen.link.number
            colour = QColor(palette.input if is_input else palette.output)
            _draw_plane(painter, place, seen.mask(), colour)
        else:
            painter.fillRect(place, QColor(palette.surface_sunken))
        if not is_last:
            middle = column.top() + 2 * line + SPACING + _SIDE // 2
            arrow = QRect(column.right(), middle - line, _ARROW, 2 * line)
            painter.setPen(QColor(palette.text_muted))
            painter.drawText(arrow, Qt.AlignmentFlag.AlignCenter, "\u2192")

    def _write(self, painter: QPainter, place: QRect, text: str, colour: str) -> None:
        painter.setPen(QColor(colour))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, shown)


def _draw_plane(painter: QPainter, place: QRect, mask: NDArray[np.bool_], colour: QColor) -> None:
    """Draw a plane and the cells of the field in it; small cells without lines, hatched."""
    palette = current_palette()
    rows, columns = mask.shape
    cell = min(place.width() / columns, place.height() / rows)
    painter.fillRect(place, QColor(palette.surface_raised))
    image = _mask_image(mask, colour, _ALPHA)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=cell < 1)
    painter.drawImage(place, image)
    bounds = _bounds(place, mask)
    if cell >= _LEAST_CELL:
        _draw_lines(painter, place, rows, columns, QColor(palette.border))
    elif bounds is not None and mask.any():
        painter.save()
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        painter.fillRect(bounds, QBrush(colour, Qt.BrushStyle.BDiagPattern))
        painter.restore()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(palette.border_strong), 1))
    painter.drawRect(place.adjusted(0, 0, -1, -1))
    if bounds is not None:
        painter.setPen(QPen(QColor(palette.overhang), 2))
        painter.drawRect(bounds)


def _mask_image(mask: NDArray[np.bool_], colour: QColor, alpha: int) -> QImage:
    """Return the cells of a mask in a colour, all others transparent."""
    pixels = np.zeros((*mask.shape, 4), np.uint8)
    pixels[mask] = colour.red(), colour.green(), colour.blue(), alpha
    rows, columns = mask.shape
    form = QImage.Format.Format_RGBA8888
    return QImage(pixels.tobytes(), columns, rows, 4 * columns, form).copy()


def _bounds(place: QRect, mask: NDArray[np.bool_]) -> QRectF | None:
    """Return the smallest rectangle around the cells of a mask, as it is drawn."""
    rows, columns = (np.flatnonzero(mask.any(axis=axis)) for axis in (1, 0))
    if not len(rows):
        return None
    across, down = place.width() / mask.shape[1], place.height() / mask.shape[0]
    left, top = place.left() + columns[0] * across, place.top() + rows[0] * down
    width, height = (columns[-1] + 1 - columns[0]) * across, (rows[-1] + 1 - rows[0]) * down
    return QRectF(left, top, max(width, 2.0), max(height, 2.0))


def _draw_lines(painter: QPainter, place: QRect, rows: int, columns: int, colour: QColor) -> None:
    painter.setPen(QPen(colour, 1))
    for column in range(1, columns):
        x = place.left() + round(column * place.width() / columns)
        painter.drawLine(x, place.top(), x, place.bottom())
    for row in range(1, rows):
        y = place.top() + round(row * place.height() / rows)
        painter.drawLine(place.left(), y, place.right(), y)
