"""The backward pass of losses in stages: how each tensor's numbers would change the loss."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from convviz.core.losses.stages import LOSSES, OWN, PLACE
from convviz.protocol.document import UPSTREAM
from convviz.stepping.cells import INPUT
from convviz.stepping.lines.line_parts import NUMBER_TEXTS
from convviz.stepping.lines.worked_lines import worked_line
from convviz.stepping.worked.backward.gradient_working import GRADIENT
from convviz.stepping.worked.backward.losses import SLOPE, LossBackward
from convviz.stepping.worked.parts import Part, PartReading, WorkedStep
from convviz.stepping.worked.pointwise_losses import line_of
from convviz.stepping.worked.staged_losses import drawn, given_parts
from convviz.values.staged_losses import (
    doubtful_gradients,
    row_length,
    rows_read,
    staged_numbers,
    staged_slopes,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from convviz.core.losses.stages import StagedLoss
    from convviz.stepping.lines.line_parts import StepLine

_MOST_LINES: Final = 8
"""Slopes of a number that was repeated which have a line of their own."""


class StagedLossBackward(LossBackward):
    """Each number gets the slopes of all losses that read it."""

    def make_parts(self) -> None:
        """Put all tensors beside the upstream gradient, then a gradient for each that learns."""
        super().make_parts()
        loss: Any = self.scene.layer
        self._loss: StagedLoss = loss
        tensors = self.passed.weights
        self._numbers = staged_numbers(loss, self.passed.values, tensors)
        self._slopes = staged_slopes(loss, self._numbers)
        given = given_parts(loss, self.passed.values, tensors)
        shape = self._numbers[LOSSES].shape
        self._rows = {
            part.name: rows_read(loss, part.name, self._numbers[part.name].shape, shape)
            for part in given
        }
        made = [
            self._gradient(name, "" if at else "→") for at, name in enumerate(loss.learned_tensors)
        ]
        self.parts = (*given, self.upstream_part(), *made)

    def undefined(self) -> dict[str, NDArray[np.bool_]]:
        """Return where a loss lies so near its corner that float32 chooses the side."""
        learned = self._loss.learned_tensors
        shapes = {name: self.part(name).shape for name in learned}
        return doubtful_gradients(self._loss, self._numbers, shapes)

    def _gradient(self, name: str, sign: str) -> Part:
        """Return the gradient of a tensor, drawn as the tensor is."""
        part = self.gradient(name, sign=sign)
        planes = drawn(self._loss, name, part.values.reshape(part.shape))
        called = self._loss.called(name)
        title = f"{GRADIENT}{called}" if called != name else ""
        return dataclasses.replace(part, values=planes, title=title, look=INPUT)

    def work_out(self, part: str, flat: int) -> WorkedStep:
        """Return what a number of a tensor gets."""
        name = part.removeprefix(GRADIENT)
        row, place = divmod(flat, self._slopes[name].shape[1])
        losses = np.flatnonzero(self._rows[name] == row).tolist()
        make = self._of_one if len(losses) == 1 else self._of_several
        return make(part, flat, losses, place)

    def _of_one(self, part: str, flat: int, losses: list[int], place: int) -> WorkedStep:
        (loss,) = losses
        name = part.removeprefix(GRADIENT)
        reads, taps = self._cells(losses)
        reads[UPSTREAM] = self.upstream_cells(losses, taps)
        slope = float(self._slopes[name][loss, place])
        last = self.handed_line(flat, slope, self.grad_of(loss), taps, of=part)
        lines = (*self._slope_lines(name, loss, place, slope), last)
        return WorkedStep(part, self.part(part).cell_at(flat), reads, lines, taps + 1)

    def _of_several(self, part: str, flat: int, losses: list[int], place: int) -> WorkedStep:
        """Return what a number gets that several losses read."""
        name = part.removeprefix(GRADIENT)
        reads, taps = self._cells(losses)
        slopes = self._slopes[name][losses, place].tolist()
        lines = [
            worked_line(f"{SLOPE}[{loss}]", "", "", slope)
            for loss, slope in zip(losses[:_MOST_LINES], slopes, strict=False)
        ]
        grads = [self.grad_of(loss) for loss in losses]
        lines.append(self.handed_lines(flat, slopes, grads, taps, of=part))
        reads[UPSTREAM] = self.upstream_cells(losses, taps)
        cell = self.part(part).cell_at(flat)
        return WorkedStep(part, cell, reads, tuple(lines), taps + len(losses))

    def name_of(self, part: str) -> str:
        """Return what a gradient is called in its last line."""
        return f"{GRADIENT}{self._loss.called(part.removeprefix(GRADIENT))}"

    def _cells(self, losses: list[int]) -> tuple[dict[str, tuple[PartReading, ...]], int]:
        """Return the cells of all tensors that losses read, and how many hues these have.

        Places of rows have their own, then comes what has one number a loss.
        """
        loss = self._loss
        length = self._length
        reads: dict[str, tuple[PartReading, ...]] = {}
        tap = length
        for name in self._rows:
            source = self.part(name)
            flats = np.unique(self._flats_of(name, losses))
            is_row = name in loss.rows
            own = row_length(self._numbers[name].shape) if is_row else 1
            taps = (flats % own) if is_row else np.full(len(flats), tap)
            reads[name] = tuple(map(PartReading, source.cells_at(flats), taps.tolist()))
            tap += 0 if is_row else 1
        return reads, tap

    def _flats_of(self, name: str, losses: list[int]) -> NDArray[np.intp]:
        """Return the numbers of the cells of a tensor that losses read, (losses, places)."""
        rows: NDArray[np.intp] = self._rows[name][losses]
        if name not in self._loss.rows:
            return rows[:, None]
        length = row_length(self._numbers[name].shape)
        flats: NDArray[np.intp] = rows[:, None] * length + np.arange(length)
        return flats

    @property
    def _length(self) -> int:
        """How many hues places of rows have."""
        return max(self._own_lengths().values(), default=0)

    def _own_lengths(self) -> dict[str, int]:
        """Return how long the rows of each tensor are that has some."""
        rows = [name for name in self._rows if name in self._loss.rows]
        return {name: row_length(self._numbers[name].shape) for name in rows}

    def _slope_lines(self, name: str, loss: int, place: int, slope: float) -> tuple[StepLine, ...]:
        """Return how the slope of a single loss comes about."""
        staged = self._loss
        plain = (worked_line(SLOPE, "", "", slope),)
        if name in staged.rows and row_length(self._numbers[name].shape) < self._length:
            return plain  # of all places of the row, of which the number stands at each
        of: dict[str, Any] = {PLACE: place, OWN: self._own_lengths()}
        for source in self._rows:
            found = self._numbers[source].ravel()[self._flats_of(source, [loss])[0]]
            is_row = source in staged.rows
            row = np.broadcast_to(found, (self._length,)) if is_row else found
            of[source] = list(row) if is_row else found[0]
        shape = self._numbers[LOSSES].shape
        for stage in staged.stages():
            values = self._numbers[stage.name]
            if values.ndim == len(shape):
                of[stage.name] = np.broadcast_to(values, shape).ravel()[loss]
        with np.errstate(all="ignore"):
            worked = tuple(staged.worked_slope(name, of, NUMBER_TEXTS))
        arrives = bool(worked) and np.isclose(worked[-1].value, slope, equal_nan=True)
        return tuple(map(line_of, worked)) if arrives else plain  # NaN goes ways of its own

    def users(self, name: str, flat: int) -> Iterator[tuple[str, Iterable[int]]]:
        """Yield which cells are made of one."""
        count = len(next(iter(self._rows.values())))
        if name.startswith(GRADIENT) and name != UPSTREAM:
            return
        if name == UPSTREAM:
            losses = np.array([flat]) if len(self.flat_upstream) > 1 else np.arange(count)
        else:
            own = row_length(self._numbers[name].shape) if name in self._loss.rows else 1
            losses = np.flatnonzero(self._rows[name] == flat // own)
        for learned in self._loss.learned_tensors:
            rows = np.unique(self._rows[learned][losses])
            places = self._slopes[learned].shape[1]
            yield f"{GRADIENT}{learned}", (rows[:, None] * places + np.arange(places)).ravel()
