"""The picture of a step: input, kernel and output side by side, as large as the space allows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QToolTip, QWidget

from convviz.ui.theme import theme_notifier
from convviz.ui.widgets.grid.cell_editor import CellEditor, CellMove
from convviz.ui.widgets.grid.cursor import CellCursor
from convviz.ui.widgets.grid.group_items import GroupItems
from convviz.ui.widgets.grid.groups import CellAddress, PlaneGroup
from convviz.ui.widgets.grid.kinds import CellKind
from convviz.ui.widgets.grid.layout import arrange, fit_cell
from convviz.ui.widgets.grid.marks import CellMark, CursorItem, WindowOutline
from convviz.ui.widgets.grid.numbers import exact_text, parse_number
from convviz.ui.widgets.grid.zoom_view import ZoomPanView

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from convviz.ui.widgets.grid.item import GridItem

EditCheck = Callable[[CellAddress, str], str]
"""Returns a sentence on what is wrong with a text for a cell, "" when nothing is."""

_FRAME: Final = 4
_STARTS_NUMBER: Final = "0123456789.-+\u2212"


class PlaneStackView(ZoomPanView):
    """Shows groups of planes from left to right and lets a person point at cells and edit them.

    Rows and columns in signals and methods count the grid as it is drawn, padding included.
    The view holds no truth: an edit is only announced; show its result with :meth:`set_groups`
    or :meth:`set_values`.

    With the keyboard: Tab enters the picture at its cursor; arrows move it through the cells and
    on into the next plane or group; Enter, F2 or a digit edit; Escape leaves the cells, so that
    keys reach the window's shortcuts again.

    Signals:
        cell_hovered(str, int, int, int): group, plane, row, column under the mouse.
        hover_left(): The mouse is over no cell any more.
        cell_clicked(str, int, int, int): group, plane, row, column.
        cell_edited(str, int, int, int, str): group, plane, row, column and the text typed.
        cursor_moved(str, int, int, int): The keyboard stands on another cell.
    """

    cell_hovered = Signal(str, int, int, int)
    hover_left = Signal()
    cell_clicked = Signal(str, int, int, int)
    cell_edited = Signal(str, int, int, int, str)
    cursor_moved = Signal(str, int, int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: dict[str, GroupItems] = {}
        self._hovered: CellAddress | None = None
        self._cursor = CellCursor()
        self._ring = CursorItem()
        self.scene().addItem(self._ring)
        self._check: EditCheck = self._number_problem
        self._editor = CellEditor(self.viewport())
        self._editing: CellAddress | None = None
        self._editor.finished.connect(self._finish_edit)
        self._editor.cancelled.connect(self._close_editor)
        self.setFrameShape(self.Shape.NoFrame)
        self.setAccessibleName(self.tr("Picture of the step"))
        theme_notifier().changed.connect(self._refresh_looks)

    def set_groups(self, groups: Sequence[PlaneGroup]) -> None:
        """Show these groups. Items are reused; cells keep their size when shapes stay.

        Args:
            groups: From left to right, with different names.
        """
        old_shapes = [items.shape() for items in self._items.values()]
        kept = dict(self._items)
        self._items = {}
        for group in groups:
            items = kept.pop(group.name, None)
            if items is None:
                items = GroupItems(self.scene(), group)
            else:
                items.update(group)
            self._items[group.name] = items
        for items in kept.values():
            items.remove()
        self._cursor.set_shapes(
            {
                name: (items.shape().planes, items.shape().rows, items.shape().columns)
                for name, items in self._items.items()
            }
        )
        if old_shapes != [items.shape() for items in self._items.values()] or kept:
            self._refit()
        else:
            self._show_cell_size(self._cell)

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
        self._describe_cursor()

    def set_marks(
        self,
        group: str,
        plane: int,
        marks: Sequence[CellMark] = (),
        windows: Sequence[WindowOutline] = (),
    ) -> None:
        """Replace what is highlighted over one plane; nothing else is repainted.

        Raises:
            KeyError: No such group.
        """
        self._items[group].overlays[plane].set_marks(marks, windows)

    def clear_marks(self) -> None:
        """Highlight nothing."""
        for items in self._items.values():
            for overlay in items.overlays:
                overlay.set_marks()

    def set_dimmed(self, *, dimmed: bool) -> None:
        """Fade the grids: the settings are invalid, this is the last valid picture."""
        for items in self._items.values():
            items.set_dimmed(dimmed=dimmed)

    def set_edit_check(self, check: EditCheck) -> None:
        """Decide which texts a cell takes; by default finite numbers and fractions."""
        self._check = check

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
        title = group.planes[address.plane].title
        where = self.tr("{group}, row {row}, column {column}").format(
            group=", ".join(part for part in (group.name, title) if part),
            row=address.row - top,
            column=address.column - left,
        )
        return f"{where}: {self._kind_words(kind, value)}"

    def _kind_words(self, kind: CellKind, value: str) -> str:
        match kind:
            case CellKind.REAL:
                return value
            case CellKind.PADDING:
                return self.tr("padding, {value}").format(value=value)
            case CellKind.DROPPED:
                return self.tr("{value}, read by no window").format(value=value)
            case CellKind.OVERHANG:
                return self.tr("past the padded input, not counted")
            case CellKind.INSERTED_ZERO:
                return self.tr("inserted zero")
            case CellKind.PENDING:
                return self.tr("not computed yet")

    def _fitting_cell(self) -> int:
        shapes = [items.shape() for items in self._items.values()]
        return fit_cell(shapes, self.width() - _FRAME, self.height() - _FRAME)

    def _show_cell_size(self, cell: int) -> None:
        layout = arrange([items.shape() for items in self._items.values()], cell)
        for items, place in zip(self._items.values(), layout.groups, strict=True):
            items.place(place)
        self.setSceneRect(0, 0, layout.width, layout.height)
        self._show_cursor()
        self._close_editor()

    def _refresh_looks(self) -> None:
        for items in self._items.values():
            items.refresh_looks()
        if self._items:
            self._show_cell_size(self._cell)
        self.scene().update()

    def _clicked(self, position: QPoint) -> None:
        address = self.address_at(position)
        if address is None:
            return
        if self._is_editable(address):
            self._move_cursor(address)
        else:
            self._leave_cells()
        self.cell_clicked.emit(*address)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Announce the cell under the mouse."""
        super().mouseMoveEvent(event)
        if event.buttons() == Qt.MouseButton.NoButton:
            self._hover(self.address_at(event.position().toPoint()))

    def leaveEvent(self, event: QEvent) -> None:
        """Announce that no cell is under the mouse."""
        super().leaveEvent(event)
        self._hover(None)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Edit the cell."""
        address = self.address_at(event.position().toPoint())
        if address is not None and self._is_editable(address):
            self._move_cursor(address)
            self._edit(address)

    def viewportEvent(self, event: QEvent) -> bool:
        """Show the full number of a cell as its tooltip."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            address = self.address_at(event.pos())
            if address is None:
                QToolTip.hideText()
            else:
                QToolTip.showText(event.globalPos(), self.describe(address), self.viewport())
            return True
        return super().viewportEvent(event)

    def event(self, event: QEvent) -> bool:
        """Keep the keys of the cursor from the window's shortcuts while the cursor is shown."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self._cursor.address is not None
            and (self._cursor.takes(event) or self._starts_edit(event))
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the cursor, edit, or leave the cells."""
        address = self._cursor.address
        if address is None:
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Escape:
            self._leave_cells()
        elif self._starts_edit(event) and self._is_editable(address):
            typed = event.text() if event.text() in tuple(_STARTS_NUMBER) else None
            self._edit(address, typed)
        elif self._cursor.takes(event):
            self._move_cursor(self._cursor.moved(event))
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the cursor when the keyboard came here."""
        super().focusInEvent(event)
        if event.reason() in {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason}:
            address = self._cursor.address or self._cursor.last
            if address is not None:
                self._move_cursor(address)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the cursor's ring, but remember its place."""
        super().focusOutEvent(event)
        if not self._editor.isVisible():
            self._ring.hide()

    def _hover(self, address: CellAddress | None) -> None:
        if address == self._hovered:
            return
        self._hovered = address
        if address is None:
            self.hover_left.emit()
        else:
            self.cell_hovered.emit(*address)

    def _starts_edit(self, event: QKeyEvent) -> bool:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2}:
            return True
        plain = event.modifiers() in {
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        }
        return plain and event.text() != "" and event.text() in _STARTS_NUMBER

    def _is_editable(self, address: CellAddress) -> bool:
        if not self._items[address.group].group.editable:
            return False
        kind = self.grid(address.group, address.plane).kinds[address.row, address.column]
        return bool(kind in {CellKind.REAL, CellKind.DROPPED})

    def _edit(self, address: CellAddress, typed: str | None = None) -> None:
        grid = self.grid(address.group, address.plane)
        corner = grid.mapToScene(grid.cell_rect(address.row, address.column).topLeft())
        position = self.mapFromScene(corner)
        text = f"{float(grid.values[address.row, address.column]):.9g}"
        self._editing = address
        self._editor.open_at(
            position.x(), position.y(), grid.cell, typed or text, quick=typed is not None
        )

    def _finish_edit(self, text: str, move: CellMove) -> None:
        address = self._editing
        if address is None:
            return
        problem = self._check(address, text)
        if problem:
            self._editor.show_problem(problem)
            return
        self._close_editor()
        self.cell_edited.emit(*address, text.strip())
        if move is not CellMove.STAY:
            self._move_cursor(self._cursor.stepped(address, move))

    def _close_editor(self) -> None:
        if self._editing is None:
            return
        self._editing = None
        had_focus = self._editor.hasFocus()
        self._editor.hide()
        if had_focus:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_cursor()

    def _number_problem(self, address: CellAddress, text: str) -> str:
        del address
        if parse_number(text) is not None:
            return ""
        return self.tr("“{text}” is not a number. Write one such as 2, -0.5, 1e-3 or 1/9.").format(
            text=text
        )

    def _move_cursor(self, address: CellAddress) -> None:
        self._cursor.address = address
        self._show_cursor()
        grid = self.grid(address.group, address.plane)
        rect = grid.mapRectToScene(grid.cell_rect(address.row, address.column))
        self.ensureVisible(rect, 8, 8)
        self._describe_cursor()
        self.cursor_moved.emit(*address)

    def _leave_cells(self) -> None:
        self._cursor.leave()
        self._ring.hide()
        self._describe_cursor()

    def _show_cursor(self) -> None:
        address = self._cursor.address
        if address is None or not (self.hasFocus() or self._editor.hasFocus()):
            self._ring.hide()
            return
        self._ring.show_at(self.grid(address.group, address.plane), address.row, address.column)

    def _describe_cursor(self) -> None:
        address = self._cursor.address
        self.setAccessibleDescription("" if address is None else self.describe(address))
