"""The backward pass of LocalResponseNorm: each number also changes its neighbours' divisors."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from convviz.protocol.document import UPSTREAM
from convviz.stepping.cells import OUTPUT
from convviz.stepping.lines.line_parts import MINUS, TIMES, bracketed, sign, value_text
from convviz.stepping.lines.worked_lines import term
from convviz.stepping.worked.backward.gradient_working import (
    GRAD_INPUT,
    GradientWorking,
    Product,
    product_terms,
    sum_line,
    values_at,
)
from convviz.stepping.worked.parts import PartReading, WorkedStep, held_part
from convviz.values.local_norm_values import divisor_base

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

BASE: Final = "base"
RESULT: Final = "output"


class LocalNormBackward(GradientWorking):
    """What a cell gets by its own divisor, less what it does to those of the windows around it."""

    def make_parts(self) -> None:
        """Put input, output, what the divisors are made of and the gradient side by side."""
        layer: Any = self.scene.layer
        values = self._values = np.asarray(self.passed.values, dtype=np.float64)
        base = divisor_base(layer, values)
        with np.errstate(all="ignore"):
            self._divisors = np.power(base, layer.beta).ravel()
        output = self.scene.output
        if output is None:  # it is left to torch
            with np.errstate(all="ignore"):
                output = values.ravel() / self._divisors
        self._outputs, self._bases = output.ravel(), base.ravel()
        self.parts = (
            self.given("input"),
            held_part(RESULT, output.reshape(values.shape), look=OUTPUT),
            held_part(BASE, base),
            self.upstream_part(),
            self.gradient("input", sign="\u2192"),
        )

    def work_out(self, part: str, flat: int) -> WorkedStep:
        """Return the sum over the windows in which a cell counts, then what the cell gets."""
        layer: Any = self.scene.layer
        joint = self._windows_of(flat)
        own = int(np.flatnonzero(joint == flat)[0])
        grads, outputs = values_at(self.flat_upstream, joint), values_at(self._outputs, joint)
        bases = values_at(self._bases, joint)
        with np.errstate(all="ignore"):
            each = (self.flat_upstream[joint] * self._outputs[joint] / self._bases[joint]).tolist()
        products = [
            Product(g, f"{bracketed(y)} / {value_text(d)}", result, tap)
            for tap, (g, y, d, result) in enumerate(zip(grads, outputs, bases, each, strict=True))
        ]
        summed = math.fsum(each) if all(map(math.isfinite, each)) else sum(each)
        first = sum_line("s", f"\u03a3 g{TIMES}y/d", product_terms(products, len(each)), summed)
        x, divisor = float(self._values.ravel()[flat]), float(self._divisors[flat])
        factor = 2 * layer.alpha * layer.beta / layer.size
        with np.errstate(all="ignore"):
            worked = float(np.float64(grads[own]) / divisor - factor * x * summed)
        total = self.result(part, flat, worked)
        numbers = [term(bracketed(grads[own]), own), sign("/"), term(value_text(divisor), own)]
        numbers += [sign(MINUS), term(bracketed(factor)), sign(TIMES), term(bracketed(x), own)]
        numbers += [sign(TIMES), term(bracketed(summed))]
        rule = f"g/d^\u03b2 {MINUS} 2\u03b1\u03b2/size{TIMES}x{TIMES}s"
        second = sum_line(GRAD_INPUT, rule, numbers, total)
        cell = self.part(part).cell_at(flat)
        reads = {
            name: tuple(map(PartReading, self.part(name).cells_at(joint), range(len(joint))))
            for name in (RESULT, BASE, UPSTREAM)
        }
        reads["input"] = (PartReading(self.part("input").cell_at(flat), own),)
        return WorkedStep(part, cell, reads, (first, second), len(joint))

    def users(self, name: str, flat: int) -> Iterator[tuple[str, Iterable[int]]]:
        """Yield the cells that get something of what stands at a place."""
        if name == "input":
            yield GRAD_INPUT, [flat]
        elif name in {RESULT, BASE, UPSTREAM}:
            layer: Any = self.scene.layer
            yield GRAD_INPUT, self._around(flat, *layer.reach()).tolist()

    def _windows_of(self, flat: int) -> NDArray[np.intp]:
        """Return the output cells in whose windows a cell counts."""
        layer: Any = self.scene.layer
        before, behind = layer.reach()
        return self._around(flat, behind, before)

    def _around(self, flat: int, before: int, behind: int) -> NDArray[np.intp]:
        channels, *spatial = self._values.shape
        channel, place = divmod(flat, math.prod(spatial))
        around = np.arange(max(0, channel - before), min(channels, channel + behind + 1))
        return around * math.prod(spatial) + place
