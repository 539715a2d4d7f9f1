"""The loss behind each step as a small curve."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF

from convviz.stepping.lines.line_parts import value_text
from convviz.ui.theme import SPACING, current_palette, text_scale, theme_notifier, ui_font
from convviz.ui.widgets.drawn_widget import DrawnWidget

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_HEIGHT: Final = 120
_DOT: Final = 4.0
_WIDE: Final = 100.0
"""Losses that differ by more are drawn as logarithms: else all but the largest were at 0."""
_NEAREST: Final = 12
_STYLES: Final = (
    Qt.PenStyle.DashLine,
    Qt.PenStyle.DotLine,
    Qt.PenStyle.DashDotLine,
    Qt.PenStyle.DashDotDotLine,
)


def course_pen(number: int) -> QPen:
    """Return how a course is drawn: the one that is taken as 0, then others to compare with."""
    palette = current_palette()
    if not number:
        return QPen(QColor(palette.output), 2.0)
    hues = palette.input, palette.kernel, palette.overhang, palette.accent
    return QPen(QColor(hues[(number - 1) % len(hues)]), 1.5, _STYLES[(number - 1) % len(_STYLES)])


class LossCurve(DrawnWidget):
    """Losses from left to right, the one now as a dot.

    Attributes:
        losses: What is drawn; behind what is no longer finite nothing is.
        others: The losses of other ways, to compare with.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.losses: tuple[float, ...] = ()
        self.others: tuple[tuple[float, ...], ...] = ()
        self.setAccessibleName(self.tr("The loss over the next steps"))
        theme_notifier().changed.connect(self.update)

    def show_losses(
        self, losses: tuple[float, ...], others: tuple[tuple[float, ...], ...] = ()
    ) -> None:
        """Draw other losses, and those of other ways that begin at the same one."""
        self.losses, self.others = losses, others
        if losses:
            text = self.tr("From {first} to {last} in {count} steps")
            first, last = value_text(losses[0]), value_text(losses[-1])
            self.setAccessibleDescription(
                text.format(first=first, last=last, count=len(losses) - 1)
            )
        self.update()

    @property
    def is_logarithmic(self) -> bool:
        """Whether the heights are logarithms of the losses."""
        low, high = self._range()
        return low > 0 and high / low > _WIDE

    def sizeHint(self) -> QSize:
        """Return room for a small curve."""
        return QSize(240, round(_HEIGHT * text_scale()))

    def minimumSizeHint(self) -> QSize:
        """Return the least room."""
        return QSize(160, round(_HEIGHT * text_scale()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw axes, curve and the loss now."""
        del event
        drawn = _finite(self.losses)
        if not drawn:
            return
        palette, painter = current_palette(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = self._area()
        painter.setPen(QPen(QColor(palette.border_strong), 1))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        painter.drawLine(area.bottomLeft(), area.topLeft())
        self._paint_words(painter, area)
        courses = [drawn, *map(_finite, self.others)]
        for number, course in reversed(list(enumerate(courses))):
            places = [self._place(area, at, loss) for at, loss in enumerate(course)]
            painter.setPen(course_pen(number))
            painter.drawPolyline(QPolygonF(places))
        painter.setPen(QPen(QColor(palette.text), 1.5))
        painter.setBrush(QColor(palette.surface_raised))
        painter.drawEllipse(self._place(area, 0, drawn[0]), _DOT, _DOT)

    def tip_at(self, point: QPoint) -> tuple[str, QRect] | None:
        """Return the loss behind the step under the mouse."""
        drawn, area = _finite(self.losses), self._area()
        if not drawn or not area.adjusted(-_NEAREST, 0, _NEAREST, 0).contains(QPointF(point)):
            return None
        share = (point.x() - area.left()) / max(1.0, area.width())
        number = min(max(0, round(share * (len(self.losses) - 1))), len(drawn) - 1)
        text = self.tr("Behind step {step}: loss {loss}")
        words = text.format(step=number, loss=value_text(drawn[number]))
        return words, QRect(point.x() - 2, 0, 4, self.height())

    def _paint_words(self, painter: QPainter, area: QRectF) -> None:
        painter.setFont(ui_font(0.85))
        painter.setPen(QColor(current_palette().text_muted))
        height = painter.fontMetrics().height()
        for value in self._range():
            at = self._height_of(area, value)
            box = QRectF(0, at - height / 2, area.left() - SPACING, height)
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(box, right, value_text(float(f"{value:.3g}")))
        below = QRectF(area.left(), area.bottom() + 2, area.width(), height)
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft, "0")
        last = str(len(self.losses) - 1)
        painter.drawText(below, Qt.AlignmentFlag.AlignRight, last)
        words = self.tr("steps")
        if self.is_logarithmic:
            words = self.tr("steps (loss as logarithm)")
        painter.drawText(below, Qt.AlignmentFlag.AlignHCenter, words)

    def _range(self) -> tuple[float, float]:
        """Return the smallest and the largest loss that is drawn; 0 where none is."""
        drawn = [loss for course in (self.losses, *self.others) for loss in _finite(course)]
        return min(drawn, default=0.0), max(drawn, default=0.0)

    def _area(self) -> QRectF:
        metrics = self.fontMetrics()
        left = metrics.horizontalAdvance("−1.23e+38") + SPACING
        size = QRectF(self.rect())
        half = metrics.height() / 2
        return size.adjusted(left, half, -2 * SPACING, -metrics.height() - half)

    def _place(self, area: QRectF, number: int, loss: float) -> QPointF:
        across = number / max(1, len(self.losses) - 1)
        return QPointF(area.left() + across * area.width(), self._height_of(area, loss))

    def _height_of(self, area: QRectF, value: float) -> float:
        low, high = self._range()
        if self.is_logarithmic:
            low, high, value = math.log(low), math.log(high), math.log(value)
        elif high > low:
            low = min(low, 0.0)
        share = (value - low) / (high - low) if high > low else 0.5
        return area.bottom() - share * area.height()


def _finite(losses: tuple[float, ...]) -> tuple[float, ...]:
    """Return losses up to the first that is not finite."""
    ends = (at for at, loss in enumerate(losses) if not math.isfinite(loss))
    return losses[: next(ends, len(losses))]
