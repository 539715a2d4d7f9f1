"""A field for text that someone else reads, such as a shape."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from convviz.ui.widgets.inline_edit import InlineEdit

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class TextField(InlineEdit):
    """Any text; whoever reads it says what is wrong by :meth:`set_problem`.

    Signals:
        value_changed(object): Every keystroke, with the text.
    """

    value_changed = Signal(object)

    def __init__(self, value: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(value)
        self.textEdited.connect(self.value_changed)

    @property
    def value(self) -> str:
        """The text."""
        return self.text()

    def set_value(self, value: str) -> None:
        """Show a text without announcing it; the caret keeps its place."""
        self.show_text(value)
