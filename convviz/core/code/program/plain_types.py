"""Python's own types, as programs call them and ask for them, with bounds."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from convviz.core.code.program.limits import TooLargeError
from convviz.core.code.program.operators import bounded_number, check_key
from convviz.core.code.program.values import (
    CallArguments,
    Function,
    Instance,
    Module,
    PlainType,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    from convviz.core.code.program.interpreter import Interpreter

Known = Callable[["Interpreter", CallArguments], Value]

_LONGEST_NUMBER: Final = 80
"""Characters of a text that is read as a number."""


NAMES_OF: Final[dict[type, frozenset[str]]] = {
    bool: frozenset({"bool", "int", "object"}),
    int: frozenset({"int", "object"}),
    float: frozenset({"float", "object"}),
    str: frozenset({"str", "object"}),
    list: frozenset({"list", "object"}),
    tuple: frozenset({"tuple", "object"}),
    dict: frozenset({"dict", "object"}),
    set: frozenset({"set", "object"}),
    Function: frozenset({"object"}),
}
"""What Python calls the types of plain values, with their bases."""


def unknown_from(given: CallArguments) -> Unknown:
    """Return what a call gives that is not known."""
    return Unknown(line=getattr(given.node, "lineno", 1))


def _type(interpreter: Interpreter, given: CallArguments) -> Value:
    interpreter.budget.spend()
    value = given.positional[0]
    if isinstance(value, (Module, Instance)):
        return value.kind
    known = NAMES_OF.get(type(value))
    return PlainType(type(value).__name__) if known else unknown_from(given)


def list_of(interpreter: Interpreter, given: CallArguments) -> Value:
    """Return `list(...)`."""
    if not given.positional:
        return []
    whole = given.positional[0]
    return whole if isinstance(whole, Unknown) else interpreter.items(whole)


def _int(interpreter: Interpreter, given: CallArguments) -> Value:
    interpreter.budget.spend()
    value = given.at(0, "x", 0)
    if isinstance(value, str) and len(value) > _LONGEST_NUMBER:
        raise TooLargeError
    if not isinstance(value, (int, float, str)):
        return unknown_from(given)
    return bounded_number(int(value))


def _float(interpreter: Interpreter, given: CallArguments) -> Value:
    interpreter.budget.spend()
    value = given.at(0, "x", 0.0)
    if isinstance(value, str) and len(value) > _LONGEST_NUMBER:
        raise TooLargeError
    return float(value) if isinstance(value, (int, float, str)) else unknown_from(given)


def _bool(interpreter: Interpreter, given: CallArguments) -> Value:
    value = given.at(0, "x", default=False)
    return value if isinstance(value, Unknown) else interpreter.truth(value, given.node)


def _str(interpreter: Interpreter, given: CallArguments) -> Value:
    interpreter.budget.spend()
    value = given.at(0, "object", "")
    if value is None or isinstance(value, (bool, int, float, str)):
        return str(value)
    return unknown_from(given)


def _tuple_of(interpreter: Interpreter, given: CallArguments) -> Value:
    made = list_of(interpreter, given)
    return made if isinstance(made, Unknown) else tuple(made)


def _set_of(interpreter: Interpreter, given: CallArguments) -> Value:
    made = list_of(interpreter, given)
    if isinstance(made, Unknown):
        return made
    for value in made:
        check_key(value, interpreter.budget)
    return set(made)


def _dict_of(interpreter: Interpreter, given: CallArguments) -> Value:
    made: dict[Value, Value] = {}
    if given.positional:
        whole = given.positional[0]
        if isinstance(whole, Unknown):
            return whole
        pairs = whole.items() if isinstance(whole, dict) else interpreter.items(whole)
        for key, value in pairs:
            check_key(key, interpreter.budget)
            made[key] = value
    interpreter.budget.make(len(made) + len(given.named))
    made.update(given.named)
    return made


def _object(interpreter: Interpreter, given: CallArguments) -> Value:
    interpreter.budget.spend()
    attributes = dict(given.named)
    if given.positional and isinstance(given.positional[0], dict):
        attributes |= {str(key): value for key, value in given.positional[0].items()}
    return Instance(PlainType("object"), attributes)


def _parser(interpreter: Interpreter, given: CallArguments) -> Value:  # noqa: ARG001 - as all
    from convviz.core.code.program.command_line import new_parser

    interpreter.budget.spend()
    return new_parser()


_CONSTRUCTORS: Final[dict[str, Known]] = {
    "int": _int,
    "float": _float,
    "bool": _bool,
    "str": _str,
    "list": list_of,
    "tuple": _tuple_of,
    "set": _set_of,
    "frozenset": _set_of,
    "dict": _dict_of,
    "object": _object,
    "type": _type,
    "SimpleNamespace": _object,
    "ArgumentParser": _parser,
}
PLAIN_TYPES: Final = frozenset(_CONSTRUCTORS) - {"SimpleNamespace", "ArgumentParser"}
"""The types that a program has without an import."""


def construct(interpreter: Interpreter, name: str, given: CallArguments) -> Value:
    """Return what a call of one of Python's types gives."""
    constructor = _CONSTRUCTORS.get(name)
    return unknown_from(given) if constructor is None else constructor(interpreter, given)
