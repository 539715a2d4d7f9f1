"""The backward pass of functions of one number: each gets the slope times its upstream gradient."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from convviz.protocol.document import UPSTREAM
from convviz.stepping.lines.line_parts import TIMES, bracketed, sign, value_text
from convviz.stepping.lines.worked_lines import term, worked_line
from convviz.stepping.worked.backward.gradient_working import (
    GRAD_INPUT,
    GRAD_WEIGHT,
    GradientWorking,
    Product,
    product_terms,
    sum_line,
    values_at,
)
from convviz.stepping.worked.parts import PartReading, WorkedStep, held_part
from convviz.values.gradients.cells import cell_slopes, masked_product, weight_slopes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

SLOPE: Final = "slope"
"""The part with the derivative of each number."""


class FunctionBackward(GradientWorking):
    """An activation's backward pass, and of a learned slope its gradient, too."""

    def make_parts(self) -> None:
        """Put slopes and upstream gradients beside each other."""
        slopes = cell_slopes(self.passed)
        self._flat_slopes = slopes.ravel()
        self.parts = (
            self.given("input"),
            held_part(SLOPE, slopes, sign="→"),
            self.upstream_part(sign=TIMES),
            self.gradient("input"),
        )
        if self.scene.layer.scales_cells:
            self._flat_rises = weight_slopes(self.passed).ravel()
            self._flat_input = self.scene.plain_input.ravel()
            self.parts = (*self.parts, self.gradient("weight", sign=""))

    def undefined(self) -> dict[str, NDArray[np.bool_]]:
        """Return the numbers at which there is no slope: NaN and the infinities."""
        return {"input": ~np.isfinite(self.passed.values)}

    def work_out(self, part: str, flat: int) -> WorkedStep:
        """Return slope times upstream gradient, or their sum for what is learned."""
        return self._of_input(flat) if part == GRAD_INPUT else self._of_weight(flat)

    def _of_input(self, flat: int) -> WorkedStep:
        cell = self.part(GRAD_INPUT).cell_at(flat)
        slope, grad = float(self._flat_slopes[flat]), float(self.flat_upstream[flat])
        x = float(self.scene.plain_input.ravel()[flat])
        reads = {
            "input": (PartReading(cell, 0),),
            SLOPE: (PartReading(cell, 1),),
            UPSTREAM: (PartReading(cell, 2),),
        }
        total = self.result(GRAD_INPUT, flat, slope * grad)
        numbers = [term(bracketed(slope), 1), sign(TIMES), term(bracketed(grad), 2)]
        lines = (
            worked_line(f"f'({value_text(x)})", "", "", slope),
            sum_line(GRAD_INPUT, f"f'(x){TIMES}g", numbers, total),
        )
        return WorkedStep(GRAD_INPUT, cell, reads, lines, 3)

    def _of_weight(self, flat: int) -> WorkedStep:
        cells = np.array(self._cells_of(flat))
        grads = values_at(self.flat_upstream, cells)
        rises = values_at(self._flat_rises, cells)
        results = masked_product(np.array(rises), np.array(grads)).tolist()
        terms = zip(rises, grads, results, strict=True)
        products = [
            Product(rise, value_text(g), result, number)
            for number, (rise, g, result) in enumerate(terms)
        ]
        numbers = range(len(cells))
        reads = {
            "input": tuple(map(PartReading, self.part("input").cells_at(cells), numbers)),
            UPSTREAM: tuple(map(PartReading, self.part(UPSTREAM).cells_at(cells), numbers, rises)),
        }
        total = self.result(GRAD_WEIGHT, flat, sum(results))
        line = sum_line(GRAD_WEIGHT, "Σ ∂y/∂w·g", product_terms(products, len(products)), total)
        return WorkedStep(
            GRAD_WEIGHT, self.part(GRAD_WEIGHT).cell_at(flat), reads, (line,), max(1, len(cells))
        )

    def _cells_of(self, weight: int) -> range:
        """Return the cells of the input beside which a learned number stands."""
        size = self.scene.plain_input.size
        count = size // self.scene.plain_weights["weight"].size
        return range(weight * count, (weight + 1) * count)

    def users(self, name: str, flat: int) -> Iterator[tuple[str, Iterable[int]]]:
        """Yield which cells are made of one."""
        if name in {"input", SLOPE, UPSTREAM}:
            yield GRAD_INPUT, [flat]
        if name in {"input", UPSTREAM} and self.scene.layer.scales_cells:
            weights = self.scene.plain_weights["weight"].size
            yield GRAD_WEIGHT, [flat // (self.scene.plain_input.size // weights)]
