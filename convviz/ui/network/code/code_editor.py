"""The field in which the network's code is read and edited."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QMimeData, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from convviz.ui.network.code.code_highlighter import PythonHighlighter
from convviz.ui.network.code.line_changes import replace_lines
from convviz.ui.theme import set_code_font

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QMouseEvent, QShowEvent

_INDENT: Final = " " * 4
_BREAK_WITHIN_LINE: Final = "\u2028"
_OPENINGS: Final = ("(", "[", ":")
_HISTORY: Final = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)


class CodeEditor(QPlainTextEdit):
    """Code that a person can type in. Undo and Redo are the window's.

    Attributes:
        keeps_history: Whether Undo and Redo mean what was typed here and is not the network's yet:
            they are told, not done by the window.

    Signals:
        line_clicked(int): A line, from 0, was clicked.
        left(): The keyboard went elsewhere.
        history_wanted(): Undo or Redo was pressed: what was typed until then comes first.
        given_up(): What was typed is not wanted: Escape, or Undo while it is no network.
    """

    line_clicked = Signal(int)
    left = Signal()
    history_wanted = Signal()
    given_up = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.keeps_history = False
        self.setUndoRedoEnabled(False)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        set_code_font(self, 0.92)
        self.setTabChangesFocus(True)
        self._highlighter = PythonHighlighter(self.document(), lambda: self.lines_in_sight)
        bar = self.verticalScrollBar()
        bar.valueChanged.connect(self._colour)
        bar.rangeChanged.connect(self._colour)

    @property
    def line(self) -> int:
        """The line of the cursor, from 0."""
        return self.textCursor().blockNumber()

    @property
    def lines_in_sight(self) -> range:
        """The numbers of the lines that are seen whole, from 0."""
        bar = self.verticalScrollBar()  # counts in lines
        return range(bar.value(), bar.value() + max(1, bar.pageStep()))

    def show_lines(self, before: list[str], after: list[str]) -> None:
        """Show other lines; cursor and scroll position stay.

        Args:
            before: The lines that are shown.
            after: Those that are to be.
        """
        bars = (self.horizontalScrollBar(), self.verticalScrollBar())
        values = [bar.value() for bar in bars]
        line, column = self.line, self.textCursor().positionInBlock()
        # Marks go to the end with what is replaced, and all lines up to there would be laid out.
        self.setExtraSelections([])
        self._highlighter.wait()
        replace_lines(self.document(), before, after)
        self._stand_at(line, column)
        for bar, value in zip(bars, values, strict=True):
            bar.setValue(value)
        self._colour()

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Leave dropped files to the window, which opens them; their names are no code."""
        return not source.hasUrls() and super().canInsertFromMimeData(source)

    def event(self, event: QEvent) -> bool:
        """Leave Undo and Redo to the window, unless they mean what was typed here."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if any(event.matches(key) for key in _HISTORY):
                self.history_wanted.emit()
                event.setAccepted(self.keeps_history)
                return True
            if event.key() == Qt.Key.Key_Escape and self.keeps_history:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Indent a new line as the one before; give up what was typed."""
        is_history = any(event.matches(key) for key in _HISTORY)
        if is_history or (event.key() == Qt.Key.Key_Escape and self.keeps_history):
            self.given_up.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._break_line()
        else:
            super().keyPressEvent(event)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Insert a text that is pasted or dropped; each of its lines is one of the code's.

        Qt keeps U+2028 within a line, but gives it out as a break.
        """
        text = QMimeData()
        text.setText(source.text().replace(_BREAK_WITHIN_LINE, "\n"))
        super().insertFromMimeData(text)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tell the line of a click that selects nothing."""
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and not self.textCursor().hasSelection():
            self.line_clicked.emit(self.line)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the keyboard went elsewhere."""
        super().focusOutEvent(event)
        self.left.emit()

    def showEvent(self, event: QShowEvent) -> None:
        """Colour what is seen now."""
        super().showEvent(event)
        self._colour()

    def _colour(self) -> None:
        with QSignalBlocker(self):  # a colour is no text that was typed
            self._highlighter.colour_in_sight()

    def _break_line(self) -> None:
        cursor = self.textCursor()
        before = cursor.block().text()[: cursor.positionInBlock()]
        indent = before[: len(before) - len(before.lstrip(" "))]
        if before.partition("  #")[0].rstrip().endswith(_OPENINGS):
            indent += _INDENT
        cursor.insertText(f"\n{indent}")
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def _stand_at(self, line: int, column: int) -> None:
        """Put the cursor into a line, as far as there is one, and into a column of it."""
        block = self.document().findBlockByNumber(min(line, self.blockCount() - 1))
        cursor = self.textCursor()
        is_there = cursor.block() == block and cursor.positionInBlock() == column
        if cursor.hasSelection() or is_there:
            return
        cursor.setPosition(block.position() + min(column, block.length() - 1))
        self.setTextCursor(cursor)
