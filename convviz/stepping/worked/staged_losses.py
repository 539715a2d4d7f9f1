"""Losses in stages: each stage is a part, of several tensors or of whole rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from convviz.core.losses.stages import LOSSES, OWN, PLACE, StageKind
from convviz.stepping.cells import INPUT, KERNEL, OUTPUT
from convviz.stepping.lines.line_parts import NUMBER_TEXTS
from convviz.stepping.worked.losses import LossWorking, numbers_of
from convviz.stepping.worked.parts import Part, PartReading, WorkedStep, planes_of
from convviz.stepping.worked.pointwise_losses import line_of
from convviz.values.loss_values import reduced
from convviz.values.staged_losses import row_length, staged_numbers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from numpy.typing import NDArray

    from convviz.core.layers.base import Shape
    from convviz.core.losses.stages import Stage, StagedLoss
    from convviz.values.layer_values import Array, Weights

    Places = NDArray[np.intp]


class StagedLossWorking(LossWorking):
    """A loss in stages, then its mean or sum."""

    def __init__(self, loss: StagedLoss, values: Array, tensors: Weights) -> None:
        """Work a loss out.

        Args:
            loss: The loss; it accepts the shapes.
            values: Its input.
            tensors: What it takes beside it.
        """
        numbers = staged_numbers(loss, values, tensors)
        self._staged = loss
        self._reads = {stage.name: reads_of(stage, numbers) for stage in loss.stages()}
        *stages, _ = loss.stages()
        before = [
            stage_part(loss, stage.name, numbers[stage.name], "" if at else "→")
            for at, stage in enumerate(stages)
        ]
        losses = numbers[LOSSES]
        result = reduced(loss, losses, losses.size)
        parts = (*given_parts(loss, values, tensors), *before)
        last = stage_part(loss, LOSSES, losses)
        super().__init__(loss, parts, last, float(losses.size), result)

    def work_out_before(self, part: str, flat: int) -> WorkedStep:
        """Return how a cell of a stage comes about."""
        reads = self._reads[part]
        row, of = self._numbers_of(reads, flat)
        cells = {read.name: tuple(self._cells(reads, read, row, of)) for read in reads.each}
        with np.errstate(all="ignore"):
            lines = tuple(map(line_of, self._staged.worked(part, of, NUMBER_TEXTS)))
        return WorkedStep(part, self.part(part).cell_at(flat), cells, lines, taps=reads.taps)

    def _numbers_of(self, reads: _StageReads, flat: int) -> tuple[int, dict[str, Any]]:
        """Return which row a cell of a stage reads, and the numbers there."""
        row, place = reads.located(flat)
        known = {part.name: part.shape for part in self.parts}
        own = {name: row_length(known[name]) for name in self._staged.rows if name in known}
        of: dict[str, Any] = {PLACE: place, OWN: own}
        for read in reads.each:
            found = self.part(read.name).values.ravel()[read.flats[row]]
            of[read.name] = list(found) if read.is_row else found[0]
        return row, of

    def _cells(
        self, reads: _StageReads, read: _Read, row: int, of: Mapping[str, Any]
    ) -> Iterator[PartReading]:
        """Yield the cells of one part that a cell is made of, each once."""
        flats, source = read.flats[row], self.part(read.name)
        places = self._staged.places_read(reads.stage.name, read.name, of) if read.is_row else None
        wanted = list(range(len(flats)) if places is None else dict.fromkeys(places))
        seen = set()
        for at, cell in zip(wanted, source.cells_at(flats[wanted]), strict=True):
            if cell not in seen:
                seen.add(cell)
                yield PartReading(cell, at if read.is_row else read.tap)

    def users_before(self, name: str, flat: int) -> Iterator[tuple[str, Iterable[int]]]:
        """Yield the cells of later stages that are made of one."""
        for stage, reads in self._reads.items():
            mine = [read for read in reads.each if read.name == name]
            if not mine:
                continue
            rows = np.flatnonzero((mine[0].flats == flat).any(axis=1))
            if reads.stage.kind is StageKind.PLACE:
                cells = (self._places_that_read(reads, mine[0], row, flat) for row in rows.tolist())
                yield stage, [cell for row in cells for cell in row]
            else:
                yield stage, rows

    def _places_that_read(
        self, reads: _StageReads, read: _Read, row: int, flat: int
    ) -> Iterator[int]:
        """Yield the cells of a row that are made of a cell: a stage may leave some out."""
        first = row * reads.places
        _, of = self._numbers_of(reads, first)
        flats = read.flats[row]
        for place in range(reads.places):
            of[PLACE] = place
            wanted = None
            if read.is_row:
                wanted = self._staged.places_read(reads.stage.name, read.name, of)
            if wanted is None or any(flats[at] == flat for at in wanted):
                yield first + place


class _Read(NamedTuple):
    """What the cells of a stage read of one part.

    Attributes:
        name: The part.
        flats: (rows, places); the numbers of its cells, one place where a single one is read.
        is_row: Whether a whole row is.
        tap: The hue of a single one.
    """

    name: str
    flats: Places
    is_row: bool
    tap: int


class _StageReads(NamedTuple):
    """What the cells of a stage read.

    Attributes:
        stage: The stage.
        each: Part by part.
        places: Cells of a row, of which each reads the same row; 1 for a stage of EACH or ROW.
        taps: How many hues there are.
    """

    stage: Stage
    each: tuple[_Read, ...]
    places: int
    taps: int

    def located(self, flat: int) -> tuple[int, int]:
        """Return the row that a cell reads, and its place in it."""
        return divmod(flat, self.places)


def reads_of(stage: Stage, numbers: Mapping[str, Array]) -> _StageReads:
    """Return what the cells of a stage read.

    Args:
        stage: The stage.
        numbers: All tensors as they are read, and stages.
    """
    own = numbers[stage.name].shape
    if stage.kind is StageKind.EACH:
        each = tuple(
            _Read(name, _places(numbers[name].shape, own).reshape(-1, 1), is_row=False, tap=tap)
            for tap, name in enumerate(stage.reads)
        )
        return _StageReads(stage, each, 1, len(each))
    frame = own[:-1] if stage.kind is StageKind.PLACE else own
    length = max(row_length(numbers[name].shape) for name in stage.reads)
    rows = tuple(
        _Read(
            name,
            _places(numbers[name].shape, (*frame, length)).reshape(-1, length),
            is_row=True,
            tap=0,
        )
        for name in stage.reads
    )
    singles = tuple(
        _Read(
            name, _places(numbers[name].shape, frame).reshape(-1, 1), is_row=False, tap=length + n
        )
        for n, name in enumerate(stage.singles)
    )
    places = length if stage.kind is StageKind.PLACE else 1
    return _StageReads(stage, (*rows, *singles), places, length + len(singles))


def _places(shape: Shape, wanted: Shape) -> Places:
    places = np.arange(int(np.prod(shape, dtype=np.int64))).reshape(shape)
    return np.broadcast_to(places, wanted)


def given_parts(loss: StagedLoss, values: Array, tensors: Mapping[str, Any]) -> list[Part]:
    """Return the parts of a loss's own numbers: its input, further tensors, parameters.

    Args:
        loss: The loss.
        values: Its input.
        tensors: What it takes beside it.
    """
    parts = [_part(loss, INPUT, values, INPUT)]
    for number, name in enumerate(loss.takes):
        look = INPUT if name in loss.learned_tensors else KERNEL
        parts.append(_part(loss, name, numbers_of(tensors[name]), look, "" if number else "↔"))
    for name in loss.each:
        if getattr(loss, name) is not None:
            given = np.array(getattr(loss, name), dtype=np.float64)
            parts.append(_part(loss, name, given, KERNEL, "·"))
    return parts


def _part(loss: StagedLoss, name: str, values: Array, look: str, operator: str = "") -> Part:
    title = loss.input_name if name == INPUT and loss.input_name != INPUT else ""
    return Part(name, drawn(loss, name, values), values.shape, look, name, operator, title=title)


def stage_part(loss: StagedLoss, name: str, values: Array, operator: str = "→") -> Part:
    """Return the part of a stage, each of whose cells is a step."""
    planes = drawn(loss, name, values)
    return Part(name, planes, values.shape, OUTPUT, "", operator, is_computed=True)


def drawn(loss: StagedLoss, name: str, values: Array) -> Array:
    """Return a part as planes: numbers of which each row has one stand below each other.

    Args:
        loss: The loss.
        name: The part.
        values: Its numbers.
    """
    is_single = bool(loss.rows) and not loss.is_by_place(name)
    return planes_of(values[..., None] if is_single else values)
