"""Constants of Python code as values: literals, arithmetic on them, names that stand for them.

The syntax tree is interpreted and never executed. What may be worked out is bounded: in digits, in
length and in depth, so that no text keeps its reader busy.
"""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from convviz.core.code.text import bound_name

Value: TypeAlias = int | float | bool | str | tuple["Value", ...] | None

DEEPEST: Final = 100
"""Operations inside each other. Nobody writes more in an argument."""

MOST_BITS: Final = 256
"""Of an integer on the way to a value; a parameter itself has at most 64."""

MOST_PARTS: Final = 512
"""Of a tuple on the way to a value, with those of the tuples in it: all channels of a network."""

_MOST_DIGITS: Final = 20

_NO_NAMES: Final[Mapping[str, Any]] = MappingProxyType({})


class NotAConstantError(ValueError):
    """Code that would have to be executed to have a value."""


class UnknownNameError(ValueError):
    """A name that the code at hand gives no value.

    Attributes:
        name: The name.
    """

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class TooDeepError(ValueError):
    """More operations inside each other than are followed."""


class TooManyPartsError(ValueError):
    """A tuple with more parts than are worked with."""


def constant(node: ast.expr, names: Mapping[str, Any] = _NO_NAMES) -> Value:
    """Return the value of an expression of constants, as Python would work it out.

    Numbers, texts, True, False, None; tuples and lists of these (a list counts as a tuple);
    + - * / // % ** of numbers, + and * of tuples, an element of a tuple by its number; the
    functions `float int round abs min max sum len math.ceil math.floor math.sqrt`; infinity, NaN
    and pi by the names that math, numpy and torch have for them.

    Args:
        node: The expression.
        names: What names stand for.

    Raises:
        NotAConstantError: it is something else.
        UnknownNameError: a name stands for nothing.
        TooDeepError: too many operations inside each other.
        TooManyPartsError: a tuple that is too long.
        OverflowError: a number that is too large.
        ZeroDivisionError: a division by zero.
    """
    value: Value = _value(node, names, 0)
    return value


def _value(node: ast.expr, names: Mapping[str, Any], depth: int) -> Any:  # noqa: ANN401 - plain
    if depth > DEEPEST:
        raise TooDeepError
    match node:
        case ast.Constant(value=None | bool() | int() | float() | str() as value):
            return _literal(value)
        case ast.Attribute(value=ast.Name(id="math" | "np" | "numpy" | "torch"), attr=name) if (
            name in _KNOWN
        ):
            return _KNOWN[name]
        case ast.Name() | ast.Attribute() if (known := bound_name(node)) is not None:
            return _named(known, names)
        case _:
            return _bounded(_worked_out(node, names, depth + 1))


def _worked_out(node: ast.expr, names: Mapping[str, Any], depth: int) -> Any:  # noqa: ANN401 - likewise
    def value_of(part: ast.expr) -> Any:  # noqa: ANN401 - likewise
        return _value(part, names, depth)

    match node:
        case ast.Tuple(elts=elements) | ast.List(elts=elements):
            return tuple(map(value_of, elements))
        case ast.UnaryOp(op=op, operand=operand) if type(op) in _SIGNS:
            return _signed(_SIGNS[type(op)], value_of(operand))
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATIONS:
            return _operate(type(op), value_of(left), value_of(right))
        case ast.Subscript(value=whole, slice=index):
            return _element(value_of(whole), value_of(index))
        case ast.Call(func=func, args=arguments, keywords=[]) if _function(func) in _FUNCTIONS:
            return _applied(_function(func), list(map(value_of, arguments)))
        case _:
            raise NotAConstantError


def _literal(value: Any) -> Any:  # noqa: ANN401 - likewise
    if isinstance(value, float) and math.isinf(value):
        raise OverflowError  # such as 1e999, which nobody writes for infinity
    return _bounded(value)


def _named(name: str, names: Mapping[str, Any]) -> Any:  # noqa: ANN401 - a value of any plain type
    try:
        return names[name]
    except KeyError:
        if name in _AS_PRINTED:
            return _AS_PRINTED[name]
        raise UnknownNameError(name) from None


def _signed(sign: Callable[[Any], Any], value: Any) -> Any:  # noqa: ANN401 - likewise
    if not isinstance(value, (int, float)):
        raise NotAConstantError
    return sign(value)


def _operate(op: type[ast.operator], left: Any, right: Any) -> Any:  # noqa: ANN401 - likewise
    are_numbers = isinstance(left, (int, float)) and isinstance(right, (int, float))
    if op is ast.Mult and not are_numbers:
        return _repeated(left, right)
    if op is ast.Add and isinstance(left, tuple) and isinstance(right, tuple):
        return left + right
    if not are_numbers:
        raise NotAConstantError
    if op is ast.Pow:
        _check_power(left, right)
    value = _OPERATIONS[op](left, right)
    if isinstance(value, complex):
        raise NotAConstantError
    return value


def _repeated(left: Any, right: Any) -> tuple[Any, ...]:  # noqa: ANN401 - likewise
    """Return `(3, 5) * 2` or `2 * (3, 5)`."""
    parts, times = (left, right) if isinstance(left, tuple) else (right, left)
    if not isinstance(parts, tuple) or not isinstance(times, int):
        raise NotAConstantError
    if _parts(parts) * times > MOST_PARTS:
        raise TooManyPartsError
    return parts * times


def _check_power(base: float, exponent: float) -> None:
    """Refuse a power that would have too many digits, before it is worked out."""
    if isinstance(base, int) and isinstance(exponent, int) and abs(base) > 1:
        bits = (abs(base).bit_length() - 1) * abs(exponent)
        if bits > MOST_BITS:
            raise OverflowError


def _element(whole: Any, index: Any) -> Any:  # noqa: ANN401 - likewise
    if not isinstance(whole, tuple) or not isinstance(index, int):
        raise NotAConstantError
    try:
        return whole[index]
    except IndexError:
        raise NotAConstantError from None


def _applied(name: str, arguments: list[Any]) -> Any:  # noqa: ANN401 - likewise
    if name == "float" and len(arguments) == 1 and isinstance(arguments[0], str):
        if arguments[0].strip().lower() not in _NON_FINITE:
            raise NotAConstantError
        return float(arguments[0])
    try:
        return _FUNCTIONS[name](*arguments)
    except (TypeError, ValueError) as error:
        raise NotAConstantError from error


def _bounded(value: Any) -> Any:  # noqa: ANN401 - likewise
    """Return a value that is small enough to go on with."""
    if isinstance(value, int) and value.bit_length() > MOST_BITS:
        raise OverflowError
    if isinstance(value, tuple) and _parts(value) > MOST_PARTS:
        raise TooManyPartsError
    return value


def _parts(value: Any) -> int:  # noqa: ANN401 - likewise
    """Return how many values a tuple holds in all, itself counted; 1 for anything else."""
    return 1 + sum(map(_parts, value)) if isinstance(value, tuple) else 1


def _function(func: ast.expr) -> str:
    match func:
        case ast.Name(id=name) if name not in _OF_MATH:
            return name
        case ast.Attribute(value=ast.Name(id="math"), attr=name) if name in _OF_MATH:
            return name
        case _:
            return ""


def _whole(value: Any) -> int:  # noqa: ANN401 - likewise
    """Return `int(...)` of a number; of a text it would be reading, which nobody writes here."""
    if isinstance(value, str):
        raise NotAConstantError
    return int(value)


def _rounded(value: Any, digits: int | None = None) -> Any:  # noqa: ANN401 - likewise
    if digits is not None and abs(digits) > _MOST_DIGITS:
        raise OverflowError  # Python would work out 10**digits
    return round(value, digits)


def _sum(values: Any) -> Any:  # noqa: ANN401 - likewise
    """Return the sum of numbers; one of tuples would be quadratic in their length."""
    if not all(isinstance(value, (int, float)) for value in values):
        raise NotAConstantError
    return sum(values)


_NON_FINITE: Final = frozenset({"inf", "+inf", "-inf", "nan", "infinity", "-infinity"})
_AS_PRINTED: Final = {"inf": math.inf, "nan": math.nan}
"""How Python prints them, and so torch in a layer's text; `from math import inf` means it, too."""
_KNOWN: Final = {"inf": math.inf, "nan": math.nan, "pi": math.pi, "Inf": math.inf}
_SIGNS: Final[dict[type[ast.unaryop], Callable[[Any], Any]]] = {
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
}
_OPERATIONS: Final[dict[type[ast.operator], Callable[[Any, Any], Any]]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: operator.pow,
}
_OF_MATH: Final = frozenset({"ceil", "floor", "sqrt"})
_FUNCTIONS: Final[dict[str, Callable[..., Any]]] = {
    "float": float,
    "int": _whole,
    "round": _rounded,
    "abs": abs,
    "min": min,
    "max": max,
    "sum": _sum,
    "len": len,
    "tuple": tuple,
    "list": tuple,
    "ceil": math.ceil,
    "floor": math.floor,
    "sqrt": math.sqrt,
}
