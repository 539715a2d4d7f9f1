"""An axis with round numbers in the interface's language, linear or logarithmic."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QGraphicsItem

from convviz.ui.plots.library import pyqtgraph
from convviz.ui.plots.ticks import linear_ticks, log_ticks, tick_text
from convviz.ui.theme import current_palette, ui_font

if TYPE_CHECKING:
    from convviz.protocol.batch_course import BatchCourse

_PIXELS_A_TICK: Final = {"top": 80, "bottom": 90, "left": 34}
_ROOM: Final = 6
_WIDEST_TEXT: Final = "0,000.0"


class Axis(pyqtgraph.AxisItem):  # type: ignore[misc]  # pyqtgraph has no types
    """An axis of a plot."""

    def __init__(self, side: str, name: str = "", *, whole: bool = False, pixels: int = 0) -> None:
        """Make an axis.

        Args:
            side: "top", "bottom" or "left".
            name: What it measures, with its unit, translated.
            whole: Only whole numbers have ticks.
            pixels: Least distance of two ticks; 0 for what suits long numbers.
        """
        super().__init__(side, maxTickLength=0)
        self._name = name
        self.setLabel(name)
        self._side = side
        self._whole = whole
        self._pixels = pixels or _PIXELS_A_TICK[side]
        self._is_log = False
        self._is_blank = False
        self.setStyle(hideOverlappingLabels=True, tickTextOffset=6, autoExpandTextSpace=False)
        self.enableAutoSIPrefix(False)  # noqa: FBT003 - pyqtgraph's signature
        # Ticks and grid stay for many repaints of the lines; replaying them costs more than those.
        self.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)
        self.take_looks()

    @property
    def name(self) -> str:
        """What it measures."""
        return self._name

    def set_name(self, name: str) -> None:
        """Measure something else from now on, or in another unit."""
        if name != self._name:
            self._name = name
            self.setLabel(name)
            self.take_looks()

    def take_looks(self) -> None:
        """Take the colours of the theme, and its size of text."""
        font = ui_font(0.85)
        self.setTickFont(font)
        # Room that stays: the plot keeps its place when its numbers grow.
        metrics = QFontMetricsF(font)
        self.label.setFont(font)
        for_name = metrics.height() if self._name else 0.0
        if self._side == "left":
            self.setWidth(metrics.horizontalAdvance(_WIDEST_TEXT) + _ROOM + for_name)
        else:
            self.setHeight(metrics.height() + 2 * _ROOM + for_name)
        palette = current_palette()
        self.setPen(pyqtgraph.mkPen(palette.border))
        self.setTextPen(pyqtgraph.mkPen(palette.text_muted))
        self.setTickPen(pyqtgraph.mkPen(palette.border))
        self.setGrid(110)

    def updateAutoSIPrefix(self) -> None:
        """Do without: it would write the name anew each time that the range is another."""

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
        most = max(2, int(size / self._pixels))
        if self._is_log:
            return [(1.0, log_ticks(low, high, most))]
        return [(1.0, linear_ticks(low, high, most, whole=self._whole))]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        """Return what is written at the ticks."""
        del scale, spacing
        shown = [10.0**value for value in values] if self._is_log else list(values)
        return [tick_text(value, shown) for value in shown]


class EpochAxis(Axis):
    """The top axis of a plot of batches: where each epoch ends, as many as there is room for."""

    def __init__(self, template: str) -> None:
        """Make the axis; without the course of a run it has no ticks.

        Args:
            template: What is written at a tick, with a place for its {number}, translated.
        """
        self._template = template
        self._course: BatchCourse | None = None
        super().__init__("top")

    @property
    def course(self) -> BatchCourse | None:
        """Which batch lies where in the epochs; None while unknown."""
        return self._course

    def set_course(self, course: BatchCourse | None) -> None:
        """Mark the ends of the epochs of a run; None marks none."""
        if course != self._course:
            self._course = course
            self.picture = None
            self.update()

    def tickValues(self, low: float, high: float, size: float) -> list[tuple[float, list[float]]]:
        """Return the ends of epochs."""
        course = self._course
        if course is None or self._is_blank:
            return []
        most = max(2, int(size / self._pixels))
        first, last = course.epochs_after(max(low, 0.0)), course.epochs_after(max(high, 0.0))
        epochs = linear_ticks(first, last, most, whole=True)
        return [(1.0, [float(course.steps_until(round(e))) for e in epochs if e >= 1])]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        """Return which epoch ends at each tick."""
        del scale, spacing
        course = self._course
        epochs = [] if course is None else [round(course.epochs_after(v)) for v in values]
        return [self._template.format(number=tick_text(epoch, epochs)) for epoch in epochs]
