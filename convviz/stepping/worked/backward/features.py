"""The backward pass of a fully connected layer: products of rows and columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from convviz.protocol.document import UPSTREAM
from convviz.stepping.lines.line_parts import value_text
from convviz.stepping.worked.backward.gradient_working import (
    GRAD_BIAS,
    GRAD_INPUT,
    GRAD_WEIGHT,
    GradientWorking,
    Product,
    on_own_line,
    product_terms,
    sum_line,
    values_at,
)
from convviz.stepping.worked.parts import PartReading, WorkedStep

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

INPUT = "input"
WEIGHT = "weight"


class FeatureBackward(GradientWorking):
    """A feature gets weight times upstream gradient of every output; a weight, of every row."""

    def make_parts(self) -> None:
        """Put what is multiplied beside each other, and what comes of it behind."""
        self._made, self._features = self.scene.plain_weights[WEIGHT].shape
        self._rows = self.passed.values.size // self._features
        parts = [
            self.upstream_part(),
            self.given(WEIGHT, sign="·"),
            self.gradient(INPUT, sign="→"),
            on_own_line(self.given(INPUT)),
            self.gradient(WEIGHT, sign="→"),
        ]
        if "bias" in self.scene.plain_weights:
            parts.append(self.gradient("bias", sign=""))
        self.parts = tuple(parts)

    def work_out(self, part: str, flat: int) -> WorkedStep:
        """Return how a cell of a gradient comes about."""
        if part == GRAD_INPUT:
            row, feature = divmod(flat, self._features)
            grads = self._grads_of_row(row)
            weights = np.arange(self._made) * self._features + feature
            return self._sum(part, flat, (UPSTREAM, grads), (WEIGHT, weights), "Σ g·w")
        if part == GRAD_WEIGHT:
            made, feature = divmod(flat, self._features)
            inputs = np.arange(self._rows) * self._features + feature
            grads = self._grads_of_output(made)
            return self._sum(part, flat, (INPUT, inputs), (UPSTREAM, grads), "Σ x·g")
        return self._sum(part, flat, (UPSTREAM, self._grads_of_output(flat)), None, "Σ g")

    def _grads_of_row(self, row: int) -> NDArray[np.intp]:
        return np.arange(row * self._made, (row + 1) * self._made)

    def _grads_of_output(self, made: int) -> NDArray[np.intp]:
        grads: NDArray[np.intp] = np.arange(self._rows) * self._made + made
        return grads

    def _sum(
        self,
        part: str,
        flat: int,
        first: tuple[str, NDArray[np.intp]],
        second: tuple[str, NDArray[np.intp]] | None,
        rule: str,
    ) -> WorkedStep:
        """Return a sum of numbers, or of products of two, over rows or outputs."""
        values = values_at(self.part(first[0]).values.ravel(), first[1])
        numbers = range(len(values))
        factors = None
        reads = {}
        if second is not None:
            factors = values_at(self.part(second[0]).values.ravel(), second[1])
            cells = self.part(second[0]).cells_at(second[1])
            reads[second[0]] = tuple(map(PartReading, cells, numbers))
        cells = self.part(first[0]).cells_at(first[1])
        reads[first[0]] = tuple(
            PartReading(cell, number, None if factors is None else factors[number])
            for number, cell in enumerate(cells)
        )
        products = [
            Product(value, "", value, number)
            if factors is None
            else Product(value, value_text(factors[number]), value * factors[number], number)
            for number, value in enumerate(values)
        ]
        total = self.result(part, flat, sum(product.result for product in products))
        line = sum_line(part, rule, product_terms(products, len(products)), total)
        cell = self.part(part).cell_at(flat)
        return WorkedStep(part, cell, reads, (line,), max(1, len(values)))

    def users(self, name: str, flat: int) -> Iterator[tuple[str, Iterable[int]]]:
        """Yield which cells are made of one."""
        features = self._features
        if name == UPSTREAM:
            row, made = divmod(flat, self._made)
            yield GRAD_INPUT, range(row * features, (row + 1) * features)
            yield GRAD_WEIGHT, range(made * features, (made + 1) * features)
            if "bias" in self.scene.plain_weights:
                yield GRAD_BIAS, [made]
        elif name == WEIGHT:
            yield GRAD_INPUT, range(flat % features, self._rows * features, features)
        elif name == INPUT:
            yield GRAD_WEIGHT, range(flat % features, self._made * features, features)
