"""One quantity of several runs, their lines over each other."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from PySide6.QtCore import QLocale

from convviz.ui.plots.colours import run_colour
from convviz.ui.plots.legend import LegendEntry
from convviz.ui.plots.library import pyqtgraph
from convviz.ui.plots.line_plot import AxisNames, set_line
from convviz.ui.plots.plot_card import PlotCard
from convviz.ui.plots.series import Floats, Smoother, finite_range, reduce_to_peaks
from convviz.ui.theme import current_palette

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

_WIDTH: Final = 2.0
_POINT: Final = 6
_WEIGHT: Final = 0.95
"""Of the past, where lines are smoothed: the raw ones would hide each other."""
_MOST_COLUMNS: Final = 1500
_FEW: Final = 60
"""Points of a line that are still marked one by one."""


@dataclass(frozen=True, slots=True)
class OverlayLine:
    """The line of a run.

    Attributes:
        name: What the run is called.
        places: Along the bottom, ascending.
        values: At each of them; NaN is a gap.
    """

    name: str
    places: Floats
    values: Floats


class OverlayCard(PlotCard):
    """The lines of the runs, coloured in the order in which they are given."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(title, AxisNames("", ""), (), parent)
        self._drawn: list[tuple[OverlayLine, Any]] = []
        self._digits, self._format = 4, "f"

    def show_lines(
        self,
        lines: Sequence[OverlayLine],
        axes: AxisNames,
        *,
        smoothed: bool = False,
        digits: int = 4,
        is_significant: bool = False,
    ) -> None:
        """Show lines in place of those before.

        Args:
            lines: One a run.
            axes: What is plotted.
            smoothed: Whether to draw their moving averages.
            digits: Behind the point, in the legend.
            is_significant: They count from the first that is not 0.
        """
        for _, curve in self._drawn:
            self.plot.removeItem(curve)
        self._digits, self._format = digits, "g" if is_significant else "f"
        self.plot.bottom.set_name(axes.bottom)
        self.plot.left.set_name(axes.left)
        shown = [_smoothed(line) if smoothed else line for line in lines]
        self._drawn = [(line, self._curve(line)) for line in shown]
        self.legend.set_entries(
            [
                LegendEntry(str(number), line.name, partial(run_colour, number))
                for number, line in enumerate(shown)
            ]
        )
        self._fit(shown)
        self._take_colours()
        self._read_values()

    def _curve(self, line: OverlayLine) -> Any:  # noqa: ANN401 - pyqtgraph has no types
        places, values = line.places, line.values
        if len(values) > 2 * _MOST_COLUMNS:
            numbers, values = reduce_to_peaks(values, 0, len(values), _MOST_COLUMNS)
            places = np.interp(numbers, np.arange(len(places)), places)
        curve = pyqtgraph.PlotDataItem()
        set_line(curve, places, values)
        if len(places) <= _FEW:
            curve.setSymbol("o")
            curve.setSymbolSize(_POINT)
            curve.setSymbolPen(None)
        self.plot.addItem(curve)
        return curve

    def _fit(self, lines: Sequence[OverlayLine]) -> None:
        spans = [span for line in lines if (span := finite_range(line.values)) is not None]
        ends = [(line.places[0], line.places[-1]) for line in lines if len(line.places)]
        first = float(min((start for start, _ in ends), default=0.0))
        last = float(max((end for _, end in ends), default=1.0))
        pad = 0.03 * (last - first) or 0.5
        height = (min(low for low, _ in spans), max(high for _, high in spans)) if spans else None
        self.plot.set_home((first - pad, last + pad), height)
        self.plot.reset_view()

    def _read_values(self) -> None:
        cursor = self.plot.cursor
        values = {}
        for number, (line, _) in enumerate(self._drawn):
            if len(line.places):
                place = line.places[-1] if cursor is None else cursor
                index = int(np.argmin(np.abs(line.places - place)))
                values[str(number)] = QLocale().toString(
                    float(line.values[index]), self._format, self._digits
                )
        here = "" if cursor is None else QLocale().toString(round(cursor))
        at = self.tr("at {place}").format(place=here) if here else ""
        self.legend.show_values(values, at)

    def _take_colours(self) -> None:
        palette = current_palette()
        for number, (_, curve) in enumerate(self._drawn):
            colour = run_colour(number, palette)
            curve.setPen(pyqtgraph.mkPen(colour, width=_WIDTH))
            curve.setSymbolBrush(pyqtgraph.mkBrush(colour))


def _smoothed(line: OverlayLine) -> OverlayLine:
    return OverlayLine(line.name, line.places, Smoother(_WEIGHT).extend(line.values))
