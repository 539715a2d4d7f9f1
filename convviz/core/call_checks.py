"""Whether the value of a parameter is of its kind and within its limits, as torch asks."""

from __future__ import annotations

import math

from convviz.core.call_parameters import (
    LARGEST_FLOAT,
    LARGEST_INTEGER,
    Limits,
    Parameter,
    ParameterKind,
)
from convviz.core.errors import ErrorCode, ParameterError

_PER_AXIS_KINDS = (
    ParameterKind.PER_AXIS,
    ParameterKind.OPTIONAL_PER_AXIS,
    ParameterKind.PADDING,
    ParameterKind.PER_SIDE,
    ParameterKind.OPTIONAL_SIZES,
    ParameterKind.SIZES,
    ParameterKind.SHAPE,
)
_OPTIONAL_KINDS = (
    ParameterKind.OPTIONAL_INTEGER,
    ParameterKind.OPTIONAL_PER_AXIS,
    ParameterKind.OPTIONAL_FLAG,
    ParameterKind.OPTIONAL_NUMBER,
    ParameterKind.OPTIONAL_NUMBERS,
    ParameterKind.OPTIONAL_CHOICE,
    ParameterKind.SCALES,
)
_INTEGER_KINDS = frozenset(
    {
        ParameterKind.INTEGER,
        ParameterKind.OPTIONAL_INTEGER,
        ParameterKind.PER_AXIS,
        ParameterKind.OPTIONAL_PER_AXIS,
        ParameterKind.PADDING,
        ParameterKind.PER_SIDE,
        ParameterKind.OPTIONAL_SIZES,
        ParameterKind.SIZES,
    }
)
"""Where one integer is a value."""
_NUMBER_KINDS = (ParameterKind.NUMBER, ParameterKind.OPTIONAL_NUMBER, ParameterKind.SCALES)
_TUPLE_KINDS = (ParameterKind.NUMBERS, ParameterKind.OPTIONAL_NUMBERS)
_SEVERAL_NUMBERS = (ParameterKind.SCALES, *_TUPLE_KINDS)


def is_whole(described: Parameter) -> bool:
    """Return whether a parameter's value is a whole number, or several of them."""
    return described.kind in _INTEGER_KINDS and described.limits is None


def takes_several(described: Parameter) -> bool:
    """Return whether a tuple of whole numbers is a value as well."""
    return described.kind in _PER_AXIS_KINDS


def may_be_tuple(described: Parameter) -> bool:
    """Return whether a tuple, of numbers of any sort, can be a value."""
    return described.kind in (*_PER_AXIS_KINDS, *_SEVERAL_NUMBERS)


def words_of(described: Parameter) -> frozenset[str | None]:
    """Return what may stand for a parameter's whole numbers."""
    words = described.choices if described.kind is ParameterKind.PADDING else ()
    return frozenset({*words, *((None,) if described.kind in _OPTIONAL_KINDS else ())})


def checked_type(name: str, value: object, described: Parameter) -> tuple[int, ...]:
    """Check a value's type; return the integers in it, whose range is still to be checked."""
    if type(value) is int and described.kind in _INTEGER_KINDS:  # most are: the shortest way
        return (value,)
    match described.kind:
        case _ if _is_chosen(value, described.kind):
            _check_choice(name, value, described.choices)
            valid = True
        case _ if value is None:
            valid = described.kind in _OPTIONAL_KINDS
        case ParameterKind.FLAG | ParameterKind.OPTIONAL_FLAG:
            valid = isinstance(value, bool)
        case _ if described.kind in _TUPLE_KINDS:
            valid = _is_tuple_of_numbers(name, value, described)
        case _ if described.kind in _NUMBER_KINDS:
            valid = _are_numbers(name, value, described)
        case _:
            numbers = _integers(value, described.kind)
            if numbers is not None:
                return numbers
            valid = False
    if not valid:
        raise ParameterError(
            ErrorCode.WRONG_TYPE, parameter=name, value=repr(value), expected=described.kind.value
        )
    return ()


def _is_chosen(value: object, kind: ParameterKind) -> bool:
    """Return whether a value has to be one of the choices."""
    match kind:
        case ParameterKind.CHOICE:
            return True
        case ParameterKind.OPTIONAL_CHOICE:
            return value is not None
        case _:
            return kind is ParameterKind.PADDING and isinstance(value, str)


def _integers(value: object, kind: ParameterKind) -> tuple[int, ...] | None:
    """Return the integers of a value, without its None; None where something else is in it."""
    if kind is ParameterKind.SHAPE and not isinstance(value, tuple):
        return None
    many = isinstance(value, tuple) and kind in _PER_AXIS_KINDS
    numbers = value if many and isinstance(value, tuple) else (value,)
    if kind is ParameterKind.OPTIONAL_SIZES:
        numbers = tuple(number for number in numbers if number is not None)
    if all(isinstance(n, int) and not isinstance(n, bool) for n in numbers):
        return numbers
    return None


def _are_numbers(name: str, value: object, described: Parameter) -> bool:
    """Return whether a value is a number, or a tuple of several.

    A single number without limits may be infinite, as in torch. A scale may not: no size is.
    """
    several = described.kind in _SEVERAL_NUMBERS
    numbers = value if several and isinstance(value, tuple) else (value,)
    for number in numbers:
        if not isinstance(number, (int, float)) or isinstance(number, bool):
            return False
        if described.limits is None and (several or not _is_infinite(number)):
            _check_finite(name, number)
    return True


def _is_tuple_of_numbers(name: str, value: object, described: Parameter) -> bool:
    """Return whether a value is a tuple of as many decimal numbers as it must have."""
    if not isinstance(value, tuple) or not _are_numbers(name, value, described):
        return False
    if described.kind is ParameterKind.NUMBERS and len(value) != described.count:
        raise ParameterError(
            ErrorCode.WRONG_COUNT, parameter=name, value=value, count=described.count
        )
    return True


def check_limits(name: str, value: object, limits: Limits) -> None:
    """Refuse a number, or one of a tuple, outside its limits; None has none.

    Raises:
        ParameterError: OUT_OF_RANGE, NOT_BELOW, NOT_ABOVE, NOT_LESS.
    """
    for number in value if isinstance(value, tuple) else (value,):
        if number is not None and not limits.admit(number):
            raise _outside(name, number, limits)


def _outside(name: str, number: float, limits: Limits) -> ParameterError:
    code = ErrorCode.OUT_OF_RANGE
    low = limits.minimum if limits.above is None else limits.above
    high = limits.maximum if limits.below is None else limits.below
    if limits.above is not None:
        code = ErrorCode.NOT_ABOVE
    elif limits.below is not None:
        code = ErrorCode.NOT_LESS if low is None else ErrorCode.NOT_BELOW
    return ParameterError(code, parameter=name, value=number, minimum=low, maximum=high)


def _is_infinite(number: float) -> bool:
    return abs(number) == math.inf


def _check_choice(name: str, value: object, choices: tuple[str, ...]) -> None:
    if value not in choices:
        raise ParameterError(
            ErrorCode.UNKNOWN_CHOICE, parameter=name, value=str(value), choices=", ".join(choices)
        )


def _check_finite(name: str, value: object) -> None:
    """Refuse NaN, infinity, and numbers that torch cannot hold as float32 or in 64 bits."""
    if isinstance(value, float) and not math.isfinite(value):
        raise ParameterError(ErrorCode.NOT_FINITE, parameter=name, value=str(value))
    if isinstance(value, (int, float)):
        limit = LARGEST_INTEGER if isinstance(value, int) else LARGEST_FLOAT
        if value > limit:
            raise ParameterError(ErrorCode.TOO_LARGE, parameter=name, value=value, limit=limit)
        if value < -limit:
            raise ParameterError(ErrorCode.TOO_SMALL, parameter=name, value=value, limit=-limit)


def refuse_infinite(name: str, value: float) -> None:
    """Refuse infinity where torch does.

    Raises:
        ParameterError: NOT_FINITE.
    """
    if _is_infinite(value):
        raise ParameterError(ErrorCode.NOT_FINITE, parameter=name, value=str(value))


def check_integer(name: str, number: int, minimum: int, maximum: int = LARGEST_INTEGER) -> None:
    """Refuse a number outside its range.

    Raises:
        ParameterError: NOT_POSITIVE, NEGATIVE, TOO_SMALL, TOO_LARGE.
    """
    if number < minimum:
        codes = {1: ErrorCode.NOT_POSITIVE, 0: ErrorCode.NEGATIVE}
        code = codes.get(minimum)
        if code is None:
            code = ErrorCode.TOO_SMALL
            raise ParameterError(code, parameter=name, value=number, limit=minimum)
        raise ParameterError(code, parameter=name, value=number)
    if number > maximum:
        raise ParameterError(ErrorCode.TOO_LARGE, parameter=name, value=number, limit=maximum)
