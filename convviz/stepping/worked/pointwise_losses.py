"""Losses of each number and its target: every cell by itself, then all together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from convviz.core.losses.pointwise import LeftOut
from convviz.stepping.cells import INPUT, KERNEL
from convviz.stepping.lines.line_parts import NUMBER_TEXTS, bracketed, further, sign, value_text
from convviz.stepping.lines.worked_lines import term, worked_line
from convviz.stepping.worked.losses import LOSSES, TARGET, LossWorking, numbers_of
from convviz.stepping.worked.parts import (
    Part,
    PartReading,
    WorkedStep,
    computed_part,
    given_part,
)
from convviz.values.loss_values import pointwise_losses, reduced

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from convviz.core.losses.pointwise import PointwiseLoss, WorkedNumber
    from convviz.stepping.lines.line_parts import LinePart, StepLine


class PointwiseLossWorking(LossWorking):
    """A loss of each number by itself, then their mean or sum."""

    def __init__(self, loss: PointwiseLoss, values: Any, target: Any) -> None:  # noqa: ANN401 - arrays
        """Work a loss out.

        Args:
            loss: The loss.
            values: Its input, of any shape.
            target: Of the same shape, or of one that is repeated to it.
        """
        losses = pointwise_losses(loss, values, target)
        given = [
            given_part(INPUT, values),
            given_part(TARGET, numbers_of(target), look=KERNEL, sign="↔"),
        ]
        given += parts_of_each(loss)
        self._read: tuple[tuple[Part, Any], ...] = tuple(
            (part, places_of(part.shape, losses.shape)) for part in given
        )
        divisor = float(loss.divisor(values.shape, losses.shape))
        result = reduced(loss, losses, divisor)
        part = computed_part(LOSSES, losses, sign="→")
        super().__init__(loss, tuple(given), part, divisor, result)
        self._pointwise = loss

    def work_out_before(self, part: str, flat: int) -> WorkedStep:
        """Return how the loss of a number comes about."""
        cell = self.part(part).cell_at(flat)
        reads, numbers = {}, {}
        for tap, (source, places) in enumerate(self._read):
            place = int(places[flat])
            reads[source.name] = (PartReading(source.cell_at(place), tap),)
            numbers[source.name] = source.number_at(place)
        each = [numbers.get(name) for name in self._pointwise.each]
        x, y = np.float64(numbers[INPUT]), np.float64(numbers[TARGET])
        with np.errstate(all="ignore"):
            worked = self._pointwise.worked(x, y, NUMBER_TEXTS, *each)
            lines = tuple(map(line_of, worked))
        return WorkedStep(part, cell, reads, lines, taps=len(self._read))

    def users_before(self, name: str, flat: int) -> Iterator[tuple[str, Iterable[int]]]:
        """Yield the losses that a number is in: several, where it is repeated."""
        places = next(places for part, places in self._read if part.name == name)
        yield LOSSES, np.flatnonzero(places == flat).tolist()


def parts_of_each(loss: PointwiseLoss) -> list[Part]:
    """Return a part for each parameter that has a number for each place, as far as it is given."""
    known = ((name, getattr(loss, name)) for name in loss.each)
    return [
        given_part(name, np.array(numbers, dtype=np.float64), look=KERNEL, sign="·")
        for name, numbers in known
        if numbers is not None
    ]


def line_of(worked: WorkedNumber) -> StepLine:
    """Return a line of a loss, in the hues of the cells that it reads."""
    parts: list[LinePart] = []
    for piece in worked.how:
        if isinstance(piece, str):
            parts.append(sign(piece))
        elif isinstance(piece, LeftOut):
            parts += further(piece.terms)
        else:
            write = bracketed if piece.is_factor else value_text
            parts.append(term(write(float(piece.value)), piece.of))
    return worked_line(worked.name, worked.rule, parts, float(worked.value))


def places_of(shape: tuple[int, ...], wanted: tuple[int, ...]) -> np.ndarray[Any, Any]:
    """Return which number of a tensor stands at each place of the losses."""
    places = np.arange(int(np.prod(shape, dtype=np.int64))).reshape(shape)
    return np.broadcast_to(places, wanted).ravel()
