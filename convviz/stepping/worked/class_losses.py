"""Losses of classes: the share of each class, what it costs, each sample's loss, all together."""

from __future__ import annotations

import math
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from convviz.stepping.cells import INPUT, KERNEL, OUTPUT
from convviz.stepping.lines.line_parts import MINUS, bracketed, further, sign, value_text
from convviz.stepping.lines.share_lines import Shared, share_written
from convviz.stepping.lines.worked_lines import added, term, worked_line
from convviz.stepping.worked.losses import LOSSES, TARGET, WEIGHT, LossWorking, numbers_of
from convviz.stepping.worked.parts import (
    Part,
    PartCell,
    PartReading,
    WorkedStep,
    given_part,
    planes_of,
)
from convviz.values.class_losses import as_input, by_sample, class_numbers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from convviz.core.layers.base import Shape
    from convviz.core.losses.classes import ClassLoss
    from convviz.stepping.lines.line_parts import LinePart, StepLine
    from convviz.values.layer_values import Array

SHARES: Final = "shares"
COSTS: Final = "costs"
ASKED: Final = "asked"

_SMALLEST_SHARE: Final = 1e-30
"""A smaller share is written as its logarithm: in float32 it is 0, whose logarithm is infinite."""


class ClassLossWorking(LossWorking):
    """A loss of classes, part by part; each row of the samples is drawn beside its input's.

    Attributes:
        numbers: All of it, sample by sample.
    """

    def __init__(self, loss: ClassLoss, values: Array, target: Any) -> None:  # noqa: ANN401 - an array
        """Work a loss out.

        Args:
            loss: The loss; it accepts the shapes.
            values: Its input.
            target: Numbers of classes, int64; or shares.
        """
        self._class_loss = loss
        self._shape: Shape = values.shape
        numbers = self.numbers = class_numbers(loss, values, target)
        samples = loss.samples_shape(values.shape)
        self._has_labels = numbers.labels is not None
        parts = [_part(INPUT, values, INPUT, tensor=INPUT)]
        drawn = self._drawn(numbers_of(target)) if self._has_labels else numbers_of(target)
        parts.append(_part(TARGET, drawn, KERNEL, "↔", shape=target.shape, tensor=TARGET))
        if numbers.shares is not None:
            parts.append(self._computed(SHARES, numbers.shares, "→"))
            parts.append(self._computed(COSTS, numbers.costs, "→"))
        if loss.smoothing:
            parts.append(self._computed(ASKED, numbers.asked, "·"))
        if loss.weight is not None:
            parts.append(given_part(WEIGHT, numbers.weight, look=KERNEL, sign="·"))
        losses = self._drawn(numbers.losses)
        reduced = _part(LOSSES, losses, OUTPUT, "→", shape=samples, is_computed=True)
        if loss.weight is not None and self._has_labels:
            self.mean_rule = "Σ l / Σ w[y]"
        divisor = float(numbers.divisors.sum())
        super().__init__(loss, tuple(parts), reduced, divisor, numbers.result)

    def work_out_before(self, part: str, flat: int) -> WorkedStep:
        """Return how a share, a cost, a smoothed target or a sample's loss comes about."""
        if part == LOSSES:
            return self._of_sample(flat)
        sample, kind = self._place(flat)
        make = {SHARES: self._share, COSTS: self._cost, ASKED: self._asked}[part]
        return make(self.part(part).cell_at(flat), sample, kind)

    def divisor_parts(self) -> tuple[list[LinePart], dict[str, tuple[PartReading, ...]]]:
        """Return the weights of the classes by which a mean divides, or the samples that count."""
        numbers = self.numbers
        counted = np.flatnonzero(numbers.counts)
        if self._class_loss.weight is None or numbers.labels is None:
            return super().divisor_parts()
        weights = [(float(numbers.divisors[at]), int(at)) for at in counted]
        part = self.part(WEIGHT)
        reads: dict[int, PartReading] = {}
        for at in counted:
            kind = int(numbers.labels[at])
            reads.setdefault(kind, PartReading(part.cell_at(kind), int(at)))
        return [sign("("), *added(weights), sign(")")], {WEIGHT: tuple(reads.values())}

    def users_before(self, name: str, flat: int) -> Iterator[tuple[str, Iterable[int]]]:
        """Yield the shares, costs, smoothed targets and losses that are made of a cell."""
        numbers = self.numbers
        if name == WEIGHT:
            yield from self._users_of_weight(flat)
        elif name == TARGET and numbers.labels is not None:
            yield from self._users_of_label(flat)
        elif name == TARGET and self._class_loss.smoothing:
            yield ASKED, (flat,)
        elif name == INPUT and numbers.shares is not None:
            sample, _ = self._place(flat)
            row = self._flats[sample].tolist()
            yield SHARES, row
            yield (
                COSTS,
                [
                    at
                    for at, kind in zip(row, range(len(row)), strict=True)
                    if not self._has_written_share(sample, kind)
                ],
            )
        elif name == SHARES:
            if self._has_written_share(*self._place(flat)):
                yield COSTS, (flat,)
        else:
            sample, kind = self._place(flat)
            if numbers.counts[sample] and numbers.asked[sample, kind]:
                yield LOSSES, (sample,)

    def _users_of_label(self, sample: int) -> Iterator[tuple[str, Iterable[int]]]:
        is_smoothed = bool(self._class_loss.smoothing)
        if is_smoothed:
            yield ASKED, self._flats[sample].tolist()
        if not (is_smoothed and self.numbers.counts[sample]):
            yield LOSSES, (sample,)

    def _users_of_weight(self, kind: int) -> Iterator[tuple[str, Iterable[int]]]:
        numbers = self.numbers
        yield LOSSES, np.flatnonzero(numbers.counts & (numbers.asked[:, kind] != 0)).tolist()
        is_mean = self._class_loss.reduction == "mean"
        if is_mean and numbers.labels is not None and kind in numbers.labels[numbers.counts]:
            yield OUTPUT, (0,)

    # Places

    def _drawn(self, by_sample: Array) -> Array:
        """Return a number a sample so that each stands beside the sample's row or pixel."""
        return by_sample.reshape(_beside(self._shape))

    def _computed(self, name: str, by_class: Array, operator: str) -> Part:
        """Return a part with a number for each class of each sample, drawn as the input is."""
        drawn = as_input(self._class_loss, by_class, self._shape)
        return _part(name, drawn, OUTPUT, operator, is_computed=True)

    @cached_property
    def _flats(self) -> NDArray[np.intp]:
        """The number of each cell of the input, samples classes."""
        numbers = np.arange(math.prod(self._shape)).reshape(self._shape)
        flats: NDArray[np.intp] = by_sample(self._class_loss, numbers, self._shape)
        return flats

    def _place(self, flat: int) -> tuple[int, int]:
        """Return the sample and the class of a cell of the input, by its number."""
        classes = self._flats.shape[1]
        inner = math.prod(self._shape[self._class_loss.class_axis(self._shape) + 1 :])
        picture, within = divmod(flat, classes * inner)
        kind, pixel = divmod(within, inner)
        return picture * inner + pixel, kind

    def _cell(self, part: str, sample: int, kind: int) -> PartCell:
        """Return the cell of a class of a sample, in a part that is drawn as the input."""
        return self.part(part).cell_at(int(self._flats[sample, kind]))

    def _row(self, part: str, sample: int, chosen: int | None = None) -> tuple[PartReading, ...]:
        cells = self.part(part).cells_at(self._flats[sample])
        return tuple(
            PartReading(cell, kind, is_chosen=kind == chosen) for kind, cell in enumerate(cells)
        )

    def _target_cell(self, sample: int, kind: int) -> PartCell:
        if self._has_labels:
            return self.part(TARGET).cell_at(sample)
        return self._cell(TARGET, sample, kind)

    # Steps

    def _share(self, cell: PartCell, sample: int, kind: int) -> WorkedStep:
        row = self.numbers.outputs[sample].tolist()
        block = [Shared(value, at) for at, value in enumerate(row)]
        shares = self.numbers.shares
        value = float("nan") if shares is None else float(shares[sample, kind])
        lines = share_written(block, block[kind], value, name=f"p[{kind}]")
        reads = {INPUT: self._row(INPUT, sample, kind)}
        return WorkedStep(SHARES, cell, reads, lines, taps=len(row))

    def _cost(self, cell: PartCell, sample: int, kind: int) -> WorkedStep:
        numbers = self.numbers
        cost = float(numbers.costs[sample, kind])
        share = float("nan") if numbers.shares is None else float(numbers.shares[sample, kind])
        name = f"{MINUS}log p[{kind}]"
        if self._has_written_share(sample, kind):
            inside = [sign(f"{MINUS}log("), term(value_text(share), 0), sign(")")]
            line = worked_line(name, "", inside, cost)
            share_cell = (PartReading(self._cell(SHARES, sample, kind), 0),)
            return WorkedStep(COSTS, cell, {SHARES: share_cell}, (line,))
        row = [Shared(value, at) for at, value in enumerate(numbers.outputs[sample].tolist())]
        own, logarithm = row[kind], f"log p[{kind}]"
        lines = share_written(row, own, -cost, name=logarithm, gives_logarithm=True)
        line = worked_line(name, "", "", cost)
        reads = {INPUT: self._row(INPUT, sample, kind)}
        return WorkedStep(COSTS, cell, reads, (*lines, line), taps=len(row))

    def _has_written_share(self, sample: int, kind: int) -> bool:
        """Return whether a cost is the logarithm of the share as it is written."""
        shares, cost = self.numbers.shares, self.numbers.costs[sample, kind]
        is_large = shares is not None and shares[sample, kind] >= _SMALLEST_SHARE
        return bool(is_large or not np.isfinite(cost))

    def _asked(self, cell: PartCell, sample: int, kind: int) -> WorkedStep:
        numbers, loss = self.numbers, self._class_loss
        count = numbers.outputs.shape[1]
        value = float(numbers.asked[sample, kind])
        reads = {TARGET: (PartReading(self._target_cell(sample, kind), 0),)}
        name = f"q[{kind}]"
        if not numbers.counts[sample]:
            return WorkedStep(ASKED, cell, reads, (_ignored(name),))
        if numbers.labels is None:
            target = self.part(TARGET)
            flat = target.flat_of(self._target_cell(sample, kind))
            given = target.number_at(flat)
        else:
            given = float(numbers.labels[sample] == kind)
        smoothing = value_text(loss.smoothing)
        written = [
            sign(f"(1 {MINUS} {smoothing})·"),
            term(bracketed(given), 0),
            sign(f"+ {smoothing} / {count}"),
        ]
        return WorkedStep(ASKED, cell, reads, (worked_line(name, "", written, value),))

    def _of_sample(self, flat: int) -> WorkedStep:
        numbers = self.numbers
        part = self.part(LOSSES)
        cell, costs = part.cell_at(flat), COSTS if numbers.shares is not None else INPUT
        if not numbers.counts[flat]:
            target = {TARGET: (PartReading(self._target_cell(flat, 0), 0),)}
            return WorkedStep(LOSSES, cell, target, (_ignored("l"),))
        asked = [kind for kind, share in enumerate(numbers.asked[flat].tolist()) if share]
        if numbers.labels is not None and not self._class_loss.smoothing:
            return self._of_right_class(cell, flat, int(numbers.labels[flat]), costs)
        reads: dict[str, tuple[PartReading, ...]]
        reads = {costs: tuple(r for r in self._row(costs, flat) if r.tap in asked)}
        source = ASKED if self._class_loss.smoothing else TARGET
        if source == ASKED or numbers.labels is None:
            reads[source] = tuple(
                PartReading(self._cell(source, flat, kind), kind) for kind in asked
            )
        if self._class_loss.weight is not None:
            weight = self.part(WEIGHT)
            reads[WEIGHT] = tuple(PartReading(weight.cell_at(kind), kind) for kind in asked)
        line = worked_line("l", "", self._products(flat, asked), float(numbers.losses[flat]))
        return WorkedStep(LOSSES, cell, reads, (line,), taps=numbers.outputs.shape[1])

    def _of_right_class(self, cell: PartCell, sample: int, right: int, costs: str) -> WorkedStep:
        """Return the loss of a sample of which the right class alone counts."""
        numbers = self.numbers
        reads: dict[str, tuple[PartReading, ...]] = {
            TARGET: (PartReading(self._target_cell(sample, right), 1, is_chosen=True),),
            costs: (PartReading(self._cell(costs, sample, right), 0, is_chosen=True),),
        }
        cost = numbers.costs[sample, right]
        written, rule = [term(value_text(float(cost)), 0)], f"{MINUS}log p[{right}]"
        if costs == INPUT:
            written = [sign(MINUS), term(bracketed(-float(cost)), 0)]
            rule = f"{MINUS}x[{right}]"
        if self._class_loss.weight is not None:
            reads[WEIGHT] = (PartReading(self.part(WEIGHT).cell_at(right), 2),)
            rule = f"w[{right}]·({rule})"
            factor = term(bracketed(float(numbers.weight[right])), 2)
            written = [factor, sign("·"), *_as_factor(written, float(cost))]
        if len(written) == 1:
            written = []
        line = worked_line("l", rule, written, float(numbers.losses[sample]))
        return WorkedStep(LOSSES, cell, reads, (line,), taps=3)

    def _products(self, sample: int, asked: list[int]) -> list[LinePart]:
        """Return what each class that is asked for adds: its share times its cost."""
        numbers = self.numbers
        parts: list[LinePart] = []
        for kind in asked[:_MOST_PRODUCTS]:
            parts += [sign("+")] if parts else []
            factors = [float(numbers.asked[sample, kind])]
            if self._class_loss.weight is not None:
                factors.append(float(numbers.weight[kind]))
            factors.append(float(numbers.costs[sample, kind]))
            parts.append(term("·".join(map(bracketed, factors)), kind))
        return [*parts, *further(len(asked) - _MOST_PRODUCTS)]


_MOST_PRODUCTS: Final = 8


def _ignored(name: str) -> StepLine:
    """Return that a sample of the class that is ignored adds nothing."""
    return worked_line(f"y = ignore_index: {name}", "", "", 0.0)


def _as_factor(written: list[LinePart], value: float) -> list[LinePart]:
    if len(written) == 1:
        return [term(bracketed(value), written[0].tap)]
    return [sign("("), *written, sign(")")]


def _beside(shape: Shape) -> tuple[int, ...]:
    """Return the sizes in which one number a sample stands beside an input of classes."""
    match shape:
        case (_,):
            return (1, 1, 1)
        case (batch, _):
            return (1, batch, 1)
        case (batch, _, length):
            return (batch, 1, length)
        case (batch, _, *spatial):
            return (batch, *spatial)
        case _:
            return (1, 1, 1)


def _part(
    name: str,
    values: Array,
    look: str,
    operator: str = "",
    *,
    shape: Shape | None = None,
    tensor: str = "",
    is_computed: bool = False,
) -> Part:
    own = values.shape if shape is None else shape
    return Part(name, planes_of(values), own, look, tensor, operator, is_computed)
