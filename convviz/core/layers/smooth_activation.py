"""Activations without a corner: GELU, SiLU and Mish, the sigmoids, softplus, softsign and CELU.

Source: torch.nn, "Non-linear Activations".
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from convviz.core.call_parameters import LARGEST_FLOAT
from convviz.core.errors import ErrorCode, ParameterError
from convviz.core.explaining.explanations import ExplanationCode, explain
from convviz.core.layers.activation_layer import (
    PointwiseActivation,
    inplace_parameter,
)
from convviz.core.layers.base import Gives, Kept, ParameterKind, Shape, parameter, register
from convviz.core.layers.kept import ITS_OUTPUT
from convviz.core.written_numbers import written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convviz.core.explaining.explanations import Explanation
    from convviz.core.layers.maths import Maths, Number
    from convviz.core.layers.pointwise import NumberTexts

_TANH_CUBE: Final = 0.044715
"""Of x³ in GELU's approximation. Source: Hendrycks and Gimpel 2016, "Gaussian Error Linear Units".
"""

_STEEPEST: Final = 0.25
"""The slope of the sigmoid at 0."""

_IN_A_ROW: Final = 5
"""Layers through which it is told what is left of a gradient."""


@register
@dataclass(frozen=True)
class GELU(PointwiseActivation):
    """x times the normal distribution's share below x."""

    formula: ClassVar[tuple[str, ...]] = (
        "y = x·Φ(x)",
        "Φ(x) = (1 + erf(x / √2)) / 2",
        "y' = Φ(x) + x·φ(x)",
        "φ(x) = e^(−x² / 2) / √(2·π)",
    )

    approximate: str = parameter(ParameterKind.CHOICE, "none", choices=("none", "tanh"))

    def formula_lines(self, *, training: bool) -> tuple[str, ...]:
        """Return the function, or what comes near it, and its slope."""
        if self.approximate != "tanh":
            return super().formula_lines(training=training)
        return (
            "y = x·(1 + tanh(u)) / 2",
            f"u = √(2 / π)·(x + {_TANH_CUBE}·x³)",
            "y' = (1 + tanh(u)) / 2 + u'·x·(1 − tanh(u)²) / 2",
            f"u' = √(2 / π)·(1 + 3·{_TANH_CUBE}·x²)",
        )

    def apply(self, x: Number, maths: Maths) -> Number:
        """Return x times the normal distribution's share below x, or what comes near it."""
        if self.approximate == "tanh":
            inner = math.sqrt(2 / math.pi) * (x + _TANH_CUBE * x * x * x)
            return 0.5 * x * (1.0 + maths.tanh(inner))
        return 0.5 * x * (1.0 + maths.erf(x * math.sqrt(0.5)))

    def written(self, x: float, text: NumberTexts) -> str:
        """Return it with the number in it."""
        number = text.factor(x)
        if self.approximate == "tanh":
            inner = f"√(2/π) · ({text(x)} + {_TANH_CUBE} · {number}³)"
            return f"{number}/2 · (1 + tanh({inner}))"
        return f"{number}/2 · (1 + erf({text(x)}/√2))"


@register
@dataclass(frozen=True)
class SiLU(PointwiseActivation):
    """x sigmoid(x)."""

    formula: ClassVar[tuple[str, ...]] = (
        "y = x·\u03c3(x)",
        "\u03c3(x) = 1 / (1 + e^(−x))",
        "y' = \u03c3(x)·(1 + x·(1 − \u03c3(x)))",
    )

    copies_before: ClassVar[bool] = True

    inplace: bool = inplace_parameter()

    def apply(self, x: Number, maths: Maths) -> Number:
        """Return x times its sigmoid."""
        return x / (1.0 + maths.exp(-x))

    def written(self, x: float, text: NumberTexts) -> str:
        """Return it with the number in it."""
        return f"{text(x)} / (1 + exp({text(-x)}))"


@register
@dataclass(frozen=True)
class Mish(PointwiseActivation):
    """x tanh(softplus(x))."""

    formula: ClassVar[tuple[str, ...]] = (
        "y = x·tanh(s)",
        "s = log(1 + e^x)",
        "y' = tanh(s) + x·\u03c3(x)·(1 − tanh(s)²)",
        "\u03c3(x) = 1 / (1 + e^(−x))",
    )

    copies_before: ClassVar[bool] = True

    inplace: bool = inplace_parameter()

    def apply(self, x: Number, maths: Maths) -> Number:
        """Return x times the hyperbolic tangent of its softplus."""
        return x * maths.tanh(_softplus(x, maths))

    def written(self, x: float, text: NumberTexts) -> str:
        """Return it with the number in it."""
        return f"{text(x)} · tanh(log(1 + exp({text(x)})))"


@register
@dataclass(frozen=True)
class Sigmoid(PointwiseActivation):
    """1 / (1 + exp(-x))."""

    formula: ClassVar[tuple[str, ...]] = (
        "y = 1 / (1 + e^(−x))",
        "y' = y·(1 − y)",
    )

    gives: ClassVar[Gives] = Gives.BETWEEN_0_AND_1
    keeps: ClassVar[Kept] = ITS_OUTPUT

    def notes_on_backward(
        self,
        shape: Shape,  # noqa: ARG002 - it makes no difference
        output_shape: Shape,  # noqa: ARG002 - it makes no difference
        *,
        training: bool,  # noqa: ARG002 - it makes no difference
    ) -> Iterator[Explanation]:
        """Yield how little of a gradient it lets through."""
        after = written(round(_STEEPEST**_IN_A_ROW, 4))
        code, most = ExplanationCode.BACKWARD_SLOPE_AT_MOST, written(_STEEPEST)
        yield explain(code, most=most, layers=_IN_A_ROW, after=after)

    def apply(self, x: Number, maths: Maths) -> Number:
        """Return 1 / (1 + exp(-x))."""
        return 1.0 / (1.0 + maths.exp(-x))

    def written(self, x: float, text: NumberTexts) -> str:
        """Return it with the number in it."""
        return f"1 / (1 + exp({text(-x)}))"


@register
@dataclass(frozen=True)
class Tanh(PointwiseActivation):
    """The hyperbolic tangent."""

    formula: ClassVar[tuple[str, ...]] = (
        "y = (e^x − e^(−x)) / (e^x + e^(−x))",
        "y' = 1 − y²",
    )

    keeps: ClassVar[Kept] = ITS_OUTPUT

    def apply(self, x: Number, maths: Maths) -> Number:
        """Return the hyperbolic tangent of x."""
        return maths.tanh(x)

    def written(self, x: float, text: NumberTexts) -> str:
        """Return it with the number in it."""
        return f"tanh({text(x)})"


@register
@dataclass(frozen=True)
class Softplus(PointwiseActivation):
    """log(1 + exp(beta x)) / beta; x itself where beta x is over the threshold."""

    formula: ClassVar[tuple[str, ...]] = (
        "y = log(1 + e^(β·x)) / β  (β·x ≤ τ)",
        "y = x  (β·x > τ)",
        "y' = 1 / (1 + e^(−β·x))  (β·x ≤ τ)",
        "y' = 1  (β·x > τ)",
    )

    gives: ClassVar[Gives] = Gives.NOT_BELOW_0

    beta: float = parameter(ParameterKind.NUMBER, 1.0, positional=True)
    threshold: float = parameter(ParameterKind.NUMBER, 20.0)

    def rule_letters(self) -> dict[str, str]:
        """Return what its parameters are called in the formula."""
        return {"β": "beta", "τ": "threshold"}

    def apply(self, x: Number, maths: Maths) -> Number:
        """Return log(1 + exp(beta x)) / beta, or x where beta x is over the threshold."""
        scaled = x * self.beta
        soft = _divided(_softplus(scaled, maths), self.beta)
        return maths.where(scaled > self.threshold, x, soft)

    def written(self, x: float, text: NumberTexts) -> str:
        """Return it with the number in it."""
        beta, limit = text(self.beta), text(self.threshold)
        if x * self.beta > self.threshold:
            return f"{beta} · {text.factor(x)} > {limit}: {text(x)}"
        return f"log(1 + exp({beta} · {text.factor(x)})) / {text.factor(self.beta)}"


@register
@dataclass(frozen=True)
class Softsign(PointwiseActivation):
    """x / (1 + |x|)."""

    formula: ClassVar[tuple[str, ...]] = (
        "y = x / (1 + |x|)",
        "y' = 1 / (1 + |x|)²",
    )

    kept_beside: ClassVar[int] = 1

    def apply(self, x: Number, maths: Maths) -> Number:  # noqa: ARG002 - it needs no function
        """Return x / (1 + |x|)."""
        return x / (1.0 + abs(x))

    def written(self, x: float, text: NumberTexts) -> str:
        """Return it with the number in it."""
        return f"{text(x)} / (1 + |{text(x)}|)"


@register
@dataclass(frozen=True)
class CELU(PointwiseActivation):
    """x, or alpha (exp(x / alpha) - 1) below zero: an ELU whose slope has no jump."""

    formula: ClassVar[tuple[str, ...]] = (
        "y = x  (x > 0)",
        "y = α·(e^(x / α) − 1)  (x ≤ 0)",
        "y' = 1  (x > 0)",
        "y' = e^(x / α)  (x ≤ 0)",
    )

    alpha: float = parameter(ParameterKind.NUMBER, 1.0, positional=True)
    inplace: bool = inplace_parameter()

    def check(self) -> None:
        """Refuse what torch refuses whatever the input: an alpha whose inverse is too large.

        Raises:
            ParameterError: DIVISOR_ZERO.
        """
        super().check()
        if abs(self.alpha) * LARGEST_FLOAT < 1:
            raise ParameterError(ErrorCode.DIVISOR_ZERO, parameter="alpha", value=self.alpha)

    def rule_letters(self) -> dict[str, str]:
        """Return what its parameters are called in the formula."""
        return {"α": "alpha"}

    def apply(self, x: Number, maths: Maths) -> Number:
        """Return x, or alpha (exp(x / alpha) - 1) below 0."""
        below = self.alpha * maths.expm1(x / self.alpha)
        return maths.where(x > 0, x, below)

    def written(self, x: float, text: NumberTexts) -> str:
        """Return it with the number in it."""
        if x > 0:
            return f"{text(x)} > 0: {text(x)}"
        alpha = text.factor(self.alpha)
        return f"{text(x)} ≤ 0: {alpha} · (exp({text.factor(x)} / {alpha}) − 1)"


@register
@dataclass(frozen=True)
class LogSigmoid(PointwiseActivation):
    """The logarithm of the sigmoid."""

    formula: ClassVar[tuple[str, ...]] = (
        "y = log(1 / (1 + e^(−x)))",
        "y' = 1 / (1 + e^x)",
    )

    kept_beside: ClassVar[int] = 1

    def apply(self, x: Number, maths: Maths) -> Number:
        """Return the logarithm of the sigmoid of x."""
        return maths.minimum(x, 0.0) - maths.log1p(maths.exp(maths.where(x < 0, x, -x)))

    def written(self, x: float, text: NumberTexts) -> str:
        """Return it with the number in it."""
        return f"log(1 / (1 + exp({text(-x)})))"


def _softplus(x: Number, maths: Maths) -> Number:
    """Return log(1 + exp(x)), which no x makes too large on the way."""
    return maths.maximum(x, 0.0) + maths.log1p(maths.exp(maths.where(x > 0, -x, x)))


def _divided(number: Number, divisor: float) -> Number:
    """Return a number through another; where that is 0, infinity, as torch has it."""
    return number / divisor if divisor else number * math.copysign(math.inf, divisor)
