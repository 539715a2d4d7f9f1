"""A field for several numbers, such as (0.9, 0.999) or (10, 20)."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Final

from convviz.core.call_parameters import LONGEST_NUMBERS, LONGEST_TUPLE
from convviz.ui.widgets.field_values import format_value
from convviz.ui.widgets.grid.numbers import parse_number
from convviz.ui.widgets.value_edit import ValueEdit

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_WHOLE: Final = re.compile(r"[+-]?\d{1,18}")
_NONE: Final = "none"
_TENSOR: Final = re.compile(r"^torch\.tensor\((.*)\)$")
"""What torch takes as a tensor, as it stands in code."""


class TupleField(ValueEdit):
    """Several numbers with commas between them, with or without brackets; or None."""

    def __init__(
        self,
        value: tuple[float, ...] | None,
        *,
        count: int = 0,
        whole: bool = False,
        optional: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Make a field.

        Args:
            value: The first numbers.
            count: How many numbers there must be; 0 for any.
            whole: Whether they are whole numbers.
            optional: Whether None is taken, too.
            parent: The parent.
        """
        self._count = count
        self._whole = whole
        self._optional = optional
        super().__init__(value, parent)

    def _read(self) -> tuple[bool, object]:
        plain = self.text().strip().replace("\u2212", "-").replace("\uff0c", ",")
        plain = _TENSOR.sub(r"\1", plain)
        if self._optional and plain.casefold() == _NONE:
            return True, None
        if plain[:1] in {"(", "["} and plain[-1:] in {")", "]"}:
            plain = plain[1:-1]
        parts = [part.strip() for part in plain.strip().removesuffix(",").split(",")]
        if parts == [""]:
            return self._is_count(0) and bool(self.text().strip()), ()
        numbers = [self._number(part) for part in parts]
        is_right = self._is_count(len(numbers)) and not any(map(math.isnan, numbers))
        return is_right, tuple(numbers)

    def _is_count(self, count: int) -> bool:
        most = LONGEST_NUMBERS if self._optional else LONGEST_TUPLE
        return count == self._count if self._count else count <= most

    def _number(self, text: str) -> float:
        """Return a number; NaN for a text that is none."""
        if self._whole:
            return int(text) if _WHOLE.fullmatch(text) else math.nan
        number = parse_number(text)
        return math.nan if number is None else float(number)

    def _text_of(self, value: object) -> str:
        return format_value(value)

    def _why_not(self) -> str:
        if self._whole:
            return self.tr("Write whole numbers, such as (10, 20).")
        if self._count:
            return self.tr("Write {count} numbers, such as {example}.").format(
                count=self._count, example=format_value(tuple([0.9, 0.999, 1.0][: self._count]))
            )
        if self._optional:
            return self.tr("Write numbers, such as (1, 2.5), or None.")
        return self.tr("Write numbers, such as (1, 2.5).")
