"""Steps of Muon worked out: a matrix of momentum is made orthogonal, product by product."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from convviz.core.optimisers.base import PARAMS
from convviz.core.optimisers.step_work import BEFORE, GRADIENT, NEW, ReadNumber
from convviz.stepping.cells import KERNEL, OUTPUT
from convviz.stepping.lines.worked_lines import written_line
from convviz.stepping.worked.muon_iteration import Iteration
from convviz.stepping.worked.optimisers import HUES, OptimiserWorking
from convviz.stepping.worked.parts import Part, PartReading, WorkedStep, computed_part

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from convviz.core.optimisers.step_work import StepWork
    from convviz.values.newton_schulz import Orthogonalised

MOMENTUM: Final = "momentum_buffer"
UPDATE: Final = "update"


class MuonWorking(OptimiserWorking):
    """Steps of a matrix: its momentum, what looks ahead, and what makes that orthogonal.

    Of the matrices of the iteration those of one time are drawn.
    """

    def _parts_between(self, shape: tuple[int, ...]) -> tuple[Part, ...]:
        optimiser: Any = self._optimiser
        self._made: list[Orthogonalised] = [_made_by(work) for work in self._works]
        updates = np.array([_update_of(work) for work in self._works], dtype=np.float64)
        update = computed_part(
            UPDATE, updates.reshape(shape), look=KERNEL, sign="→", title="update U"
        )
        ahead = (update,) if optimiser.nesterov else ()
        source = update if ahead else self._memory_part(MOMENTUM, shape)
        letter = "u" if ahead else "v"
        self._source = source.name
        self._iteration = Iteration(source, letter, self._made, optimiser.ns_coefficients)
        return (*ahead, *self._iteration.parts)

    def drawn_parts(self, step: WorkedStep) -> tuple[Part, ...]:
        """Return the parts with those of one time of the iteration, in two lines."""
        name = self._iteration.last if step.part == OUTPUT else step.part
        before = (part for part in self.parts[:-1] if part.name not in self._iteration)
        return (*before, *self._iteration.drawn(name), self.parts[-1])

    # The order: step by step, part by part

    def located(self, index: int) -> tuple[str, int]:
        """Return the part of a step, and the cell's number there."""
        step, rest = divmod(index, sum(self._sizes().values()))
        for name, size in self._sizes().items():
            if rest < size:
                return name, step * size + rest
            rest -= size
        raise AssertionError(index)

    def number_of(self, name: str, flat: int) -> int:
        """Return the number of the step of a cell."""
        return int(self._numbers(name, np.array(flat)))

    def step_numbers(self, name: str) -> NDArray[np.intp]:
        """Return the numbers of the steps of a computed part's cells."""
        return self._numbers(name, np.arange(self.part(name).size))

    def _numbers(self, name: str, flats: NDArray[np.intp]) -> NDArray[np.intp]:
        sizes = self._sizes()
        names = list(sizes)
        first = sum(sizes[before] for before in names[: names.index(name)])
        step, rest = np.divmod(flats, sizes[name])
        return np.asarray(step * sum(sizes.values()) + first + rest)

    def _sizes(self) -> dict[str, int]:
        """Return the cells of each computed part that one step makes."""
        count = len(self._works)
        return {part.name: part.size // count for part in self.parts if part.is_computed}

    # The steps

    def work_out(self, part: str, flat: int) -> WorkedStep:
        """Return how a cell comes about."""
        if part in self._iteration:
            return self._iteration.work_out(part, flat)
        if part == OUTPUT:
            return self._moved(flat)
        if part == UPDATE:
            return self._looked_ahead(flat)
        return super().work_out(part, flat)

    def _looked_ahead(self, flat: int) -> WorkedStep:
        """Return how the update comes of the momentum and the gradient."""
        step, place = divmod(flat, self._count)
        line = next(line for line in self._rule(step, place) if line.name == "u")
        reads = {
            self._grad: (PartReading(self._cell(self._grad, flat), GRADIENT),),
            MOMENTUM: (PartReading(self._cell(MOMENTUM, flat), NEW),),
        }
        return WorkedStep(UPDATE, self._cell(UPDATE, flat), reads, (written_line(line),), HUES)

    def _moved(self, flat: int) -> WorkedStep:
        """Return how a weight moves by its cell of the orthogonal matrix."""
        step, place = divmod(flat, self._count)
        lines = (line for line in self._rule(step, place) if line.name in {"r", "w"})
        name, at = self._iteration.last, self._iteration.lying(flat)
        before, weight = (OUTPUT, flat - self._count) if step else (PARAMS, place)
        reads = {
            name: (PartReading(self._cell(name, at), NEW),),
            before: (PartReading(self._cell(before, weight), BEFORE),),
        }
        written = tuple(written_line(line) for line in lines)
        return WorkedStep(OUTPUT, self._cell(OUTPUT, flat), reads, written, HUES)

    def _beside(self, step: int, place: int) -> dict[str, Any]:
        direction = self._made[step].direction
        share = ReadNumber(float(direction.ravel()[place]), NEW)
        return {"shape": direction.shape, "orthogonal": lambda _update: share}

    # What is made of a cell

    def _of_each_weight(self) -> tuple[str, ...]:
        return tuple(name for name in super()._of_each_weight() if name not in self._iteration)

    def users(self, name: str, flat: int) -> Iterator[tuple[str, Iterable[int]]]:
        """Yield which cells are made of one."""
        iteration = self._iteration
        if name in iteration:
            yield from iteration.users(name, flat)
        else:
            yield from super().users(name, flat)
        if name == self._source:
            yield iteration.first, iteration.all_of_step(flat)
        if name == iteration.last:
            yield OUTPUT, [iteration.standing(flat)]


def _update_of(work: StepWork) -> Any:  # noqa: ANN401 - a number of each weight
    """Return what is made orthogonal: the last that is written before the weights move."""
    return next(line.value for line in reversed(work.lines) if line.name in {"u", "v"})


def _made_by(work: StepWork) -> Any:  # noqa: ANN401 - an Orthogonalised
    """Return the iteration of a step."""
    orthogonal: Any = work.orthogonal
    return orthogonal.made
