"""A softmax written out: exp of each cell, their sum, and the share that one of them has.

Where exp of the numbers is too large, or all are 0, the largest is taken away first: shares stay.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from convviz.stepping.lines.step_lines import (
    MINUS,
    MOST_TERMS,
    LinePart,
    PartRole,
    StepLine,
    bracketed,
    value_text,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convviz.stepping.steps.block_step import BlockStep, CellReading


@dataclass(frozen=True, slots=True)
class _Exponents:
    """How the exponents of a block are written and what they come to.

    Attributes:
        sign: -1 where exp(-x) is taken.
        lowered_by: What is taken away from each; None where nothing is.
    """

    sign: int
    lowered_by: float | None

    def text(self, x: float) -> str:
        """Return an exponent with the number in it."""
        first = value_text(x) if self.sign > 0 else f"{MINUS}{bracketed(x)}"
        if self.lowered_by is None:
            return first
        return f"{first} {MINUS} {bracketed(self.lowered_by)}"

    def exponential(self, x: float) -> float:
        """Return exp of an exponent."""
        with np.errstate(all="ignore"):
            return float(np.exp(self.sign * x - (self.lowered_by or 0.0)))


def share_lines(layer: Any, step: BlockStep) -> tuple[StepLine, ...]:  # noqa: ANN401 - a SharingLayer
    """Return a share written out with the numbers, then with what exp makes of them.

    Args:
        layer: A ``SharingLayer``.
        step: Its step.
    """
    block = [reading for reading in step.block if reading is not None]
    exponents = _exponents_of(layer.exponent_sign, block)
    whole = sum(exponents.exponential(reading.value) for reading in block)
    (taken,) = step.taken
    total = LinePart(value_text(step.total), PartRole.TOTAL)
    added = tuple(_added(block, exponents))
    if layer.gives_logarithm:
        own = LinePart(exponents.text(taken.value), PartRole.WINNER, taken.tap)
        minus_log = _operator(f"{MINUS} log(")
        logarithm = math.log(whole) if whole > 0 else whole
        summed = LinePart(value_text(whole), PartRole.CHANNEL_SUM)
        lowered = LinePart(bracketed(logarithm), PartRole.CHANNEL_SUM)
        end = (_operator(")"), _operator("="))
        worked = (own, minus_log, summed, *end, own, _operator(MINUS), lowered, _operator("="))
        return (
            StepLine(None, (own, minus_log, *added, *end, total)),
            StepLine(None, (*worked, total)),
        )
    own = LinePart(f"exp({exponents.text(taken.value)})", PartRole.WINNER, taken.tap)
    value = value_text(exponents.exponential(taken.value))
    result = LinePart(value, PartRole.WINNER, taken.tap)
    summed = LinePart(value_text(whole), PartRole.CHANNEL_SUM)
    first = (own, _operator("/"), _operator("("), *added, _operator(")"), _operator("="), total)
    second = (result, _operator("/"), summed, _operator("="), total)
    return StepLine(None, first), StepLine(None, second)


def _exponents_of(sign: int, block: list[CellReading]) -> _Exponents:
    plain = _Exponents(sign, None)
    whole = sum(plain.exponential(reading.value) for reading in block)
    if whole > 0 and math.isfinite(whole):
        return plain
    values = [sign * reading.value for reading in block]
    return plain if any(map(math.isnan, values)) else _Exponents(sign, max(values))


def _added(block: list[CellReading], exponents: _Exponents) -> Iterator[LinePart]:
    """Yield exp of each cell with plus signs between them, and what they have come to."""
    running = 0.0
    for number, reading in enumerate(block[:MOST_TERMS]):
        if number:
            yield _operator("+")
        running += exponents.exponential(reading.value)
        text = f"exp({exponents.text(reading.value)})"
        yield LinePart(text, PartRole.TERM, reading.tap, value_text(running))
    if len(block) > MOST_TERMS:
        yield _operator("+")
        yield LinePart(f"{len(block) - MOST_TERMS}", PartRole.LEFT_OUT)


def _operator(text: str) -> LinePart:
    return LinePart(text, PartRole.OPERATOR)
