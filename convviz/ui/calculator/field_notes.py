"""The words under the fields of the call and of the input: what is wrong, or what one means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from convviz.ui.widgets.field_note import FieldNote

if TYPE_CHECKING:
    from convviz.ui.widgets.call_arguments import Field
    from convviz.ui.widgets.call_line import CallLine
    from convviz.ui.widgets.value_edit import ValueEdit


class FieldNotes(QObject):
    """Says one thing at a time, under its field: first of the field with the keyboard.

    Signals:
        unread_changed(): Other fields hold a text that is no value.
    """

    unread_changed = Signal()

    def __init__(self, call: CallLine, others: dict[str, ValueEdit], bar: QWidget) -> None:
        """Watch the fields.

        Args:
            call: The call; room for a line of words is kept under it.
            others: The fields beside it, by name.
            bar: Holds them all.
        """
        super().__init__(bar)
        self._call = call
        self._bar = bar
        # In the page, so that the words may reach below the bar.
        self._guilty = ("", "")
        self._ground = bar.parentWidget() or bar
        self.note = FieldNote(self._ground)
        self.height = FieldNote.line_height()
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.show_now)
        bar.installEventFilter(self)
        call.unread_changed.connect(self._on_unread)
        self._others: dict[str, ValueEdit] = {}
        self.add(others)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus)

    def add(self, others: dict[str, ValueEdit]) -> None:
        """Watch further fields beside the call, by name."""
        self._others |= others
        for field in others.values():
            field.unread_changed.connect(self._on_unread)

    def unread(self) -> dict[str, str]:
        """Return the fields whose text is no value, each with the reason."""
        beside = {name: field.unread for name, field in self._others.items() if field.isEnabled()}
        return {**self._call.unread(), **{name: why for name, why in beside.items() if why}}

    def blame(self, name: str, sentence: str) -> None:
        """Mark the field of a setting that is refused, and say why; "" blames nothing."""
        self._guilty = (name, sentence)
        self._call.set_problems({name: sentence})
        for field in self._others.values():
            field.set_problem(sentence if self._field(name) is field else "")
        self.refresh()

    def refresh(self) -> None:
        """Say what there is to say, once everything stands where it belongs."""
        self._soon.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the bar: what it holds may wrap elsewhere, and it may be hidden."""
        if event.type() in {QEvent.Type.Resize, QEvent.Type.Hide, QEvent.Type.Show}:
            self.refresh()
        return super().eventFilter(watched, event)

    def show_now(self) -> None:
        """Say what there is to say at once."""
        name, sentence, wrong = self._what_to_say()
        field = self._field(name)
        if not sentence or field is None or not field.isVisible():
            self.note.silence()
            return
        owner = self._call if name in self._call.names() else field
        bottom = owner.mapTo(self._ground, QPoint(0, owner.height())).y()
        left = self._bar.mapTo(self._ground, QPoint(0, 0)).x()
        room = QRect(left, bottom, self._bar.width(), self.height)
        self.note.say(field, sentence, room, wrong=wrong)

    def _what_to_say(self) -> tuple[str, str, bool]:
        """Return of which field, what, and whether it is wrong."""
        unread, focused = self.unread(), self._focused()
        guilty, sentence = self._guilty
        if focused in unread:
            return focused, unread[focused], True
        if focused == guilty and sentence:
            return guilty, sentence, True
        if unread:
            return *next(iter(unread.items())), True
        if sentence:
            return guilty, sentence, True
        field = self._field(focused)
        return focused, "" if field is None else field.hint, False

    def _focused(self) -> str:
        """Return the name of the field with the keyboard; "" for none."""
        focused = QApplication.focusWidget()
        if focused is None or not self._bar.isAncestorOf(focused):
            return ""
        names = [*self._call.names(), *self._others]
        return next((name for name in names if self._field(name) is focused), "")

    def _field(self, name: str) -> Field | ValueEdit | None:
        if name in self._call.names():
            return self._call.field(name)
        return self._others.get(name)

    def _on_unread(self) -> None:
        self.show_now()
        self.unread_changed.emit()

    def _on_focus(self, _old: QWidget | None, _new: QWidget | None) -> None:
        self.refresh()
