"""Cells on devices of vectors (SVG, PDF): sharp rectangles instead of a stretched bitmap."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPaintEngine

if TYPE_CHECKING:
    from PySide6.QtGui import QImage, QPainter

MOST_RECTANGLES: Final = 5_000
"""More cells are one bitmap: a file of rectangles would be slow to open."""

_BITMAP_SIDE: Final = 2048
"""Pixels of that bitmap along its longer side, about."""

_VECTORS: Final = {QPaintEngine.Type.SVG, QPaintEngine.Type.Pdf, QPaintEngine.Type.Picture}


def is_vector(painter: QPainter) -> bool:
    """Return whether what is painted is kept as shapes rather than as pixels."""
    return painter.paintEngine().type() in _VECTORS


def paint_cells(painter: QPainter, colours: QImage, source: QRect, cell: int) -> None:
    """Paint cells as rectangles, equal neighbours of a row as one.

    Args:
        painter: Paints in the grid's own coordinates.
        colours: One pixel a cell.
        source: Which cells.
        cell: Size of a cell, in logical pixels.
    """
    if source.width() * source.height() > MOST_RECTANGLES:
        _paint_enlarged(painter, colours, source, cell)
        return
    for row in range(source.top(), source.bottom() + 1):
        first = source.left()
        for column in range(source.left() + 1, source.right() + 2):
            colour = colours.pixelColor(first, row)
            if column <= source.right() and colours.pixelColor(column, row) == colour:
                continue
            painter.fillRect(first * cell, row * cell, (column - first) * cell, cell, colour)
            first = column


def _paint_enlarged(painter: QPainter, colours: QImage, source: QRect, cell: int) -> None:
    """Paint one bitmap, with so many pixels a cell that no viewer blurs the cells' edges."""
    most = max(source.width(), source.height())
    enlarged = colours.copy(source).scaled(
        source.size() * max(1, _BITMAP_SIDE // most),
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.FastTransformation,
    )
    target = QRect(source.topLeft() * cell, source.size() * cell)
    painter.drawImage(target, enlarged)
