"""How a value is written in a cell: short, exact where it can be, never wider than the cell."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

MINUS: Final = "\u2212"
INFINITY: Final = "\u221e"
_POINT_WIDTH: Final = 0.5
_DIGITS: Final = 3
_MOST_DECIMALS: Final = 3
_MOST_SMALL_DECIMALS: Final = 4
_NEARLY_ZERO: Final = "\u22480"
_EXACT_DIGITS: Final = 7
_NARROWEST: Final = 2.0
_WISHED_DECIMALS: Final = 2
_MANY: Final = 1e9
_SMALL: Final = 0.1
_SAME: Final = 1e-9
"""So far apart, finite numbers are the same one."""

_RAISED: Final = str.maketrans(
    "-0123456789", "\u207b\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079"
)


@dataclass(frozen=True, slots=True)
class NumberStyle:
    """How all numbers of one grid are written, so that they compare at a glance.

    Attributes:
        decimals: Digits after the point of values that are no integers.
        width: The room in a cell, in widths of a digit; a point is half as wide.
        readable: Whether the cell has room for a truthful text. Otherwise colour says more.
        minus: Width of a minus sign, in widths of a digit: some fonts have wide ones.
    """

    decimals: int
    width: float
    readable: bool = True
    minus: float = 1.0

    def text(self, value: float) -> str:
        """Return the text of a value; "…" when nothing truthful fits the cell."""
        if not math.isfinite(value):
            return _special_text(value)
        return self._rounded_text(self._rounded(value), whole=value == round(value))

    def _rounded(self, value: float) -> float:
        """Return the value rounded to the style's decimals, as :meth:`texts` rounds them all."""
        factor = 10.0**self.decimals
        steps = float(round(value * factor)) if abs(value) < _MANY else _MANY
        return steps / factor if 0 < abs(steps) < _MANY else value

    def _rounded_text(self, value: float, *, whole: bool) -> str:
        fixed = self._fixed_text(value, 0 if whole else self.decimals)
        if fixed is not None and (value == 0 or float(fixed.replace(MINUS, "-")) != 0):
            return fixed
        for decimals in range(self.decimals + 1, _MOST_SMALL_DECIMALS + 1):
            text = _fixed(value, decimals)
            if abs(value) < 1 and text.strip("0.\u2212") and self._fits(text):
                return text
        for digits in (_DIGITS, 2, 1):
            text = _scientific(value, digits)
            if self._fits(text):
                return text
        return _NEARLY_ZERO if fixed is not None else "\u2026"

    def texts(self, values: NDArray[np.float64]) -> tuple[list[str], NDArray[np.intp]]:
        """Return the text of every value, each different text once.

        Args:
            values: One dimension.

        Returns:
            The different texts, and for every value the number of its text.
        """
        factor = 10.0**self.decimals
        with np.errstate(invalid="ignore", over="ignore"):
            steps = np.rint(values * factor)
            plain = (np.abs(steps) < _MANY) & ((steps != 0) | (values == 0))
            whole = values == np.rint(values)
            keys = np.where(plain, steps * 2 + whole, np.inf)
        odd = np.flatnonzero(~plain)
        keys[odd] = 1e10 + np.arange(odd.size)
        _, first, inverse = np.unique(keys, return_index=True, return_inverse=True)
        return [self.text(value) for value in values[first].tolist()], inverse

    def _fits(self, text: str) -> bool:
        points, minuses = text.count("."), text.count(MINUS)
        width = len(text) - (1 - _POINT_WIDTH) * points + (self.minus - 1) * minuses
        return width <= self.width

    def _fixed_text(self, value: float, most: int) -> str | None:
        """Return the value without an exponent, or None when that is too wide or misleading."""
        for decimals in range(most, -1, -1):
            text = _fixed(value, decimals)
            if self._fits(text):
                return text if decimals == most or _is_close(value, text) else None
        return None


@dataclass(frozen=True, slots=True)
class NumberNeeds:
    """What a grid's values ask of the way they are written, whatever the cells' size.

    Attributes:
        decimals: Digits after the point that write every value, or three significant ones.
        whole_digits: Digits before the point of the largest.
        has_minus: Whether some are negative.
        only_whole: Whether no finite value needs a point.
    """

    decimals: int = 0
    whole_digits: int = 1
    has_minus: bool = False
    only_whole: bool = True

    def wished_width(self, minus: float) -> float:
        """Return how wide the longest number is with two decimals at most, in widths of a digit."""
        sign = minus if self.has_minus else 0.0
        if self.only_whole or not self.decimals:
            return self.whole_digits + sign
        return self.whole_digits + sign + _POINT_WIDTH + min(_WISHED_DECIMALS, self.decimals)

    def style(self, width: float, minus: float = 1.0) -> NumberStyle:
        """Return the style for cells.

        Args:
            width: Of a cell, in widths of a digit.
            minus: Of a minus sign, likewise.

        Returns:
            Integers as integers; otherwise about three significant digits of the largest value,
            with as many decimals as every value leaves room for.
        """
        room = max(_NARROWEST, width)
        if self.only_whole:
            return NumberStyle(0, room, minus=minus)
        fitting = math.floor(room - self.whole_digits - _POINT_WIDTH - self.has_minus * minus)
        decimals = max(0, min(_MOST_DECIMALS, self.decimals, fitting))
        readable = decimals > 0 or self.decimals == 0 or self.whole_digits > 1
        return NumberStyle(decimals, room, readable, minus)


_SOME = 1024
"""Values that are looked at before all others are."""


def number_needs(values: NDArray[np.float64]) -> NumberNeeds:
    """Return what the values of a grid, of any shape, ask for."""
    finite = _finite(values)
    if finite.size == 0 or bool(np.all(finite == np.rint(finite))):
        return _whole_needs(finite)
    largest = float(np.max(np.abs(finite)))
    whole_digits = max(1, math.floor(math.log10(max(largest, 1e-300))) + 1)
    wanted = _decimals_needed(finite, max(0, _DIGITS - whole_digits + (largest < 1)))
    return NumberNeeds(wanted, whole_digits, bool(np.any(finite < 0)), only_whole=False)


def _whole_needs(finite: NDArray[np.float64]) -> NumberNeeds:
    if not finite.size:
        return NumberNeeds()
    low, high = float(finite.min()), float(finite.max())
    digits = len(f"{min(max(-low, high), _MANY):.0f}")
    return NumberNeeds(whole_digits=digits, has_minus=low < 0)


def common_exponent(values: NDArray[np.float64]) -> int:
    """Return the power of ten that small values of a grid are written in; 0 for none.

    Where even the largest would be 0.0…, all are written beside it: as 1.52 with 10 to the power
    of minus 3. Values of two decimals are short as they are.

    Args:
        values: Of any shape.
    """
    finite = _finite(values)
    largest = max(-float(finite.min()), float(finite.max())) if finite.size else 0.0
    if not 0 < largest < _SMALL:
        return 0
    # Of very many values the first ones mostly decide.
    for some in (finite[:_SOME], finite):
        if _decimals_needed(some, _MOST_DECIMALS) >= _MOST_DECIMALS:
            return math.floor(math.log10(largest))
    return 0


def _finite(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the finite values in one row, without a copy where they are all finite."""
    if values.size and math.isfinite(values.min()) and math.isfinite(values.max()):
        return values.ravel()
    return values[np.isfinite(values)]


def power_text(exponent: int) -> str:
    """Return a power of ten as it is written behind a title, "" for none."""
    if not exponent:
        return ""
    return f"\u00d710{str(exponent).translate(_RAISED)}"


def exact_text(value: float) -> str:
    """Return a value as it is written where there is room: float32's seven digits."""
    if not math.isfinite(value):
        return _special_text(value)
    return f"{value:.{_EXACT_DIGITS}g}".replace("-", MINUS)


def parse_number(text: str) -> float | None:
    """Return the number that a person typed, None when it is none.

    Takes integers, decimals, exponents and fractions such as 1/9, with either minus sign.
    Infinities and NaN are refused.
    """
    plain = text.strip().replace(MINUS, "-")
    numerator, slash, denominator = plain.partition("/")
    try:
        value = float(numerator) / float(denominator) if slash else float(plain)
    except (ValueError, ZeroDivisionError):
        return None
    return value if math.isfinite(value) and "_" not in plain else None


def _decimals_needed(values: NDArray[np.float64], most: int) -> int:
    """Return how many decimals write every value exactly, or ``most`` when even that is too few."""
    for decimals in range(most):
        if bool((np.abs(values - np.round(values, decimals)) <= _SAME).all()):
            return decimals
    return most


def _special_text(value: float) -> str:
    if math.isnan(value):
        return "NaN"
    return INFINITY if value > 0 else MINUS + INFINITY


def _fixed(value: float, decimals: int) -> str:
    text = f"{value:.{decimals}f}"
    if float(text) == 0:
        text = text.lstrip("-")
    return text.replace("-", MINUS)


def _is_close(value: float, text: str) -> bool:
    """Return whether a shortened text still shows at least two digits of the value."""
    shown = float(text.replace(MINUS, "-"))
    return math.isclose(shown, value, rel_tol=0.05)


def _scientific(value: float, digits: int) -> str:
    mantissa, exponent = f"{value:.{digits - 1}e}".split("e")
    if "." in mantissa:
        mantissa = mantissa.rstrip("0").rstrip(".")
    return f"{mantissa}e{int(exponent)}".replace("-", MINUS)
