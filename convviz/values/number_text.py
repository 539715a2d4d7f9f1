"""One number as a person types it."""

from __future__ import annotations

import math
import re
from typing import Final

MINUS: Final = "\u2212"
INFINITY: Final = "\u221e"

_DECIMAL: Final = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.IGNORECASE | re.ASCII)
_SPECIAL: Final = {"nan": math.nan, "inf": math.inf, "infinity": math.inf, INFINITY: math.inf}
_LONGEST: Final = 64


def read_number(text: str) -> float | None:
    """Return the number that a text means, None when it is none.

    Takes integers, decimals, exponents and fractions such as 1/9, with either minus sign; NaN and
    infinity by their names or the sign. A decimal too large for a float is no number.
    """
    if len(text) > _LONGEST:
        return None
    plain = text.strip().replace(MINUS, "-")
    numerator, slash, denominator = plain.partition("/")
    if not slash:
        return _special(plain) if _DECIMAL.fullmatch(plain) is None else _decimal(plain)
    above, below = _decimal(numerator.strip()), _decimal(denominator.strip())
    return None if above is None or not below else _finite(above / below)


def _decimal(text: str) -> float | None:
    return _finite(float(text)) if _DECIMAL.fullmatch(text) else None


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _special(text: str) -> float | None:
    sign = -1.0 if text.startswith("-") else 1.0
    value = _SPECIAL.get(text.removeprefix("-").removeprefix("+").lower())
    return None if value is None else sign * value
