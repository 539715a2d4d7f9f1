"""Losses of counts: how likely the target is when the output is the mean of such counts."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from convviz.core.call_numbers import ANY_NUMBER, flag, number
from convviz.core.explaining.explanations import ExplanationCode, explain
from convviz.core.layers.maths import FloatMaths
from convviz.core.losses.base import reduction, register
from convviz.core.losses.pointwise import PointwiseLoss, Read, WorkedNumber

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convviz.core.explaining.explanations import Explanation
    from convviz.core.layers.base import Shape
    from convviz.core.layers.maths import Maths, Number
    from convviz.core.layers.pointwise import NumberTexts
    from convviz.core.layers.tensor_forms import TensorForm


@register
@dataclass(frozen=True)
class PoissonNLLLoss(PointwiseLoss):
    """Minus the logarithm of how likely a count is, whose mean the output says.

    Attributes:
        log_input: Whether the output is the logarithm of the mean.
        full: Whether what the target alone adds is added, too: Stirling's formula.
        eps: Is added to the mean, so that its logarithm is none of 0.
    """

    log_input: bool = flag(default=True)
    full: bool = flag()
    eps: float = number(1e-8, ANY_NUMBER, keyword_only=True)
    reduction: str = reduction()

    in_nats: ClassVar[bool] = True
    trains: ClassVar[bool] = False

    def first_input(self, input_shape: Shape) -> tuple[float, ...]:
        """Return means of counts, or their logarithms."""
        size = math.prod(input_shape)
        return tuple(float(at % 3) if self.log_input else at % 3 + 1.0 for at in range(size))

    def first_numbers_of(
        self, name: str, form: TensorForm, input_shape: Shape
    ) -> tuple[float, ...]:
        """Return counts."""
        del name, input_shape
        return tuple(float(at % 4) for at in range(form.size))

    def letters(self) -> tuple[str, ...]:
        """Return it in letters."""
        likely = r"e^{x} - y \, x" if self.log_input else r"x - y \, \log (x + \varepsilon)"
        if not self.full:
            return (f"l = {likely}",)
        return f"l = {likely} + s", r"s = y \log y - y + \frac{1}{2} \log 2 \pi y \quad (y > 1)"

    def notes(self) -> Iterator[Explanation]:
        """Yield where it is least."""
        code = ExplanationCode.LOSS_OF_COUNT
        yield explain(code, layer=self.type_name(), is_log=str(self.log_input))

    def apply(self, x: Number, y: Number, maths: Maths, *each: Number) -> Number:
        """Return the loss of a number, or of each of an array.

        Source:
            torch, aten/src/ATen/native/Loss.cpp (poisson_nll_loss).
        """
        del each
        loss = maths.exp(x) - y * x if self.log_input else x - y * maths.log(x + self.eps)
        return loss + self._stirling(y, maths) if self.full else loss

    def _stirling(self, y: Number, maths: Maths) -> Number:
        """Return nearly the logarithm of a count's factorial; 0 of 1 and less."""
        whole = y * maths.log(y) - y + 0.5 * maths.log(2 * math.pi * y)
        return maths.where(y <= 1, 0.0, whole)

    def worked(
        self, x: float, y: float, text: NumberTexts, *each: float | None
    ) -> Iterator[WorkedNumber]:
        """Yield what the target alone adds where it counts, then the loss."""
        del each
        loss, own, target = self.apply(x, y, FloatMaths()), Read(x, 0), Read(y, 1, is_factor=True)
        how: tuple[str | Read, ...] = ("exp(", own, ") −", target, "·", Read(x, 0, is_factor=True))
        rule = "exp(x) − y·x"
        if not self.log_input:
            how = (own, "−", target, "·log(", own, f"+ {text(self.eps)})")
            rule = "x − y·log(x + ε)"
        if self.full:
            added = self._stirling(y, FloatMaths())
            if y <= 1:
                yield WorkedNumber("y ≤ 1: s", "", (), added)
            else:
                steps = (target, "·log(", Read(y, 1), ") −", target, "+ ½·log(2π·", target, ")")
                yield WorkedNumber("s", "y·log y − y + ½·log 2πy", steps, added)
            how, rule = (*how, f"+ {text.factor(added)}"), f"{rule} + s"
        yield WorkedNumber("l", rule, how, loss)

    def slope(self, x: Number, y: Number, maths: Maths, *each: Number) -> Number:
        """Return the mean less the count, or 1 less their quotient."""
        del each
        return maths.exp(x) - y if self.log_input else 1 - y / (x + self.eps)

    def worked_slope(
        self, x: float, y: float, text: NumberTexts, *each: float | None
    ) -> Iterator[WorkedNumber]:
        """Yield the slope."""
        del each
        slope, target = self.slope(x, y, FloatMaths()), Read(y, 1, is_factor=True)
        if self.log_input:
            how: tuple[str | Read, ...] = ("exp(", Read(x, 0), ") −", target)
            yield WorkedNumber("l'", "exp(x) − y", how, slope)
        else:
            how = ("1 −", target, "/ (", Read(x, 0), f"+ {text(self.eps)})")
            yield WorkedNumber("l'", "1 − y / (x + ε)", how, slope)
