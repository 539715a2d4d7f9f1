"""Fields for numbers: one for all axes or one for each, and decimal numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt

from convviz.ui.widgets.field_values import (
    ANY_COUNT,
    Parts,
    axis_at,
    format_value,
    limited,
    parse_decimal,
    parse_value,
    parse_word,
    stepped,
)
from convviz.ui.widgets.grid.numbers import parse_number
from convviz.ui.widgets.sentences import listed
from convviz.ui.widgets.value_edit import ValueEdit

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QWheelEvent
    from PySide6.QtWidgets import QWidget

_WHEEL_STEP: Final = 120
LARGE_STEP: Final = 10
_NO_WORDS: Final[dict[str, object]] = {}


class NumberField(ValueEdit):
    """A number, or one an axis, as ``3``, ``(3, 5)`` or ``(None, 7)``; or one of some words.

    Up and Down, and the wheel while the field has the keyboard, step the value (in a tuple the
    part under the caret); with Ctrl by 10. See :class:`ValueEdit` for what is announced.
    """

    def __init__(
        self,
        value: object = 0,
        axes: int = 0,
        words: Mapping[str, object] | None = None,
        parts: Parts = Parts.INTEGERS,
        parent: QWidget | None = None,
    ) -> None:
        """Make a field.

        Args:
            value: The first value.
            axes: How many numbers a tuple has; 0 when only a single one is taken; ANY_COUNT.
            words: Other texts that are taken, and the value of each, as {"None": None}.
            parts: Which numbers are taken.
            parent: The parent.
        """
        self._axes = axes
        self._parts = parts
        self._words = _NO_WORDS if words is None else dict(words)
        self._limits: tuple[int | None, int | None] = (None, None)
        super().__init__(value, parent)

    def set_axes(self, axes: int) -> None:
        """Take tuples of so many numbers from now on; 0 takes none."""
        self._axes = axes

    def set_limits(self, minimum: int | None, maximum: int | None = None) -> None:
        """Limit what steps lead to. Typing is not limited: the reason is shown instead."""
        self._limits = (minimum, maximum)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step by Up and Down."""
        if event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            large = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            size = LARGE_STEP if large else 1
            self.step_by(size if event.key() == Qt.Key.Key_Up else -size)
            return
        super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Step by the wheel while the field has the keyboard; otherwise let the page scroll."""
        notches = int(event.angleDelta().y() / _WHEEL_STEP)
        if not self.hasFocus() or not notches:
            event.ignore()
            return
        self.step_by(notches)
        event.accept()

    def step_by(self, step: int, *, everywhere: bool = False) -> None:
        """Change the value and announce it.

        Args:
            step: By how much.
            everywhere: Whether all parts of a tuple change, or only the one under the caret.
        """
        current = parse_value(self.text(), self._axes, self._parts)
        base = self._value if current is None else current
        least = self._limits[0] or 0
        if not isinstance(base, int | float | tuple):
            base = least
        axis = None if everywhere else axis_at(self.text(), self.cursorPosition())
        value = limited(stepped(base, step, axis, least), *self._limits)
        if value != current:
            self.show_text(self._text_of(value))
            self._take_text()

    def _read(self) -> tuple[bool, object]:
        """Return whether the text is a word or a number, and its value."""
        word = parse_word(self.text(), self._words)
        if word is not None:
            return True, self._words[word]
        value = parse_value(self.text(), self._axes, self._parts)
        return value is not None, value

    def _text_of(self, value: object) -> str:
        return format_value(value)

    def _why_not(self) -> str:
        words = listed(list(dict.fromkeys(format_value(value) for value in self._words.values())))
        sentences = [self._number_sentence()]
        if self._parts is Parts.SIZES and self._axes > 1:
            sentences.append(self.tr("One of them may be None: the input's size is kept."))
        if words:
            sentences.append(self.tr("Also: {words}.").format(words=words))
        return " ".join(sentences)

    def _open_sentence(self) -> str:
        """Return which integers are taken where their number is open."""
        if self._axes == ANY_COUNT:
            return self.tr("Write one whole number, or one per axis such as (3, 5).")
        if self._parts is Parts.SHAPE:
            return self.tr("Write whole numbers, such as (16, 8, 8).")
        return self.tr("Write one whole number, or several such as (16, 8, 8).")

    def _number_sentence(self) -> str:
        """Return which numbers are taken, with an example."""
        if self._parts in {Parts.DECIMALS, Parts.INFINITE}:
            if self._axes == ANY_COUNT:
                return self.tr("Write one number such as 1.5, or one per axis such as (2, 1.5).")
            return self.tr("Write a number, such as 1.5.")
        if self._axes < 0:
            return self._open_sentence()
        if self._axes > 1:
            example = format_value(tuple(range(1, self._axes + 1)))
            return self.tr("Write one whole number, or {count} such as {example}.").format(
                count=self._axes, example=example
            )
        return self.tr("Write a whole number, such as 3.")


class DecimalField(ValueEdit):
    """A decimal number, such as a learning rate or a slope."""

    def __init__(
        self, value: float = 0.0, parent: QWidget | None = None, *, infinite: bool = False
    ) -> None:
        """Make a field.

        Args:
            value: The first number.
            parent: The parent.
            infinite: Whether infinity is taken, too.
        """
        self._parse = parse_decimal if infinite else parse_number
        super().__init__(float(value), parent)

    def set_value(self, value: object) -> None:
        """Show a number without announcing it; text that already stands for it is kept.

        Raises:
            TypeError: It is no number.
        """
        if not isinstance(value, int | float):
            message = f"a number is needed, not {value!r}"
            raise TypeError(message)
        super().set_value(float(value))

    def _read(self) -> tuple[bool, object]:
        value = self._parse(self.text())
        return value is not None, value

    def _text_of(self, value: object) -> str:
        return format_value(value)

    def _why_not(self) -> str:
        return self.tr("Write a number, such as 0.1 or 1e-3.")
