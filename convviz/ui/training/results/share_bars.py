"""Names with bars and percents: the accuracy of each class, the likeliest classes of a picture."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from convviz.ui.formats import percent_text
from convviz.ui.theme import current_palette, theme_notifier
from convviz.ui.widgets.drawn_widget import DrawnWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent

    from convviz.ui.theme import Palette

_NAMES_SHARE: Final = 0.4
_BAR: Final = 8
_GAP: Final = 6
_ROOM: Final = 6
"""Pixels of a row beside its text."""


@dataclass(frozen=True, slots=True)
class ShareBar:
    """One row.

    Attributes:
        name: What it is of.
        share: 0 to 1; NaN for none.
        is_right: Whether it is what is right: blue, else orange; None for neither.
        tip: What is said of it under the mouse.
    """

    name: str
    share: float
    is_right: bool | None = None
    tip: str = ""


class ShareBars(DrawnWidget):
    """Rows of a name, a bar and a percentage.

    Where rows can be chosen, a click or the arrow keys do so.

    Signals:
        chosen(int): Another row is chosen.
    """

    chosen = Signal(int)

    def __init__(
        self, name: str, *, can_choose: bool = False, parent: QWidget | None = None
    ) -> None:
        """Make an empty list.

        Args:
            name: For screen readers.
            can_choose: Rows can be chosen.
            parent: The parent.
        """
        super().__init__(parent)
        self._bars: tuple[ShareBar, ...] = ()
        self._current: int | None = None
        self._can_choose = can_choose
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        if can_choose:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme_notifier().changed.connect(self._resize)

    @property
    def bars(self) -> tuple[ShareBar, ...]:
        """What is shown."""
        return self._bars

    def show_bars(self, bars: Sequence[ShareBar], current: int | None = None) -> None:
        """Show rows, one of them chosen."""
        if tuple(bars) == self._bars and current == self._current:
            return
        is_resized = len(bars) != len(self._bars)
        self._bars, self._current = tuple(bars), current
        self.setAccessibleDescription(", ".join(f"{b.name} {_text(b.share)}" for b in bars))
        if is_resized:
            self._resize()
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for all rows."""
        return QSize(160, self._row_height() * len(self._bars))

    def minimumSizeHint(self) -> QSize:
        """Return the least width."""
        return QSize(100, self._row_height() * len(self._bars))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows."""
        del event
        painter, palette = QPainter(self), current_palette()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = painter.fontMetrics()
        names = min(
            max((metrics.horizontalAdvance(bar.name) for bar in self._bars), default=0),
            round(self.width() * _NAMES_SHARE),
        )
        numbers = metrics.horizontalAdvance(percent_text(1.0))
        for number, bar in enumerate(self._bars):
            row = self._row(number)
            if number == self._current:
                ring = palette.accent if self.hasFocus() else palette.border_strong
                painter.setPen(QPen(QColor(ring), 1))
                painter.setBrush(QColor(palette.accent_soft))
                painter.drawRoundedRect(QRectF(row).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
            text = metrics.elidedText(bar.name, Qt.TextElideMode.ElideRight, names)
            middle = Qt.AlignmentFlag.AlignVCenter
            inner = row.adjusted(_GAP // 2, 0, -_GAP // 2, 0)
            painter.setPen(QColor(palette.text))
            painter.drawText(inner, middle | Qt.AlignmentFlag.AlignLeft, text)
            painter.drawText(inner, middle | Qt.AlignmentFlag.AlignRight, _text(bar.share))
            track = QRectF(
                inner.left() + names + _GAP,
                row.center().y() - _BAR / 2 + 1,
                max(0, inner.width() - names - numbers - 2 * _GAP),
                _BAR,
            )
            _draw_bar(painter, track, bar, palette)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose a row."""
        number = self._at(event.position().toPoint())
        if self._can_choose and number is not None:
            self.chosen.emit(number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose the row above or below."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        target = 0 if self._current is None else self._current + step
        if self._can_choose and step and 0 <= target < len(self._bars):
            self.chosen.emit(target)
        else:
            super().keyPressEvent(event)

    def tip_at(self, point: QPoint) -> tuple[str, QRect] | None:
        """Return more of the row at a point."""
        number = self._at(point)
        if number is None:
            return None
        bar = self._bars[number]
        return bar.tip or f"{bar.name}: {_text(bar.share)}", self._row(number)

    def _row_height(self) -> int:
        return self.fontMetrics().height() + _ROOM

    def _row(self, number: int) -> QRect:
        height = self._row_height()
        return QRect(0, number * height, self.width(), height)

    def _at(self, point: QPoint) -> int | None:
        number = point.y() // self._row_height()
        return number if 0 <= number < len(self._bars) else None

    def _resize(self) -> None:
        self.updateGeometry()
        self.update()


def _text(share: float) -> str:
    return percent_text(share) if math.isfinite(share) else "–"


def _draw_bar(painter: QPainter, track: QRectF, bar: ShareBar, palette: Palette) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(palette.surface_sunken))
    painter.drawRoundedRect(track, 2, 2)
    if math.isfinite(bar.share) and bar.share > 0:
        is_wrong = bar.is_right is False
        colour = palette.input_negative if is_wrong else palette.input
        painter.setBrush(QColor(colour))
        filled = QRectF(track)
        filled.setWidth(max(1.0, track.width() * min(1.0, bar.share)))
        painter.drawRoundedRect(filled, 2, 2)
