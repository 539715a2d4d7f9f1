"""Losses worked out: what each number or each sample costs, then all together."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from convviz.core.formulas.rule_latex import latex_number
from convviz.stepping.cells import OUTPUT
from convviz.stepping.lines.line_parts import sign, value_text
from convviz.stepping.lines.result_latex import MOST_ADDED, added_latex, inside_latex
from convviz.stepping.lines.worked_lines import added, term, worked_line
from convviz.stepping.worked.parts import (
    MOST_LIT,
    Part,
    PartReading,
    WorkedStep,
    Working,
    computed_part,
    washed_wholly,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from convviz.core.losses import Loss
    from convviz.stepping.lines.line_parts import LinePart
    from convviz.values.layer_values import Array

TARGET: Final = "target"
WEIGHT: Final = "weight"
LOSSES: Final = "losses"


class LossWorking(Working):
    """A loss, whose last step makes one number of all.

    Attributes:
        loss: The loss.
        mean_rule: What a mean is, in letters.
    """

    mean_rule = "Σ l / n"

    def __init__(
        self, loss: Loss, before: tuple[Part, ...], losses: Part, divisor: float, result: Array
    ) -> None:
        """Work a loss out.

        Args:
            loss: The loss.
            before: The parts that the losses come from.
            losses: The losses before they are reduced.
            divisor: By which a mean divides their sum.
            result: What they are reduced to.
        """
        self.loss = loss
        self._divisor = divisor
        self.parts = (*before, losses)
        if loss.reduction != "none":
            self.parts += (computed_part(OUTPUT, result),)

    def work_out(self, part: str, flat: int) -> WorkedStep:
        """Return how a cell of a part comes about."""
        return self._reduced() if part == OUTPUT else self.work_out_before(part, flat)

    @abstractmethod
    def work_out_before(self, part: str, flat: int) -> WorkedStep:
        """Return how a cell comes about before all are reduced."""

    def users(self, name: str, flat: int) -> Iterator[tuple[str, Iterable[int]]]:
        """Yield which cells are made of one."""
        if name == LOSSES and self.loss.reduction != "none":
            yield OUTPUT, (0,)
        elif name not in {LOSSES, OUTPUT}:
            yield from self.users_before(name, flat)

    @abstractmethod
    def users_before(self, name: str, flat: int) -> Iterator[tuple[str, Iterable[int]]]:
        """Yield which cells are made of one of a part before the losses."""

    def divisor_parts(self) -> tuple[list[LinePart], dict[str, tuple[PartReading, ...]]]:
        """Return by what a mean divides, written out, and which cells it is read from."""
        return [term(value_text(self._divisor))], {}

    def result_latex(self) -> str:
        """Return the sum or the mean with the numbers."""
        if self.loss.reduction == "none":
            return ""
        losses = self.part(LOSSES).values.ravel()
        shown = [*losses[:MOST_ADDED], *losses[MOST_ADDED:][-1:]]
        first, others = map(latex_number, shown[:1]), map(inside_latex, shown[1:])
        total = added_latex([*first, *others])
        result = latex_number(float(self.part(OUTPUT).values.item()))
        if self.loss.reduction != "sum":
            total = rf"\frac{{{total}}}{{{latex_number(self._divisor)}}}"
        return f"L = {total} = {result}"

    def _reduced(self) -> WorkedStep:
        losses, output = self.part(LOSSES), self.part(OUTPUT)
        count = losses.size
        values = losses.values.ravel().tolist()
        sums = added([(value, number) for number, value in enumerate(values)])
        reads: dict[str, tuple[PartReading, ...]] = {}
        washes = {LOSSES: washed_wholly(losses)} if count > MOST_LIT else {}
        if not washes:
            cells = losses.cells_at(np.arange(count))
            reads[LOSSES] = tuple(map(PartReading, cells, range(count)))
        rule = "Σ l"
        if self.loss.reduction != "sum":
            rule = self.mean_rule
            divisor, beside = self.divisor_parts()
            sums = [sign("("), *sums, sign(")"), sign("/"), *divisor]
            reads |= beside
        line = worked_line("L", rule, sums, float(output.values.item()))
        return WorkedStep(OUTPUT, output.cell_at(0), reads, (line,), count, washes)


def numbers_of(array: Any) -> Array:  # noqa: ANN401 - of either type
    """Return a tensor's numbers as they are drawn."""
    numbers: Array = array.astype(float)
    return numbers
