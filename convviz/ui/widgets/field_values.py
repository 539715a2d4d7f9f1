"""Texts of fields as values: one integer, or one an axis, as PyTorch writes them. Without Qt."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

IntOrTuple = int | tuple[int, ...]

_INTEGER: Final = re.compile(r"[+-]?\d{1,25}")
_LARGEST_FLOAT_DIGITS: Final = 9


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


def parse_value(text: str, axes: int) -> IntOrTuple | None:
    """Return the integers of a text, None when it holds none.

    Args:
        text: ``3``, ``(3, 5)``, ``[3, 5]`` or ``3, 5``; full-width commas and digits count too.
        axes: How many integers a tuple must have; 0 when only a single integer is taken.

    Returns:
        An integer, or a tuple of ``axes`` integers.
    """
    plain = text.strip().replace("\u2212", "-").replace("\uff0c", ",")
    if _INTEGER.fullmatch(plain):
        return int(plain)
    if plain[:1] in {"(", "["} and plain[-1:] in {")", "]"}:
        plain = plain[1:-1]
    parts = [part.strip() for part in plain.strip().rstrip(",").split(",")]
    if axes < 1 or len(parts) != axes or not all(_INTEGER.fullmatch(part) for part in parts):
        return None
    return tuple(int(part) for part in parts)


def parse_word(text: str, words: Mapping[str, object]) -> str | None:
    """Return which of the words a text is, with or without quotes; None when it is none."""
    plain = text.strip().strip("\"'").casefold()
    return next((word for word in words if word.casefold() == plain), None) if plain else None


def stepped(value: IntOrTuple, step: int, axis: int) -> IntOrTuple:
    """Return an integer, or one part of a tuple, changed by a step."""
    if isinstance(value, int):
        return value + step
    return tuple(part + step if number == axis else part for number, part in enumerate(value))


def limited(value: IntOrTuple, minimum: int | None, maximum: int | None) -> IntOrTuple:
    """Return a value whose parts lie between two limits; None is no limit."""
    parts = (value,) if isinstance(value, int) else value
    if minimum is not None:
        parts = tuple(max(minimum, part) for part in parts)
    if maximum is not None:
        parts = tuple(min(maximum, part) for part in parts)
    return parts[0] if isinstance(value, int) else parts


def axis_at(text: str, position: int) -> int:
    """Return the number of the integer of a tuple's text in which the caret stands."""
    return text[:position].count(",")
