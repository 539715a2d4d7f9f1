"""Fields for what a network of code is made with: what it needs, and what may be changed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from convviz.core.code.program.answers import LONGEST_ANSWER, answer_value
from convviz.core.errors import DocumentError
from convviz.ui.error_sentences import error_sentence
from convviz.ui.network.code.code_form_texts import parameter_note, parameter_tip
from convviz.ui.theme import SPACING, set_code_font, set_role, set_ui_font
from convviz.ui.widgets.collapsible_section import CollapsibleSection

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from convviz.protocol.messages.code import OfferedParameter

_FIELD: Final = 180
_HIGHEST: Final = 190
"""Of the fields of what has a default, in pixels; they are scrolled beyond that."""


class ParameterFields(QWidget):
    """A row for each parameter; what the code gives no value stands first, the rest is folded.

    Attributes:
        fields: By the names of parameters.

    Signals:
        answered(str, str): A parameter was given a text that is a value.
        refused(): A text was typed that is none.
    """

    answered = Signal(str, str)
    refused = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields: dict[str, QLineEdit] = {}
        self._notes: dict[str, QLabel] = {}
        self._shown: tuple[OfferedParameter, ...] = ()
        self._held: QWidget | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    @property
    def problem(self) -> str:
        """Why a field is no value; "" where all are."""
        return next((note.text() for name, note in self._notes.items() if self._is_wrong(name)), "")

    def show_parameters(
        self, parameters: Sequence[OfferedParameter], answers: Mapping[str, str]
    ) -> None:
        """Show parameters; fields that are there already keep what is typed."""
        if tuple(parameters) == self._shown:
            return
        focused = next((name for name, known in self.fields.items() if known.hasFocus()), "")
        self._shown = tuple(parameters)
        self._renew(answers)
        if focused in self.fields:
            self.fields[focused].setFocus(Qt.FocusReason.OtherFocusReason)

    def _renew(self, answers: Mapping[str, str]) -> None:
        if self._held is not None:
            self._held.hide()
            self._held.deleteLater()
        self.fields, self._notes = {}, {}
        self._held = QWidget(self)
        column = QVBoxLayout(self._held)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * SPACING)
        needed = [known for known in self._shown if known.is_needed]
        others = [known for known in self._shown if not known.is_needed]
        if needed:
            column.addWidget(self._grid(needed, answers))
        if others:
            title = self.tr("Other settings ({count})").format(count=len(others))
            section = CollapsibleSection("code/settings", title, self._held, is_open=False)
            section.body.addWidget(_scrolled(self._grid(others, answers)))
            column.addWidget(section)
        self._column.addWidget(self._held)
        self.setVisible(bool(self._shown))

    def _grid(self, parameters: Sequence[OfferedParameter], answers: Mapping[str, str]) -> QWidget:
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(3 * SPACING)
        grid.setVerticalSpacing(2 * SPACING)
        grid.setColumnStretch(2, 1)
        for row, known in enumerate(parameters):
            label = QLabel(known.name)
            label.setTextFormat(Qt.TextFormat.PlainText)
            set_code_font(label)
            field = QLineEdit(answers.get(known.name, known.value))
            field.setMaxLength(LONGEST_ANSWER)
            field.setMinimumWidth(_FIELD)
            set_code_font(field)
            label.setBuddy(field)
            note = QLabel(parameter_note(known))
            note.setTextFormat(Qt.TextFormat.PlainText)
            note.setWordWrap(True)
            note.setProperty("role", "caption")
            set_ui_font(note, 0.9)
            for part in (label, field):
                part.setToolTip(parameter_tip(known))
            field.setAccessibleName(known.name)
            field.textEdited.connect(partial(self._take, known))
            self.fields[known.name], self._notes[known.name] = field, note
            grid.addWidget(label, row, 0)
            grid.addWidget(field, row, 1)
            grid.addWidget(note, row, 2)
        return holder

    def _take(self, known: OfferedParameter, text: str) -> None:
        note = self._notes[known.name]
        try:
            if text.strip():
                answer_value(known.name, text)
        except DocumentError as error:
            self._say(note, "error", error_sentence(error))
            self.refused.emit()
            return
        self._say(note, "caption", parameter_note(known))
        self.answered.emit(known.name, text)

    def _is_wrong(self, name: str) -> bool:
        return bool(self._notes[name].property("role") == "error")

    def _say(self, note: QLabel, role: str, sentence: str) -> None:
        note.setText(sentence)
        set_role(note, role)


def _scrolled(content: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidget(content)
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFixedHeight(min(_HIGHEST, content.sizeHint().height() + SPACING))
    return area
