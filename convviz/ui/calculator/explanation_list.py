"""What is worth knowing about the settings at hand, as a list of sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from convviz.ui.error_sentences import explanation_text
from convviz.ui.theme import SPACING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convviz.core.explanations import Explanation


class ExplanationList(QWidget):
    """Sentences below each other; labels are reused, so that nothing flickers while typing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._labels: list[QLabel] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(SPACING)

    @property
    def sentences(self) -> list[str]:
        """What is shown."""
        return [label.text() for label in self._labels if not label.isHidden()]

    def show_explanations(self, explanations: Sequence[Explanation]) -> None:
        """Show these, each sentence once."""
        texts = list(dict.fromkeys(explanation_text(item) for item in explanations))
        while len(self._labels) < len(texts):
            label = QLabel(self)
            label.setWordWrap(True)
            self._layout.addWidget(label)
            self._labels.append(label)
        for number, label in enumerate(self._labels):
            label.setVisible(number < len(texts))
            if number < len(texts):
                label.setText(texts[number])
