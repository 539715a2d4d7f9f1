"""The functions that pointwise layers are made of, for single numbers as for arrays of them."""

from __future__ import annotations

import math
from typing import Any, Protocol, TypeAlias

Number: TypeAlias = Any
"""What a pointwise layer computes with: a float, or whatever its :class:`Maths` takes."""


class Maths(Protocol):
    """Functions of a kind of numbers, which also have Python's operators and comparisons."""

    def exp(self, x: Number) -> Number:
        """Return e to the power of x; infinity where that is too large."""

    def expm1(self, x: Number) -> Number:
        """Return exp(x) - 1, exact near 0."""

    def log(self, x: Number) -> Number:
        """Return the natural logarithm; minus infinity of 0, NaN below."""

    def log1p(self, x: Number) -> Number:
        """Return log(1 + x), exact near 0."""

    def sqrt(self, x: Number) -> Number:
        """Return the square root; NaN of a negative number."""

    def tanh(self, x: Number) -> Number:
        """Return the hyperbolic tangent."""

    def erf(self, x: Number) -> Number:
        """Return the error function."""

    def maximum(self, x: Number, y: Number) -> Number:
        """Return the larger one; NaN where one is."""

    def minimum(self, x: Number, y: Number) -> Number:
        """Return the smaller one; NaN where one is."""

    def where(self, condition: Number, x: Number, y: Number) -> Number:
        """Return x where a condition holds, else y."""


class FloatMaths:
    """Of Python's own floats."""

    def exp(self, x: float) -> float:
        """Return e to the power of x; infinity where that is too large."""
        try:
            return math.exp(x)
        except OverflowError:
            return math.inf

    def expm1(self, x: float) -> float:
        """Return exp(x) - 1, exact near 0."""
        try:
            return math.expm1(x)
        except OverflowError:
            return math.inf

    def log(self, x: float) -> float:
        """Return the natural logarithm; minus infinity of 0, NaN below."""
        return math.log(x) if x > 0 else -math.inf if x == 0 else math.nan

    def log1p(self, x: float) -> float:
        """Return log(1 + x), exact near 0."""
        return math.log1p(x) if x > -1 else -math.inf if x == -1 else math.nan

    def sqrt(self, x: float) -> float:
        """Return the square root; NaN of a negative number."""
        return math.sqrt(x) if x >= 0 else math.nan

    def tanh(self, x: float) -> float:
        """Return the hyperbolic tangent."""
        return math.tanh(x)

    def erf(self, x: float) -> float:
        """Return the error function."""
        return math.erf(x)

    def maximum(self, x: float, y: float) -> float:
        """Return the larger one; NaN where one is."""
        return math.nan if math.isnan(x) or math.isnan(y) else max(x, y)

    def minimum(self, x: float, y: float) -> float:
        """Return the smaller one; NaN where one is."""
        return math.nan if math.isnan(x) or math.isnan(y) else min(x, y)

    def where(self, condition: object, x: float, y: float) -> float:
        """Return x where a condition holds, else y."""
        return x if condition else y
