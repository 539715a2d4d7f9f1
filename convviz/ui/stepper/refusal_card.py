"""What stands in the place of the output while the settings are refused: why there is none."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QVBoxLayout, QWidget

from convviz.ui.theme import SPACING, restyle

_WIDTH: Final = 208


class RefusalCard(QFrame):
    """A title and the reason, in the height of the picture's middle."""

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
        self._card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACING, 0, SPACING, 0)
        column.addStretch(1)
        column.addWidget(self._card)
        column.addStretch(1)
        self.hide()

    def say(self, title: str, reason: str, *, wrong: bool, wide: bool = False) -> None:
        """Show a sentence.

        Args:
            title: What there is none of, or what it is.
            reason: Why.
            wrong: Whether something is refused.
            wide: Whether the card may take all the room, where nothing is drawn beside it.
        """
        self._card.setProperty("notice", "error" if wrong else "info")
        restyle(self._card)
        self.title.setText(title)
        self.reason.setText(reason)
        self.setFixedWidth(_WIDTH if not wide else 2 * _WIDTH)
        self.show()
