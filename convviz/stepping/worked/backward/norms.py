"""The backward pass of normalisations: each cell depends on all that share its mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from convviz.protocol.document import UPSTREAM
from convviz.stepping.cells import OUTPUT
from convviz.stepping.lines.step_lines import MINUS, TIMES, bracketed, value_text
from convviz.stepping.lines.worked_lines import sign, term
from convviz.stepping.worked.backward.gradient_working import (
    GRAD_INPUT,
    GRAD_WEIGHT,
    MOST_LIT,
    SIGMA,
    GradientWorking,
    Product,
    on_own_line,
    product_terms,
    sum_line,
    values_at,
    washed,
)
from convviz.stepping.worked.parts import PartReading, WorkedStep, held_part
from convviz.values.gradients.cells import normalised_cells
from convviz.values.norm_values import spread

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from convviz.stepping.lines.step_lines import LinePart, StepLine

NORMALISED: Final = "normalised"
"""The part with the cells less their mean, divided by their deviation."""


class NormBackward(GradientWorking):
    """What a cell gets less the mean of what all get, and less its own part of the variance's."""

    def make_parts(self) -> None:
        """Put the normalised cells and the upstream gradient beside each other."""
        layer: Any = self.scene.layer
        cells = self._cells = normalised_cells(self.passed)
        shape = cells.cells.shape
        normalised = cells.cells.reshape(self.passed.values.shape)
        self._flat_normalised = normalised.ravel()
        self._deviations = cells.deviations.ravel()
        self._group_of = cells.groups.ravel()
        weights = self.passed.weights
        ones = np.ones(shape)
        self._factors = ones.ravel()
        self._learned_at = np.zeros(normalised.size, dtype=np.intp)
        parts = [
            held_part(NORMALISED, normalised, look=OUTPUT),
            self.upstream_part(sign=TIMES),
        ]
        if "weight" in weights:
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
        joint = self._together(flat)
        own = int(np.searchsorted(joint, flat))
        handed = (self.flat_upstream[joint] * self._factors[joint]).tolist()
        normalised = values_at(self._flat_normalised, joint)
        lines = self._lines(handed, normalised, own, flat)
        cell = self.part(GRAD_INPUT).cell_at(flat)
        shown = (NORMALISED, UPSTREAM)
        if len(joint) > MOST_LIT:
            washes = {name: washed(self.part(name), joint) for name in shown}
            return WorkedStep(GRAD_INPUT, cell, {}, lines, 1, washes)
        numbers = range(len(joint))
        upstream = self.part(UPSTREAM).cells_at(joint)
        factors = values_at(self._factors, joint)
        reads = {
            NORMALISED: tuple(map(PartReading, self.part(NORMALISED).cells_at(joint), numbers)),
            UPSTREAM: tuple(map(PartReading, upstream, numbers, factors)),
        }
        return WorkedStep(GRAD_INPUT, cell, reads, lines, len(joint))

    def _lines(
        self, handed: list[float], normalised: list[float], own: int, flat: int
    ) -> tuple[StepLine, ...]:
        """Return the mean of the gradients, that of their products, and what is left.

        Args:
            handed: Weight times upstream gradient of each cell that shares the mean.
            normalised: These cells, normalised.
            own: Number of the cell among them.
            flat: The cell.
        """
        layer: Any = self.scene.layer
        if self._cells.is_kept:
            return (self._line_of_kept(handed[own], own, flat),)
        lines = [_mean_of_products(handed, normalised)]
        projected = float(np.mean(np.multiply(handed, normalised)))
        inner: list[LinePart] = [sign("("), term(bracketed(handed[own]), own)]
        rule, left = f"g {MINUS} x̂{TIMES}m₂", handed[own]
        if layer.subtracts_mean:
            mean = float(np.mean(handed))
            lines.insert(0, _mean_of(handed))
            inner += [sign(MINUS), term(bracketed(mean))]
            rule, left = f"g {MINUS} m₁ {MINUS} x̂{TIMES}m₂", left - mean
        inner += [sign(MINUS), term(bracketed(normalised[own]), own), sign(TIMES)]
        deviation = float(self._deviations[flat])
        inner += [term(bracketed(projected)), sign(")"), sign("/"), term(value_text(deviation))]
        with np.errstate(all="ignore"):
            worked = float(np.float64(left - normalised[own] * projected) / deviation)
        total = self.result(GRAD_INPUT, flat, worked)
        return (*lines, sum_line(GRAD_INPUT, f"({rule}) / {SIGMA}", inner, total))

    def _line_of_kept(self, handed: float, own: int, flat: int) -> StepLine:
        """Return what a cell gets where mean and deviation were kept: they stay as they are."""
        deviation = float(self._deviations[flat])
        with np.errstate(all="ignore"):
            total = self.result(GRAD_INPUT, flat, float(np.float64(handed) / deviation))
        numbers = [term(bracketed(handed), own), sign("/"), term(value_text(deviation))]
        return sum_line(GRAD_INPUT, f"g / {SIGMA}", numbers, total)

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
        products = (Product(g, "", g, 0) for g in grads.tolist())
        if part == GRAD_WEIGHT:
            normalised = self._flat_normalised[cells]
            rule, total = f"Σ g{TIMES}x̂", float(grads @ normalised)
            washes[NORMALISED] = washed(self.part(NORMALISED), cells)
            pairs = zip(grads.tolist(), normalised.tolist(), strict=True)
            products = (Product(g, value_text(x), g * x, 0) for g, x in pairs)
        terms = product_terms(products, len(grads))
        line = sum_line(part, rule, terms, self.result(part, flat, total))
        return WorkedStep(part, self.part(part).cell_at(flat), {}, (line,), 1, washes)

    def users(self, name: str, flat: int) -> Iterator[tuple[str, Iterable[int]]]:
        """Yield which cells are made of one."""
        if name in {NORMALISED, UPSTREAM}:
            yield GRAD_INPUT, self._together(flat).tolist()
        learned = int(self._learned_at[flat]) if name != "weight" else flat
        for part in self.parts:
            is_learned = part.name in {GRAD_WEIGHT, "grad_bias"}
            if is_learned and (name == UPSTREAM or (name, part.name) == (NORMALISED, GRAD_WEIGHT)):
                yield part.name, [learned]
        if name == "weight":
            yield GRAD_INPUT, np.flatnonzero(self._learned_at == flat).tolist()

    def _together(self, flat: int) -> NDArray[np.intp]:
        joint: NDArray[np.intp] = np.flatnonzero(self._group_of == self._group_of[flat])
        return joint


def _mean_of(handed: list[float]) -> StepLine:
    terms = product_terms((Product(g, "", g, at) for at, g in enumerate(handed)), len(handed))
    count = term(value_text(len(handed)))
    parts = [sign("("), *terms, sign(")"), sign("/"), count]
    return sum_line("m₁", "Σ g / n", parts, float(np.mean(handed)))


def _mean_of_products(handed: list[float], normalised: list[float]) -> StepLine:
    products = (
        Product(g, value_text(x), g * x, number)
        for number, (g, x) in enumerate(zip(handed, normalised, strict=True))
    )
    count = term(value_text(len(handed)))
    terms = product_terms(products, len(handed))
    parts = [sign("("), *terms, sign(")"), sign("/"), count]
    mean = float(np.mean(np.multiply(handed, normalised)))
    return sum_line("m₂", f"Σ g{TIMES}x̂ / n", parts, mean)
