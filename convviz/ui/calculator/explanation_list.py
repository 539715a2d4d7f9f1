"""What is worth knowing about the settings at hand, and the changes that would help, to click."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from convviz.core.explanations import ExplanationCode
from convviz.ui.calculator.remedy_buttons import RemedyButtons
from convviz.ui.error_sentences import explanation_text
from convviz.ui.theme import SPACING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convviz.core.explanations import Explanation
    from convviz.core.remedy import Remedy


class ExplanationItem(QWidget):
    """One sentence, with the changes that bear on it below.

    Attributes:
        sentence: The text.
        remedies: The changes.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sentence = QLabel(self)
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.sentence.setWordWrap(True)
        self._try = QLabel(self.tr("These changes would cover them:"), self)
        self._try.setProperty("role", "caption")
        self.remedies = RemedyButtons(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING)
        for part in (self.sentence, self._try, self.remedies):
            layout.addWidget(part)

    def show_remedies(self, remedies: Sequence[Remedy]) -> None:
        """Offer changes, or none."""
        self.remedies.show_remedies(remedies)
        self._try.setVisible(bool(self.remedies.buttons))


class ExplanationList(QWidget):
    """Items below each other; they are reused, so that nothing flickers while typing.

    Attributes:
        items: Every item, also those that are not needed now.

    Signals:
        remedy_chosen(Remedy): The button of a change was pressed.
    """

    remedy_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.items: list[ExplanationItem] = []
        self._dropping: ExplanationItem | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(2 * SPACING)

    @property
    def sentences(self) -> list[str]:
        """What is shown."""
        return [item.sentence.text() for item in self.items if not item.isHidden()]

    @property
    def tells_of_dropped(self) -> bool:
        """Whether cells are dropped, so that :meth:`show_covering` has something to mend."""
        return self._dropping is not None

    def show_explanations(self, explanations: Sequence[Explanation]) -> None:
        """Show these, each sentence once.

        Changes that would cover dropped cells stay until :meth:`show_covering` tells the new ones.
        """
        found = {explanation_text(item): item.code for item in explanations}
        while len(self.items) < len(found):
            self._add_item()
        self._dropping = None
        for item, (text, code) in zip(self.items, found.items(), strict=False):
            item.sentence.setText(text)
            if code is ExplanationCode.FLOOR_DROPS:
                self._dropping = item
        for number, item in enumerate(self.items):
            item.setVisible(number < len(found))
            if item is not self._dropping:
                item.show_remedies(())

    def show_covering(self, remedies: Sequence[Remedy]) -> None:
        """Offer what would cover the dropped cells, below the last sentence that tells of them."""
        if self._dropping is not None:
            self._dropping.show_remedies(remedies)

    def _add_item(self) -> None:
        item = ExplanationItem(self)
        item.remedies.chosen.connect(self.remedy_chosen)
        self._layout.addWidget(item)
        self.items.append(item)
