"""Base of galleries: tiles in rows, one of them chosen, any of them opened in the calculator."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from convviz.ui.theme import SPACING, current_palette, theme_notifier
from convviz.ui.widgets.drawn_widget import DrawnWidget

if TYPE_CHECKING:
    from PySide6.QtGui import (
        QContextMenuEvent,
        QKeyEvent,
        QMouseEvent,
        QPaintEvent,
        QResizeEvent,
    )

GAP: Final = SPACING
_EDGE: Final = 3


class TileGallery(DrawnWidget):
    """A click or the arrow keys choose a tile; Enter, a double click or the menu opens it.

    It is as high as its rows need. A subclass knows the tiles and draws them.

    Signals:
        chosen(int): Another one is chosen, counted from 0.
        opened(int): One is to be looked at in the calculator, counted likewise.
    """

    chosen = Signal(int)
    opened = Signal(int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """Show nothing.

        Args:
            name: What is shown, translated; for screen readers.
            parent: The parent.
        """
        super().__init__(parent)
        self._current = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)
        theme_notifier().changed.connect(self.update)

    @property
    def count(self) -> int:
        """How many tiles there are."""
        raise NotImplementedError

    def tip(self, number: int) -> str:
        """Return what is said of a tile; "" where nothing is known."""
        raise NotImplementedError

    def _side(self) -> int:
        """Return the pixels of a tile's longer side."""
        raise NotImplementedError

    def _draw_tile(self, painter: QPainter, number: int, place: QRect) -> None:
        raise NotImplementedError

    def _choose(self, number: int) -> None:
        self.chosen.emit(number)

    def _show_anew(self, *, is_resized: bool) -> None:
        """Draw what is shown now, in as many rows as it needs."""
        self.setAccessibleDescription(self.tip(self._current))
        if is_resized:
            self.setFixedHeight(self._height(self.width()))
            self.updateGeometry()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the tiles that are to be seen, and a ring around the chosen one."""
        painter, palette = QPainter(self), current_palette()
        for number in range(self.count):
            place = self._place(number)
            if place.intersects(event.rect()):
                self._draw_tile(painter, number, place)
        if self.count:
            colour = palette.accent if self.hasFocus() else palette.text
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colour), 2))
            painter.drawRect(self._place(self._current).adjusted(-2, -2, 1, 1))
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take as much height as the rows need."""
        super().resizeEvent(event)
        self.setFixedHeight(self._height(self.width()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose one."""
        number = self._at(event.position().toPoint())
        if number is not None:
            self._choose(number)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open one."""
        number = self._at(event.position().toPoint())
        if number is not None:
            self.opened.emit(number)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer to open the one under the mouse, or the chosen one."""
        number = self._at(event.pos())
        if number is not None:
            self._choose(number)
        if self.count:
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
            if 0 <= target < self.count:
                self._choose(target)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.count:
            self.opened.emit(self._current)
        else:
            super().keyPressEvent(event)

    def tip_at(self, point: QPoint) -> tuple[str, QRect] | None:
        """Return what is said of the tile at a point."""
        number = self._at(point)
        return None if number is None else (self.tip(number), self._place(number))

    def _columns(self, width: int) -> int:
        return max(1, (width - 2 * _EDGE + GAP) // (self._side() + GAP))

    def _height(self, width: int) -> int:
        rows = -(-self.count // self._columns(width))
        return rows * (self._side() + GAP) - (GAP if rows else 0) + 2 * _EDGE

    def _place(self, number: int) -> QRect:
        side = self._side()
        row, column = divmod(number, self._columns(self.width()))
        corner = QPoint(_EDGE + column * (side + GAP), _EDGE + row * (side + GAP))
        return QRect(corner, QSize(side, side))

    def _at(self, point: QPoint) -> int | None:
        numbers = range(self.count)
        return next((number for number in numbers if self._place(number).contains(point)), None)
