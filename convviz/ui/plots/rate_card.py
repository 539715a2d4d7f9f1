"""The curve of a search for a learning rate: the loss over the rate, and what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from PySide6.QtCore import QLocale, Qt, Signal

from convviz.protocol.rate_search import LossTrail
from convviz.ui.plots.colours import pale_train_colour, train_colour
from convviz.ui.plots.legend import LegendEntry
from convviz.ui.plots.library import pyqtgraph
from convviz.ui.plots.line_plot import AxisNames, LinePlot, set_line
from convviz.ui.plots.plot_card import PlotCard
from convviz.ui.theme import current_palette, ui_font

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent, QMouseEvent
    from PySide6.QtWidgets import QWidget

    from convviz.protocol.rate_search import RateSuggestion
    from convviz.ui.plots.series import Floats

_HIGHEST_SHOWN: Final = 1.6
"""Of the first smoothed loss: what explodes behind that would flatten the curve."""


class RatePlot(LinePlot):
    """A plot over the logarithm of the rate; its cursor stands on the rates that were tried.

    Signals:
        chosen(float): A rate was clicked, or Enter pressed at the cursor.
    """

    chosen = Signal(float)

    def __init__(self, name: str, axes: AxisNames, parent: QWidget | None = None) -> None:
        super().__init__(name, axes, whole_x=False, parent=parent)
        self._places: Floats = np.empty(0)
        self._pressed = -1.0
        self.bottom.set_log(on=True)

    def set_places(self, places: Floats) -> None:
        """Say at which logarithms of rates the curve has points."""
        self._places = places

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the cursor to the nearest rate."""
        super().mouseMoveEvent(event)
        if self.cursor is not None:
            self.set_cursor(self._nearest(self._at(event)))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Note where a click begins."""
        super().mousePressEvent(event)
        self._pressed = event.position().x()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose the rate that was clicked; what was dragged moves the view."""
        super().mouseReleaseEvent(event)
        is_click = event.button() is Qt.MouseButton.LeftButton
        if is_click and abs(event.position().x() - self._pressed) <= 2:  # noqa: PLR2004 - pixels
            self._choose(self._nearest(self._at(event)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose the rate at the cursor by Enter."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.cursor is not None:
            self._choose(self.cursor)
            return
        super().keyPressEvent(event)

    def _at(self, event: QMouseEvent) -> float:
        return self._place(self.mapToScene(event.position().toPoint()))

    def _nearest(self, place: float) -> float | None:
        if not len(self._places):
            return None
        return float(self._places[np.argmin(np.abs(self._places - place))])

    def _choose(self, place: float | None) -> None:
        if place is not None:
            self.chosen.emit(10.0**place)

    def _step_cursor(self, direction: int) -> None:
        if not len(self._places):
            return
        if self.cursor is None:
            self.set_cursor(float(self._places[-1 if direction < 0 else 0]))
            return
        index = int(np.argmin(np.abs(self._places - self.cursor))) + direction
        self.set_cursor(float(self._places[min(max(index, 0), len(self._places) - 1)]))


class RateCard(PlotCard):
    """The loss of each batch over its rate, raw and smoothed, and the rates that are read off.

    Attributes:
        plot: The plot, whose ``chosen`` tells of a click.
    """

    plot: RatePlot

    def __init__(self, parent: QWidget | None = None) -> None:
        axes = AxisNames(self.tr("Learning rate"), self.tr("Loss"))
        super().__init__(self.tr("Loss over learning rate"), axes, self._entries(), parent)
        self._rates: Floats = np.empty(0)
        self._losses: Floats = np.empty(0)
        self._smoothed: Floats = np.empty(0)
        self._raw = pyqtgraph.PlotDataItem()
        self._line = pyqtgraph.PlotDataItem()
        self._line.setZValue(10)
        self._marks = [self._mark() for _ in range(2)]
        for item in (self._raw, self._line):
            self.plot.addItem(item)
        self._take_colours()

    def show_curve(
        self,
        rates: Sequence[float],
        losses: Sequence[float],
        suggestion: RateSuggestion | None = None,
    ) -> None:
        """Show a search in place of the one before.

        Args:
            rates: Ascending.
            losses: Of each.
            suggestion: What it says; None while nothing is known.
        """
        self._rates = np.log10(np.asarray(rates, float))
        self._losses = np.asarray(losses, float)
        self._smoothed = np.asarray(LossTrail(losses).smoothed, float)
        self.plot.set_places(self._rates)
        set_line(self._raw, self._rates, self._losses)
        set_line(self._line, self._rates, self._smoothed)
        shown = () if suggestion is None else (suggestion.rate, suggestion.steepest)
        texts = (self.tr("suggested"), self.tr("steepest"))
        for place, mark in enumerate(self._marks):
            mark.setVisible(bool(shown))
            if shown:
                mark.setValue(np.log10(shown[place]))
                mark.label.setFormat(texts[place])
        self._fit(shown)
        self._read_values()

    def _new_plot(self, title: str, axes: AxisNames) -> RatePlot:
        return RatePlot(title, axes, self)

    def _entries(self) -> list[LegendEntry]:
        return [
            LegendEntry("raw", self.tr("batch"), pale_train_colour, 1.0),
            LegendEntry("smooth", self.tr("smoothed"), train_colour),
        ]

    def _mark(self) -> pyqtgraph.InfiniteLine:
        options = {"position": 0.95, "rotateAxis": (1, 0), "anchors": [(1, 1), (1, 1)]}
        mark = pyqtgraph.InfiniteLine(angle=90, movable=False, label="", labelOpts=options)
        mark.hide()
        self.plot.addItem(mark, ignoreBounds=True)
        return mark

    def _fit(self, marks: Sequence[float]) -> None:
        """Show everything but what explodes."""
        finite = self._smoothed[np.isfinite(self._smoothed)]
        if not len(finite):
            self.plot.set_home((-6.0, 1.0), None)
            return
        top = max(float(finite[0]) * _HIGHEST_SHOWN, float(finite[0]))
        kept = self._losses[np.isfinite(self._losses) & (self._losses <= top)]
        high = min(top, float(np.max(kept, initial=float(finite[0]))))
        low = float(np.min(kept, initial=float(finite.min())))
        ends = [float(self._rates[0]), float(self._rates[-1]), *np.log10(marks)]
        self.plot.set_home((min(ends), max(ends)), (low, high))

    def _read_values(self) -> None:
        if not len(self._rates):
            self.legend.show_values({}, "")
            return
        cursor = self.plot.cursor
        index = -1 if cursor is None else int(np.argmin(np.abs(self._rates - cursor)))
        locale = QLocale()
        values = {
            "raw": locale.toString(float(self._losses[index]), "f", 4),
            "smooth": locale.toString(float(self._smoothed[index]), "f", 4),
        }
        rate = locale.toString(float(10.0 ** self._rates[index]), "g", 3)
        self.legend.show_values(values, self.tr("at lr {rate}").format(rate=rate))

    def _take_colours(self) -> None:
        palette = current_palette()
        self._raw.setPen(pyqtgraph.mkPen(pale_train_colour(palette), width=1))
        self._line.setPen(pyqtgraph.mkPen(train_colour(palette), width=2))
        colours = (palette.accent, palette.text_muted)
        for mark, colour in zip(self._marks, colours, strict=True):
            mark.setPen(pyqtgraph.mkPen(colour, width=1, style=Qt.PenStyle.DashLine))
            mark.label.setColor(colour)
            mark.label.setFont(ui_font(0.85))
