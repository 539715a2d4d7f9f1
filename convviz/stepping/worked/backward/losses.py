"""The backward pass of a loss: how much each number of the input would change it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from convviz.core.losses.base import Target
from convviz.protocol.document import UPSTREAM
from convviz.stepping.lines.step_lines import MINUS, TIMES, bracketed, value_text
from convviz.stepping.lines.worked_lines import sign, term, worked_line
from convviz.stepping.worked.backward.gradient_working import (
    GRAD_INPUT,
    GradientWorking,
    Product,
    product_terms,
    sum_line,
)
from convviz.stepping.worked.parts import PartReading, WorkedStep
from convviz.values.class_losses import class_numbers
from convviz.values.gradients.losses import class_slopes, loss_divisor, number_slopes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from convviz.stepping.lines.step_lines import LinePart, StepLine

TARGET = "target"


class LossBackward(GradientWorking):
    """A loss of numbers or of classes: the slope of each single loss, by its share of the mean."""

    def make_parts(self) -> None:
        """Put input and target beside the upstream gradient."""
        loss: Any = self.scene.layer
        shape = self.passed.values.shape
        self._divisor = loss_divisor(self.passed)
        self._is_of_classes = loss.target is Target.CLASS
        numbers = np.arange(self.passed.values.size).reshape(shape)
        if self._is_of_classes:
            self._classes = class_numbers(loss, self.passed.values, self.passed.weights[TARGET])
            axis = loss.class_axis(shape)
            moved = np.moveaxis(numbers, axis, -1).reshape(-1, shape[axis])
            self._place_of = np.empty(numbers.size, dtype=np.intp)
            self._place_of[moved.ravel()] = np.arange(numbers.size)
            self._slopes = class_slopes(self.passed)
        else:
            target = self.passed.weights[TARGET]
            joint = np.broadcast_shapes(shape, target.shape)
            self._inputs = np.broadcast_to(numbers, joint).ravel()
            targets = np.arange(target.size).reshape(target.shape)
            self._targets = np.broadcast_to(targets, joint).ravel()
            self._slopes = number_slopes(self.passed).ravel()
        self.parts = (
            self.given("input"),
            self.given(TARGET),
            self.upstream_part(),
            self.gradient("input", sign="→"),
        )

    def work_out(self, part: str, flat: int) -> WorkedStep:
        """Return what a number of the input gets."""
        return self._of_class(part, flat) if self._is_of_classes else self._of_number(part, flat)

    def _of_number(self, part: str, flat: int) -> WorkedStep:
        losses = np.flatnonzero(self._inputs == flat)
        slopes = self._slopes[losses].tolist()
        grads = [self._grad_of(int(at)) for at in losses]
        products = [
            Product(slope, value_text(g), slope * g, number)
            for number, (slope, g) in enumerate(zip(slopes, grads, strict=True))
        ]
        worked = sum(product.result for product in products) / (self._divisor or np.nan)
        x = value_text(float(self.passed.values.ravel()[flat]))
        targets = self.passed.weights[TARGET].ravel()[self._targets[losses]].tolist()
        lines = [
            worked_line(f"l'({x}, {value_text(float(y))})", "", "", slope)
            for y, slope in list(zip(targets, slopes, strict=True))[:_MOST_LINES]
        ]
        terms = product_terms(products, len(products))
        rule = f"l'(x, y){TIMES}g" if len(losses) == 1 else f"Σ l'(x, y){TIMES}g"
        lines.append(self._divided(rule, terms, self.result(part, flat, float(worked))))
        cells = self.part(TARGET).cells_at(self._targets[losses])
        cell = self.part(part).cell_at(flat)
        reads = {
            "input": (PartReading(cell, 0),),
            TARGET: tuple(map(PartReading, cells, range(len(cells)))),
            UPSTREAM: self._upstream_cells(losses.tolist()),
        }
        return WorkedStep(part, cell, reads, tuple(lines), max(1, len(cells)))

    def _of_class(self, part: str, flat: int) -> WorkedStep:
        numbers = self._classes
        sample, label = divmod(int(self._place_of[flat]), numbers.outputs.shape[1])
        asked = numbers.asked[sample] * numbers.weight
        own, total = float(asked[label]), float(asked.sum())
        slope, grad = float(self._slopes[sample, label]), self._grad_of(sample)
        lines: list[StepLine] = []
        if numbers.shares is not None:
            share = float(numbers.shares[sample, label])
            lines.append(worked_line("p", "softmax(x)", "", share))
            how = [term(bracketed(share), 0), sign(TIMES), term(bracketed(total))]
            how += [sign(MINUS), term(bracketed(own), 1)]
            lines.append(worked_line("l'", f"p{TIMES}Σ a {MINUS} a", how, slope))
        else:
            lines.append(
                worked_line("l'", f"{MINUS}a", [sign(MINUS), term(bracketed(own), 1)], slope)
            )
        terms = product_terms([Product(slope, value_text(grad), slope * grad, 0)], 1)
        worked = slope * grad / (self._divisor or np.nan)
        lines.append(self._divided(f"l'{TIMES}g", terms, self.result(part, flat, float(worked))))
        target = self.part(TARGET)
        at = flat if numbers.labels is None else sample
        cell = self.part(part).cell_at(flat)
        reads = {
            "input": (PartReading(cell, 0),),
            TARGET: (PartReading(target.cell_at(at), 1),),
            UPSTREAM: self._upstream_cells([sample]),
        }
        return WorkedStep(part, cell, reads, tuple(lines), 2)

    def _divided(self, rule: str, terms: list[LinePart], total: float) -> StepLine:
        """Return the last line: what is left after a mean."""
        if self._divisor == 1:
            return sum_line(GRAD_INPUT, rule, terms, total)
        numbers = [sign("("), *terms, sign(")"), sign("/"), term(value_text(self._divisor))]
        return sum_line(GRAD_INPUT, f"{rule} / n", numbers, total)

    def _grad_of(self, loss: int) -> float:
        """Return the upstream gradient of a single loss."""
        return float(self.flat_upstream[loss if len(self.flat_upstream) > 1 else 0])

    def _upstream_cells(self, losses: list[int]) -> tuple[PartReading, ...]:
        part = self.part(UPSTREAM)
        places = losses if part.size > 1 else [0]
        return tuple(PartReading(part.cell_at(at), number) for number, at in enumerate(places))

    def users(self, name: str, flat: int) -> Iterator[tuple[str, Iterable[int]]]:
        """Yield which cells are made of one."""
        if name == "input":
            yield GRAD_INPUT, [flat]
            return
        every = range(self.passed.values.size)
        if name == UPSTREAM and self.part(UPSTREAM).size == 1:
            yield GRAD_INPUT, every
        elif not self._is_of_classes:
            losses = np.array([flat]) if name == UPSTREAM else np.flatnonzero(self._targets == flat)
            yield GRAD_INPUT, np.unique(self._inputs[losses]).tolist()
        elif name == UPSTREAM or self._classes.labels is not None:
            count = self._classes.outputs.shape[1]
            yield GRAD_INPUT, [at for at in every if self._place_of[at] // count == flat]
        else:
            yield GRAD_INPUT, [flat]


_MOST_LINES = 8
"""Slopes of a number that was repeated which have a line of their own."""
