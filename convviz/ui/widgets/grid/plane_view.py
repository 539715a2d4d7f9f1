"""Planes of numbers side by side: what stands where, what is highlighted, what the mouse is on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QHelpEvent, QHideEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QToolTip, QWidget

from convviz.stepping.cells import CellAddress, CellKind
from convviz.ui.theme import text_scale, theme_notifier
from convviz.ui.widgets.grid.fitting import fit_cells
from convviz.ui.widgets.grid.group_items import GroupItems
from convviz.ui.widgets.grid.groups import OR_SHORTER, PlaneGroup
from convviz.ui.widgets.grid.layout import arrange
from convviz.ui.widgets.grid.layout_shapes import (
    LARGEST_CELL,
    READABLE,
    CellSizes,
    GroupShape,
    Layout,
    with_slight,
)
from convviz.ui.widgets.grid.number_painter import SMALLEST_NUMBER_CELL
from convviz.ui.widgets.grid.numbers import exact_text
from convviz.ui.widgets.grid.zoom_view import ZoomPanView
from convviz.ui.widgets.sentences import labelled, listed

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from convviz.ui.widgets.grid.item import GridItem
    from convviz.ui.widgets.grid.mark_shapes import CellMark, Mark, WindowOutline
    from convviz.ui.widgets.grid.marks import OverlayItem

_FRAME: Final = 4
_LARGEST_TEXT: Final = 1.4
"""Captions grow no further with the window's text: the cells below need the room more."""


class PlaneView(ZoomPanView):
    """Shows groups of planes from left to right, with what is highlighted over them.

    Rows and columns in signals and methods count the grid as it is drawn, padding included.

    Signals:
        cell_hovered(str, int, int, int): group, plane, row, column under the mouse.
        hover_left(): The mouse is over no cell any more.
    """

    cell_hovered = Signal(str, int, int, int)
    hover_left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: dict[str, GroupItems] = {}
        self._hovered: CellAddress | None = None
        self._is_told = True  # whether what was announced last is what is hovered
        self._is_column = False
        self._is_dimmed = False
        self._text_factor = 1.0
        self._dims = False
        self._never_dimmed: Collection[str] = ()
        self._most_cell: int | None = None
        self.setFrameShape(self.Shape.NoFrame)
        theme_notifier().changed.connect(self._refresh_looks)

    def set_groups(self, groups: Sequence[PlaneGroup]) -> None:
        """Show these groups. Items are reused; cells keep their size when shapes stay.

        Args:
            groups: From left to right, with different names.
        """
        old_shapes = self._shapes()
        kept, need_places = dict(self._items), self.group_names != tuple(g.name for g in groups)
        self._items = {}
        for group in groups:
            items = kept.pop(group.name, None)
            if items is None:
                items = GroupItems(self.scene(), group, self._label_factor)
            else:
                need_places |= items.update(group)
            self._items[group.name] = items
        for items in kept.values():
            items.remove()
        self._apply_dims()
        if old_shapes != self._shapes() or kept:
            self._refit()
        elif need_places:
            self._show_cell_size(self._cell)

    @property
    def group_names(self) -> tuple[str, ...]:
        """Names of the groups that are shown, from left to right."""
        return tuple(self._items)

    def has_group(self, name: str) -> bool:
        """Return whether a group is shown."""
        return name in self._items

    def set_values(
        self, group: str, plane: int, values: ArrayLike | None, kinds: ArrayLike | None = None
    ) -> None:
        """Show other values in one plane of the same shape.

        Args:
            group: Name of the group.
            plane: Number of the plane.
            values: rows columns; None shows every cell as not computed yet.
            kinds: rows columns, of CellKind; None keeps them.

        Raises:
            KeyError: No such group.
            ValueError: The shape is another one: use :meth:`set_groups`.
        """
        self.grid(group, plane).set_values(values, kinds)

    def set_marks(
        self,
        group: str,
        plane: int,
        marks: Sequence[Mark] = (),
        windows: Sequence[WindowOutline] = (),
    ) -> None:
        """Replace what is highlighted over one plane; nothing else is repainted.

        Raises:
            KeyError: No such group.
        """
        self._items[group].overlays[plane].set_marks(marks, windows)

    def marks(self, group: str, plane: int = 0) -> tuple[CellMark, ...]:
        """Return what is highlighted over a plane.

        Raises:
            KeyError: No such group.
        """
        return self._items[group].overlays[plane].marks

    def set_column(self, *, is_column: bool) -> None:
        """Put the groups below each other, or side by side again."""
        if is_column != self._is_column:
            self._is_column = is_column
            self._refit()

    @property
    def text_scale(self) -> float:
        """How large captions are beside the usual size, whoever enlarged them."""
        return self._text_factor * min(text_scale(), _LARGEST_TEXT)

    @property
    def _label_factor(self) -> float:
        """What labels are multiplied by, whose font has the window's text size in it."""
        return self.text_scale / text_scale()

    def set_projected(self, factor: float | None) -> None:
        """Grow for people far away: captions by a factor, cells as the space allows.

        Args:
            factor: How large captions are beside the interface font; None ends it.
        """
        self._text_factor = factor or 1.0
        self._most_cell = None if factor is None else LARGEST_CELL
        self._refresh_looks()

    def set_largest_cell(self, pixels: int | None) -> None:
        """Have cells grow to so many logical pixels by themselves; None for what suits the width.

        It counts from the next groups on.
        """
        self._most_cell = pixels

    def set_never_dimmed(self, groups: Collection[str]) -> None:
        """Keep groups, by name, from being dimmed: they belong to every step."""
        self._never_dimmed = groups

    def has_plane(self, group: str, plane: int) -> bool:
        """Return whether a group is shown and has a plane of that number."""
        return group in self._items and plane < len(self._items[group].grids)

    def set_dims(self, *, dims: bool) -> None:
        """Dim what is not highlighted, of groups of which anything ever is."""
        self._dims = dims
        self._apply_dims()

    def _apply_dims(self) -> None:
        for name, items in self._items.items():
            for overlay in items.overlays:
                overlay.set_dims(dims=self._dims and name not in self._never_dimmed)

    def clear_marks(self, kept: Collection[tuple[str, int]] = ()) -> None:
        """Highlight nothing, but in planes that are kept, by their groups and numbers."""
        for name, items in self._items.items():
            for number, overlay in enumerate(items.overlays):
                if (name, number) not in kept:
                    overlay.set_marks()

    def set_dimmed(self, *, dimmed: bool) -> None:
        """Fade the grids: the settings are invalid, this is the last valid drawing."""
        self._is_dimmed = dimmed
        for items in self._items.values():
            items.set_dimmed(dimmed=dimmed)

    def paint_still(self, painter: QPainter, moving: Collection[str] = ()) -> None:
        """Paint the scene without its marks, in the scene's coordinates.

        Args:
            painter: Paints on any device.
            moving: Groups whose grids are left out as well, for their values change.
        """
        for name, items in self._items.items():
            still = () if name in moving else (*items.grids, *items.frames)
            self._paint_items(painter, [*still, *items.labels])

    def paint_moving(self, painter: QPainter, moving: Collection[str] = ()) -> None:
        """Paint over that what :meth:`paint_still` leaves out."""
        frames = [frame for name in moving for frame in self._items[name].frames]
        self._paint_items(painter, [*self._grids(moving), *self._overlays(), *frames])

    @staticmethod
    def _paint_items(painter: QPainter, items: Iterable[QGraphicsItem]) -> None:
        """Paint items on any device, none from pixels that are kept for the screen."""
        option = QStyleOptionGraphicsItem()
        for item in items:
            option.exposedRect = item.boundingRect()
            painter.save()
            painter.translate(item.scenePos())
            item.paint(painter, option)
            painter.restore()

    def _overlays(self) -> list[OverlayItem]:
        return [overlay for items in self._items.values() for overlay in items.overlays]

    def _grids(self, groups: Collection[str]) -> list[GridItem]:
        return [grid for name in groups for grid in self._items[name].grids]

    def grid(self, group: str, plane: int = 0) -> GridItem:
        """Return the item of a plane.

        Raises:
            KeyError: No such group.
        """
        return self._items[group].grids[plane]

    def cell_position(self, address: CellAddress) -> QPoint:
        """Return the middle of a cell in the viewport's pixels."""
        grid = self.grid(address.group, address.plane)
        middle = grid.cell_rect(address.row, address.column).center()
        return self.mapFromScene(grid.mapToScene(middle))

    def address_at(self, position: QPoint) -> CellAddress | None:
        """Return the cell under a point of the viewport, None where no cell is."""
        point = self.mapToScene(position)
        for name, items in self._items.items():
            cell = items.cell_at(point)
            if cell is not None:
                return CellAddress(name, *cell)
        return None

    def describe(self, address: CellAddress) -> str:
        """Return what a cell is in words, for tooltips and screen readers."""
        grid = self.grid(address.group, address.plane)
        group = self._items[address.group].group
        top, left = group.planes[address.plane].origin
        kind = CellKind(int(grid.kinds[address.row, address.column]))
        value = exact_text(float(grid.values[address.row, address.column]))
        title = group.planes[address.plane].title.partition(OR_SHORTER)[0]
        where = self.tr("{group}, row {row}, column {column}").format(
            group=listed([part for part in (group.caption or group.name, title) if part]),
            row=address.row - top,
            column=address.column - left,
        )
        return labelled(where, self._kind_words(kind, value))

    def _kind_words(self, kind: CellKind, value: str) -> str:
        words = {
            CellKind.REAL: "{value}",
            CellKind.PADDING: self.tr("padding, {value}"),
            CellKind.DROPPED: self.tr("{value}, read by no window"),
            CellKind.OVERHANG: self.tr("past the padded input, not counted"),
            CellKind.INSERTED_ZERO: self.tr("inserted zero"),
            CellKind.PENDING: self.tr("not computed yet"),
            CellKind.CROPPED: self.tr("{value}, cropped by the padding"),
            CellKind.UNTOUCHED: self.tr("{value}, reached by no stamp so far"),
            CellKind.MISSING: self.tr("missing, but needed"),
            CellKind.HIDDEN: self.tr("hidden; a click shows it"),
            CellKind.ABSENT: self.tr("nothing is read here"),
            CellKind.NO_ENTRY: self.tr("0: these two are not connected"),
        }
        return words[kind].format(value=value)

    def _shapes(self) -> list[GroupShape]:
        return with_slight([items.shape() for items in self._items.values()])

    def _fitting_cell(self) -> int:
        return max(1, int(self._fitting_cells().common))

    def has_room_for_numbers(self, more_height: int) -> bool:
        """Return whether cells could show numbers in a view of so much more height.

        Where a person has zoomed, the height does not matter.
        """
        if not self.is_fitted:
            return self.cell >= SMALLEST_NUMBER_CELL
        width, height = self.width() - _FRAME, self.height() - _FRAME + more_height
        return self._fitting_in(width, height).common >= SMALLEST_NUMBER_CELL

    def has_room_for_all_numbers(self, more_height: int = 0) -> bool:
        """Return whether the cells of every group could show numbers in so much more height."""
        if not self.is_fitted:
            return self.cell >= SMALLEST_NUMBER_CELL
        width, height = self.width() - _FRAME, self.height() - _FRAME + more_height
        sizes = self._fitting_in(width, height)
        return all(sizes.of(shape) >= SMALLEST_NUMBER_CELL for shape in self._shapes())

    def _is_dense(self) -> bool:
        return self._fitting_cells().common < 1

    def _fitting_cells(self) -> CellSizes:
        return self._fitting_in(self.width() - _FRAME, self.height() - _FRAME)

    def _fitting_in(self, width: int, height: int) -> CellSizes:
        return fit_cells(
            self._shapes(),
            width,
            height,
            is_column=self._is_column,
            text=self.text_scale,
            most=self._most_cell,
        )

    def _arranged(self, cells: CellSizes) -> Layout:
        """Return where the groups stand with cells of a size; for subclasses."""
        return arrange(self._shapes(), cells, is_column=self._is_column)

    def _show_cell_size(self, cell: int) -> None:
        fitting = self._fitting_cells()
        cells = fitting if self.is_fitted else replace(fitting, common=cell, small=READABLE)
        layout = self._arranged(cells)
        for items, place in zip(self._items.values(), layout.groups, strict=True):
            items.place(place, cells)
        self.setSceneRect(0, 0, layout.width, layout.height)

    def _refresh_looks(self) -> None:
        for items in self._items.values():
            items.refresh_looks(self._label_factor)
        if self._items:
            self._refit()
        self.scene().update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Announce the cell under the mouse."""
        super().mouseMoveEvent(event)
        if event.buttons() == Qt.MouseButton.NoButton:
            self._hover(self.address_at(event.position().toPoint()))

    def leaveEvent(self, event: QEvent) -> None:
        """Announce that no cell is under the mouse."""
        super().leaveEvent(event)
        self._hover(None)

    def hideEvent(self, event: QHideEvent) -> None:
        """Announce that nothing is pointed at any more: no mouse leaves what is not there."""
        super().hideEvent(event)
        self.end_hover()

    def viewportEvent(self, event: QEvent) -> bool:
        """Tell in a tooltip what a drawn cell does not say: the full number, its kind."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            address = self.address_at(event.pos())
            if address is None or self._says_all(address):
                QToolTip.hideText()
            else:
                QToolTip.showText(event.globalPos(), self.describe(address), self.viewport())
            return True
        return super().viewportEvent(event)

    def _says_all(self, address: CellAddress) -> bool:
        """Return whether a cell of the tensor shows its exact number."""
        grid, cell = self.grid(address.group, address.plane), (address.row, address.column)
        exact = exact_text(float(grid.values[cell]))
        is_real = bool(grid.kinds[cell] == CellKind.REAL)
        return is_real and grid.shows_numbers and grid.text(*cell) == exact

    def forget_hover(self) -> None:
        """Announce anew, at the next move, what the mouse is over: it is another drawing's now."""
        self._is_told = self._is_told and self._hovered is None
        self._hovered = None

    def end_hover(self) -> None:
        """Announce that nothing is pointed at, wherever the mouse is."""
        self._hover(None)

    def _hover(self, address: CellAddress | None) -> None:
        if address == self._hovered and self._is_told:
            return
        self._hovered, self._is_told = address, True
        if address is None:
            self.hover_left.emit()
        else:
            self.cell_hovered.emit(*address)
