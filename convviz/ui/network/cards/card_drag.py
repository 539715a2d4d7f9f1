"""What a drag of cards looks like: a small chip beside the pointer, and the place of landing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen, QPixmap

from convviz.ui.theme import RADIUS, current_palette, ui_font

if TYPE_CHECKING:
    from PySide6.QtCore import QRect

HOT_SPOT: Final = QPoint(-14, -6)
"""The chip stands right of the pointer and below it, so that the place of landing stays in view."""

_PADDING: Final = 10
_BAND: Final = 8
_KNOB: Final = 4.0


def drag_chip(text: str, ratio: float) -> QPixmap:
    """Return the image that goes with the pointer.

    Args:
        text: What is dragged, such as Conv2d or 3 layers.
        ratio: Pixels of the screen a logical pixel.
    """
    font, palette = ui_font(), current_palette()
    metrics = QFontMetrics(font)
    size = QSize(metrics.horizontalAdvance(text) + 2 * _PADDING, metrics.height() + _PADDING)
    chip = QPixmap(size * ratio)
    chip.setDevicePixelRatio(ratio)
    chip.fill(Qt.GlobalColor.transparent)
    painter = QPainter(chip)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(palette.accent), 1.0))
    painter.setBrush(QColor(palette.accent_soft))
    frame = QRectF(QPointF(), size.toSizeF()).adjusted(0.5, 0.5, -0.5, -0.5)
    painter.drawRoundedRect(frame, RADIUS, RADIUS)
    painter.setFont(font)
    painter.setPen(QColor(palette.text))
    painter.drawText(frame, Qt.AlignmentFlag.AlignCenter, text)
    painter.end()
    return chip


def paint_landing(painter: QPainter, left: int, right: int, y: int) -> None:
    """Paint where dragged cards would go: a line from knob to knob in a soft band."""
    palette = current_palette()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    band = QRectF(left, y - _BAND, right - left, 2 * _BAND)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(palette.accent_soft))
    painter.drawRoundedRect(band, _BAND, _BAND)
    accent = QColor(palette.accent)
    painter.setPen(QPen(accent, 3))
    painter.drawLine(QPointF(left + _KNOB, y), QPointF(right - _KNOB, y))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(accent)
    for x in (left + _KNOB, right - _KNOB):
        painter.drawEllipse(QPointF(x, y), _KNOB, _KNOB)


def paint_leaving(painter: QPainter, card: QRect) -> None:
    """Fade a card that is dragged away."""
    veil = QColor(current_palette().surface)
    veil.setAlphaF(0.55)
    painter.fillRect(card, veil)
