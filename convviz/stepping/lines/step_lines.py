"""A step written out: products with their running sum, channels, bias, divisor, winner."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np
from msgspec import Struct

from convviz.stepping.cells import CellKind

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from convviz.core.layers.pointwise import CellFunction
    from convviz.stepping.steps.step import Cell, Step

MINUS: Final = "\u2212"
TIMES: Final = "\u00b7"

MOST_TERMS: Final = 400
"""Terms of a step that are written; further ones are counted."""

_SIGNIFICANT_DIGITS: Final = 6
_LARGEST_DENOMINATOR: Final = 256
_SAME_SHARE: Final = 1e-12
_MUTED: Final = frozenset({int(CellKind.INSERTED_ZERO), int(CellKind.PADDING)})


class PartRole(StrEnum):
    """What a part of a line is; decides its looks."""

    TERM = "term"
    MUTED_TERM = "muted_term"
    WINNER = "winner"
    OPERATOR = "operator"
    CHANNEL_SUM = "channel_sum"
    SCALE = "scale"
    BIAS = "bias"
    DIVISOR = "divisor"
    TOTAL = "total"
    LEFT_OUT = "left_out"
    OTHER_CHANNELS = "other_channels"
    INPUT = "input"
    STAMP = "stamp"
    CROPPED_STAMP = "cropped_stamp"
    WEIGHT = "weight"
    USED = "used"
    USES = "uses"
    WINS = "wins"
    IN_ALL = "in_all"

    __hash__ = str.__hash__  # Enum's own is Python: a long sum asks for thousands


class LineTitle(StrEnum):
    """What a line works out, beside the number itself."""

    CHANNEL = "channel"
    DEPTH = "depth"
    ROW = "row"
    COLUMN = "column"
    TAP = "tap"
    READS = "reads"
    INDEX = "index"
    MEAN = "mean"
    VARIANCE = "variance"
    MEAN_SQUARE = "mean_square"
    DIVISOR = "divisor"
    NORMALISED = "normalised"
    OUTPUT = "output"
    UNBIASED = "unbiased"
    RUNNING_MEAN = "running_mean"
    RUNNING_VAR = "running_var"

    @property
    def stands_alone(self) -> bool:
        """Whether its line begins a row, however short the line before is."""
        return self in _ALONE


_ALONE: Final = frozenset(
    {
        LineTitle.MEAN,
        LineTitle.VARIANCE,
        LineTitle.MEAN_SQUARE,
        LineTitle.DIVISOR,
        LineTitle.NORMALISED,
        LineTitle.OUTPUT,
        LineTitle.UNBIASED,
        LineTitle.RUNNING_MEAN,
        LineTitle.RUNNING_VAR,
    }
)


class LinePart(Struct, frozen=True, gc=False):
    """A piece of a line that is never broken.

    Attributes:
        text: What it says; the number of further terms for LEFT_OUT, of uses for USED, USES and
            WINS; the sum for OTHER_CHANNELS.
        role: What it is.
        tap: Number of the kernel cell whose hue it wears; None for none.
        running: The sum so far, after this term; of a stamp's product the sum that it makes; ""
            for none.
        count: How many channels OTHER_CHANNELS stands for; of how many uses USED meets padding,
            and WINS is the largest.
    """

    text: str
    role: PartRole
    tap: int | None = None
    running: str = ""
    count: int = 0

    @property
    def plain_text(self) -> str:
        """What it says in a line of plain text: a stamp's product with the sum that it makes."""
        return f"{self.text}: {self.running}" if self.role is PartRole.STAMP else self.text

    @property
    def binds_next(self) -> bool:
        """Whether what follows stands right behind it in a line of plain text: as in 0.1·7."""
        is_operator = self.role is PartRole.OPERATOR
        return is_operator and self.text.endswith(_BINDING) and len(self.text) > 1


_BINDING: Final = (TIMES, "\u221a", "|")


class StepLine(Struct, frozen=True, gc=False):
    """One line.

    Attributes:
        channel: The input channel whose sum it works out; None for a line of the whole step.
        parts: From left to right.
        title: What it works out; None for the number of the step.
    """

    channel: int | None
    parts: tuple[LinePart, ...]
    title: LineTitle | None = None

    @property
    def text(self) -> str:
        """The line as plain text, for screen readers and the clipboard."""
        return "".join(
            f"{part.plain_text}{'' if part.binds_next else ' '}" for part in self.parts
        ).rstrip()


@lru_cache(maxsize=4096)
def value_text(value: float) -> str:
    """Return a number as it is written in a sum: six significant digits, a true minus."""
    if not math.isfinite(value):
        text = "NaN" if math.isnan(value) else "\u221e" if value > 0 else "-\u221e"
    else:
        text = f"{value:.{_SIGNIFICANT_DIGITS}g}"
    return "0" if text == "-0" else text.replace("-", MINUS)


def value_texts(values: NDArray[np.float64]) -> list[str]:
    """Return many numbers, few of them alike, as :func:`value_text` writes each."""
    if not np.isfinite(values).all():
        return [value_text(value) for value in values.tolist()]
    numbers = (values + 0.0).tolist()  # a zero below 0 becomes 0
    written = _ONE_OF_MANY * len(numbers) % tuple(numbers)  # twice as fast as one by one
    return written.replace("-", MINUS).split()


_ONE_OF_MANY: Final = f"%.{_SIGNIFICANT_DIGITS}g "


def bracketed_texts(values: NDArray[np.float64]) -> list[str]:
    """Return many numbers, few of them alike, as :func:`bracketed` writes each."""
    return [f"({text})" if text[0] == MINUS else text for text in value_texts(values)]


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


def rule_line(title: LineTitle, rule: str, result: str, tap: int | None = None) -> StepLine:
    """Return a line that says by which rule an index is found.

    Args:
        title: What it is the index of.
        rule: The rule with the numbers in it; the index itself where nothing is to be counted.
        result: The index.
        tap: Whose hue the index wears; None for none.
    """
    counted = () if rule == result else (_operator(rule), _operator("="))
    return StepLine(None, (*counted, LinePart(result, PartRole.TERM, tap)), title)


def _operator(text: str) -> LinePart:
    return LinePart(text, PartRole.OPERATOR)


_PLUS: Final = _operator("+")


@lru_cache(maxsize=1024)
def share_text(value: float) -> str:
    """Return a share as a simple fraction where it is one, such as 9/16, else in decimals."""
    if math.isfinite(value):
        fraction = Fraction(value).limit_denominator(_LARGEST_DENOMINATOR)
        if math.isclose(float(fraction), value, rel_tol=_SAME_SHARE, abs_tol=_SAME_SHARE):
            return str(fraction).replace("-", MINUS)
    return value_text(value)


def bracketed(value: float) -> str:
    """Return a number as a factor or a summand: a negative one in brackets."""
    return in_brackets(value_text(value))


def in_brackets(text: str) -> str:
    """Return a number's text as a factor or a summand: a negative one in brackets."""
    return f"({text})" if text.startswith(MINUS) else text


def _readings(step: Step) -> list[Cell]:
    """Return the readings that count, in window order."""
    return [(d, r, c) for d, r, c in np.argwhere(step.counted).tolist()]


def _left_out(count: int) -> Iterator[LinePart]:
    if count > 0:
        yield _operator("+")
        yield LinePart(f"{count}", PartRole.LEFT_OUT)


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
    yield from _left_out(len(counted) - MOST_TERMS)


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
    parts = [*_products(step, 0), *_bias(step), _operator("=")]
    return StepLine(None, (*parts, LinePart(value_text(step.total), PartRole.TOTAL)))


def _channel_line(step: Step, at: int) -> StepLine:
    total = LinePart(value_text(float(step.sums[at])), PartRole.CHANNEL_SUM)
    return StepLine(step.channels[at], (*_products(step, at), _operator("="), total))


def _total_line(step: Step, shown: range) -> StepLine:
    parts: list[LinePart] = []
    running = 0.0
    for at in shown:
        running += float(step.sums[at])
        text = bracketed(float(step.sums[at]))
        parts.append(LinePart(text, PartRole.CHANNEL_SUM, running=value_text(running)))
        parts.append(_operator("+"))
    parts.pop()
    others = len(step.channels) - len(shown)
    if others:
        with np.errstate(invalid="ignore", over="ignore"):
            rest = float(np.delete(step.sums, list(shown)).sum())
        running += rest
        text = bracketed(rest)
        part = LinePart(text, PartRole.OTHER_CHANNELS, None, value_text(running), others)
        parts += [_operator("+"), part]
    parts += [*_bias(step), _operator("=")]
    return StepLine(None, (*parts, LinePart(value_text(step.total), PartRole.TOTAL)))


def _bias(step: Step) -> Iterator[LinePart]:
    if step.bias is not None:
        yield _operator("+")
        yield LinePart(bracketed(step.bias), PartRole.BIAS)


def _maximum_line(step: Step) -> StepLine:
    # Of a power average only an infinite power takes one value: that of the largest |x|.
    power = step.norm_type
    parts = [_operator("min(" if step.takes_smallest else "max(")]
    readings = _readings(step)
    taps = step.tap_numbers()
    for number, reading in enumerate(readings[:MOST_TERMS]):
        if number:
            parts.append(_operator(","))
        muted = step.kinds[reading] == CellKind.PADDING
        role = PartRole.MUTED_TERM if muted else PartRole.TERM
        role = PartRole.WINNER if reading == step.winner else role
        value = float(step.values[0][reading])
        text = value_text(value)
        parts.append(LinePart(text if power is None else f"|{text}|", role, int(taps[reading])))
    parts += [*_left_out(len(readings) - MOST_TERMS), _operator(")"), _operator("=")]
    return StepLine(None, (*parts, LinePart(value_text(step.total), PartRole.TOTAL)))


class _NumberTexts:
    """Numbers as they stand in the working of a function."""

    def __call__(self, x: float) -> str:
        return value_text(x)

    def factor(self, x: float) -> str:
        return bracketed(x)


NUMBER_TEXTS: Final = _NumberTexts()


def _function_line(step: Step, function: CellFunction) -> StepLine:
    """Return a function with the number in it; its value alone where nothing is left to do."""
    number = float(step.values.item())
    condition, _, working = function.written(number, NUMBER_TEXTS).rpartition(": ")
    total = value_text(step.total)
    parts = [_operator(f"{condition}:")] if condition and not math.isnan(number) else []
    if working != total:
        parts += [LinePart(working, PartRole.TERM, 0), _operator("=")]
    return StepLine(None, (*parts, LinePart(total, PartRole.TOTAL)))


def _power(value: float, norm_type: float) -> tuple[str, float]:
    with np.errstate(all="ignore"):
        return f"{bracketed(value)}^{value_text(norm_type)}", float(np.power(value, norm_type))


def _power_line(step: Step, norm_type: float) -> StepLine:
    parts = [_operator("("), *_products(step, 0), _operator(")")]
    if step.divisor is not None and step.full is not None:
        parts += [_operator("/"), LinePart(f"{step.divisor}", PartRole.DIVISOR)]
        parts += [_operator(TIMES), LinePart(f"{step.full}", PartRole.DIVISOR)]
    root = LinePart(f"^(1/{bracketed(norm_type)})", PartRole.DIVISOR)
    total = LinePart(value_text(step.total), PartRole.TOTAL)
    return StepLine(None, (*parts, root, _operator("="), total))


def _average_line(step: Step) -> StepLine:
    parts = (
        _operator("("),
        *_products(step, 0),
        _operator(")"),
        _operator("/"),
        LinePart(f"{bracketed(float(step.divisor or 0))}", PartRole.DIVISOR),
        _operator("="),
        LinePart(value_text(float(step.sums[0])), PartRole.CHANNEL_SUM),
        _operator("/"),
        LinePart(f"{bracketed(float(step.divisor or 0))}", PartRole.DIVISOR),
        _operator("="),
        LinePart(value_text(step.total), PartRole.TOTAL),
    )
    return StepLine(None, parts)
