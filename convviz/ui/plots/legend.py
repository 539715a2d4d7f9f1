"""What the lines of a plot are, with their values under the cursor or at the end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from convviz.ui.theme import SPACING, Palette, current_palette

_SWATCH = QSize(16, 10)


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
    """One swatch, name and value a line, and where they are read."""

    def __init__(self, entries: Sequence[LegendEntry], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries = tuple(entries)
        self._labels = {entry.key: _caption() for entry in entries}
        self._place = _caption()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACING)
        for entry in entries:
            row.addWidget(_Swatch(entry))
            row.addWidget(self._labels[entry.key])
            row.addSpacing(SPACING * 2)
        # What does not fit is cut off here, so that a narrow card stays narrow.
        self._place.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        row.addWidget(self._place, 1)
        self.show_values({}, "")

    def show_values(self, values: dict[str, str], place: str) -> None:
        """Show values.

        Args:
            values: By key; what is missing shows its name alone.
            place: Where they are read, such as "at batch 12"; "" for nowhere.
        """
        for entry in self._entries:
            value = values.get(entry.key, "")
            _set_text(self._labels[entry.key], f"{entry.name} {value}".rstrip())
        _set_text(self._place, place)
        self.setAccessibleDescription(
            ", ".join(filter(None, [*(one.text() for one in self._labels.values()), place]))
        )


class _Swatch(QWidget):
    """A short piece of a line."""

    def __init__(self, entry: LegendEntry) -> None:
        super().__init__()
        self._entry = entry
        self.setFixedSize(_SWATCH)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it in the theme's colour."""
        del event
        pen = QPen(QColor(self._entry.colour(current_palette())), max(self._entry.width, 1.5))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(pen)
        middle = self.height() // 2
        painter.drawLine(2, middle, self.width() - 2, middle)
        painter.end()


def _caption() -> QLabel:
    label = QLabel()
    label.setProperty("role", "caption")
    label.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    return label


def _set_text(label: QLabel, text: str) -> None:
    if label.text() != text:
        label.setText(text)
