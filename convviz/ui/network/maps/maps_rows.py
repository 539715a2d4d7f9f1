"""All outputs of the network below each other: a strip of small maps for each layer or block."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QImage, QPainter
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from convviz.ui.network.maps.maps_images import map_colours, map_images
from convviz.ui.network.maps.maps_scene import is_output, known_maps, small_maps
from convviz.ui.network.maps.maps_texts import (
    best_text,
    cell_text,
    facts_text,
    map_tip,
    range_text,
    read_text,
    row_text,
    shape_label,
)
from convviz.ui.theme import SPACING, current_palette, theme_notifier
from convviz.ui.widgets.drawn_widget import DrawnWidget

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPaintEvent

    from convviz.core.network.tree import Path
    from convviz.protocol.passing import AskedMaps
    from convviz.ui.network.maps.maps_looker import Maps, Planes
    from convviz.ui.network.maps.maps_scene import MapsRow

_THUMB: Final = 44
_GAP: Final = SPACING
_INDENT: Final = 3 * SPACING
_EDGE: Final = 2 * SPACING
_STALE: Final = 0.4
"""Of the strength of what belongs to another network, until the new maps come."""
_LEAST_BAR: Final = 3


class MapRows(DrawnWidget):
    """Draws what is to be seen of it; it stands in a scroll area.

    Signals:
        row_chosen(int, int): A row is chosen, and one of its maps; -1 for none of them.
        opened(int, int, object): The calculator is to show a row at a map and a cell (row, column)
            of it, or at no cell.
        hovered(str): Which cell the mouse is at; "" for none.
    """

    row_chosen = Signal(int, int)
    opened = Signal(int, int, object)
    hovered = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[MapsRow, ...] = ()
        self._tops: list[int] = [0]
        self._maps: Maps | None = None
        self._current, self._map = 0, -1
        self._is_each = False
        self._images: dict[Path, list[QImage]] = {}
        self._drawn: dict[Path, tuple[Planes, bool]] = {}
        self.setAccessibleName(self.tr("Feature maps of all layers"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        theme_notifier().changed.connect(self._on_theme)

    @property
    def rows(self) -> tuple[MapsRow, ...]:
        """What is shown."""
        return self._rows

    def show_rows(self, rows: Sequence[MapsRow]) -> None:
        """Show other rows."""
        if tuple(rows) == self._rows:
            return
        self._rows = tuple(rows)
        self._lay_out()

    def show_maps(self, maps: Maps, current: int, chosen: int, *, is_each: bool) -> None:
        """Show what is known.

        Args:
            maps: The maps.
            current: The chosen row.
            chosen: The chosen map of it; -1 for none.
            is_each: Each map has a scale of its own; else all of a layer share one.
        """
        self._maps, self._current, self._map, self._is_each = maps, current, chosen, is_each
        if 0 <= current < len(self._rows):
            self.setAccessibleDescription(self._description(self._rows[current]))
        self.update()

    def wanted(self, seen: QRect) -> tuple[AskedMaps, ...]:
        """Return what is asked for, so that all that is to be seen in a part of it is there."""
        asked: list[AskedMaps] = []
        for number in self._rows_in(seen):
            asked += small_maps(self._rows[number], self._room(self._rows[number]))
        return tuple(asked)

    def place(self, number: int) -> QRect:
        """Return where a row is."""
        top = self._tops[number]
        return QRect(0, top, self.width(), self._tops[number + 1] - top)

    def sizeHint(self) -> QSize:
        """Return room for all rows."""
        return QSize(320, self._tops[-1])

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows that are to be seen."""
        painter = QPainter(self)
        for number in self._rows_in(event.rect()):
            self._draw_row(painter, number)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose a row, and a map."""
        number = self._row_at(event.position().toPoint())
        if number is not None:
            self.row_chosen.emit(number, self._map_at(number, event.position().toPoint()))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open a map at the cell."""
        self._open_at(event.position().toPoint())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Read the cell under the mouse."""
        point = event.position().toPoint()
        number = self._row_at(point)
        self.hovered.emit("" if number is None else self._reading(number, point))

    def leaveEvent(self, event: object) -> None:
        """Read nothing."""
        del event
        self.hovered.emit("")

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer to open the map under the mouse."""
        number = self._row_at(event.pos())
        if number is None:
            return
        self.row_chosen.emit(number, self._map_at(number, event.pos()))
        menu, point = QMenu(self), event.pos()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        action = menu.addAction(self.tr("Open in the calculator"))
        action.setEnabled(self._rows[number].can_open)
        action.triggered.connect(lambda: self._open_at(point))
        menu.popup(event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose rows by Up and Down, maps by Left and Right; open by Enter."""
        key, count = Qt.Key(event.key()), len(self._rows)
        rows = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        maps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if key in rows and 0 <= self._current + rows[key] < count:
            self.row_chosen.emit(self._current + rows[key], -1)
        elif key in maps and 0 <= self._current < count:
            last = self._rows[self._current].count - 1
            self.row_chosen.emit(self._current, min(max(0, self._map + maps[key]), last))
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and 0 <= self._current < count:
            self.opened.emit(self._current, max(0, self._map), None)
        else:
            super().keyPressEvent(event)

    def tip_at(self, point: QPoint) -> tuple[str, QRect] | None:
        """Return which map is under the mouse, or the row's name where it had no room."""
        number = self._row_at(point)
        if number is None:
            return None
        row, at = self._rows[number], self._map_at(number, point)
        planes = self._planes(row)
        if at < 0 or row.is_vector or planes is None or at >= len(planes.lows):
            return row.title, self.place(number)
        tip = map_tip(at, float(planes.lows[at]), float(planes.highs[at]))
        return tip, self._thumb(number, at)

    # Where things are

    def _lay_out(self) -> None:
        line = self.fontMetrics().height()
        tops = [0]
        for row in self._rows:
            strip = _THUMB + SPACING if row.count else 0
            tops.append(tops[-1] + line + strip + 3 * SPACING)
        self._tops = tops
        self.setFixedHeight(tops[-1])
        self.updateGeometry()
        self.update()

    def _rows_in(self, seen: QRect) -> range:
        first = max(0, bisect_right(self._tops, seen.top()) - 1)
        last = bisect_right(self._tops, seen.bottom())
        return range(min(first, len(self._rows)), min(last, len(self._rows)))

    def _row_at(self, point: QPoint) -> int | None:
        number = bisect_right(self._tops, point.y()) - 1
        return number if 0 <= number < len(self._rows) else None

    def _strip(self, number: int) -> QRect:
        row, place = self._rows[number], self.place(number)
        left = _EDGE + row.depth * _INDENT
        top = place.top() + self.fontMetrics().height() + 2 * SPACING
        return QRect(left, top, max(0, place.width() - left - _EDGE), _THUMB)

    def _thumb_size(self, row: MapsRow) -> QSize:
        rows, columns = row.plane_size
        longest = max(rows, columns, 1)
        return QSize(max(6, _THUMB * columns // longest), max(6, _THUMB * rows // longest))

    def _room(self, row: MapsRow) -> int:
        """Return how many small maps have room in a row."""
        width = self.width() - 2 * _EDGE - row.depth * _INDENT
        return max(1, (width + _GAP) // (self._thumb_size(row).width() + _GAP))

    def _shown_count(self, row: MapsRow) -> int:
        """Return how many are shown: where not all have room, the last place says how many more."""
        room = self._room(row)
        return row.count if row.count <= room else max(1, room - 1)

    def _thumb(self, number: int, at: int) -> QRect:
        strip, size = self._strip(number), self._thumb_size(self._rows[number])
        return QRect(QPoint(strip.left() + at * (size.width() + _GAP), strip.top()), size)

    def _map_at(self, number: int, point: QPoint) -> int:
        row, strip = self._rows[number], self._strip(number)
        if not row.count or not strip.contains(point):
            return -1
        if row.is_vector:
            at = int((point.x() - strip.left()) / _bar_width(strip.width(), row.count))
            return at if at < row.count else -1
        at, beyond = divmod(point.x() - strip.left(), self._thumb_size(row).width() + _GAP)
        is_inside = beyond < self._thumb_size(row).width() and at < self._shown_count(row)
        return at if is_inside else -1

    def _cell_at(self, number: int, point: QPoint) -> tuple[int, int] | None:
        """Return row and column of the cell of a map that is at a point."""
        row, at = self._rows[number], self._map_at(number, point)
        if at < 0 or row.is_vector:
            return None
        rows, columns = row.plane_size
        place = self._thumb(number, at)
        down = min(rows - 1, (point.y() - place.top()) * rows // place.height())
        across = min(columns - 1, (point.x() - place.left()) * columns // place.width())
        return None if point.y() > place.bottom() else (down, across)

    # What is known

    def _planes(self, row: MapsRow) -> Planes | None:
        if self._maps is None:
            return None
        known = known_maps(self._maps, row, small_maps(row, self._room(row)))
        return known[0] if known else None

    def _reading(self, number: int, point: QPoint) -> str:
        row, at = self._rows[number], self._map_at(number, point)
        planes = self._planes(row)
        if at < 0 or planes is None or at >= len(planes.values):
            return ""
        if row.is_vector:
            where = self.tr("Number {number}").format(number=at)
            return read_text(where, float(planes.values[at]))
        cell = self._cell_at(number, point)
        if cell is None:
            return ""
        is_whole = planes.values.shape[1:] == (row.shape or ())[1:]
        value = float(planes.values[at].reshape(row.plane_size)[cell]) if is_whole else None
        return cell_text(at, cell, (row.shape or ())[1:], value)

    def _description(self, row: MapsRow) -> str:
        node = None if self._maps is None else self._maps.nodes.get(row.path)
        facts = row_text(row) if node is None else range_text(node)
        return f"{row.title}, {shape_label(row)}, {facts}"

    def _open_at(self, point: QPoint) -> None:
        number = self._row_at(point)
        if number is not None and self._rows[number].can_open:
            at = self._map_at(number, point)
            self.opened.emit(number, max(0, at), self._cell_at(number, point))

    # Drawing

    def _on_theme(self) -> None:
        self._images.clear()
        self._drawn.clear()
        self._lay_out()

    def _draw_row(self, painter: QPainter, number: int) -> None:
        row, place, palette = self._rows[number], self.place(number), current_palette()
        if number == self._current:
            painter.fillRect(place, QColor(palette.accent_soft))
            painter.fillRect(QRect(0, place.top(), 3, place.height()), QColor(palette.accent))
        painter.setPen(QColor(palette.border))
        painter.drawLine(place.bottomLeft(), place.bottomRight())
        self._draw_title(painter, number)
        if not row.count or self._maps is None:
            return
        painter.setOpacity(_STALE if self._maps.is_stale else 1.0)
        if row.is_vector:
            self._draw_bars(painter, number)
        else:
            self._draw_thumbs(painter, number)
        painter.setOpacity(1.0)

    def _draw_title(self, painter: QPainter, number: int) -> None:
        row, palette, strip = self._rows[number], current_palette(), self._strip(number)
        top, line = self.place(number).top() + SPACING, self.fontMetrics().height()
        whole = QRect(strip.left(), top, strip.width(), line)
        node = None if self._maps is None else self._maps.nodes.get(row.path)
        is_known = node is not None and node.shape == row.shape and row.has_maps
        facts = facts_text(node, in_full=False) if node is not None and is_known else row_text(row)
        if self._maps is not None and row.is_vector and is_output(self._maps, row):
            facts = best_text(self._maps) or facts
        right = "   ".join(text for text in (facts, shape_label(row)) if text)
        painter.setPen(QColor(palette.text_muted))
        painter.drawText(whole, Qt.AlignmentFlag.AlignRight, right)
        left = whole.adjusted(0, 0, -self.fontMetrics().horizontalAdvance(right) - 3 * SPACING, 0)
        font = QFont(self.font())
        font.setBold(number == self._current)
        painter.setFont(font)
        title = painter.fontMetrics().elidedText(
            row.title, Qt.TextElideMode.ElideRight, left.width()
        )
        painter.setPen(QColor(palette.text if row.shape is not None else palette.text_muted))
        painter.drawText(left, Qt.AlignmentFlag.AlignLeft, title)
        painter.setFont(self.font())

    def _draw_thumbs(self, painter: QPainter, number: int) -> None:
        row, palette = self._rows[number], current_palette()
        images, shown = self._images_of(row), self._shown_count(row)
        for at in range(shown):
            place = self._thumb(number, at)
            if at < len(images):
                is_smaller = images[at].width() > place.width()
                painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=is_smaller)
                painter.drawImage(place, images[at])
                painter.setPen(QColor(palette.border))
                painter.drawRect(place.adjusted(0, 0, -1, -1))
            else:
                painter.fillRect(place, QColor(palette.surface_sunken))
            if number == self._current and at == self._map:
                painter.setPen(QColor(palette.accent))
                painter.drawRect(place.adjusted(-1, -1, 0, 0))
                painter.drawRect(place.adjusted(-2, -2, 1, 1))
        if shown < row.count:
            rest = self._thumb(number, shown)
            rest.setRight(self._strip(number).right())
            painter.setPen(QColor(palette.text_muted))
            text = f"+{row.count - shown}"
            painter.drawText(rest, int(Qt.AlignmentFlag.AlignVCenter), text)

    def _draw_bars(self, painter: QPainter, number: int) -> None:
        row, palette, strip = self._rows[number], current_palette(), self._strip(number)
        planes = self._planes(row)
        node = None if self._maps is None else self._maps.nodes.get(row.path)
        if planes is None or node is None:
            painter.fillRect(strip, QColor(palette.surface_sunken))
            return
        negative, _, positive = map_colours(row.path)
        width = _bar_width(strip.width(), row.count)
        span = (max(node.high, 0.0) - min(node.low, 0.0)) or 1.0
        zero = strip.top() + strip.height() * max(node.high, 0.0) / span
        gap = 1.0 if width > _LEAST_BAR else 0.0
        for at in range(min(len(planes.values), int(strip.width() / width) + 1)):
            value = float(planes.values[at])
            if value != value:  # noqa: PLR0124 - no number
                continue
            length = min(abs(value) / span, 1.0) * strip.height()
            left, top = strip.left() + at * width, zero - length if value > 0 else zero
            colour = palette.accent if at == self._map and number == self._current else None
            fill = colour or (positive if value > 0 else negative)
            painter.fillRect(QRectF(left, top, max(0.5, width - gap), length), QColor(fill))
        painter.setPen(QColor(palette.border_strong))
        painter.drawLine(QPoint(strip.left(), round(zero)), QPoint(strip.right(), round(zero)))

    def _images_of(self, row: MapsRow) -> list[QImage]:
        """Return the images of a row's small maps; they are made anew when its maps are others."""
        planes = self._planes(row)
        node = None if self._maps is None else self._maps.nodes.get(row.path)
        if planes is None or node is None:
            return []
        drawn, is_each = self._drawn.get(row.path), self._is_each
        if drawn is None or drawn[0] is not planes or drawn[1] != is_each:
            self._drawn[row.path] = planes, is_each
            self._images[row.path] = map_images(planes, row.path, node.reach, is_each=is_each)
        return self._images[row.path]


def _bar_width(room: int, count: int) -> float:
    """Return how wide the bar of one number is: all have room, unless they are too many."""
    return max(1.0, min(12.0, room / max(1, count)))
