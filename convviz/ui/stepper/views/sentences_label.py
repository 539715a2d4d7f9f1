"""Sentences above a drawing: as many as leave it its room, and all of them in the tooltip."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy

from convviz.ui.widgets.sentences import SENTENCE_END

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent
    from PySide6.QtWidgets import QWidget

_MOST_SHARE: Final = 0.2
"""Of the height that they share with the drawing; large text would take half of a small window."""


class SentencesLabel(QLabel):
    """Shows sentences with links; the last ones are left out where they would take too much."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._whole = ""
        self._shown = ""
        self.setProperty("muted", True)  # noqa: FBT003 - Qt's signature
        self.setWordWrap(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.LinksAccessibleByMouse
            | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    @property
    def sentences(self) -> str:
        """All that is said, shown or not."""
        return self._whole

    def show_sentences(self, text: str) -> None:
        """Show a text.

        Args:
            text: Sentences as rich text, with SENTENCE_END between them.
        """
        self._whole = text
        self.fit()

    def fit(self) -> None:
        """Leave out what there is no room for now."""
        sentences = self._whole.split(SENTENCE_END)
        count = len(sentences)
        self._show(sentences, count)
        ground = self.parentWidget()
        if count == 1 or ground is None or not ground.isVisible():
            return
        most = ground.height() * _MOST_SHARE
        while count > 1 and self.heightForWidth(ground.width()) > most:
            count -= 1
            self._show(sentences, count)

    def showEvent(self, event: QShowEvent) -> None:
        """Leave out what there is no room for, now that there is a size."""
        super().showEvent(event)
        self.fit()

    def _show(self, sentences: list[str], count: int) -> None:
        is_whole = count == len(sentences)
        shown = " ".join(sentences[:count]) + ("" if is_whole else " \u2026")
        if shown != self._shown:
            self._shown = shown
            self.setText(shown)
        self.setToolTip("" if is_whole else f"<p>{' '.join(sentences)}</p>")
