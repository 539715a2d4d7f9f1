"""What is worth knowing about the settings at hand, and the changes that would help, to click."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from convviz.core.explaining.explanations import ExplanationCode
from convviz.ui.error_sentences import explanation_text
from convviz.ui.theme import SPACING
from convviz.ui.widgets.axis_names import axis_name
from convviz.ui.widgets.remedy_buttons import RemedyButtons
from convviz.ui.widgets.source_link import SourceLink

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convviz.core.explaining.worth_knowing import Note
    from convviz.core.remedies.remedy import Remedy


FIRST_SHOWN: Final = 4
"""What a person reads at a glance."""


def note_text(note: Note, rank: int) -> str:
    """Return what is worth knowing, with the axes for which it holds if not for all."""
    text = explanation_text(note.explanation, rank)
    if not note.axes:
        return text
    names = ", ".join(axis_name(axis, rank) for axis in note.axes)
    return QCoreApplication.translate("ExplanationItem", "{axes}: {sentence}").format(
        axes=names, sentence=text
    )


class ExplanationItem(QWidget):
    """One sentence and its source, with the changes that bear on it below.

    Attributes:
        sentence: The text.
        source: Opens the page where it can be read.
        remedies: The changes.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sentence = QLabel(self)
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.sentence.setWordWrap(True)
        self.source = SourceLink(self)
        self._try = QLabel(self.tr("To read these cells as well:"), self)
        self._try.setProperty("role", "caption")
        self.remedies = RemedyButtons(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING)
        for part in (self.sentence, self.source, self._try, self.remedies):
            layout.addWidget(part)

    def show_note(self, note: Note, rank: int) -> None:
        """Show what is worth knowing about an input with so many spatial axes."""
        text = note_text(note, rank)
        self.sentence.setText(text)
        self.setAccessibleName(text)
        self.source.show_source(note.source)

    def show_remedies(self, remedies: Sequence[Remedy]) -> None:
        """Offer changes, or none."""
        self.remedies.show_remedies(remedies)
        self._try.setVisible(bool(self.remedies.buttons))


class ExplanationList(QWidget):
    """Items below each other; they are reused, so that nothing flickers while typing.

    Attributes:
        items: Every item, also those that are not needed now.
        more: Shows what is less telling, too.

    Signals:
        remedy_chosen(Remedy): The button of a change was pressed.
    """

    remedy_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.items: list[ExplanationItem] = []
        self._dropping: ExplanationItem | None = None
        self._count = 0
        self.setAccessibleName(self.tr("Worth knowing"))
        self.more = QPushButton(self)
        self.more.setProperty("flat", "true")
        self.more.setCheckable(True)
        self.more.setToolTip(self.tr("Show or hide the less important notes"))
        self.more.toggled.connect(self._show_items)
        self.more.hide()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(2 * SPACING)
        self._layout.addWidget(self.more, alignment=Qt.AlignmentFlag.AlignLeft)

    @property
    def sentences(self) -> list[str]:
        """What is shown."""
        return [item.sentence.text() for item in self.items if not item.isHidden()]

    @property
    def tells_of_dropped(self) -> bool:
        """Whether cells are dropped, so that :meth:`show_covering` has something to mend."""
        return self._dropping is not None

    def show_notes(self, notes: Sequence[Note], rank: int) -> None:
        """Show these, the most telling first; beyond FIRST_SHOWN only on demand.

        Changes that would cover dropped cells stay until :meth:`show_covering` tells the new ones.

        Args:
            notes: What is worth knowing, in order.
            rank: Number of the input's spatial axes.
        """
        while len(self.items) < len(notes):
            self._add_item()
        self._count, self._dropping = len(notes), None
        for item, note in zip(self.items, notes, strict=False):
            item.show_note(note, rank)
            if note.explanation.code is ExplanationCode.FLOOR_DROPS:
                self._dropping = item
        for item in self.items:
            if item is not self._dropping:
                item.show_remedies(())
        self._show_items()

    def _show_items(self) -> None:
        shown = self._count if self.more.isChecked() else FIRST_SHOWN
        for number, item in enumerate(self.items):
            item.setVisible(number < min(shown, self._count))
        hidden = self._count - FIRST_SHOWN
        self.more.setVisible(hidden > 0)
        text = self.tr("Less") if self.more.isChecked() else self.tr("More ({count})")
        self.more.setText(text.format(count=hidden))

    def show_covering(self, remedies: Sequence[Remedy]) -> None:
        """Offer what would cover the dropped cells, below the last sentence that tells of them."""
        if self._dropping is not None:
            self._dropping.show_remedies(remedies)

    def _add_item(self) -> None:
        item = ExplanationItem(self)
        item.remedies.chosen.connect(self.remedy_chosen)
        self._layout.insertWidget(len(self.items), item)
        self.items.append(item)
