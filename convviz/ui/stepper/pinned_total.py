"""The result of a sum that is too long to be seen whole: it stands at the end of what is seen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from convviz.ui.theme import current_palette

if TYPE_CHECKING:
    from convviz.ui.stepper.step_lines_widget import StepLinesWidget

_FADE: Final = 24
_EQUALS: Final = "\u2026 ="


class PinnedTotal(QWidget):
    """Lies over the end of the last row in view while the result itself is out of it."""

    def __init__(self, lines: StepLinesWidget, panel: QScrollArea) -> None:
        super().__init__(panel)
        self._lines = lines
        self._panel = panel
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        panel.verticalScrollBar().valueChanged.connect(self.follow)
        panel.viewport().installEventFilter(self)

    def follow(self) -> None:
        """Show the result if it is out of view."""
        total = self._lines.total_rect
        seen = self._panel.viewport().rect().translated(-self._lines.pos())
        if total is None or seen.contains(total) or not self._panel.viewport().isVisible():
            self.hide()
            return
        view = self._panel.viewport().geometry()
        words = self.fontMetrics().horizontalAdvance(_EQUALS)
        width = _FADE + words + total.width() + 12
        row = min(self._lines.row_height, view.height())
        self.setGeometry(QRect(view.right() + 1 - width, view.bottom() + 1 - row, width, row))
        self.raise_()
        self.show()
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the room that there is."""
        if event.type() in {QEvent.Type.Resize, QEvent.Type.Show}:
            self.follow()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the result on a ground that fades in."""
        del event
        total = self._lines.total_rect
        if total is None:
            return
        ground = QColor(current_palette().surface)
        clear = QColor(ground)
        clear.setAlpha(0)
        fade = QLinearGradient(0, 0, _FADE, 0)
        fade.setColorAt(0, clear)
        fade.setColorAt(1, ground)
        painter = QPainter(self)
        painter.fillRect(QRect(0, 0, _FADE, self.height()), fade)
        painter.fillRect(self.rect().adjusted(_FADE, 0, 0, 0), ground)
        top = self._lines.row_margin
        painter.setPen(QColor(current_palette().text_muted))
        words = self.fontMetrics().horizontalAdvance(_EQUALS)
        area = QRectF(_FADE, top, words, total.height())
        painter.drawText(area, int(Qt.AlignmentFlag.AlignCenter), _EQUALS)
        place = QRectF(self.width() - total.width() - 4, top, total.width(), total.height())
        self._lines.paint_total(painter, place)
