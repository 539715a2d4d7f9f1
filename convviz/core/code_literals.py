"""Literals of Python code as values: numbers, texts, True, False, None and tuples of these."""

from __future__ import annotations

import ast
import math
from typing import Any

from convviz.core.layers.base import LARGEST_INTEGER, Parameter, ParameterKind

NUMBER_KINDS = (ParameterKind.NUMBER, ParameterKind.OPTIONAL_NUMBER)
"""Kinds of a single decimal number."""

_NON_FINITE = frozenset({"inf", "+inf", "-inf", "nan", "infinity", "-infinity"})


def literal(node: ast.expr) -> Any:  # noqa: ANN401 - a value of any plain type
    """Return the value of a literal, without executing anything.

    A list counts as a tuple; `float("inf")` and its kin, which have no literal, count too.

    Raises:
        ValueError: it is something else.
        OverflowError: an integer beyond 64 bits, or a number too large for a float.
    """
    match node:
        case ast.Tuple(elts=elements) | ast.List(elts=elements):
            return tuple(_scalar(element) for element in elements)
        case ast.Call(func=ast.Name(id="float"), args=[ast.Constant(value=str(text))], keywords=[]):
            if text.lower() in _NON_FINITE:
                return float(text)
            raise ValueError
        case _:
            return _scalar(node)


def _scalar(node: ast.expr) -> float | str | bool | None:
    match node:
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as number)):
            return -_within(number)
        case ast.UnaryOp(op=ast.UAdd(), operand=ast.Constant(value=int() | float() as number)):
            return _within(number)
        case ast.Constant(value=None | bool() | str() as value):
            return value
        case ast.Constant(value=int() | float() as number):
            return _within(number)
        case _:
            raise ValueError


def _within(number: float) -> float:
    """Return a number that fits 64 bits; `-True` is an integer to Python, and none here."""
    if isinstance(number, bool):
        raise ValueError  # noqa: TRY004 - what is read is no literal of a number
    if number > LARGEST_INTEGER and (isinstance(number, int) or math.isinf(number)):
        raise OverflowError
    return number


def fits(value: object, described: Parameter, default: object) -> bool:
    """Return whether a literal is of the type of its parameter.

    Args:
        value: The literal's value.
        described: The parameter.
        default: Its default; None admits None.
    """
    match described.kind:
        case ParameterKind.FLAG | ParameterKind.OPTIONAL_FLAG:
            is_optional = described.kind is ParameterKind.OPTIONAL_FLAG
            return isinstance(value, bool) or (is_optional and value is None)
        case ParameterKind.NUMBER | ParameterKind.OPTIONAL_NUMBER | ParameterKind.SCALES:
            return _are_numbers(value, described.kind)
        case ParameterKind.CHOICE:
            return isinstance(value, str)
        case ParameterKind.PADDING if isinstance(value, str):
            return True
        case ParameterKind.INTEGER | ParameterKind.OPTIONAL_INTEGER:
            several = False
        case _:
            several = True
    if several and isinstance(value, tuple):
        admits_none = described.kind is ParameterKind.OPTIONAL_SIZES
        return all(_is_integer(part) or (admits_none and part is None) for part in value)
    return _is_integer(value) or (value is None and default is None)


def _is_integer(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _are_numbers(value: object, kind: ParameterKind) -> bool:
    """Return whether a value is a number, or what else the kind of a parameter admits."""
    if value is None:
        return kind is not ParameterKind.NUMBER
    several = kind is ParameterKind.SCALES
    numbers = value if several and isinstance(value, tuple) else (value,)
    return all(isinstance(n, (int, float)) and not isinstance(n, bool) for n in numbers)
