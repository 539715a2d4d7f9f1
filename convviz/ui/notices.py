"""One door for sentences to the user, above the page: one notice at a time a subject."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from convviz.ui.theme import SPACING

if TYPE_CHECKING:
    from convviz.ui.widgets.notice import Notice


class Notices(QWidget):
    """The notices that are open now; hidden while there are none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._open: dict[str, Notice] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(2 * SPACING, 2 * SPACING, 2 * SPACING, 0)
        self._layout.setSpacing(SPACING)
        self.hide()
