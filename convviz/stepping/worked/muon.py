"""Steps of Muon worked out: a matrix of momentum is made orthogonal, product by product."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from convviz.core.optimisers.base import PARAMS
from convviz.core.optimisers.step_work import BEFORE, GRADIENT, NEW, ReadNumber
from convviz.stepping.cells import KERNEL, OUTPUT
from convviz.stepping.lines.line_parts import TIMES, bracketed, sign, value_text
from convviz.stepping.lines.worked_lines import term, worked_line, written_line
from convviz.stepping.worked.backward.gradient_working import (
    Product,
    on_own_line,
    product_terms,
    sum_line,
)
from convviz.stepping.worked.optimisers import HUES, OptimiserWorking
from convviz.stepping.worked.parts import (
    MOST_LIT,
    Part,
    PartReading,
    PartWash,
    WorkedStep,
    computed_part,
    washed,
)
from convviz.values.newton_schulz import bfloat16

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from convviz.core.optimisers.step_work import StepWork
    from convviz.stepping.lines.line_parts import StepLine
    from convviz.values.newton_schulz import Orthogonalised

MOMENTUM: Final = "momentum_buffer"
UPDATE: Final = "update"

_SUBSCRIPTS: Final = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")

_ROUNDS: Final = "bfloat16"
"""What rounds the matrices of the iteration, by torch's name."""


class _Place(NamedTuple):
    """A part of the iteration.

    Attributes:
        letter: "X", "A" or "B".
        time: After how many times the polynomial was applied.
    """

    letter: str
    time: int


class MuonWorking(OptimiserWorking):
    """Steps of a matrix: its momentum, what looks ahead, and what makes that orthogonal.

    Each matrix of the iteration is a part: A = X Xᵀ, B = b A + c A A, and X = a X + B X. Those of
    one time are drawn.
    """

    def _parts_between(self, shape: tuple[int, ...]) -> tuple[Part, ...]:
        optimiser: Any = self._optimiser
        self._rows, self._columns = shape[-2:]
        self._polynomial = tuple(float(np.float32(c)) for c in optimiser.ns_coefficients)
        updates = np.array([_update_of(work) for work in self._works], dtype=np.float64)
        self._made: list[Orthogonalised] = [_made_by(work) for work in self._works]
        self._was_tall, self._times = self._made[0].was_tall, len(self._made[0].iterations)
        self._places: dict[str, _Place] = {}
        self._drawn: dict[int, tuple[Part, ...]] = {}
        self._source = UPDATE if optimiser.nesterov else MOMENTUM
        parts = list(self._iteration(shape[:-2]))
        if optimiser.nesterov:
            update = updates.reshape(shape)
            parts.insert(0, computed_part(UPDATE, update, look=KERNEL, sign="→", title="update U"))
        return tuple(parts)

    def _iteration(self, before: tuple[int, ...]) -> Iterator[Part]:
        """Yield the matrices of the iteration: of each time a line.

        Args:
            before: The axes before those of a matrix.
        """
        letter = "U" if self._source == UPDATE else "V"
        turned = f"{letter}ᵀ" if self._was_tall else letter
        yield (self._part(_Place("X", 0), before, f"{turned} / ‖{letter}‖"))
        for time in range(1, self._times + 1):
            x, gram, polynomial = (_lettered(*at) for at in _places_of(time))
            yield self._part(_Place("A", time), before, f"{x} {x}ᵀ")
            yield self._part(_Place("B", time), before, f"b {gram} + c {gram}²")
            yield self._part(_Place("X", time), before, f"a {x} + {polynomial} {x}")

    def drawn_parts(self, step: WorkedStep) -> tuple[Part, ...]:
        """Return the parts without the other times of the iteration, in two lines."""
        first = self._times if step.part == OUTPUT else 1
        time = max(1, self._places[step.part].time) if step.part in self._places else first
        if time not in self._drawn:
            self._drawn[time] = tuple(self._parts_of(time))
        return self._drawn[time]

    def _parts_of(self, time: int) -> Iterator[Part]:
        begin, *others = (*_places_of(time), _Place("X", time))
        for part in self.parts:
            place = self._places.get(part.name)
            if place == begin:
                yield on_own_line(part)
            elif place is None or place in others:
                yield part

    def _part(self, place: _Place, before: tuple[int, ...], rule: str) -> Part:
        """Return a matrix of the iteration, of all steps."""
        matrices = np.array([_matrix(made, place) for made in self._made], dtype=np.float64)
        name = _lettered(*place)
        self._places[name] = place
        values = matrices.reshape(*before, *matrices.shape[1:])
        return computed_part(name, values, look=KERNEL, sign="", title=f"{name} = {rule}")

    # The order: step by step, part by part

    @property
    def row_length(self) -> int:
        """Cells of a row of the matrix."""
        return self._columns

    def located(self, index: int) -> tuple[str, int]:
        """Return the part of a step, and the cell's number there."""
        step, rest = divmod(index, sum(self._sizes().values()))
        for name, size in self._sizes().items():
            if rest < size:
                return name, step * size + rest
            rest -= size
        raise AssertionError(index)

    def _chapter(self, name: str) -> frozenset[str]:
        """Return what a part is made of: its cells are gone through before those of the next."""
        return super(OptimiserWorking, self)._chapter(name)

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
        if part in self._places:
            return self._of_iteration(part, flat)
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
        name = _lettered("X", self._times)
        at = self._lying(flat)
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

    def _of_iteration(self, part: str, flat: int) -> WorkedStep:
        """Return how a cell of the iteration comes about: a sum of products, rounded."""
        letter, time = self._places[part]
        if not time:
            return self._scaled(part, flat)
        x, gram, polynomial = (_lettered(*at) for at in (("X", time - 1), ("A", time), ("B", time)))
        own, b, c = self._polynomial
        if letter == "A":
            return self._summed(part, flat, _Sum(x, x, of_rows=True))
        if letter == "B":
            return self._summed(part, flat, _Sum(gram, gram, own=gram, own_factor=b, factor=c))
        return self._summed(part, flat, _Sum(polynomial, x, own=x, own_factor=own))

    def _scaled(self, part: str, flat: int) -> WorkedStep:
        """Return how a number of the update is divided by the size of all of them."""
        cell, source = self.part(part).cell_at(flat), self.part(self._source)
        size, updates = self._made[cell.plane].size, source.values[cell.plane].ravel()
        at = self._standing(flat)
        value = source.number_at(at)
        letter = "u" if self._source == UPDATE else "v"
        norm = f"‖{letter.upper()}‖"
        rounded = float(bfloat16(value))
        share = f"{_ROUNDS}({value_text(rounded)} / {value_text(size)})"
        lines = (
            worked_line(norm, f"max(√Σ{letter}², ε)", "", size),
            worked_line(letter, "", f"{_ROUNDS}({value_text(value)})", rounded),
            worked_line(
                "x", f"{_ROUNDS}({letter} / {norm})", share, self.part(part).number_at(flat)
            ),
        )
        flats = np.arange(updates.size) + cell.plane * updates.size
        lit = self._lit([(self._source, flats, None)], {self._source: at})
        return WorkedStep(part, cell, lines=lines, taps=max(1, updates.size), **lit)

    def _summed(self, part: str, flat: int, how: _Sum) -> WorkedStep:
        """Return how a number is a sum of products of a row and a column, and of its own."""
        cell = self.part(part).cell_at(flat)
        lefts = self._row(how.left, cell.plane, cell.row)
        line = self._row if how.of_rows else self._column
        rights = line(how.right, cell.plane, cell.column)
        left, right = self._numbers_at(how.left, lefts), self._numbers_at(how.right, rights)
        products = [
            Product(value, value_text(factor), value * factor, tap)
            for tap, (value, factor) in enumerate(zip(left, right, strict=True))
        ]
        total = sum(product.result for product in products)
        letter, value = self._places[part].letter, self.part(part).number_at(flat)
        terms = product_terms(products, len(products))
        if not how.own:
            numbers = [sign(f"{_ROUNDS}("), *terms, sign(")")]
            lines = [worked_line(letter, f"{_ROUNDS}(Σ x·x)", numbers, value)]
        else:
            rule = "Σ a·a" if how.own == how.left else "Σ b·x"
            lines = [sum_line("s", rule, terms, total)]
            own = self.part(how.own).number_at(flat)
            lines.append(_with_own(letter, how, own, total, value))
        chosen = {how.own: flat} if how.own else {}
        lit = self._lit([(how.left, lefts, right), (how.right, rights, None)], chosen)
        return WorkedStep(part, cell, lines=tuple(lines), taps=len(products), **lit)

    def _lit(
        self,
        lines: Iterable[tuple[str, NDArray[np.intp], Sequence[float] | None]],
        chosen: Mapping[str, int],
    ) -> dict[str, Any]:
        """Return the cells that a step reads, by the names of a WorkedStep.

        Args:
            lines: Cells of parts, a hue each; with what each is multiplied by.
            chosen: Of some parts the cell that is outlined.
        """
        reads: dict[str, dict[int, PartReading]] = {}
        washes: dict[str, tuple[PartWash, ...]] = {}
        for name, flats, factors in lines:
            if len(flats) > MOST_LIT:
                washes[name] = (*washes.get(name, ()), *washed(self.part(name), flats))
                continue
            cells = self.part(name).cells_at(flats)
            known = reads.setdefault(name, {})
            for tap, (at, cell) in enumerate(zip(flats.tolist(), cells, strict=True)):
                factor = None if factors is None else factors[tap]
                known.setdefault(
                    at, PartReading(cell, tap, factor, is_chosen=chosen.get(name) == at)
                )
        for name, at in chosen.items():
            if at not in reads.setdefault(name, {}):
                reads[name][at] = PartReading(self._cell(name, at), is_chosen=True)
        return {"reads": {n: tuple(known.values()) for n, known in reads.items()}, "washes": washes}

    def _row(self, name: str, plane: int, row: int) -> NDArray[np.intp]:
        """Return the numbers of the cells of a row of a part."""
        _, rows, columns = self.part(name).values.shape
        first = (plane * rows + row) * columns
        return np.arange(first, first + columns)

    def _column(self, name: str, plane: int, column: int) -> NDArray[np.intp]:
        """Return the numbers of the cells of a column of a part."""
        _, rows, columns = self.part(name).values.shape
        first, size = plane * rows * columns, rows * columns
        return np.arange(first + column, first + size, columns)

    def _numbers_at(self, name: str, flats: NDArray[np.intp]) -> list[float]:
        numbers: list[float] = self.part(name).values.ravel()[flats].tolist()
        return numbers

    def _lying(self, flat: int) -> int:
        """Return where a cell of the weights is in the matrix that lies."""
        if not self._was_tall:
            return flat
        step, place = divmod(flat, self._count)
        row, column = divmod(place, self._columns)
        return step * self._count + column * self._rows + row

    def _standing(self, flat: int) -> int:
        """Return where a cell of the matrix that lies is in the weights."""
        if not self._was_tall:
            return flat
        step, place = divmod(flat, self._count)
        column, row = divmod(place, self._rows)
        return step * self._count + row * self._columns + column

    # What is made of a cell

    def _of_each_weight(self) -> tuple[str, ...]:
        return tuple(name for name in super()._of_each_weight() if name not in self._places)

    def users(self, name: str, flat: int) -> Iterator[tuple[str, Iterable[int]]]:
        """Yield which cells are made of one."""
        if name in self._places:
            yield from self._users_in_iteration(name, flat)
            return
        yield from super().users(name, flat)
        if name == self._source:
            first = flat - flat % self._count
            yield _lettered("X", 0), range(first, first + self._count)

    def _users_in_iteration(self, name: str, flat: int) -> Iterator[tuple[str, Iterable[int]]]:
        letter, time = self._places[name]
        plane, row, column = self.part(name).cell_at(flat)
        gram, polynomial, new = (
            _lettered(*at) for at in (("A", time + 1), ("B", time), ("X", time))
        )
        if letter == "A":
            of_row, of_column = (
                self._row(polynomial, plane, row),
                self._column(polynomial, plane, column),
            )
            yield polynomial, np.union1d(of_row, of_column)
        elif letter == "B":
            yield new, self._row(new, plane, row)
        elif time == self._times:
            yield OUTPUT, [self._standing(flat)]
        elif gram in self._places:
            yield gram, np.union1d(self._row(gram, plane, row), self._column(gram, plane, row))
            new = _lettered("X", time + 1)
            yield new, self._column(new, plane, column)


class _Sum(NamedTuple):
    """A sum of products of a row and a column, and what is added to it.

    Attributes:
        left: The part of the row.
        right: The part of the column.
        of_rows: Whether the second is a row, too.
        own: The part of the number that is added; "" for none.
        own_factor: What that is multiplied by.
        factor: What the sum is multiplied by.
    """

    left: str
    right: str
    of_rows: bool = False
    own: str = ""
    own_factor: float = 1.0
    factor: float = 1.0


def _with_own(letter: str, how: _Sum, own: float, total: float, value: float) -> StepLine:
    """Return the line that adds a number of its own to a sum, and rounds."""
    of_gram = how.own == how.left
    factor = f"{value_text(how.factor)}{TIMES}" if of_gram else ""
    numbers = [
        sign(f"{_ROUNDS}("),
        term(f"{value_text(how.own_factor)}{TIMES}{bracketed(own)}"),
        sign("+"),
        term(f"{factor}{bracketed(total)}"),
        sign(")"),
    ]
    rule = "b·A + c·s" if of_gram else "a·X + s"
    return worked_line(letter, f"{_ROUNDS}({rule})", numbers, value)


def _update_of(work: StepWork) -> Any:  # noqa: ANN401 - a number of each weight
    """Return what is made orthogonal: the last that is written before the weights move."""
    return next(line.value for line in reversed(work.lines) if line.name in {"u", "v"})


def _made_by(work: StepWork) -> Any:  # noqa: ANN401 - an Orthogonalised
    """Return the iteration of a step."""
    orthogonal: Any = work.orthogonal
    return orthogonal.made


def _matrix(made: Orthogonalised, place: _Place) -> NDArray[np.float32]:
    """Return a matrix of the iteration."""
    if place.time == 0:
        return made.start
    of_letter = {"A": "gram", "B": "polynomial", "X": "matrix"}
    matrix: NDArray[np.float32] = getattr(made.iterations[place.time - 1], of_letter[place.letter])
    return matrix


def _places_of(time: int) -> tuple[_Place, _Place, _Place]:
    """Return the matrices that one application of the polynomial reads: X before, A and B."""
    return _Place("X", time - 1), _Place("A", time), _Place("B", time)


def _lettered(letter: str, time: int) -> str:
    """Return what a matrix of the iteration is called, such as X₁."""
    return f"{letter}{str(time).translate(_SUBSCRIPTS)}"
