"""A scroll bar whose room stays, but which shows nothing while there is nothing to scroll."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QScrollBar

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent


class QuietScrollBar(QScrollBar):
    """For areas that keep the bar's room, so that nothing changes its width when it comes."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the bar unless everything is in view."""
        if self.maximum() > self.minimum():
            super().paintEvent(event)
