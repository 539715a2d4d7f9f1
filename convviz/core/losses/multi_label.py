"""The loss of several right classes at once: each class is a yes or a no by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from convviz.core.call_numbers import ANY_NUMBER
from convviz.core.call_parameters import ParameterKind, parameter
from convviz.core.errors import ErrorCode, ShapeError
from convviz.core.explaining.explanations import ExplanationCode, explain
from convviz.core.layers.maths import FloatMaths
from convviz.core.losses.base import MOST_TAUGHT, reduction, register
from convviz.core.losses.class_margins import TERMS
from convviz.core.losses.pointwise import Read, WorkedNumber
from convviz.core.losses.shares import log_sigmoid
from convviz.core.losses.stages import (
    INPUT,
    LOSSES,
    OWN,
    PLACE,
    TARGET,
    Stage,
    StagedLoss,
    StageKind,
    joined_shape,
    mean_of_row,
    over_and_over,
    row_by_row,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from convviz.core.explaining.explanations import Explanation
    from convviz.core.layers.base import Shape
    from convviz.core.layers.maths import Maths, Number
    from convviz.core.layers.pointwise import NumberTexts
    from convviz.core.layers.tensor_forms import TensorForm
    from convviz.core.losses.stages import Numbers, RowMaths

_WEIGHT = "weight"


@register
@dataclass(frozen=True)
class MultiLabelSoftMarginLoss(StagedLoss):
    """The binary cross entropy of each class by itself, after a sigmoid, and the mean of a row.

    Attributes:
        weight: How much each class counts: one number a class. None: all count the same.
    """

    weight: tuple[float, ...] | None = parameter(
        ParameterKind.OPTIONAL_NUMBERS, None, limits=ANY_NUMBER
    )
    reduction: str = reduction()

    in_nats: ClassVar[bool] = True
    takes_logits: ClassVar[bool] = True
    rows: ClassVar[tuple[str, ...]] = (INPUT, TARGET, _WEIGHT)
    each: ClassVar[tuple[str, ...]] = (_WEIGHT,)

    def stages(self) -> tuple[Stage, ...]:
        """Return what each class costs, then the mean of each row."""
        read = (INPUT, TARGET) if self.weight is None else (INPUT, TARGET, _WEIGHT)
        return Stage(TERMS, read), Stage(LOSSES, (TERMS,), StageKind.ROW)

    def letters(self) -> tuple[str, ...]:
        """Return it in letters."""
        weight = r"w_{c} \, " if self.weight is not None else ""
        cost = r"y_{c} \log p_{c} + (1 - y_{c}) \log (1 - p_{c})"
        return (
            r"p_{c} = \frac{1}{1 + e^{-x_{c}}}",
            rf"l = -\frac{{1}}{{C}} \sum_{{c}} {weight}({cost})",
        )

    def first_input(self, input_shape: Shape) -> tuple[float, ...]:
        """Return outputs that say yes and no, some of them wrongly."""
        return row_by_row(lambda row, place: (place * 2 + row) % 5 - 2, input_shape, MOST_TAUGHT)

    def first_numbers_of(
        self, name: str, form: TensorForm, input_shape: Shape
    ) -> tuple[float, ...]:
        """Return several yeses a row."""
        del name, input_shape
        return over_and_over((0.0, 1.0, 1.0, 1.0, 0.0), form.shape)

    def check_forms(self, shapes: Mapping[str, Shape]) -> None:
        """Refuse targets of more dimensions than the input, and weights that fit no class.

        torch takes such a target, and adds up along another dimension than that of the classes.

        Raises:
            ShapeError: TARGET_SHAPE, WEIGHT_A_PLACE.
        """
        own, target = shapes[INPUT], shapes[TARGET]
        if not own:
            raise self.wrong_rank(own, self.picture_dimensions())
        if len(target) > len(own):
            facts = {"input": own, "target": target, "expected": own}
            raise ShapeError(ErrorCode.TARGET_SHAPE, layer=self.type_name(), **facts)
        joined, weight = joined_shape(own, target), self.weight or ()
        if weight and joined is not None and joined_shape(joined, (len(weight),)) is None:
            code, last = ErrorCode.WEIGHT_A_PLACE, joined[-1]
            raise ShapeError(code, parameter=_WEIGHT, count=len(weight), last=last)

    def notes(self) -> Iterator[Explanation]:
        """Yield which other loss it is."""
        yield explain(ExplanationCode.LOSS_LIKE_BCE, layer=self.type_name())
        yield explain(ExplanationCode.LOSS_NEVER_LOG_OF_ZERO, layer=self.type_name())

    def compute(self, stage: str, of: Numbers, maths: RowMaths) -> Number:
        """Return what each class costs, or the mean of a row.

        Source:
            torch.nn.functional.multilabel_soft_margin_loss.
        """
        if stage == LOSSES:
            return maths.total(of[TERMS]) / maths.count(of[INPUT])
        cost = self._cost(of[INPUT], of[TARGET], maths)
        return cost if self.weight is None else cost * of[_WEIGHT]

    def _cost(self, x: Number, y: Number, maths: Maths) -> Number:
        return -(y * log_sigmoid(x, maths) + (1 - y) * log_sigmoid(-x, maths))

    def worked(self, stage: str, of: Numbers, text: NumberTexts) -> Iterator[WorkedNumber]:
        """Yield the share of yes and what it costs, or the mean of a row."""
        if stage == LOSSES:
            yield mean_of_row(of[TERMS], of[OWN][INPUT], text)
            return
        x, y, maths = of[INPUT], of[TARGET], FloatMaths()
        yes, no = log_sigmoid(x, maths), log_sigmoid(-x, maths)
        how: tuple[str | Read, ...] = ("1 / (1 + exp(−", Read(x, 0, is_factor=True), "))")
        yield WorkedNumber("p", "sigmoid(x)", how, maths.exp(yes))
        target, weight = Read(y, 1, is_factor=True), 1.0
        how = ("−(", target, f"·{text.factor(yes)} + (1 −", target, f")·{text.factor(no)})")
        rule = "−(y·log p + (1 − y)·log(1 − p))"
        if self.weight is not None:
            weight = of[_WEIGHT]
            how, rule = (Read(weight, 2, is_factor=True), "·", *how), f"w·{rule}"
        yield WorkedNumber("c", rule, how, weight * self._cost(x, y, maths))

    def slopes(self, of: Numbers, maths: RowMaths) -> Mapping[str, tuple[Number, ...]]:
        """Return the share of yes less the target, of each class."""
        slope = self._slope(of[INPUT], of[TARGET], maths) / maths.count(of[INPUT])
        return {INPUT: (slope if self.weight is None else slope * of[_WEIGHT],)}

    def _slope(self, x: Number, y: Number, maths: Maths) -> Number:
        yes, no = maths.exp(log_sigmoid(x, maths)), maths.exp(log_sigmoid(-x, maths))
        return (1 - y) * yes - y * no

    def worked_slope(self, name: str, of: Numbers, text: NumberTexts) -> Iterator[WorkedNumber]:
        """Yield the share of yes, then that less the target, divided by all classes."""
        del name
        maths, place, count = FloatMaths(), of[PLACE], of[OWN][INPUT]
        x, y = of[INPUT][place], of[TARGET][place]
        share = maths.exp(log_sigmoid(x, maths))
        how: tuple[str | Read, ...] = ("1 / (1 + exp(−", Read(x, place, is_factor=True), "))")
        yield WorkedNumber("p", "sigmoid(x)", how, share)
        how = (f"({text(share)} −", Read(y, place, is_factor=True), f") / {count}")
        slope, rule = self._slope(x, y, maths) / count, "(p − y) / C"
        if self.weight is not None:
            weight = of[_WEIGHT][place]
            how, rule = (Read(weight, place, is_factor=True), "·", *how), f"w·{rule}"
            slope = slope * weight
        yield WorkedNumber("l'", rule, how, slope)
