"""The backward pass of losses of classes: each output gets its share less what is asked for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from convviz.protocol.document import UPSTREAM
from convviz.stepping.cells import KERNEL
from convviz.stepping.lines.line_parts import MINUS, TIMES, bracketed, further, sign, value_text
from convviz.stepping.lines.share_lines import Shared, share_written
from convviz.stepping.lines.worked_lines import added, term, worked_line
from convviz.stepping.worked.backward.gradient_working import GRAD_INPUT
from convviz.stepping.worked.backward.losses import SLOPE, LossBackward
from convviz.stepping.worked.losses import TARGET, WEIGHT
from convviz.stepping.worked.parts import PartReading, WorkedStep, given_part
from convviz.values.class_losses import by_sample, class_numbers
from convviz.values.gradients.losses import class_slopes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from convviz.stepping.lines.line_parts import LinePart, StepLine

_MOST_PRODUCTS: Final = 8
"""Of a sum over the classes that are written out."""


class ClassLossBackward(LossBackward):
    """Through a softmax: its share less what the target asks for; without one, minus that.

    The hues: of the sample's outputs each has its own, then come target, weight and upstream.
    """

    def make_parts(self) -> None:
        """Put input, target and class weights beside the upstream gradient."""
        super().make_parts()
        loss: Any = self.scene.layer
        shape = self.passed.values.shape
        numbers = class_numbers(loss, self.passed.values, self.passed.weights[TARGET])
        self._numbers, self._loss = numbers, loss
        self._count = numbers.outputs.shape
        places = np.arange(self.passed.values.size).reshape(shape)
        self._flats = by_sample(loss, places, shape)
        self._place_of = np.argsort(self._flats.ravel())
        self._slopes = class_slopes(self.passed)
        parts = [self.given("input"), self.given(TARGET, sign="↔")]
        if loss.weight is not None:
            parts.append(given_part(WEIGHT, numbers.weight, look=KERNEL, sign=TIMES))
        self.parts = (*parts, self.upstream_part(), self.gradient("input", sign="→"))

    def work_out(self, part: str, flat: int) -> WorkedStep:
        """Return what an output of a sample gets."""
        sample, kind = self._sample_of(flat)
        count = self._count[1]
        cell = self.part(part).cell_at(flat)
        target = self.part(TARGET)
        at = sample if self._numbers.labels is not None else flat
        reads = {
            TARGET: (PartReading(target.cell_at(at), count),),
            UPSTREAM: self.upstream_cells([sample], count + 2),
        }
        slope, grad = float(self._slopes[sample, kind]), self.grad_of(sample)
        if not self._numbers.counts[sample]:
            ignored = worked_line(f"y = ignore_index: {SLOPE}", "", "", slope)
            lines: tuple[StepLine, ...] = (ignored,)
        else:
            reads |= self._reads_of(sample, kind)
            lines = (
                *self._share_lines(sample, kind),
                *self._slope_lines(sample, kind, slope),
                *self._divisor_lines(),
            )
        last = self.handed_line(flat, slope, grad, count + 2)
        return WorkedStep(part, cell, reads, (*lines, last), count + 3)

    def _reads_of(self, sample: int, kind: int) -> dict[str, tuple[PartReading, ...]]:
        """Return the outputs that share with one, and the weights that its slope is made of."""
        flats, count = self._flats[sample], self._count[1]
        numbers, reads = self._numbers, {}
        if numbers.shares is not None:
            cells = self.part("input").cells_at(flats)
            reads["input"] = tuple(
                PartReading(cell, at, is_chosen=at == kind) for at, cell in enumerate(cells)
            )
            if numbers.labels is None:  # how much is asked for in all
                cells = self.part(TARGET).cells_at(flats)
                reads[TARGET] = tuple(
                    PartReading(cell, count, is_chosen=at == kind) for at, cell in enumerate(cells)
                )
        if self._loss.weight is not None:
            own = self._label(sample) if self._has_one_class() else kind
            kinds = {own, *self._counted()}
            if numbers.shares is not None and not self._has_one_class():
                kinds |= set(range(count))
            weight = self.part(WEIGHT)
            reads[WEIGHT] = tuple(
                PartReading(weight.cell_at(at), count + 1, is_chosen=at == own)
                for at in sorted(kinds)
            )
        return reads

    # Lines

    def _share_lines(self, sample: int, kind: int) -> tuple[StepLine, ...]:
        """Return the softmax with the numbers, on one line: the slope is what matters here."""
        numbers = self._numbers
        if numbers.shares is None:
            return ()
        row = [Shared(value, at) for at, value in enumerate(numbers.outputs[sample].tolist())]
        share = float(numbers.shares[sample, kind])
        return share_written(row, row[kind], share, name=f"p[{kind}]")[:1]

    def _slope_lines(self, sample: int, kind: int, slope: float) -> list[StepLine]:
        """Return how the sample's loss changes with the output."""
        if self._has_one_class():
            return [self._slope_of_label(sample, kind, slope)]
        numbers, loss = self._numbers, self._loss
        letter = "q" if loss.smoothing else "t"
        lines = [self._asked_line(sample, kind)] if loss.smoothing else []
        asked, weight = float(numbers.asked[sample, kind]), float(numbers.weight[kind])
        own, rule = self._weighted(term(bracketed(asked), self._count[1]), weight, kind)
        if numbers.shares is None:
            how = [sign(MINUS), *own]
            return [*lines, worked_line(SLOPE, f"{MINUS}{rule}{letter}[{kind}]", how, slope)]
        how = [term(bracketed(float(numbers.shares[sample, kind])), kind)]
        share = f"p[{kind}]"
        if loss.weight is not None or numbers.labels is None:
            # Labels ask for 1 in all, smoothed or not; shares for what they add up to.
            whole = float((numbers.asked[sample] * numbers.weight).sum())
            lines.append(self._whole_line(sample, letter, whole))
            how += [sign(TIMES), term(bracketed(whole))]
            share += f"{TIMES}s"
        how += [sign(MINUS), *own]
        letters = f"{share} {MINUS} {rule}{letter}[{kind}]"
        return [*lines, worked_line(SLOPE, letters, how, slope)]

    def _weighted(self, asked: LinePart, weight: float, kind: int) -> tuple[list[LinePart], str]:
        """Return what is asked for of a class times its weight, and the weight in letters."""
        if self._loss.weight is None:
            return [asked], ""
        factor = term(bracketed(weight), self._count[1] + 1)
        return [factor, sign(TIMES), asked], f"w[{kind}]{TIMES}"

    def _slope_of_label(self, sample: int, kind: int, slope: float) -> StepLine:
        """Return the slope where the target is one class: p - 1 of it, p of all others."""
        numbers, label = self._numbers, self._label(sample)
        is_right = kind == label
        asked = term("1" if is_right else "0", self._count[1])
        name = f"y = {label}: {SLOPE}"
        weight: list[LinePart] = []
        letter = ""
        if self._loss.weight is not None:
            factor = float(numbers.weight[label])
            weight = [term(bracketed(factor), self._count[1] + 1), sign(TIMES)]
            letter = f"w[{label}]{TIMES}"
        if numbers.shares is None:
            if not is_right or not weight:
                return worked_line(name, "", "", slope)
            own = [sign(MINUS), weight[0]]
            return worked_line(name, f"{MINUS}w[{label}]", own, slope)
        share = term(bracketed(float(numbers.shares[sample, kind])), kind)
        how = [share, sign(MINUS), asked]
        rule = f"p[{kind}] {MINUS} {asked.text}"
        if weight:
            return worked_line(
                name, f"{letter}({rule})", [*weight, sign("("), *how, sign(")")], slope
            )
        return worked_line(name, rule, how, slope)

    def _asked_line(self, sample: int, kind: int) -> StepLine:
        """Return what is asked for of a class with label smoothing."""
        numbers, count = self._numbers, self._count[1]
        given = float(kind == self._label(sample))
        if numbers.labels is None:
            given = float(self.passed.weights[TARGET].ravel()[self._flats[sample, kind]])
        smoothing = value_text(self._loss.smoothing)
        how = [
            sign(f"(1 {MINUS} {smoothing}){TIMES}"),
            term(bracketed(given), count),
            sign(f"+ {smoothing} / {count}"),
        ]
        asked = float(numbers.asked[sample, kind])
        return worked_line(f"q[{kind}]", f"(1 {MINUS} ε){TIMES}t + ε / C", how, asked)

    def _whole_line(self, sample: int, letter: str, whole: float) -> StepLine:
        """Return how much is asked for in all."""
        numbers, is_weighted = self._numbers, self._loss.weight is not None
        asked, weights = numbers.asked[sample].tolist(), numbers.weight.tolist()
        parts: list[LinePart] = []
        for share, weight in list(zip(asked, weights, strict=True))[:_MOST_PRODUCTS]:
            parts += [sign("+")] if parts else []
            text = bracketed(share)
            parts.append(term(f"{bracketed(weight)}{TIMES}{text}" if is_weighted else text))
        parts += further(len(asked) - _MOST_PRODUCTS)
        rule = f"Σ w{TIMES}{letter}" if is_weighted else f"Σ {letter}"
        return worked_line("s", rule, parts, whole)

    def _divisor_lines(self) -> list[StepLine]:
        """Return by what a mean divides, where that is a sum of class weights."""
        weights = [float(self._numbers.weight[kind]) for kind in self._counted()]
        if not weights:
            return []
        how = added([(weight, self._count[1] + 1) for weight in weights])
        return [worked_line("n", "Σ w[y]", how if len(weights) > 1 else "", self.divisor)]

    # Places

    def _sample_of(self, flat: int) -> tuple[int, int]:
        """Return the sample and the class of a cell of the input."""
        return divmod(int(self._place_of[flat]), self._count[1])

    def _has_one_class(self) -> bool:
        """Return whether a sample's target is one class, of which alone its loss is made."""
        return self._numbers.labels is not None and not self._loss.smoothing

    def _counted(self) -> list[int]:
        """Return the classes, sample by sample, by whose weights a mean divides."""
        numbers = self._numbers
        is_sum = self._loss.weight is not None and self._loss.reduction == "mean"
        if not is_sum or numbers.labels is None:
            return []
        labels: list[int] = numbers.labels[numbers.counts].tolist()
        return labels

    def _label(self, sample: int) -> int:
        labels = self._numbers.labels
        return -1 if labels is None else int(labels[sample])

    def users(self, name: str, flat: int) -> Iterator[tuple[str, Iterable[int]]]:
        """Yield which cells are made of one."""
        numbers, every = self._numbers, range(self.passed.values.size)
        if (name == UPSTREAM and len(self.flat_upstream) == 1) or name == WEIGHT:
            yield GRAD_INPUT, every
        elif name == UPSTREAM or (name == TARGET and numbers.labels is not None):
            yield GRAD_INPUT, self._flats[flat].tolist()
        elif numbers.shares is None:
            if name == TARGET:
                yield GRAD_INPUT, [flat]
        else:
            yield GRAD_INPUT, self._flats[self._sample_of(flat)[0]].tolist()
