"""The loss of numbers with a spread: how likely the target is in a normal distribution."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from convviz.core.call_numbers import ANY_NUMBER, flag, number
from convviz.core.errors import ErrorCode, ShapeError
from convviz.core.explaining.explanations import ExplanationCode, explain
from convviz.core.layers.maths import FloatMaths
from convviz.core.layers.tensor_forms import TensorForm
from convviz.core.losses.base import MOST_TAUGHT, reduction, register
from convviz.core.losses.pointwise import Read, WorkedNumber
from convviz.core.losses.stages import (
    INPUT,
    LOSSES,
    TARGET,
    Stage,
    StagedLoss,
    over_and_over,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from convviz.core.explaining.explanations import Explanation
    from convviz.core.layers.base import Shape
    from convviz.core.layers.maths import Maths, Number
    from convviz.core.layers.pointwise import NumberTexts
    from convviz.core.losses.stages import Numbers, RowMaths

_VAR: Final = "var"
_CONSTANT: Final = 0.5 * math.log(2 * math.pi)


@register
@dataclass(frozen=True)
class GaussianNLLLoss(StagedLoss):
    """Minus the logarithm of how likely the target is around the input, with its variance.

    Attributes:
        full: Whether half the logarithm of 2π is added, which changes no gradient.
        eps: The least variance: a smaller one counts as this.
    """

    full: bool = flag(keyword_only=True)
    eps: float = number(1e-6, ANY_NUMBER, keyword_only=True)
    reduction: str = reduction()

    in_nats: ClassVar[bool] = True
    takes: ClassVar[tuple[str, ...]] = (TARGET, _VAR)
    takes_forms: ClassVar[tuple[str, ...]] = takes
    learned_tensors: ClassVar[tuple[str, ...]] = (INPUT, _VAR)
    not_negative: ClassVar[tuple[str, ...]] = (_VAR,)

    def stages(self) -> tuple[Stage, ...]:
        """Return the losses alone."""
        return (Stage(LOSSES, (INPUT, TARGET, _VAR)),)

    def letters(self) -> tuple[str, ...]:
        """Return it in letters."""
        added = r" + \frac{1}{2} \log 2 \pi" if self.full else ""
        terms = r"\log v + \frac{(x - y)^{2}}{v}"
        whole = rf"l = \frac{{1}}{{2}} \left({terms}\right){added}"
        return r"v = \max(\sigma^{2}, \varepsilon)", whole

    def first_input(self, input_shape: Shape) -> tuple[float, ...]:
        """Return means."""
        return over_and_over((1.0, 2.0, 3.0), input_shape, MOST_TAUGHT)

    def first_numbers_of(
        self, name: str, form: TensorForm, input_shape: Shape
    ) -> tuple[float, ...]:
        """Return targets near and far, and variances that suit some of them."""
        del input_shape
        return over_and_over(
            (1.0, 4.0, 2.0, 2.5) if name == TARGET else (1.0, 4.0, 0.25), form.shape
        )

    def fitting_forms(self, name: str, input_shape: Shape) -> tuple[TensorForm, ...]:
        """Return a number for each; variances may also be one for each row."""
        own = (TensorForm(input_shape),)
        if name != _VAR or not input_shape:
            return own
        return (*own, TensorForm(input_shape[:-1]), TensorForm((*input_shape[:-1], 1)))

    def check_forms(self, shapes: Mapping[str, Shape]) -> None:
        """Refuse variances that are neither of the input's shape nor one for several numbers.

        Raises:
            ShapeError: VARIANCE_SHAPE.
        """
        own, var = shapes[INPUT], shapes[_VAR]
        if var in {own, own[:-1]} and (var == own or own):
            return
        others = sum(size for size, wanted in zip(var, own, strict=False) if size != wanted)
        if len(var) != len(own) or others != 1:
            facts = {"input": own, "var": var, "expected": own}
            raise ShapeError(ErrorCode.VARIANCE_SHAPE, layer=self.type_name(), **facts)

    def read_shape(self, name: str, shapes: Mapping[str, Shape]) -> Shape:
        """Return as which shape a tensor is read: a variance a row stands beside its row."""
        own, var = shapes[INPUT], shapes[name]
        return (*var, 1) if name == _VAR and var != own and var == own[:-1] else var

    def notes(self) -> Iterator[Explanation]:
        """Yield that it falls below 0, and how far."""
        if self.eps > 0:
            least = self._cost({INPUT: 0.0, TARGET: 0.0, _VAR: 0.0}, FloatMaths())
            if least < 0:
                yield explain(
                    ExplanationCode.LOSS_BELOW_ZERO, least=f"{least:.4f}".replace("-", "−")
                )

    def compute(self, stage: str, of: Numbers, maths: RowMaths) -> Number:
        """Return how unlikely each number is.

        Source:
            torch.nn.functional.gaussian_nll_loss.
        """
        del stage
        return self._cost(of, maths)

    def _cost(self, of: Numbers, maths: Maths) -> Number:
        var, difference = maths.maximum(of[_VAR], self.eps), of[INPUT] - of[TARGET]
        loss = 0.5 * (maths.log(var) + difference * difference / var)
        return loss + _CONSTANT if self.full else loss

    def worked(self, stage: str, of: Numbers, text: NumberTexts) -> Iterator[WorkedNumber]:
        """Yield the difference, the variance as it counts, and the loss."""
        del stage
        yield from self._worked_numbers(of, text)
        difference, var = of[INPUT] - of[TARGET], FloatMaths().maximum(of[_VAR], self.eps)
        added, letters = (" + ½·log 2π",) * 2 if self.full else ("", "")
        spread: str | Read = Read(of[_VAR], 2) if of[_VAR] >= self.eps else text(var)
        how = ("½·(log(", spread, f") + {text.factor(difference)}² /", spread, f"){added}")
        yield WorkedNumber("l", f"½·(log v + d² / v){letters}", how, self._cost(of, FloatMaths()))

    def _worked_numbers(self, of: Numbers, text: NumberTexts) -> Iterator[WorkedNumber]:
        how: tuple[str | Read, ...] = (Read(of[INPUT], 0), "−", Read(of[TARGET], 1, is_factor=True))
        yield WorkedNumber("d", "x − y", how, of[INPUT] - of[TARGET])
        if not of[_VAR] >= self.eps:
            how = ("max(", Read(of[_VAR], 2), f", {text(self.eps)})")
            yield WorkedNumber("v", "", how, FloatMaths().maximum(of[_VAR], self.eps))

    def slopes(self, of: Numbers, maths: RowMaths) -> Mapping[str, tuple[Number, ...]]:
        """Return those of the mean and of the variance, as it counts: torch clamps it unseen."""
        return {INPUT: (self._slope(INPUT, of, maths),), _VAR: (self._slope(_VAR, of, maths),)}

    def _slope(self, name: str, of: Numbers, maths: Maths) -> Number:
        var, difference = maths.maximum(of[_VAR], self.eps), of[INPUT] - of[TARGET]
        if name == INPUT:
            return difference / var
        return 0.5 * (1 / var - difference * difference / var / var)

    def worked_slope(self, name: str, of: Numbers, text: NumberTexts) -> Iterator[WorkedNumber]:
        """Yield the difference, the variance as it counts, and the slope."""
        yield from self._worked_numbers(of, text)
        difference, var = of[INPUT] - of[TARGET], FloatMaths().maximum(of[_VAR], self.eps)
        slope, d, v = self._slope(name, of, FloatMaths()), text(difference), text(var)
        if name == INPUT:
            yield WorkedNumber("l'", "d / v", (f"{d} / {v}",), slope)
        else:
            square = f"{text.factor(difference)}²"
            how = (f"½·(1 / {v} − {square} / {v}²)",)
            yield WorkedNumber("l'", "½·(1 / v − d² / v²)", how, slope)
