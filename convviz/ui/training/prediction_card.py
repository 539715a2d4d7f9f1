"""One picture, enlarged, with what a network takes it for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from convviz.ui.theme import SPACING
from convviz.ui.training.picture_gallery import picture_image
from convviz.ui.training.share_bars import ShareBars

if TYPE_CHECKING:
    from PySide6.QtGui import QImage, QPaintEvent

    from convviz.ui.training.judging import Pixels
    from convviz.ui.training.share_bars import ShareBar

_SIDE: Final = 96


class EnlargedPicture(QWidget):
    """A picture whose pixels can be seen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image: QImage | None = None
        self._pixels: Pixels | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

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
        painter.end()


class PredictionCard(QWidget):
    """A picture beside the likeliest classes.

    Attributes:
        text: What is said of it.
        bars: The likeliest classes.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """Make an empty card.

        Args:
            name: Of the bars, for screen readers.
            parent: The parent.
        """
        super().__init__(parent)
        self._picture = EnlargedPicture()
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
