"""The number of the step at hand, in which another one, or a cell, can be typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QToolTip

from convviz.ui.widgets.inline_edit import InlineEdit

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class StepField(InlineEdit):
    """Follows the steps until something is typed; Enter goes there, Escape forgets it.

    Signals:
        entered(str): Go to what was typed.
        left(): The keyboard is needed here no longer.
    """

    entered = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._place = ""
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.textEdited.connect(lambda _text: self.set_problem(""))

    def set_widest(self, text: str) -> None:
        """Have room for the longest number, so that nothing moves while the steps do."""
        self._widest = f"{text} "  # a field as narrow as its number may scroll it out of sight
        self.updateGeometry()

    def show_place(self, text: str) -> None:
        """Show where the steps stand, unless something else is being typed."""
        self._place = text
        if not self.isModified():
            self.show_text(text)
            if not self.hasFocus():
                self.home(False)  # noqa: FBT003 - Qt's signature

    def tell(self, sentence: str) -> None:
        """Say why what was entered leads nowhere, at once and as long as it stands there."""
        self.set_problem(sentence)
        QToolTip.showText(self.mapToGlobal(self.rect().topLeft()), sentence, self)

    def reset(self) -> None:
        """Forget what was typed."""
        self.set_problem("")
        self.setText(self._place)
        self.setModified(False)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Select the number, so that another one replaces it."""
        super().focusInEvent(event)
        self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Forget what was typed but not entered."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.reset()

    def event(self, event: QEvent) -> bool:
        """Keep Escape from the window's shortcuts."""
        is_override = event.type() == QEvent.Type.ShortcutOverride
        if is_override and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go there by Enter; by Escape leave the steps as they are."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.entered.emit(self.text())
        elif event.key() == Qt.Key.Key_Escape:
            self.reset()
            self.left.emit()
        else:
            super().keyPressEvent(event)
