"""The learning rate over a run, as the schedule moves it: a small curve beside its settings."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLocale, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from convviz.core.errors import ParameterError
from convviz.core.schedules import Unit
from convviz.ui.theme import SPACING, current_palette, theme_notifier

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from convviz.core.data_sets import DataSetFacts
    from convviz.protocol.document import Training

HEIGHT: Final = 72
MOST_POINTS: Final = 1200
"""Batches of a long run that are worked out: the curve is the same for any number of them."""
MOST_EPOCHS: Final = 2000
"""Epochs that are drawn; nobody sees more in a curve of this size."""


def rates_of(training: Training, facts: DataSetFacts | None) -> list[float]:
    """Return the learning rate of each epoch, or of some batches; nothing where none is known.

    Nothing is known of a schedule that follows the loss, and of one that torch refuses.
    """
    schedule = training.schedule
    if schedule is None or schedule.follows_the_loss or training.epochs > MOST_EPOCHS:
        return []
    if facts is None:
        return []
    is_laid_out = schedule.unit is Unit.BATCH
    epochs = training.scheduled_epochs if is_laid_out else training.epochs
    batches = math.ceil(facts.train_pictures / training.batch_size) * epochs
    count = min(batches, MOST_POINTS) if is_laid_out else epochs
    try:
        schedule.check()
        rates = schedule.rates(training.optimiser.lr, count)
        rates = _cut_or_held(rates, round(count * training.epochs / epochs))
    except (ParameterError, ArithmeticError):
        return []
    return rates if all(map(math.isfinite, rates)) else []


def _cut_or_held(rates: list[float], count: int) -> list[float]:
    """Return rates of a run that is shorter or longer than its schedule: the last one stays."""
    return (rates + rates[-1:] * max(0, count - len(rates)))[: max(1, count)]


class RateCurve(QWidget):
    """The curve, with the highest and the lowest rate beside it. Hidden where none is known."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rates: list[float] = []
        self._steps = False
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme_notifier().changed.connect(self.update)
        self.hide()

    @property
    def rates(self) -> list[float]:
        """The rates that are drawn."""
        return list(self._rates)

    def show_training(self, training: Training, facts: DataSetFacts | None = None) -> None:
        """Draw the rates of a run.

        Args:
            training: Its settings.
            facts: What is known of its data set; None for what it says itself.
        """
        self._rates = rates_of(training, facts or training.dataset.facts())
        schedule = training.schedule
        self._steps = schedule is not None and schedule.unit is Unit.EPOCH
        self.setVisible(bool(self._rates))
        if self._rates:
            text = self.tr(
                "The learning rate over the run: from {first} to {last}, at most {most}."
            )
            text = text.format(
                first=_text(self._rates[0]),
                last=_text(self._rates[-1]),
                most=_text(max(self._rates)),
            )
            self.setToolTip(text)
            self.setAccessibleName(text)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the curve."""
        if not self._rates:
            return
        palette = current_palette()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        low, high = min(0.0, *self._rates), max(0.0, *self._rates)
        labels = [_text(high), _text(low)]
        width = max(map(painter.fontMetrics().horizontalAdvance, labels)) + 2 * SPACING
        area = QRectF(self.rect()).adjusted(width, SPACING * 2, -1, -SPACING * 2)
        painter.setPen(QColor(palette.text_muted))
        for text, y in zip(labels, (area.top(), area.bottom()), strict=True):
            box = QRectF(0, y - HEIGHT / 4, width - 2 * SPACING, HEIGHT / 2)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
        painter.setPen(QPen(QColor(palette.border), 1))
        painter.drawLine(area.topLeft(), area.topRight())
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        painter.setPen(QPen(QColor(palette.accent), 2))
        painter.drawPolyline(QPolygonF(self._points(area, low, high)))
        painter.end()

    def _points(self, area: QRectF, low: float, high: float) -> list[QPointF]:
        """Return the curve's points; a rate of a whole epoch is a flat piece."""
        tall = (high - low) or 1.0
        ys = [area.bottom() - (rate - low) / tall * area.height() for rate in self._rates]
        if not self._steps:
            wide = area.width() / max(len(ys) - 1, 1)
            return [QPointF(area.left() + wide * place, y) for place, y in enumerate(ys)]
        wide = area.width() / len(ys)
        return [
            QPointF(area.left() + wide * (place + side), y)
            for place, y in enumerate(ys)
            for side in (0, 1)
        ]


def _text(rate: float) -> str:
    return QLocale().toString(rate, "g", 3)
