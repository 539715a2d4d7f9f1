"""Small multiples: planes of numbers beside each other on one scale, one of them chosen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np
from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter, QPen
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolTip, QWidget

from convviz.ui.theme import SPACING, current_palette, theme_notifier

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import (
        QContextMenuEvent,
        QFocusEvent,
        QHelpEvent,
        QKeyEvent,
        QMouseEvent,
        QPaintEvent,
        QResizeEvent,
    )

_SMALLEST_SIDE: Final = 12
_GAP: Final = SPACING
_EDGE: Final = 3
_BAR: Final = 8


class PlaneGallery(QWidget):
    """Images in rows; a click or the arrow keys choose one, Enter or a double click opens it.

    Signals:
        chosen(int): Another one is chosen.
        opened(int): One is to be looked at in the calculator.
    """

    chosen = Signal(int)
    opened = Signal(int)

    def __init__(self, name: str, side: int, parent: QWidget | None = None) -> None:
        """Show nothing.

        Args:
            name: What is shown, translated; for screen readers.
            side: About so many pixels is an image wide.
            parent: The parent.
        """
        super().__init__(parent)
        self._wanted_side = side
        self._cells = 1
        self._images: list[QImage] = []
        self._tips: tuple[str, ...] = ()
        self._current = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)

    @property
    def current(self) -> int:
        """The chosen one, from 0."""
        return self._current

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self._images)

    def show_images(self, images: Sequence[np.ndarray], tips: Sequence[str]) -> None:
        """Show images; the chosen one stays chosen.

        Args:
            images: Each uint8 (height, width, 3).
            tips: What is said of each.
        """
        before = len(self._images), self._cells
        self._images = [image_of(pixels) for pixels in images]
        self._tips = tuple(tips)
        self._cells = max((max(pixels.shape[:2]) for pixels in images), default=1)
        self._current = min(self._current, max(0, len(self._images) - 1))
        self._describe()
        if (len(self._images), self._cells) != before:
            self.setFixedHeight(self._height(self.width()))
            self.updateGeometry()
        self.update()

    def set_current(self, number: int) -> None:
        """Choose one."""
        number = min(max(number, 0), max(0, len(self._images) - 1))
        if number != self._current:
            self._current = number
            self._describe()
            self.update()
            self.chosen.emit(number)

    def sizeHint(self) -> QSize:
        """Return room for all rows at the present width."""
        return QSize(8 * (self._wanted_side + _GAP), self._height(max(self.width(), 1)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the images without smoothing: a cell is a number."""
        painter = QPainter(self)
        palette = current_palette()
        for number, image in enumerate(self._images):
            place = self._place(number)
            if place.intersects(event.rect()):
                painter.drawImage(place, image)
        if self._images:
            colour = palette.accent if self.hasFocus() else palette.text
            painter.setPen(QPen(QColor(colour), 2))
            painter.drawRect(self._place(self._current).adjusted(-2, -2, 1, 1))
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take as much height as the rows need."""
        super().resizeEvent(event)
        self.setFixedHeight(self._height(self.width()))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that the arrow keys choose one."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that they do not."""
        super().focusOutEvent(event)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose one."""
        number = self._at(event.position().toPoint())
        if number is not None:
            self.set_current(number)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open one."""
        number = self._at(event.position().toPoint())
        if number is not None:
            self.opened.emit(number)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer to open the one under the mouse, or the chosen one."""
        number = self._at(event.pos())
        if number is not None:
            self.set_current(number)
        if self._images:
            self.menu().popup(event.globalPos())

    def menu(self) -> QMenu:
        """Return the menu of the chosen one; it is gone when it is closed."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        action = menu.addAction(self.tr("Open in the calculator"))
        action.triggered.connect(lambda: self.opened.emit(self._current))
        return menu

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose by the arrow keys, open by Enter and Ctrl+Enter."""
        columns = self._columns(self.width())
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -columns,
            Qt.Key.Key_Down: columns,
        }
        key = Qt.Key(event.key())
        if key in steps:
            target = self._current + steps[key]
            if 0 <= target < len(self._images):
                self.set_current(target)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self._images:
            self.opened.emit(self._current)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Say what is under the mouse."""
        if event.type() == event.Type.ToolTip:
            self._show_tip(event)  # type: ignore[arg-type]  # Qt says so by its type
            return True
        return super().event(event)

    def _show_tip(self, event: QHelpEvent) -> None:
        number = self._at(event.pos())
        if number is None or number >= len(self._tips):
            QToolTip.hideText()
            return
        QToolTip.showText(event.globalPos(), self._tips[number], self, self._place(number))

    def _describe(self) -> None:
        known = self._current < len(self._tips)
        self.setAccessibleDescription(self._tips[self._current] if known else "")

    def _side(self) -> int:
        """Return the side of an image: whole pixels a cell, so that all cells look alike."""
        side = self._cells * max(1, round(self._wanted_side / self._cells))
        return max(_SMALLEST_SIDE, min(side, 2 * self._wanted_side))

    def _columns(self, width: int) -> int:
        return max(1, (width - 2 * _EDGE + _GAP) // (self._side() + _GAP))

    def _height(self, width: int) -> int:
        rows = -(-len(self._images) // self._columns(width))
        return rows * (self._side() + _GAP) - (_GAP if rows else 0) + 2 * _EDGE

    def _place(self, number: int) -> QRect:
        side = self._side()
        row, column = divmod(number, self._columns(self.width()))
        corner = QPoint(_EDGE + column * (side + _GAP), _EDGE + row * (side + _GAP))
        image = self._images[number]
        longest = max(image.width(), image.height())
        width, height = side * image.width() // longest, side * image.height() // longest
        return QRect(corner, QSize(max(1, width), max(1, height)))

    def _at(self, point: QPoint) -> int | None:
        numbers = range(len(self._images))
        return next((number for number in numbers if self._place(number).contains(point)), None)


class ScaleBar(QWidget):
    """The colours of a scale that lies evenly around 0, with its ends."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ends = ("", "")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme_notifier().changed.connect(self.update)

    def show_ends(self, low: str, high: str) -> None:
        """Show what its ends stand for."""
        self._ends = low, high
        self.setAccessibleDescription(f"{low} – {high}")
        self.update()

    def sizeHint(self) -> QSize:
        """Return one line."""
        return QSize(240, self.fontMetrics().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the colours between their numbers."""
        palette, painter = current_palette(), QPainter(self)
        low, high = self._ends
        metrics = self.fontMetrics()
        left, right = (metrics.horizontalAdvance(text) + _GAP for text in (low, high))
        width = min(160, self.width() - left - right)
        bar = QRectF(left, (self.height() - _BAR) / 2, max(0, width), _BAR)
        gradient = QLinearGradient(bar.topLeft(), bar.topRight())
        gradient.setColorAt(0.0, QColor(palette.kernel_negative))
        gradient.setColorAt(0.5, QColor(palette.surface_raised))
        gradient.setColorAt(1.0, QColor(palette.kernel))
        painter.fillRect(bar, gradient)
        painter.setPen(QColor(palette.text_muted))
        painter.drawText(QRect(0, 0, left, self.height()), Qt.AlignmentFlag.AlignVCenter, low)
        end = QRect(int(bar.right()) + _GAP, 0, right, self.height())
        painter.drawText(end, Qt.AlignmentFlag.AlignVCenter, high)
        painter.end()


def image_of(pixels: np.ndarray) -> QImage:
    """Return pixels, uint8 (height, width, 3), as an image of its own."""
    height, width, _ = pixels.shape
    data = np.ascontiguousarray(pixels)
    return QImage(data.data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()
