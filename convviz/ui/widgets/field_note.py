"""A line of words that floats right under a field: why it is wrong, or what it means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QLabel, QWidget

from convviz.ui.theme import set_state, set_ui_font, ui_font

if TYPE_CHECKING:
    from PySide6.QtCore import QRect

_SCALE: Final = 0.88
_PADDING: Final = 2


class FieldNote(QLabel):
    """Stands under one field at a time, in the window's width, over whatever is there."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._ground = parent
        self._whole = ""
        set_ui_font(self, _SCALE)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("fieldNote", "true")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    @property
    def sentence(self) -> str:
        """What is said; "" for nothing."""
        return self._whole

    @staticmethod
    def line_height() -> int:
        """Return the height of a line of words, for whoever keeps room for it."""
        return QFontMetrics(ui_font(_SCALE)).height() + 2 * _PADDING

    def say(self, field: QWidget, sentence: str, room: QRect, *, wrong: bool) -> None:
        """Say a sentence under a field.

        Args:
            field: What it is about.
            sentence: What is said.
            room: Where it may stand, in the parent: the line under the field. A sentence that is
                too long for it breaks into further lines beneath.
            wrong: Whether it is the reason of a refusal.
        """
        self._whole = sentence
        self.setText(sentence)
        set_state(self, "wrong", on=wrong)
        self.ensurePolished()
        left = field.mapTo(self._ground, QPoint(0, 0)).x()
        wide = self.fontMetrics().horizontalAdvance(sentence) + 4 * _PADDING + 2
        self.setWordWrap(wide > room.width())
        width = min(wide, room.width())
        left = max(room.left(), min(left, room.right() + 1 - width))
        height = max(room.height(), self.heightForWidth(width) if self.wordWrap() else 0)
        self.setGeometry(left, room.top(), width, height)
        self.raise_()
        self.show()

    def silence(self) -> None:
        """Say nothing."""
        self._whole = ""
        self.hide()
