"""Small multiples: every kernel of a convolution beside the others, one of them chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from convviz.ui.theme import SPACING, current_palette, theme_notifier
from convviz.ui.training.kernels import kernel_images

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPaintEvent, QResizeEvent

    from convviz.ui.training.kernels import TrainedConvolution

_SIDE: Final = 34
_SMALLEST_SIDE: Final = 12
_GAP: Final = SPACING
_EDGE: Final = 3


class KernelGallery(QWidget):
    """Kernels in rows; a click or the arrow keys choose one, Enter or a double click opens it.

    Signals:
        chosen(int): another kernel is chosen.
        opened(int): a kernel is to be looked at.
    """

    chosen = Signal(int)
    opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._trained: TrainedConvolution | None = None
        self._plane = 0
        self._images: list[QImage] = []
        self._current = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Kernels"))
        theme_notifier().changed.connect(self._render)

    @property
    def current(self) -> int:
        """The chosen kernel, from 0."""
        return self._current

    def show_kernels(self, trained: TrainedConvolution | None, plane: int = 0) -> None:
        """Show the kernels of a convolution; None shows nothing.

        Args:
            trained: The convolution.
            plane: Which plane of each kernel.
        """
        if trained is self._trained and plane == self._plane:
            return
        if trained is not self._trained:
            self._current = 0
        self._trained, self._plane = trained, plane
        self._render()

    def set_current(self, kernel: int) -> None:
        """Choose a kernel."""
        kernel = min(max(kernel, 0), max(0, len(self._images) - 1))
        if kernel != self._current:
            self._current = kernel
            self._describe()
            self.update()
            self.chosen.emit(kernel)

    def sizeHint(self) -> QSize:
        """Return room for all rows at the present width."""
        return QSize(8 * (_SIDE + _GAP), self._height(max(self.width(), 1)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the kernels without smoothing: a cell is a number."""
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

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose a kernel."""
        number = self._at(event.position().toPoint())
        if number is not None:
            self.set_current(number)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open a kernel."""
        number = self._at(event.position().toPoint())
        if number is not None:
            self.opened.emit(number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose by the arrow keys, open by Enter."""
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
        """Say which kernel is under the mouse."""
        if event.type() == event.Type.ToolTip:
            self._show_tip(event)  # type: ignore[arg-type]  # Qt says so by its type
            return True
        return super().event(event)

    def _show_tip(self, event: QHelpEvent) -> None:
        number = self._at(event.pos())
        if number is None or self._trained is None:
            QToolTip.hideText()
            return
        weight = self._trained.weight[number]
        text = self.tr("Kernel {number}: from {low} to {high}").format(
            number=number, low=f"{weight.min():.3g}", high=f"{weight.max():.3g}"
        )
        QToolTip.showText(event.globalPos(), text, self, self._place(number))

    def _render(self) -> None:
        self._images = []
        if self._trained is not None:
            palette = current_palette()
            arrays = kernel_images(
                self._trained,
                self._plane,
                palette.kernel_negative,
                palette.surface_raised,
                palette.kernel,
            )
            self._images = [_image(pixels) for pixels in arrays]
        self._describe()
        self.setFixedHeight(self._height(self.width()))
        self.updateGeometry()
        self.update()

    def _describe(self) -> None:
        self.setAccessibleDescription(
            self.tr("kernel {number} of {count} is chosen").format(
                number=self._current, count=len(self._images)
            )
        )

    def _side(self, width: int) -> int:
        """Return the side of a kernel: whole pixels a cell, so that all cells look alike."""
        del width
        cells = 1 if self._trained is None else max(self._trained.weight.shape[2:])
        return max(_SMALLEST_SIDE, cells * max(1, round(_SIDE / cells)))

    def _columns(self, width: int) -> int:
        return max(1, (width - 2 * _EDGE + _GAP) // (self._side(width) + _GAP))

    def _height(self, width: int) -> int:
        rows = -(-len(self._images) // self._columns(width))
        return rows * (self._side(width) + _GAP) - (_GAP if rows else 0) + 2 * _EDGE

    def _place(self, number: int) -> QRect:
        side = self._side(self.width())
        row, column = divmod(number, self._columns(self.width()))
        corner = QPoint(_EDGE + column * (side + _GAP), _EDGE + row * (side + _GAP))
        return QRect(corner, QSize(side, side))

    def _at(self, point: QPoint) -> int | None:
        numbers = range(len(self._images))
        return next((number for number in numbers if self._place(number).contains(point)), None)


def _image(pixels: np.ndarray) -> QImage:
    """Return pixels, uint8 (height, width, 3), as an image of its own."""
    height, width, _ = pixels.shape
    data = np.ascontiguousarray(pixels)
    return QImage(data.data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()
