"""Activations: the rectifiers, from ReLU to SELU.

Source: torch.nn, "Non-linear Activations".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from convviz.core.errors import ErrorCode, ShapeError
from convviz.core.explaining.explanations import ExplanationCode, explain
from convviz.core.layers.activation_layer import (
    PointwiseActivation,
    inplace_parameter,
)
from convviz.core.layers.base import Follows, Gives, Kept, ParameterKind, Shape, parameter, register
from convviz.core.layers.kept import ITS_OUTPUT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Self

    from convviz.core.explaining.explanations import Explanation
    from convviz.core.layers.maths import Maths, Number
    from convviz.core.layers.pointwise import NumberTexts

_MOST_SLOPES: Final = 1 << 16
"""So many slopes are written down one by one."""

_SELU_SCALE: Final = 1.0507009873554804934193349852946
_SELU_ALPHA: Final = 1.6732632423543772848170429916717
"""As torch has them. Source: Klambauer et al. 2017, "Self-Normalizing Neural Networks"."""


@register
@dataclass(frozen=True)
class ReLU(PointwiseActivation):
    """max(0, x)."""

    formula: ClassVar[tuple[str, ...]] = (
        "y = max(0, x)",
        "y' = 1  (x > 0)",
        "y' = 0  (x ≤ 0)",
    )

    gives: ClassVar[Gives] = Gives.NOT_BELOW_0
    keeps: ClassVar[Kept] = ITS_OUTPUT

    inplace: bool = inplace_parameter()

    def notes_on_backward(
        self,
        shape: Shape,  # noqa: ARG002 - it makes no difference
        output_shape: Shape,  # noqa: ARG002 - it makes no difference
        *,
        training: bool,  # noqa: ARG002 - it makes no difference
    ) -> Iterator[Explanation]:
        """Yield that nothing comes back below 0."""
        yield explain(ExplanationCode.BACKWARD_STOPS_BELOW_ZERO)

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

    formula: ClassVar[tuple[str, ...]] = (
        "y = x  (x > 0)",
        "y = α·x  (x ≤ 0)",
        "y' = 1  (x > 0)",
        "y' = α  (x ≤ 0)",
    )

    negative_slope: float = parameter(ParameterKind.NUMBER, 0.01, positional=True)
    inplace: bool = inplace_parameter()

    def rule_letters(self) -> dict[str, str]:
        """Return what its parameters are called in the formula."""
        return {"α": "negative_slope"}

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
class PReLU(PointwiseActivation):
    """x, or a learned slope times x below zero; one slope for all or one per channel.

    Beside each number stands the slope of its channel.
    """

    formula: ClassVar[tuple[str, ...]] = (
        "y = x  (x > 0)",
        "y = a·x  (x ≤ 0)",
        "y' = 1  (x > 0)",
        "y' = a  (x ≤ 0)",
    )

    scales_cells: ClassVar[bool] = True
    treats_channels_apart: ClassVar[bool] = True
    is_shown_in_batch: ClassVar[bool] = True
    tells_all: ClassVar[bool] = True

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

    def first_numbers(self, name: str, shape: Shape) -> tuple[float, ...]:
        """Return init for each slope, while there are not too many."""
        few = name == "weight" and len(shape) == 1 and 0 < shape[0] <= _MOST_SLOPES
        return (self.init,) * shape[0] if few else ()

    def fitting_input(self, shape: Shape) -> Shape:
        """Return the shape with as many channels as there are slopes, if there are several."""
        return (self.num_parameters, *shape[1:]) if self.num_parameters > 1 else shape

    def following_input(self, before: Shape, after: Shape) -> Self:
        """Return it with as many slopes as there are channels, if there were as many before."""
        follows = self.num_parameters == before[0] > 1
        return self.replace(num_parameters=after[0]) if follows else self

    def channels_asked(self) -> int | None:
        """Return the channels of several slopes; None for a single one, which any have."""
        return self.num_parameters if self.num_parameters != 1 else None

    def notes_on_numbers(self, spatial: Shape) -> Iterable[Explanation]:  # noqa: ARG002 - alike for all
        """Return how many slopes are learned."""
        if self.num_parameters == 1:
            yield explain(ExplanationCode.LEARNS_ONE_SLOPE)
        else:
            yield explain(ExplanationCode.LEARNS_SLOPES, channels=self.num_parameters)

    def weight_place(self, cell: tuple[int, ...]) -> tuple[int, ...]:
        """Return which slope a cell has: that of its channel, or the only one."""
        return (cell[0] if self.num_parameters > 1 else 0,)

    def rule_letters(self) -> dict[str, str]:
        """Return what its parameters are called in the formula."""
        return {"a": "weight"}

    def apply(self, x: Number, maths: Maths) -> Number:
        """Return x, or a part of it below 0, with the slope before any was learned."""
        return self.apply_beside(x, self.init, maths)

    def written(self, x: float, text: NumberTexts) -> str:
        """Return it with the number in it."""
        return self.written_beside(x, self.init, text)

    def apply_beside(self, x: Number, beside: Number, maths: Maths) -> Number:
        """Return x, or its slope times x below 0."""
        return maths.where(x > 0, x, beside * x)

    def written_beside(self, x: float, beside: float, text: NumberTexts) -> str:
        """Return it with the number and its slope in it."""
        if x > 0:
            return f"{text(x)} > 0: {text(x)}"
        return f"{text(x)} ≤ 0: {text.factor(beside)} · {text.factor(x)}"


@register
@dataclass(frozen=True)
class ELU(PointwiseActivation):
    """x, or alpha (exp(x) - 1) below zero."""

    formula: ClassVar[tuple[str, ...]] = (
        "y = x  (x > 0)",
        "y = α·(e^x − 1)  (x ≤ 0)",
        "y' = 1  (x > 0)",
        "y' = α·e^x  (x ≤ 0)",
    )

    alpha: float = parameter(ParameterKind.NUMBER, 1.0, positional=True)
    inplace: bool = inplace_parameter()

    def rule_letters(self) -> dict[str, str]:
        """Return what its parameters are called in the formula."""
        return {"α": "alpha"}

    def apply(self, x: Number, maths: Maths) -> Number:
        """Return x, or alpha (exp(x) - 1) below 0."""
        below = self.alpha * maths.expm1(maths.where(x > 0, 0.0, x))
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

    formula: ClassVar[tuple[str, ...]] = (
        "y = λ·x  (x > 0)",
        "y = λ·α·(e^x − 1)  (x ≤ 0)",
        "y' = λ  (x > 0)",
        "y' = λ·α·e^x  (x ≤ 0)",
        "λ = 1.0507",
        "α = 1.6733",
    )

    inplace: bool = inplace_parameter()

    def apply(self, x: Number, maths: Maths) -> Number:
        """Return the scaled ELU of x."""
        below = _SELU_ALPHA * maths.expm1(maths.where(x > 0, 0.0, x))
        return _SELU_SCALE * maths.where(x > 0, x, below)

    def written(self, x: float, text: NumberTexts) -> str:
        """Return it with the number in it."""
        scale, alpha = text(_SELU_SCALE), text(_SELU_ALPHA)
        if x > 0:
            return f"{text(x)} > 0: {scale} · {text(x)}"
        return f"{text(x)} ≤ 0: {scale} · {alpha} · (exp({text(x)}) − 1)"
