"""Losses of several inputs: which of two ranks higher."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from convviz.core.call_numbers import ANY_NUMBER, number
from convviz.core.errors import ErrorCode, ShapeError
from convviz.core.explaining.explanations import ExplanationCode, explain
from convviz.core.layers.maths import FloatMaths
from convviz.core.losses.base import MOST_TAUGHT, reduction, register
from convviz.core.losses.pointwise import Read, WorkedNumber
from convviz.core.losses.stages import (
    INPUT,
    LOSSES,
    TARGET,
    Stage,
    StagedLoss,
    is_doubtful,
    no_slope,
    over_and_over,
)
from convviz.core.written_numbers import written

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from convviz.core.explaining.explanations import Explanation
    from convviz.core.layers.base import Shape
    from convviz.core.layers.maths import Number
    from convviz.core.layers.pointwise import NumberTexts
    from convviz.core.layers.tensor_forms import TensorForm
    from convviz.core.losses.stages import Numbers, RowMaths

INPUT2: Final = "input2"


class PairLoss(StagedLoss):
    """A loss of several inputs, which have as many dimensions as each other."""

    of_one_rank: ClassVar[tuple[str, ...]] = ()

    def check_forms(self, shapes: Mapping[str, Shape]) -> None:
        """Refuse tensors with more or fewer dimensions than the input.

        Raises:
            ShapeError: TENSORS_OF_OTHER_RANK.
        """
        own = shapes[INPUT]
        for name in self.of_one_rank:
            if len(shapes[name]) != len(own):
                code, layer = ErrorCode.TENSORS_OF_OTHER_RANK, self.type_name()
                names = {"first": self.input_name, "second": name}
                sizes = {"first_shape": own, "second_shape": shapes[name]}
                raise ShapeError(code, layer=layer, **names, **sizes)


@register
@dataclass(frozen=True)
class MarginRankingLoss(PairLoss):
    """How much the one input falls short of ranking above the other, and by the margin.

    Attributes:
        margin: By how much the higher one must lie above the lower one to cost nothing.
    """

    margin: float = number(0.0, ANY_NUMBER)
    reduction: str = reduction()

    input_name: ClassVar[str] = "input1"
    takes: ClassVar[tuple[str, ...]] = (INPUT2, TARGET)
    takes_forms: ClassVar[tuple[str, ...]] = takes
    learned_tensors: ClassVar[tuple[str, ...]] = (INPUT, INPUT2)
    of_one_rank: ClassVar[tuple[str, ...]] = takes

    def stages(self) -> tuple[Stage, ...]:
        """Return the losses alone."""
        return (Stage(LOSSES, (INPUT, INPUT2, TARGET)),)

    def letters(self) -> tuple[str, ...]:
        """Return it in letters."""
        return (r"l = \max(0, m - y \, (x_{1} - x_{2}))",)

    def first_input(self, input_shape: Shape) -> tuple[float, ...]:
        """Return scores beside those of :meth:`first_numbers_of`: right, wrong and even ones."""
        return over_and_over((3.0, 1.0, 2.0, 0.0), input_shape, MOST_TAUGHT)

    def first_numbers_of(
        self, name: str, form: TensorForm, input_shape: Shape
    ) -> tuple[float, ...]:
        """Return scores, and which input should rank higher: 1 the first, -1 the second."""
        del input_shape
        if name == TARGET:
            return over_and_over((1.0, 1.0, -1.0), form.shape)
        return over_and_over((1.0, 2.0, 2.5, 0.5, 0.0), form.shape)

    def notes(self) -> Iterator[Explanation]:
        """Yield that a ranking costs until it is right by the margin."""
        code = ExplanationCode.LOSS_RANKS_BY_MARGIN
        if self.margin > 0:
            yield explain(code, layer=self.type_name(), margin=written(self.margin))
        elif self.margin == 0:
            yield explain(ExplanationCode.LOSS_RANKS_EQUALS, layer=self.type_name())

    def compute(self, stage: str, of: Numbers, maths: RowMaths) -> Number:
        """Return how much each pair falls short.

        Source:
            torch, aten/src/ATen/native/Loss.cpp (margin_ranking_loss).
        """
        del stage
        return maths.maximum(self._short(of), 0.0)

    def _short(self, of: Numbers) -> Number:
        return -of[TARGET] * (of[INPUT] - of[INPUT2]) + self.margin

    def worked(self, stage: str, of: Numbers, text: NumberTexts) -> Iterator[WorkedNumber]:
        """Yield the lead of the first input, then what is missing of the margin."""
        del stage
        lead = of[INPUT] - of[INPUT2]
        how = (Read(of[INPUT], 0), "−", Read(of[INPUT2], 1, is_factor=True))
        yield WorkedNumber("d", "x₁ − x₂", how, lead)
        target = Read(of[TARGET], 2, is_factor=True)
        short = (f"max(0, {text(self.margin)} −", target, f"·{text.factor(lead)})")
        loss = FloatMaths().maximum(self._short(of), 0.0)
        yield WorkedNumber("l", "max(0, m − y·d)", short, loss)

    def slopes(self, of: Numbers, maths: RowMaths) -> Mapping[str, tuple[Number, ...]]:
        """Return the target's sign where something is missing, and where nothing more is."""
        falls = maths.where(self._short(of) >= 0, 1.0, 0.0) * of[TARGET]
        return {INPUT: (-falls,), INPUT2: (falls,)}

    def near_corner(self, of: Numbers, maths: RowMaths) -> Number:
        """Return whether a pair is right by the margin up to rounding."""
        del maths
        scale = abs(self.margin) + abs(of[INPUT]) + abs(of[INPUT2])
        return is_doubtful(self._short(of), scale)

    def worked_slope(self, name: str, of: Numbers, text: NumberTexts) -> Iterator[WorkedNumber]:
        """Yield what is missing of the margin, then the slope: 0 where that is nothing."""
        short, target = self._short(of), Read(of[TARGET], 2, is_factor=True)
        how = (
            f"{text(self.margin)} −",
            target,
            "·(",
            Read(of[INPUT], 0),
            "−",
            Read(of[INPUT2], 1, is_factor=True),
            ")",
        )
        yield WorkedNumber("s", "m − y·(x₁ − x₂)", how, short)
        if not short >= 0:
            yield WorkedNumber(no_slope("s", short), "", (), 0.0 * of[TARGET])
        elif name == INPUT:
            yield WorkedNumber("s ≥ 0: l'", "−y", ("−", target), -of[TARGET])
        else:
            yield WorkedNumber("s ≥ 0: l'", "y", (), of[TARGET])
