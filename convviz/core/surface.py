"""A function of the weights x and y that is typed in, with its derivatives; never executed."""

from __future__ import annotations

import ast
import math
import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, TypeAlias

from convviz.core.errors import ErrorCode, ParameterError
from convviz.core.written_numbers import written

NAMES: Final = ("x", "y")
"""What the weights are called."""

FUNCTIONS: Final = ("abs", "cos", "exp", "log", "sin", "sqrt", "tanh")
"""What may be applied to numbers."""

EXAMPLES: Final = {
    "bowl": "x^2 + y^2",
    "ravine": "x^2 + 20*y^2",
    "saddle": "x^2 - y^2",
    "rosenbrock": "(1 - x)^2 + 10*(y - x^2)^2",
    "waves": "x^2/10 + y^2/10 + sin(3*x) + cos(2*y)",
}
"""Surfaces worth walking on."""

LONGEST: Final = 200
"""Characters of a function."""

_MOST_NODES: Final = 120
_DEEPEST: Final = 40
_CONSTANTS: Final = {"pi": math.pi, "e": math.e}
_SIGNS: Final = str.maketrans("−·×÷（）", "-**/()")  # noqa: RUF001 - as people type them
_POWERS: Final = {"²": "**2", "³": "**3", "^": "**"}
_LEFT_OUT_TIMES: Final = re.compile(
    rf"(?:(?<![\w.])(\d+\.?\d*|\.\d+)|(?<![a-zA-Z_])([xy])|(\)))\s*(?=[xy(]|(?:{'|'.join(FUNCTIONS)})\b)"
)
"""Where a product is written without its sign, as in 10 y^2 and (x + 1)(y + 2)."""

Number: TypeAlias = Any
"""A float, or an array or tensor of numbers."""


@dataclass(frozen=True, slots=True)
class Term:
    """A part of a function.

    Attributes:
        kind: "number", a name, one of + - * / ^, "negative", or the name of a function.
        parts: What it is made of.
        value: Of a number.
    """

    kind: str
    parts: tuple[Term, ...] = ()
    value: float = 0.0


ZERO: Final = Term("number", value=0.0)
ONE: Final = Term("number", value=1.0)

_OPERATORS: Final[Mapping[str, Callable[[Any, Any], Any]]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "^": operator.pow,
}
_PRECEDENCE: Final = {"+": 1, "-": 1, "*": 2, "/": 2, "negative": 2, "^": 3}
_ATOM: Final = 4
_AST_OPERATORS: Final[Mapping[type[ast.operator], str]] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.Pow: "^",
}


@lru_cache(maxsize=256)
def parse_surface(text: str) -> Term:
    """Return the function that a text means, such as x^2 + 10 y^2.

    Raises:
        ParameterError: SURFACE_UNREADABLE, with the place; SURFACE_UNKNOWN_NAME, with the name.
    """
    if len(text) > LONGEST:
        raise ParameterError(ErrorCode.SURFACE_TOO_LONG, parameter="function", limit=LONGEST)
    plain = text.translate(_SIGNS)
    for typed, meant in _POWERS.items():
        plain = plain.replace(typed, meant)
    plain = _LEFT_OUT_TIMES.sub(_with_times, plain).strip()
    try:
        tree = ast.parse(plain, mode="eval")
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        raise _unreadable(text) from error
    nodes = sum(1 for _ in ast.walk(tree))
    if nodes > 4 * _MOST_NODES:
        raise ParameterError(ErrorCode.SURFACE_TOO_LONG, parameter="function", limit=LONGEST)
    return simplified(_term(tree.body, text, 0))


def _with_times(match: re.Match[str]) -> str:
    return f"{match[1] or match[2] or match[3]}*"


def _unreadable(text: str) -> ParameterError:
    return ParameterError(ErrorCode.SURFACE_UNREADABLE, parameter="function", text=text[:80])


def _term(node: ast.expr, text: str, depth: int) -> Term:
    if depth > _DEEPEST:
        raise ParameterError(ErrorCode.SURFACE_TOO_LONG, parameter="function", limit=LONGEST)
    match node:
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
            return _number(value, text)
        case ast.Name(id=name):
            return _named(name)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _AST_OPERATORS:
            parts = (_term(left, text, depth + 1), _term(right, text, depth + 1))
            return Term(_AST_OPERATORS[type(op)], parts)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return Term("negative", (_term(operand, text, depth + 1),))
        case ast.UnaryOp(op=ast.UAdd(), operand=operand):
            return _term(operand, text, depth + 1)
        case ast.Call(func=ast.Name(id=name), args=[argument], keywords=[]):
            if name not in FUNCTIONS:
                raise _unknown(name)
            return Term(name, (_term(argument, text, depth + 1),))
        case _:
            raise _unreadable(text)


def _number(value: float, text: str) -> Term:
    try:
        return Term("number", value=float(value))
    except OverflowError as error:
        raise _unreadable(text) from error


def _named(name: str) -> Term:
    if name in NAMES:
        return Term(name)
    if name in _CONSTANTS:
        return Term("number", value=_CONSTANTS[name])
    raise _unknown(name)


def _unknown(name: str) -> ParameterError:
    code, known = ErrorCode.SURFACE_UNKNOWN_NAME, ", ".join((*NAMES, *_CONSTANTS, *FUNCTIONS))
    return ParameterError(code, parameter="function", name=name[:40], known=known)


def names_in(term: Term) -> set[str]:
    """Return which of the weights a function depends on."""
    if term.kind in NAMES:
        return {term.kind}
    return set().union(*(names_in(part) for part in term.parts))


def value_of(
    term: Term, weights: Mapping[str, Number], functions: Mapping[str, Callable[[Any], Any]]
) -> Number:
    """Return the value of a function.

    Args:
        term: The function.
        weights: A number, or an array of numbers, for each name.
        functions: What computes each of FUNCTIONS, and "sign", of such numbers, and makes one of
            a plain "number".
    """
    if term.kind == "number":
        return functions["number"](term.value)
    if term.kind in weights:
        return weights[term.kind]
    values = [value_of(part, weights, functions) for part in term.parts]
    if term.kind == "negative":
        return -values[0]
    if term.kind in _OPERATORS:
        return _OPERATORS[term.kind](*values)
    return functions[term.kind](values[0])


def derivative(term: Term, name: str) -> Term:
    """Return the derivative of a function by a weight, simplified."""
    return simplified(_derivative(term, name))


def _derivative(term: Term, name: str) -> Term:
    if name not in names_in(term):
        return ZERO  # even of 1/0, as in torch: nothing flows back into numbers
    if term.kind == name:
        return ONE
    inner = [_derivative(part, name) for part in term.parts]
    return _RULES[term.kind](term.parts, inner)


def _times(*factors: Term) -> Term:
    product = factors[0]
    for factor in factors[1:]:
        product = Term("*", (product, factor))
    return product


def _over(above: Term, below: Term) -> Term:
    return Term("/", (above, below))


def _of_number(value: float) -> Term:
    return Term("number", value=value)


def _of_quotient(parts: tuple[Term, ...], inner: list[Term]) -> Term:
    (above, below), (over, under) = parts, inner
    difference = Term("-", (_times(over, below), _times(above, under)))
    if simplified(under) == ZERO:
        return _over(over, below)
    return _over(difference, Term("^", (below, _of_number(2.0))))


def _of_power(parts: tuple[Term, ...], inner: list[Term]) -> Term:
    (base, exponent), (by_base, by_exponent) = parts, inner
    lower = simplified(Term("-", (exponent, ONE)))
    first = _times(exponent, Term("^", (base, lower)), by_base)
    if simplified(by_exponent) == ZERO:
        return first
    second = _times(Term("^", parts), Term("log", (base,)), by_exponent)
    return Term("+", (first, second))


def _chained(outer: Callable[[Term], Term]) -> Callable[[tuple[Term, ...], list[Term]], Term]:
    return lambda parts, inner: _times(outer(parts[0]), inner[0])


_RULES: Final[Mapping[str, Callable[[tuple[Term, ...], list[Term]], Term]]] = {
    "+": lambda _, inner: Term("+", tuple(inner)),
    "-": lambda _, inner: Term("-", tuple(inner)),
    "negative": lambda _, inner: Term("negative", tuple(inner)),
    "*": lambda parts, inner: Term("+", (_times(inner[0], parts[1]), _times(parts[0], inner[1]))),
    "/": _of_quotient,
    "^": _of_power,
    "sin": _chained(lambda u: Term("cos", (u,))),
    "cos": _chained(lambda u: Term("negative", (Term("sin", (u,)),))),
    "exp": _chained(lambda u: Term("exp", (u,))),
    "log": _chained(lambda u: _over(ONE, u)),
    "sqrt": _chained(lambda u: _over(ONE, _times(_of_number(2.0), Term("sqrt", (u,))))),
    "tanh": _chained(lambda u: Term("-", (ONE, Term("^", (Term("tanh", (u,)), _of_number(2.0)))))),
    "abs": _chained(lambda u: Term("sign", (u,))),
}
"""The derivative of each kind of part, from its parts and their derivatives."""


def simplified(term: Term) -> Term:
    """Return a function without zeros that are added and ones that multiply."""
    if not term.parts:
        return term
    parts = tuple(simplified(part) for part in term.parts)
    kind = term.kind
    if kind == "negative":
        return _negative(parts[0])
    if kind in _OPERATORS:
        return _simplified_pair(kind, *parts)
    return Term(kind, parts)


def _negative(part: Term) -> Term:
    if part.kind == "number":
        return _of_number(-part.value)
    return part.parts[0] if part.kind == "negative" else Term("negative", (part,))


def _simplified_pair(kind: str, left: Term, right: Term) -> Term:
    if left.kind == right.kind == "number" and kind in {"+", "-", "*"}:
        return _of_number(float(_OPERATORS[kind](left.value, right.value)))
    simpler = _SIMPLER[kind](left, right)
    return Term(kind, (left, right)) if simpler is None else simpler


def _simpler_sum(left: Term, right: Term) -> Term | None:
    return right if left == ZERO else left if right == ZERO else None


def _simpler_difference(left: Term, right: Term) -> Term | None:
    return left if right == ZERO else _negative(right) if left == ZERO else None


def _simpler_product(left: Term, right: Term) -> Term | None:
    if ZERO in (left, right):
        return ZERO
    if ONE in (left, right):
        return right if left == ONE else left
    if right.kind == "number":
        return _simplified_pair("*", right, left)  # numbers stand in front
    is_nested = right.kind == "*" and right.parts[0].kind == "number"
    if left.kind == "number" and is_nested:
        factor = _of_number(left.value * right.parts[0].value)
        return _simplified_pair("*", factor, right.parts[1])
    if is_nested:
        return _simplified_pair("*", right.parts[0], Term("*", (left, right.parts[1])))
    return None


def _simpler_quotient(left: Term, right: Term) -> Term | None:
    return (
        ZERO
        if left == ZERO and right.kind == "number" and right.value
        else (left if right == ONE else None)
    )


def _simpler_power(left: Term, right: Term) -> Term | None:
    return left if right == ONE else ONE if right == ZERO else None


_SIMPLER: Final[Mapping[str, Callable[[Term, Term], Term | None]]] = {
    "+": _simpler_sum,
    "-": _simpler_difference,
    "*": _simpler_product,
    "/": _simpler_quotient,
    "^": _simpler_power,
}


def text_of(term: Term, weights: Mapping[str, str] | None = None) -> str:
    """Return a function as it is written.

    Args:
        term: The function.
        weights: What stands in place of each weight, such as a number; nothing for their names.
    """
    return _text(term, weights or {})


def code_of(term: Term) -> str:
    """Return a function as Python code, in which functions are torch's."""
    if term.kind == "number":
        return f"{term.value:.17g}"
    if not term.parts:
        return term.kind
    parts = [code_of(part) for part in term.parts]
    ranks = [_PRECEDENCE.get(part.kind, _ATOM) for part in term.parts]
    if term.kind == "negative":
        return f"-({parts[0]})"
    if term.kind not in _OPERATORS:
        return f"torch.{term.kind}({parts[0]})"
    rank, sign = _PRECEDENCE[term.kind], "**" if term.kind == "^" else term.kind
    least = (rank + (term.kind == "^"), rank + (term.kind != "+"))
    left, right = (
        f"({part})" if own < wanted or part.startswith("-") else part
        for part, own, wanted in zip(parts, ranks, least, strict=True)
    )
    return f"{left}{sign}{right}" if rank > 1 else f"{left} {sign} {right}"


def _text(term: Term, weights: Mapping[str, str]) -> str:
    if term.kind == "number":
        return written(term.value)
    if not term.parts:
        return weights.get(term.kind, term.kind)
    if term.kind == "negative":
        return f"−{_inside(term.parts[0], 3, weights)}"
    if term.kind not in _OPERATORS:
        return f"{term.kind}({_text(term.parts[0], weights)})"
    left, right = term.parts
    rank = _PRECEDENCE[term.kind]
    first = _inside(left, rank + (term.kind == "^"), weights)
    if term.kind == "^":
        return f"{first}^{_inside(right, _ATOM, weights)}"
    second = _inside(right, rank + (term.kind in {"-", "/"}), weights)
    sign = {"+": " + ", "-": " − ", "*": "·", "/": "/"}[term.kind]
    return f"{first}{sign}{second}"


def _inside(term: Term, least: int, weights: Mapping[str, str]) -> str:
    """Return a part as it is written within another one, in brackets where they are needed."""
    text = _text(term, weights)
    is_negative = text.startswith("−")
    rank = _PRECEDENCE.get(term.kind, _ATOM)
    return f"({text})" if rank < least or is_negative else text
