"""The backward pass of layers that move single cells: shuffles, Unfold, Fold, unpooling."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from convviz.core.layers.reductions import Reduction
from convviz.protocol.document import UPSTREAM
from convviz.stepping.worked.backward.axis_readers import grouped
from convviz.stepping.worked.backward.gradient_working import (
    GRAD_INPUT,
    GradientWorking,
    Product,
    Thrown,
    product_terms,
    sum_line,
    values_at,
)
from convviz.stepping.worked.parts import PartReading, WorkedStep
from convviz.values.gradients.moves import pairs_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_FORGET: Final = frozenset({Reduction.WINDOWS_TO_COLUMNS, Reduction.BY_INDICES})
"""Layers with output cells that have no cell of the input in them: a 0."""


class MovingBackward(GradientWorking):
    """Each input cell gets the gradients of all output cells that took its number."""

    def make_parts(self) -> None:
        """Put the upstream gradient before the input's."""
        pairs = self._pairs = pairs_of(self.passed)
        self._by_input = grouped(pairs.inputs, self.passed.values.size)
        self._by_output = grouped(pairs.outputs, self.upstream.size)
        self._most = max(map(len, self._by_input), default=1)
        self.parts = (self.upstream_part(), self.gradient("input", sign="→"))

    def thrown(self) -> Thrown:
        """Return how many output cells have no cell of the input in them."""
        if self.scene.layer.cell_reduction not in _FORGET:
            return Thrown(0, 0)
        empty = sum(not len(group) for group in self._by_output)
        return Thrown(empty, self.upstream.size)

    def work_out(self, part: str, flat: int) -> WorkedStep:
        """Return the gradients that an input cell gets."""
        grad_at = self._pairs.outputs[self._by_input[flat]]
        grads = values_at(self.flat_upstream, grad_at)
        cells = self.part(UPSTREAM).cells_at(grad_at)
        products = [Product(g, "", g, number) for number, g in enumerate(grads)]
        reads = {UPSTREAM: tuple(map(PartReading, cells, range(len(cells))))}
        total = self.result(part, flat, sum(grads))
        line = sum_line(GRAD_INPUT, "Σ g", product_terms(products, len(products)), total)
        cell = self.part(part).cell_at(flat)
        return WorkedStep(part, cell, reads, (line,), max(1, self._most))

    def users(self, name: str, flat: int) -> Iterator[tuple[str, Iterable[int]]]:
        """Yield which cells get the gradient of one."""
        if name == UPSTREAM:
            yield GRAD_INPUT, self._pairs.inputs[self._by_output[flat]].tolist()
