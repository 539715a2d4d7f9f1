"""The backward pass of normalisations: each cell depends on all that share its mean."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from convviz.protocol.document import UPSTREAM
from convviz.stepping.cells import OUTPUT
from convviz.stepping.lines.line_parts import (
    MINUS,
    MOST_TERMS,
    TIMES,
    bracketed,
    bracketed_texts,
    sign,
    value_text,
)
from convviz.stepping.lines.worked_lines import term, worked_line
from convviz.stepping.worked.backward.gradient_working import (
    GRAD_INPUT,
    GRAD_WEIGHT,
    SIGMA,
    GradientWorking,
    Product,
    on_own_line,
    product_terms,
    sum_line,
    sum_of_products,
    terms_of_many,
    times_each,
    values_at,
    written_terms,
)
from convviz.stepping.worked.parts import MOST_LIT, PartReading, WorkedStep, held_part, washed
from convviz.values.gradients.cells import normalised_cells
from convviz.values.norm_values import spread

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from convviz.stepping.lines.line_parts import LinePart, StepLine
    from convviz.stepping.worked.parts import PartWash

WEIGHT: Final = "weight"

NORMALISED: Final = "normalised"
"""The part with the cells less their mean, divided by their deviation."""


class NormBackward(GradientWorking):
    """What a cell gets less the mean of what all get, and less its own part of the variance's."""

    def make_parts(self) -> None:
        """Put the normalised cells and the upstream gradient beside each other."""
        layer: Any = self.scene.layer
        self._last: tuple[int, _Block] | None = None
        cells = self._cells = normalised_cells(self.passed)
        shape = cells.cells.shape
        normalised = cells.cells.reshape(self.passed.values.shape)
        self._flat_normalised = normalised.ravel()
        self._deviations = cells.deviations.ravel()
        self._variances = cells.variances.ravel()
        self._group_of = cells.groups.ravel()
        weights = self.passed.weights
        self._has_weight = WEIGHT in weights
        ones = np.ones(shape)
        self._factors = ones.ravel()
        self._learned_at = np.zeros(normalised.size, dtype=np.intp)
        parts = [
            held_part(NORMALISED, normalised, look=OUTPUT),
            self.upstream_part(sign=TIMES),
        ]
        if self._has_weight:
            self._factors = (ones * spread(layer, weights["weight"], shape)).ravel()
            places = np.arange(float(weights["weight"].size)).reshape(weights["weight"].shape)
            beside = np.broadcast_to(spread(layer, places, shape), shape)
            self._learned_at = beside.ravel().astype(np.intp)
            parts.append(self.given("weight", sign=TIMES))
        parts.append(self.gradient("input", sign="→"))
        learned = [name for name in ("weight", "bias") if name in weights]
        for number, name in enumerate(learned):
            part = self.gradient(name, sign="")
            parts.append(part if number else on_own_line(part))
        self.parts = tuple(parts)

    def work_out(self, part: str, flat: int) -> WorkedStep:
        """Return how a cell of a gradient comes about."""
        return self._of_input(flat) if part == GRAD_INPUT else self._of_learned(part, flat)

    def _of_input(self, flat: int) -> WorkedStep:
        block = self._block_of(flat)
        lines = self._lines(block, int(np.searchsorted(block.cells, flat)), flat)
        cell = self.part(GRAD_INPUT).cell_at(flat)
        return WorkedStep(GRAD_INPUT, cell, block.reads, lines, block.taps, block.washes)

    def _block_of(self, flat: int) -> _Block:
        """Return what the cells have in common that share a mean with one; of the last, at once."""
        group = int(self._group_of[flat])
        if self._last is None or self._last[0] != group:
            self._last = group, self._made_block(flat)
        return self._last[1]

    def _made_block(self, flat: int) -> _Block:
        cells = self._together(flat)
        grads, factors = self.flat_upstream[cells], self._factors[cells]
        weights = factors if self._has_weight else None
        with np.errstate(all="ignore"):
            numbers = _Handed(grads, weights, grads * factors, self._flat_normalised[cells])
        letter = f"w{TIMES}g" if self._has_weight else "g"
        mean = projected = 0.0
        lines: list[StepLine] = []
        texts = [] if self._cells.is_kept else numbers.texts()
        with np.errstate(all="ignore"):
            if self._subtracts_mean:
                mean = _mean(numbers.products)
                lines.append(numbers.mean(letter, texts, mean))
            if not self._cells.is_kept:
                projected = _mean(numbers.products * numbers.normalised)
                lines.append(numbers.mean_of_products(letter, texts, projected))
        lines += self._deviation_lines(flat)
        reads, washes = self._lit(cells, are_many=numbers.are_many)
        taps = 1 if numbers.are_many else len(cells)
        return _Block(cells, numbers, letter, mean, projected, tuple(lines), reads, washes, taps)

    def _chapter(self, name: str) -> frozenset[str]:
        """Return the same: every cell of the input's gradient is made of cells of the same parts.

        To work three blocks out for that would be most of what a number costs that is typed.
        """
        if name != GRAD_INPUT:
            return super()._chapter(name)
        beside = (WEIGHT,) if self._has_weight else ()
        return frozenset({name, *self._joint_parts, *beside})

    @property
    def _joint_parts(self) -> tuple[str, ...]:
        """Return the parts of which cells are read that share a mean."""
        return (UPSTREAM,) if self._cells.is_kept else (NORMALISED, UPSTREAM)

    def _lit(
        self, joint: NDArray[np.intp], *, are_many: bool
    ) -> tuple[dict[str, tuple[PartReading, ...]], dict[str, tuple[PartWash, ...]]]:
        """Return what lights the cells that share a mean: one by one, or all in one hue."""
        shown = self._joint_parts
        if are_many:
            washes = {name: washed(self.part(name), joint) for name in shown}
            if self._has_weight:
                washes[WEIGHT] = washed(self.part(WEIGHT), self._learned_at[joint])
            return {}, washes
        taps = range(len(joint))
        reads = {
            name: tuple(map(PartReading, self.part(name).cells_at(joint), taps)) for name in shown
        }
        if self._has_weight:
            # One that stands beside several cells wears the hue of the first.
            beside, firsts = np.unique(self._learned_at[joint], return_index=True)
            cells = self.part(WEIGHT).cells_at(beside)
            reads[WEIGHT] = tuple(map(PartReading, cells, firsts.tolist()))
        return reads, {}

    @property
    def _subtracts_mean(self) -> bool:
        layer: Any = self.scene.layer
        return bool(layer.subtracts_mean) and not self._cells.is_kept

    def _lines(self, block: _Block, own: int, flat: int) -> tuple[StepLine, ...]:
        """Return the two means, the deviation, and what is left of the gradient.

        Args:
            block: What the cells have in common that share the mean.
            own: Number of the cell among them.
            flat: The cell.
        """
        numbers, rule = block.numbers, block.letter
        inner, left = numbers.written(own), float(numbers.products[own])
        deviation = value_text(float(self._deviations[flat]))
        if self._cells.is_kept:
            terms = [*inner, sign("/"), term(deviation)]
            return (*block.lines, self._total(f"{rule} / {SIGMA}", terms, left, flat))
        normalised = float(numbers.normalised[own])
        if self._subtracts_mean:
            inner += [sign(MINUS), term(bracketed(block.mean))]
            rule, left = f"{rule} {MINUS} m₁", left - block.mean
        with np.errstate(all="ignore"):
            left -= normalised * block.projected
        inner += [sign(MINUS), term(bracketed(normalised), numbers.hue(own)), sign(TIMES)]
        terms = [sign("("), *inner, term(bracketed(block.projected)), sign(")")]
        terms += [sign("/"), term(deviation)]
        rule = f"({rule} {MINUS} x̂{TIMES}m₂) / {SIGMA}"
        return (*block.lines, self._total(rule, terms, left, flat))

    def _total(self, rule: str, terms: list[LinePart], left: float, flat: int) -> StepLine:
        """Return the last line: what is left, by the deviation."""
        with np.errstate(all="ignore"):
            worked = float(np.float64(left) / self._deviations[flat])
        return sum_line(GRAD_INPUT, rule, terms, self.result(GRAD_INPUT, flat, worked))

    def _deviation_lines(self, flat: int) -> tuple[StepLine, ...]:
        """Return how the deviation comes from the variance; nothing where torch replaces it."""
        layer: Any = self.scene.layer
        variance, deviation = float(self._variances[flat]), float(self._deviations[flat])
        if not np.isfinite(deviation):
            return ()
        inside = [term(bracketed(variance)), sign("+"), term(bracketed(layer.epsilon()))]
        how = [sign("√("), *inside, sign(")")]
        return (worked_line(SIGMA, "√(v + ε)", how, deviation),)

    def _of_learned(self, part: str, flat: int) -> WorkedStep:
        cells = np.flatnonzero(self._learned_at == flat)
        if len(cells) > MOST_LIT:
            return self._of_many(part, flat, cells)
        grads = values_at(self.flat_upstream, cells)
        numbers = range(len(cells))
        upstream = self.part(UPSTREAM).cells_at(cells)
        if part == GRAD_WEIGHT:
            normalised = values_at(self._flat_normalised, cells)
            products = [
                Product(g, value_text(x), g * x, number)
                for number, (g, x) in enumerate(zip(grads, normalised, strict=True))
            ]
            shown = self.part(NORMALISED).cells_at(cells)
            reads = {
                NORMALISED: tuple(map(PartReading, shown, numbers)),
                UPSTREAM: tuple(map(PartReading, upstream, numbers, normalised)),
            }
            rule = f"Σ g{TIMES}x̂"
        else:
            products = [Product(g, "", g, number) for number, g in enumerate(grads)]
            reads, rule = {UPSTREAM: tuple(map(PartReading, upstream, numbers))}, "Σ g"
        total = self.result(part, flat, sum(product.result for product in products))
        line = sum_line(part, rule, product_terms(products, len(products)), total)
        return WorkedStep(part, self.part(part).cell_at(flat), reads, (line,), max(1, len(cells)))

    def _of_many(self, part: str, flat: int, cells: NDArray[np.intp]) -> WorkedStep:
        """Return a sum over very many cells, all of which wear one hue."""
        grads, washes = self.flat_upstream[cells], {UPSTREAM: washed(self.part(UPSTREAM), cells)}
        rule, total = "Σ g", float(grads.sum())
        factors = None
        if part == GRAD_WEIGHT:
            factors = self._flat_normalised[cells]
            rule, total = f"Σ g{TIMES}x̂", sum_of_products(grads, factors)
            washes[NORMALISED] = washed(self.part(NORMALISED), cells)
        terms = terms_of_many(grads, factors)
        line = sum_line(part, rule, terms, self.result(part, flat, total))
        return WorkedStep(part, self.part(part).cell_at(flat), {}, (line,), 1, washes)

    def users(self, name: str, flat: int) -> Iterator[tuple[str, Iterable[int]]]:
        """Yield which cells are made of one."""
        if name == UPSTREAM or (name == NORMALISED and not self._cells.is_kept):
            yield GRAD_INPUT, self._together(flat)
        learned = int(self._learned_at[flat]) if name != "weight" else flat
        for part in self.parts:
            is_learned = part.name in {GRAD_WEIGHT, "grad_bias"}
            if is_learned and (name == UPSTREAM or (name, part.name) == (NORMALISED, GRAD_WEIGHT)):
                yield part.name, [learned]
        if name == "weight":
            groups = self._group_of[self._learned_at == flat]
            yield GRAD_INPUT, np.flatnonzero(np.isin(self._group_of, groups))

    def _together(self, flat: int) -> NDArray[np.intp]:
        joint: NDArray[np.intp] = np.flatnonzero(self._group_of == self._group_of[flat])
        return joint


class _Block(NamedTuple):
    """What cells have in common that share a mean: made once, while one steps through them.

    Attributes:
        cells: Their numbers.
        numbers: What they get.
        letter: Of what they get.
        mean: Of what they get; 0 where it is not subtracted.
        projected: The mean of that times the normalised cells; 0 of kept means and variances.
        lines: How these and the deviation come about.
        reads: What each is made of, where they are few.
        washes: The same, where they are many.
        taps: Number of hues.
    """

    cells: NDArray[np.intp]
    numbers: _Handed
    letter: str
    mean: float
    projected: float
    lines: tuple[StepLine, ...]
    reads: Mapping[str, tuple[PartReading, ...]]
    washes: Mapping[str, tuple[PartWash, ...]]
    taps: int


class _Handed(NamedTuple):
    """What the cells get that share a mean.

    Attributes:
        grads: Their upstream gradients.
        weights: What the forward multiplied them by; None without weights.
        products: Weight times upstream gradient.
        normalised: The cells, normalised.
    """

    grads: NDArray[np.float64]
    weights: NDArray[np.float64] | None
    products: NDArray[np.float64]
    normalised: NDArray[np.float64]

    @property
    def are_many(self) -> bool:
        """Whether all cells wear one hue."""
        return len(self.grads) > MOST_LIT

    def hue(self, at: int) -> int:
        """Return the number of the hue that a cell wears."""
        return 0 if self.are_many else at

    def written(self, at: int) -> list[LinePart]:
        """Return the weight times the upstream gradient of a cell."""
        hue = self.hue(at)
        grad = term(bracketed(float(self.grads[at])), hue)
        if self.weights is None:
            return [grad]
        return [term(bracketed(float(self.weights[at])), hue), sign(TIMES), grad]

    def texts(self) -> list[str]:
        """Return the first of the products as they are written."""
        grads = self.grads[:MOST_TERMS]
        if self.weights is None:
            return bracketed_texts(grads)
        return times_each(bracketed_texts(self.weights[:MOST_TERMS]), grads)

    def mean(self, letter: str, texts: Sequence[str], value: float) -> StepLine:
        """Return the mean of what the cells get."""
        return self._mean_line("m₁", letter, texts, self.products, value)

    def mean_of_products(self, letter: str, texts: Sequence[str], value: float) -> StepLine:
        """Return the mean of what they get times the normalised cells: which only scales them."""
        texts = times_each(texts, self.normalised[:MOST_TERMS])
        results = self.products * self.normalised
        return self._mean_line("m₂", f"{letter}{TIMES}x̂", texts, results, value)

    def _mean_line(
        self,
        name: str,
        letters: str,
        texts: Sequence[str],
        results: NDArray[np.float64],
        value: float,
    ) -> StepLine:
        count = len(self.grads)
        hues = itertools.repeat(0) if self.are_many else itertools.count()
        terms = written_terms(texts, results[:MOST_TERMS], hues, count)
        parts = [sign("("), *terms, sign(")"), sign("/")]
        return sum_line(name, f"Σ {letters} / n", [*parts, term(value_text(count))], value)


def _mean(terms: NDArray[np.float64]) -> float:
    """Return a mean; 0 where only rounding is left of it."""
    mean = float(np.mean(terms))
    return 0.0 if abs(mean) <= _ROUNDING * float(np.mean(np.abs(terms))) else mean


_ROUNDING: Final = 1e-14
"""Of the terms, so much may be left of a sum that is 0."""
