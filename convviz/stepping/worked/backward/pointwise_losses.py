"""The backward pass of losses of each number by itself: how much each would change the loss."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from convviz.protocol.document import UPSTREAM
from convviz.stepping.lines.line_parts import NUMBER_TEXTS, value_text
from convviz.stepping.lines.worked_lines import worked_line
from convviz.stepping.worked.backward.gradient_working import GRAD_INPUT
from convviz.stepping.worked.backward.losses import SLOPE, LossBackward
from convviz.stepping.worked.losses import TARGET
from convviz.stepping.worked.parts import Part, PartReading, WorkedStep
from convviz.stepping.worked.pointwise_losses import line_of, parts_of_each, places_of
from convviz.values.gradients.losses import number_slopes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from convviz.stepping.lines.line_parts import StepLine

_MOST_LINES: Final = 8
"""Slopes of a number that was repeated which have a line of their own."""


class PointwiseLossBackward(LossBackward):
    """Each number gets the slope of its own loss; one that was repeated, of all of them."""

    def make_parts(self) -> None:
        """Put input, target and what else each loss reads beside the upstream gradient."""
        super().make_parts()
        loss: Any = self.scene.layer
        slopes = number_slopes(self.passed)
        self._slopes = slopes.ravel()
        given = [self.given("input"), self.given(TARGET, sign="↔"), *parts_of_each(loss)]
        self._read: tuple[tuple[Part, NDArray[np.intp]], ...] = tuple(
            (part, places_of(part.shape, slopes.shape)) for part in given
        )
        self.parts = (*given, self.upstream_part(), self.gradient("input", sign="→"))

    def work_out(self, part: str, flat: int) -> WorkedStep:
        """Return what a number of the input gets."""
        _, inputs = self._read[0]
        losses = np.flatnonzero(inputs == flat).tolist()
        make = self._of_one if len(losses) == 1 else self._of_several
        return make(part, flat, losses)

    def _of_one(self, part: str, flat: int, losses: list[int]) -> WorkedStep:
        (loss,) = losses
        upstream = len(self._read)
        reads: dict[str, tuple[PartReading, ...]] = {}
        for tap, (source, places) in enumerate(self._read):
            reads[source.name] = (PartReading(source.cell_at(int(places[loss])), tap),)
        reads[UPSTREAM] = self.upstream_cells(losses, upstream)
        slope = float(self._slopes[loss])
        last = self.handed_line(flat, slope, self.grad_of(loss), upstream)
        lines = (*self._slope_lines(loss), last)
        return WorkedStep(part, self.part(part).cell_at(flat), reads, lines, upstream + 1)

    def _of_several(self, part: str, flat: int, losses: list[int]) -> WorkedStep:
        """Return what a number gets that was repeated to meet several targets."""
        count, places = len(losses), self._read[1][1][losses]
        target = self.part(TARGET)
        cell = self.part(part).cell_at(flat)
        slopes = self._slopes[losses].tolist()
        targets = target.values.ravel()[places].tolist()
        x = value_text(float(self.passed.values.ravel()[flat]))
        lines = [
            worked_line(f"{SLOPE}({x}, {value_text(y)})", "", "", slope)
            for y, slope in zip(targets[:_MOST_LINES], slopes, strict=False)
        ]
        grads = [self.grad_of(loss) for loss in losses]
        lines.append(self.handed_lines(flat, slopes, grads, 1))
        reads = {
            "input": (PartReading(cell, 0),),
            TARGET: tuple(map(PartReading, target.cells_at(places), range(1, count + 1))),
            UPSTREAM: self.upstream_cells(losses, 1),
        }
        return WorkedStep(part, cell, reads, tuple(lines), count + 1)

    def _slope_lines(self, loss: int) -> tuple[StepLine, ...]:
        """Return how the slope of a single loss comes about."""
        kind: Any = self.scene.layer
        numbers = {part.name: part.values.ravel()[places[loss]] for part, places in self._read}
        each = [numbers.get(name) for name in kind.each]
        x, y = np.float64(numbers["input"]), np.float64(numbers[TARGET])
        with np.errstate(all="ignore"):
            lines = tuple(map(line_of, kind.worked_slope(x, y, NUMBER_TEXTS, *each)))
        if lines:
            return lines
        name = f"{SLOPE}({value_text(float(x))}, {value_text(float(y))})"
        return (worked_line(name, "", "", float(self._slopes[loss])),)

    def users(self, name: str, flat: int) -> Iterator[tuple[str, Iterable[int]]]:
        """Yield which cells are made of one."""
        inputs = self._read[0][1]
        if name == "input":
            yield GRAD_INPUT, [flat]
        elif name == UPSTREAM:
            losses = [flat] if len(self.flat_upstream) > 1 else range(len(inputs))
            yield GRAD_INPUT, np.unique(inputs[list(losses)]).tolist()
        else:
            places = next(places for part, places in self._read if part.name == name)
            yield GRAD_INPUT, np.unique(inputs[places == flat]).tolist()
