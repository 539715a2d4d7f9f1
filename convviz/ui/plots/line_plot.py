"""A plot of lines over a number: theme, zoom, pan, reset, a cursor; by mouse and by keyboard."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtWidgets import QGraphicsItem

from convviz.ui.plots.axis import Axis, EpochAxis
from convviz.ui.plots.library import pyqtgraph
from convviz.ui.theme import current_palette, theme_notifier

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent, QRectF
    from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
    from PySide6.QtWidgets import QWidget

    from convviz.protocol.batch_course import BatchCourse

Range = tuple[float, float]

_ZOOM: Final = 0.8
_PAN: Final = 0.15
_MARGIN: Final = 0.06
_DEFAULT: Final = (0.0, 1.0)


@dataclass(frozen=True, slots=True)
class AxisNames:
    """What the axes of a plot measure, with their units, translated.

    Attributes:
        bottom: What is counted along the bottom.
        left: What is measured.
        epochs: What is written above where an epoch ends, with its {number}; "" for no marks.
        pixels: Least distance of two ticks along the bottom; 0 for what suits long numbers.
    """

    bottom: str
    left: str
    epochs: str = ""
    pixels: int = 0


class LinePlot(pyqtgraph.PlotWidget):  # type: ignore[misc]  # pyqtgraph has no types
    """The bare plot. Its home view follows the data until a person zooms or pans.

    Keys: left and right move the cursor, with Ctrl the view; + and - zoom; 0 goes home.

    Signals:
        cursor_moved(object): where the cursor stands (float), None when it is gone.
        view_changed(): the visible part or its size is another, by a person or by the data.
    """

    cursor_moved = Signal(object)
    view_changed = Signal()

    def __init__(
        self, name: str, axes: AxisNames, *, whole_x: bool = True, parent: QWidget | None = None
    ) -> None:
        """Make an empty plot.

        Args:
            name: What it shows, translated; for screen readers.
            axes: What its axes measure.
            whole_x: The numbers below are whole, and the cursor stands on them.
            parent: The parent.
        """
        self._paint_seconds = 0.0
        self.bottom = Axis("bottom", axes.bottom, whole=whole_x, pixels=axes.pixels)
        self.left = Axis("left", axes.left)
        self.top = EpochAxis(axes.epochs) if axes.epochs else None
        items = {"bottom": self.bottom, "left": self.left}
        super().__init__(
            parent,
            axisItems=items if self.top is None else {**items, "top": self.top},
            enableMenu=False,
        )
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._home: tuple[Range, Range] = (_DEFAULT, _DEFAULT)
        self._is_home = True
        self._is_log = False
        self._is_empty = True
        self._cursor: float | None = None
        item = self.getPlotItem()
        item.hideButtons()
        # pyqtgraph's menu, of sixty widgets, is never shown, and would outlive the plot.
        self.destroyed.connect(item.ctrlMenu.deleteLater)
        item.layout.setContentsMargins(0, 8, 12, 0)
        self.view = item.getViewBox()
        self.view.disableAutoRange()
        self.view.setDefaultPadding(0.0)
        self.view.sigRangeChangedManually.connect(self._leave_home)
        # Lines are drawn for a number of columns: of another width, they are others.
        for signal in (self.view.sigRangeChanged, self.view.sigResized):
            signal.connect(self._tell_of_view)
        self._line = pyqtgraph.InfiniteLine(angle=90, movable=False)
        self._line.setZValue(20)
        self._line.hide()
        self.addItem(self._line, ignoreBounds=True)
        self._placeholder = pyqtgraph.TextItem(anchor=(0.5, 0.5))
        self.addItem(self._placeholder, ignoreBounds=True)
        self._take_colours()
        theme_notifier().changed.connect(self._take_colours)

    def _tell_of_view(self, *_: object) -> None:
        self.view_changed.emit()

    @property
    def is_log(self) -> bool:
        """Whether the left axis is logarithmic."""
        return self._is_log

    @property
    def is_home(self) -> bool:
        """Whether the view follows the data: nobody has zoomed or panned."""
        return self._is_home

    @property
    def cursor(self) -> float | None:
        """Where the cursor stands."""
        return self._cursor

    @property
    def paint_seconds(self) -> float:
        """Processor time that all repaints took so far."""
        return self._paint_seconds

    @property
    def columns(self) -> int:
        """Columns of pixels of the drawing."""
        return max(1, int(self.view.width() * self.devicePixelRatioF()))

    def visible_range(self) -> Range:
        """Return the numbers at the left and the right edge."""
        low, high = self.view.viewRange()[0]
        return float(low), float(high)

    def set_log(self, *, on: bool) -> None:
        """Make the left axis logarithmic or linear; whoever gives the lines gives them anew."""
        self._is_log = on
        self.left.set_log(on=on)

    def on_left_axis(self, values: Any) -> Any:  # noqa: ANN401 - an array
        """Return values as the left axis measures them: their logarithms, NaN below zero."""
        if not self._is_log:
            return values
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.where(values > 0, np.log10(values), np.nan)

    def set_home(self, x: Range, y: Range | None) -> None:
        """Say what the whole view is; it is shown unless a person looks at a part.

        Args:
            x: The numbers below.
            y: Lowest and highest value, as `on_left_axis` returns them; None if there is none yet.
        """
        self._is_empty = y is None
        for axis in self._axes():
            axis.set_blank(on=self._is_empty)
        self._placeholder.setVisible(self._is_empty)
        self._placeholder.setPos(sum(x) / 2, sum(_DEFAULT) / 2)
        low, high = y if y is not None else _DEFAULT
        margin = (high - low) * _MARGIN or abs(high) * _MARGIN or _MARGIN
        home = (x, (low - margin, high + margin))
        if home != self._home:
            self._home = home
            if self._is_home:
                self._go_home()

    def set_placeholder(self, text: str) -> None:
        """Say in the middle of an empty plot what will be there."""
        self._placeholder.setText(text)

    def reset_view(self) -> None:
        """Show everything, and follow the data again."""
        self._is_home = True
        self._go_home()

    def set_cursor(self, x: float | None) -> None:
        """Move the cursor, or take it away; an empty plot has none."""
        if self._is_empty:
            x = None
        self._cursor = x
        self._line.setVisible(x is not None)
        if x is not None:
            self._line.setValue(x)
        self.cursor_moved.emit(x)

    def draw_on(self, painter: QPainter, target: QRectF) -> None:
        """Draw the plot elsewhere, such as in a vector file: as lines and texts."""
        axes = [(axis, axis.cacheMode()) for axis in self._axes()]
        exported = [item for item in self.scene().items() if hasattr(item, "setExportMode")]
        for axis, _ in axes:
            axis.setCacheMode(QGraphicsItem.CacheMode.NoCache)
        for item in exported:  # else the points of a line are pictures
            item.setExportMode(True, {})  # noqa: FBT003 - pyqtgraph's signature
        self.scene().render(painter, target, self.sceneRect())
        for item in exported:
            item.setExportMode(False)
        for axis, mode in axes:
            axis.setCacheMode(mode)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw, and note what it costs."""
        start = time.thread_time()
        super().paintEvent(event)
        self._paint_seconds += time.thread_time() - start

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the cursor along."""
        super().mouseMoveEvent(event)
        position = self.mapToScene(event.position().toPoint())
        if self.view.sceneBoundingRect().contains(position):
            self.set_cursor(round(self._place(position)))
        else:
            self.set_cursor(None)

    def leaveEvent(self, event: QEvent) -> None:
        """Take the cursor away."""
        super().leaveEvent(event)
        self.set_cursor(None)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the cursor of the keyboard away."""
        super().focusOutEvent(event)
        self.set_cursor(None)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Show everything."""
        self.reset_view()
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the cursor and the view."""
        if not self._handle_key(Qt.Key(event.key()), event.modifiers()):
            event.ignore()

    def _handle_key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        direction = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(key, 0)
        if direction and modifiers & Qt.KeyboardModifier.ControlModifier:
            low, high = self.visible_range()
            self._leave_home()
            self.view.translateBy(x=direction * _PAN * (high - low))
        elif direction:
            self._step_cursor(direction)
        elif key in {Qt.Key.Key_Plus, Qt.Key.Key_Equal}:
            self._zoom(_ZOOM)
        elif key == Qt.Key.Key_Minus:
            self._zoom(1 / _ZOOM)
        elif key in {Qt.Key.Key_0, Qt.Key.Key_Home}:
            self.reset_view()
        else:
            return False
        return True

    def _zoom(self, factor: float) -> None:
        self._leave_home()
        centre = None if self._cursor is None else QPointF(self._cursor, 0.0)
        if centre is not None:
            centre.setY(self.view.viewRect().center().y())
        self.view.scaleBy(x=factor, y=1.0, center=centre)

    def _step_cursor(self, direction: int) -> None:
        low, high = self.visible_range()
        step = max(1.0, round((high - low) / self.columns))
        start = self._cursor
        if start is None:
            start = high if direction < 0 else low
        self.set_cursor(min(max(round(start + direction * step), low), high))

    def _place(self, position: QPointF) -> float:
        return float(self.view.mapSceneToView(position).x())

    def _leave_home(self, *_: object) -> None:
        self._is_home = False

    def _go_home(self) -> None:
        (x, y) = self._home
        self.view.setRange(xRange=x, yRange=y, padding=0.0)

    def mark_epochs(self, course: BatchCourse | None) -> None:
        """Mark where the epochs of a run end; None marks none."""
        if self.top is not None:
            self.top.set_course(course)
            self._choose_grid()

    def _choose_grid(self) -> None:
        """Draw lines at the ends of epochs, if they are known, and none at round numbers then."""
        if self.top is not None and self.top.course is not None:
            self.bottom.setGrid(False)

    def _axes(self) -> list[Axis]:
        return [self.bottom, self.left] + ([] if self.top is None else [self.top])

    def _take_colours(self) -> None:
        palette = current_palette()
        self.setBackground(palette.surface_raised)
        for axis in self._axes():
            axis.take_looks()
        self._choose_grid()
        self._line.setPen(pyqtgraph.mkPen(palette.border_strong, width=1))
        self._placeholder.setColor(palette.text_muted)


def set_line(line: Any, places: np.ndarray, values: np.ndarray) -> None:  # noqa: ANN401 - pyqtgraph has no types
    """Give a line its points; NaN is a gap.

    WORKAROUND for pyqtgraph 0.14: painting a line of which no point is finite reads beyond its
    memory, and the process ends.
    """
    if np.isfinite(values).any():
        line.setData(places, values, connect="finite")
    else:
        line.setData([], [])
