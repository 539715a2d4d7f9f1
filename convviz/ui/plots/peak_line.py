"""A line of very many numbers that is drawn with the fewest points that lose nothing."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

from convviz.ui.plots.library import pyqtgraph
from convviz.ui.plots.series import Floats, PeakSeries

if TYPE_CHECKING:
    from convviz.ui.plots.line_plot import LinePlot

_CALM: Final = 6.0
"""Heights of the plot that a wide line may travel up and down and still be drawn smoothly: joints
of a wide line that zigzags cost a hundred times its segments."""


class PeakLine:
    """One value for every whole number from 1; NaN is a gap."""

    def __init__(self, plot: LinePlot, *, width: float = 1.0, z: float = 0.0) -> None:
        """Add an empty line to a plot.

        Args:
            plot: The plot.
            width: Of the pen, in pixels.
            z: Lines with a higher one are drawn over the others.
        """
        self._plot = plot
        self._width = width
        self._series = PeakSeries()
        self._curve = pyqtgraph.PlotCurveItem(connect="finite")
        self._curve.setZValue(z)
        plot.addItem(self._curve)
        plot.view_changed.connect(self.refresh)

    @property
    def values(self) -> Floats:
        """The values, of place 1 first."""
        return self._series.values

    @property
    def drawn_range(self) -> tuple[float, float] | None:
        """Lowest and highest value, as the plot's left axis measures; None if there is none."""
        span = self._series.range
        if span is None or not self._plot.is_log:
            return span
        low = self._series.smallest_positive
        return (math.log10(low), math.log10(span[1])) if math.isfinite(low) else None

    def set_colour(self, colour: str) -> None:
        """Draw in a colour, ``#rrggbb`` or ``#rrggbbaa``."""
        self._curve.setPen(pyqtgraph.mkPen(colour, width=self._width))

    def restart(self) -> None:
        """Forget the values: the next ones do not go on with them."""
        self._series.restart()

    def extend_to(self, values: Floats) -> None:
        """Draw values that begin with those before and go on."""
        self._series.extend_to(values)
        self.refresh()

    def refresh(self) -> None:
        """Draw the visible part anew."""
        low, high = self._plot.visible_range()
        first, last = int(max(0.0, low - 2)), int(max(0.0, high + 2))
        places, peaks = self._series.points(first, last, self._plot.columns)
        heights = self._plot.on_left_axis(peaks)
        self._choose_pen(heights)
        self._curve.setData(places + 1.0, heights)

    def value_at(self, place: float) -> float | None:
        """Return the value at a whole number from 1; None where there is none."""
        index, values = round(place) - 1, self._series.values
        return float(values[index]) if 0 <= index < len(values) else None

    def _choose_pen(self, heights: Floats) -> None:
        """Draw segments one by one unless the line is wide and calm."""
        low, high = self._plot.view.viewRange()[1]
        travel = float(np.nansum(np.abs(np.diff(heights)))) / max(high - low, 1e-12)
        is_thin = self._width <= 1.0
        is_path = not is_thin and travel < _CALM
        self._curve.setSegmentedLineMode("off" if is_path else "on")
        self._curve.opts["antialias"] = is_thin or is_path
