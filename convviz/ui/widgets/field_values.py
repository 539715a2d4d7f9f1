"""Texts of fields as values: one number, or one an axis, as PyTorch writes them. Without Qt."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from enum import Enum, auto
from typing import Final

from convviz.ui.widgets.grid.numbers import parse_number

Number = int | float | None
NumberOrTuple = int | float | tuple[Number, ...]

ANY_COUNT: Final = -1
"""Stands for tuples of one number to MOST_AXES, where a layer has no number of axes of its own."""

ANY_LENGTH: Final = -2
"""Stands for tuples of one number to MOST_DIMENSIONS: the sizes of dimensions."""

MOST_AXES: Final = 3
MOST_DIMENSIONS: Final = 8
DECIMAL_STEP: Final = 0.5

_INTEGER: Final = re.compile(r"[+-]?\d{1,25}")
_INFINITY: Final = re.compile(
    r"[+-]?(?:(?:math\.|np\.|torch\.)?inf|infinity|\u221e)|[+-]?float\(([\"'])[+-]?inf(?:inity)?\1\)",
    re.IGNORECASE,
)
_BETWEEN_PARTS: Final = re.compile(r"[,×xX*\uff0c]")
_LARGEST_FLOAT_DIGITS: Final = 9


class Parts(Enum):
    """Which numbers a field takes."""

    INTEGERS = auto()
    SIZES = auto()
    """Integers; in a tuple, None as well."""
    SHAPE = auto()
    """Integers, always as a tuple: a single one counts as a tuple of one."""
    DECIMALS = auto()
    INFINITE = auto()
    """Decimals, and infinity."""


def format_value(value: object) -> str:
    """Return the text of a value as it stands in code, as ``3``, ``(3, 5)`` or ``"same"``."""
    if isinstance(value, tuple):
        inner = ", ".join(format_value(part) for part in value)
        return f"({inner},)" if len(value) == 1 else f"({inner})"
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, float):
        return f"{value:.{_LARGEST_FLOAT_DIGITS}g}"
    return str(value)


def parse_value(text: str, axes: int, parts: Parts = Parts.INTEGERS) -> NumberOrTuple | None:
    """Return the numbers of a text, None when it holds none.

    Args:
        text: ``3``, ``(3, 5)``, ``[3, 5]`` or ``3, 5``; full-width commas and digits count too.
        axes: How many numbers a tuple must have; 0 when only a single one is taken; ANY_COUNT.
        parts: Which numbers are taken.

    Returns:
        A number, or a tuple of ``axes`` numbers.
    """
    plain = text.strip().replace("\u2212", "-").replace("\uff0c", ",")
    single = _number(plain, parts)
    if single is not None:
        return (single,) if parts is Parts.SHAPE else single
    if plain[:1] in {"(", "["} and plain[-1:] in {")", "]"}:
        plain = plain[1:-1]
    texts = [part.strip() for part in plain.strip().removesuffix(",").split(",")]
    if not _counts(len(texts), axes):
        return None
    numbers: list[Number] = []
    for part in texts:
        number = _number(part, parts)
        if number is None and not (parts is Parts.SIZES and part.casefold() == "none"):
            return None
        numbers.append(number)
    return tuple(numbers)


def parse_decimal(text: str) -> float | None:
    """Return the decimal number of a text, None when it holds none.

    Infinity is one here: ``inf``, ``-inf``, ``float('inf')``, ``math.inf`` or its sign.
    """
    infinite = _INFINITY.fullmatch(text.strip().replace("\u2212", "-"))
    if infinite:
        minuses = text.count("-") + text.count("\u2212")
        return -math.inf if minuses % 2 else math.inf
    return parse_number(text)


def parse_word(text: str, words: Mapping[str, object]) -> str | None:
    """Return which of the words a text is, with or without quotes; None when it is none."""
    plain = text.strip().strip("\"'").casefold()
    return next((word for word in words if word.casefold() == plain), None) if plain else None


def stepped(value: NumberOrTuple, step: int, axis: int | None, least: int = 0) -> NumberOrTuple:
    """Return a number, or one part of a tuple (None: each of them), changed by a step.

    A part that is None becomes the least value; a decimal changes by DECIMAL_STEP.
    """
    if not isinstance(value, tuple):
        return _stepped(value, step, least)
    return tuple(
        _stepped(part, step, least) if axis in {None, number} else part
        for number, part in enumerate(value)
    )


def limited(value: NumberOrTuple, minimum: int | None, maximum: int | None) -> NumberOrTuple:
    """Return a value whose parts lie between two limits; None is no limit."""
    if not isinstance(value, tuple):
        return _limited(value, minimum, maximum)
    return tuple(None if part is None else _limited(part, minimum, maximum) for part in value)


def axis_at(text: str, position: int) -> int:
    """Return the number of the part of a tuple's text in which the caret stands."""
    return len(_BETWEEN_PARTS.findall(text[:position]))


def _number(text: str, parts: Parts) -> int | float | None:
    if _INTEGER.fullmatch(text):
        return int(text)
    match parts:
        case Parts.DECIMALS:
            return parse_number(text)
        case Parts.INFINITE:
            return parse_decimal(text)
        case Parts.INTEGERS | Parts.SIZES | Parts.SHAPE:
            return None


def _counts(count: int, axes: int) -> bool:
    """Return whether a tuple of so many numbers is taken."""
    most = {ANY_COUNT: MOST_AXES, ANY_LENGTH: MOST_DIMENSIONS}.get(axes)
    return count == axes if most is None else count <= most


def _stepped(part: Number, step: int, least: int) -> int | float:
    if part is None:
        return least
    return part + step * DECIMAL_STEP if isinstance(part, float) else part + step


def _limited(part: int | float, minimum: int | None, maximum: int | None) -> int | float:  # noqa: PYI041
    if minimum is not None:
        part = max(minimum, part)
    return part if maximum is None else min(maximum, part)
