"""A step written out: products with their running sum, channels, bias, divisor, winner."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import numpy as np

from convviz.stepping.cells import CellKind
from convviz.stepping.lines.line_parts import (
    MOST_TERMS,
    NUMBER_TEXTS,
    TIMES,
    LinePart,
    PartRole,
    StepLine,
    added_bias,
    bracketed,
    further,
    in_brackets,
    share_text,
    sign,
    value_text,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from convviz.core.layers.pointwise import CellFunction
    from convviz.stepping.steps.step import Cell, Step

_MUTED: Final = frozenset({int(CellKind.INSERTED_ZERO), int(CellKind.PADDING)})


_PLUS: Final = sign("+")


def step_lines(step: Step, shown: range | None = None) -> tuple[StepLine, ...]:
    """Return a step written out, line by line; of several channels the total comes first.

    Args:
        step: The step.
        shown: Which of the channels that it reads have a line of their own; None for as many as
            can be read. The others are one number of the total.
    """
    if step.function is not None:
        return (_function_line(step, step.function),)
    if step.winner is not None:
        return (_maximum_line(step),)
    if step.norm_type is not None:
        return (_power_line(step, step.norm_type),)
    if step.divisor is not None:
        return (_average_line(step),)
    if len(step.channels) == 1:
        return (_single_channel_line(step),)
    if shown is None:
        shown = range(min(len(step.channels), max(1, MOST_TERMS // step.tap_count)))
    return (_total_line(step, shown), *(_channel_line(step, at) for at in shown))


def _readings(step: Step) -> list[Cell]:
    """Return the readings that count, in window order."""
    return [(d, r, c) for d, r, c in np.argwhere(step.counted).tolist()]


def _products(step: Step, at: int) -> Iterator[LinePart]:
    """Yield the terms of one channel with plus signs between them; a copied cell has no sum."""
    counted = np.flatnonzero(step.counted)
    is_copy = len(counted) == 1 and step.weights is None and step.norm_type is None
    if not len(counted):
        yield LinePart("0", PartRole.MUTED_TERM)
    running = 0.0
    for number, (value, kind, tap, weight) in enumerate(_terms(step, at, counted[:MOST_TERMS])):
        text, product = _term(step, value, kind, weight)
        running += product
        if number:
            yield _PLUS
        muted = kind in _MUTED or (step.interpolates and weight == 0)
        role = PartRole.MUTED_TERM if muted else PartRole.TERM
        yield LinePart(text, role, tap, "" if is_copy else value_text(running))
    yield from further(len(counted) - MOST_TERMS)


def _terms(
    step: Step, at: int, readings: NDArray[np.intp]
) -> Iterator[tuple[float, int, int, float | None]]:
    """Yield value, kind, tap and weight of some readings of a channel, as Python's numbers."""
    planes = (step.values[at], step.kinds, step.tap_numbers())
    columns = [plane.ravel()[readings].tolist() for plane in planes]
    if step.weights is None:
        return zip(*columns, itertools.repeat(None))
    return zip(*columns, step.weights[at].ravel()[readings].tolist(), strict=True)


def _term(step: Step, value: float, kind: int, weight: float | None) -> tuple[str, float]:
    """Return a term as it is written, and what it adds."""
    if step.norm_type is not None:
        return _power(value, step.norm_type)
    if weight is None:
        return bracketed(value), value
    share = share_text(weight) if step.interpolates else value_text(weight)
    left_out = step.only_real and kind != CellKind.REAL
    return f"{bracketed(value)}{TIMES}{in_brackets(share)}", 0.0 if left_out else value * weight


def _single_channel_line(step: Step) -> StepLine:
    parts = [*_products(step, 0), *added_bias(step.bias), sign("=")]
    return StepLine(None, (*parts, LinePart(value_text(step.total), PartRole.TOTAL)))


def _channel_line(step: Step, at: int) -> StepLine:
    total = LinePart(value_text(float(step.sums[at])), PartRole.CHANNEL_SUM)
    return StepLine(step.channels[at], (*_products(step, at), sign("="), total))


def _total_line(step: Step, shown: range) -> StepLine:
    parts: list[LinePart] = []
    running = 0.0
    for at in shown:
        running += float(step.sums[at])
        text = bracketed(float(step.sums[at]))
        parts.append(LinePart(text, PartRole.CHANNEL_SUM, running=value_text(running)))
        parts.append(sign("+"))
    parts.pop()
    others = len(step.channels) - len(shown)
    if others:
        with np.errstate(invalid="ignore", over="ignore"):
            rest = float(np.delete(step.sums, list(shown)).sum())
        running += rest
        text = bracketed(rest)
        part = LinePart(text, PartRole.OTHER_CHANNELS, None, value_text(running), others)
        parts += [sign("+"), part]
    parts += [*added_bias(step.bias), sign("=")]
    return StepLine(None, (*parts, LinePart(value_text(step.total), PartRole.TOTAL)))


def _maximum_line(step: Step) -> StepLine:
    # Of a power average only an infinite power takes one value: that of the largest |x|.
    power = step.norm_type
    parts = [sign("min(" if step.takes_smallest else "max(")]
    readings = _readings(step)
    taps = step.tap_numbers()
    for number, reading in enumerate(readings[:MOST_TERMS]):
        if number:
            parts.append(sign(","))
        muted = step.kinds[reading] == CellKind.PADDING
        role = PartRole.MUTED_TERM if muted else PartRole.TERM
        role = PartRole.WINNER if reading == step.winner else role
        value = float(step.values[0][reading])
        text = value_text(value)
        parts.append(LinePart(text if power is None else f"|{text}|", role, int(taps[reading])))
    parts += [*further(len(readings) - MOST_TERMS), sign(")"), sign("=")]
    return StepLine(None, (*parts, LinePart(value_text(step.total), PartRole.TOTAL)))


def _function_line(step: Step, function: CellFunction) -> StepLine:
    """Return a function with the number in it; its value alone where nothing is left to do."""
    number = float(step.values.item())
    condition, _, working = function.written(number, NUMBER_TEXTS).rpartition(": ")
    total = value_text(step.total)
    parts = [sign(f"{condition}:")] if condition and not math.isnan(number) else []
    if working != total:
        parts += [LinePart(working, PartRole.TERM, 0), sign("=")]
    return StepLine(None, (*parts, LinePart(total, PartRole.TOTAL)))


def _power(value: float, norm_type: float) -> tuple[str, float]:
    with np.errstate(all="ignore"):
        return f"{bracketed(value)}^{value_text(norm_type)}", float(np.power(value, norm_type))


def _power_line(step: Step, norm_type: float) -> StepLine:
    parts = [sign("("), *_products(step, 0), sign(")")]
    if step.divisor is not None and step.full is not None:
        parts += [sign("/"), LinePart(f"{step.divisor}", PartRole.DIVISOR)]
        parts += [sign(TIMES), LinePart(f"{step.full}", PartRole.DIVISOR)]
    root = LinePart(f"^(1/{bracketed(norm_type)})", PartRole.DIVISOR)
    total = LinePart(value_text(step.total), PartRole.TOTAL)
    return StepLine(None, (*parts, root, sign("="), total))


def _average_line(step: Step) -> StepLine:
    parts = (
        sign("("),
        *_products(step, 0),
        sign(")"),
        sign("/"),
        LinePart(f"{bracketed(float(step.divisor or 0))}", PartRole.DIVISOR),
        sign("="),
        LinePart(value_text(float(step.sums[0])), PartRole.CHANNEL_SUM),
        sign("/"),
        LinePart(f"{bracketed(float(step.divisor or 0))}", PartRole.DIVISOR),
        sign("="),
        LinePart(value_text(step.total), PartRole.TOTAL),
    )
    return StepLine(None, parts)
