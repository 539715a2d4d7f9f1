"""A line edit that stands in a line of text: as wide as its text, with an error that explains."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from convviz.ui.theme import set_state

_FEWEST_CHARACTERS: Final = 1
_FRAME: Final = 12


class InlineEdit(QLineEdit):
    """Base of the fields that are typed in."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._widest = ""
        self._hint = ""
        self._problem = ""
        self._typing_problem = ""
        set_state(self, "inline", on=True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._room = 0
        self.textChanged.connect(self._ask_for_room)

    @property
    def problem(self) -> str:
        """The sentence on what is wrong, "" when nothing is; a text that is no value first."""
        return self._typing_problem or self._problem

    @property
    def hint(self) -> str:
        """What the field means."""
        return self._hint

    def set_hint(self, hint: str) -> None:
        """Explain the field in its tooltip while nothing is wrong."""
        self._hint = hint
        self._show_texts()

    def set_problem(self, sentence: str) -> None:
        """Outline the field as wrong and say why in its tooltip; "" ends that.

        A text that is no value stays outlined all the same.
        """
        self._problem = sentence
        self._show_texts()

    def show_text(self, text: str) -> None:
        """Replace the text without announcing it; the caret keeps its place."""
        if text != self.text():
            position = self.cursorPosition()
            self.setText(text)
            self.setCursorPosition(min(position, len(text)))

    def event(self, event: QEvent) -> bool:
        """Leave undoing to the window, whose history has what was typed.

        A text that is no value is in no history but the field's own.
        """
        is_override = event.type() == QEvent.Type.ShortcutOverride
        if is_override and isinstance(event, QKeyEvent) and not self._typing_problem:
            keys = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)
            if any(map(event.matches, keys)):
                event.ignore()
                return False
        return super().event(event)

    def sizeHint(self) -> QSize:
        """Return room for the text."""
        self._room = self._needed_width()
        return QSize(self._room, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Return room for the text: a field is never narrower."""
        return self.sizeHint()

    def _needed_width(self) -> int:
        """Return the width of the text, or of the widest text that a subclass names."""
        self.ensurePolished()
        metrics = self.fontMetrics()
        texts = (self.text(), self._widest, "0" * _FEWEST_CHARACTERS)
        return max(metrics.horizontalAdvance(text) for text in texts) + _FRAME

    def _ask_for_room(self) -> None:
        """Have what stands around laid out anew, if the text needs other room than the last.

        Of one that was never dressed, nobody has asked for the room. To measure its text would
        dress it now, and then it would lose the font that it is given before it is shown.
        """
        is_dressed = self.testAttribute(Qt.WidgetAttribute.WA_WState_Polished)
        if is_dressed and self._room != self._needed_width():
            self.updateGeometry()

    def _set_typing_problem(self, sentence: str) -> None:
        """Say why the text is no value; "" when it is one. For subclasses."""
        self._typing_problem = sentence
        self._show_texts()

    def _show_texts(self) -> None:
        set_state(self, "invalid", on=bool(self.problem))
        self.setToolTip(self.problem or self._hint)
        self.setAccessibleDescription(self.problem or self._hint)
