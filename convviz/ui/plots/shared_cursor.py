"""One cursor for all plots of a run, whether they count batches or epochs."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from convviz.ui.plots.line_plot import LinePlot

if TYPE_CHECKING:
    from convviz.protocol.batch_course import BatchCourse


@dataclass(frozen=True, slots=True)
class _Place:
    """A plot that shares the cursor.

    Attributes:
        plot: The plot.
        by_epoch: Whether it counts epochs; else batches.
    """

    plot: LinePlot
    by_epoch: bool


class SharedCursor(QObject):
    """Moves the cursors of all plots along with the one that a person moves."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._places: list[_Place] = []
        self._course: BatchCourse | None = None
        self._is_moving = False

    def add(self, plot: LinePlot, *, by_epoch: bool) -> None:
        """Have a plot share the cursor.

        Args:
            plot: The plot.
            by_epoch: Whether it counts epochs; else batches.
        """
        place = _Place(plot, by_epoch)
        self._places.append(place)
        plot.cursor_moved.connect(lambda x: self._move(place, x))

    def follow(self, course: BatchCourse | None) -> None:
        """Take which batch lies in which epoch; None while that is unknown."""
        self._course = course

    def _move(self, moved: _Place, x: float | None) -> None:
        if self._is_moving:
            return
        self._is_moving = True
        try:
            for place in self._places:
                if place is not moved:
                    place.plot.set_cursor(None if x is None else self._for(place, moved, x))
        finally:
            self._is_moving = False

    def _for(self, place: _Place, moved: _Place, x: float) -> float | None:
        if place.by_epoch == moved.by_epoch:
            return x
        if self._course is None:
            return None
        if place.by_epoch:  # what an epoch reached is measured at its end
            return float(math.ceil(self._course.epochs_after(max(x, 1.0))))
        return float(self._course.steps_until(max(1, round(x))))
