"""Losses worked out: the loss of each number, then of all together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from convviz.stepping.cells import INPUT, KERNEL, OUTPUT
from convviz.stepping.lines.step_lines import NUMBER_TEXTS, bracketed, value_text
from convviz.stepping.lines.worked_lines import added, sign, term, worked_line
from convviz.stepping.worked.parts import (
    PartReading,
    WorkedStep,
    Working,
    computed_part,
    given_part,
)
from convviz.values.loss_values import distance_losses, reduced

if TYPE_CHECKING:
    from convviz.core.losses.distances import DistanceLoss
    from convviz.stepping.lines.step_lines import StepLine
    from convviz.stepping.scene.scene import Scene

TARGET: Final = "target"
DIFFERENCE: Final = "difference"
LOSSES: Final = "losses"


def loss_working(scene: Scene) -> Working:
    """Return how a loss comes about."""
    layer: Any = scene.layer
    return DistanceWorking(layer, scene.plain_input, scene.plain_weights[TARGET])


class DistanceWorking(Working):
    """A loss of differences: of each number by itself, then their mean or sum."""

    def __init__(
        self, loss: DistanceLoss, values: np.ndarray[Any, Any], target: np.ndarray[Any, Any]
    ) -> None:
        """Work a loss out.

        Args:
            loss: The loss.
            values: Its input, of any shape.
            target: Of the same shape.
        """
        self._loss = loss
        self._values, self._target = values.ravel(), target.ravel()
        losses = distance_losses(loss, values, target)
        self._losses = losses.ravel()
        parts = [
            given_part(INPUT, values),
            given_part(TARGET, target, look=KERNEL, sign="−"),
            computed_part(LOSSES, losses, sign="→"),
        ]
        if loss.reduction != "none":
            parts.append(computed_part(OUTPUT, reduced(loss, losses)))
        self.parts = tuple(parts)

    def work_out(self, part: str, flat: int) -> WorkedStep:
        """Return how the loss of a number, or of all, comes about."""
        return self._reduced() if part == OUTPUT else self._of_number(flat)

    def _of_number(self, flat: int) -> WorkedStep:
        x, y = float(self._values[flat]), float(self._target[flat])
        cell = self.part(LOSSES).cell_at(flat)
        with np.errstate(all="ignore"):
            difference = float(np.float64(x) - np.float64(y))
        numbers = [term(value_text(x), 0), sign("−"), term(bracketed(y), 1)]
        lines = (
            worked_line("d", "x − y", numbers, difference),
            worked_line(
                "l", "", self._loss.written(difference, NUMBER_TEXTS), float(self._losses[flat])
            ),
        )
        reads = {INPUT: (PartReading(cell, 0),), TARGET: (PartReading(cell, 1),)}
        return WorkedStep(LOSSES, cell, reads, lines, taps=2)

    def _reduced(self) -> WorkedStep:
        losses = self.part(LOSSES)
        output = self.part(OUTPUT)
        count = losses.size
        reads = tuple(PartReading(losses.cell_at(flat), flat) for flat in range(count))
        return WorkedStep(
            OUTPUT, output.cell_at(0), {LOSSES: reads}, (self._reduction_line(),), taps=count
        )

    def _reduction_line(self) -> StepLine:
        values = [(value, number) for number, value in enumerate(self._losses.tolist())]
        sums = added(values)
        total = float(self.part(OUTPUT).values.item())
        if self._loss.reduction == "sum":
            return worked_line("L", "", sums, total)
        numbers = [sign("("), *sums, sign(")"), sign("/"), term(value_text(len(values)))]
        return worked_line("L", "", numbers, total)
