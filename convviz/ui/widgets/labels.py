"""Titles of sections, and what stands where there is nothing yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from convviz.ui.theme import SPACING

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent


class SectionTitle(QLabel):
    """The quiet title of a part of a page."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setProperty("role", "section")


class ElidedLabel(QLabel):
    """A label of one line that is shortened where it has no room; its tooltip says all of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint as much of the text as there is room for."""
        del event
        painter = QPainter(self)
        mode, room = Qt.TextElideMode.ElideRight, self.contentsRect()
        shown = self.fontMetrics().elidedText(self.text(), mode, room.width())
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        painter.end()


class EmptyState(QWidget):
    """Says why a place is empty and offers what would fill it.

    Attributes:
        button: The way out; hidden without a text.
    """

    def __init__(
        self, title: str, sentence: str = "", action: str = "", parent: QWidget | None = None
    ) -> None:
        """Make the state.

        Args:
            title: What is missing, in a few words.
            sentence: What to do.
            action: The text of the button; "" for none.
            parent: The parent.
        """
        super().__init__(parent)
        self._title = QLabel(title)
        self._title.setProperty("role", "title")
        self._sentence = QLabel(sentence)
        self._sentence.setProperty("muted", "true")
        self._sentence.setWordWrap(True)
        self.button = QPushButton(action)
        column = QVBoxLayout(self)
        column.setSpacing(SPACING * 2)
        column.addStretch(1)
        for label in (self._title, self._sentence):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(label)
        column.addWidget(self.button, alignment=Qt.AlignmentFlag.AlignCenter)
        column.addStretch(1)
        self.set_texts(title, sentence, action)

    def set_texts(self, title: str, sentence: str = "", action: str = "") -> None:
        """Say something else."""
        self._title.setText(title)
        self._sentence.setText(sentence)
        self._sentence.setVisible(bool(sentence))
        self.button.setText(action)
        self.button.setVisible(bool(action))
        self.setAccessibleName(title)
        self.setAccessibleDescription(sentence)
