"""The loss of lists of right classes: each of them must lead every other class."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from convviz.core.explaining.explanations import ExplanationCode, explain
from convviz.core.losses.base import reduction, register
from convviz.core.losses.class_margins import TERMS, ClassMarginLoss
from convviz.core.losses.pointwise import Read, WorkedNumber
from convviz.core.losses.stages import (
    INPUT,
    LOSSES,
    PLACE,
    TARGET,
    Stage,
    StageKind,
    is_doubtful,
    row_by_row,
    summed,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from convviz.core.explaining.explanations import Explanation
    from convviz.core.layers.base import Shape
    from convviz.core.layers.maths import Number
    from convviz.core.layers.pointwise import NumberTexts
    from convviz.core.layers.tensor_forms import TensorForm
    from convviz.core.losses.stages import Numbers, RowMaths


@register
@dataclass(frozen=True)
class MultiLabelMarginLoss(ClassMarginLoss):
    """By how much the right classes, listed up to the first -1, fail to lead each other by 1."""

    reduction: str = reduction()

    rows: ClassVar[tuple[str, ...]] = (INPUT, TARGET)
    least_label: ClassVar[int] = -1

    def stages(self) -> tuple[Stage, ...]:
        """Return what each class adds, then the losses."""
        terms = Stage(TERMS, (INPUT, TARGET), StageKind.PLACE)
        return terms, Stage(LOSSES, (TERMS,), StageKind.ROW)

    def takes_target(self, own: Shape, target: Shape) -> bool:
        """Return whether it has the input's shape, or as many numbers as a single row."""
        return target == own or (len(own) == 1 and not target and own == (1,))

    def read_shape(self, name: str, shapes: Mapping[str, Shape]) -> Shape:
        """Return as which shape a tensor is read: a target as the input."""
        return shapes[INPUT] if name == TARGET else shapes[name]

    def letters(self) -> tuple[str, ...]:
        """Return it in letters."""
        return (r"l = \frac{1}{C} \sum_{t \in y} \sum_{j \notin y} \max(0, 1 - x_{t} + x_{j})",)

    def first_numbers_of(
        self, name: str, form: TensorForm, input_shape: Shape
    ) -> tuple[float, ...]:
        """Return lists of classes, of which -1 ends each: one, then two, and so on."""
        del name
        count = max((1, *input_shape[-1:]))

        def label(row: int, place: int) -> float:
            return (place + row) % count if place <= row % 2 and place < count - 1 else -1.0

        return row_by_row(label, form.shape)

    def notes(self) -> Iterator[Explanation]:
        """Yield that a list ends at -1, and by what is divided."""
        yield explain(ExplanationCode.LOSS_LABELS_END, layer=self.type_name())
        yield explain(ExplanationCode.LOSS_DIVIDES_BY_CLASSES, layer=self.type_name())

    def terms(self, of: Numbers, maths: RowMaths) -> Number:
        """Return what each class adds that is not listed.

        Source:
            torch, aten/src/ATen/native/LossMultiLabelMargin.cpp.
        """
        total = 0.0 * of[TARGET]
        for _, short in self._each_short(of, maths):
            total = total + short
        return total

    def _each_listed(self, of: Numbers, maths: RowMaths) -> Iterator[tuple[Number, Number]]:
        """Yield the listed classes, one of each row, and of which rows it is one."""
        labels = of[TARGET]
        counts = maths.before(labels, -1.0)
        for at in range(maths.count(labels)):
            if counts[..., at].any():
                yield labels[..., at : at + 1], counts[..., at : at + 1]

    def _each_short(self, of: Numbers, maths: RowMaths) -> Iterator[tuple[Number, Number]]:
        """Yield of each listed class which it is, and by how much each other comes too near."""
        outputs, listed = of[INPUT], list(self._each_listed(of, maths))
        is_listed: Number = 0.0 * of[TARGET]
        for label, is_one in listed:
            is_listed = is_listed + maths.where(is_one & (maths.place(outputs) == label), 1.0, 0.0)
        for label, is_one in listed:
            safe = maths.where(is_one, label, 0.0)
            short = 1.0 - maths.at(outputs, safe) + outputs
            is_near = is_one & (short > 0) & (is_listed == 0)
            yield maths.where(is_one, label, -1.0), maths.where(is_near, short, 0.0)

    def places_read(self, stage: str, name: str, of: Numbers) -> Iterable[int] | None:
        """Return the listed classes and the own one; of the list, as far as it is looked at."""
        if stage == LOSSES:
            return None
        listed, place = _listed(of), of[PLACE]
        if name == TARGET:
            return range(min(len(listed) + 1, len(of[TARGET])))
        return () if place in listed or not listed else (place, *listed)

    def worked_term(self, of: Numbers, text: NumberTexts) -> Iterator[WorkedNumber]:
        """Yield what a class adds: for each listed one by how much it comes too near."""
        del text
        listed, place, outputs = _listed(of), of[PLACE], of[INPUT]
        if place in listed:
            yield WorkedNumber(f"{place} ∈ y: c[{place}]", "", (), 0.0)
            return
        terms = (
            (
                "max(0, 1 −",
                Read(outputs[label], label, is_factor=True),
                "+",
                Read(outputs[place], place, is_factor=True),
                ")",
            )
            for label in listed
        )
        short = (1.0 - outputs[label] + outputs[place] for label in listed)
        value = sum((x if x > 0 else 0.0 for x in short), 0.0)
        yield WorkedNumber(f"c[{place}]", f"Σ max(0, 1 − x[t] + x[{place}])", summed(terms), value)

    def near_corner(self, of: Numbers, maths: RowMaths) -> Number:
        """Return whether a class of a row is led by 1 up to rounding."""
        outputs = of[INPUT]
        doubtful: Number = outputs != outputs  # noqa: PLR0124 - none yet, NaN means nothing
        for label, is_one in self._each_listed(of, maths):
            right = maths.at(outputs, maths.where(is_one, label, 0.0))
            scale = 1 + abs(right) + abs(outputs)
            doubtful = doubtful | (is_one & is_doubtful(1.0 - right + outputs, scale))
        return maths.largest(doubtful)

    def slopes(self, of: Numbers, maths: RowMaths) -> Mapping[str, tuple[Number, ...]]:
        """Return how many listed classes a class comes too near to, and of these the reverse."""
        share = 1.0 / maths.count(of[TARGET])
        pieces: list[Number] = [0.0 * of[TARGET]]
        for label, short in self._each_short(of, maths):
            pushed = maths.where(short > 0, share, 0.0)
            is_own = maths.place(pushed) == label
            pieces += [pushed, maths.where(is_own, -maths.total(pushed)[..., None], 0.0)]
        return {INPUT: tuple(pieces)}

    def worked_slope(self, name: str, of: Numbers, text: NumberTexts) -> Iterator[WorkedNumber]:
        """Yield how many pairs come too near to each other, then their share of the mean."""
        del name
        listed, place, outputs = _listed(of), of[PLACE], of[INPUT]
        count = len(outputs)
        if place in listed:
            others = [at for at in range(count) if at not in listed]
            near = sum(1.0 - outputs[place] + outputs[at] > 0 for at in others)
            near *= listed.count(place)
            rule, sign = f"#(1 − x[{place}] + x[j] > 0)", "−"
        else:
            near = sum(1.0 - outputs[label] + outputs[place] > 0 for label in listed)
            rule, sign = f"#(1 − x[t] + x[{place}] > 0)", ""
        yield WorkedNumber("n", rule, (), float(near))
        slope = (-near if sign else near) / count
        yield WorkedNumber("l'", f"{sign}n / C", (f"{sign}{text(float(near))} / {count}",), slope)


def _listed(of: Numbers) -> list[int]:
    """Return the classes that a row of a target lists."""
    listed: list[int] = []
    for label in of[TARGET]:
        if label < 0:
            break
        listed.append(int(label))
    return listed
