"""A field for a function of the weights x and y."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convviz.core.errors import ParameterError
from convviz.core.surface import parse_surface
from convviz.ui.error_sentences import error_sentence
from convviz.ui.widgets.value_edit import ValueEdit

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class FunctionField(ValueEdit):
    """A function such as x^2 + 10*y^2; an empty text stands for none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._reason = ""
        super().__init__("", parent)

    def _read(self) -> tuple[bool, object]:
        text, self._reason = self.text().strip(), ""
        if not text:
            return True, ""
        try:
            parse_surface(text)
        except ParameterError as error:
            self._reason = error_sentence(error)
            return False, text
        return True, text

    def _text_of(self, value: object) -> str:
        return str(value)

    def _why_not(self) -> str:
        return self._reason
