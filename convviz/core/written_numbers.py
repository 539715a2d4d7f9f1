"""Numbers in a calculation that is written out."""

from __future__ import annotations

from collections.abc import Sequence


def written(number: float) -> str:
    """Return a number as it stands in a calculation: six digits, a true minus sign."""
    return f"{number:.6g}".replace("-", "−")


def short(number: float) -> str:
    """Return a number as it stands in a table: four digits."""
    return f"{number:.4g}".replace("-", "−")


def inside(number: float) -> str:
    """Return a number within a product or a difference: a negative one in brackets."""
    text = written(number)
    return f"({text})" if text.startswith("−") else text


def joined(terms: Sequence[str], first: int) -> str:
    """Return a sum; of many terms the first ones and the last."""
    if len(terms) <= first + 1:
        return " + ".join(terms)
    return " + ".join([*terms[:first], "…", terms[-1]])
