"""The loss of directions: whether two rows point the same way."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from convviz.core.call_numbers import ANY_NUMBER, number
from convviz.core.errors import ErrorCode, ShapeError
from convviz.core.explaining.explanations import ExplanationCode, explain
from convviz.core.layers.maths import FloatMaths
from convviz.core.losses.base import MOST_TAUGHT, reduction, register
from convviz.core.losses.pairs import INPUT2, PairLoss
from convviz.core.losses.pointwise import Read, WorkedNumber
from convviz.core.losses.stages import (
    INPUT,
    LOSSES,
    OWN,
    PLACE,
    TARGET,
    Stage,
    StageKind,
    is_doubtful,
    over_and_over,
    row_by_row,
    summed,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from convviz.core.explaining.explanations import Explanation
    from convviz.core.layers.base import Shape
    from convviz.core.layers.maths import Maths, Number
    from convviz.core.layers.pointwise import NumberTexts
    from convviz.core.layers.tensor_forms import TensorForm
    from convviz.core.losses.stages import Numbers, RowMaths

_COS: Final = "cos"
_LEAST_SQUARE: Final = 1e-12
"""torch adds it to each sum of squares, so that no length is 0."""


@register
@dataclass(frozen=True)
class CosineEmbeddingLoss(PairLoss):
    """How far two rows point from the same direction, or how near, where they should not.

    Attributes:
        margin: Up to which cosine two rows that should differ cost nothing.
    """

    margin: float = number(0.0, ANY_NUMBER)
    reduction: str = reduction()

    input_name: ClassVar[str] = "input1"
    takes: ClassVar[tuple[str, ...]] = (INPUT2, TARGET)
    takes_forms: ClassVar[tuple[str, ...]] = takes
    learned_tensors: ClassVar[tuple[str, ...]] = (INPUT, INPUT2)
    rows: ClassVar[tuple[str, ...]] = (INPUT, INPUT2)
    of_one_rank: ClassVar[tuple[str, ...]] = (INPUT2,)

    def stages(self) -> tuple[Stage, ...]:
        """Return the cosine of each pair of rows, then the losses."""
        cosine = Stage(_COS, (INPUT, INPUT2), StageKind.ROW)
        return cosine, Stage(LOSSES, (_COS, TARGET))

    def letters(self) -> tuple[str, ...]:
        """Return it in letters."""
        return (
            r"c = \frac{\sum x_{1} x_{2}}{\sqrt{\sum x_{1}^{2} \cdot \sum x_{2}^{2}}}",
            r"l = 1 - c \quad (y = 1)",
            r"l = \max(0, c - m) \quad (y = -1)",
        )

    def picture_dimensions(self) -> tuple[int, ...]:
        """Return those of a row, and of a batch of rows."""
        return (1, 2)

    def first_input(self, input_shape: Shape) -> tuple[float, ...]:
        """Return rows that point elsewhere place by place."""
        return row_by_row(lambda _, place: place % 3 + 1, input_shape, MOST_TAUGHT)

    def first_numbers_of(
        self, name: str, form: TensorForm, input_shape: Shape
    ) -> tuple[float, ...]:
        """Return rows of the same direction and of another one, which should differ."""
        del input_shape
        if name == TARGET:
            return over_and_over((1.0, -1.0), form.shape)
        return row_by_row(
            lambda row, place: 2 * (place % 3 + 1) if row % 2 == 0 else 1 - place % 2, form.shape
        )

    def check_forms(self, shapes: Mapping[str, Shape]) -> None:
        """Refuse what is neither a row with a single target, nor a batch of rows with one each.

        Raises:
            ShapeError: WRONG_RANK, TENSORS_OF_OTHER_RANK, TARGET_SHAPE.
        """
        own, target = shapes[INPUT], shapes[TARGET]
        if len(own) not in self.picture_dimensions():
            raise self.wrong_rank(own, self.picture_dimensions())
        super().check_forms(shapes)
        if len(target) != len(own) - 1:
            facts = {"input": own, "target": target, "expected": own[:-1]}
            raise ShapeError(ErrorCode.TARGET_SHAPE, layer=self.type_name(), **facts)

    def notes(self) -> Iterator[Explanation]:
        """Yield that lengths make no difference."""
        yield explain(ExplanationCode.LOSS_COSINE_DIRECTIONS, layer=self.type_name())

    def compute(self, stage: str, of: Numbers, maths: RowMaths) -> Number:
        """Return cosines, or what each costs; a target that is neither 1 nor -1 costs nothing.

        Source:
            torch, aten/src/ATen/native/Loss.cpp (cosine_embedding_loss).
        """
        if stage == _COS:
            first, second = of[INPUT], of[INPUT2]
            squares = (maths.total(x * x) + _LEAST_SQUARE for x in (first, second))
            return maths.total(first * second) / maths.sqrt(math.prod(squares))
        return self._cost(of, maths)

    def _cost(self, of: Numbers, maths: Maths) -> Number:
        near = maths.maximum(of[_COS] - self.margin, 0.0)
        same, differ = of[TARGET] == 1, of[TARGET] == -1
        return maths.where(same, 1 - of[_COS], 0.0) + maths.where(differ, near, 0.0)

    def worked(self, stage: str, of: Numbers, text: NumberTexts) -> Iterator[WorkedNumber]:
        """Yield the cosine by its sums, or what it costs by what the target says."""
        if stage == _COS:
            yield from self._worked_cosine(of, text)
            return
        loss, cosine = self._cost(of, FloatMaths()), Read(of[_COS], 0, is_factor=True)
        if of[TARGET] == 1:
            yield WorkedNumber("y = 1: l", "1 − cos", ("1 −", cosine), loss)
        elif of[TARGET] == -1:
            how = ("max(0,", Read(of[_COS], 0), f"− {text.factor(self.margin)})")
            yield WorkedNumber("y = −1: l", "max(0, cos − m)", how, loss)
        else:
            yield WorkedNumber(f"y = {text(of[TARGET])}: l", "", (), loss)

    def _worked_cosine(self, of: Numbers, text: NumberTexts) -> Iterator[WorkedNumber]:
        rows = of[INPUT], of[INPUT2]
        pairs = list(zip(*rows, strict=True))
        terms = (
            (Read(x, at, is_factor=True), "·", Read(y, at, is_factor=True))
            for at, (x, y) in enumerate(pairs)
        )
        product = sum(x * y for x, y in pairs)
        yield WorkedNumber("x₁·x₂", "", summed(terms), product)
        squares = []
        for letter, name in zip(("x₁", "x₂"), (INPUT, INPUT2), strict=True):
            row = of[name][: of[OWN][name]]
            numbers = ((Read(x, at, is_factor=True), "²") for at, x in enumerate(row))
            squares.append(_square(of, name))
            yield WorkedNumber(f"|{letter}|²", "", summed(numbers), squares[-1])
        one, other = squares
        how = (f"{text.factor(product)} / √({text(one)}·{text(other)})",)
        cosine = product / FloatMaths().sqrt(one * other)
        yield WorkedNumber("cos", "x₁·x₂ / √(|x₁|²·|x₂|²)", how, cosine)

    def slopes(self, of: Numbers, maths: RowMaths) -> Mapping[str, tuple[Number, ...]]:
        """Return how each row would turn."""
        first, second = of[INPUT], of[INPUT2]
        squares = [maths.total(x * x)[..., None] + _LEAST_SQUARE for x in (first, second)]
        lengths = maths.sqrt(squares[0] * squares[1])
        turn, cosine = self._turn(of, maths), of[_COS]
        return {
            INPUT: (turn * (second / lengths), -turn * (cosine * first / squares[0])),
            INPUT2: (turn * (first / lengths), -turn * (cosine * second / squares[1])),
        }

    def near_corner(self, of: Numbers, maths: RowMaths) -> Number:
        """Return whether the cosine is the margin up to rounding, where that matters."""
        del maths
        near = is_doubtful(of[_COS] - self.margin, 1 + abs(of[_COS]))
        return ((of[TARGET] == -1) & near)[..., 0]

    def _turn(self, of: Numbers, maths: Maths) -> Number:
        """Return how a loss changes with the cosine."""
        apart = maths.where(of[_COS] - self.margin >= 0, 1.0, 0.0)
        differ = maths.where(of[TARGET] == -1, apart, 0.0)
        return maths.where(of[TARGET] == 1, -1.0, differ)

    def worked_slope(self, name: str, of: Numbers, text: NumberTexts) -> Iterator[WorkedNumber]:
        """Yield the slope of the cosine, then that with the sign that the target gives it."""
        turn, place = self._turn(of, FloatMaths()), of[PLACE]
        target = f"y = {text(of[TARGET])}: l'"
        if not turn:
            yield WorkedNumber(target, "", (), 0.0)
            return
        own, other = (INPUT, INPUT2) if name == INPUT else (INPUT2, INPUT)
        letter, beside = ("x₁", "x₂") if name == INPUT else ("x₂", "x₁")
        squares = {source: _square(of, source) for source in (own, other)}
        length = FloatMaths().sqrt(squares[own] * squares[other])
        x, y = of[own][place], of[other][place]
        slope = y / length - of[_COS] * x / squares[own]
        how = (
            Read(y, place, is_factor=True),
            f"/ {text(length)} − {text.factor(of[_COS])}·",
            Read(x, place, is_factor=True),
            f"/ {text(squares[own])}",
        )
        rule = f"{beside} / (|x₁|·|x₂|) − cos·{letter} / |{letter}|²"
        yield WorkedNumber("cos'", rule, how, slope)
        yield WorkedNumber(target, "−cos'" if turn < 0 else "cos'", (), turn * slope)


def _square(of: Numbers, name: str) -> Number:
    """Return the sum of the squares of a row, of which torch repeats nothing."""
    return sum(x * x for x in of[name][: of[OWN][name]]) + _LEAST_SQUARE
