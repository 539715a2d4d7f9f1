"""Every layer of a run as small multiples: its gradients, its steps, and how its numbers lie."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLocale, QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from convviz.ui.theme import current_palette, theme_notifier
from convviz.ui.training.layer_history import LayerHistory, common_reach, log_range

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QHelpEvent, QPaintEvent

    from convviz.protocol.watching import Histogram
    from convviz.ui.training.layer_history import LayerLines, WatchedLayer

_CELL: Final = 30
_GAP: Final = 8
_NORM, _RATIO, _WEIGHTS, _GRADIENTS = range(4)


class LayerRows(QWidget):
    """A title and four small pictures a layer; all layers share the scale of each picture."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layers: tuple[WatchedLayer, ...] = ()
        self._history = LayerHistory()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Layers while they learn"))
        theme_notifier().changed.connect(self._resize)

    def show_layers(self, layers: Sequence[WatchedLayer], history: LayerHistory) -> None:
        """Show what was seen of layers so far."""
        is_resized = len(layers) != len(self._layers)
        self._layers, self._history = tuple(layers), history
        self.setAccessibleDescription(". ".join(map(self._sentence, self._layers)))
        if is_resized:
            self._resize()
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for all layers."""
        return QSize(240, self._row_height() * len(self._layers))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the layers that are to be seen."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        lines = self._history.lines.values()
        norms = log_range(known.gradient_norms for known in lines)
        ratios = log_range(known.update_ratios for known in lines)
        reach = common_reach(known.weights for known in lines)
        gradient_reach = common_reach(known.gradients for known in lines)
        for number, layer in enumerate(self._layers):
            if not self._row(number).intersects(event.rect()):
                continue
            known = self._history.lines.get(layer.name)
            self._draw_texts(painter, number, layer, known)
            if known is not None:
                self._draw_line(painter, number, _NORM, known, norms)
                self._draw_line(painter, number, _RATIO, known, ratios)
                self._draw_histogram(painter, number, _WEIGHTS, known.weights, reach)
                self._draw_histogram(painter, number, _GRADIENTS, known.gradients, gradient_reach)
        painter.end()

    def event(self, event: QEvent) -> bool:
        """Say what the picture under the mouse shows."""
        if event.type() == event.Type.ToolTip:
            self._show_tip(event)  # type: ignore[arg-type]  # Qt says so by its type
            return True
        return super().event(event)

    def tip(self, point: QPoint) -> str:
        """Return what is said of a place."""
        for number, layer in enumerate(self._layers):
            for kind in range(4):
                if self._cell(number, kind).contains(point):
                    return self._cell_sentence(layer, kind)
        return ""

    def _show_tip(self, event: QHelpEvent) -> None:
        QToolTip.showText(event.globalPos(), self.tip(event.pos()), self)

    def _cell_sentence(self, layer: WatchedLayer, kind: int) -> str:
        known = self._history.lines.get(layer.name)
        if known is None or not known.steps:
            return ""
        step = QLocale().toString(known.steps[-1])
        if kind == _NORM:
            return self.tr("Length of the gradient of {layer} in batch {step}: {value}").format(
                layer=layer.title, step=step, value=_text(known.gradient_norms[-1])
            )
        if kind == _RATIO:
            return self.tr(
                "Step of batch {step} beside the length of the weights of {layer}: {value}. "
                "Around 0.001 is usual"
            ).format(layer=layer.title, step=step, value=_text(known.update_ratios[-1]))
        histogram = known.weights if kind == _WEIGHTS else known.gradients
        if histogram is None:
            return ""
        text = (
            self.tr("Weights of {layer}: from {low} to {high}")
            if kind == _WEIGHTS
            else self.tr("Gradients of {layer}: from {low} to {high}")
        )
        return text.format(layer=layer.title, low=_text(histogram.low), high=_text(histogram.high))

    def _sentence(self, layer: WatchedLayer) -> str:
        return self._cell_sentence(layer, _NORM) or layer.title

    def _draw_texts(
        self, painter: QPainter, number: int, layer: WatchedLayer, known: LayerLines | None
    ) -> None:
        palette, row = current_palette(), self._row(number)
        height = self.fontMetrics().height()
        painter.setPen(QColor(palette.text))
        painter.drawText(QRect(0, row.top(), row.width(), height), 0, layer.title)
        names = (
            self.tr("gradient"),
            self.tr("update ratio"),
            self.tr("weights"),
            self.tr("gradients"),
        )
        values = ["", "", "", ""]
        if known is not None and known.steps:
            values[:2] = _text(known.gradient_norms[-1]), _text(known.update_ratios[-1])
        for kind, (name, value) in enumerate(zip(names, values, strict=True)):
            cell = self._cell(number, kind)
            place = QRect(cell.left(), cell.top() - height, cell.width(), height)
            painter.setPen(QColor(palette.text_muted))
            painter.drawText(place, Qt.AlignmentFlag.AlignLeft, name)
            painter.setPen(QColor(palette.text))
            painter.drawText(place, Qt.AlignmentFlag.AlignRight, value)
            painter.fillRect(cell, QColor(palette.surface_raised))

    def _draw_line(
        self,
        painter: QPainter,
        number: int,
        kind: int,
        known: LayerLines,
        span: tuple[float, float],
    ) -> None:
        """Draw one quantity over the batches, its axis being logarithmic."""
        palette, cell = current_palette(), QRectF(self._cell(number, kind)).adjusted(1, 3, -1, -3)
        first, last = self._history.steps()
        values = known.gradient_norms if kind == _NORM else known.update_ratios
        points = QPolygonF()
        for step, value in zip(known.steps, values, strict=True):
            if math.isfinite(value) and value > 0:
                x = (step - first) / max(1, last - first)
                y = (math.log10(value) - span[0]) / (span[1] - span[0])
                points.append(
                    QPointF(cell.left() + x * cell.width(), cell.bottom() - y * cell.height())
                )
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(palette.input if kind == _NORM else palette.kernel), 1.5))
        if points.count() == 1:
            painter.drawEllipse(points.first(), 1.0, 1.0)
        else:
            painter.drawPolyline(points)

    def _draw_histogram(
        self, painter: QPainter, number: int, kind: int, histogram: Histogram | None, reach: float
    ) -> None:
        """Draw how numbers lie around zero, which is in the middle."""
        palette, cell = current_palette(), QRectF(self._cell(number, kind)).adjusted(1, 2, -1, 0)
        middle = cell.center().x()
        painter.setPen(QPen(QColor(palette.border), 1))
        painter.drawLine(QPointF(middle, cell.top()), QPointF(middle, cell.bottom()))
        if histogram is None or not histogram.counts:
            return
        scale, most = cell.width() / (2 * reach), max(histogram.counts)
        width = (histogram.high - histogram.low) / len(histogram.counts)
        points = QPolygonF([QPointF(middle + histogram.low * scale, cell.bottom())])
        for place, count in enumerate(histogram.counts):
            height = cell.bottom() - cell.height() * count / most
            for end in (place, place + 1):
                points.append(QPointF(middle + (histogram.low + end * width) * scale, height))
        points.append(QPointF(middle + histogram.high * scale, cell.bottom()))
        colour = QColor(palette.kernel if kind == _WEIGHTS else palette.input)
        painter.setPen(QPen(colour, 1))
        painter.setBrush(colour)
        painter.drawPolygon(points)

    def _row_height(self) -> int:
        return 3 * self.fontMetrics().height() + 2 * _CELL + 3 * _GAP

    def _row(self, number: int) -> QRect:
        height = self._row_height()
        return QRect(0, number * height, self.width(), height)

    def _cell(self, number: int, kind: int) -> QRect:
        line, column = divmod(kind, 2)
        width, height = (self.width() - _GAP) // 2, self.fontMetrics().height()
        top = self._row(number).top() + 2 * height + line * (_CELL + height + _GAP // 2)
        return QRect(column * (width + _GAP), top, width, _CELL)

    def _resize(self) -> None:
        self.updateGeometry()
        self.update()


def _text(value: float) -> str:
    return QLocale().toString(value, "g", 3) if math.isfinite(value) else "–"
