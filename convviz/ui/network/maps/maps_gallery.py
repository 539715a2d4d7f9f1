"""The maps of one layer, large enough to point at their cells; the numbers of a vector as bars."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from convviz.core.written_numbers import short
from convviz.ui.formats import percent_text
from convviz.ui.network.maps.maps_texts import cell_text
from convviz.ui.plane_gallery import PlaneGallery
from convviz.ui.theme import SPACING, current_palette, theme_notifier
from convviz.ui.widgets.drawn_widget import DrawnWidget

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import numpy.typing as npt
    from PySide6.QtGui import QMouseEvent, QPaintEvent

_NAMES_SHARE: Final = 0.3
_ROOM: Final = 4
_TOLD: Final = 20
"""Lines that are told to a screen reader at once."""
_GAP: Final = 2 * SPACING


class MapGallery(PlaneGallery):
    """Large maps; each cell can be pointed at.

    Signals:
        opened_at(int, object): A map is to be shown by the calculator, at row and column of a cell,
            or at none.
        hovered(str): Which cell the mouse is at; "" for none.
    """

    opened_at = Signal(int, object)
    hovered = Signal(str)

    def __init__(self, name: str, side: int, parent: QWidget | None = None) -> None:
        super().__init__(name, side, parent)
        self._values: npt.NDArray[np.float64] | None = None
        self._sizes: tuple[int, ...] = ()
        self.setMouseTracking(True)
        self.opened.connect(lambda number: self.opened_at.emit(number, None))

    def show_values(
        self, values: npt.NDArray[np.float64] | None, sizes: tuple[int, ...] = ()
    ) -> None:
        """Take the numbers of what is shown, (maps, rows, columns), and the sizes of a map."""
        self._values, self._sizes = values, sizes

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Read the cell under the mouse."""
        found = self.cell_at(event.position().toPoint())
        if found is None or self._values is None:
            self.hovered.emit("")
            return
        number, cell = found
        value = float(self._values[number][cell])
        self.hovered.emit(cell_text(number, cell, self._sizes, value))

    def leaveEvent(self, event: object) -> None:
        """Read nothing."""
        del event
        self.hovered.emit("")

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open a map at the cell."""
        found = self.cell_at(event.position().toPoint())
        if found is not None:
            self.opened_at.emit(*found)
        else:
            super().mouseDoubleClickEvent(event)

    def menu(self) -> QMenu:
        """Return the menu of the chosen map: at the cell under the mouse, if it is there."""
        found = self.cell_at(self.mapFromGlobal(self.cursor().pos()))
        menu = super().menu()
        if found is not None and found[0] == self.current:
            text = self.tr("Open at row {row}, column {column}").format(
                row=found[1][0], column=found[1][1]
            )
            menu.addAction(text).triggered.connect(lambda: self.opened_at.emit(*found))
        return menu

    def cell_at(self, point: QPoint) -> tuple[int, tuple[int, int]] | None:
        """Return the map at a point, and row and column of its cell."""
        number = self._at(point)
        if number is None or self._values is None or number >= len(self._values):
            return None
        place, (rows, columns) = self._place(number), self._values.shape[1:]
        down = (point.y() - place.top()) * rows // place.height()
        across = (point.x() - place.left()) * columns // place.width()
        return number, (min(rows - 1, max(0, down)), min(columns - 1, max(0, across)))


class NumberBars(DrawnWidget):
    """The numbers of a vector, a line each: name, bar around 0, number, and share of a class.

    Signals:
        chosen(int): A number is chosen.
        opened(int): One is to be looked at in the calculator.
    """

    chosen = Signal(int)
    opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: Sequence[float] = ()
        self._names: Sequence[str] = ()
        self._shares: Sequence[float] = ()
        self._reach = (0.0, 0.0)
        self._colours = ("", "")
        self._current = -1
        self.setAccessibleName(self.tr("Numbers of the layer"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme_notifier().changed.connect(self.update)

    @property
    def lines(self) -> list[str]:
        """What is written in each line."""
        return [self._text(at) for at in range(self._count)]

    def show_numbers(
        self,
        values: Sequence[float],
        names: Sequence[str],
        shares: Sequence[float],
        colours: tuple[str, str],
        current: int,
    ) -> None:
        """Show numbers.

        Args:
            values: The numbers.
            names: Of classes; empty where the lines are numbered.
            shares: How sure the network is of each class; empty for no classes.
            colours: Of negative and of positive numbers.
            current: The chosen one; -1 for none.
        """
        self._values, self._names, self._shares = values, names, shares
        finite = [value for value in values if abs(value) < float("inf")]
        self._reach = min([0.0, *finite]), max([0.0, *finite])
        self._colours, self._current = colours, current
        self.setFixedHeight(max(1, self._count * self._line()))
        self.setAccessibleDescription("; ".join(map(self._text, range(min(_TOLD, self._count)))))
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for all lines."""
        return QSize(240, self._count * self._line())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the lines that are to be seen."""
        painter, line = QPainter(self), self._line()
        first = event.rect().top() // line
        for at in range(first, min(self._count, event.rect().bottom() // line + 1)):
            self._draw(painter, at, QRect(0, at * line, self.width(), line))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose a number."""
        at = int(event.position().y()) // self._line()
        if 0 <= at < self._count:
            self.chosen.emit(at)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open a number."""
        at = int(event.position().y()) // self._line()
        if 0 <= at < self._count:
            self.opened.emit(at)

    def tip_at(self, point: QPoint) -> tuple[str, QRect] | None:
        """Return all of a line."""
        line = self._line()
        at = point.y() // line
        if not 0 <= at < self._count:
            return None
        return self._text(at), QRect(0, at * line, self.width(), line)

    @property
    def _count(self) -> int:
        return len(self._values)

    def _line(self) -> int:
        return self.fontMetrics().height() + _ROOM

    def _text(self, at: int) -> str:
        return " ".join(part for part in self._parts(at) if part)

    def _parts(self, at: int) -> tuple[str, str, str]:
        name = self._names[at] if at < len(self._names) else str(at)
        share = percent_text(self._shares[at]) if at < len(self._shares) else ""
        return name, short(self._values[at]), share

    def _draw(self, painter: QPainter, at: int, line: QRect) -> None:
        palette, metrics = current_palette(), self.fontMetrics()
        name, number, share = self._parts(at)
        if at == self._current:
            painter.fillRect(line, QColor(palette.accent_soft))
        widest = max((metrics.horizontalAdvance(known) for known in self._names), default=0)
        names = max(metrics.horizontalAdvance(str(self._count)), widest)
        names = min(names, round(line.width() * _NAMES_SHARE))
        numbers = metrics.horizontalAdvance("\u22120.0000e\u221200")
        shares = metrics.horizontalAdvance("100.0 %") if self._shares else 0
        inner = line.adjusted(SPACING, 0, -SPACING, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(QColor(palette.text))
        shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, names)
        painter.drawText(inner, middle | Qt.AlignmentFlag.AlignLeft, shown)
        painter.drawText(inner, middle | Qt.AlignmentFlag.AlignRight, share)
        beside = inner.adjusted(0, 0, -shares, 0)
        painter.drawText(beside, middle | Qt.AlignmentFlag.AlignRight, number)
        left = inner.left() + names + _GAP
        track = QRectF(left, line.top() + 3, beside.right() - numbers - left, line.height() - 6)
        self._draw_bar(painter, track, self._values[at])

    def _draw_bar(self, painter: QPainter, track: QRectF, value: float) -> None:
        low, high = self._reach
        span = (high - low) or 1.0
        zero = track.left() + track.width() * -low / span
        painter.fillRect(track, QColor(current_palette().surface_sunken))
        if abs(value) < float("inf"):
            length = track.width() * value / span
            bar = QRectF(min(zero, zero + length), track.top(), abs(length), track.height())
            painter.fillRect(bar, QColor(self._colours[value > 0]))
