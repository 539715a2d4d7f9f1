"""What the lines of a plot are, with their values under the cursor or at the end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from convviz.ui.theme import SPACING, Palette, current_palette

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
    """One swatch, name and value a line, and where they are read.

    It draws itself: its texts change many times a second, and nothing is to be laid out for that.
    """

    def __init__(self, entries: Sequence[LegendEntry], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries = tuple(entries)
        self._texts = [entry.name for entry in entries]
        self._place = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def reading(self) -> str:
        """What is read now, as one text."""
        return ", ".join(filter(None, [*self._texts, self._place]))

    def set_entries(self, entries: Sequence[LegendEntry]) -> None:
        """Name other lines, without values."""
        self._entries = tuple(entries)
        self._texts = [entry.name for entry in entries]
        self.update()

    def show_values(self, values: dict[str, str], place: str) -> None:
        """Show values.

        Args:
            values: By key; what is missing shows its name alone.
            place: Where they are read, such as "at batch 12"; "" for nowhere.
        """
        texts = [f"{entry.name} {values.get(entry.key, '')}".rstrip() for entry in self._entries]
        if (texts, place) != (self._texts, self._place):
            self._texts, self._place = texts, place
            self.setAccessibleName(self.reading)
            self.update()

    def sizeHint(self) -> QSize:
        """Return one line of no certain width."""
        return QSize(0, self.fontMetrics().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw swatches and texts from left to right."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        x = 0
        for entry, text in zip(self._entries, self._texts, strict=True):
            self._draw_swatch(painter, entry, x)
            x += _SWATCH + SPACING
            x += self._draw_text(painter, text, x) + _GAP
        self._draw_text(painter, self._place, x)
        painter.end()

    def _draw_swatch(self, painter: QPainter, entry: LegendEntry, x: int) -> None:
        pen = QPen(QColor(entry.colour(current_palette())), max(entry.width, _THINNEST))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        middle = self.height() / 2
        painter.drawLine(QPointF(x + 1, middle), QPointF(x + _SWATCH - 1, middle))

    def _draw_text(self, painter: QPainter, text: str, x: int) -> int:
        """Draw a text and return its width."""
        painter.setPen(QColor(current_palette().text_muted))
        place = self.rect().adjusted(x, 0, 0, 0)
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
        return self.fontMetrics().horizontalAdvance(text)
