"""How many pictures of each class are taken for each class, as a drawing of cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from convviz.ui.formats import count_text, percent_text
from convviz.ui.theme import cell_font, current_palette, mix, readable_on, theme_notifier
from convviz.ui.widgets.drawn_widget import DrawnWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent

    from convviz.values.evaluation import Evaluation

_NAMES_SHARE: Final = 0.27
"""Of the width, what the names of the rows take at most."""
_LARGEST_CELL: Final = 44
_SMALLEST_NAMED: Final = 9
"""Pixels of a cell below which classes are not named beside their rows."""
_LARGEST_FONT: Final = 12
_SMALLEST_FONT: Final = 8
_GAP: Final = 4
_FIRST_SHADE: Final = 0.12
"""Of the full colour, what a cell has in which there is one picture."""


class ConfusionMatrix(DrawnWidget):
    """Rows are what pictures are, columns what they are taken for.

    What is right is blue and what is wrong orange, each the darker the larger its share of the
    row; a cell with room for it says how many. A click or the arrow keys choose a cell.

    Signals:
        cell_chosen(int, int): The pictures of a row's class that are taken for a column's.
    """

    cell_chosen = Signal(int, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._evaluation: Evaluation | None = None
        self._current: tuple[int, int] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(self.tr("Confusion matrix"))
        theme_notifier().changed.connect(self.update)

    @property
    def current(self) -> tuple[int, int] | None:
        """The chosen cell, row and column; None for none."""
        return self._current

    def show_evaluation(
        self, evaluation: Evaluation | None, current: tuple[int, int] | None = None
    ) -> None:
        """Show an evaluation, one cell of it chosen."""
        if evaluation is self._evaluation and current == self._current:
            return
        is_resized = self._count != (0 if evaluation is None else len(evaluation.class_names))
        self._evaluation, self._current = evaluation, current
        self.setAccessibleDescription("" if current is None else self.sentence(*current))
        if is_resized:
            self.updateGeometry()
        self.update()

    def sentence(self, label: int, taken_for: int) -> str:
        """Return what a cell says."""
        evaluation = self._evaluation
        if evaluation is None:
            return ""
        size = int(evaluation.class_sizes[label])
        count = int(evaluation.confusion[label, taken_for])
        return self.tr(
            '{count} of the {size} pictures of "{label}" are taken for "{taken}" ({share})'
        ).format(
            count=count_text(count),
            size=count_text(size),
            label=evaluation.name(label),
            taken=evaluation.name(taken_for),
            share=percent_text(count / size if size else 0.0),
        )

    def hasHeightForWidth(self) -> bool:
        """Return that the cells are square."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of the names above and of all rows."""
        names = self._names_length(width)
        return names + self._side(width) * self._count + 2

    def sizeHint(self) -> QSize:
        """Return room for ten classes."""
        return QSize(260, self.heightForWidth(260))

    def cell_rect(self, label: int, taken_for: int) -> QRect:
        """Return where a cell is."""
        side, names = self._side(self.width()), self._names_length(self.width())
        return QRect(names + side * taken_for, names + side * label, side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the names and the cells."""
        del event
        evaluation = self._evaluation
        if evaluation is None or not self._count:
            return
        painter = QPainter(self)
        self._draw_names(painter, evaluation)
        self._draw_cells(painter, evaluation)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose a cell."""
        cell = self._at(event.position().toPoint())
        if cell is not None:
            self.cell_chosen.emit(*cell)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose the cell beside, by the arrow keys."""
        steps = {
            Qt.Key.Key_Left: (0, -1),
            Qt.Key.Key_Right: (0, 1),
            Qt.Key.Key_Up: (-1, 0),
            Qt.Key.Key_Down: (1, 0),
        }
        step = steps.get(Qt.Key(event.key()))
        if step is None or not self._count:
            super().keyPressEvent(event)
            return
        row, column = self._current or (0, 0)
        if self._current is not None:
            row, column = row + step[0], column + step[1]
        if 0 <= row < self._count and 0 <= column < self._count:
            self.cell_chosen.emit(row, column)

    def tip_at(self, point: QPoint) -> tuple[str, QRect] | None:
        """Return what the cell at a point says."""
        cell = self._at(point)
        return None if cell is None else (self.sentence(*cell), self.cell_rect(*cell))

    @property
    def _count(self) -> int:
        return 0 if self._evaluation is None else len(self._evaluation.class_names)

    def _side(self, width: int) -> int:
        names = self._names_length(width)
        return max(2, min(_LARGEST_CELL, (width - names - 2) // max(1, self._count)))

    def _names_length(self, width: int) -> int:
        """Return the pixels beside the rows, and above the columns, for the names."""
        if self._evaluation is None or self._count * _SMALLEST_NAMED > width:
            return 0
        metrics = QFontMetrics(cell_font(_LARGEST_FONT))
        widest = max(metrics.horizontalAdvance(name) for name in self._evaluation.class_names)
        return min(widest + _GAP, round(width * _NAMES_SHARE))

    def _draw_names(self, painter: QPainter, evaluation: Evaluation) -> None:
        names, side = self._names_length(self.width()), self._side(self.width())
        if not names:
            return
        painter.setFont(cell_font(min(_LARGEST_FONT, max(_SMALLEST_FONT, side - 2))))
        painter.setPen(QColor(current_palette().text_muted))
        metrics = painter.fontMetrics()
        elide, right = Qt.TextElideMode.ElideRight, Qt.AlignmentFlag.AlignRight
        middle = Qt.AlignmentFlag.AlignVCenter
        for number, name in enumerate(evaluation.class_names):
            text = metrics.elidedText(name, elide, names - _GAP)
            place = QRect(0, names + side * number, names - _GAP, side)
            painter.drawText(place, right | middle, text)
            painter.save()
            painter.translate(names + side * number, names - _GAP)
            painter.rotate(-90)
            left = Qt.AlignmentFlag.AlignLeft
            painter.drawText(QRect(0, 0, names - _GAP, side), left | middle, text)
            painter.restore()

    def _draw_cells(self, painter: QPainter, evaluation: Evaluation) -> None:
        palette = current_palette()
        counts = evaluation.confusion
        sizes = np.maximum(counts.sum(axis=1, keepdims=True), 1)
        shares = counts / sizes
        wrong = shares - np.diag(np.diag(shares))
        worst = float(wrong.max()) or 1.0
        pixels = self._count_pixels(int(counts.max()))
        painter.setFont(cell_font(max(1, pixels)))
        for label in range(self._count):
            for taken_for in range(self._count):
                count = int(counts[label, taken_for])
                is_right = label == taken_for
                share = float(shares[label, taken_for]) / (1.0 if is_right else worst)
                colour = palette.surface_raised
                if count:
                    full = palette.input if is_right else palette.input_negative
                    colour = mix(colour, full, _FIRST_SHADE + (1 - _FIRST_SHADE) * share)
                place = self.cell_rect(label, taken_for)
                painter.fillRect(place.adjusted(0, 0, -1, -1), QColor(colour))
                if count and pixels:
                    ink = readable_on(colour, palette.cell_dark, palette.cell_light)
                    painter.setPen(QColor(ink))
                    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, str(count))
        if self._current is not None:
            ring = QColor(palette.accent if self.hasFocus() else palette.text)
            painter.setPen(QPen(ring, 2))
            painter.drawRect(
                QRectF(self.cell_rect(*self._current)).adjusted(-0.5, -0.5, -0.5, -0.5)
            )
        elif self.hasFocus():
            whole = self.cell_rect(0, 0).united(self.cell_rect(self._count - 1, self._count - 1))
            painter.setPen(QPen(QColor(palette.accent), 1))
            painter.drawRect(whole.adjusted(0, 0, -1, -1))

    def _count_pixels(self, largest: int) -> int:
        """Return the height of the font in which the largest count fits its cell; 0 for none."""
        side, digits = self._side(self.width()), "0" * len(str(largest))
        for pixels in range(min(_LARGEST_FONT, side - 4), _SMALLEST_FONT - 1, -1):
            if QFontMetrics(cell_font(pixels)).horizontalAdvance(digits) <= side - 2:
                return pixels
        return 0

    def _at(self, point: QPoint) -> tuple[int, int] | None:
        names, side = self._names_length(self.width()), self._side(self.width())
        column, row = (point.x() - names) // side, (point.y() - names) // side
        is_inside = 0 <= row < self._count and 0 <= column < self._count
        return (row, column) if is_inside else None
