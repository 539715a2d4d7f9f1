"""Every layer of a run as small multiples: how its weights, gradients and activations lie."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLocale, QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from convviz.ui.formats import percent_text
from convviz.ui.plots.colours import run_colour
from convviz.ui.theme import current_palette, theme_notifier
from convviz.ui.training.run.layer_history import LayerHistory, LayerLines, common_reach
from convviz.ui.widgets.drawn_widget import DrawnWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from convviz.protocol.watching import Histogram
    from convviz.ui.training.run.layer_history import WatchedLayer

_CELL: Final = 40
_GAP: Final = 12
_TITLE: Final = 0.24
"""Of the width, what the title takes."""
_SWATCH: Final = 5
_INDENT: Final = 12
WEIGHTS, GRADIENTS, ACTIVATIONS = range(3)
_MANY_DEAD: Final = 0.4
"""Of a layer's units; from this share on it is said in another colour."""


class LayerRows(DrawnWidget):
    """A title and three histograms a layer; all layers share the scale of each kind."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layers: tuple[WatchedLayer, ...] = ()
        self._history = LayerHistory()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Weights, gradients and activations of each layer"))
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
        return QSize(360, self._head() + self._row_height() * len(self._layers))

    def minimumSizeHint(self) -> QSize:
        """Return the same: it scrolls."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the layers that are to be seen."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        lines = list(self._history.lines.values())
        reaches = [common_reach(_histogram(known, kind) for known in lines) for kind in range(3)]
        self._draw_head(painter, reaches)
        for number, layer in enumerate(self._layers):
            if not self._row(number).intersects(event.rect()):
                continue
            known = self._history.lines.get(layer.name)
            self._draw_title(painter, number, layer, known)
            for kind in range(3):
                if kind == ACTIVATIONS or layer.learns:
                    self._draw_histogram(painter, number, kind, known, reaches[kind])
        painter.end()

    def tip_at(self, point: QPoint) -> tuple[str, QRect] | None:
        """Return what the picture at a point shows."""
        for number, layer in enumerate(self._layers):
            for kind in range(3):
                cell = self._cell(number, kind)
                if cell.contains(point):
                    return self._cell_sentence(layer, kind), cell
        return None

    def _cell_sentence(self, layer: WatchedLayer, kind: int) -> str:
        known = self._history.lines.get(layer.name)
        histogram = None if known is None else _histogram(known, kind)
        if histogram is None:
            return ""
        texts = (
            self.tr("Weights of {layer}: from {low} to {high}"),
            self.tr("Gradients of {layer}: from {low} to {high}"),
            self.tr("What {layer} makes of a batch: from {low} to {high}"),
        )
        low, high = _text(histogram.low), _text(histogram.high)
        text = texts[kind].format(layer=layer.title, low=low, high=high)
        if histogram.not_finite:
            more = self.tr("{count} are infinite or no number")
            text += ". " + more.format(count=QLocale().toString(histogram.not_finite))
        if kind == ACTIVATIONS and known is not None and known.dead is not None:
            text += ". " + self._dead_text(known.dead)
        return text

    def _dead_text(self, dead: float) -> str:
        return self.tr("Dead units: {share} made 0 of every picture of the batch").format(
            share=percent_text(dead)
        )

    def _sentence(self, layer: WatchedLayer) -> str:
        return self._cell_sentence(layer, ACTIVATIONS) or layer.title

    def _draw_head(self, painter: QPainter, reaches: Sequence[float]) -> None:
        """Name the columns, with their common scale."""
        palette = current_palette()
        names = (self.tr("Weights"), self.tr("Gradients"), self.tr("Activations"))
        height = self.fontMetrics().height()
        for kind, name in enumerate(names):
            cell = self._cell(0, kind)
            place = QRect(cell.left(), 0, cell.width(), height)
            painter.setPen(QColor(palette.text))
            painter.drawText(place, Qt.AlignmentFlag.AlignLeft, name)
            if self._history.lines:
                painter.setPen(QColor(palette.text_muted))
                reach = f"±{_text(reaches[kind])}"
                painter.drawText(place, Qt.AlignmentFlag.AlignRight, reach)

    def _draw_title(
        self, painter: QPainter, number: int, layer: WatchedLayer, known: LayerLines | None
    ) -> None:
        palette, row = current_palette(), self._row(number)
        height, width = self.fontMetrics().height(), self._cell(number, 0).left() - _GAP
        if layer.learns:  # the colour of its lines in the plots above
            learning = [known.name for known in self._layers if known.learns]
            colour = run_colour(learning.index(layer.name), palette)
            painter.fillRect(QRect(0, row.top() + 3, _SWATCH, height - 6), QColor(colour))
        painter.setPen(QColor(palette.text))
        title = self.fontMetrics().elidedText(
            layer.title, Qt.TextElideMode.ElideRight, width - _INDENT
        )
        painter.drawText(QRect(_INDENT, row.top(), width - _INDENT, height), 0, title)
        if known is not None and known.dead is not None:
            colour = palette.warning if known.dead >= _MANY_DEAD else palette.text_muted
            painter.setPen(QColor(colour))
            text = self.tr("dead units: {share}").format(share=percent_text(known.dead))
            text = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, width - _INDENT)
            place = QRect(_INDENT, row.top() + height, width - _INDENT, height)
            painter.drawText(place, 0, text)

    def _draw_histogram(
        self, painter: QPainter, number: int, kind: int, known: LayerLines | None, reach: float
    ) -> None:
        """Draw how numbers lie around zero, which is in the middle."""
        palette = current_palette()
        painter.fillRect(self._cell(number, kind), QColor(palette.surface_raised))
        cell = QRectF(self._cell(number, kind)).adjusted(1, 2, -1, 0)
        middle = cell.center().x()
        painter.setPen(QPen(QColor(palette.border), 1))
        painter.drawLine(QPointF(middle, cell.top()), QPointF(middle, cell.bottom()))
        histogram = None if known is None else _histogram(known, kind)
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
        colour = QColor((palette.kernel, palette.input, palette.output)[kind])
        painter.setPen(QPen(colour, 1))
        painter.setBrush(colour)
        painter.drawPolygon(points)

    def _head(self) -> int:
        return int(self.fontMetrics().height() + _GAP // 2)

    def _row_height(self) -> int:
        return _CELL + _GAP

    def _row(self, number: int) -> QRect:
        height = self._row_height()
        return QRect(0, self._head() + number * height, self.width(), height)

    def _cell(self, number: int, kind: int) -> QRect:
        title = int(self.width() * _TITLE)
        width = (self.width() - title - 3 * _GAP) // 3
        return QRect(title + _GAP + kind * (width + _GAP), self._row(number).top(), width, _CELL)

    def _resize(self) -> None:
        self.updateGeometry()
        self.update()


def _histogram(known: LayerLines, kind: int) -> Histogram | None:
    return (known.weights, known.gradients, known.activations)[kind]


def _text(value: float) -> str:
    return QLocale().toString(value, "g", 3) if math.isfinite(value) else "–"
