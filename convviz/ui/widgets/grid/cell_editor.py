"""The field that opens in a cell, with the keys of a spreadsheet."""

from __future__ import annotations

from enum import Enum, auto
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QToolTip, QWidget

from convviz.ui.theme import cell_font, set_state

_NARROWEST: Final = 72
_LOWEST: Final = 26


class CellMove(Enum):
    """Where the cursor goes after a cell was edited."""

    STAY = auto()
    LEFT = auto()
    RIGHT = auto()
    UP = auto()
    DOWN = auto()


_LEAVING_KEYS: Final = {
    Qt.Key.Key_Return: CellMove.DOWN,
    Qt.Key.Key_Enter: CellMove.DOWN,
    Qt.Key.Key_Tab: CellMove.RIGHT,
    Qt.Key.Key_Backtab: CellMove.LEFT,
    Qt.Key.Key_Up: CellMove.UP,
    Qt.Key.Key_Down: CellMove.DOWN,
}
_QUICK_KEYS: Final = {Qt.Key.Key_Left: CellMove.LEFT, Qt.Key.Key_Right: CellMove.RIGHT}


class CellEditor(QLineEdit):
    """Edits the text of one cell.

    Enter, Tab, Up and Down leave the cell; so do Left and Right when the edit began by typing.

    Signals:
        finished(str, CellMove): The text is to be taken, then the cursor moves.
        cancelled(): Escape.
    """

    finished = Signal(str, CellMove)
    cancelled = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._quick = False
        self.setProperty("cellEditor", "true")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setAccessibleName(self.tr("Value of the cell"))
        self.textEdited.connect(self._clear_problem)
        self.hide()

    def open(self, cell: int, text: str, *, quick: bool) -> None:
        """Open with a text; :meth:`place` says where.

        Args:
            cell: Size of the cell, in pixels.
            text: The first text.
            quick: Whether the edit began by typing: ``text`` is then kept and the caret after it.
        """
        self._quick = quick
        self._clear_problem()
        self.setFont(cell_font(max(12, min(19, round(cell * 0.38)))))
        self.setText(text)
        if not quick:
            self.selectAll()
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def place(self, middle: QPoint, cell: int) -> None:
        """Stand over a cell, wide enough to type in."""
        size = QSize(max(_NARROWEST, cell + 3), max(_LOWEST, cell + 3))
        half = QPoint(size.width() // 2, size.height() // 2)
        self.setGeometry(QRect(middle - half, size))

    def show_problem(self, sentence: str) -> None:
        """Stay open, outlined as wrong, with the reason."""
        set_state(self, "invalid", on=True)
        self.setToolTip(sentence)
        self.setAccessibleDescription(sentence)
        QToolTip.showText(self.mapToGlobal(self.rect().bottomLeft()), sentence, self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the cell, cancel, or edit."""
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self.cancelled.emit()
            return
        move = _LEAVING_KEYS.get(key)
        if move is None and self._quick:
            move = _QUICK_KEYS.get(key)
        if move is None:
            super().keyPressEvent(event)
            return
        upwards = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if upwards and key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            move = CellMove.UP
        self.finished.emit(self.text(), move)

    def event(self, event: QEvent) -> bool:
        """Take Tab before the focus chain, and keys before shortcuts of the window.

        Ctrl with a key that edits no text is the window's, once the text is taken.
        """
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            if self._is_for_window(event):
                self.finished.emit(self.text(), CellMove.STAY)
                event.ignore()
                return False
            event.accept()
            return True
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}
        ):
            self.keyPressEvent(event)
            return True
        return super().event(event)

    def _is_for_window(self, event: QKeyEvent) -> bool:
        """Return whether keys that are pressed, such as Ctrl+S, mean nothing in a text."""
        is_control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if not is_control or event.key() == Qt.Key.Key_Control:
            return False
        event.ignore()
        super().event(event)
        return not event.isAccepted()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the text when the person goes elsewhere."""
        super().focusOutEvent(event)
        leaving = event.reason() not in {
            Qt.FocusReason.PopupFocusReason,
            Qt.FocusReason.ActiveWindowFocusReason,
        }
        if leaving and self.isVisible():
            self.finished.emit(self.text(), CellMove.STAY)

    def _clear_problem(self) -> None:
        set_state(self, "invalid", on=False)
        self.setToolTip("")
        self.setAccessibleDescription("")
