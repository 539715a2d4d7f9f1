"""Declarations that losses, optimisers and schedules share: decimal numbers, flags, choices."""

from __future__ import annotations

import dataclasses
from typing import Any, Final

from convviz.core.call_parameters import Limits, ParameterKind, parameter

LARGEST_SETTING: Final = 1e30
"""torch's constructors take any number, but torch computes with float32, which ends at 3.4e38: what
is larger, or infinite, makes every weight infinite at the first step, or ends in an error there."""

ANY_NUMBER: Final = Limits(-LARGEST_SETTING, LARGEST_SETTING)
AT_LEAST_ZERO: Final = Limits(0, LARGEST_SETTING)
ABOVE_ZERO: Final = Limits(above=0, maximum=LARGEST_SETTING)
SHARE: Final = Limits(0, 1)
BELOW_ONE: Final = Limits(0, below=1)


def number(
    default: Any = dataclasses.MISSING,  # noqa: ANN401 - a float or nothing
    limits: Limits = AT_LEAST_ZERO,
    *,
    first: float | None = None,
    keyword_only: bool = False,
) -> Any:  # noqa: ANN401 - like dataclasses.field
    """Return the field of a decimal number within limits."""
    kind = ParameterKind.NUMBER
    return parameter(kind, default, limits=limits, first=first, keyword_only=keyword_only)


def numbers(*default: float, limits: Limits = ANY_NUMBER, rare: bool = False) -> Any:  # noqa: ANN401 - likewise
    """Return the field of a tuple of decimal numbers, of the default's length."""
    kind, count = ParameterKind.NUMBERS, len(default)
    return parameter(kind, default, limits=limits, count=count, rare=rare)


def flag(*, default: bool = False, keyword_only: bool = False) -> Any:  # noqa: ANN401 - likewise
    """Return the field of a truth value."""
    return parameter(ParameterKind.FLAG, default=default, keyword_only=keyword_only)


def choice(*choices: str, keyword_only: bool = False) -> Any:  # noqa: ANN401 - likewise
    """Return the field of one of some texts; the first is the default."""
    kind = ParameterKind.CHOICE
    return parameter(kind, choices[0], choices=choices, keyword_only=keyword_only)
