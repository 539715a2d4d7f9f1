"""Base of widgets that draw their parts themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QToolTip, QWidget

if TYPE_CHECKING:
    from PySide6.QtCore import QPoint, QRect
    from PySide6.QtGui import QFocusEvent, QHelpEvent


class DrawnWidget(QWidget):
    """Says what the part under the mouse is, and draws anew when the keyboard comes or goes."""

    def tip_at(self, point: QPoint) -> tuple[str, QRect] | None:
        """Return what is said of the part at a point, and where the part is; None without one."""
        raise NotImplementedError

    def event(self, event: QEvent) -> bool:
        """Say what is under the mouse."""
        if event.type() != QEvent.Type.ToolTip:
            return super().event(event)
        help_event = cast("QHelpEvent", event)
        found = self.tip_at(help_event.pos())
        if found is None:
            QToolTip.hideText()
        else:
            QToolTip.showText(help_event.globalPos(), found[0], self, found[1])
        return True

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that the keys go here."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that the keys go elsewhere."""
        super().focusOutEvent(event)
        self.update()
