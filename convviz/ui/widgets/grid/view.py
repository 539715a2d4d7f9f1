"""The drawing of a step: planes whose cells a person walks through, clicks and edits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
)
from PySide6.QtWidgets import QToolTip

from convviz.stepping.cells import CellAddress, CellKind
from convviz.ui.widgets.grid.cell_editor import CellEditor, CellMove
from convviz.ui.widgets.grid.cursor import CellCursor
from convviz.ui.widgets.grid.cursor_item import CursorItem
from convviz.ui.widgets.grid.plane_view import PlaneView
from convviz.values.number_text import read_number

if TYPE_CHECKING:
    from numpy.typing import ArrayLike
    from PySide6.QtWidgets import QWidget

    from convviz.ui.widgets.grid.groups import PlaneGroup

_STARTS_NUMBER: Final = "0123456789.-+\u2212\u221enNiI"
_CLICK_KEYS: Final = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_EDIT_KEYS: Final = {*_CLICK_KEYS, Qt.Key.Key_F2}
_CLEAR_KEYS: Final = {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}


class PlaneStackView(PlaneView):
    """Shows groups of planes and lets a person point at cells and edit them.

    The view holds no truth: an edit is only announced; show its result with :meth:`set_groups`
    or :meth:`set_values`. What is being typed in a cell stays while new values arrive.

    With the keyboard: Tab enters the drawing at its cursor; arrows move it through the cells and
    on into the next plane or group, and the cell counts as hovered; Enter, F2 or a digit edit,
    Delete makes it 0; Enter clicks a cell that cannot be edited; Escape leaves the cells, so that
    keys reach the window's shortcuts again. Space leaves what is hovered to the animation.

    Signals:
        cell_clicked(str, int, int, int): group, plane, row, column.
        cell_edited(str, int, int, int, str): group, plane, row, column and the text typed.
        cursor_moved(str, int, int, int): The keyboard stands on another cell.
    """

    cell_clicked = Signal(str, int, int, int)
    cell_edited = Signal(str, int, int, int, str)
    cursor_moved = Signal(str, int, int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cursor = CellCursor()
        self._points = False
        self._has_cursor = True
        self.edits_dimmed = False  # whether cells that are faded can be edited all the same
        self._ring = CursorItem()
        self.scene().addItem(self._ring)
        self._editor = CellEditor(self.viewport())
        self._editing: CellAddress | None = None
        self._editor.finished.connect(self._finish_edit)
        self._editor.cancelled.connect(self._close_editor)
        for bar in (self.horizontalScrollBar(), self.verticalScrollBar()):
            bar.valueChanged.connect(self._place_editor)
        self.setAccessibleName(self.tr("Drawing of the step"))

    def set_groups(self, groups: Sequence[PlaneGroup]) -> None:
        """Show these groups. Items are reused; cells keep their size when shapes stay.

        Args:
            groups: From left to right, with different names.
        """
        self._cursor.set_shapes({group.name: group.shape for group in groups})
        if self._editing is not None and not self._cursor.contains(self._editing):
            self._close_editor()
        super().set_groups(groups)
        if self._cursor.address is None:
            self._stop_pointing()  # at a cell that is gone
        self._show_cursor()
        self._place_editor()
        self._describe_cursor()

    def set_values(
        self, group: str, plane: int, values: ArrayLike | None, kinds: ArrayLike | None = None
    ) -> None:
        """Show other values in one plane of the same shape; see :meth:`PlaneView.set_values`."""
        super().set_values(group, plane, values, kinds)
        self._describe_cursor()

    def set_dimmed(self, *, dimmed: bool) -> None:
        """Fade the grids, whose cells cannot be edited then: they are no longer the document's.

        Unless ``edits_dimmed`` says that they still stand for it.
        """
        super().set_dimmed(dimmed=dimmed)
        if dimmed:
            self._close_editor()

    @property
    def cursor_address(self) -> CellAddress | None:
        """The cell on which the keyboard stands; None while keys belong to the window."""
        return self._cursor.address if self.hasFocus() else None

    def set_cursor_wanted(self, *, wanted: bool) -> None:
        """Let clicks and Tab put a cursor on cells, or leave all keys to the window."""
        self._has_cursor = wanted
        if not wanted:
            self._leave_cells()

    def _show_cell_size(self, cell: int) -> None:
        super()._show_cell_size(cell)
        self._show_cursor()
        self._place_editor()

    def _clicked(self, position: QPoint) -> None:
        address = self.address_at(position)
        if address is None:
            return
        self._points = False
        if self._is_editable(address) and self._has_cursor:
            self._move_cursor(address)
        else:
            self._leave_cells()
        self.cell_clicked.emit(*address)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Edit the cell."""
        address = self.address_at(event.position().toPoint())
        if address is not None and self._is_editable(address):
            self._move_cursor(address)
            self._edit(address)

    def _hover(self, address: CellAddress | None) -> None:
        """Announce the cell under the mouse, else the one that keys point at."""
        super()._hover(self._cursor.address if address is None and self._points else address)

    def end_hover(self) -> None:
        """Announce that nothing is pointed at, be it by the mouse or by keys."""
        self._points = False
        super().end_hover()

    def _point(self, address: CellAddress) -> None:
        """Move the cursor by a key: what belongs to its cell is shown as under the mouse."""
        self._points = True
        self._move_cursor(address)
        self._hovered = None  # so that a cell that was edited is announced again
        self._hover(address)
        self._tell_cell(address)

    def _stop_pointing(self) -> None:
        if self._points:
            self._points = False
            QToolTip.hideText()
            self._hover(None)

    def _tell_cell(self, address: CellAddress) -> None:
        """Show in words what the drawn cell does not say."""
        if self._says_all(address):
            QToolTip.hideText()
        else:
            below = self.cell_position(address)
            where = self.viewport().mapToGlobal(below)
            QToolTip.showText(where, self.describe(address), self.viewport())

    def event(self, event: QEvent) -> bool:
        """Keep the keys of the cursor from the window's shortcuts while the cursor is shown."""
        if (
            event.type() != QEvent.Type.ShortcutOverride
            or not isinstance(event, QKeyEvent)
            or self._cursor.address is None
        ):
            return super().event(event)
        if event.key() == Qt.Key.Key_Space:
            self._stop_pointing()
        if self._cursor.takes(event) or self._starts_edit(event) or event.key() in _CLEAR_KEYS:
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
        elif event.key() in _CLICK_KEYS:
            self.cell_clicked.emit(*address)
        elif event.key() in _CLEAR_KEYS:
            self._clear(address)
        elif self._cursor.takes(event):
            self._point(self._cursor.moved(event))
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the cursor when the keyboard came here."""
        super().focusInEvent(event)
        if event.reason() in {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason}:
            address = self._cursor.address or self._cursor.last
            if address is not None and self._has_cursor:
                self._point(address)
        self._show_cursor()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the cursor's ring, but remember its place."""
        super().focusOutEvent(event)
        if not self._editor.isVisible():
            self._ring.hide()
            self._stop_pointing()

    def _starts_edit(self, event: QKeyEvent) -> bool:
        if event.key() in _EDIT_KEYS:
            return True
        plain = event.modifiers() in {
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        }
        return plain and event.text() != "" and event.text() in _STARTS_NUMBER

    def _is_editable(self, address: CellAddress) -> bool:
        if (self._is_dimmed and not self.edits_dimmed) or not self._items[
            address.group
        ].group.editable:
            return False
        kind = self.grid(address.group, address.plane).kinds[address.row, address.column]
        return bool(kind in {CellKind.REAL, CellKind.DROPPED})

    def _clear(self, address: CellAddress) -> None:
        if self._is_editable(address):
            self.cell_edited.emit(*address, "0")
            if address.group in self._items:
                self._point(address)

    def _edit(self, address: CellAddress, typed: str | None = None) -> None:
        grid = self.grid(address.group, address.plane)
        text = f"{float(grid.values[address.row, address.column]):.9g}"
        self._editing = address
        self._editor.open(round(grid.cell), typed or text, quick=typed is not None)
        self._place_editor()

    def _place_editor(self) -> None:
        address = self._editing
        if address is not None:
            grid = self.grid(address.group, address.plane)
            self._editor.place(self.cell_position(address), round(grid.cell))

    def _finish_edit(self, text: str, move: CellMove) -> None:
        address = self._editing
        if address is None:
            return
        problem = self._number_problem(address, text)
        if problem:
            self._editor.show_problem(problem)
            return
        self._close_editor()
        self.cell_edited.emit(*address, text.strip())
        is_there = address.group in self._items  # an edit may show another picture
        if move is not CellMove.STAY and self._has_cursor and is_there:
            self._point(self._cursor.stepped(address, move))

    def _close_editor(self) -> None:
        if self._editing is None:
            return
        self._editing = None
        had_focus = self._editor.hasFocus()
        self._editor.hide()
        if had_focus:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        if not self._has_cursor:
            self._leave_cells()
        self._show_cursor()

    def _number_problem(self, address: CellAddress, text: str) -> str:
        del address
        if read_number(text) is not None:
            return ""
        sentence = self.tr(
            "{text} is not a number. Write one such as 2, -0.5, 1e-3, 1/9, nan or inf."
        )
        return sentence.format(text=f'"{text}"')

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
        self._stop_pointing()
        self._describe_cursor()

    def _show_cursor(self) -> None:
        address = self._cursor.address
        if address is None or not (self.hasFocus() or self._editor.hasFocus()):
            self._ring.hide()
            return
        self._ring.show_at(self.grid(address.group, address.plane), address.row, address.column)

    def _describe_cursor(self) -> None:
        address = self._cursor.address
        words = "" if address is None else self.describe(address)
        if words == self.accessibleDescription():
            return
        self.setAccessibleDescription(words)
        if words and QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))
