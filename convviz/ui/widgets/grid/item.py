"""One scene item for a whole grid: painted once into tiles, then only copied to the screen."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from convviz.stepping.cells import CellKind
from convviz.ui.widgets.grid.exposure import exposed_part
from convviz.ui.widgets.grid.kinds import GridRole, Tone
from convviz.ui.widgets.grid.painting import GridPainting
from convviz.ui.widgets.grid.vector import is_vector

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

_TILE: Final = 512
_MOST_TILES: Final = 40
_SMALL_PART: Final = 1024
"""So many cells at most are painted into tiles that are there."""
_DIMMED: Final = 0.4


class GridItem(QGraphicsItem):
    """A grid of numbers, in pixels of its own: cell (row, column) is at column*cell, row*cell.

    The bitmap is kept in tiles of 512 pixels. Of new values, a few that look different are painted
    into the tiles that are there, many repaint the tiles with them; what moves over the grid
    repaints none (see ``tiles_painted``).

    Attributes:
        tiles_painted: How many tiles were painted whole so far. For tests and benchmarks.
    """

    def __init__(
        self, role: GridRole = GridRole.INPUT, parent: QGraphicsItem | None = None
    ) -> None:
        super().__init__(parent)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)
        self.tiles_painted = 0
        self._painting = GridPainting(role)
        self._tiles: dict[tuple[int, int], QPixmap] = {}
        self._pixel_ratio = 1.0
        self._cell: float = self._painting.cell
        self._scaled = QPixmap()

    @property
    def rows(self) -> int:
        """Number of rows."""
        return int(self._painting.values.shape[0])

    @property
    def columns(self) -> int:
        """Number of columns."""
        return int(self._painting.values.shape[1])

    @property
    def cell(self) -> float:
        """Size of a cell, in logical pixels: a whole number where lines stand between cells."""
        return self._cell

    @property
    def role(self) -> GridRole:
        """Which part of the step the grid shows."""
        return self._painting.role

    @property
    def values(self) -> NDArray[np.float64]:
        """The values, rows columns."""
        return self._painting.values

    @property
    def kinds(self) -> NDArray[np.uint8]:
        """The CellKind of each cell, rows columns."""
        return self._painting.kinds

    @property
    def shows_numbers(self) -> bool:
        """Whether cells are large enough for numbers; otherwise the grid is a heat map."""
        return self._painting.shows_numbers

    def set_values(self, values: ArrayLike | None, kinds: ArrayLike | None = None) -> None:
        """Show other values.

        Args:
            values: rows columns; None keeps the shape and shows every cell as not computed yet.
            kinds: rows columns, of CellKind; None keeps them, or makes every cell of a new shape
                REAL.

        Raises:
            ValueError: ``values`` is not two-dimensional, or ``kinds`` has another shape.
        """
        if values is None:
            pending = np.full(self.values.shape, CellKind.PENDING, dtype=np.uint8)
            self._set_cells(self.values, pending)
            return
        array = np.asarray(values, dtype=np.float64)
        if array.ndim != 2:  # noqa: PLR2004 - a grid has rows and columns
            message = f"a grid needs rows and columns, got {array.ndim} dimensions"
            raise ValueError(message)
        self._set_cells(array, self._kinds_for(array, kinds))

    def set_cell_kinds(self, kinds: ArrayLike) -> None:
        """Say what each cell is.

        Args:
            kinds: rows columns, of CellKind.

        Raises:
            ValueError: The shape is not that of the values.
        """
        self._set_cells(self.values, self._kinds_for(self.values, kinds))

    def set_role(self, role: GridRole) -> None:
        """Say which part of the step the grid shows; decides its hue."""
        if role is not self._painting.role:
            self._painting.role = role
            self.refresh_looks()

    def set_scale(self, largest: float | None) -> None:
        """Pin the absolute value at the ends of the colour scale; None follows the values."""
        if self._painting.set_scale(largest):
            self._repaint()

    def set_tone(self, tone: Tone | None, darkest: float = 0.0) -> None:
        """Draw a photo's brightness from a darkest value on; None draws sign and magnitude."""
        if self._painting.set_tone(tone, darkest):
            self._repaint()

    def set_numbers(self, *, shown: bool) -> None:
        """Let cells with room for their numbers show them, or never."""
        if self._painting.set_numbers(shown=shown):
            self._repaint()

    def set_exponent(self, exponent: int) -> None:
        """Write values as so many powers of ten, which stand in the group's caption."""
        if self._painting.set_exponent(exponent):
            self._repaint()

    def set_cell_size(self, pixels: float) -> None:
        """Give every cell another size, in logical pixels; parts of one make a smooth drawing."""
        if pixels != self._cell:
            self.prepareGeometryChange()
            self._cell = pixels
            self._painting.cell = max(1, int(pixels))
            self._repaint()

    def set_dimmed(self, *, dimmed: bool) -> None:
        """Fade the grid: what it shows no longer holds."""
        self.setOpacity(_DIMMED if dimmed else 1.0)

    def refresh_looks(self) -> None:
        """Repaint everything: the theme or the role changed."""
        self._painting.refresh_looks()
        self._repaint()

    def cell_rect(self, row: int, column: int) -> QRectF:
        """Return the rectangle of a cell in the item's coordinates."""
        cell = self.cell
        return QRectF(column * cell, row * cell, cell, cell)

    def cell_at(self, point: QPointF) -> tuple[int, int] | None:
        """Return (row, column) of the cell under a point of the item, None outside."""
        row, column = int(point.y() // self.cell), int(point.x() // self.cell)
        if 0 <= row < self.rows and 0 <= column < self.columns:
            return row, column
        return None

    def text(self, row: int, column: int) -> str:
        """Return the number as it is written in a cell."""
        return self._painting.text(row, column)

    def fill(self, row: int, column: int) -> str:
        """Return the colour of a cell, ``#rrggbb``."""
        return self._painting.fill(row, column)

    def paint_number(self, painter: QPainter, row: int, column: int, colour: str) -> None:
        """Paint the number of a cell again, for a mark that covers it."""
        self._painting.paint_number(painter, row, column, colour)

    def paint_lines(self, painter: QPainter, area: QRect) -> None:
        """Paint the lines round the cells of an area again, likewise."""
        self._painting.paint_lines(painter, area)

    def paint_numbers(
        self, painter: QPainter, rows: Sequence[int], columns: Sequence[int], colour: str
    ) -> None:
        """Paint the numbers of the cells at which rows and columns cross, likewise."""
        self._painting.paint_numbers(painter, rows, columns, colour)

    def boundingRect(self) -> QRectF:
        """Return the grid with its last lines."""
        return QRectF(0, 0, self.columns * self.cell + 1, self.rows * self.cell + 1)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        """Copy the tiles that are exposed, painting those that are not there yet.

        A device of vectors, such as an SVG or a PDF, gets no tiles but the cells themselves.
        """
        if is_vector(painter):
            painter.save()
            share = self._cell / self._painting.cell
            painter.scale(share, share)
            self._painting.paint(painter, QRect(0, 0, *self._whole_size()))
            painter.restore()
            return
        ratio = painter.device().devicePixelRatioF()
        if ratio != self._pixel_ratio:
            self._pixel_ratio = ratio
            self._forget_pixels()
        exposed: QRect = exposed_part(self, option, widget).toAlignedRect()
        if exposed.isEmpty():
            return
        if self.is_broken:
            self._paint_scaled(painter)
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=False)
        for tile_row in range(exposed.top() // _TILE, exposed.bottom() // _TILE + 1):
            for tile_column in range(exposed.left() // _TILE, exposed.right() // _TILE + 1):
                self._copy_tile(painter, (tile_row, tile_column), exposed)

    def _paint_scaled(self, painter: QPainter) -> None:
        """Paint the whole grid as a bitmap: cells of several pixels sharp, smaller ones smooth."""
        # Without room for last lines, which such cells do not have: marks lie right over the cells.
        cells = QRectF(0, 0, self.columns * self._cell, self.rows * self._cell)
        is_enlarged = self._cell > 1
        if self._scaled.isNull():
            size = (cells.size() * self._pixel_ratio).toSize().expandedTo(QSize(1, 1))
            modes = Qt.TransformationMode
            mode = modes.FastTransformation if is_enlarged else modes.SmoothTransformation
            image = self._painting.image.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, mode)
            self._scaled = QPixmap.fromImage(image)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=not is_enlarged)
        painter.drawPixmap(cells, self._scaled, QRectF(self._scaled.rect()))
        if is_enlarged:
            self._painting.paint_outlines(painter, self._cell)

    @property
    def is_broken(self) -> bool:
        """Whether a cell has a part of a pixel, so that cells are no squares of pixels."""
        return self._cell != self._painting.cell

    def _whole_size(self) -> tuple[int, int]:
        """Return the width and the height of all cells as the bitmap shows them."""
        return self.columns * self._painting.cell + 1, self.rows * self._painting.cell + 1

    def _repaint(self) -> None:
        self._forget_pixels()
        self.update()

    def _forget_pixels(self) -> None:
        self._tiles.clear()
        self._scaled = QPixmap()

    def _copy_tile(self, painter: QPainter, key: tuple[int, int], exposed: QRect) -> None:
        area = _tile_area(key)
        tile = self._tiles.get(key)
        if tile is None:
            tile = self._paint_tile(area)
            self._tiles[key] = tile
            if len(self._tiles) > _MOST_TILES:
                del self._tiles[next(iter(self._tiles))]
        part = area.intersected(exposed)
        ratio = self._pixel_ratio
        shift = part.translated(-area.topLeft())
        source = QRectF(
            shift.x() * ratio, shift.y() * ratio, part.width() * ratio, part.height() * ratio
        )
        painter.drawPixmap(QRectF(part), tile, source)

    def _paint_tile(self, area: QRect) -> QPixmap:
        self.tiles_painted += 1
        # No larger than what is painted on it: most grids are small, and often painted.
        used, ratio = area.intersected(QRect(0, 0, *self._whole_size())), self._pixel_ratio
        tile = QPixmap(math.ceil(used.width() * ratio), math.ceil(used.height() * ratio))
        tile.setDevicePixelRatio(ratio)
        tile.fill(Qt.GlobalColor.transparent)
        painter = QPainter(tile)
        painter.translate(-area.topLeft())
        self._painting.paint(painter, area.adjusted(-1, -1, 0, 0))
        painter.end()
        return tile

    def _kinds_for(self, values: NDArray[np.float64], kinds: ArrayLike | None) -> NDArray[np.uint8]:
        if kinds is None:
            if values.shape == self.kinds.shape:
                return self.kinds
            return np.zeros(values.shape, dtype=np.uint8)
        array = np.asarray(kinds, dtype=np.uint8)
        if array.shape != values.shape:
            message = f"kinds have shape {array.shape}, values {values.shape}"
            raise ValueError(message)
        return array

    def _set_cells(self, values: NDArray[np.float64], kinds: NDArray[np.uint8]) -> None:
        if values.shape != self.values.shape:
            self.prepareGeometryChange()
        changed = self._painting.set_content(values, kinds)
        if changed is None or (self.is_broken and changed.any()):
            self._repaint()
            return
        if not changed.any():
            return
        rows, columns = np.nonzero(changed)
        left, top = int(columns.min()), int(rows.min())
        width, height = int(columns.max()) - left + 1, int(rows.max()) - top + 1
        cell = self._painting.cell
        part = QRect(left * cell, top * cell, width * cell + 1, height * cell + 1)
        for tile_row in range(part.top() // _TILE, part.bottom() // _TILE + 1):
            for tile_column in range(part.left() // _TILE, part.right() // _TILE + 1):
                self._renew_tile((tile_row, tile_column), part, width * height)
        self.update(QRectF(part))

    def _renew_tile(self, key: tuple[int, int], part: QRect, cells: int) -> None:
        """Paint the changed part of a tile again where it is small; else all of it, when shown."""
        if cells > _SMALL_PART:
            self._tiles.pop(key, None)
        tile = self._tiles.get(key)
        if tile is None:
            return
        area = _tile_area(key)
        painter = QPainter(tile)
        painter.translate(-area.topLeft())
        painter.setClipRect(part)
        self._painting.paint(painter, part.intersected(area))
        painter.end()


def _tile_area(key: tuple[int, int]) -> QRect:
    return QRect(key[1] * _TILE, key[0] * _TILE, _TILE, _TILE)
