"""What the lines of a plot are, with their values under the cursor or at the end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QToolTip, QWidget

from convviz.ui.theme import SPACING, Palette, current_palette

if TYPE_CHECKING:
    from PySide6.QtGui import QHelpEvent

_SWATCH: Final = 14
_GAP: Final = SPACING * 3
_THINNEST: Final = 1.5


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """A line of the plot.

    Attributes:
        key: Its name for :meth:`Legend.show_values`.
        name: What it is called, translated.
        colour: Its colour in a theme.
        width: Of its pen.
    """

    key: str
    name: str
    colour: Callable[[Palette], str]
    width: float = 2.0


class Legend(QWidget):
    """One swatch, name and value a line, and where they are read; in as many rows as they need.

    It draws itself: its texts change many times a second, and nothing is to be laid out for that.
    So rows are added where values grow longer, and never taken away for shorter ones.
    """

    def __init__(self, entries: Sequence[LegendEntry], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries = tuple(entries)
        self._texts = [entry.name for entry in entries]
        self._place = ""
        self._rows = 1
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def reading(self) -> str:
        """What is read now, as one text."""
        return ", ".join(filter(None, [*self._texts, self._place]))

    def set_entries(self, entries: Sequence[LegendEntry]) -> None:
        """Name other lines, without values."""
        self._entries = tuple(entries)
        self._texts = [entry.name for entry in entries]
        self._rows = 1
        self._make_room()
        self.update()

    def show_values(self, values: dict[str, str], place: str) -> None:
        """Show values.

        Args:
            values: By key; what is missing shows its name alone.
            place: Where they are read, such as "at batch 12"; "" for nowhere.
        """
        texts = [f"{entry.name} {values.get(entry.key, '')}".strip() for entry in self._entries]
        if (texts, place) != (self._texts, self._place):
            self._texts, self._place = texts, place
            self.setAccessibleName(self.reading)
            self._make_room()
            self.update()

    def sizeHint(self) -> QSize:
        """Return the rows, of no certain width."""
        height = self.fontMetrics().height()
        return QSize(0, self._rows * height + (self._rows - 1) * SPACING)

    def minimumSizeHint(self) -> QSize:
        """Return the same: no row is left out."""
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the rows that the width calls for."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._rows = 1
            self._make_room()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw swatches and texts from left to right, row by row."""
        del event
        painter = QPainter(self)
        self.draw_on(painter)
        painter.end()

    def draw_on(self, painter: QPainter) -> None:
        """Draw swatches and texts without what is behind them, as into a file."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        *places, last = self._places()
        for entry, text, place in zip(self._entries, self._texts, places, strict=True):
            self._draw_swatch(painter, entry, place)
            self._draw_text(painter, text, place + QPoint(_SWATCH + SPACING, 0))
        self._draw_text(painter, self._place, last)

    def event(self, event: QEvent) -> bool:
        """Say in full what is cut off under the mouse."""
        if event.type() == QEvent.Type.ToolTip:
            help_event = cast("QHelpEvent", event)
            text = self.text_at(help_event.pos())
            if text is not None and self._is_cut(text):
                QToolTip.showText(help_event.globalPos(), text, self)
                return True
        return super().event(event)

    def text_at(self, point: QPoint) -> str | None:
        """Return what stands at a point, in full; None where nothing does."""
        height = self.fontMetrics().height()
        for text, place in reversed(list(zip(self._texts, self._places(), strict=False))):
            if place.y() <= point.y() < place.y() + height and point.x() >= place.x():
                return text
        return None

    def _is_cut(self, text: str) -> bool:
        wide = _SWATCH + SPACING + self.fontMetrics().horizontalAdvance(text)
        return wide > self.width()

    def _places(self) -> list[QPoint]:
        """Return where each entry begins, and where the place is said; none is cut off for others.

        One that is wider than a row has one to itself.
        """
        places, x, y = [], 0, 0
        metrics = self.fontMetrics()
        swatch = _SWATCH + SPACING
        widths = [swatch + metrics.horizontalAdvance(text) for text in self._texts]
        for width in (*widths, metrics.horizontalAdvance(self._place)):
            if x and x + width > self.width():
                x, y = 0, y + metrics.height() + SPACING
            places.append(QPoint(x, y))
            x += width + _GAP
        return places

    def _make_room(self) -> None:
        """Ask for another row, if the entries need one; before it is laid out, nobody knows."""
        places = self._places() if self.testAttribute(Qt.WidgetAttribute.WA_Resized) else []
        height = self.fontMetrics().height() + SPACING
        rows = max(self._rows, places[-1].y() // height + 1 if places else 1)
        if rows != self._rows or self.sizeHint().height() != self.height():
            self._rows = rows
            self.updateGeometry()

    def _draw_swatch(self, painter: QPainter, entry: LegendEntry, place: QPoint) -> None:
        pen = QPen(QColor(entry.colour(current_palette())), max(entry.width, _THINNEST))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        x, middle = place.x(), place.y() + self.fontMetrics().height() / 2
        painter.drawLine(QPointF(x + 1, middle), QPointF(x + _SWATCH - 1, middle))

    def _draw_text(self, painter: QPainter, text: str, place: QPoint) -> None:
        painter.setPen(QColor(current_palette().text_muted))
        painter.setFont(self.font())
        room = QRect(place, QSize(self.width() - place.x(), self.fontMetrics().height()))
        shown = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)


class LegendArea(QScrollArea):
    """A legend of any number of lines: beyond some rows it scrolls and leaves the plot its room."""

    def __init__(self, legend: Legend, most_rows: int, parent: QWidget | None = None) -> None:
        """Take a legend in.

        Args:
            legend: The legend.
            most_rows: How many rows are seen at once.
            parent: The parent.
        """
        super().__init__(parent)
        self._legend, self._most_rows = legend, most_rows
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setWidget(legend)
        for part in (self.viewport(), legend):
            part.setAutoFillBackground(False)

    def sizeHint(self) -> QSize:
        """Return the rows of the legend, as many as are seen at once."""
        row = self.fontMetrics().height() + SPACING
        return QSize(0, min(self._legend.sizeHint().height(), self._most_rows * row - SPACING))

    def minimumSizeHint(self) -> QSize:
        """Return the same."""
        return self.sizeHint()

    def event(self, event: QEvent) -> bool:
        """Take another height when the legend has another number of rows."""
        if event.type() == QEvent.Type.LayoutRequest and self.height() != self.sizeHint().height():
            self.updateGeometry()
        return super().event(event)
