"""The keyboard's place among the cells of several groups, and how keys move it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt

from convviz.stepping.cells import CellAddress
from convviz.ui.widgets.grid.cell_editor import CellMove

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

_MOVES: Final = {
    Qt.Key.Key_Left: CellMove.LEFT,
    Qt.Key.Key_Right: CellMove.RIGHT,
    Qt.Key.Key_Up: CellMove.UP,
    Qt.Key.Key_Down: CellMove.DOWN,
}
_JUMPS: Final = {
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
    Qt.Key.Key_Escape,
}


class CellCursor:
    """Where the keyboard stands; None while keys belong to the window.

    Attributes:
        address: The cell, None when the cursor is not shown.
    """

    def __init__(self) -> None:
        self.address: CellAddress | None = None
        self._last: CellAddress | None = None
        self._shapes: dict[str, tuple[int, int, int]] = {}

    @property
    def last(self) -> CellAddress | None:
        """Where the keyboard stood last, or the first cell; None when there are no cells."""
        if self._last is not None:
            return self._last
        name = next(iter(self._shapes), None)
        return None if name is None else CellAddress(name, 0, 0, 0)

    def set_shapes(self, shapes: Mapping[str, tuple[int, int, int]]) -> None:
        """Take the groups from left to right: planes, rows and columns of each."""
        self._shapes = dict(shapes)
        self.address = self._kept(self.address)
        self._last = self._kept(self._last)

    def contains(self, address: CellAddress) -> bool:
        """Return whether a cell is among the groups."""
        return self._kept(address) == address

    def leave(self) -> None:
        """Show no cursor, but remember its place."""
        self._last, self.address = self.address or self._last, None

    def takes(self, event: QKeyEvent) -> bool:
        """Return whether a key moves the cursor or leaves the cells."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        return not control and Qt.Key(event.key()) in {*_MOVES, *_JUMPS}

    def moved(self, event: QKeyEvent) -> CellAddress:
        """Return where a key leads from the cursor.

        Raises:
            LookupError: No cursor is shown.
        """
        here = self.address
        if here is None:
            message = "no cursor is shown"
            raise LookupError(message)
        key = Qt.Key(event.key())
        move = _MOVES.get(key)
        if move is not None:
            return self.stepped(here, move)
        planes, _, columns = self._shapes[here.group]
        if key == Qt.Key.Key_Home:
            return here._replace(column=0)
        if key == Qt.Key.Key_End:
            return here._replace(column=columns - 1)
        step = -1 if key == Qt.Key.Key_PageUp else 1
        return here._replace(plane=min(planes - 1, max(0, here.plane + step)))

    def stepped(self, here: CellAddress, move: CellMove) -> CellAddress:
        """Return the neighbour of a cell; past an edge, the next plane or group, or the cell."""
        match move:
            case CellMove.STAY:
                return here
            case CellMove.UP | CellMove.DOWN:
                return self._vertical(here, -1 if move is CellMove.UP else 1)
            case CellMove.LEFT | CellMove.RIGHT:
                return self._horizontal(here, -1 if move is CellMove.LEFT else 1)

    def _vertical(self, here: CellAddress, step: int) -> CellAddress:
        planes, rows, _ = self._shapes[here.group]
        row, plane = here.row + step, here.plane
        if row < 0 and plane > 0:
            return here._replace(plane=plane - 1, row=rows - 1)
        if row >= rows and plane < planes - 1:
            return here._replace(plane=plane + 1, row=0)
        if not 0 <= row < rows and all(shape[1] == 1 for shape in self._shapes.values()):
            return self._in_group(here, step, here.column)
        return here._replace(row=min(rows - 1, max(0, row)))

    def _horizontal(self, here: CellAddress, step: int) -> CellAddress:
        column = here.column + step
        if 0 <= column < self._shapes[here.group][2]:
            return here._replace(column=column)
        return self._in_group(here, step, 0 if step > 0 else None)

    def _in_group(self, here: CellAddress, step: int, column: int | None) -> CellAddress:
        """Return a cell of the group before or behind: a column, or the last for None.

        Rows stand one above the other, so going up leads to the last of the group before.
        """
        names = list(self._shapes)
        number = names.index(here.group) + step
        if not 0 <= number < len(names):
            return here
        planes, rows, columns = self._shapes[names[number]]
        plane = here.plane if rows > 1 else (0 if step > 0 else planes - 1)
        last = columns - 1
        return CellAddress(
            names[number],
            min(plane, planes - 1),
            min(here.row, rows - 1),
            last if column is None else min(column, last),
        )

    def _kept(self, address: CellAddress | None) -> CellAddress | None:
        shape = None if address is None else self._shapes.get(address.group)
        if address is None or shape is None:
            return None
        return CellAddress(
            address.group,
            min(address.plane, shape[0] - 1),
            min(address.row, shape[1] - 1),
            min(address.column, shape[2] - 1),
        )
