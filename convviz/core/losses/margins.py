"""Losses of answers yes and no, written as 1 and -1: how far an output lies on the right side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from convviz.core.call_numbers import ANY_NUMBER, number
from convviz.core.errors import ErrorCode, ShapeError
from convviz.core.explaining.explanations import ExplanationCode, explain
from convviz.core.layers.maths import FloatMaths
from convviz.core.losses.base import reduction, register
from convviz.core.losses.pointwise import PointwiseLoss, Read, WorkedNumber
from convviz.core.written_numbers import written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convviz.core.explaining.explanations import Explanation
    from convviz.core.layers.base import Shape
    from convviz.core.layers.maths import Maths, Number
    from convviz.core.layers.pointwise import NumberTexts
    from convviz.core.layers.tensor_forms import TensorForm


class MarginLoss(PointwiseLoss):
    """A loss whose target is 1 for yes and -1 for no."""

    trains: ClassVar[bool] = False

    def first_numbers_of(
        self, name: str, form: TensorForm, input_shape: Shape
    ) -> tuple[float, ...]:
        """Return yes and no by turns."""
        del name, input_shape
        return tuple(1.0 if at % 2 == 0 else -1.0 for at in range(form.size))


@register
@dataclass(frozen=True)
class SoftMarginLoss(MarginLoss):
    """The logarithm of 1 plus e to the power of minus target times output."""

    reduction: str = reduction()

    def letters(self) -> tuple[str, ...]:
        """Return it in letters."""
        return (r"l = \log (1 + e^{-y \, x})",)

    def notes(self) -> Iterator[Explanation]:
        """Yield that it has another name elsewhere."""
        yield explain(ExplanationCode.LOSS_YES_AND_NO, layer=self.type_name())

    def losses_shape(self, input_shape: Shape, target: TensorForm) -> Shape:
        """Return the input's shape: torch repeats the target to it, but not the input.

        Raises:
            ShapeError: NOT_BROADCAST, TARGET_SHAPE.
        """
        if super().losses_shape(input_shape, target) != input_shape:
            facts: dict[str, Any] = {"input": input_shape, "expected": input_shape}
            code, name = ErrorCode.TARGET_SHAPE, self.type_name()
            raise ShapeError(code, layer=name, target=target.shape, **facts)
        return input_shape

    def apply(self, x: Number, y: Number, maths: Maths, *each: Number) -> Number:
        """Return the loss of a number, or of each of an array."""
        del each
        return maths.log1p(maths.exp(-y * x))

    def worked(
        self, x: float, y: float, text: NumberTexts, *each: float | None
    ) -> Iterator[WorkedNumber]:
        """Yield the exponent, then the loss."""
        del each
        exponent = -y * x
        how = ("−", Read(y, 1, is_factor=True), "·", Read(x, 0, is_factor=True))
        yield WorkedNumber("z", "−y·x", how, exponent)
        loss = self.apply(x, y, FloatMaths())
        yield WorkedNumber("l", "", (f"log(1 + exp({text(exponent)}))",), loss)

    def slope(self, x: Number, y: Number, maths: Maths, *each: Number) -> Number:
        """Return minus the target times the share of the wrong side.

        Source:
            torch, aten/src/ATen/native/Loss.cpp (soft_margin_loss_backward).
        """
        del each
        power = maths.exp(-y * x)
        return -y * power / (power + 1)

    def worked_slope(
        self, x: float, y: float, text: NumberTexts, *each: float | None
    ) -> Iterator[WorkedNumber]:
        """Yield e to the power of the exponent, then the slope."""
        del each
        target = Read(y, 1, is_factor=True)
        power = FloatMaths().exp(-y * x)
        how = ("exp(−", target, "·", Read(x, 0, is_factor=True), ")")
        yield WorkedNumber("e", "exp(−y·x)", how, power)
        slope = self.slope(x, y, FloatMaths())
        written = ("−", target, f"·{text(power)} / (1 + {text(power)})")
        yield WorkedNumber("l'", "−y·e / (1 + e)", written, slope)


@register
@dataclass(frozen=True)
class HingeEmbeddingLoss(MarginLoss):
    """Of a yes the output itself, of a no how much it falls short of the margin.

    Attributes:
        margin: From which on an output costs nothing for a no.
    """

    margin: float = number(1.0, ANY_NUMBER)
    reduction: str = reduction()

    def letters(self) -> tuple[str, ...]:
        """Return it in letters."""
        return r"l = x \quad (y = 1)", r"l = \max(0, m - x) \quad (y = -1)"

    def notes(self) -> Iterator[Explanation]:
        """Yield that it takes distances."""
        code, margin = ExplanationCode.LOSS_OF_DISTANCE, written(self.margin)
        yield explain(code, layer=self.type_name(), margin=margin)

    def apply(self, x: Number, y: Number, maths: Maths, *each: Number) -> Number:
        """Return the loss of a number; a target that is neither 1 nor -1 costs both."""
        del each
        short = maths.where(y != 1, maths.maximum(self.margin - x, 0.0), 0.0)
        return short + maths.where(y != -1, x, 0.0)

    def worked(
        self, x: float, y: float, text: NumberTexts, *each: float | None
    ) -> Iterator[WorkedNumber]:
        """Yield the loss, by what the target says."""
        del each
        loss, own = self.apply(x, y, FloatMaths()), Read(x, 0, is_factor=True)
        short = (f"max(0, {text(self.margin)} −", own, ")")
        if y == 1:
            yield WorkedNumber("l", "x", (own,), loss)
        elif y == -1:
            yield WorkedNumber("l", "max(0, m − x)", short, loss)
        else:
            yield WorkedNumber("l", "max(0, m − x) + x", (*short, "+", own), loss)

    def slope(self, x: Number, y: Number, maths: Maths, *each: Number) -> Number:
        """Return 1 of a yes, and -1 of a no up to the margin itself; both of another target."""
        del each
        short = maths.where((y != 1) & (self.margin - x >= 0), -1.0, 0.0)
        return short + maths.where(y != -1, 1.0, 0.0)

    def worked_slope(
        self, x: float, y: float, text: NumberTexts, *each: float | None
    ) -> Iterator[WorkedNumber]:
        """Yield the slope, by the side of the margin on which the number lies."""
        del each
        slope = self.slope(x, y, FloatMaths())
        if y != 1:
            how = (text(self.margin), "−", Read(x, 0, is_factor=True))
            yield WorkedNumber("m − x", "", how, self.margin - x)
        yield WorkedNumber("y = 1: l'" if y == 1 else "l'", "", (), slope)
