"""A page that has the keyboard at once, and through which the Tab key goes as it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QAbstractButton, QComboBox, QWidget

from convviz.ui.widgets.reading_order import put_in_reading_order

if TYPE_CHECKING:
    from collections.abc import Sequence


class KeyboardPage(QWidget):
    """Base of such a page."""

    def parts_to_read(self) -> Sequence[QWidget]:
        """Return the page's parts in the order in which they are read; for subclasses."""
        raise NotImplementedError

    def showEvent(self, event: QShowEvent) -> None:
        """Take the keyboard, so that the animation's keys work at once."""
        super().showEvent(event)
        if not self.isAncestorOf(self.focusWidget()):
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001 - Qt's signature
        """Go on as the page is read, whatever was built when."""
        put_in_reading_order(self.parts_to_read())
        return super().focusNextPrevChild(forward)

    def event(self, event: QEvent) -> bool:
        """Let buttons and choices keep the Space that presses them."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Space
            and isinstance(self.focusWidget(), (QAbstractButton, QComboBox))
        ):
            event.accept()
            return True
        return super().event(event)
