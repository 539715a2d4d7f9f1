"""The backward pass of layers whose windows read one channel: poolings, padding, interpolation."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from convviz.core.layers.reductions import Reduction
from convviz.protocol.document import UPSTREAM
from convviz.stepping.lines.line_parts import share_text, value_text
from convviz.stepping.scene.volumes import volume_shape
from convviz.stepping.steps.step import step_divisor, step_place
from convviz.stepping.worked.backward.axis_readers import WindowReaders
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
from convviz.values.gradients.moves import window_winners
from convviz.values.gradients.windows import power_roots, power_slopes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from numpy.typing import NDArray

    from convviz.stepping.worked.backward.axis_readers import Readings

INPUT: Final = "input"

_NONE: Final = -1
"""Stands for the winner of a window without a real cell."""

_RULES: Final = {
    Reduction.MAXIMUM: "Σ [x = max]·g",
    Reduction.MINIMUM: "Σ [x = min]·g",
    Reduction.MEAN: "Σ g/n",
    Reduction.POWER_MEAN: "Σ g·∂y/∂x",
    Reduction.COPY: "Σ g",
    Reduction.INTERPOLATION: "Σ g·s",
}


class _Factors(NamedTuple):
    """What the upstream gradients of some windows are multiplied by on their way to a cell.

    Attributes:
        numbers: One a window.
        texts: As they are written; "" for a factor of 1.
    """

    numbers: NDArray[np.float64]
    texts: list[str]


class WindowBackward(GradientWorking):
    """Each input cell gets its part of the gradients of all windows that read it."""

    def make_parts(self) -> None:
        """Put the upstream gradient before the input's, and beside it what decides the parts."""
        scene = self.scene
        volume = volume_shape(scene.plain_input.shape)
        self._readers = WindowReaders(scene, volume[1:])
        self._cells = math.prod(volume[1:])
        self._outputs = math.prod(scene.output_volume[1:])
        self._taps = math.prod(scene.kernel_sizes)
        self._reduction = scene.layer.cell_reduction
        self._winners = self._find_winners()
        self._factors = self._choose_factors()
        needs_input = self._reduction in _DEPEND_ON_NUMBERS
        shown = [self.given(INPUT)] if needs_input else []
        self.parts = (*shown, self.upstream_part(), self.gradient(INPUT, sign="→"))

    def _find_winners(self) -> NDArray[np.intp] | None:
        """Return which input cell each window took, by output cell; None where all count."""
        if not self.scene.layer.takes_extreme():
            return None
        pairs = window_winners(self.passed)
        winners = np.full(self.upstream.size, _NONE)
        winners[pairs.outputs] = pairs.inputs
        return winners

    def _choose_factors(self) -> Callable[[int, Readings], _Factors]:
        if self._winners is not None:
            return self._by_winning
        if self._reduction is Reduction.MEAN:
            return self._by_divisor
        if self._reduction is Reduction.POWER_MEAN:
            self._roots = power_roots(self.passed).ravel()
            self._slopes = power_slopes(self.scene.layer, self.scene.plain_input).ravel()
            return self._by_power
        return self._by_share if self._readers.has_factors else _unchanged

    def thrown(self) -> Thrown:
        """Return how many parts of the gradient fall on padding."""
        if self._winners is not None or not self.scene.layer.counts_padding():
            return Thrown(0, 0)
        if self._reduction is Reduction.POWER_MEAN:
            return Thrown(0, 0)  # it has no padding; what overhangs counts for nothing
        real, every = self._readers.counts()
        channels = self.scene.output_volume[0]
        return Thrown((every - real) * channels, every * channels)

    def work_out(self, part: str, flat: int) -> WorkedStep:
        """Return what an input cell gets of each window that reads it."""
        channel, at = divmod(flat, self._cells)
        readings = self._readers.of_source(at)
        grad_at = readings.outputs + channel * self._outputs
        factors = self._factors(flat, readings._replace(outputs=grad_at))
        grads, taps = values_at(self.flat_upstream, grad_at), readings.taps.tolist()
        numbers = factors.numbers.tolist()
        products = [
            Product(g, text, 0.0 if factor == 0 else g * factor, tap, factor == 0)
            for g, text, factor, tap in zip(grads, factors.texts, numbers, taps, strict=True)
        ]
        written = zip(self.part(UPSTREAM).cells_at(grad_at), taps, numbers, strict=True)
        chosen = self._winners is not None
        reads = {
            UPSTREAM: tuple(
                PartReading(
                    cell, tap, factor if any(factors.texts) else None, chosen and factor != 0
                )
                for cell, tap, factor in written
            )
        }
        cell = self.part(part).cell_at(flat)
        if self._reduction in _DEPEND_ON_NUMBERS:
            reads[INPUT] = (PartReading(cell, 0, is_chosen=True),)
        total = self.result(part, flat, sum(product.result for product in products))
        terms = product_terms(products, len(products))
        line = sum_line(GRAD_INPUT, _RULES[self._reduction], terms, total)
        return WorkedStep(part, cell, reads, (line,), self._taps)

    # What each window's gradient is multiplied by

    def _by_winning(self, flat: int, readings: Readings) -> _Factors:
        winners = self._winners
        wins = np.zeros(len(readings.outputs)) if winners is None else winners[readings.outputs]
        numbers = (wins == flat).astype(np.float64)
        if self._reduction is Reduction.POWER_MEAN:
            numbers *= np.sign(self.scene.plain_input.ravel()[flat])
        return _Factors(numbers, [value_text(number) for number in numbers.tolist()])

    def _by_divisor(self, flat: int, readings: Readings) -> _Factors:
        del flat
        cells = [step_place(self.scene, output)[1] for output in readings.outputs.tolist()]
        divisors = [step_divisor(self.scene, cell) or 1 for cell in cells]
        numbers = np.array([1 / divisor for divisor in divisors], dtype=np.float64)
        return _Factors(numbers, [share_text(number) for number in numbers.tolist()])

    def _by_power(self, flat: int, readings: Readings) -> _Factors:
        with np.errstate(all="ignore"):
            numbers = self._roots[readings.outputs] * self._slopes[flat]
        return _Factors(numbers, [value_text(number) for number in numbers.tolist()])

    def _by_share(self, flat: int, readings: Readings) -> _Factors:
        del flat
        shares = readings.factors
        numbers = np.ones(len(readings.outputs)) if shares is None else shares
        return _Factors(numbers, [share_text(number) for number in numbers.tolist()])

    # Who reads whom

    def users(self, name: str, flat: int) -> Iterator[tuple[str, Iterable[int]]]:
        """Yield which cells are made of one."""
        if name == INPUT:
            yield GRAD_INPUT, [flat]
        elif name == UPSTREAM:
            channel, at = divmod(flat, self._outputs)
            sources = np.unique(self._readers.of_output(at).sources)
            yield GRAD_INPUT, (sources + channel * self._cells).tolist()


def _unchanged(flat: int, readings: Readings) -> _Factors:
    """Return that copies hand their gradient back as it is."""
    del flat
    count = len(readings.outputs)
    return _Factors(np.ones(count), [""] * count)


_DEPEND_ON_NUMBERS: Final = frozenset({Reduction.MAXIMUM, Reduction.MINIMUM, Reduction.POWER_MEAN})
"""Whose parts of the gradient depend on the input's numbers."""
