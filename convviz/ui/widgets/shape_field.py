"""The shape of one picture: a batch, a matrix and a missing size are told apart."""

from __future__ import annotations

import math
import re
from typing import Final

from convviz.ui.widgets.number_fields import NumberField
from convviz.ui.widgets.number_texts import number_text, shape_text

_TIMES: Final = re.compile(r"(?<=\d)\s*[x×X*]\s*(?=[+-]?\d)")
_MOST_SIZES: Final = 16


class ShapeField(NumberField):
    """Channels, then the spatial sizes, as ``3 × 32 × 32``, ``3,32,32`` or ``(3, 32, 32)``."""

    _dimensions: tuple[int, ...] = ()
    _most: int | None = None

    def set_most(self, numbers: int) -> None:
        """Take no shape of more numbers than that."""
        self._most = numbers

    def set_dimensions(self, admitted: tuple[int, ...]) -> None:
        """Take shapes of several numbers of sizes; none of one leaves it at that of set_axes."""
        self._dimensions = admitted if len(admitted) > 1 else ()

    def _read(self) -> tuple[bool, object]:
        sizes = _sizes(self.text())
        if sizes is None:
            return False, None
        admitted = self._dimensions or (self._axes,)
        is_taken = len(sizes) in admitted and min(sizes, default=1) >= 1
        return is_taken and not self._is_too_many(sizes), sizes

    def _text_of(self, value: object) -> str:
        if value == ():
            return "()"
        return shape_text(value) if isinstance(value, tuple) else super()._text_of(value)

    def _why_not(self) -> str:
        sizes, example = _sizes(self.text()), shape_text(self._example())
        if self._most is not None and sizes is not None and self._is_too_many(sizes):
            return self.tr("These are {count} numbers; at most {most} are shown.").format(
                count=number_text(math.prod(sizes)), most=number_text(self._most)
            )
        if self._dimensions and (sizes is None or min(sizes, default=1) >= 1):
            least, most = self._dimensions[0], self._dimensions[-1]
            return self.tr("Write {least} to {most} sizes, such as {example}.").format(
                least=least, most=most, example=example
            )
        if sizes is None or (len(sizes) <= 1 and not self._dimensions):
            return self.tr("Write the channels, then the sizes, such as {example}.").format(
                example=example
            )
        return self._why_not_these(sizes)

    def _why_not_these(self, sizes: tuple[int, ...]) -> str:
        """Return why two or more sizes will not do."""
        if min(sizes) < 1:
            return self.tr("Each size is at least 1.")
        if len(sizes) == self._axes + 1:
            return self.tr(
                "These are {count} sizes: the first would be a batch. One picture is {example}."
            ).format(count=len(sizes), example=shape_text(sizes[1:]))
        if len(sizes) == self._axes - 1:
            return self.tr("The channels are missing in front, as in {example}.").format(
                example=shape_text((self._example()[0], *sizes))
            )
        return self.tr("These are {count} sizes; {expected} are needed, as in {example}.").format(
            count=len(sizes), expected=self._axes, example=shape_text(self._example())
        )

    def _is_too_many(self, sizes: tuple[int, ...]) -> bool:
        are_sizes = min(sizes, default=1) >= 1
        return self._most is not None and are_sizes and math.prod(sizes) > self._most

    def _example(self) -> tuple[int, ...]:
        """Return a shape that would do: the one that holds, where it has as many sizes."""
        value = self._value
        if isinstance(value, tuple) and len(value) == self._axes:
            return value
        return (1, *(5 for _ in range(self._axes - 1)))


def _sizes(text: str) -> tuple[int, ...] | None:
    """Return the integers of a text; None when it is no list of integers."""
    plain = _TIMES.sub(",", text.strip().replace("\uff0c", ",").replace("\u2212", "-"))
    if plain[:1] in {"(", "["} and plain[-1:] in {")", "]"}:
        plain = plain[1:-1].strip()
        if not plain:
            return ()
    parts = [part.strip() for part in plain.strip().rstrip(",").split(",")]
    if len(parts) > _MOST_SIZES or not all(re.fullmatch(r"[+-]?\d{1,25}", part) for part in parts):
        return None
    return tuple(map(int, parts))
