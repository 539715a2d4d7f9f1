"""A normalisation written out: the mean of a block, its variance, the number between them, y."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from convviz.stepping.lines.line_parts import (
    MINUS,
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
from convviz.values.norm_values import KEPT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from convviz.stepping.steps.block_step import BlockStep
    from convviz.stepping.steps.norm_working import NormWorking

_ROOT: Final = "\u221a"
_SQUARED: Final = "\u00b2"

_MOST_TERMS: Final = 32
"""Terms of a mean that are written: what becomes of it is to be seen below."""


def norm_lines(
    step: BlockStep, of_block: tuple[StepLine, ...] | None = None
) -> tuple[StepLine, ...]:
    """Return a step of a normalisation written out.

    Args:
        step: One that has numbers of a normalisation.
        of_block: What :func:`moment_lines` returns, where that is known.

    Raises:
        TypeError: It has none.
    """
    norm = working_of(step)
    taken = step.own
    lines = list(moment_lines(norm) if of_block is None else of_block)
    own = value_text(taken.value)
    top = own if norm.mean is None else f"{own} {MINUS} {bracketed(norm.mean)}"
    above = taken.value - (norm.mean or 0.0)
    deviation = _root(norm.variance + norm.epsilon)
    below = f"{_ROOT}({value_text(norm.variance)} + {value_text(norm.epsilon)})"
    first = (
        LinePart(top if norm.mean is None else f"({top})", PartRole.WINNER, taken.tap),
        sign("/"),
        LinePart(below, PartRole.DIVISOR),
        sign("="),
        LinePart(value_text(above), PartRole.WINNER, taken.tap),
        sign("/"),
        LinePart(value_text(deviation), PartRole.DIVISOR),
        sign("="),
    )
    total = LinePart(value_text(step.total), PartRole.TOTAL)
    if norm.weight is None:
        lines.append(StepLine(None, (*first, total), LineTitle.NORMALISED))
        return (*lines, *_update_lines(norm))
    normalised = LinePart(value_text(norm.normalised), PartRole.CHANNEL_SUM)
    lines.append(StepLine(None, (*first, normalised), LineTitle.NORMALISED))
    parts = [
        LinePart(value_text(norm.normalised), PartRole.CHANNEL_SUM),
        sign(TIMES),
        LinePart(bracketed(norm.weight), PartRole.SCALE),
    ]
    if norm.bias is not None:
        parts += [sign("+"), LinePart(bracketed(norm.bias), PartRole.BIAS)]
    lines.append(StepLine(None, (*parts, sign("="), total), LineTitle.OUTPUT))
    return (*lines, *_update_lines(norm))


def working_of(step: BlockStep) -> NormWorking:
    """Return the numbers of a step of a normalisation.

    Raises:
        TypeError: It has none.
    """
    if step.norm is None:
        message = "the step is none of a normalisation"
        raise TypeError(message)
    return step.norm


def moment_lines(norm: NormWorking) -> tuple[StepLine, ...]:
    """Return mean and variance written out, which are those of the whole block."""
    if norm.kept:
        return tuple(_kept_lines(norm))
    mean = () if norm.mean is None else (_mean_line(norm),)
    return (*mean, _variance_line(norm))


def _kept_lines(norm: NormWorking) -> Iterator[StepLine]:
    """Yield mean and variance that come from what is kept."""
    kept = (LineTitle.MEAN, norm.mean or 0.0), (LineTitle.VARIANCE, norm.variance)
    for (title, value), name in zip(kept, KEPT, strict=True):
        place = ", ".join(map(str, norm.place))
        known = LinePart(value_text(value), PartRole.CHANNEL_SUM)
        yield StepLine(None, (sign(f"{name}[{place}]"), sign("="), known), title)


def _update_lines(norm: NormWorking) -> Iterator[StepLine]:
    """Yield what becomes of the running mean and variance."""
    updates = norm.updates
    if updates is None or norm.mean is None:
        return
    count = len(norm.values)
    yield StepLine(
        None,
        (
            LinePart(value_text(norm.variance), PartRole.CHANNEL_SUM),
            sign(TIMES),
            LinePart(f"{count}", PartRole.DIVISOR),
            sign("/"),
            LinePart(f"({count} {MINUS} 1)", PartRole.DIVISOR),
            sign("="),
            LinePart(value_text(updates.unbiased), PartRole.CHANNEL_SUM),
        ),
        LineTitle.UNBIASED,
    )
    factor = bracketed(updates.factor)
    if updates.batches is not None:
        factor = f"1/{updates.batches + 1}"
    titles = LineTitle.RUNNING_MEAN, LineTitle.RUNNING_VAR
    new = norm.mean, updates.unbiased
    for title, old, now, after in zip(titles, updates.before, new, updates.after, strict=True):
        yield StepLine(
            None,
            (
                LinePart(f"(1 {MINUS} {factor})", PartRole.DIVISOR),
                sign(TIMES),
                LinePart(bracketed(old), PartRole.WEIGHT),
                sign("+"),
                LinePart(factor, PartRole.DIVISOR),
                sign(TIMES),
                LinePart(bracketed(now), PartRole.CHANNEL_SUM),
                sign("="),
                LinePart(value_text(after), PartRole.CHANNEL_SUM),
            ),
            title,
        )


def _mean_line(norm: NormWorking) -> StepLine:
    values = norm.values[:_MOST_TERMS].tolist()
    texts = [bracketed(value) if at else value_text(value) for at, value in enumerate(values)]
    terms = zip(texts, values, strict=True)
    return _divided(LineTitle.MEAN, terms, len(norm.values), norm.mean or 0.0)


def _variance_line(norm: NormWorking) -> StepLine:
    values = norm.values[:_MOST_TERMS].tolist()
    if norm.mean is None:
        texts = [f"{bracketed(value)}{_SQUARED}" for value in values]
    else:
        taken = bracketed(norm.mean)
        texts = [f"({value_text(value)} {MINUS} {taken}){_SQUARED}" for value in values]
    squares = [_square(value - (norm.mean or 0.0)) for value in values]
    title = LineTitle.VARIANCE if norm.mean is not None else LineTitle.MEAN_SQUARE
    return _divided(title, zip(texts, squares, strict=True), len(norm.values), norm.variance)


def _divided(
    title: LineTitle, terms: Iterable[tuple[str, float]], count: int, result: float
) -> StepLine:
    """Return a line of terms that are added up and divided by their count."""
    added = tuple(_added(terms, count))
    end = LinePart(value_text(result), PartRole.CHANNEL_SUM)
    if count == 1:
        return StepLine(None, (*added, sign("="), end), title)
    whole = LinePart(value_text(result * count), PartRole.CHANNEL_SUM)
    divisor = LinePart(f"{count}", PartRole.DIVISOR)
    first = (sign("("), *added, sign(")"), sign("/"), divisor, sign("="))
    second = (whole, sign("/"), divisor, sign("="), end)
    return StepLine(None, (*first, *second), title)


def _added(terms: Iterable[tuple[str, float]], count: int) -> Iterator[LinePart]:
    """Yield the terms with plus signs between them, and what they have come to."""
    running = 0.0
    for tap, (text, value) in enumerate(terms):
        if tap:
            yield sign("+")
        running += value
        yield LinePart(text, PartRole.TERM, tap, value_text(running) if count > 1 else "")
    yield from further(count - _MOST_TERMS)


def _square(value: float) -> float:
    return value * value


def _root(value: float) -> float:
    return math.nan if math.isnan(value) or value < 0 else math.sqrt(value)
