"""What moves over a grid: highlighted cells, the outline of the window."""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING, Final, TypeAlias, cast
from weakref import proxy

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPainterPath,
    QPen,
    QRegion,
)
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from convviz.ui.theme import cell_font, current_palette, readable_on
from convviz.ui.widgets.grid.exposure import exposed_part
from convviz.ui.widgets.grid.mark_shapes import CellMark, CellWash, WindowOutline

if TYPE_CHECKING:
    from convviz.ui.widgets.grid.item import GridItem
    from convviz.ui.widgets.grid.mark_shapes import Mark

_SMALLEST_LABELLED_CELL: Final = 36
_SMALLEST_WINDOW: Final = 3.0
_VEIL: Final = 0.72
"""How much of a cell that is dimmed is covered."""

_WASH_OF_PICTURE: Final = 0.4
"""How much of a cell that is washed is covered where no number says what it holds."""

_OUTLINE: Final = 2.0
_OUTLINE_SHARE: Final = 1 / 45
"""Of a cell: the outlines of large cells are seen from far away."""

_REACH: Final = 2.0
"""Pixels past an outline that may be painted on."""

_MOST_PARTS: Final = 8
"""So many parts of an item are painted again one by one; more of them, as a whole."""

_SMALLEST_WITH_LINES: Final = 3
"""Cells over so many pixels leave the line between them free, if they are whole pixels."""


_Extent: TypeAlias = tuple[int, int, int, int]
"""First row and column, last row and column."""


class OverlayItem(QGraphicsItem):
    """Marks over one grid; moving them repaints none of the grid's tiles."""

    def __init__(self, grid: GridItem, colour: str = "window") -> None:
        """Lie over a grid.

        Args:
            grid: The grid.
            colour: Name of the theme's colour of outlines that have none of their own.
        """
        super().__init__(grid)
        self._grid: GridItem = proxy(grid)  # it owns this: a circle would outlive its removal
        self._colour = colour
        self._given: Sequence[Mark] | None = None  # what the marks and washes are made of
        self._marks: tuple[CellMark, ...] = ()
        self._extent: _Extent | None = None  # of the marks and the washes
        self._washes: tuple[CellWash, ...] = ()
        self._windows: tuple[WindowOutline, ...] = ()
        self._bounds = QRectF()
        self._dims = False
        self._label_font: QFont | None = None
        self._label_metrics = QFontMetricsF(QFont())
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)

    @property
    def marks(self) -> tuple[CellMark, ...]:
        """The highlighted cells, those of washes one by one."""
        washed = (
            CellMark(row, column, wash.fill)
            for wash in self._washes
            for row in wash.rows
            for column in wash.columns
        )
        return (*washed, *self._marks)

    @property
    def windows(self) -> tuple[WindowOutline, ...]:
        """The outlines."""
        return self._windows

    def set_marks(self, marks: Sequence[Mark] = (), windows: Sequence[WindowOutline] = ()) -> None:
        """Replace what is highlighted. What lies outside the grid is left out."""
        before = self._marks, self._washes, self._windows
        if marks is not self._given:
            self._given = marks
            self._take(marks)
        self._windows = tuple(windows)
        if (self._marks, self._washes, self._windows) == before:
            return
        self._show_instead_of(*before)

    def _take(self, marks: Sequence[Mark]) -> None:
        """Keep what lies inside the grid."""
        washes = [mark for mark in marks if type(mark) is CellWash]
        cells = [mark for mark in marks if type(mark) is CellMark] if washes else marks
        self._washes = tuple([self._clipped(wash) for wash in washes])
        self._marks = tuple(cast("Sequence[CellMark]", cells))
        extent = self._extent_of_marks()
        if not self._holds(extent):
            self._marks = self._inside(self._marks)
            extent = self._extent_of_marks()
        self._extent = extent

    def _extent_of_marks(self) -> _Extent | None:
        """Return the first and the last cell that is marked; None for none."""
        rows = [mark.row for mark in self._marks]
        columns = [mark.column for mark in self._marks]
        for wash in self._washes:
            if wash.rows and wash.columns:
                rows += wash.rows[0], wash.rows[-1]
                columns += wash.columns[0], wash.columns[-1]
        return (min(rows), min(columns), max(rows), max(columns)) if rows else None

    def _holds(self, extent: _Extent | None) -> bool:
        """Return whether cells lie inside the grid."""
        if extent is None:
            return True
        top, left, bottom, right = extent
        grid = self._grid
        return top >= 0 and left >= 0 and bottom < grid.rows and right < grid.columns

    def set_dims(self, *, dims: bool) -> None:
        """Dim the cells that are neither marked nor, where none is marked, outlined."""
        if dims != self._dims:
            self._dims = dims
            self._bound(self._needed())

    def refresh(self) -> None:
        """Take the grid's cell size and the theme's colours again."""
        self._label_font = None
        self._given = None
        self._take((*self._washes, *self._marks))
        self._bound(self._needed())

    def _bound(self, bounds: QRectF) -> None:
        """Take the room that the marks need, and paint them."""
        if bounds != self._bounds:
            self.prepareGeometryChange()
            self._bounds = bounds
        self.update()

    def _show_instead_of(
        self,
        marks: tuple[CellMark, ...],
        washes: tuple[CellWash, ...],
        windows: tuple[WindowOutline, ...],
    ) -> None:
        """Paint what differs from what was shown before; all of it where it needs other room."""
        is_alike = washes == self._washes and len(marks) == len(self._marks) and not self._dims
        needed = self._needed()
        if not is_alike or needed != self._bounds:
            self._bound(needed)
            return
        pairs = [pair for pair in zip(marks, self._marks, strict=True) if pair[0] is not pair[1]]
        looks = _labelled_look if self._grid.cell >= _SMALLEST_LABELLED_CELL else _look
        differing = {
            (mark.row, mark.column)
            for one, other in pairs
            if looks(one) != looks(other)
            for mark in (one, other)
        }
        rects = [self._grid.cell_rect(row, column) for row, column in differing]
        rects += [self._window_rect(window) for window in {*windows} ^ {*self._windows}]
        reach = _REACH + self._outline
        if len(rects) > _MOST_PARTS:
            self.update()
            return
        for rect in rects:
            self.update(rect.adjusted(-reach, -reach, reach, reach))

    def _needed(self) -> QRectF:
        """Return the room that the marks need."""
        bounds = QRectF()
        if self._extent is not None:
            top, left, bottom, right = self._extent
            first, last = self._grid.cell_rect(top, left), self._grid.cell_rect(bottom, right)
            bounds = first.united(last)
        for window in self._windows:
            bounds = bounds.united(self._window_rect(window))
        if self._dims:
            bounds = bounds.united(self._grid.boundingRect())
        if bounds.isNull():
            return bounds
        reach = _REACH + self._outline
        return bounds.adjusted(-reach, -reach, reach, reach)

    def _inside(self, marks: Sequence[CellMark]) -> tuple[CellMark, ...]:
        """Return those of some marks whose cell the grid has."""
        rows, columns = self._grid.rows, self._grid.columns
        return tuple([m for m in marks if 0 <= m.row < rows and 0 <= m.column < columns])

    def _clipped(self, wash: CellWash) -> CellWash:
        """Return a wash without what lies outside the grid."""
        if _is_within(wash.rows, self._grid.rows) and _is_within(wash.columns, self._grid.columns):
            return wash
        rows = tuple(row for row in wash.rows if 0 <= row < self._grid.rows)
        columns = tuple(column for column in wash.columns if 0 <= column < self._grid.columns)
        return CellWash(rows, columns, wash.fill)

    @property
    def _outline(self) -> float:
        """Width of outlines, in logical pixels."""
        return max(_OUTLINE, self._grid.cell * _OUTLINE_SHARE)

    @property
    def _line(self) -> int:
        """Pixels of a cell that its fill leaves free; cells of parts of pixels have no lines."""
        return int(self._grid.cell > _SMALLEST_WITH_LINES and not self._grid.is_broken)

    def boundingRect(self) -> QRectF:
        """Return what the marks and outlines cover."""
        return self._bounds

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        """Paint fills with their numbers, then labels, then outlines."""
        if self._bounds.isNull():
            return
        exposed = exposed_part(self, option, widget)
        if exposed.isEmpty():
            return
        if self._dims:
            self._paint_dimness(painter)
        for wash in self._washes:
            self._paint_wash(painter, wash, exposed)
        self._paint_marks(painter, self._exposed(exposed))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for window in self._windows:
            colour = QColor(window.colour or getattr(current_palette(), self._colour))
            pen = QPen(colour, self._outline)
            pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
            if window.dashed:
                pen.setDashPattern([3.0, 2.0])
            painter.setPen(pen)
            painter.drawRect(self._window_rect(window))

    def _exposed(self, exposed: QRectF) -> Sequence[CellMark]:
        """Return the marks that a part of the item shows."""
        if exposed.contains(self._bounds):
            return self._marks
        cell, reach = self._grid.cell, _REACH + self._outline
        top, bottom = (exposed.top() - reach) / cell - 1, (exposed.bottom() + reach) / cell
        left, right = (exposed.left() - reach) / cell - 1, (exposed.right() + reach) / cell
        return [m for m in self._marks if top <= m.row <= bottom and left <= m.column <= right]

    def _paint_dimness(self, painter: QPainter) -> None:
        """Cover all cells but those that are marked, or else outlined, with the ground's colour."""
        grid, path = self._grid, QPainterPath()
        path.setFillRule(Qt.FillRule.WindingFill)
        path.addRect(grid.boundingRect())
        kept = QPainterPath()
        kept.setFillRule(Qt.FillRule.WindingFill)
        for mark in self._marks:
            if not mark.fill:  # what has a fill is painted over it anyway
                kept.addRect(grid.cell_rect(mark.row, mark.column))
        if not self._marks and not self._washes:
            for window in self._windows:
                kept.addRect(self._window_rect(window))
        veil = QColor(current_palette().surface)
        veil.setAlphaF(_VEIL)
        painter.fillPath(path.subtracted(kept) if not kept.isEmpty() else path, veil)

    def _paint_wash(self, painter: QPainter, wash: CellWash, exposed: QRectF) -> None:
        """Paint the exposed cells of a wash with their numbers."""
        cell = self._grid.cell
        rows = _between(wash.rows, exposed.top() / cell - 1, exposed.bottom() / cell)
        columns = _between(wash.columns, exposed.left() / cell - 1, exposed.right() / cell)
        line = self._line
        down, across = _runs(rows), _runs(columns)
        fill = QColor(wash.fill)
        if not self._grid.shows_numbers:  # a picture is still to be seen
            fill.setAlphaF(_WASH_OF_PICTURE)
        self._fill_crossings(painter, down, across, line, fill)
        if line and max(length for _, length in (*down, *across, (0, 1))) > 1:
            for (top, height), (left, width) in itertools.product(down, across):
                block = QRectF(left * cell, top * cell, width * cell, height * cell)
                self._grid.paint_lines(painter, block.toRect())
        palette = current_palette()
        number = readable_on(wash.fill, palette.cell_dark, palette.cell_light)
        self._grid.paint_numbers(painter, rows, columns, number)

    def _fill_crossings(
        self,
        painter: QPainter,
        down: list[tuple[int, int]],
        across: list[tuple[int, int]],
        line: int,
        colour: QColor,
    ) -> None:
        """Fill the cells at which runs of rows and of columns cross, but for their first lines.

        Columns are filled within the rows: thousands of crossings are no more than their runs.
        """
        cell, bounds = self._grid.cell, self._grid.boundingRect()
        within = QRegion()
        for top, height in down:
            stripe = QRectF(0, top * cell + line, bounds.width(), height * cell - line)
            within += stripe.toAlignedRect()
        painter.save()
        painter.setClipRegion(within, Qt.ClipOperation.IntersectClip)
        for left, width in across:
            stripe = QRectF(left * cell + line, 0, width * cell - line, bounds.height())
            painter.fillRect(stripe, colour)
        painter.restore()

    def _window_rect(self, window: WindowOutline) -> QRectF:
        cell = self._grid.cell
        rect = QRectF(
            window.column * cell + 0.5,
            window.row * cell + 0.5,
            window.width * cell,
            window.height * cell,
        )
        missing = max(0.0, _SMALLEST_WINDOW - min(rect.width(), rect.height())) / 2
        return rect.adjusted(-missing, -missing, missing, missing)

    def _paint_marks(self, painter: QPainter, marks: Sequence[CellMark]) -> None:
        """Paint marks: of cells without numbers little more than their fills."""
        cell, shows_numbers = self._grid.cell, self._grid.shows_numbers
        line = self._line
        size, has_labels = cell - line, cell >= _SMALLEST_LABELLED_CELL
        for mark in marks:
            if mark.fill:
                rect = QRectF(mark.column * cell + line, mark.row * cell + line, size, size)
                painter.fillRect(rect, _colour(mark.fill))
            if shows_numbers or mark.outline or (has_labels and mark.label):
                self._write_on(painter, mark)

    def _write_on(self, painter: QPainter, mark: CellMark) -> None:
        """Paint the number of a marked cell, its label and its outline."""
        grid = self._grid
        rect = grid.cell_rect(mark.row, mark.column)
        if mark.fill and grid.shows_numbers:
            colour = self._number_colour(mark)
            grid.paint_number(painter, mark.row, mark.column, colour)
        if mark.label and grid.cell >= _SMALLEST_LABELLED_CELL:
            self._paint_label(painter, rect, mark.label, self._number_colour(mark))
        if mark.outline:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)
            width = self._outline
            painter.setPen(QPen(QColor(mark.outline), width))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            inset = (width + 1) / 2
            painter.drawRect(rect.adjusted(inset, inset, 1 - inset, 1 - inset))

    def _number_colour(self, mark: CellMark) -> str:
        """Return the colour of the number and of the label of a marked cell."""
        palette = current_palette()
        background = mark.fill or self._grid.fill(mark.row, mark.column)
        return readable_on(background, palette.cell_dark, palette.cell_light)

    def _paint_label(self, painter: QPainter, rect: QRectF, label: str, colour: str) -> None:
        if self._label_font is None:
            self._label_font = cell_font(max(9, round(self._grid.cell * 0.22)))
            self._label_metrics = QFontMetricsF(self._label_font)
        painter.setFont(self._label_font)
        painter.setPen(QColor(colour))
        width = self._label_metrics.horizontalAdvance(label)
        painter.drawText(QPointF(rect.right() - width - 2.5, rect.bottom() - 3.5), label)


_look = attrgetter("row", "column", "fill", "outline")
"""What is seen of a mark on a cell without room for its label."""

_labelled_look = attrgetter("row", "column", "fill", "outline", "label")


@lru_cache(maxsize=1024)
def _colour(name: str) -> QColor:
    """Return a colour that is painted with again and again; it is not changed."""
    return QColor(name)


def _is_within(places: Sequence[int], size: int) -> bool:
    """Return whether ascending places are those of an axis."""
    return not places or (places[0] >= 0 and places[-1] < size)


def _between(places: Sequence[int], first: float, last: float) -> Sequence[int]:
    """Return those of ascending places that lie within bounds."""
    return places[bisect_left(places, first) : bisect_right(places, last)]


def _runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Return (first, length) of every run of neighbours among ascending numbers."""
    if numbers and numbers[-1] - numbers[0] == len(numbers) - 1:
        return [(numbers[0], len(numbers))]
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and number == sum(runs[-1]):
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((number, 1))
    return runs
