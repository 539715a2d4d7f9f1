"""A line of very many numbers that is drawn with the fewest points that lose nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from convviz.ui.plots.library import pyqtgraph
from convviz.ui.plots.series import Floats, reduce_to_peaks

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
        self._values: Floats = np.empty(0)
        self._curve = pyqtgraph.PlotCurveItem(connect="finite")
        self._curve.setZValue(z)
        plot.addItem(self._curve)
        plot.view_changed.connect(self.refresh)

    @property
    def values(self) -> Floats:
        """The values, of place 1 first."""
        return self._values

    def set_colour(self, colour: str) -> None:
        """Draw in a colour, ``#rrggbb`` or ``#rrggbbaa``."""
        self._curve.setPen(pyqtgraph.mkPen(colour, width=self._width))

    def set_values(self, values: Floats) -> None:
        """Draw other values."""
        self._values = values
        self.refresh()

    def refresh(self) -> None:
        """Draw the visible part anew."""
        low, high = self._plot.visible_range()
        first, last = int(max(0.0, low - 2)), int(max(0.0, high + 2))
        places, drawn = reduce_to_peaks(self._values, first, last, self._plot.columns)
        heights = self._plot.drawn(drawn)
        self._choose_pen(heights)
        self._curve.setData(places + 1.0, heights)

    def value_at(self, place: float) -> float | None:
        """Return the value at a whole number from 1; None where there is none."""
        index = round(place) - 1
        return float(self._values[index]) if 0 <= index < len(self._values) else None

    def _choose_pen(self, heights: Floats) -> None:
        """Draw segments one by one unless the line is wide and calm."""
        low, high = self._plot.view.viewRange()[1]
        travel = float(np.nansum(np.abs(np.diff(heights)))) / max(high - low, 1e-12)
        is_thin = self._width <= 1.0
        is_path = not is_thin and travel < _CALM
        self._curve.setSegmentedLineMode("off" if is_path else "on")
        self._curve.opts["antialias"] = is_thin or is_path
