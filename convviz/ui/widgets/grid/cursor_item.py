"""The ring round the cell on which the keyboard stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from convviz.ui.theme import current_palette

if TYPE_CHECKING:
    from convviz.ui.widgets.grid.item import GridItem


class CursorItem(QGraphicsItem):
    """The ring round the cell on which the keyboard stands."""

    def __init__(self) -> None:
        super().__init__()
        self._size = 0.0
        self.setZValue(10)
        self.hide()

    def show_at(self, grid: GridItem, row: int, column: int) -> None:
        """Stand on a cell."""
        self.prepareGeometryChange()
        self._size = grid.cell
        self.setPos(grid.mapToScene(grid.cell_rect(row, column).topLeft()))
        self.show()
        self.update()

    def boundingRect(self) -> QRectF:
        """Return the ring with its width."""
        return QRectF(0, 0, self._size, self._size).adjusted(-3, -3, 4, 4)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        """Paint a ring in the accent colour on a halo of the surface."""
        del option, widget
        palette = current_palette()
        ring = QRectF(0.5, 0.5, self._size, self._size)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, width in ((palette.surface_raised, 5.0), (palette.accent, 2.5)):
            painter.setPen(QPen(QColor(colour), width))
            painter.drawRoundedRect(ring, 2, 2)
