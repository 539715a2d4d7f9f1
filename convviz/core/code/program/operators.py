"""Operators on plain values, bounded: no sum, product or power takes long or becomes large."""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from convviz.core.code.program.limits import LONGEST_LIST, LONGEST_TEXT, MOST_BITS, TooLargeError
from convviz.core.code.program.values import BatchSize, Unknown, Value

if TYPE_CHECKING:
    from convviz.core.code.program.limits import Budget

_NUMBERS = (int, float)
_LISTS = (list, tuple)
_MOST_DIGITS: Final = 3
_FORMAT: Final = re.compile(r"%(?:\((\w*)\))?[-+ #0]*(\d*|\*)(?:\.(\d*|\*))?[a-zA-Z%]")

BINARY: Final[dict[type[ast.operator], Callable[[Value, Value], Value]]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: operator.pow,
    ast.LShift: operator.lshift,
    ast.RShift: operator.rshift,
    ast.BitAnd: operator.and_,
    ast.BitOr: operator.or_,
    ast.BitXor: operator.xor,
}

UNARY: Final[dict[type[ast.unaryop], Callable[[Value], Value]]] = {
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
    ast.Invert: operator.invert,
}


def is_number(value: Value) -> bool:
    """Return whether a value is a plain number; True and False are."""
    return isinstance(value, _NUMBERS)


def binary(  # noqa: PLR0911 - one return a sort of values
    op: type[ast.operator], left: Value, right: Value, budget: Budget
) -> Value:
    """Return what an operator makes of two plain values.

    Raises:
        TooLargeError: something too large.
        TypeError: Python refuses it, or the interpreter does not know it.
        ArithmeticError: likewise.
        ValueError: likewise.
    """
    if isinstance(left, (Unknown, BatchSize)) or isinstance(right, (Unknown, BatchSize)):
        return Unknown()
    if is_number(left) and is_number(right):
        return bounded_number(_of_numbers(op, left, right))
    if op is ast.Mod and isinstance(left, str):
        return _formatted(left, right)
    if op is ast.Mult:
        return _repeated(left, right, budget)
    if op is ast.Add and type(left) is type(right) and isinstance(left, (*_LISTS, str)):
        check_length(left, len(left) + len(right))
        budget.make(0 if isinstance(left, str) else len(left) + len(right))
        return left + right
    if op is ast.BitOr and isinstance(left, dict) and isinstance(right, dict):
        budget.make(len(left) + len(right))
        return left | right
    if isinstance(left, set) and isinstance(right, set):
        budget.make(len(left) + len(right))
        return BINARY[op](left, right)
    raise TypeError


def _of_numbers(op: type[ast.operator], left: Value, right: Value) -> Value:
    if op is ast.Pow and isinstance(left, int) and isinstance(right, int) and abs(left) > 1:
        if (abs(left).bit_length() - 1) * abs(right) > MOST_BITS:
            raise TooLargeError
    elif op is ast.LShift and right > MOST_BITS:
        raise TooLargeError
    result = BINARY[op](left, right)
    if isinstance(result, complex):
        raise TypeError
    return result


def bounded_number(value: Value) -> Value:
    """Return a number that is small enough to go on with.

    Raises:
        TooLargeError: it is not.
    """
    if isinstance(value, int) and value.bit_length() > MOST_BITS:
        raise TooLargeError
    return value


def check_length(kind: Value, length: int) -> None:
    """Refuse a text or a list that is too long.

    Raises:
        TooLargeError: it is.
    """
    if length > (LONGEST_TEXT if isinstance(kind, str) else LONGEST_LIST):
        raise TooLargeError


def _repeated(left: Value, right: Value, budget: Budget) -> Value:
    parts, times = (left, right) if isinstance(left, (*_LISTS, str)) else (right, left)
    if not isinstance(parts, (*_LISTS, str)) or not isinstance(times, int):
        raise TypeError
    length = len(parts) * max(times, 0)
    check_length(parts, length)
    budget.make(0 if isinstance(parts, str) else length)
    return parts * times


def _formatted(text: str, values: Value) -> str:
    """Return `"conv%d" % 3`. Widths are bounded, and only plain values are put in."""
    for _, width, digits in _FORMAT.findall(text):
        is_wide = any("*" in size or len(size) > _MOST_DIGITS for size in (width, digits))
        if is_wide or (width and int(width) > MOST_BITS):
            raise TooLargeError
    given = values if isinstance(values, tuple) else (values,)
    if not all(value is None or isinstance(value, (*_NUMBERS, str)) for value in given):
        return text
    check_length(text, len(text) * (MOST_BITS + 1) // 2 + sum(len(str(one)) for one in given))
    made: str = text % values
    return made


def same(left: Value, right: Value, budget: Budget) -> bool:
    """Return whether two values are equal; what lists hold takes steps.

    Raises:
        OutOfStepsError: there is too much to compare.
    """
    budget.spend()
    if isinstance(left, _LISTS) and type(left) is type(right):
        if len(left) != len(right):
            return False
        return all(same(one, other, budget) for one, other in zip(left, right, strict=True))
    if isinstance(left, dict) and isinstance(right, dict):
        if len(left) != len(right):
            return False
        return all(key in right and same(value, right[key], budget) for key, value in left.items())
    if isinstance(left, (*_LISTS, dict)) or isinstance(right, (*_LISTS, dict)):
        return False
    return bool(left == right)


def check_key(value: Value, budget: Budget) -> None:
    """Refuse a key of a dictionary that takes long to find, or that Python refuses.

    Raises:
        TypeError: it is no plain value.
        OutOfStepsError: it holds too much.
    """
    budget.spend()
    if isinstance(value, tuple):
        for part in value:
            check_key(part, budget)
    elif isinstance(value, (list, dict, set)):
        raise TypeError


def compare(  # noqa: PLR0911 - one return a comparison
    op: ast.cmpop, left: Value, right: Value, budget: Budget
) -> bool:
    """Return whether a comparison holds, of values that are all known.

    Raises:
        TypeError: Python refuses it.
        OutOfStepsError: there is too much to compare.
    """
    match op:
        case ast.Eq():
            return same(left, right, budget)
        case ast.NotEq():
            return not same(left, right, budget)
        case ast.Is():
            return left is right or (_is_singleton(left) and left == right)
        case ast.IsNot():
            return not compare(ast.Is(), left, right, budget)
        case ast.In():
            return contains(right, left, budget)
        case ast.NotIn():
            return not contains(right, left, budget)
        case _:
            return _ordered(op, left, right, budget)


def _is_singleton(value: Value) -> bool:
    return not isinstance(value, (float, dict, set, *_LISTS))


_ORDER: Final[dict[type[ast.cmpop], Callable[[Value, Value], bool]]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}


def _ordered(op: ast.cmpop, left: Value, right: Value, budget: Budget) -> bool:
    for side in (left, right):
        check_key(tuple(side) if isinstance(side, list) else side, budget)
    return bool(_ORDER[type(op)](left, right))


def contains(whole: Value, part: Value, budget: Budget) -> bool:
    """Return whether `part in whole`.

    Raises:
        TypeError: Python refuses it.
        OutOfStepsError: there is too much to compare.
    """
    if isinstance(whole, (dict, set, frozenset)):
        check_key(part, budget)
        return part in whole
    if isinstance(whole, str) or (isinstance(whole, range) and isinstance(part, int)):
        return part in whole
    if isinstance(whole, _LISTS):
        return any(same(part, known, budget) for known in whole)
    raise TypeError
