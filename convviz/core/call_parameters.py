"""What is known of a call's parameters: how each is edited and written, and its limits."""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

LARGEST_INTEGER = 2**63 - 1
LARGEST_32_BIT = 2**31 - 1
LARGEST_FLOAT = 3.4028234663852886e38
"""The largest float32, the precision in which torch's layers compute."""
ANY_INTEGER = -(2**63)
"""The minimum of a parameter that counts dimensions, also from behind."""

LONGEST_TUPLE = 16
LONGEST_NUMBERS = 1024
"""The same of OPTIONAL_NUMBERS, such as a weight for each class."""
LONGEST_TEXT = 80
"""What a parameter's value may be long, right or wrong: no call needs more, and a value that is
longer would only be slow to search for remedies and to show."""


class ParameterKind(StrEnum):
    """How a parameter is edited and written."""

    INTEGER = "integer"
    OPTIONAL_INTEGER = "optional_integer"
    PER_AXIS = "per_axis"
    OPTIONAL_PER_AXIS = "optional_per_axis"
    PADDING = "padding"
    PER_SIDE = "per_side"
    """One integer for all sides, or one a side: last axis first, before and behind."""
    OPTIONAL_SIZES = "optional_sizes"
    """One integer, or one or None an axis."""
    SIZES = "sizes"
    """One integer, or a tuple of any length: the sizes of dimensions."""
    SHAPE = "shape"
    """A tuple of integers of any length."""
    SCALES = "scales"
    """None, one number, or one an axis."""
    OPTIONAL_FLAG = "optional_flag"
    FLAG = "flag"
    NUMBER = "number"
    """A decimal number; infinity is one, NaN, which equals nothing, is not."""
    OPTIONAL_NUMBER = "optional_number"
    """A decimal number, or None."""
    NUMBERS = "numbers"
    """A tuple of as many decimal numbers as `count` says."""
    OPTIONAL_NUMBERS = "optional_numbers"
    """A tuple of decimal numbers of any length, or None."""
    CHOICE = "choice"
    OPTIONAL_CHOICE = "optional_choice"
    """One of some texts, or None."""


class Follows(StrEnum):
    """What of the layer before a parameter can follow by itself."""

    CHANNELS = "channels"
    FEATURES = "features"


@dataclass(frozen=True, slots=True)
class Limits:
    """Where a number must lie.

    Attributes:
        minimum: The lowest number; None for no limit.
        maximum: The highest one; where it is infinite, infinity is a value, else it is none.
        above: What it must be above; None for no such limit.
        below: What it must be below, likewise.
    """

    minimum: float | None = None
    maximum: float | None = None
    above: float | None = None
    below: float | None = None

    def admit(self, value: float) -> bool:
        """Return whether a number lies there."""
        return (
            (math.isfinite(value) or value == self.maximum)
            and (self.minimum is None or value >= self.minimum)
            and (self.maximum is None or value <= self.maximum)
            and (self.above is None or value > self.above)
            and (self.below is None or value < self.below)
        )


@dataclass(frozen=True, slots=True)
class Parameter:
    """What is known of one parameter of a call, beside its name and default.

    Attributes:
        kind: How it is edited and written.
        minimum: Least value of an integer (of each, for PER_AXIS).
        choices: The admitted texts of a choice, and of PADDING beside numbers.
        positional: Written without its name in code, as torch's users do.
        follows: What of the layer before it can follow.
        first: What a new call begins with, in place of the default; None for the default.
        keyword_only: Taken by its name alone.
        since: The first release of torch that has it; empty where every supported one has.
        limits: Where a decimal number must lie (each of NUMBERS); None for no limits.
        count: How many numbers NUMBERS has.
        rare: Whether it is seldom changed: forms fold it away.
    """

    kind: ParameterKind
    minimum: int = 0
    choices: tuple[str, ...] = ()
    positional: bool = False
    follows: Follows | None = None
    first: float | str | tuple[int, ...] | None = None
    keyword_only: bool = False
    since: str = ""
    limits: Limits | None = None
    count: int = 0
    rare: bool = False


def parameter(  # noqa: PLR0913 - what can be said of a parameter, each by its name
    kind: ParameterKind,
    default: Any = dataclasses.MISSING,  # noqa: ANN401 - a default is of the field's own type
    *,
    minimum: int = 0,
    choices: tuple[str, ...] = (),
    positional: bool = False,
    follows: Follows | None = None,
    first: float | str | tuple[int, ...] | None = None,
    keyword_only: bool = False,
    since: str = "",
    limits: Limits | None = None,
    count: int = 0,
    rare: bool = False,
) -> Any:  # noqa: ANN401 - like dataclasses.field
    """Return a dataclass field that carries its :class:`Parameter`."""
    described = Parameter(
        kind,
        minimum,
        choices,
        positional,
        follows,
        first,
        keyword_only,
        since,
        limits,
        count,
        rare,
    )
    return dataclasses.field(default=default, metadata={"parameter": described})


def is_too_long(value: object, kind: ParameterKind) -> bool:
    """Return whether a value is longer than that of any parameter of a kind could be."""
    limit = LONGEST_NUMBERS if kind is ParameterKind.OPTIONAL_NUMBERS else LONGEST_TUPLE
    if isinstance(value, str):
        limit = LONGEST_TEXT
    return isinstance(value, (str, tuple, list)) and len(value) > limit
