"""A calculation as parts of cells, like the sheets of a spreadsheet.

Given parts hold tensors of the document. Each cell of a computed part is one step: it says which
cells it is made of, and writes its calculation out. Losses, steps of optimisers and gradients are
all shown so.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from convviz.core.layers.base import Shape
from convviz.stepping.cells import INPUT, KERNEL, OUTPUT
from convviz.stepping.lines.line_parts import StepLine
from convviz.stepping.scene.volumes import folded_rows

if TYPE_CHECKING:
    from convviz.stepping.worked.backward.gradient_working import GradientWorking

MOST_LIT: Final = 256
"""Cells of a part that are lit one by one; more are lit in one hue."""


class PartCell(NamedTuple):
    """A cell of a part: its plane, row and column."""

    plane: int
    row: int
    column: int


class PartReading(NamedTuple):
    """A cell that a step reads.

    Attributes:
        cell: Where it is.
        tap: Number of the hue that it wears.
        factor: What it is multiplied by, written in its corner; None for none.
        is_chosen: Whether it is outlined: the maximum, the right class.
    """

    cell: PartCell
    tap: int = 0
    factor: float | None = None
    is_chosen: bool = False


class PartWash(NamedTuple):
    """Many cells that a step reads, all in the hue of one tap: where rows and columns cross.

    Attributes:
        plane: Number of their plane.
        rows: Each once.
        columns: Likewise.
    """

    plane: int
    rows: tuple[int, ...]
    columns: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Part:
    """A tensor of a calculation.

    Attributes:
        name: By torch's name where it has one; different for each part.
        values: planes rows columns; the tensor's numbers in its own order.
        shape: Of the tensor itself.
        look: Which hue it has: INPUT, KERNEL or OUTPUT.
        tensor: Of which of the document's tensors its cells are, and can be edited; "" for none.
        operator: The sign before it, as "−"; "" for a gap.
        is_computed: Whether each of its cells is a step.
        title: What it is called on the screen, where that is not its name.
        is_known: Whether its numbers are; not while they are left to torch.
        starts_line: Whether it is drawn on a line of its own, below those before it.
    """

    name: str
    values: NDArray[np.float64]
    shape: Shape
    look: str = INPUT
    tensor: str = ""
    operator: str = ""
    is_computed: bool = False
    title: str = ""
    is_known: bool = True
    starts_line: bool = False

    @property
    def size(self) -> int:
        """Number of its cells."""
        return self.values.size

    @property
    def plane_size(self) -> int:
        """Number of the cells of a plane."""
        return math.prod(self.values.shape[1:])

    def cell_at(self, flat: int) -> PartCell:
        """Return the cell of a number in the tensor's order."""
        plane, row, column = (int(at) for at in np.unravel_index(flat, self.values.shape))
        return PartCell(plane, row, column)

    def cells_at(self, flats: NDArray[np.intp]) -> list[PartCell]:
        """Return the cells of several numbers."""
        places = np.unravel_index(flats.ravel(), self.values.shape)
        return list(map(PartCell, *(along.tolist() for along in places)))

    def number_at(self, flat: int) -> float:
        """Return the number of a cell."""
        return float(self.values.ravel()[flat])

    def flat_of(self, cell: PartCell) -> int:
        """Return the number of a cell in the tensor's order."""
        return int(np.ravel_multi_index(cell, self.values.shape))

    def place_of(self, cell: PartCell) -> tuple[int, ...]:
        """Return the index of a cell in the tensor itself."""
        if not self.shape:
            return ()
        return tuple(int(at) for at in np.unravel_index(self.flat_of(cell), self.shape))


def given_part(
    name: str, values: NDArray[np.float64], *, look: str = INPUT, sign: str = "", title: str = ""
) -> Part:
    """Return a part of the document's own numbers, which can be edited."""
    return Part(name, planes_of(values), values.shape, look, name, sign, title=title)


def computed_part(
    name: str,
    values: NDArray[np.float64],
    *,
    look: str = OUTPUT,
    sign: str = "=",
    title: str = "",
    is_known: bool = True,
) -> Part:
    """Return a part each of whose cells is worked out."""
    planes = planes_of(values)
    return Part(
        name,
        planes,
        values.shape,
        look,
        "",
        sign,
        is_computed=True,
        title=title,
        is_known=is_known,
    )


def held_part(
    name: str,
    values: NDArray[np.float64],
    *,
    look: str = KERNEL,
    sign: str = "",
    title: str = "",
) -> Part:
    """Return a part that is neither given nor worked out here, such as an earlier result.

    One with a title is what another part of this title was before.
    """
    return Part(name, planes_of(values), values.shape, look, "", sign, title=title)


def washed(part: Part, flats: NDArray[np.intp]) -> tuple[PartWash, ...]:
    """Return many cells of a part as what some rows and columns have in common, plane by plane.

    Args:
        part: The part.
        flats: Numbers of its cells: of each plane, those where some rows and columns cross.
    """
    is_one = np.zeros(part.values.shape, dtype=np.bool_)
    is_one.ravel()[flats] = True
    washes = []
    for plane in np.flatnonzero(is_one.any((1, 2))).tolist():
        along = (is_one[plane].any(axis) for axis in (1, 0))
        washes.append(PartWash(plane, *(tuple(np.flatnonzero(at).tolist()) for at in along)))
    return tuple(washes)


def washed_wholly(part: Part) -> tuple[PartWash, ...]:
    """Return all cells of a part, plane by plane."""
    count, rows, columns = part.values.shape
    return tuple(PartWash(at, tuple(range(rows)), tuple(range(columns))) for at in range(count))


def planes_of(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return a tensor of any rank as planes of rows and columns; a long vector in several rows."""
    if values.ndim == 1:
        return values.reshape(1, *folded_rows(values.size))
    rows, columns = (1, 1, *values.shape)[-2:]
    return values.reshape(math.prod(values.shape[:-2]), rows, columns)


@dataclass(frozen=True, slots=True, eq=False)
class WorkedStep:
    """How one cell comes about.

    Attributes:
        part: The part of the cell.
        cell: The cell.
        reads: What it is made of, by part.
        lines: The calculation with the numbers.
        taps: Number of hues that its readings wear.
        washes: What it is made of, where that is too much to light cell by cell, by part.
    """

    part: str
    cell: PartCell
    reads: Mapping[str, tuple[PartReading, ...]]
    lines: tuple[StepLine, ...]
    taps: int = 1
    washes: Mapping[str, tuple[PartWash, ...]] = field(default_factory=dict)

    def has_read(self, name: str, cell: PartCell) -> bool:
        """Return whether it is made of a cell of a part."""
        if any(reading.cell == cell for reading in self.reads.get(name, ())):
            return True
        washes = self.washes.get(name, ())
        return any(
            cell.plane == wash.plane and cell.row in wash.rows and cell.column in wash.columns
            for wash in washes
        )


@dataclass(frozen=True, slots=True)
class _Run:
    """The steps of one computed part: its number among the parts, its first step, and how many."""

    part: int
    first: int
    count: int


@dataclass(eq=False)
class Working(ABC):
    """A calculation, all of it.

    Attributes:
        parts: From left to right as they are drawn; computed ones in the order of their steps.
        is_backward: Whether it is a backward pass: a ``GradientWorking``.
        is_lesson: Whether it is a step of learning: a ``LearnWorking``.
    """

    is_backward: ClassVar[bool] = False
    is_lesson: ClassVar[bool] = False

    parts: tuple[Part, ...] = field(init=False)

    @abstractmethod
    def work_out(self, part: str, flat: int) -> WorkedStep:
        """Return how a cell of a computed part comes about.

        Args:
            part: The part's name.
            flat: The cell's number in the tensor's order.
        """

    def drawn_parts(self, step: WorkedStep) -> tuple[Part, ...]:  # noqa: ARG002 - at all of them
        """Return the parts that are drawn while one stands at a step: mostly all of them."""
        return self.parts

    def result_latex(self) -> str:
        """Return how the result comes about with the numbers, as LaTeX; "" to leave it out."""
        return ""

    @property
    def backward_pass(self) -> GradientWorking | None:
        """The backward pass in it, whose gradients torch is asked about; None for none."""
        return None

    @cached_property
    def _runs(self) -> tuple[_Run, ...]:
        runs, first = [], 0
        for number, part in enumerate(self.parts):
            if part.is_computed:
                runs.append(_Run(number, first, part.size))
                first += part.size
        return tuple(runs)

    @property
    def step_count(self) -> int:
        """Number of cells that are worked out."""
        return self._runs[-1].first + self._runs[-1].count

    @property
    def row_length(self) -> int:
        """Cells of a row of the first computed part: how far a row's step goes."""
        return int(self.parts[self._runs[0].part].values.shape[-1])

    def chapters_of(self, name: str) -> tuple[frozenset[str], ...]:
        """Return parts that are drawn alone while a computed part is worked out, the fewest last.

        They are needed where all parts together have no room for their numbers.
        """
        known = self._chapters.get(name)
        if known is None:
            known = self._chapters[name] = (*self._wide_chapters(name), self._chapter(name))
        return known

    @cached_property
    def _chapters(self) -> dict[str, tuple[frozenset[str], ...]]:
        return {}

    def _wide_chapters(self, name: str) -> tuple[frozenset[str], ...]:
        """Return parts that are best read together with one; for subclasses."""
        del name
        return ()

    def _chapter(self, name: str) -> frozenset[str]:
        """Return what the first, the middle and the last cell of a part are made of, and itself."""
        last = self.part(name).size - 1
        steps = [self.work_out(name, flat) for flat in {0, last // 2, last}]
        read = (part for step in steps for part in (*step.reads, *step.washes))
        return frozenset({name, *read})

    def middle_of(self, name: str) -> WorkedStep:
        """Return how a cell in the middle of a computed part comes about; it is worked out once."""
        known = self._middles.get(name)
        if known is None:
            rows, columns = self.part(name).values.shape[1:]
            known = self.work_out(name, rows // 2 * columns + columns // 2)
            self._middles[name] = known
        return known

    @cached_property
    def _middles(self) -> dict[str, WorkedStep]:
        return {}

    def step(self, index: int) -> WorkedStep:
        """Return a step by its number."""
        return self.work_out(*self.located(index))

    def located(self, index: int) -> tuple[str, int]:
        """Return the part of a step, and the cell's number there: part by part."""
        run = next(run for run in reversed(self._runs) if run.first <= index)
        return self.parts[run.part].name, index - run.first

    def number_of(self, name: str, flat: int) -> int:
        """Return the number of the step of a cell of a computed part."""
        return flat + next(run.first for run in self._runs if self.parts[run.part].name == name)

    def step_numbers(self, name: str) -> NDArray[np.intp]:
        """Return the numbers of the steps of a computed part's cells, in the tensor's order."""
        return np.arange(self.part(name).size) + self.number_of(name, 0)

    def part(self, name: str) -> Part:
        """Return a part by its name."""
        return next(part for part in self.parts if part.name == name)

    def step_of(self, name: str, cell: PartCell) -> int | None:
        """Return the step of a cell; None for one that is not worked out."""
        part = self.part(name)
        return self.number_of(name, part.flat_of(cell)) if part.is_computed else None

    @abstractmethod
    def users(self, name: str, flat: int) -> Iterator[tuple[str, Iterable[int]]]:
        """Yield which cells of which part are made of a cell, by their numbers.

        Thousands are best yielded as an array.

        Args:
            name: The cell's part.
            flat: Its number.
        """

    def user_numbers(self, name: str, cell: PartCell) -> Iterator[tuple[Part, NDArray[np.intp]]]:
        """Yield the numbers of the cells that are made of one, part by part."""
        for part_name, flats in self.users(name, self.part(name).flat_of(cell)):
            numbers = flats if isinstance(flats, np.ndarray) else np.fromiter(flats, dtype=np.intp)
            yield self.part(part_name), numbers
