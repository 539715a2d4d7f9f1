"""A softmax written out: exp of each cell, their sum, and the share that one of them has.

Where exp of the numbers is too large, or all are 0, the largest is taken away first: shares stay.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from convviz.stepping.lines.line_parts import (
    MINUS,
    MOST_TERMS,
    LinePart,
    PartRole,
    StepLine,
    bracketed,
    further,
    in_brackets,
    sign,
    value_text,
    value_texts,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from convviz.stepping.steps.block_step import BlockStep


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
        return self.texts(np.array([x]))[0]

    def texts(self, numbers: NDArray[np.float64]) -> list[str]:
        """Return exponents with the numbers in them."""
        texts = value_texts(numbers)
        if self.sign < 0:
            texts = [f"{MINUS}{in_brackets(text)}" for text in texts]
        if self.lowered_by is None:
            return texts
        end = f" {MINUS} {bracketed(self.lowered_by)}"
        return [f"{text}{end}" for text in texts]

    def exponential(self, x: float) -> float:
        """Return exp of an exponent."""
        return float(self.running(np.array([x]))[0])

    def running(self, numbers: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return what exp of exponents has come to behind each."""
        lowered_by = self.lowered_by or 0.0
        with np.errstate(all="ignore"):
            return np.cumsum(np.exp(self.sign * numbers - lowered_by))


def share_lines(layer: Any, step: BlockStep) -> tuple[StepLine, ...]:  # noqa: ANN401 - a SharingLayer
    """Return a share written out with the numbers, then with what exp makes of them.

    Args:
        layer: A ``SharingLayer``.
        step: Its step.
    """
    there, taken = step.block.there(), step.own
    block = list(map(Shared, there.values.tolist(), there.taps.tolist()))
    own, gives_logarithm = Shared(taken.value, taken.tap), layer.gives_logarithm
    return share_written(
        block,
        own,
        step.total,
        exponent_sign=layer.exponent_sign,
        gives_logarithm=gives_logarithm,
    )


class Shared(NamedTuple):
    """One of the numbers that share, and the hue of its cell."""

    value: float
    tap: int


def share_written(
    block: Sequence[Shared],
    own: Shared,
    total: float,
    *,
    exponent_sign: int = 1,
    gives_logarithm: bool = False,
    name: str = "",
) -> tuple[StepLine, ...]:
    """Return a share written out with the numbers, then with what exp makes of them.

    Args:
        block: All that share.
        own: Whose share it is.
        total: The share, or its logarithm.
        exponent_sign: -1 where the smallest has the largest share.
        gives_logarithm: Whether the logarithm of the share is what is wanted.
        name: What it is called; "" where that is plain.
    """
    numbers = np.array([reading.value for reading in block])
    exponents = _exponents_of(exponent_sign, numbers)
    running = exponents.running(numbers)
    whole = float(running[-1])
    result = LinePart(value_text(total), PartRole.TOTAL)
    added = tuple(_added(block, exponents.texts(numbers[:MOST_TERMS]), running))
    before = (sign(name), sign("=")) if name else ()
    if gives_logarithm:
        first = LinePart(exponents.text(own.value), PartRole.WINNER, own.tap)
        minus_log = sign(f"{MINUS} log(")
        logarithm = math.log(whole) if whole > 0 else whole
        summed = LinePart(value_text(whole), PartRole.CHANNEL_SUM)
        lowered = LinePart(bracketed(logarithm), PartRole.CHANNEL_SUM)
        end = (sign(")"), sign("="))
        worked = (first, minus_log, summed, *end, first, sign(MINUS), lowered, sign("="))
        return (
            StepLine(None, (*before, first, minus_log, *added, *end, result)),
            StepLine(None, (*before, *worked, result)),
        )
    exp = LinePart(f"exp({exponents.text(own.value)})", PartRole.WINNER, own.tap)
    value = value_text(exponents.exponential(own.value))
    taken = LinePart(value, PartRole.WINNER, own.tap)
    summed = LinePart(value_text(whole), PartRole.CHANNEL_SUM)
    sums = (sign("/"), sign("("), *added, sign(")"), sign("="))
    return (
        StepLine(None, (*before, exp, *sums, result)),
        StepLine(None, (*before, taken, sign("/"), summed, sign("="), result)),
    )


def _exponents_of(sign: int, numbers: NDArray[np.float64]) -> _Exponents:
    plain = _Exponents(sign, None)
    whole = float(plain.running(numbers)[-1])
    if (whole > 0 and math.isfinite(whole)) or np.isnan(numbers).any():
        return plain
    return _Exponents(sign, float((sign * numbers).max()))


def _added(
    block: Sequence[Shared], texts: Sequence[str], running: NDArray[np.float64]
) -> Iterator[LinePart]:
    """Yield exp of each cell with plus signs between them, and what they have come to."""
    sums = value_texts(running[: len(texts)])
    for number, (reading, text, total) in enumerate(zip(block, texts, sums, strict=False)):
        if number:
            yield _PLUS
        yield LinePart(f"exp({text})", PartRole.TERM, reading.tap, total)
    yield from further(len(block) - MOST_TERMS)


_PLUS: Final = sign("+")
