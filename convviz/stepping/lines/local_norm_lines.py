"""LocalResponseNorm written out: the mean of the squares around, the divisor, what it leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from convviz.stepping.lines.line_parts import (
    MOST_TERMS,
    TIMES,
    LinePart,
    LineTitle,
    PartRole,
    StepLine,
    bracketed,
    further,
    sign,
    value_text,
)
from convviz.values.local_norm_values import local_norm_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convviz.stepping.steps.block_readings import BlockReadings
    from convviz.stepping.steps.block_step import BlockStep

_SQUARED: Final = "\u00b2"


def local_norm_lines(layer: Any, step: BlockStep) -> tuple[StepLine, ...]:  # noqa: ANN401 - a LocalResponseNorm
    """Return a step written out.

    Args:
        layer: A ``LocalResponseNorm``.
        step: Its step.
    """
    taken, around = step.own, step.block.there().values.tolist()
    norm = local_norm_of(layer, taken.value, around)
    size = LinePart(f"{layer.size}", PartRole.DIVISOR)
    mean = LinePart(value_text(norm.mean_square), PartRole.CHANNEL_SUM)
    equals = sign("=")
    squares = tuple(_squares(step.block))
    if layer.size == 1:
        first = (*squares, equals, mean)
    else:
        whole = LinePart(value_text(norm.mean_square * layer.size), PartRole.CHANNEL_SUM)
        over = (sign("/"), size, equals)
        first = (sign("("), *squares, sign(")"), *over, whole, *over, mean)
    exponent = value_text(layer.beta)
    second = (
        sign("("),
        LinePart(value_text(layer.k), PartRole.BIAS),
        sign("+"),
        LinePart(bracketed(layer.alpha), PartRole.SCALE),
        sign(TIMES),
        mean,
        sign(f") ^ {exponent}"),
        equals,
        sign(f"{value_text(norm.base)} ^ {exponent}"),
        equals,
        LinePart(value_text(norm.divisor), PartRole.DIVISOR),
    )
    third = (
        LinePart(value_text(taken.value), PartRole.WINNER, taken.tap),
        sign("/"),
        LinePart(bracketed(norm.divisor), PartRole.DIVISOR),
        equals,
        LinePart(value_text(step.total), PartRole.TOTAL),
    )
    return (
        StepLine(None, first, LineTitle.MEAN_SQUARE),
        StepLine(None, second, LineTitle.DIVISOR),
        StepLine(None, third, LineTitle.OUTPUT),
    )


def _squares(block: BlockReadings) -> Iterator[LinePart]:
    """Yield the squares with plus signs between them; a channel that is not there is 0."""
    running = 0.0
    for tap, reading in enumerate(block[:MOST_TERMS]):
        if tap:
            yield sign("+")
        if reading is None:
            yield LinePart("0", PartRole.MUTED_TERM)
            continue
        running += reading.value * reading.value
        text = f"{bracketed(reading.value)}{_SQUARED}"
        yield LinePart(text, PartRole.TERM, tap, value_text(running) if len(block) > 1 else "")
    yield from further(len(block) - MOST_TERMS)
