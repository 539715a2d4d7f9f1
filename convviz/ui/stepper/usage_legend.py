"""The legend of the uses: the counts in the looks of the cells, and what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QLabel, QSizePolicy, QWidget

from convviz.stepping.cells import CellKind
from convviz.ui.stepper.usage_texts import cell_sentence, usage_sentences
from convviz.ui.theme import SPACING, current_palette, theme_notifier
from convviz.ui.widgets.grid import GridRole
from convviz.ui.widgets.grid.painting import GridPainting

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from convviz.stepping.steps.step import Cell
    from convviz.stepping.usage_counts import DrawnUsage

_CELL: Final = 28
_MOST_STEPS: Final = 6
_WIDEST: Final = 16_777_215
"""No limit of a widget's width, as Qt writes it."""

_COLUMN: Final = 220
"""Width of a legend beside the drawing, in logical pixels."""


class CountScale(QWidget):
    """A row of cells, from a count of 0 to the highest, as the grid draws them."""

    def __init__(self, role: GridRole, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grids = GridPainting(role)
        self._grids.cell = _CELL
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Legend of the counts"))
        theme_notifier().changed.connect(self._refresh)

    @property
    def steps(self) -> tuple[int, ...]:
        """The counts that are shown."""
        return tuple(int(count) for count in self._grids.values.ravel())

    def show_counts(self, counts: NDArray[np.int64]) -> None:
        """Show which counts there are, of any shape; of many, some between least and most."""
        shown_counts = np.unique(counts)
        if shown_counts.size > _MOST_STEPS:
            places = np.linspace(0, shown_counts.size - 1, _MOST_STEPS).round().astype(int)
            shown_counts = shown_counts[places]
        values = shown_counts[None].astype(np.float64)
        unused = CellKind.DROPPED if self._grids.role is GridRole.INPUT else CellKind.REAL
        kinds = np.where(values > 0, CellKind.REAL, unused).astype(np.uint8)
        self._grids.set_scale(float(values.max()))
        self._grids.set_content(values, kinds)
        self._refresh()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Return the size of the row."""
        return QSize(len(self.steps) * _CELL + 1, _CELL + 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the cells."""
        del event
        painter = QPainter(self)
        self.paint_cells(painter)
        painter.end()

    def paint_cells(self, painter: QPainter) -> None:
        """Paint the cells on any device, from the painter's origin."""
        self._grids.paint(painter, QRect(0, 0, *self.sizeHint().toTuple()))

    def _refresh(self) -> None:
        self._grids.refresh_looks()
        self.update()


class UsageLegend(QWidget):
    """Stands beneath the drawing while it shows uses; beside rows, which need its height."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._usage: DrawnUsage | None = None
        self.scale = CountScale(GridRole.INPUT, self)
        self.output_scale = CountScale(GridRole.OUTPUT, self)
        self.text = QLabel(self)
        self.text.setWordWrap(True)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._line.setContentsMargins(0, SPACING, 0, SPACING)
        self._line.setSpacing(3 * SPACING)
        self._line.addStretch(0)
        for scale in (self.scale, self.output_scale):
            self._line.addWidget(scale, 0, Qt.AlignmentFlag.AlignVCenter)
        self._line.addWidget(self.text, 1)
        self._line.addStretch(0)

    def show_usage(self, usage: DrawnUsage) -> None:
        """Explain the counts of a scene."""
        self._usage = usage
        self._stand(beside=usage.rank == 1)
        self.scale.show_counts(usage.of_real_cells)
        self.output_scale.setVisible(usage.output is not None)
        if usage.output is not None:
            self.output_scale.show_counts(usage.output.counts)
        self.show_cell(None)

    def height_for(self, width: int) -> int:
        """Return the height of :meth:`paint_line` in so much room."""
        text = self._text_room(width)
        return max(_CELL + 1, text.height())

    def paint_line(self, painter: QPainter, width: int) -> None:
        """Paint the counts and what they say side by side on any device, in logical pixels.

        Args:
            painter: Paints from its origin.
            width: The room for both; the words are broken at its end.
        """
        painter.save()
        height, text = self.height_for(width), self._text_room(width)
        for scale in self._shown_scales():
            top = (height - _CELL - 1) // 2
            painter.translate(0, top)
            scale.paint_cells(painter)
            painter.translate(scale.sizeHint().width() + 3 * SPACING, -top)
        painter.setFont(self.text.font())
        painter.setPen(QColor(current_palette().text))
        text.moveTopLeft(QPoint(0, (height - text.height()) // 2))
        painter.drawText(text, Qt.TextFlag.TextWordWrap, self.text.text())
        painter.restore()

    def _shown_scales(self) -> list[CountScale]:
        """Return the scale of the input and, where the output is counted, its own."""
        is_alone = self._usage is None or self._usage.output is None
        return [self.scale] if is_alone else [self.scale, self.output_scale]

    def _text_room(self, width: int) -> QRect:
        """Return what the words take up, beside the scales, in a line of so much room."""
        scales_width = sum(scale.sizeHint().width() + 3 * SPACING for scale in self._shown_scales())
        room = QRect(0, 0, max(_CELL, width - scales_width), _WIDEST)
        flags = Qt.TextFlag.TextWordWrap
        return QFontMetrics(self.text.font()).boundingRect(room, flags, self.text.text())

    def _stand(self, *, beside: bool) -> None:
        """Make a column or a line of it."""
        directions = QBoxLayout.Direction
        self._line.setDirection(directions.TopToBottom if beside else directions.LeftToRight)
        for number in (0, self._line.count() - 1):
            self._line.setStretch(number, int(beside))
        self._line.setStretchFactor(self.text, 1 - int(beside))
        self.setMinimumWidth(_COLUMN if beside else 0)
        self.setMaximumWidth(_COLUMN if beside else _WIDEST)

    def show_cell(self, cell: Cell | None) -> None:
        """Say how often the cell under the mouse is used; None says it of all cells again.

        Args:
            cell: Depth, row and column as drawn.
        """
        if self._usage is None:
            return
        if cell is None:
            self.text.setText(usage_sentences(self._usage))
            self.text.setMinimumHeight(0)
        else:
            # The short sentence takes no less room, or the drawing would move under the mouse.
            self.text.setMinimumHeight(self.text.height())
            self.text.setText(cell_sentence(self._usage, cell))
