"""Test pictures in rows, each marked as right or wrong, one of them chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np
from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPen
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolTip, QWidget

from convviz.ui.formats import percent_text
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

    from convviz.ui.training.judging import Pixels
    from convviz.values.evaluation import Evaluation

_SIDE: Final = 44
_GAP: Final = SPACING
_EDGE: Final = 3
_BADGE: Final = 13
_GREY: Final = 1


class PictureGallery(QWidget):
    """Small pictures; one that the network has wrong wears a cross.

    Signals:
        chosen(int): Another picture is chosen, counted from 0 among those that are shown.
        opened(int): The calculator is to show one, counted likewise.
    """

    chosen = Signal(int)
    opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._evaluation: Evaluation | None = None
        self._places: tuple[int, ...] = ()
        self._pictures: Mapping[int, Pixels] = {}
        self._images: dict[int, QImage] = {}
        self._current = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Test pictures"))
        theme_notifier().changed.connect(self.update)

    @property
    def places(self) -> tuple[int, ...]:
        """Which test pictures are shown."""
        return self._places

    @property
    def drawn(self) -> int:
        """How many of them are there to be drawn."""
        return sum(place in self._images for place in self._places)

    def show_pictures(
        self,
        evaluation: Evaluation,
        places: Sequence[int],
        pictures: Mapping[int, Pixels],
        current: int,
    ) -> None:
        """Show test pictures.

        Args:
            evaluation: What they are taken for.
            places: Which are shown.
            pictures: Those that are there by now.
            current: Which of the shown ones is chosen.
        """
        if pictures is not self._pictures:
            self._pictures = pictures
            kept = {place: image for place, image in self._images.items() if place in pictures}
            self._images = kept
        for place in places:
            if place in pictures and place not in self._images:
                self._images[place] = picture_image(pictures[place])
        is_resized = len(places) != len(self._places)
        self._evaluation, self._places, self._current = evaluation, tuple(places), current
        self.setAccessibleDescription(self._sentence(current))
        if is_resized:
            self.setFixedHeight(self._height(self.width()))
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for all rows at the present width."""
        return QSize(5 * (_SIDE + _GAP), self._height(max(self.width(), 1)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the pictures, the wrong ones with a cross."""
        painter, palette = QPainter(self), current_palette()
        for number, place in enumerate(self._places):
            where = self._place(number)
            if not where.intersects(event.rect()):
                continue
            image = self._images.get(place)
            if image is None:
                painter.fillRect(where, QColor(palette.surface_sunken))
            else:
                painter.drawImage(where, image)
            if self._evaluation is not None and not self._evaluation.is_right[place]:
                self._draw_cross(painter, where)
        if self._places:
            colour = palette.accent if self.hasFocus() else palette.text
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colour), 2))
            painter.drawRect(self._place(self._current).adjusted(-2, -2, 1, 1))
        painter.end()

    def _draw_cross(self, painter: QPainter, where: QRect) -> None:
        """Draw a cross in a corner: that it is wrong is not said by a colour alone."""
        palette = current_palette()
        corner = QRect(where.right() - _BADGE + 1, where.top(), _BADGE, _BADGE)
        painter.fillRect(corner, QColor(palette.input_negative))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(palette.surface_raised), 2))
        inner = corner.adjusted(3, 3, -3, -3)
        painter.drawLine(inner.topLeft(), inner.bottomRight())
        painter.drawLine(inner.topRight(), inner.bottomLeft())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take as much height as the rows need."""
        super().resizeEvent(event)
        self.setFixedHeight(self._height(self.width()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose a picture."""
        number = self._at(event.position().toPoint())
        if number is not None:
            self.chosen.emit(number)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open a picture."""
        number = self._at(event.position().toPoint())
        if number is not None:
            self.opened.emit(number)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer to open the picture under the mouse, or the chosen one."""
        number = self._at(event.pos())
        if number is not None:
            self.chosen.emit(number)
        if not self._places:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        action = menu.addAction(self.tr("Open in the calculator"))
        action.triggered.connect(lambda: self.opened.emit(self._current))
        menu.popup(event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose by the arrow keys, open by Enter and Ctrl+Enter."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self._places:
            self.opened.emit(self._current)
            return
        columns = self._columns(self.width())
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -columns,
            Qt.Key.Key_Down: columns,
        }
        step = steps.get(Qt.Key(event.key()), 0)
        if step and 0 <= self._current + step < len(self._places):
            self.chosen.emit(self._current + step)
        elif not step:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that the arrow keys choose a picture."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that they do not."""
        super().focusOutEvent(event)
        self.update()

    def event(self, event: QEvent) -> bool:
        """Say what the picture under the mouse is, and is taken for."""
        if event.type() == event.Type.ToolTip:
            self._show_tip(event)  # type: ignore[arg-type]  # Qt says so by its type
            return True
        return super().event(event)

    def _show_tip(self, event: QHelpEvent) -> None:
        number = self._at(event.pos())
        if number is None:
            QToolTip.hideText()
            return
        text = self._sentence(number)
        QToolTip.showText(event.globalPos(), text, self, self._place(number))

    def _sentence(self, number: int) -> str:
        evaluation = self._evaluation
        if evaluation is None or number >= len(self._places):
            return ""
        place = self._places[number]
        return self.tr('Test picture {number}: "{label}", taken for "{taken}" ({share})').format(
            number=place,
            label=evaluation.name(int(evaluation.labels[place])),
            taken=evaluation.name(int(evaluation.classes[place, 0])),
            share=percent_text(float(evaluation.shares[place, 0])),
        )

    def _columns(self, width: int) -> int:
        return max(1, (width - 2 * _EDGE + _GAP) // (_SIDE + _GAP))

    def _height(self, width: int) -> int:
        rows = -(-len(self._places) // self._columns(width))
        return rows * (_SIDE + _GAP) - (_GAP if rows else 0) + 2 * _EDGE

    def _place(self, number: int) -> QRect:
        row, column = divmod(number, self._columns(self.width()))
        corner = QPoint(_EDGE + column * (_SIDE + _GAP), _EDGE + row * (_SIDE + _GAP))
        return QRect(corner, QSize(_SIDE, _SIDE))

    def _at(self, point: QPoint) -> int | None:
        numbers = range(len(self._places))
        return next((number for number in numbers if self._place(number).contains(point)), None)


def picture_image(pixels: Pixels) -> QImage:
    """Return pixels, uint8 (channels, height, width), as an image of its own."""
    channels, height, width = pixels.shape
    if channels == _GREY:
        data = np.ascontiguousarray(pixels[0])
        return QImage(data.data, width, height, width, QImage.Format.Format_Grayscale8).copy()
    data = np.ascontiguousarray(np.moveaxis(pixels[:3], 0, -1))
    return QImage(data.data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()
