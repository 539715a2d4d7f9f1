"""Activations: element by element, so the shape passes through.

Source: torch.nn, "Non-linear Activations".
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

from convviz.core.call_checks import refuse_infinite
from convviz.core.call_parameters import LARGEST_FLOAT
from convviz.core.errors import ErrorCode, ParameterError, ShapeError
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


@register
@dataclass(frozen=True)
class ReLU(ActivationLayer):
    """max(0, x)."""

    gives: ClassVar[Gives] = Gives.NOT_BELOW_0
    keeps: ClassVar[Kept] = ITS_OUTPUT

    inplace: bool = _inplace()


@register
@dataclass(frozen=True)
class LeakyReLU(ActivationLayer):
    """x, or negative_slope times x below zero."""

    negative_slope: float = parameter(ParameterKind.NUMBER, 0.01, positional=True)
    inplace: bool = _inplace()


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
class ELU(ActivationLayer):
    """x, or alpha (exp(x) - 1) below zero."""

    alpha: float = parameter(ParameterKind.NUMBER, 1.0, positional=True)
    inplace: bool = _inplace()


@register
@dataclass(frozen=True)
class SELU(ActivationLayer):
    """A scaled ELU that keeps mean 0 and variance 1."""

    inplace: bool = _inplace()


@register
@dataclass(frozen=True)
class GELU(ActivationLayer):
    """x times the normal distribution's share below x."""

    approximate: str = parameter(ParameterKind.CHOICE, "none", choices=("none", "tanh"))


@register
@dataclass(frozen=True)
class SiLU(ActivationLayer):
    """x sigmoid(x)."""

    copies_before: ClassVar[bool] = True

    inplace: bool = _inplace()


@register
@dataclass(frozen=True)
class Mish(ActivationLayer):
    """x tanh(softplus(x))."""

    copies_before: ClassVar[bool] = True

    inplace: bool = _inplace()


@register
@dataclass(frozen=True)
class Sigmoid(ActivationLayer):
    """1 / (1 + exp(-x))."""

    gives: ClassVar[Gives] = Gives.BETWEEN_0_AND_1
    keeps: ClassVar[Kept] = ITS_OUTPUT


@register
@dataclass(frozen=True)
class Tanh(ActivationLayer):
    """The hyperbolic tangent."""

    keeps: ClassVar[Kept] = ITS_OUTPUT


@register
@dataclass(frozen=True)
class Softplus(ActivationLayer):
    """log(1 + exp(beta x)) / beta; x itself where beta x is over the threshold."""

    gives: ClassVar[Gives] = Gives.NOT_BELOW_0

    beta: float = parameter(ParameterKind.NUMBER, 1.0, positional=True)
    threshold: float = parameter(ParameterKind.NUMBER, 20.0)


@register
@dataclass(frozen=True)
class Softsign(ActivationLayer):
    """x / (1 + |x|)."""

    kept_beside: ClassVar[int] = 1


@register
@dataclass(frozen=True)
class CELU(ActivationLayer):
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


@register
@dataclass(frozen=True)
class LogSigmoid(ActivationLayer):
    """The logarithm of the sigmoid."""

    kept_beside: ClassVar[int] = 1


@register
@dataclass(frozen=True)
class Hardshrink(ActivationLayer):
    """x, or 0 where |x| is at most lambd."""

    lambd: float = parameter(ParameterKind.NUMBER, 0.5, positional=True)


@register
@dataclass(frozen=True)
class Softshrink(ActivationLayer):
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


@register
@dataclass(frozen=True)
class Tanhshrink(ActivationLayer):
    """x - tanh(x)."""

    keeps: ClassVar[Kept] = NOTHING
    kept_beside: ClassVar[int] = 1


@register
@dataclass(frozen=True)
class Threshold(ActivationLayer):
    """x where it is above the threshold, elsewhere a value of your own."""

    copies_before: ClassVar[bool] = True

    threshold: float = parameter(ParameterKind.NUMBER, positional=True, first=0)
    value: float = parameter(ParameterKind.NUMBER, positional=True, first=0)
    inplace: bool = _inplace()


@register
@dataclass(frozen=True)
class RReLU(ActivationLayer):
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


@register
@dataclass(frozen=True)
class ReLU6(ActivationLayer):
    """ReLU, clipped at 6."""

    gives: ClassVar[Gives] = Gives.NOT_BELOW_0
    copies_before: ClassVar[bool] = True

    inplace: bool = _inplace()


@register
@dataclass(frozen=True)
class Hardtanh(ActivationLayer):
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


@register
@dataclass(frozen=True)
class Hardswish(ActivationLayer):
    """x ReLU6(x + 3) / 6."""

    copies_before: ClassVar[bool] = True

    inplace: bool = _inplace()


@register
@dataclass(frozen=True)
class Hardsigmoid(ActivationLayer):
    """ReLU6(x + 3) / 6."""

    gives: ClassVar[Gives] = Gives.BETWEEN_0_AND_1
    copies_before: ClassVar[bool] = True

    inplace: bool = _inplace()
