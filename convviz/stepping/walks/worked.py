"""Cell by cell through a calculation that is shown as parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from convviz.stepping.lights.highlights import Box, LitCell, LitPlane, Wash
from convviz.stepping.lights.tracing import TracedCell
from convviz.stepping.lines.trace_lines import used_line
from convviz.stepping.scene.visible import PlaneKey, VisiblePlanes
from convviz.stepping.walks.plane_choice import PlaneChoice
from convviz.stepping.walks.walk import Lights, PlaneValues, ResultPlane, Walk, WalkForm
from convviz.stepping.worked.parts import MOST_LIT, PartCell, washed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from convviz.stepping.cells import CellAddress
    from convviz.stepping.lines.line_parts import StepLine
    from convviz.stepping.scene.scene import Scene
    from convviz.stepping.worked.parts import Part, WorkedStep, Working

_ONE_CHANNEL: Final = 1
_MOST_CELLS: Final = 300
"""Cells of a part of a backward pass that are drawn, in whole planes: more would be dots."""


class VisibleParts(VisiblePlanes, frozen=True):
    """The parts that are drawn, and the planes of each.

    Attributes:
        parts: Their names.
        planes: Their numbers, part by part.
    """

    parts: tuple[str, ...] = ()
    planes: tuple[tuple[int, ...], ...] = ()

    def planes_of(self, part: str) -> tuple[int, ...]:
        """Return the planes of a part; none where it is not drawn."""
        return dict(zip(self.parts, self.planes, strict=True)).get(part, ())


class WorkedWalk(Walk):
    """A step is a cell of a computed part.

    Attributes:
        choice: Which planes are drawn, and of how many.
    """

    choice: PlaneChoice
    form = WalkForm.PARTS
    counts_uses = False

    def __init__(self, scene: Scene, working: Working, index: int = 0) -> None:
        """Begin at a step; at the last where there are fewer.

        Args:
            scene: What the calculation is of.
            working: The calculation.
            index: The step's number.
        """
        super().__init__(scene)
        self._traced: tuple[TracedCell | None, dict[str, NDArray[np.intp]]] = (None, {})
        self.working = working
        self.results = tuple(part.name for part in working.parts if part.is_computed)
        self.output_channel = 0
        self.go_to(min(index, self.step_count - 1))

    @property
    def step(self) -> WorkedStep:
        """The step at which it stands."""
        return self._step

    @property
    def step_count(self) -> int:
        """Number of cells that are worked out."""
        return self.working.step_count

    @property
    def cells(self) -> tuple[int, ...]:
        """How many steps there are: several parts, one behind the other, have no common places."""
        return (self.step_count,)

    @property
    def row_length(self) -> int:
        """How many steps make a row."""
        return self.working.row_length

    def _stand_at(self, index: int, page: int) -> None:
        self.index = index
        step = self._step = self.working.step(index)
        self.taps = max(1, step.taps)
        self._parts = self.working.drawn_parts(step)
        own = self.working.part(step.part)
        has_paths = self.working.is_backward or self.working.is_lesson
        room = _MOST_CELLS if has_paths else None
        choice = self.choice = PlaneChoice(own, step, room, self._parts, page)
        self.output_channel = step.cell.plane
        self.visible: VisibleParts = VisibleParts(
            output_channel=0,
            input=(),
            kernel=(),
            output=(PlaneKey(0, 0),),
            page=0,
            page_size=_ONE_CHANNEL,
            channels=_ONE_CHANNEL,
            parts=tuple(part.name for part in self._parts),
            planes=tuple(map(choice.planes_of, self._parts)),
        )

    def drawn_parts(self) -> Iterator[tuple[Part, tuple[int, ...]]]:
        """Yield each part with the numbers of its planes that are drawn."""
        yield from zip(self._parts, self.visible.planes, strict=True)

    def result_planes(self) -> Iterator[ResultPlane]:
        """Yield the drawn planes of the computed parts, each with the steps of its cells."""
        for part, planes in self.drawn_parts():
            if not part.is_computed:
                continue
            steps = self.working.step_numbers(part.name).reshape(part.values.shape)
            for number, plane in enumerate(planes):
                yield ResultPlane(part.name, number, steps[plane])

    def index_in(self, output_channel: int) -> int:
        """Return the step of the cell at the same place in another plane of the step's part."""
        part = self.working.part(self._step.part)
        cell = self._step.cell._replace(plane=output_channel)
        return self.working.number_of(part.name, part.flat_of(cell))

    @property
    def channel_count(self) -> int:
        """How many planes the part of the step's cell has."""
        return len(self.working.part(self._step.part).values)

    def index_in_part(self, by: int) -> int | None:
        """Return the first step of the computed part before or behind; None where there is none."""
        wanted = self.results.index(self._step.part) + by
        if not 0 <= wanted < len(self.results):
            return None
        return self.working.number_of(self.results[wanted], 0)

    def changing(self) -> Iterator[PlaneValues]:
        """Yield nothing: every number is there from the beginning."""
        yield from ()

    def lit(self, *, afresh: bool) -> Iterator[Lights]:
        """Yield the cells that are read, each in its hue, and the cell that they make."""
        del afresh
        step = self._step
        for part, planes in self.drawn_parts():
            reads, washes = step.reads.get(part.name, ()), step.washes.get(part.name, ())
            for number, plane in enumerate(planes):
                cells = tuple(
                    LitCell(r.cell.row, r.cell.column, r.tap, r.factor, is_winner=r.is_chosen)
                    for r in reads
                    if r.cell.plane == plane
                )
                is_own = part.name == step.part and step.cell.plane == plane
                box = Box(step.cell.row, step.cell.column, 1, 1) if is_own else None
                wash = next((w for w in washes if w.plane == plane), None)
                lit = None if wash is None else Wash(wash.rows, wash.columns, 0)
                yield Lights(part.name, number, LitPlane(cells, box, lit), is_step=is_own)

    def traced(self, target: TracedCell) -> Iterator[Lights]:
        """Yield a cell and all that are made of it."""
        users = self._users_of(target)
        own = PartCell(*target.cell)
        for part, planes in self.drawn_parts():
            made = users.get(part.name)
            for number, plane in enumerate(planes):
                is_own = part.name == target.part and own.plane == plane
                box = Box(own.row, own.column, 1, 1) if is_own else None
                lit = LitPlane(box=box) if made is None else _lit_users(part, made, plane, box)
                yield Lights(part.name, number, lit)

    def traced_lines(self, target: TracedCell) -> tuple[StepLine, ...]:
        """Return how many cells are made of one."""
        return (used_line(sum(map(len, self._users_of(target).values()))),)

    def _users_of(self, target: TracedCell) -> dict[str, NDArray[np.intp]]:
        """Return which cells of each part read one: looked for once, while the mouse stays."""
        if self._traced[0] != target:
            cell = PartCell(*target.cell)
            users: dict[str, NDArray[np.intp]] = {}
            for part, flats in self.working.user_numbers(target.part, cell):
                before = users.get(part.name)
                users[part.name] = flats if before is None else np.append(before, flats)
            self._traced = target, users
        return self._traced[1]

    def step_at(self, address: CellAddress) -> int | None:
        """Return the step of a cell that is worked out."""
        cell = self._cell_at(address)
        return None if cell is None else self.working.step_of(address.group, cell)

    def target_at(self, address: CellAddress) -> TracedCell | None:
        """Return the cell at a place, whose users are traced."""
        cell = self._cell_at(address)
        if cell is None:
            return None
        return TracedCell(is_tap=False, channel=0, cell=cell, part=address.group)

    def edited_at(self, address: CellAddress) -> tuple[str, tuple[int, ...]] | None:
        """Return the document's tensor and the index in it; None for what is worked out."""
        cell = self._cell_at(address)
        part = next((part for part in self._parts if part.name == address.group), None)
        if cell is None or part is None or not part.tensor:
            return None
        return part.tensor, part.place_of(cell)

    def numbers_of(self, name: str) -> NDArray[np.float64] | None:
        """Return the numbers of a part in its tensor's shape; None where they are not known."""
        for part in self.working.parts:
            if part.name == name and part.is_known:
                return part.values.reshape(part.shape)
        return self.scene.plain_weights.get(name)

    def lines(self) -> tuple[tuple[StepLine, ...], int]:
        """Return the calculation of the cell with its numbers."""
        return self._step.lines, self.taps

    def _cell_at(self, address: CellAddress) -> PartCell | None:
        for part, planes in self.drawn_parts():
            if part.name == address.group and address.plane < len(planes):
                return PartCell(planes[address.plane], address.row, address.column)
        return None


def _lit_users(part: Part, flats: NDArray[np.intp], plane: int, box: Box | None) -> LitPlane:
    """Return those of some cells of a part that stand on a plane, lit: many in one wash."""
    first, size = part.plane_size * plane, part.plane_size
    own = flats[(first <= flats) & (flats < first + size)]
    if len(own) > MOST_LIT:
        (wash,) = washed(part, own)
        if len(wash.rows) * len(wash.columns) == len(own):
            return LitPlane((), box, Wash(wash.rows, wash.columns, 0))
    cells = part.cells_at(own)
    return LitPlane(tuple(LitCell(cell.row, cell.column, 0) for cell in cells), box)
