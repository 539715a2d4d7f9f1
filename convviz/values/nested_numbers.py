"""Reads numbers in nested brackets, as Python, NumPy and torch write them, without running any."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np

from convviz.core.errors import DocumentError, ErrorCode
from convviz.values.number_text import read_number

if TYPE_CHECKING:
    from numpy.typing import NDArray

DEEPEST: Final = 5
"""Brackets inside each other: the axes of a 3-D kernel."""

_MODULE: Final = r"(?:(?:np|numpy|torch|math|jnp)\.)?"
_HEAD: Final = re.compile(
    rf"(?:Parameter containing:\s*)?(?:\w+\s*=\s*)?(?:{_MODULE}(?:array|asarray|tensor)\s*\(\s*)?"
)
_TAIL: Final = re.compile(r"(?:,\w+=(?:<[^<>]{0,80}>|\([\d,]{0,80}\)|[\w.'\":]{1,80}))*,?\)?;?")
"""What may stand behind the last bracket, without its spaces."""
_SCALAR: Final = re.compile(
    rf"{_MODULE}(?:float|float16|float32|float64|int|int32|int64|uint8)"
    r"\s{0,4}\(\s{0,4}[\"']?([^()\[\]\"',]{1,64})[\"']?\s{0,4}\)"
)
_SPECIAL: Final = re.compile(rf"{_MODULE}(nan|inf|infinity)\b", re.IGNORECASE)
_TOKEN: Final = re.compile(r"\s+|[\[(]|[\])]|,|[^\s\[\](),]+")

_DECIMAL: Final = r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?"
_OPENING, _CLOSING = "[(", "])"
_COMMA: Final = ","
_PAIRS: Final = dict(zip(_OPENING, _CLOSING, strict=True))


@cache
def _plain_row() -> re.Pattern[str]:
    """Return numbers up to a closing bracket, which need no look at each; late, for it costs ms."""
    return re.compile(rf"\s*{_DECIMAL}(?:\s*,\s*{_DECIMAL})*\s*(?=[\])])", re.ASCII)


def read_nested(text: str, most: int) -> NDArray[np.float64]:
    """Return the numbers of a text with brackets; its nesting is the array's shape.

    Args:
        text: Begins with a bracket, or with the words before one, such as ``np.array(``.
        most: Numbers that are read.

    Raises:
        DocumentError: NUMBERS_NONE, NUMBERS_TOO_MANY, NUMBERS_UNREADABLE, NUMBERS_UNEVEN,
            NUMBERS_PLANES_UNEVEN, NUMBERS_TOO_DEEP, NUMBERS_UNFINISHED.
    """
    head = _HEAD.match(text)
    start = head.end() if head is not None else 0
    if text[start : start + 1] not in tuple(_OPENING):
        start = 0  # what stands before the bracket is told as the first thing that is no number
    plain = _SPECIAL.sub(r"\1", _SCALAR.sub(r"\1", text[start:]))
    reading = _Reading(most)
    place = 0
    while place < len(plain) and not reading.is_done:
        row = _plain_row().match(plain, place) if reading.begins_row else None
        if row is not None and reading.took_row([float(part) for part in row[0].split(",")]):
            place = row.end()
            continue
        token = _TOKEN.match(plain, place)
        if token is None:  # every character begins a token
            break
        reading.take(token[0])
        place = token.end()
    if not reading.is_done:
        raise DocumentError(ErrorCode.NUMBERS_UNFINISHED)
    rest = plain[place:]
    if _TAIL.fullmatch("".join(rest.split())) is None:
        raise reading.unreadable(rest.strip())
    return reading.array()


@dataclass(slots=True)
class _Reading:
    """What was read so far.

    Attributes:
        most: Numbers that are read.
        numbers: In the order in which they stand.
        open: For each bracket that is open, its sign and how many items it holds so far.
        lengths: How many items each bracket of a depth has, from the outermost.
        rows: Innermost brackets that were read.
        leaf: At which depth numbers stand; 0 while there are none.
    """

    most: int
    numbers: list[float] = field(default_factory=list)
    open: list[tuple[str, int]] = field(default_factory=list)
    lengths: dict[int, int] = field(default_factory=dict)
    rows: int = 0
    leaf: int = 0
    is_done: bool = False
    _after_comma: bool = True

    def take(self, token: str) -> None:
        """Take a bracket, a comma or a number; spaces say nothing."""
        if token in _PAIRS:
            self._enter(token)
        elif token in tuple(_CLOSING):
            self._leave(token)
        elif token == _COMMA:
            if self._after_comma:
                raise self.unreadable(token)
            self._after_comma = True
        elif not token.isspace():
            self._number(token)

    @property
    def begins_row(self) -> bool:
        """Whether a bracket was opened and holds nothing yet."""
        return bool(self.open) and self.open[-1][1] == 0 and self.leaf in {0, len(self.open)}

    def took_row(self, numbers: list[float]) -> bool:
        """Take all numbers of a bracket at once, unless one of them needs a look."""
        if len(self.numbers) + len(numbers) > self.most or math.inf in map(abs, numbers):
            return False
        self.leaf = len(self.open)
        self.open[-1] = (self.open[-1][0], len(numbers))
        self.numbers += numbers
        self._after_comma = False
        return True

    def unreadable(self, written: str) -> DocumentError:
        """Return the error for what stands where a number was expected."""
        column = self.open[-1][1] + 1 if self.open else 1
        return DocumentError(
            ErrorCode.NUMBERS_UNREADABLE, row=self.rows + 1, column=column, found=written[:40]
        )

    def array(self) -> NDArray[np.float64]:
        """Return what was read.

        Raises:
            DocumentError: NUMBERS_NONE.
        """
        if not self.numbers:
            raise DocumentError(ErrorCode.NUMBERS_NONE)
        shape = [self.lengths[depth] for depth in range(1, self.leaf + 1)]
        return np.array(self.numbers, dtype=np.float64).reshape(shape)

    def _enter(self, bracket: str) -> None:
        if len(self.open) >= DEEPEST:
            raise DocumentError(ErrorCode.NUMBERS_TOO_DEEP, limit=DEEPEST)
        if self.leaf and len(self.open) >= self.leaf:
            raise self.unreadable(bracket)
        self._count()
        self.open.append((bracket, 0))
        self._after_comma = True

    def _leave(self, bracket: str) -> None:
        opened, count = self.open[-1] if self.open else ("", 0)
        if _PAIRS.get(opened) != bracket:
            raise self.unreadable(bracket)
        depth = len(self.open)
        self.open.pop()
        self._after_comma = False
        if depth == self.leaf:
            self.rows += 1
        self._check_length(depth, count)
        self.is_done = not self.open

    def _check_length(self, depth: int, count: int) -> None:
        expected = self.lengths.setdefault(depth, count)
        if count == expected:
            return
        if self.leaf in {0, depth}:
            row = self.rows + (0 if depth == self.leaf else 1)
            raise DocumentError(ErrorCode.NUMBERS_UNEVEN, row=row, found=count, expected=expected)
        plane = self.open[-1][1] if self.open else 1
        raise DocumentError(
            ErrorCode.NUMBERS_PLANES_UNEVEN, plane=plane, found=count, expected=expected
        )

    def _number(self, token: str) -> None:
        value = read_number(token)
        if value is None or not self.open or self.leaf not in {0, len(self.open)}:
            raise self.unreadable(token)
        if len(self.numbers) >= self.most:
            raise DocumentError(ErrorCode.NUMBERS_TOO_MANY, limit=self.most)
        self.leaf = len(self.open)
        self._count()
        self.numbers.append(value)
        self._after_comma = False

    def _count(self) -> None:
        if self.open:
            bracket, count = self.open[-1]
            self.open[-1] = (bracket, count + 1)
