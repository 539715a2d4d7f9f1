"""Quantities of each layer over the batches: one plot a quantity, one line a layer."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from PySide6.QtCore import QCoreApplication, QLocale, Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from convviz.ui.plots.colours import run_colour
from convviz.ui.plots.legend import LegendArea, LegendEntry
from convviz.ui.plots.library import pyqtgraph
from convviz.ui.plots.line_plot import AxisNames, set_line
from convviz.ui.plots.plot_card import PlotCard
from convviz.ui.plots.series import Floats, finite_range
from convviz.ui.plots.training_plots import LARGEST_SHARE, REPAINT_MS
from convviz.ui.theme import current_palette
from convviz.ui.throttle import Throttle

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QHideEvent, QShowEvent

    from convviz.protocol.batch_course import BatchCourse

_WIDTH: Final = 1.5
_POINT: Final = 5
_FEW: Final = 24
"""Points of a line that are still marked one by one."""
_MOST_ROWS: Final = 3
"""Of the legend that are seen at once: a network of 64 layers would leave the plot no room."""
_EQUAL: Final = 1000
_DIGITS: Final = 2
"""Of a value in the legend, which has one a layer."""

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class LayerLine:
    """A layer's line.

    Attributes:
        name: What the layer is called.
        steps: The batches, ascending.
        values: At each of them; NaN is a gap.
    """

    name: str
    steps: Floats
    values: Floats


class LayerCard(PlotCard):
    """One quantity of all layers, its axis logarithmic: layers differ by powers of ten.

    Attributes:
        legend_area: Scrolls the legend where there are many layers.
    """

    def __init__(self, title: str, measure: str, parent: QWidget | None = None) -> None:
        """Make an empty card.

        Args:
            title: What is plotted, translated.
            measure: What the left axis measures, translated.
            parent: The parent.
        """
        axes = AxisNames(_batch_name(), measure, _epoch_name())
        super().__init__(title, axes, (), parent)
        self.legend_area = LegendArea(self.legend, _MOST_ROWS)
        self._column.insertWidget(1, self.legend_area)
        self.plot.set_log(on=True)
        self._lines: tuple[LayerLine, ...] = ()
        self._curves: list[Any] = []

    def show_lines(self, lines: Sequence[LayerLine]) -> None:
        """Show the layers' lines, coloured in their order."""
        if [line.name for line in lines] != [line.name for line in self._lines]:
            self._renew(lines)
        self._lines = tuple(lines)
        for curve, line in zip(self._curves, lines, strict=True):
            set_line(curve, line.steps, self.plot.on_left_axis(line.values))
            curve.setSymbol("o" if len(line.steps) <= _FEW else None)
        spans = [
            span
            for line in lines
            if (span := finite_range(self.plot.on_left_axis(line.values))) is not None
        ]
        ends = [float(line.steps[-1]) for line in lines if len(line.steps)]
        height = (min(low for low, _ in spans), max(high for _, high in spans)) if spans else None
        self.plot.set_home((0.0, max(ends, default=1.0) * 1.03), height)
        self._read_values()

    def _renew(self, lines: Sequence[LayerLine]) -> None:
        for curve in self._curves:
            self.plot.removeItem(curve)
        self._curves = [pyqtgraph.PlotDataItem() for _ in lines]
        for curve in self._curves:
            curve.setSymbolSize(_POINT)
            self.plot.addItem(curve)
        self.legend.set_entries(
            [
                LegendEntry(str(number), line.name, partial(run_colour, number))
                for number, line in enumerate(lines)
            ]
        )
        self._take_colours()

    def _read_values(self) -> None:
        cursor = self.plot.cursor
        values = {}
        for number, line in enumerate(self._lines):
            if len(line.steps):
                place = line.steps[-1] if cursor is None else cursor
                value = float(line.values[int(np.argmin(np.abs(line.steps - place)))])
                values[str(number)] = QLocale().toString(value, "g", _DIGITS)
        at = "" if cursor is None else self.tr("at batch {number}")
        here = QLocale().toString(round(cursor or 0))
        self.legend.show_values(values, at.format(number=here))

    def _take_colours(self) -> None:
        palette = current_palette()
        for number, curve in enumerate(self._curves):
            colour = run_colour(number, palette)
            curve.setPen(pyqtgraph.mkPen(colour, width=_WIDTH))
            curve.setSymbolBrush(pyqtgraph.mkBrush(colour))
            curve.setSymbolPen(None)


class LayerPlots(QWidget):
    """Gradient and update ratio beside each other; drawn when there is time, and when seen.

    Attributes:
        norm: Of the gradients.
        ratio: Of the steps.
    """

    def __init__(
        self,
        norm: LayerCard | None = None,
        ratio: LayerCard | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.norm, self.ratio = norm or norm_card(), ratio or ratio_card()
        self._due: tuple[Sequence[LayerLine], Sequence[LayerLine]] | None = None
        split = QSplitter(Qt.Orientation.Horizontal)
        for card in (self.norm, self.ratio):
            split.addWidget(card)
        split.setSizes([_EQUAL, _EQUAL])
        split.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(split)
        self._update_seconds = 0.0
        self._throttle = Throttle(
            self._update, REPAINT_MS, self, spent=self._spent, share=LARGEST_SHARE
        )

    def show_lines(self, norms: Sequence[LayerLine], ratios: Sequence[LayerLine]) -> None:
        """Show the layers' lines soon."""
        self._due = norms, ratios
        if self.isVisible():
            self._throttle.request()

    def mark_epochs(self, course: BatchCourse | None) -> None:
        """Mark where epochs end; None marks none."""
        for card in (self.norm, self.ratio):
            card.plot.mark_epochs(course)

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what came while nobody looked."""
        super().showEvent(event)
        self._throttle.run_now()

    def hideEvent(self, event: QHideEvent) -> None:
        """Rest while nobody looks."""
        super().hideEvent(event)
        self._throttle.stop()

    def _spent(self) -> float:
        return self._update_seconds + sum(
            card.plot.paint_seconds for card in (self.norm, self.ratio)
        )

    def _update(self) -> None:
        due, self._due = self._due, None
        if due is None:
            return
        start = time.thread_time()
        self.norm.show_lines(due[0])
        self.ratio.show_lines(due[1])
        self._update_seconds += time.thread_time() - start


def norm_card() -> LayerCard:
    """Return the card of the gradients' lengths."""
    title, name = _texts()[:2]
    return LayerCard(title, name)


def ratio_card() -> LayerCard:
    """Return the card of the steps beside the weights."""
    title, name = _texts()[2:]
    return LayerCard(title, name)


def build_layer_plots() -> Iterator[QWidget | None]:
    """Yield the plots in the end, and None after each piece before."""
    norm = norm_card()
    yield None
    ratio = ratio_card()
    yield None
    yield LayerPlots(norm, ratio)


def _texts() -> tuple[str, str, str, str]:
    return (
        translate("LayerPlots", "Gradient of each layer"),
        translate("LayerPlots", "Length of the gradient"),
        translate("LayerPlots", "Update ratio of each layer"),
        translate("LayerPlots", "Step / weights"),
    )


def _batch_name() -> str:
    return translate("LayerPlots", "Batch")


def _epoch_name() -> str:
    return translate("LayerPlots", "epoch {number}")
