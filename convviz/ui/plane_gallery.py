"""Small multiples: planes of numbers beside each other on one scale, one of them chosen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from convviz.ui.images.pixels import colour_image
from convviz.ui.theme import current_palette, theme_notifier
from convviz.ui.tile_gallery import GAP, TileGallery

if TYPE_CHECKING:
    import numpy as np
    from PySide6.QtGui import QPaintEvent

_SMALLEST_SIDE: Final = 12
_BAR: Final = 8


class PlaneGallery(TileGallery):
    """Images of planes, each cell a number; the chosen one stays chosen when they are others."""

    def __init__(self, name: str, side: int, parent: QWidget | None = None) -> None:
        """Show nothing.

        Args:
            name: What is shown, translated; for screen readers.
            side: About so many pixels is an image wide.
            parent: The parent.
        """
        super().__init__(name, parent)
        self._wanted_side = side
        self._cells = 1
        self._images: list[QImage] = []
        self._tips: tuple[str, ...] = ()

    def set_side(self, side: int) -> None:
        """Draw images about so many pixels wide."""
        if side != self._wanted_side:
            self._wanted_side = side
            self._show_anew(is_resized=True)

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
        before = self.count, self._cells
        self._images = [colour_image(pixels) for pixels in images]
        self._tips = tuple(tips)
        self._cells = max((max(pixels.shape[:2]) for pixels in images), default=1)
        self._current = min(self._current, max(0, self.count - 1))
        self._show_anew(is_resized=(self.count, self._cells) != before)

    def set_current(self, number: int) -> None:
        """Choose one."""
        number = min(max(number, 0), max(0, self.count - 1))
        if number != self._current:
            self._current = number
            self._show_anew(is_resized=False)
            self.chosen.emit(number)

    def sizeHint(self) -> QSize:
        """Return room for all rows at the present width."""
        return QSize(8 * (self._wanted_side + GAP), self._height(max(self.width(), 1)))

    def tip(self, number: int) -> str:
        """Return what is said of an image."""
        return self._tips[number] if number < len(self._tips) else ""

    def _choose(self, number: int) -> None:
        self.set_current(number)

    def _draw_tile(self, painter: QPainter, number: int, place: QRect) -> None:
        """Draw an image without smoothing: a cell is a number."""
        painter.drawImage(place, self._images[number])

    def _side(self) -> int:
        """Return the side of an image: whole pixels a cell, so that all cells look alike."""
        side = self._cells * max(1, round(self._wanted_side / self._cells))
        return max(_SMALLEST_SIDE, min(side, 2 * self._wanted_side))

    def _place(self, number: int) -> QRect:
        place, image = super()._place(number), self._images[number]
        longest = max(image.width(), image.height())
        sides = (place.width() * side // longest for side in (image.width(), image.height()))
        place.setSize(QSize(*(max(1, side) for side in sides)))
        return place


class ScaleBar(QWidget):
    """The colours of a scale that lies evenly around 0, with its ends."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ends = ("", "")
        self._colours: tuple[str, str, str] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme_notifier().changed.connect(self.update)

    def show_ends(self, low: str, high: str) -> None:
        """Show what its ends stand for."""
        self._ends = low, high
        self.setAccessibleDescription(f"{low} – {high}")
        self.update()

    def show_colours(self, negative: str, zero: str, positive: str) -> None:
        """Show other colours than those of kernels."""
        self._colours = negative, zero, positive
        self.update()

    def sizeHint(self) -> QSize:
        """Return one line."""
        return QSize(240, self.fontMetrics().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the colours between their numbers."""
        palette, painter = current_palette(), QPainter(self)
        low, high = self._ends
        metrics = self.fontMetrics()
        left, right = (metrics.horizontalAdvance(text) + GAP for text in (low, high))
        width = min(160, self.width() - left - right)
        bar = QRectF(left, (self.height() - _BAR) / 2, max(0, width), _BAR)
        gradient = QLinearGradient(bar.topLeft(), bar.topRight())
        kernels = palette.kernel_negative, palette.surface_raised, palette.kernel
        for at, colour in zip((0.0, 0.5, 1.0), self._colours or kernels, strict=True):
            gradient.setColorAt(at, QColor(colour))
        painter.fillRect(bar, gradient)
        painter.setPen(QColor(palette.text_muted))
        painter.drawText(QRect(0, 0, left, self.height()), Qt.AlignmentFlag.AlignVCenter, low)
        end = QRect(int(bar.right()) + GAP, 0, right, self.height())
        painter.drawText(end, Qt.AlignmentFlag.AlignVCenter, high)
        painter.end()
