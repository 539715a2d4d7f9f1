"""Losses of margins between classes: the right one must lead all others."""

from __future__ import annotations

import math
from abc import abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Final

from convviz.core.call_numbers import ANY_NUMBER, number
from convviz.core.call_parameters import ParameterKind, parameter
from convviz.core.errors import ErrorCode, ShapeError
from convviz.core.explaining.explanations import ExplanationCode, explain
from convviz.core.losses.base import MOST_TAUGHT, reduction, register
from convviz.core.losses.pointwise import Read, WorkedNumber
from convviz.core.losses.stages import (
    INPUT,
    LOSSES,
    PLACE,
    TARGET,
    Stage,
    StagedLoss,
    StageKind,
    is_doubtful,
    mean_of_row,
    row_by_row,
    summed,
)
from convviz.core.written_numbers import written

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from convviz.core.explaining.explanations import Explanation
    from convviz.core.layers.base import Shape
    from convviz.core.layers.maths import Number
    from convviz.core.layers.pointwise import NumberTexts
    from convviz.core.layers.tensor_forms import TensorForm
    from convviz.core.losses.stages import Numbers, RowMaths

TERMS: Final = "terms"
"""What each class adds to its row's loss, before that is divided by how many there are."""

_WEIGHT: Final = "weight"


class ClassMarginLoss(StagedLoss):
    """A loss of rows of classes, of which each class adds something."""

    rows: ClassVar[tuple[str, ...]] = (INPUT, _WEIGHT)
    labels: ClassVar[bool] = True

    def picture_dimensions(self) -> tuple[int, ...]:
        """Return those of the classes alone, and of a batch of them."""
        return (1, 2)

    def first_input(self, input_shape: Shape) -> tuple[float, ...]:
        """Return outputs of which some lead and some do not."""
        return row_by_row(lambda row, place: (place * 2 + row) % 5 / 2, input_shape, MOST_TAUGHT)

    def check_forms(self, shapes: Mapping[str, Shape]) -> None:
        """Refuse other inputs than a row or a batch of rows, and targets that do not fit.

        Raises:
            ShapeError: WRONG_RANK, TARGET_SHAPE, WEIGHT_A_CLASS.
        """
        own, target = shapes[INPUT], shapes[TARGET]
        if len(own) not in self.picture_dimensions():
            raise self.wrong_rank(own, self.picture_dimensions())
        expected = self.first_form(TARGET, own).shape
        if not self.takes_target(own, target):
            facts = {"input": own, "target": target, "expected": expected}
            raise ShapeError(ErrorCode.TARGET_SHAPE, layer=self.type_name(), **facts)
        weight: tuple[float, ...] | None = getattr(self, _WEIGHT, None)
        if weight is not None and len(weight) != own[-1]:
            code, count = ErrorCode.WEIGHT_A_CLASS, len(weight)
            raise ShapeError(code, parameter=_WEIGHT, count=count, classes=own[-1])

    def takes_target(self, own: Shape, target: Shape) -> bool:
        """Return whether torch takes a target of a shape: it counts its numbers."""
        return len(target) <= 1 and math.prod(target) == math.prod(own[:-1])

    def compute(self, stage: str, of: Numbers, maths: RowMaths) -> Number:
        """Return what each class adds, or the mean of a row."""
        if stage == LOSSES:
            return maths.total(of[TERMS]) / maths.count(of[TERMS])
        return self.terms(of, maths)

    @abstractmethod
    def terms(self, of: Numbers, maths: RowMaths) -> Number:
        """Return what each class adds."""

    def worked(self, stage: str, of: Numbers, text: NumberTexts) -> Iterable[WorkedNumber]:
        """Return what a class adds, or the mean of a row, line by line."""
        if stage == LOSSES:
            return (mean_of_row(of[TERMS], len(of[TERMS]), text),)
        return self.worked_term(of, text)

    @abstractmethod
    def worked_term(self, of: Numbers, text: NumberTexts) -> Iterable[WorkedNumber]:
        """Return what a class adds, line by line."""


@register
@dataclass(frozen=True)
class MultiMarginLoss(ClassMarginLoss):
    """By how much the right class fails to lead each other one by the margin.

    Attributes:
        p: 1 adds what is missing, 2 its square.
        margin: By how much the right class must lead to cost nothing.
        weight: How much each class counts where it is the right one: one number a class. None: all
            count the same.
    """

    p: int = parameter(ParameterKind.INTEGER, 1, minimum=1)
    margin: float = number(1.0, ANY_NUMBER)
    weight: tuple[float, ...] | None = parameter(
        ParameterKind.OPTIONAL_NUMBERS, None, limits=ANY_NUMBER
    )
    reduction: str = reduction()

    each: ClassVar[tuple[str, ...]] = (_WEIGHT,)

    def integer_range(self, name: str) -> tuple[int, int]:
        """Return 1 and 2: torch knows no other power."""
        del name
        return 1, 2

    def stages(self) -> tuple[Stage, ...]:
        """Return what each class adds, then the losses."""
        rows = (INPUT,) if self.weight is None else (INPUT, _WEIGHT)
        terms = Stage(TERMS, rows, StageKind.PLACE, (TARGET,))
        return terms, Stage(LOSSES, (TERMS,), StageKind.ROW)

    def read_shape(self, name: str, shapes: Mapping[str, Shape]) -> Shape:
        """Return as which shape a tensor is read: of a batch of one, one label makes one loss."""
        own = shapes[name]
        return own[-1:] if name == INPUT and not shapes[TARGET] else own

    def letters(self) -> tuple[str, ...]:
        """Return it in letters."""
        power, weight = "^{2}" if self.p > 1 else "", r"w_{y} \, " if self.weight else ""
        short = r"\max(0, m - x_{y} + x_{j})"
        return (rf"l = \frac{{1}}{{C}} \sum_{{j \ne y}} {weight}{short}{power}",)

    def first_numbers_of(
        self, name: str, form: TensorForm, input_shape: Shape
    ) -> tuple[float, ...]:
        """Return a class for each row."""
        del name
        count = max((1, *input_shape[-1:]))
        return tuple(float((at + 2) % count) for at in range(form.size))

    def notes(self) -> Iterator[Explanation]:
        """Yield that leads count and not shares, and by what is divided."""
        margin = written(self.margin)
        if self.margin > 0:
            yield explain(ExplanationCode.LOSS_LEADS_BY_MARGIN, margin=margin)
        yield explain(ExplanationCode.LOSS_DIVIDES_BY_CLASSES, layer=self.type_name())

    def terms(self, of: Numbers, maths: RowMaths) -> Number:
        """Return what each class adds; the right one nothing.

        Source:
            torch, aten/src/ATen/native/LossMultiMargin.cpp.
        """
        short = self._short(of, maths)
        return self._weight(of, maths) * (short * short if self.p > 1 else short)

    def _short(self, of: Numbers, maths: RowMaths) -> Number:
        """Return by how much each class comes too near to the right one; 0 of that itself."""
        outputs, right = of[INPUT], of[TARGET]
        short = self.margin - maths.at(outputs, right) + outputs
        return maths.where((short > 0) & (maths.place(outputs) != right), short, 0.0)

    def near_corner(self, of: Numbers, maths: RowMaths) -> Number:
        """Return whether a class of a row is led by the margin up to rounding."""
        outputs, right = of[INPUT], maths.at(of[INPUT], of[TARGET])
        scale = abs(self.margin) + abs(right) + abs(outputs)
        doubtful = is_doubtful(self.margin - right + outputs, scale)
        return maths.largest(doubtful & (maths.place(outputs) != of[TARGET]))

    def _weight(self, of: Numbers, maths: RowMaths) -> Number:
        return 1.0 if self.weight is None else maths.at(of[_WEIGHT], of[TARGET])

    def places_read(self, stage: str, name: str, of: Numbers) -> Iterable[int] | None:
        """Return the right class and the own one; the right class itself reads none."""
        if stage == LOSSES:
            return None
        right, place = int(of[TARGET]), of[PLACE]
        if right == place:
            return ()
        return (right,) if name == _WEIGHT else (place, right)

    def worked_term(self, of: Numbers, text: NumberTexts) -> Iterator[WorkedNumber]:
        """Yield how far a class is from the right one, then what that adds."""
        right, place = int(of[TARGET]), of[PLACE]
        if right == place:
            yield WorkedNumber(f"y = {right}: c[{place}]", "", (), 0.0)
            return
        short = yield from self._worked_short(of, text)
        short = short if short > 0 else 0.0
        factor: tuple[str | Read, ...] = ()
        rule = f"max(0, z){'²' if self.p > 1 else ''}"
        if self.weight is not None:
            factor = (Read(of[_WEIGHT][right], right, is_factor=True), "·")
            rule = f"w[{right}]·{rule}"
        how = (*factor, f"{text.factor(short)}{'²' if self.p > 1 else ''}")
        weight = of[_WEIGHT][right] if self.weight is not None else 1.0
        term = weight * (short * short if self.p > 1 else short)
        yield WorkedNumber(f"c[{place}]", rule, how if factor or self.p > 1 else (), term)

    def _worked_short(self, of: Numbers, text: NumberTexts) -> Any:  # noqa: ANN401 - yields lines, returns a number
        right, place = int(of[TARGET]), of[PLACE]
        outputs = of[INPUT]
        short = self.margin - outputs[right] + outputs[place]
        how = (
            f"{text(self.margin)} −",
            Read(outputs[right], right, is_factor=True),
            "+",
            Read(outputs[place], place, is_factor=True),
        )
        yield WorkedNumber("z", f"m − x[{right}] + x[{place}]", how, short)
        return short

    def slopes(self, of: Numbers, maths: RowMaths) -> Mapping[str, tuple[Number, ...]]:
        """Return that of each class that comes too near, and minus all of them of the right one."""
        short = self._short(of, maths)
        each = 2 * short if self.p > 1 else maths.where(short > 0, 1.0, 0.0)
        pushed = self._weight(of, maths) * each / maths.count(short)
        is_right = maths.place(short) == of[TARGET]
        return {INPUT: (maths.where(is_right, -maths.total(pushed)[..., None], pushed),)}

    def worked_slope(self, name: str, of: Numbers, text: NumberTexts) -> Iterator[WorkedNumber]:
        """Yield how far a class is from the right one and its slope; of the right one, all."""
        del name
        right, place = int(of[TARGET]), of[PLACE]
        if right == place:
            pushed = [self._pushed(of, at) for at in range(len(of[INPUT])) if at != right]
            terms = ((text.factor(slope),) for slope in pushed)
            sums = ("−(", *summed(terms), ")")
            yield WorkedNumber(f"y = {right}: l'", f"−Σ l'[j ≠ {right}]", sums, -sum(pushed))
            return
        short = yield from self._worked_short(of, text)
        count = len(of[INPUT])
        if not short > 0:
            yield WorkedNumber("l'" if short != short else "z ≤ 0: l'", "", (), 0.0)  # noqa: PLR0124 - NaN
            return
        factors = [] if self.p == 1 else [f"2·{text.factor(short)}"]
        letters = [] if self.p == 1 else ["2·z"]
        if self.weight is not None:
            factors.insert(0, text.factor(of[_WEIGHT][right]))
            letters.insert(0, f"w[{right}]")
        rule, how = ("·".join(part) or "1" for part in (letters, factors))
        yield WorkedNumber("l'", f"{rule} / C", (f"{how} / {count}",), self._pushed(of, place))

    def _pushed(self, of: Numbers, place: int) -> Number:
        """Return the slope of a class that is not the right one."""
        right = int(of[TARGET])
        short = self.margin - of[INPUT][right] + of[INPUT][place]
        weight = of[_WEIGHT][right] if self.weight is not None else 1.0
        slope = 0.0 if not short > 0 else 2 * short if self.p > 1 else 1.0
        return weight * slope / len(of[INPUT])
