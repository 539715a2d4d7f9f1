"""A step of weights in the making: settings, what was remembered, the lines of the rule so far."""

from __future__ import annotations

import dataclasses
import math
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final, NamedTuple, Self, TypeAlias

from convviz.core.layers.maths import FloatMaths, Maths, Number
from convviz.core.written_numbers import inside, written

Settings = Mapping[str, float | tuple[float, ...]]
"""An optimiser's settings by torch's names; a flag is 0 or 1."""

_FLOATS: Final = FloatMaths()

GRADIENT, BEFORE, OLD, NEW = range(4)
"""From which cell a number is read: the gradient, the weight before, what was remembered before,
and what is remembered now."""


def as_float32(number: Any) -> Any:  # noqa: ANN401 - a float; an array stays as it is
    """Return the float32 that is nearest to a number: infinite beyond its range."""
    if not isinstance(number, float):
        return number
    try:
        return float(struct.unpack("f", struct.pack("f", number))[0])
    except OverflowError:
        return math.copysign(math.inf, number)


class ReadNumber(float):
    """A number as it was read from a cell; what is computed of it is a plain number again.

    Attributes:
        of: Which cell: one of GRADIENT, BEFORE, OLD, NEW.
    """

    __slots__ = ("of",)
    of: int

    def __new__(cls, number: float, of: int) -> Self:
        """Remember where a number is read."""
        made = super().__new__(cls, number)
        made.of = of
        return made


class NumberPiece(NamedTuple):
    """A number within a calculation, and the cell that it is read from, as of a ReadNumber."""

    text: str
    of: int


Written: TypeAlias = tuple[str | NumberPiece, ...]
"""A calculation in numbers, piece by piece."""

Piece: TypeAlias = str | NumberPiece | Written


@lru_cache(maxsize=4096)  # of many weights at once, hundreds of steps are written alike
def put(template: str, *pieces: Piece) -> Written:
    """Return a calculation: a text such as "{} + {}·{}" with numbers in its gaps."""
    text, *others = _texts_of(template)
    parts: list[str | NumberPiece] = []
    for piece, behind in zip(pieces, others, strict=True):
        if isinstance(piece, str):
            text += piece + behind
            continue
        # A number with its cell is a tuple itself.
        for part in (piece,) if isinstance(piece, NumberPiece) else piece:
            if isinstance(part, str):
                text += part
                continue
            parts += [text, part] if text else [part]
            text = ""
        text += behind
    return (*parts, text) if text else tuple(parts)


@lru_cache(maxsize=256)
def _texts_of(template: str) -> tuple[str, ...]:
    """Return what stands before, between and behind a template's gaps; rules have few of them."""
    return tuple(template.split("{}"))


class RuleLine(NamedTuple):
    """One line of the rule.

    Attributes:
        name: What is computed, such as "m".
        rule: How, in letters.
        numbers: How, in numbers; of no use where the work is on many weights at once.
        value: What comes out.
        keeps: Under which of torch's names it is remembered; "" for what is not.
    """

    name: str
    rule: str
    numbers: Written
    value: Number
    keeps: str = ""

    @property
    def text(self) -> str:
        """The numbers as one text."""
        return "".join(part if isinstance(part, str) else part.text for part in self.numbers)


@dataclass(slots=True)
class StepWork:
    """A step in the making, of one weight or of many that follow the same rule each by itself.

    Attributes:
        settings: By torch's names.
        kept: What was remembered before.
        w: The weight, or an array of weights.
        g: Its gradient.
        after: The weight behind the step, where torch was asked; None where it was not.
        shape: Of the tensor that the weight is in.
        maths: Functions of such numbers.
        orthogonal: What makes a whole matrix orthogonal, or knows this weight's share of that;
            None where neither is known.
        lines: So far.
    """

    settings: Settings
    kept: Mapping[str, Number]
    w: Number
    g: Number
    after: float | None = None
    shape: tuple[int, ...] = ()
    maths: Maths = _FLOATS
    orthogonal: Callable[[Number], Number] | None = None
    lines: list[RuleLine] = field(default_factory=list)

    def number(self, name: str) -> float:
        """Return a setting; 0 for one that there is not."""
        value = self.settings.get(name, 0.0)
        return float(value[0]) if isinstance(value, tuple) else float(value)

    def pair(self, name: str) -> tuple[float, float]:
        """Return a setting of two numbers."""
        value = self.settings.get(name, (0.9, 0.999))
        return (value[0], value[1]) if isinstance(value, tuple) else (value, value)

    def add(self, name: str, rule: str, numbers: Piece, value: Number, keeps: str = "") -> Number:
        """Write a line, and return its value; what is kept is read from its cell from then on."""
        if isinstance(numbers, str | NumberPiece):
            numbers = put("{}", numbers)
        self.lines.append(RuleLine(name, rule, numbers, value, keeps))
        if not isinstance(value, float):
            return value
        return ReadNumber(value, NEW) if keeps else float(value)

    @property
    def step(self) -> int:
        """The number of this step, from 1."""
        return round(float(self.kept.get("step", 0.0))) + 1

    def remembered(self) -> dict[str, Number]:
        """Return what is remembered behind the step."""
        kept = {line.keeps: line.value for line in self.lines if line.keeps}
        return {**self.kept, **kept, "step": float(self.step)}

    def text(self, number: Number) -> str | NumberPiece:
        """Return a number as it stands in a calculation; "" of many at once."""
        return _piece(written, number) if isinstance(number, float) else ""

    def inside(self, number: Number) -> str | NumberPiece:
        """Return a number within a product or a difference: a negative one in brackets."""
        return _piece(inside, number) if isinstance(number, float) else ""

    def turn(self) -> None:
        """Turn the gradient round where the loss is to be climbed."""
        if self.number("maximize"):
            self.g = self.add("g", "−g", put("−{}", self.inside(self.g)), -self.g)

    def decay(self) -> None:
        """Add the weight to the gradient, by weight_decay."""
        decay = self.number("weight_decay")
        if decay:
            numbers = put("{} + {}·{}", self.text(self.g), written(decay), self.inside(self.w))
            self.g = self.add("g", "g + λ·w", numbers, self.g + decay * self.w)

    def shrink(self) -> None:
        """Shrink the weight itself, by weight_decay."""
        decay, lr = self.number("weight_decay"), self.number("lr")
        if decay:
            numbers = put("{}·(1 − {}·{})", self.text(self.w), written(lr), written(decay))
            self.w = self.add("w", "w·(1 − lr·λ)", numbers, self.w * (1.0 - lr * decay))

    def move(self, rule: str, factor: float, by: Number, divisor: Number | None = None) -> None:
        """Move the weight, which ends the step."""
        change = factor * by if divisor is None else factor * by / divisor
        numbers = put("{} − {}·{}", self.text(self.w), written(factor), self.inside(by))
        if divisor is not None:
            numbers = put("{} / {}", numbers, self.inside(divisor))
        self.w = self.add("w", rule, numbers, self.w - change)

    def blend(self, share: float, old: Number, new: Piece) -> Written:
        """Return a mean of something old and something new, with the numbers."""
        known = written(share)
        return put("{}·{} + (1 − {})·{}", known, self.inside(old), known, new)

    def squared_gradient(self) -> Written:
        """Return the gradient's square as it is written."""
        return squared(self.inside(self.g))

    def root_and_eps(self, name: str, rule: str, square: Number, eps: float) -> Number:
        """Write the line of a root to which eps is added."""
        numbers = put("√{} + {}", self.text(square), written(eps))
        return self.add(name, rule, numbers, self.maths.sqrt(square) + eps)


def squared(number: str | NumberPiece) -> Written:
    """Return a number's square as it is written."""
    if isinstance(number, NumberPiece):
        return (number._replace(text=f"{number.text}²"),)
    return (f"{number}²",)


def _piece(write: Callable[[float], str], number: float) -> str | NumberPiece:
    text = write(number)
    return NumberPiece(text, number.of) if isinstance(number, ReadNumber) else text


@lru_cache(maxsize=8)  # every step of a walk asks for them
def settings_of(optimiser: Any) -> Settings:  # noqa: ANN401 - an Optimiser
    """Return an optimiser's parameters as a rule takes them: numbers alone, flags as 0 or 1."""
    settings: dict[str, float | tuple[float, ...]] = {}
    for name, value in dataclasses.asdict(optimiser).items():
        if isinstance(value, tuple):
            settings[name] = tuple(float(number) for number in value)
        elif isinstance(value, (bool, int, float)):
            settings[name] = float(value)
    return settings
