"""One picture, enlarged, with what a network takes it for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QSizePolicy, QVBoxLayout, QWidget

from convviz.ui.images.pixels import picture_image
from convviz.ui.theme import SPACING, current_palette
from convviz.ui.training.results.share_bars import ShareBars

if TYPE_CHECKING:
    from PySide6.QtGui import QContextMenuEvent, QImage, QKeyEvent, QMouseEvent, QPaintEvent

    from convviz.ui.training.results.share_bars import ShareBar
    from convviz.ui.training.run.judging import Pixels

_SIDE: Final = 96


class EnlargedPicture(QWidget):
    """A picture whose pixels can be seen; double click, Enter or the menu opens it.

    Signals:
        opened(): The calculator is to show it.
    """

    opened = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image: QImage | None = None
        self._pixels: Pixels | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Picture"))
        self.setToolTip(self.tr("Double-click to step through it in the calculator"))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the picture."""
        event.accept()
        self._open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the picture by Enter and Ctrl+Enter."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._open()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer to open the picture."""
        if self._pixels is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Open in the calculator")).triggered.connect(self._open)
        menu.popup(event.globalPos())

    def _open(self) -> None:
        if self._pixels is not None:
            self.opened.emit()

    def show_pixels(self, pixels: Pixels | None) -> None:
        """Show pixels, (channels, height, width); None shows nothing."""
        if pixels is not self._pixels:
            self._pixels = pixels
            self._image = None if pixels is None else picture_image(pixels)
            self.update()

    def sizeHint(self) -> QSize:
        """Return three times the size of a picture of CIFAR-10."""
        return QSize(_SIDE, _SIDE)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the pixels as squares."""
        del event
        if self._image is None:
            return
        painter = QPainter(self)
        mode = Qt.AspectRatioMode.KeepAspectRatio
        painter.drawImage(self.rect(), self._image.scaled(self.size(), mode))
        if self.hasFocus():
            painter.setPen(QPen(QColor(current_palette().accent), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()


class PredictionCard(QWidget):
    """A picture beside the likeliest classes.

    Attributes:
        text: What is said of it.
        bars: The likeliest classes.

    Signals:
        opened(): The calculator is to show the picture.
    """

    opened = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """Make an empty card.

        Args:
            name: Of the bars, for screen readers.
            parent: The parent.
        """
        super().__init__(parent)
        self._picture = EnlargedPicture()
        self._picture.opened.connect(self.opened)
        self.text = QLabel()
        self.text.setWordWrap(True)
        self.bars = ShareBars(name)
        beside = QVBoxLayout()
        beside.setSpacing(SPACING)
        beside.addWidget(self.text)
        beside.addWidget(self.bars)
        beside.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACING * 2)
        row.addWidget(self._picture, alignment=Qt.AlignmentFlag.AlignTop)
        row.addLayout(beside, 1)

    def show_prediction(self, pixels: Pixels | None, text: str, bars: Sequence[ShareBar]) -> None:
        """Show a picture, (channels, height, width), what is said of it, and its classes."""
        self._picture.show_pixels(pixels)
        self.text.setText(text)
        self.bars.show_bars(bars)
