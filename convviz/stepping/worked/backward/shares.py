"""The backward pass of softmaxes, where each number depends on all, and of gates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from convviz.protocol.document import UPSTREAM
from convviz.stepping.cells import OUTPUT
from convviz.stepping.lines.line_parts import MINUS, TIMES, bracketed, sign, value_text
from convviz.stepping.lines.worked_lines import term, worked_line
from convviz.stepping.worked.backward.gradient_working import (
    GRAD_INPUT,
    SIGMA,
    GradientWorking,
    Product,
    product_terms,
    sum_line,
    values_at,
)
from convviz.stepping.worked.parts import PartReading, WorkedStep, held_part
from convviz.values.gate_values import opened
from convviz.values.share_values import share_output

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

SHARES: Final = "output"


class ShareBackward(GradientWorking):
    """A softmax's backward pass: a row of its Jacobian times the upstream gradients."""

    def make_parts(self) -> None:
        """Put shares and upstream gradients beside each other."""
        output = share_output(self.passed.layer, self.passed.values)
        self._flat_output = output.ravel()
        self.parts = (
            held_part(SHARES, output, look=OUTPUT),
            self.upstream_part(sign=TIMES),
            self.gradient("input", sign="→"),
        )

    def work_out(self, part: str, flat: int) -> WorkedStep:
        """Return the sum over all that share, then what the number gets."""
        layer: Any = self.scene.layer
        joint = self._joint(flat)
        own = int(np.flatnonzero(joint == flat)[0])
        shares, grads = values_at(self._flat_output, joint), values_at(self.flat_upstream, joint)
        share, grad = shares[own], grads[own]
        lines = self._logarithm_lines if layer.gives_logarithm else self._share_lines
        numbers = range(len(grads))
        cell = self.part(part).cell_at(flat)
        reads = {
            SHARES: tuple(map(PartReading, self.part(SHARES).cells_at(joint), numbers)),
            UPSTREAM: tuple(map(PartReading, self.part(UPSTREAM).cells_at(joint), numbers)),
        }
        written = lines(list(zip(grads, shares, strict=True)), (grad, share, own), flat)
        return WorkedStep(part, cell, reads, written, len(grads))

    def _share_lines(
        self, pairs: list[tuple[float, float]], at: tuple[float, float, int], flat: int
    ) -> tuple[Any, ...]:
        grad, share, own = at
        products = [Product(g, value_text(y), g * y, tap) for tap, (g, y) in enumerate(pairs)]
        total = sum(product.result for product in products)
        inner = [sign("("), term(bracketed(grad), own), sign(MINUS), term(bracketed(total))]
        numbers = [*self._minus(), term(bracketed(share), own), sign(TIMES), *inner, sign(")")]
        rule = f"{self._sign()}y{TIMES}(g {MINUS} s)"
        result = self.result(GRAD_INPUT, flat, self._factor() * share * (grad - total))
        return (
            sum_line("s", f"Σ g{TIMES}y", product_terms(products, len(products)), total),
            sum_line(GRAD_INPUT, rule, numbers, result),
        )

    def _logarithm_lines(
        self, pairs: list[tuple[float, float]], at: tuple[float, float, int], flat: int
    ) -> tuple[Any, ...]:
        grad, logarithm, own = at
        products = [Product(g, "", g, tap) for tap, (g, _) in enumerate(pairs)]
        total = sum(product.result for product in products)
        share = float(np.exp(logarithm))
        power = f"exp({value_text(logarithm)})"
        numbers = [term(bracketed(grad), own), sign(MINUS), term(power, own), sign(TIMES)]
        result = self.result(GRAD_INPUT, flat, grad - share * total)
        return (
            sum_line("s", "Σ g", product_terms(products, len(products)), total),
            sum_line(
                GRAD_INPUT,
                f"g {MINUS} exp(y){TIMES}s",
                [*numbers, term(bracketed(total))],
                result,
            ),
        )

    def _factor(self) -> int:
        layer: Any = self.scene.layer
        return int(layer.exponent_sign)

    def _sign(self) -> str:
        return MINUS if self._factor() < 0 else ""

    def _minus(self) -> list[Any]:
        return [sign(MINUS)] if self._factor() < 0 else []

    def _joint(self, flat: int) -> NDArray[np.intp]:
        """Return the numbers that share with one, itself among them."""
        layer: Any = self.scene.layer
        shape = self.passed.values.shape
        place = [int(at) for at in np.unravel_index(flat, shape)]
        dimension = layer.chosen_dimension(len(shape))
        along = [np.full(shape[dimension], at) for at in place]
        along[dimension] = np.arange(shape[dimension])
        joint: NDArray[np.intp] = np.ravel_multi_index(tuple(along), shape)
        return joint

    def users(self, name: str, flat: int) -> Iterator[tuple[str, Iterable[int]]]:
        """Yield all that share with a number."""
        if name in {SHARES, UPSTREAM}:
            yield GRAD_INPUT, self._joint(flat).tolist()


class GateBackward(GradientWorking):
    """The backward pass of GLU: what passes is let back as far as its gate is open."""

    def make_parts(self) -> None:
        """Put the input and the upstream gradient before the input's gradient."""
        layer: Any = self.scene.layer
        shape = self.passed.values.shape
        numbers = np.arange(self.passed.values.size).reshape(shape)
        self._passing, self._gates = (half.ravel() for half in np.split(numbers, 2, axis=layer.dim))
        self._output_of = np.empty(numbers.size, dtype=np.intp)
        self._is_gate = np.zeros(numbers.size, dtype=np.bool_)
        outputs = np.arange(len(self._passing))
        self._output_of[self._passing] = self._output_of[self._gates] = outputs
        self._is_gate[self._gates] = True
        self._flat_input = self.passed.values.ravel()
        self.parts = (
            self.given("input"),
            self.upstream_part(),
            self.gradient("input", sign="→"),
        )

    def work_out(self, part: str, flat: int) -> WorkedStep:
        """Return what a passing number, or a gate, gets."""
        output = int(self._output_of[flat])
        passing, gate = int(self._passing[output]), int(self._gates[output])
        x, b = float(self._flat_input[passing]), float(self._flat_input[gate])
        grad, share = float(self.flat_upstream[output]), float(opened(np.array(b)))
        values, upstream = self.part("input"), self.part(UPSTREAM)
        reads = {
            "input": (
                PartReading(values.cell_at(passing), 0),
                PartReading(values.cell_at(gate), 1),
            ),
            UPSTREAM: (PartReading(upstream.cell_at(output), 2),),
        }
        opening = worked_line(SIGMA, "1 / (1 + exp(−b))", f"1 / (1 + exp({value_text(-b)}))", share)
        times = sign(TIMES)
        if self._is_gate[flat]:
            total = self.result(part, flat, grad * x * share * (1 - share))
            numbers = [term(bracketed(grad), 2), times, term(bracketed(x), 0), times]
            numbers += [term(bracketed(share), 1), times, term(f"(1 − {value_text(share)})", 1)]
            line = sum_line(
                GRAD_INPUT, f"g{TIMES}a{TIMES}{SIGMA}{TIMES}(1 {MINUS} {SIGMA})", numbers, total
            )
        else:
            total = self.result(part, flat, grad * share)
            numbers = [term(bracketed(grad), 2), times, term(bracketed(share), 1)]
            line = sum_line(GRAD_INPUT, f"g{TIMES}{SIGMA}", numbers, total)
        return WorkedStep(part, self.part(part).cell_at(flat), reads, (opening, line), 3)

    def users(self, name: str, flat: int) -> Iterator[tuple[str, Iterable[int]]]:
        """Yield which cells are made of one."""
        if name == UPSTREAM:
            yield GRAD_INPUT, [int(self._passing[flat]), int(self._gates[flat])]
        elif name == "input":
            output = int(self._output_of[flat])
            yield GRAD_INPUT, [int(self._passing[output]), int(self._gates[output])]
