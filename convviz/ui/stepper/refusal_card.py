"""What stands in the place of the output while the settings are refused: why there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QVBoxLayout, QWidget

from convviz.ui.theme import SPACING, restyle

if TYPE_CHECKING:
    from convviz.ui.stepper.view_state import Refusal

_WIDTH: Final = 208


class RefusalCard(QFrame):
    """A title and the reason, in the height of the drawing's middle."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._card = QFrame(self)
        self.title = QLabel(self._card)
        self.title.setProperty("role", "section")
        self.title.setWordWrap(True)
        self.reason = QLabel(self._card)
        self.reason.setTextFormat(Qt.TextFormat.PlainText)
        self.reason.setWordWrap(True)
        self.reason.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        inner = QVBoxLayout(self._card)
        inner.setSpacing(SPACING)
        inner.addWidget(self.title)
        inner.addWidget(self.reason)
        self._card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACING, 0, SPACING, 0)
        column.addStretch(1)
        column.addWidget(self._card)
        column.addStretch(1)
        self.hide()

    def show_refused(self, refused: Refusal | None, *, wide: bool = False) -> None:
        """Show what stands in place of a scene; None hides the card.

        Args:
            refused: What, and why.
            wide: Whether the card may take all the room, where nothing is drawn beside it.
        """
        self.setVisible(refused is not None)
        if refused is None:
            return
        self._card.setProperty("notice", "error" if refused.is_wrong else "info")
        restyle(self._card)
        self.title.setText(refused.title)
        self.reason.setText(refused.reason)
        self.setFixedWidth(_WIDTH if not wide else 2 * _WIDTH)
