"""Samples of one class side by side; each can be opened in the calculator."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPen
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from convviz.ui.images.pixels import picture_image
from convviz.ui.theme import current_palette

if TYPE_CHECKING:
    from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPaintEvent

    from convviz.ui.training.run.judging import Pixels

SIDE: Final = 42
_GAP: Final = 2


class SampleStrip(QWidget):
    """Pictures in a row. A double click, Enter or the menu opens the one under mouse or cursor.

    Signals:
        opened(NDArray[uint8]): The calculator is to show a picture, (channels, height, width).
    """

    opened = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """Make an empty strip.

        Args:
            name: Of the class.
            parent: The parent.
        """
        super().__init__(parent)
        self._pictures: Pixels | None = None
        self._images: list[QImage] = []
        self._current = 0
        self.setAccessibleName(name)
        self.setToolTip(self.tr("Double-click a picture to step through it in the calculator"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def drawn(self) -> int:
        """How many pictures are there to be drawn."""
        return len(self._images)

    def show_pictures(self, pictures: Pixels) -> None:
        """Show pictures, (count, channels, height, width)."""
        self._pictures = pictures
        self._images = [picture_image(picture) for picture in pictures]
        self._current = min(self._current, max(0, len(pictures) - 1))
        self.setFixedSize(self.sizeHint())
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for all of them."""
        return QSize(max(1, len(self._images)) * (SIDE + _GAP) - _GAP, SIDE)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the pictures smoothly: most are larger than there is room."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        side = round(SIDE * self.devicePixelRatioF())
        for number, image in enumerate(self._images):
            mode = Qt.AspectRatioMode.IgnoreAspectRatio
            scaled = image.scaled(side, side, mode, Qt.TransformationMode.SmoothTransformation)
            painter.drawImage(self._place(number), scaled)
        if self.hasFocus() and self._images:
            painter.setPen(QPen(QColor(current_palette().accent), 2))
            painter.drawRect(self._place(self._current).adjusted(1, 1, -1, -1))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose a picture."""
        self._choose(self._at(event.position().toPoint().x()))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open a picture."""
        self._choose(self._at(event.position().toPoint().x()))
        self._open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose by the arrow keys, open by Enter."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        step = steps.get(Qt.Key(event.key()), 0)
        if 0 <= self._current + step < len(self._images) and step:
            self._choose(self._current + step)
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._open()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer to open a picture."""
        if not self._images:
            return
        self._choose(self._at(event.pos().x()))
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Open in the calculator")).triggered.connect(self._open)
        menu.popup(event.globalPos())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that the arrow keys choose a picture."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that they do not."""
        super().focusOutEvent(event)
        self.update()

    def _choose(self, number: int) -> None:
        self._current = number
        self.update()

    def _open(self) -> None:
        if self._pictures is not None and self._current < len(self._pictures):
            self.opened.emit(self._pictures[self._current])

    def _place(self, number: int) -> QRect:
        return QRect(number * (SIDE + _GAP), 0, SIDE, SIDE)

    def _at(self, x: int) -> int:
        return min(max(0, x // (SIDE + _GAP)), max(0, len(self._images) - 1))
