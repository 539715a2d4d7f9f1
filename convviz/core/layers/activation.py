"""Activations: element by element, so the shape passes through.

Source: torch.nn, "Non-linear Activations".
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from convviz.core.call_checks import refuse_infinite
from convviz.core.call_parameters import LARGEST_FLOAT
from convviz.core.errors import ErrorCode, ParameterError, ShapeError
from convviz.core.explaining.explanations import ExplanationCode, explain
from convviz.core.layers.base import (
    CellwiseLayer,
    Follows,
    Gives,
    Kept,
    LayerFamily,
    ParameterKind,
    Shape,
    parameter,
    register,
)
from convviz.core.layers.kept import ITS_OUTPUT, NOTHING
from convviz.core.layers.pointwise import NumberTexts, PointwiseLayer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from convviz.core.explaining.explanations import Explanation
    from convviz.core.layers.maths import Maths, Number

_SELU_SCALE: Final = 1.0507009873554804934193349852946
_SELU_ALPHA: Final = 1.6732632423543772848170429916717
"""As torch has them. Source: Klambauer et al. 2017, "Self-Normalizing Neural Networks"."""

_TANH_CUBE: Final = 0.044715
"""Of x³ in GELU's approximation. Source: Hendrycks and Gimpel 2016, "Gaussian Error Linear Units".
"""


def _inplace() -> bool:
    flag: bool = parameter(ParameterKind.FLAG, default=False)
    return flag


@dataclass(frozen=True)
class ActivationLayer(CellwiseLayer):
    """An activation: the output has the input's shape.

    Attributes:
        copies_before: Whether its slope is that of the input, which torch therefore copies before
            it is overwritten. The others find the slope in the output.
        kept_beside: How many tensors of the input's size torch keeps for it alone.
    """

    family: ClassVar[LayerFamily] = LayerFamily.ACTIVATION
    copies_before: ClassVar[bool] = False
    kept_beside: ClassVar[int] = 0

    def output_shape(self, input_shape: Shape) -> Shape:
        """Return the input's shape."""
        return input_shape

    def kept_for_backward(self, input_shape: Shape, output_shape: Shape) -> Kept:  # noqa: ARG002 - they are the same
        """Return that it keeps its input, or its output, and what it makes of them."""
        size = math.prod(input_shape)
        if self.copies_before and self.overwrites_input():
            return Kept(beside=size)
        return self.keeps._replace(beside=self.kept_beside * size)


@dataclass(frozen=True)
class PointwiseActivation(ActivationLayer, PointwiseLayer):
    """An activation that is one function of one number, of which nothing is learned."""


@register
@dataclass(frozen=True)
class ReLU(PointwiseActivation):
    """max(0, x)."""

    gives: ClassVar[Gives] = Gives.NOT_BELOW_0
    keeps: ClassVar[Kept] = ITS_OUTPUT

    inplace: bool = _inplace()

    def apply(self, x: Number, maths: Maths) -> Number:
        """Return the larger of 0 and x."""
        return maths.maximum(x, 0.0)

    def written(self, x: float, text: NumberTexts) -> str:
        """Return it with the number in it."""
        return f"max(0, {text(x)})"


@register
@dataclass(frozen=True)
class LeakyReLU(PointwiseActivation):
    """x, or negative_slope times x below zero."""

    negative_slope: float = parameter(ParameterKind.NUMBER, 0.01, positional=True)
    inplace: bool = _inplace()

    def apply(self, x: Number, maths: Maths) -> Number:
        """Return x, or a part of it below 0."""
        return maths.where(x > 0, x, self.negative_slope * x)

    def written(self, x: float, text: NumberTexts) -> str:
        """Return it with the number in it."""
        if x > 0:
            return f"{text(x)} > 0: {text(x)}"
        return f"{text(x)} ≤ 0: {text.factor(self.negative_slope)} · {text.factor(x)}"


@register
@dataclass(frozen=True)
class PReLU(ActivationLayer):
    """x, or a learned slope times x below zero; one slope for all or one per channel."""

    num_parameters: int = parameter(
        ParameterKind.INTEGER, 1, minimum=1, positional=True, follows=Follows.CHANNELS
    )
    init: float = parameter(ParameterKind.NUMBER, 0.25)

    def output_shape(self, input_shape: Shape) -> Shape:
        """Return the input's shape; several slopes must be as many as the channels.

        Raises:
            ShapeError: CHANNELS_DIFFER.
        """
        channels = input_shape[1] if len(input_shape) > 1 else 1
        if self.num_parameters not in (1, channels):
            raise ShapeError(
                ErrorCode.CHANNELS_DIFFER,
                parameter="num_parameters",
                expected=self.num_parameters,
                found=channels,
            )
        return input_shape

    def weight_shapes(self) -> dict[str, Shape]:
        """Return weight (num_parameters)."""
        return {"weight": (self.num_parameters,)}


@register
@dataclass(frozen=True)
class ELU(PointwiseActivation):
    """x, or alpha (exp(x) - 1) below zero."""

    alpha: float = parameter(ParameterKind.NUMBER, 1.0, positional=True)
    inplace: bool = _inplace()

    def apply(self, x: Number, maths: Maths) -> Number:
        """Return x, or alpha (exp(x) - 1) below 0."""
        below = self.alpha * maths.expm1(maths.minimum(x, 0.0))
        return maths.where(x > 0, x, below)

    def written(self, x: float, text: NumberTexts) -> str:
        """Return it with the number in it."""
        if x > 0:
            return f"{text(x)} > 0: {text(x)}"
        return f"{text(x)} ≤ 0: {text.factor(self.alpha)} · (exp({text(x)}) − 1)"


@register
@dataclass(frozen=True)
class SELU(PointwiseActivation):
    """A scaled ELU that keeps mean 0 and variance 1."""

    inplace: bool = _inplace()

    def apply(self, x: Number, maths: Maths) -> Number:
        """Return the scaled ELU of x."""
        below = _SELU_ALPHA * maths.expm1(maths.minimum(x, 0.0))
        return _SELU_SCALE * maths.where(x > 0, x, below)

    def written(self, x: float, text: NumberTexts) -> str:
        """Return it with the number in it."""
        scale, alpha = text(_SELU_SCALE), text(_SELU_ALPHA)
        if x > 0:
            return f"{text(x)} > 0: {scale} · {text(x)}"
        return f"{text(x)} ≤ 0: {scale} · {alpha} · (exp({text(x)}) − 1)"


@register
@dataclass(frozen=True)
class GELU(PointwiseActivation):
    """x times the normal distribution's share below x."""

    approximate: str = parameter(ParameterKind.CHOICE, "none", choices=("none", "tanh"))

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

    copies_before: ClassVar[bool] = True

    inplace: bool = _inplace()

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

    copies_before: ClassVar[bool] = True

    inplace: bool = _inplace()

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

    gives: ClassVar[Gives] = Gives.BETWEEN_0_AND_1
    keeps: ClassVar[Kept] = ITS_OUTPUT

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

    gives: ClassVar[Gives] = Gives.NOT_BELOW_0

    beta: float = parameter(ParameterKind.NUMBER, 1.0, positional=True)
    threshold: float = parameter(ParameterKind.NUMBER, 20.0)

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

    alpha: float = parameter(ParameterKind.NUMBER, 1.0, positional=True)
    inplace: bool = _inplace()

    def check(self) -> None:
        """Refuse what torch refuses whatever the input: an alpha whose inverse is too large.

        Raises:
            ParameterError: DIVISOR_ZERO.
        """
        super().check()
        if abs(self.alpha) * LARGEST_FLOAT < 1:
            raise ParameterError(ErrorCode.DIVISOR_ZERO, parameter="alpha", value=self.alpha)

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

    kept_beside: ClassVar[int] = 1

    def apply(self, x: Number, maths: Maths) -> Number:
        """Return the logarithm of the sigmoid of x."""
        return maths.minimum(x, 0.0) - maths.log1p(maths.exp(-abs(x)))

    def written(self, x: float, text: NumberTexts) -> str:
        """Return it with the number in it."""
        return f"log(1 / (1 + exp({text(-x)})))"


@register
@dataclass(frozen=True)
class Hardshrink(PointwiseActivation):
    """x, or 0 where |x| is at most lambd."""

    lambd: float = parameter(ParameterKind.NUMBER, 0.5, positional=True)

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

    copies_before: ClassVar[bool] = True

    threshold: float = parameter(ParameterKind.NUMBER, positional=True, first=0)
    value: float = parameter(ParameterKind.NUMBER, positional=True, first=0)
    inplace: bool = _inplace()

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

    kept_beside: ClassVar[int] = 1

    lower: float = parameter(ParameterKind.NUMBER, 1 / 8, positional=True)
    upper: float = parameter(ParameterKind.NUMBER, 1 / 3, positional=True)
    inplace: bool = _inplace()

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

    def apply(self, x: Number, maths: Maths) -> Number:
        """Return x, or x times the middle slope below 0, as in evaluation."""
        return maths.where(x >= 0, x, x * ((self.lower + self.upper) / 2))

    def written(self, x: float, text: NumberTexts) -> str:
        """Return it with the number in it."""
        if x >= 0:
            return f"{text(x)} ≥ 0: {text(x)}"
        slope = f"({text(self.lower)} + {text.factor(self.upper)}) / 2"
        return f"{text(x)} < 0: {text.factor(x)} · {slope}"


@register
@dataclass(frozen=True)
class ReLU6(PointwiseActivation):
    """ReLU, clipped at 6."""

    gives: ClassVar[Gives] = Gives.NOT_BELOW_0
    copies_before: ClassVar[bool] = True

    inplace: bool = _inplace()

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

    copies_before: ClassVar[bool] = True

    min_val: float = parameter(ParameterKind.NUMBER, -1.0, positional=True)
    max_val: float = parameter(ParameterKind.NUMBER, 1.0, positional=True)
    inplace: bool = _inplace()

    def check(self) -> None:
        """Refuse an empty interval, as torch does."""
        super().check()
        if not self.max_val > self.min_val:
            raise ParameterError(
                ErrorCode.EMPTY_INTERVAL, minimum=self.min_val, maximum=self.max_val
            )

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

    copies_before: ClassVar[bool] = True

    inplace: bool = _inplace()

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

    gives: ClassVar[Gives] = Gives.BETWEEN_0_AND_1
    copies_before: ClassVar[bool] = True

    inplace: bool = _inplace()

    def apply(self, x: Number, maths: Maths) -> Number:
        """Return ReLU6(x + 3) / 6."""
        return _clipped_at_6(x + 3.0, maths) / 6.0

    def written(self, x: float, text: NumberTexts) -> str:
        """Return it with the number in it."""
        return f"min(max(0, {text(x)} + 3), 6) / 6"


def _softplus(x: Number, maths: Maths) -> Number:
    """Return log(1 + exp(x)), which no x makes too large on the way."""
    return maths.maximum(x, 0.0) + maths.log1p(maths.exp(-abs(x)))


def _divided(number: Number, divisor: float) -> Number:
    """Return a number through another; where that is 0, infinity, as torch has it."""
    return number / divisor if divisor else number * math.copysign(math.inf, divisor)


def _clipped_at_6(x: Number, maths: Maths) -> Number:
    return maths.minimum(maths.maximum(x, 0.0), 6.0)
