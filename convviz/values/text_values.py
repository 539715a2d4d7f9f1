"""Numbers as text, and back: Python lists, NumPy and torch's own words, a spreadsheet's cells.

What is pasted comes from anywhere: nothing of it is ever executed, and how much of it is read,
and how deep, has a limit.
"""

from __future__ import annotations

import math
import re
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import numpy as np

from convviz.core.errors import DocumentError, ErrorCode
from convviz.values.number_text import read_number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

LONGEST_TEXT: Final = 8 << 20
"""Characters that are read."""
MOST_COPIED: Final = 1_000_000
"""Numbers that are written as text; so many take about a second."""
MOST_NUMBERS: Final = 1 << 18
"""Numbers that are read, a picture of 512 x 512; more are better opened as a picture."""

_ELLIPSIS: Final = re.compile(r"\.\.\.|\u2026")
_WORDS_OF_NESTED: Final = ("array", "tensor", "np.", "numpy.", "torch.", "parameter")


class TextForm(StrEnum):
    """How numbers are written."""

    SPREADSHEET = "spreadsheet"
    PYTHON = "python"
    NUMPY = "numpy"
    TORCH = "torch"


def numbers_from_text(text: str) -> NDArray[np.float64]:
    """Return the numbers that a text means, with as many axes as it shows.

    Takes Python lists and tuples, what NumPy and torch print (with or without ``array(...)``,
    ``tensor(...)``, a dtype and the like), and rows of numbers parted by tabs, semicolons, commas
    or spaces: with tabs or semicolons a decimal comma may stand in numbers, and an empty line
    begins the next plane.

    Raises:
        DocumentError: NUMBERS_NONE, NUMBERS_TOO_MANY, NUMBERS_SHORTENED, NUMBERS_UNREADABLE,
            NUMBERS_UNEVEN, NUMBERS_PLANES_UNEVEN, NUMBERS_TOO_DEEP, NUMBERS_UNFINISHED.
    """
    if len(text) > LONGEST_TEXT:
        raise DocumentError(ErrorCode.NUMBERS_TOO_MANY, limit=MOST_NUMBERS)
    plain = text.strip().strip("\ufeff").strip()
    if not plain:
        raise DocumentError(ErrorCode.NUMBERS_NONE)
    if _ELLIPSIS.search(plain):
        raise DocumentError(ErrorCode.NUMBERS_SHORTENED)
    if plain[0] in "[(" or "[" in plain or plain.lower().startswith(_WORDS_OF_NESTED):
        from convviz.values.nested_numbers import read_nested

        return read_nested(plain, MOST_NUMBERS)
    return _read_cells(text)


def text_of_numbers(array: NDArray[np.floating], form: TextForm) -> str:
    """Return numbers as text that :func:`numbers_from_text` reads back, to the last digit."""
    if form is TextForm.SPREADSHEET:
        return _cells_text(array)
    nested = _nested_text(array, form, _INDENTS[form])
    return {
        TextForm.PYTHON: nested,
        TextForm.NUMPY: f"np.array({nested})",
        TextForm.TORCH: f"torch.tensor({nested})",
    }[form]


_INDENTS: Final = {
    TextForm.PYTHON: 1,
    TextForm.NUMPY: len("np.array(["),
    TextForm.TORCH: len("torch.tensor(["),
}
_SPECIAL: Final = {
    TextForm.SPREADSHEET: ("nan", "inf"),
    TextForm.PYTHON: ('float("nan")', 'float("inf")'),
    TextForm.NUMPY: ("np.nan", "np.inf"),
    TextForm.TORCH: ("torch.nan", "torch.inf"),
}


def _number_text(value: float, form: TextForm) -> str:
    if not math.isfinite(value):
        nan, infinity = _SPECIAL[form]
        return nan if math.isnan(value) else infinity if value > 0 else f"-{infinity}"
    is_whole = value == round(value) and abs(value) < 1e15  # noqa: PLR2004 - all digits are shown
    if is_whole and form in {TextForm.SPREADSHEET, TextForm.PYTHON}:
        return str(int(value))
    return repr(value)


def _nested_text(array: NDArray[np.floating], form: TextForm, indent: int) -> str:
    if array.ndim == 0:
        return _number_text(float(array), form)
    if array.ndim == 1:
        return "[" + ", ".join(_number_text(value, form) for value in array.tolist()) + "]"
    between = "," + "\n" * (array.ndim - 1) + " " * indent
    return "[" + between.join(_nested_text(part, form, indent + 1) for part in array) + "]"


def _cells_text(array: NDArray[np.floating]) -> str:
    """Return rows with tabs between cells, planes with an empty line between them."""
    rows, columns = (1, *array.shape)[-2:]
    planes = []
    for plane in array.reshape(-1, rows, columns):
        cells = ([_number_text(v, TextForm.SPREADSHEET) for v in row] for row in plane.tolist())
        planes.append("\n".join(map("\t".join, cells)))
    return "\n\n".join(planes) + "\n"


def _read_cells(text: str) -> NDArray[np.float64]:
    lines = [line.rstrip("\r") for line in text.strip("\r\n\ufeff").split("\n")]
    separator = _separator(lines)
    planes: list[list[list[float]]] = [[]]
    count = number = 0
    for line in lines:
        if not line.strip():
            if planes[-1]:
                planes.append([])
            continue
        number += 1
        row = list(_read_row(line, separator, number))
        first = planes[0][0] if planes[0] else row
        if len(row) != len(first):
            raise DocumentError(
                ErrorCode.NUMBERS_UNEVEN, row=number, found=len(row), expected=len(first)
            )
        count += len(row)
        if count > MOST_NUMBERS:
            raise DocumentError(ErrorCode.NUMBERS_TOO_MANY, limit=MOST_NUMBERS)
        planes[-1].append(row)
    planes = [plane for plane in planes if plane]
    _check_planes(planes)
    return np.array(planes if len(planes) > 1 else planes[0], dtype=np.float64)


def _check_planes(planes: list[list[list[float]]]) -> None:
    for number, plane in enumerate(planes, start=1):
        if len(plane) != len(planes[0]):
            raise DocumentError(
                ErrorCode.NUMBERS_PLANES_UNEVEN,
                plane=number,
                found=len(plane),
                expected=len(planes[0]),
            )


def _separator(lines: list[str]) -> str | None:
    """Return what parts the numbers of a row; None for spaces."""
    for separator in ("\t", ";", ","):
        if any(separator in line for line in lines):
            return separator
    return None


def _read_row(line: str, separator: str | None, row: int) -> Iterator[float]:
    """Yield the numbers of a row; a separator behind the last one is left out."""
    cells = line.split(separator) if separator else line.split()
    if len(cells) > 1 and not cells[-1].strip():
        cells.pop()
    decimal_comma = separator in {"\t", ";"}
    for column, cell in enumerate(cells, start=1):
        value = read_number(cell.replace(",", ".") if decimal_comma else cell)
        if value is None:
            raise DocumentError(
                ErrorCode.NUMBERS_UNREADABLE, row=row, column=column, found=cell.strip()[:40]
            )
        yield value
