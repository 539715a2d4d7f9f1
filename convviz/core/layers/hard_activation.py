"""Activations that shrink, cut at a threshold or clip at limits; and RReLU, whose slope is drawn.

Source: torch.nn, "Non-linear Activations".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from convviz.core.call_checks import refuse_infinite
from convviz.core.errors import ErrorCode, ParameterError
from convviz.core.explaining.explanations import ExplanationCode, explain
from convviz.core.layers.activation_layer import PointwiseActivation, inplace_parameter
from convviz.core.layers.base import Gives, Kept, ParameterKind, Shape, parameter, register
from convviz.core.layers.kept import NOTHING
from convviz.core.layers.pointwise import Draws

if TYPE_CHECKING:
    from collections.abc import Iterable

    from convviz.core.explaining.explanations import Explanation
    from convviz.core.layers.maths import Maths, Number
    from convviz.core.layers.pointwise import NumberTexts


@register
@dataclass(frozen=True)
class Hardshrink(PointwiseActivation):
    """x, or 0 where |x| is at most lambd."""

    formula: ClassVar[tuple[str, ...]] = (
        "y = x  (|x| > λ)",
        "y = 0  (|x| ≤ λ)",
        "y' = 1  (|x| > λ)",
        "y' = 0  (|x| ≤ λ)",
    )

    lambd: float = parameter(ParameterKind.NUMBER, 0.5, positional=True)

    def rule_letters(self) -> dict[str, str]:
        """Return what its parameters are called in the formula."""
        return {"λ": "lambd"}

    def apply(self, x: Number, maths: Maths) -> Number:
        """Return x, or 0 near 0."""
        return maths.where((x >= -self.lambd) & (x <= self.lambd), 0.0, x)

    def written(self, x: float, text: NumberTexts) -> str:
        """Return it with the number in it."""
        limit = text(self.lambd)
        if -self.lambd <= x <= self.lambd:
            return f"|{text(x)}| ≤ {limit}: 0"
        return f"|{text(x)}| > {limit}: {text(x)}"


@register
@dataclass(frozen=True)
class Softshrink(PointwiseActivation):
    """x moved towards 0 by lambd, or 0 where |x| is at most lambd."""

    formula: ClassVar[tuple[str, ...]] = (
        "y = x − λ  (x > λ)",
        "y = x + λ  (x < −λ)",
        "y = 0  (|x| ≤ λ)",
        "y' = 1  (|x| > λ)",
        "y' = 0  (|x| ≤ λ)",
    )

    lambd: float = parameter(ParameterKind.NUMBER, 0.5, positional=True)

    def check(self) -> None:
        """Refuse what torch refuses whatever the input: a negative lambd.

        Raises:
            ParameterError: NEGATIVE, NOT_FINITE.
        """
        super().check()
        refuse_infinite("lambd", self.lambd)
        if self.lambd < 0:
            raise ParameterError(ErrorCode.NEGATIVE, parameter="lambd", value=self.lambd)

    def rule_letters(self) -> dict[str, str]:
        """Return what its parameters are called in the formula."""
        return {"λ": "lambd"}

    def apply(self, x: Number, maths: Maths) -> Number:
        """Return x moved towards 0, or 0 near it."""
        moved = maths.where(x > self.lambd, x - self.lambd, x + self.lambd)
        is_near = (x >= -self.lambd) & (x <= self.lambd)
        return maths.where(is_near, 0.0, moved)

    def written(self, x: float, text: NumberTexts) -> str:
        """Return it with the number in it."""
        limit = text(self.lambd)
        if -self.lambd <= x <= self.lambd:
            return f"|{text(x)}| ≤ {limit}: 0"
        sign = "−" if x > 0 else "+"
        return f"|{text(x)}| > {limit}: {text(x)} {sign} {limit}"


@register
@dataclass(frozen=True)
class Tanhshrink(PointwiseActivation):
    """x - tanh(x)."""

    formula: ClassVar[tuple[str, ...]] = (
        "y = x − tanh(x)",
        "y' = tanh(x)²",
    )

    keeps: ClassVar[Kept] = NOTHING
    kept_beside: ClassVar[int] = 1

    def apply(self, x: Number, maths: Maths) -> Number:
        """Return x - tanh(x)."""
        return x - maths.tanh(x)

    def written(self, x: float, text: NumberTexts) -> str:
        """Return it with the number in it."""
        return f"{text(x)} − tanh({text(x)})"


@register
@dataclass(frozen=True)
class Threshold(PointwiseActivation):
    """x where it is above the threshold, elsewhere a value of your own."""

    formula: ClassVar[tuple[str, ...]] = (
        "y = x  (x > τ)",
        "y = v  (x ≤ τ)",
        "y' = 1  (x > τ)",
        "y' = 0  (x ≤ τ)",
    )

    copies_before: ClassVar[bool] = True

    threshold: float = parameter(ParameterKind.NUMBER, positional=True, first=0)
    value: float = parameter(ParameterKind.NUMBER, positional=True, first=0)
    inplace: bool = inplace_parameter()

    def rule_letters(self) -> dict[str, str]:
        """Return what its parameters are called in the formula."""
        return {"τ": "threshold", "v": "value"}

    def apply(self, x: Number, maths: Maths) -> Number:
        """Return x above the threshold, else the value."""
        return maths.where(x <= self.threshold, self.value, x)

    def written(self, x: float, text: NumberTexts) -> str:
        """Return it with the number in it."""
        limit = text(self.threshold)
        if x <= self.threshold:
            return f"{text(x)} ≤ {limit}: {text(self.value)}"
        return f"{text(x)} > {limit}: {text(x)}"


@register
@dataclass(frozen=True)
class RReLU(PointwiseActivation):
    """x, or x times a random slope below zero; in evaluation, the middle slope."""

    formula: ClassVar[tuple[str, ...]] = (
        "y = x  (x > 0)",
        "y = a·x  (x ≤ 0)",
        "y' = 1  (x > 0)",
        "y' = a  (x ≤ 0)",
    )
    kept_beside: ClassVar[int] = 1

    lower: float = parameter(ParameterKind.NUMBER, 1 / 8, positional=True)
    upper: float = parameter(ParameterKind.NUMBER, 1 / 3, positional=True)
    inplace: bool = inplace_parameter()

    draws_random_numbers: ClassVar[bool] = True

    def check(self) -> None:
        """Refuse an interval whose end is below its start, or that has none, as torch does."""
        super().check()
        refuse_infinite("lower", self.lower)
        refuse_infinite("upper", self.upper)
        if self.lower > self.upper:
            code = ErrorCode.EMPTY_INTERVAL
            raise ParameterError(code, minimum=self.lower, maximum=self.upper)

    def notes_on_numbers(self, spatial: Shape) -> Iterable[Explanation]:  # noqa: ARG002 - alike for all
        """Return which slope is taken where nothing is drawn."""
        slope = round((self.lower + self.upper) / 2, 4)
        yield explain(ExplanationCode.EVALUATES_MIDDLE_SLOPE, slope=slope)

    def formula_lines(self, *, training: bool) -> tuple[str, ...]:
        """Return the function and its slope, and where the slope below 0 comes from."""
        return (*self.formula, "l ≤ a ≤ u" if training else "a = (l + u) / 2")

    def rule_letters(self) -> dict[str, str]:
        """Return what its parameters are called in the formula."""
        return {"l": "lower", "u": "upper"}

    def draws(self, shape: Shape) -> Draws:
        """Return a slope for each number that is not over 0."""
        return Draws(shape, between=(self.lower, self.upper), only_below_0=True)

    def apply_beside(self, x: Number, beside: Number, maths: Maths) -> Number:
        """Return x, or x times the slope that was drawn for it."""
        return maths.where(x > 0, x, x * beside)

    def written_beside(self, x: float, beside: float, text: NumberTexts) -> str:
        """Return it with the number and its slope in it."""
        if x > 0:
            return f"{text(x)} > 0: {text(x)}"
        return f"{text(x)} ≤ 0: {text.factor(x)} · {text.factor(beside)}"

    def apply(self, x: Number, maths: Maths) -> Number:
        """Return x, or x times the middle slope below 0, as in evaluation."""
        return maths.where(x > 0, x, x * ((self.lower + self.upper) / 2))

    def written(self, x: float, text: NumberTexts) -> str:
        """Return it with the number in it."""
        if x > 0:
            return f"{text(x)} > 0: {text(x)}"
        slope = f"({text(self.lower)} + {text.factor(self.upper)}) / 2"
        return f"{text(x)} ≤ 0: {text.factor(x)} · {slope}"


@register
@dataclass(frozen=True)
class ReLU6(PointwiseActivation):
    """ReLU, clipped at 6."""

    formula: ClassVar[tuple[str, ...]] = (
        "y = min(max(0, x), 6)",
        "y' = 1  (0 < x < 6)",
        "y' = 0  (x ≤ 0)",
        "y' = 0  (x ≥ 6)",
    )

    gives: ClassVar[Gives] = Gives.NOT_BELOW_0
    copies_before: ClassVar[bool] = True

    inplace: bool = inplace_parameter()

    def apply(self, x: Number, maths: Maths) -> Number:
        """Return x between 0 and 6."""
        return maths.minimum(maths.maximum(x, 0.0), 6.0)

    def written(self, x: float, text: NumberTexts) -> str:
        """Return it with the number in it."""
        return f"min(max(0, {text(x)}), 6)"


@register
@dataclass(frozen=True)
class Hardtanh(PointwiseActivation):
    """x, clipped to [min_val, max_val]."""

    formula: ClassVar[tuple[str, ...]] = (
        "y = min(max(a, x), b)",
        "y' = 1  (a < x < b)",
        "y' = 0  (x ≤ a)",
        "y' = 0  (x ≥ b)",
    )

    copies_before: ClassVar[bool] = True

    min_val: float = parameter(ParameterKind.NUMBER, -1.0, positional=True)
    max_val: float = parameter(ParameterKind.NUMBER, 1.0, positional=True)
    inplace: bool = inplace_parameter()

    def check(self) -> None:
        """Refuse an empty interval, as torch does."""
        super().check()
        if not self.max_val > self.min_val:
            raise ParameterError(
                ErrorCode.EMPTY_INTERVAL, minimum=self.min_val, maximum=self.max_val
            )

    def rule_letters(self) -> dict[str, str]:
        """Return what its parameters are called in the formula."""
        return {"a": "min_val", "b": "max_val"}

    def apply(self, x: Number, maths: Maths) -> Number:
        """Return x between the two limits."""
        return maths.minimum(maths.maximum(x, self.min_val), self.max_val)

    def written(self, x: float, text: NumberTexts) -> str:
        """Return it with the number in it."""
        return f"min(max({text(self.min_val)}, {text(x)}), {text(self.max_val)})"


@register
@dataclass(frozen=True)
class Hardswish(PointwiseActivation):
    """x ReLU6(x + 3) / 6."""

    formula: ClassVar[tuple[str, ...]] = (
        "y = x·min(max(0, x + 3), 6) / 6",
        "y' = (2·x + 3) / 6  (−3 < x < 3)",
        "y' = 0  (x ≤ −3)",
        "y' = 1  (x ≥ 3)",
    )

    copies_before: ClassVar[bool] = True

    inplace: bool = inplace_parameter()

    def apply(self, x: Number, maths: Maths) -> Number:
        """Return x ReLU6(x + 3) / 6."""
        return x * _clipped_at_6(x + 3.0, maths) / 6.0

    def written(self, x: float, text: NumberTexts) -> str:
        """Return it with the number in it."""
        return f"{text(x)} · min(max(0, {text(x)} + 3), 6) / 6"


@register
@dataclass(frozen=True)
class Hardsigmoid(PointwiseActivation):
    """ReLU6(x + 3) / 6."""

    formula: ClassVar[tuple[str, ...]] = (
        "y = min(max(0, x + 3), 6) / 6",
        "y' = 1 / 6  (−3 < x < 3)",
        "y' = 0  (x ≤ −3)",
        "y' = 0  (x ≥ 3)",
    )

    gives: ClassVar[Gives] = Gives.BETWEEN_0_AND_1
    copies_before: ClassVar[bool] = True

    inplace: bool = inplace_parameter()

    def apply(self, x: Number, maths: Maths) -> Number:
        """Return ReLU6(x + 3) / 6."""
        return _clipped_at_6(x + 3.0, maths) / 6.0

    def written(self, x: float, text: NumberTexts) -> str:
        """Return it with the number in it."""
        return f"min(max(0, {text(x)} + 3), 6) / 6"


def _clipped_at_6(x: Number, maths: Maths) -> Number:
    return maths.minimum(maths.maximum(x, 0.0), 6.0)
