"""An axis with round numbers in the interface's language, linear or logarithmic."""

from __future__ import annotations

from typing import Final

from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QGraphicsItem

from convviz.ui.plots.library import pyqtgraph
from convviz.ui.plots.ticks import linear_ticks, log_ticks, tick_text
from convviz.ui.theme import current_palette, ui_font

_PIXELS_A_TICK: Final = {"bottom": 90, "left": 34}
_ROOM: Final = 6
_WIDEST_TEXT: Final = "0,000.0"


class Axis(pyqtgraph.AxisItem):  # type: ignore[misc]  # pyqtgraph has no types
    """The bottom or the left axis of a plot."""

    def __init__(self, side: str, *, whole: bool = False) -> None:
        """Make an axis.

        Args:
            side: "bottom" or "left".
            whole: Only whole numbers have ticks.
        """
        super().__init__(side, maxTickLength=0)
        self._side = side
        self._whole = whole
        self._is_log = False
        self._is_blank = False
        self.setStyle(hideOverlappingLabels=True, tickTextOffset=6, autoExpandTextSpace=False)
        self.enableAutoSIPrefix(False)  # noqa: FBT003 - pyqtgraph's signature
        # Ticks and grid stay for many repaints of the lines; replaying them costs more than those.
        self.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)
        self.dress()

    def dress(self) -> None:
        """Take the colours of the theme, and its size of text."""
        font = ui_font(0.85)
        self.setTickFont(font)
        # Room that stays: the plot keeps its place when its numbers grow.
        metrics = QFontMetricsF(font)
        if self._side == "bottom":
            self.setHeight(metrics.height() + 2 * _ROOM)
        else:
            self.setWidth(metrics.horizontalAdvance(_WIDEST_TEXT) + _ROOM)
        palette = current_palette()
        self.setPen(pyqtgraph.mkPen(palette.border))
        self.setTextPen(pyqtgraph.mkPen(palette.text_muted))
        self.setTickPen(pyqtgraph.mkPen(palette.border))
        self.setGrid(110)

    def set_log(self, *, on: bool) -> None:
        """Show the numbers whose logarithms the axis spans."""
        self._is_log = on
        self.picture = None
        self.update()

    def set_blank(self, *, on: bool) -> None:
        """Have no ticks: there is nothing to be read off yet."""
        if on != self._is_blank:
            self._is_blank = on
            self.picture = None
            self.update()

    def tickValues(self, low: float, high: float, size: float) -> list[tuple[float, list[float]]]:
        """Return the ticks in one level."""
        if self._is_blank:
            return []
        most = max(2, int(size / _PIXELS_A_TICK[self._side]))
        if self._is_log:
            return [(1.0, log_ticks(low, high, most))]
        return [(1.0, linear_ticks(low, high, most, whole=self._whole))]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        """Return what is written at the ticks."""
        del scale, spacing
        shown = [10.0**value for value in values] if self._is_log else list(values)
        return [tick_text(value, shown) for value in shown]
