"""What lines are made of: their parts and titles, and numbers as they are written in them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np
from msgspec import Struct

if TYPE_CHECKING:
    from numpy.typing import NDArray

MINUS: Final = "\u2212"
TIMES: Final = "\u00b7"

MOST_TERMS: Final = 400
"""Terms of a step that are written; further ones are counted."""

_SIGNIFICANT_DIGITS: Final = 6
_LARGEST_DENOMINATOR: Final = 256
_SAME_SHARE: Final = 1e-12


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


def rule_line(title: LineTitle, rule: str, result: str, tap: int | None = None) -> StepLine:
    """Return a line that says by which rule an index is found.

    Args:
        title: What it is the index of.
        rule: The rule with the numbers in it; the index itself where nothing is to be counted.
        result: The index.
        tap: Whose hue the index wears; None for none.
    """
    counted = () if rule == result else (sign(rule), sign("="))
    return StepLine(None, (*counted, LinePart(result, PartRole.TERM, tap)), title)


def sign(text: str) -> LinePart:
    """Return what stands between numbers."""
    return LinePart(text, PartRole.OPERATOR)


def further(count: int) -> Iterator[LinePart]:
    """Yield that so many further terms are not written; nothing where all are."""
    if count > 0:
        yield sign("+")
        yield LinePart(f"{count}", PartRole.LEFT_OUT)


def added_bias(bias: float | None) -> Iterator[LinePart]:
    """Yield what adds a bias; nothing without one."""
    if bias is not None:
        yield sign("+")
        yield LinePart(bracketed(bias), PartRole.BIAS)


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


class _NumberTexts:
    """Numbers as they stand in the working of a function."""

    def __call__(self, x: float) -> str:
        return value_text(x)

    def factor(self, x: float) -> str:
        return bracketed(x)


NUMBER_TEXTS: Final = _NumberTexts()
