"""A field whose text stands for a value: only a whole text that does is announced."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, Qt, Signal

from convviz.ui.widgets.inline_edit import InlineEdit

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QFocusEvent, QKeyEvent
    from PySide6.QtWidgets import QWidget

_ENTER: Final = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_PASSING: Final = {
    Qt.FocusReason.ActiveWindowFocusReason,
    Qt.FocusReason.PopupFocusReason,
    Qt.FocusReason.MenuBarFocusReason,
}
"""Reasons for which the keyboard goes, and comes back to the same text."""


NOTHING: Final = object()
"""The value of a field that shows none."""


class ValueEdit(InlineEdit):
    """Base of the fields for numbers and shapes.

    The text is read as a whole. While it is no value, the value is the one with which typing
    began: what an unfinished text stood for on the way there is taken back. So 1,3,224,224 is
    refused as a whole, and leaves nothing of 1,3,224.

    Typing begins when the keyboard comes, and ends when it goes or Return is pressed. Escape
    brings the first value back; pressed again, or Return, the keyboard is no longer needed.

    Signals:
        value_changed(object): The text, changed by a person, is another value; or it is none any
            more, and the first value holds again.
        invalid(str): Every keystroke after which the text is no value, with the reason.
        unread_changed(): The text became no value, or became one again.
        settled(): Typing has ended: what follows is an edit of its own.
        left(): The keyboard is no longer needed here.
    """

    value_changed = Signal(object)
    invalid = Signal(str)
    unread_changed = Signal()
    settled = Signal()
    left = Signal()

    def __init__(self, value: object, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value = self._start = value
        self._check: Callable[[object], str] | None = None
        self.setText(self._text_of(value))
        self.textEdited.connect(self._take_text)

    @property
    def value(self) -> object:
        """The value that holds: the text's, or while the text is none, the one before typing."""
        return self._value

    @property
    def unread(self) -> str:
        """Why the text is no value; "" when it is one."""
        return self._typing_problem

    def set_check(self, check: Callable[[object], str]) -> None:
        """Refuse some values of this kind, too, as out of limits.

        Args:
            check: Returns the reason for which a value is not taken, "" for one that is.
        """
        self._check = check

    def set_value(self, value: object) -> None:
        """Show a value without announcing it.

        A text that already stands for it is kept. One that is no value is kept while the value
        stays: it is still being typed.
        """
        is_same = self._is_same(value, self._value)
        self._value = value
        if not is_same:
            self._start = value
        if self.unread:
            if not is_same:
                self.discard()
        elif not self._stands_for(value):
            self.show_text(self._text_of(value))

    def show_nothing(self, placeholder: str) -> None:
        """Show no value, as where several things differ, but a muted text; announce nothing."""
        self._value = self._start = NOTHING
        self._show_reason("")
        self.setPlaceholderText(placeholder)
        self.show_text("")

    def discard(self) -> None:
        """Forget a text that is no value, and show the value that holds."""
        if self.unread:
            self._show_reason("")
            self.show_text(self._shown_text(self._value))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Finish by Return, go back by Escape."""
        if event.key() in _ENTER:
            super().keyPressEvent(event)
            if not self.unread:
                self._settle()
                self.left.emit()
        elif event.key() == Qt.Key.Key_Escape and self._is_changed():
            self._revert()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            event.ignore()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Keep Escape from the window's shortcuts while there is something to go back to."""
        is_override = event.type() == QEvent.Type.ShortcutOverride
        if is_override and self._is_escape(event) and self._is_changed():
            event.accept()
            return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin: what holds now is what Escape brings back."""
        super().focusInEvent(event)
        if event.reason() not in _PASSING:
            self._start = self._value
            if event.reason() == Qt.FocusReason.ShortcutFocusReason:
                self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """End, unless the keyboard comes back; a text that is no value stays, and says so."""
        super().focusOutEvent(event)
        if event.reason() not in _PASSING:
            self._settle()

    def _read(self) -> tuple[bool, object]:
        """Return whether the text is a value of this kind, and which."""
        raise NotImplementedError

    def _text_of(self, value: object) -> str:
        """Return the text of a value."""
        raise NotImplementedError

    def _why_not(self) -> str:
        """Return the reason for which the text is no value of this kind."""
        raise NotImplementedError

    def _shown_text(self, value: object) -> str:
        return "" if value is NOTHING else self._text_of(value)

    def _stands_for(self, value: object) -> bool:
        understood, current = self._read()
        return understood and self._is_same(current, value)

    def _take_text(self) -> None:
        understood, value = self._read()
        reason = self._refused(value) if understood else self._why_not()
        if not reason:
            self._show_reason("")
            self._value = value
            self.value_changed.emit(value)
            return
        self._show_reason(reason)
        if not self._is_same(self._value, self._start):
            self._value = self._start
            self.value_changed.emit(self._start)
        self.invalid.emit(reason)

    def _refused(self, value: object) -> str:
        return "" if self._check is None else self._check(value)

    def _show_reason(self, reason: str) -> None:
        before = self.unread
        self._set_typing_problem(reason)
        if before != reason:
            self.unread_changed.emit()

    def _is_changed(self) -> bool:
        return bool(self.unread) or not self._is_same(self._value, self._start)

    def _revert(self) -> None:
        """Bring the value back with which typing began."""
        is_other = not self._is_same(self._value, self._start)
        self._value = self._start
        self._show_reason("")
        self.show_text(self._shown_text(self._start))
        self.selectAll()
        if is_other:
            self.value_changed.emit(self._start)

    def _settle(self) -> None:
        self._start = self._value
        self.settled.emit()

    @staticmethod
    def _is_escape(event: QEvent) -> bool:
        key = getattr(event, "key", None)
        return key is not None and key() == Qt.Key.Key_Escape

    @staticmethod
    def _is_same(a: object, b: object) -> bool:
        """Return whether two values are one: 3 differs from (3,), and nan is nan."""
        if isinstance(a, float) and isinstance(b, float) and math.isnan(a):
            return math.isnan(b)
        return type(a) is type(b) and a == b
