"""The iteration that makes Muon's matrix orthogonal, product by product in bfloat16."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from convviz.stepping.cells import KERNEL
from convviz.stepping.lines.line_parts import TIMES, bracketed, sign, value_text
from convviz.stepping.lines.worked_lines import term, worked_line
from convviz.stepping.worked.backward.gradient_working import (
    Product,
    on_own_line,
    product_terms,
    sum_line,
    values_at,
)
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

    from convviz.stepping.lines.line_parts import StepLine
    from convviz.values.newton_schulz import Orthogonalised

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


class Iteration:
    """X is divided by its size; then, time by time, A = X Xᵀ, B = b A + c A A, X = a X + B X.

    A matrix that is taller than wide lies in it, turned.

    Attributes:
        parts: A matrix each, in their order, of all steps.
        first: Name of the first X.
        last: Name of the last X: what came of it.
    """

    def __init__(
        self,
        source: Part,
        letter: str,
        made: Sequence[Orthogonalised],
        coefficients: Sequence[float],
    ) -> None:
        """Take what was worked out.

        Args:
            source: What is made orthogonal, of all steps.
            letter: What that is called: "u" or "v".
            made: Of each step.
            coefficients: Of the polynomial.
        """
        self._source = source
        self._letter = letter
        self._made = made
        self._polynomial = tuple(float(np.float32(number)) for number in coefficients)
        self._was_tall, self.times = made[0].was_tall, len(made[0].iterations)
        self._places: dict[str, _Place] = {}
        self._drawn: dict[int, tuple[Part, ...]] = {}
        self.first, self.last = _lettered("X", 0), _lettered("X", self.times)
        self.parts = tuple(self._matrices(source.shape[:-2]))
        self._by_name = {part.name: part for part in (source, *self.parts)}

    def __contains__(self, name: str) -> bool:
        """Return whether a part is one of its matrices."""
        return name in self._places

    def _matrices(self, before: tuple[int, ...]) -> Iterator[Part]:
        """Yield the matrices of the iteration: of each time a line.

        Args:
            before: The axes before those of a matrix.
        """
        letter = self._letter.upper()
        turned = f"{letter}ᵀ" if self._was_tall else letter
        yield self._part(_Place("X", 0), before, f"{turned} / ‖{letter}‖")
        for time in range(1, self.times + 1):
            x, gram, polynomial = (_lettered(*at) for at in _places_of(time))
            yield self._part(_Place("A", time), before, f"{x} {x}ᵀ")
            yield self._part(_Place("B", time), before, f"b {gram} + c {gram}²")
            yield self._part(_Place("X", time), before, f"a {x} + {polynomial} {x}")

    def _part(self, place: _Place, before: tuple[int, ...], rule: str) -> Part:
        """Return a matrix of the iteration, of all steps."""
        matrices = np.array([_matrix(made, place) for made in self._made], dtype=np.float64)
        name = _lettered(*place)
        self._places[name] = place
        values = matrices.reshape(*before, *matrices.shape[1:])
        return computed_part(name, values, look=KERNEL, sign="", title=f"{name} = {rule}")

    def drawn(self, name: str) -> tuple[Part, ...]:
        """Return the matrices of one time, a line: those with a part, or the first ones.

        Args:
            name: The part that is made; any other part's for those of the first time.
        """
        time = max(1, self._places[name].time) if name in self._places else 1
        if time not in self._drawn:
            wanted = (*_places_of(time), _Place("X", time))
            begin, *others = (p for p in self.parts if self._places[p.name] in wanted)
            self._drawn[time] = (on_own_line(begin), *others)
        return self._drawn[time]

    def work_out(self, part: str, flat: int) -> WorkedStep:
        """Return how a cell of the iteration comes about: a sum of products, rounded."""
        letter, time = self._places[part]
        if not time:
            return self._scaled(part, flat)
        x, gram, polynomial = (_lettered(*at) for at in _places_of(time))
        own, b, c = self._polynomial
        if letter == "A":
            return self._summed(part, flat, _Sum(x, x, of_rows=True))
        if letter == "B":
            return self._summed(part, flat, _Sum(gram, gram, own=gram, own_factor=b, factor=c))
        return self._summed(part, flat, _Sum(polynomial, x, own=x, own_factor=own))

    def _scaled(self, part: str, flat: int) -> WorkedStep:
        """Return how a number of the update is divided by the size of all of them."""
        cell, source = self._by_name[part].cell_at(flat), self._source
        size, updates = self._made[cell.plane].size, source.values[cell.plane].ravel()
        at, letter = self.standing(flat), self._letter
        value = source.number_at(at)
        norm = f"‖{letter.upper()}‖"
        rounded = float(bfloat16(value))
        share = f"{_ROUNDS}({value_text(rounded)} / {value_text(size)})"
        lines = (
            worked_line(norm, f"max(√Σ{letter}², ε)", "", size),
            worked_line(letter, "", f"{_ROUNDS}({value_text(value)})", rounded),
            worked_line(
                "x", f"{_ROUNDS}({letter} / {norm})", share, self._by_name[part].number_at(flat)
            ),
        )
        flats = np.arange(updates.size) + cell.plane * updates.size
        lit = self._lit([(source.name, flats, None)], {source.name: at})
        return WorkedStep(part, cell, lines=lines, taps=max(1, updates.size), **lit)

    def _summed(self, part: str, flat: int, how: _Sum) -> WorkedStep:
        """Return how a number is a sum of products of a row and a column, and of its own."""
        cell = self._by_name[part].cell_at(flat)
        lefts = self._row(how.left, cell.plane, cell.row)
        line = self._row if how.of_rows else self._column
        rights = line(how.right, cell.plane, cell.column)
        left, right = (
            values_at(self._by_name[name].values.ravel(), flats)
            for name, flats in ((how.left, lefts), (how.right, rights))
        )
        products = [
            Product(value, value_text(factor), value * factor, tap)
            for tap, (value, factor) in enumerate(zip(left, right, strict=True))
        ]
        total = sum(product.result for product in products)
        letter, value = self._places[part].letter, self._by_name[part].number_at(flat)
        terms = product_terms(products, len(products))
        if not how.own:
            numbers = [sign(f"{_ROUNDS}("), *terms, sign(")")]
            lines = [worked_line(letter, f"{_ROUNDS}(Σ x·x)", numbers, value)]
        else:
            rule = "Σ a·a" if how.own == how.left else "Σ b·x"
            lines = [sum_line("s", rule, terms, total)]
            own = self._by_name[how.own].number_at(flat)
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
                washes[name] = (*washes.get(name, ()), *washed(self._by_name[name], flats))
                continue
            cells = self._by_name[name].cells_at(flats)
            known = reads.setdefault(name, {})
            for tap, (at, cell) in enumerate(zip(flats.tolist(), cells, strict=True)):
                factor = None if factors is None else factors[tap]
                known.setdefault(
                    at, PartReading(cell, tap, factor, is_chosen=chosen.get(name) == at)
                )
        for name, at in chosen.items():
            if at not in reads.setdefault(name, {}):
                reads[name][at] = PartReading(self._by_name[name].cell_at(at), is_chosen=True)
        return {"reads": {n: tuple(known.values()) for n, known in reads.items()}, "washes": washes}

    def _row(self, name: str, plane: int, row: int) -> NDArray[np.intp]:
        """Return the numbers of the cells of a row of a part."""
        _, rows, columns = self._by_name[name].values.shape
        first = (plane * rows + row) * columns
        return np.arange(first, first + columns)

    def _column(self, name: str, plane: int, column: int) -> NDArray[np.intp]:
        """Return the numbers of the cells of a column of a part."""
        _, rows, columns = self._by_name[name].values.shape
        first, size = plane * rows * columns, rows * columns
        return np.arange(first + column, first + size, columns)

    def lying(self, flat: int) -> int:
        """Return where a cell of the source is in the matrix that lies."""
        return self._turned(flat, *self._source.values.shape[1:]) if self._was_tall else flat

    def standing(self, flat: int) -> int:
        """Return where a cell of the matrix that lies is in the source."""
        _, rows, columns = self._source.values.shape
        return self._turned(flat, columns, rows) if self._was_tall else flat

    def _turned(self, flat: int, rows: int, columns: int) -> int:
        """Return where a cell of rows and columns is when these have changed places."""
        step, place = divmod(flat, rows * columns)
        row, column = divmod(place, columns)
        return step * rows * columns + column * rows + row

    def all_of_step(self, flat: int) -> range:
        """Return the cells of a matrix as large as the source in the same step as one of them."""
        first = flat - flat % self._source.plane_size
        return range(first, first + self._source.plane_size)

    def users(self, name: str, flat: int) -> Iterator[tuple[str, Iterable[int]]]:
        """Yield which of its cells are made of one of them."""
        letter, time = self._places[name]
        plane, row, column = self._by_name[name].cell_at(flat)
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
