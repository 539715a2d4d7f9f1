"""Slopes of functions, exact: numbers that carry their derivative along through whatever is done.

A layer's own ``apply`` is computed with them, so that a new function needs no derivative of its
own. Where a function has a corner, the slope is that of the branch which the function takes there,
and that of the constant where a maximum or a minimum has equals: as torch has it.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from convviz.values.pointwise_values import ArrayMaths

if TYPE_CHECKING:
    from collections.abc import Callable

    from convviz.values.layer_values import Array

_FARTHEST: Final = 350.0
"""Where exp and its square are still finite: beyond it, what tends to a line has its slope."""

_maths: Final = ArrayMaths()


class Dual:
    """A number, or an array of them, with its derivative.

    Attributes:
        value: The number.
        slope: Its derivative, of the same shape.
    """

    __slots__ = ("slope", "value")
    __array_ufunc__ = None  # numpy's own numbers leave the arithmetic to this class

    def __init__(self, value: Any, slope: Any) -> None:  # noqa: ANN401 - arrays
        self.value = value
        self.slope = slope

    def __add__(self, other: Any) -> Dual:  # noqa: ANN401 - a number of either kind
        value, slope = _parts(other)
        return Dual(self.value + value, self.slope + slope)

    __radd__ = __add__

    def __neg__(self) -> Dual:
        return Dual(-self.value, -self.slope)

    def __sub__(self, other: Any) -> Dual:  # noqa: ANN401 - likewise
        value, slope = _parts(other)
        return Dual(self.value - value, self.slope - slope)

    def __rsub__(self, other: Any) -> Dual:  # noqa: ANN401 - likewise
        value, slope = _parts(other)
        return Dual(value - self.value, slope - self.slope)

    def __mul__(self, other: Any) -> Dual:  # noqa: ANN401 - likewise
        if not isinstance(other, Dual):  # no infinity is multiplied by the 0 of a constant
            return Dual(self.value * other, self.slope * other)
        slope = self.slope * other.value + self.value * other.slope
        return Dual(self.value * other.value, slope)

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Dual:  # noqa: ANN401 - likewise
        if not isinstance(other, Dual):
            return Dual(self.value / other, self.slope / other)
        value = self.value / other.value
        return Dual(value, (self.slope - value * other.slope) / other.value)

    def __rtruediv__(self, other: Any) -> Dual:  # noqa: ANN401 - likewise
        value = other / self.value
        return Dual(value, -value * self.slope / self.value)

    def __pow__(self, exponent: float) -> Dual:
        slope = exponent * self.value ** (exponent - 1) * self.slope
        return Dual(self.value**exponent, slope)

    def __abs__(self) -> Dual:
        return Dual(abs(self.value), np.sign(self.value) * self.slope)

    def __lt__(self, other: Any) -> Any:  # noqa: ANN401 - likewise
        return self.value < _parts(other)[0]

    def __le__(self, other: Any) -> Any:  # noqa: ANN401 - likewise
        return self.value <= _parts(other)[0]

    def __gt__(self, other: Any) -> Any:  # noqa: ANN401 - likewise
        return self.value > _parts(other)[0]

    def __ge__(self, other: Any) -> Any:  # noqa: ANN401 - likewise
        return self.value >= _parts(other)[0]


class DualMaths:
    """The functions of pointwise layers, of numbers with their derivatives."""

    def exp(self, x: Any) -> Any:  # noqa: ANN401 - a Dual or an array
        """Return e to the power of x."""
        value = _maths.exp(_parts(x)[0])
        return _chained(x, value, lambda _: value)

    def expm1(self, x: Any) -> Any:  # noqa: ANN401 - likewise
        """Return exp(x) - 1."""
        return _chained(x, _maths.expm1(_parts(x)[0]), _maths.exp)

    def log(self, x: Any) -> Any:  # noqa: ANN401 - likewise
        """Return the natural logarithm."""
        return _chained(x, _maths.log(_parts(x)[0]), lambda at: 1.0 / at)

    def log1p(self, x: Any) -> Any:  # noqa: ANN401 - likewise
        """Return log(1 + x)."""
        return _chained(x, _maths.log1p(_parts(x)[0]), lambda at: 1.0 / (1.0 + at))

    def sqrt(self, x: Any) -> Any:  # noqa: ANN401 - likewise
        """Return the square root."""
        value = _maths.sqrt(_parts(x)[0])
        return _chained(x, value, lambda _: 0.5 / value)

    def tanh(self, x: Any) -> Any:  # noqa: ANN401 - likewise
        """Return the hyperbolic tangent."""
        value = _maths.tanh(_parts(x)[0])
        return _chained(x, value, lambda _: 1.0 - value * value)

    def erf(self, x: Any) -> Any:  # noqa: ANN401 - likewise
        """Return the error function."""
        slope = 2.0 / math.sqrt(math.pi)
        return _chained(x, _maths.erf(_parts(x)[0]), lambda at: slope * np.exp(-at * at))

    def maximum(self, x: Any, y: Any) -> Any:  # noqa: ANN401 - likewise
        """Return the larger one; of equal ones the slope is that of the second, a constant."""
        (first, rises), (second, other) = _parts(x), _parts(y)
        return Dual(np.maximum(first, second), np.where(first <= second, other, rises))

    def minimum(self, x: Any, y: Any) -> Any:  # noqa: ANN401 - likewise
        """Return the smaller one; of equal ones the slope is that of the second, a constant."""
        (first, rises), (second, other) = _parts(x), _parts(y)
        return Dual(np.minimum(first, second), np.where(first >= second, other, rises))

    def where(self, condition: Any, x: Any, y: Any) -> Any:  # noqa: ANN401 - likewise
        """Return x where a condition holds, else y, each with its slope."""
        (first, rises), (second, other) = _parts(x), _parts(y)
        return Dual(np.where(condition, first, second), np.where(condition, rises, other))


def slopes_of(function: Callable[[Any, Any], Any], numbers: Array) -> Array:
    """Return the derivative of a function at numbers, of their shape.

    Args:
        function: What becomes of a number, given it and the functions that it is made of.
        numbers: Where.
    """
    slopes = _slopes(function, numbers)
    lost = ~np.isfinite(slopes) & (np.abs(numbers) > _FARTHEST)
    if lost.any():  # such as exp(1000), which is no number
        nearer = _slopes(function, np.clip(numbers, -_FARTHEST, _FARTHEST))
        slopes = np.where(lost, nearer, slopes)
    return slopes


def _slopes(function: Callable[[Any, Any], Any], numbers: Array) -> Array:
    with np.errstate(all="ignore"):
        result = function(Dual(numbers, np.ones_like(numbers)), DualMaths())
    slope = _parts(result)[1]
    return np.broadcast_to(np.asarray(slope, dtype=np.float64), numbers.shape).copy()


def _parts(number: Any) -> tuple[Any, Any]:  # noqa: ANN401 - a number of either kind
    """Return a number and its slope; a constant has none."""
    return (number.value, number.slope) if isinstance(number, Dual) else (number, 0.0)


def _chained(x: Any, value: Any, slope: Callable[[Any], Any]) -> Any:  # noqa: ANN401 - likewise
    """Return the value of a function with its slope, where it is asked for."""
    return Dual(value, slope(x.value) * x.slope) if isinstance(x, Dual) else value
