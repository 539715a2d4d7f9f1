"""Python's own functions, as far as programs of networks need them, with bounds."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from convviz.core.code.program.limits import TooLargeError
from convviz.core.code.program.operators import check_key, is_number
from convviz.core.code.program.plain_types import NAMES_OF, list_of, unknown_from
from convviz.core.code.program.scopes import MISSING, Scope
from convviz.core.code.program.values import (
    BatchSize,
    Builtin,
    CallArguments,
    Class,
    Function,
    Instance,
    Module,
    PlainType,
    Super,
    Tensor,
    TorchClass,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    from convviz.core.code.program.interpreter import Interpreter

_MOST_DIGITS: Final = 20
_SYMBOLS: Final = (Unknown, BatchSize, Tensor)
Known = Callable[["Interpreter", CallArguments], Value]


def _is_unknown(given: CallArguments) -> bool:
    return any(isinstance(value, _SYMBOLS) for value in given.positional)


def _len(interpreter: Interpreter, given: CallArguments) -> Value:
    value = given.positional[0]
    interpreter.budget.spend()
    if isinstance(value, Module):
        return len(value.parts)
    if isinstance(value, (str, list, tuple, dict, set, range)):
        return len(value)
    if isinstance(value, _SYMBOLS):
        return unknown_from(given)
    raise TypeError


def _range(interpreter: Interpreter, given: CallArguments) -> Value:
    interpreter.budget.spend()
    if _is_unknown(given):
        return unknown_from(given)
    return range(*given.positional)


def _min(interpreter: Interpreter, given: CallArguments) -> Value:
    return _extreme(interpreter, given, min)


def _max(interpreter: Interpreter, given: CallArguments) -> Value:
    return _extreme(interpreter, given, max)


def _extreme(interpreter: Interpreter, given: CallArguments, which: Callable[..., Any]) -> Value:
    values = given.positional
    if len(values) == 1:
        values = [values[0]] if isinstance(values[0], _SYMBOLS) else interpreter.items(values[0])
    if any(isinstance(value, _SYMBOLS) for value in values):
        return unknown_from(given)
    for value in values:
        check_key(value, interpreter.budget)
    return which(values)


def _sum(interpreter: Interpreter, given: CallArguments) -> Value:
    from convviz.core.code.program.expressions import binary_of

    whole = given.positional[0]
    if isinstance(whole, Unknown):
        return whole
    total = given.at(1, "start", 0)
    for value in interpreter.items(whole):
        total = binary_of(interpreter, given.node, _ADD, total, value)
    return total


def _abs(interpreter: Interpreter, given: CallArguments) -> Value:
    interpreter.budget.spend()
    value = given.positional[0]
    if is_number(value):
        return abs(value)
    return unknown_from(given)


def _round(interpreter: Interpreter, given: CallArguments) -> Value:
    interpreter.budget.spend()
    if _is_unknown(given):
        return unknown_from(given)
    value, digits = given.positional[0], given.at(1, "ndigits")
    if not is_number(value):
        raise TypeError
    if isinstance(digits, int) and abs(digits) > _MOST_DIGITS:
        raise TooLargeError
    return round(value, digits)


def _divmod(interpreter: Interpreter, given: CallArguments) -> Value:
    interpreter.budget.spend()
    left, right = given.positional
    if not is_number(left) or not is_number(right):
        return unknown_from(given)
    return divmod(left, right)


def _chr(interpreter: Interpreter, given: CallArguments) -> Value:
    interpreter.budget.spend()
    value = given.positional[0]
    return chr(value) if isinstance(value, int) else unknown_from(given)


def _ord(interpreter: Interpreter, given: CallArguments) -> Value:
    interpreter.budget.spend()
    value = given.positional[0]
    return ord(value) if isinstance(value, str) else unknown_from(given)


def _pow(interpreter: Interpreter, given: CallArguments) -> Value:
    from convviz.core.code.program.expressions import binary_of

    left, right = given.positional
    return binary_of(interpreter, given.node, _POW, left, right)


def _print(interpreter: Interpreter, given: CallArguments) -> Value:  # noqa: ARG001 - as all
    interpreter.budget.spend()
    return None


def _enumerate(interpreter: Interpreter, given: CallArguments) -> Value:
    whole = given.positional[0]
    if isinstance(whole, Unknown):
        return whole
    start = given.at(1, "start", 0)
    return [(start + place, value) for place, value in enumerate(interpreter.items(whole))]


def _zip(interpreter: Interpreter, given: CallArguments) -> Value:
    if _is_unknown(given):
        return unknown_from(given)
    lists = [interpreter.items(value) for value in given.positional]
    return list(zip(*lists, strict=False))


def _reversed(interpreter: Interpreter, given: CallArguments) -> Value:
    whole = given.positional[0]
    return whole if isinstance(whole, Unknown) else interpreter.items(whole)[::-1]


def _sorted(interpreter: Interpreter, given: CallArguments) -> Value:
    whole = given.positional[0]
    if isinstance(whole, Unknown) or "key" in given.named:
        return whole
    values = interpreter.items(whole)
    for value in values:
        check_key(value, interpreter.budget)
    return sorted(values, reverse=given.named.get("reverse") is True)


def _all(interpreter: Interpreter, given: CallArguments) -> Value:
    whole = given.positional[0]
    if isinstance(whole, Unknown):
        return whole
    return all(interpreter.truth(value, given.node) for value in interpreter.items(whole))


def _any(interpreter: Interpreter, given: CallArguments) -> Value:
    whole = given.positional[0]
    if isinstance(whole, Unknown):
        return whole
    return any(interpreter.truth(value, given.node) for value in interpreter.items(whole))


def _map(interpreter: Interpreter, given: CallArguments) -> Value:
    from convviz.core.code.program.calling import call

    function, *wholes = given.positional
    if any(isinstance(whole, Unknown) for whole in wholes):
        return unknown_from(given)
    lists = [interpreter.items(whole) for whole in wholes]
    return [
        call(interpreter, function, CallArguments(given.node, list(values)))
        for values in zip(*lists, strict=False)
    ]


def _filter(interpreter: Interpreter, given: CallArguments) -> Value:
    from convviz.core.code.program.calling import call

    function, whole = given.positional
    if isinstance(whole, Unknown):
        return whole
    kept = []
    for value in interpreter.items(whole):
        holds = value
        if function is not None:
            holds = call(interpreter, function, CallArguments(given.node, [value]))
        if interpreter.truth(holds, given.node):
            kept.append(value)
    return kept


def _is_instance(interpreter: Interpreter, given: CallArguments) -> Value:
    interpreter.budget.spend()
    value, kinds = given.positional
    kinds = kinds if isinstance(kinds, tuple) else (kinds,)
    if isinstance(value, Unknown):
        return unknown_from(given)
    answers = [_is_of(value, kind) for kind in kinds]
    if True in answers:
        return True
    return unknown_from(given) if None in answers else False


def _is_of(value: Value, kind: Value) -> bool | None:
    """Return whether a value is of a class; None where that is not known."""
    if isinstance(kind, Unknown):
        if kind.name in {"torch.Tensor", "torch.FloatTensor"}:
            return isinstance(value, Tensor)
        return False if kind.name.startswith("torch.") else None
    if isinstance(value, (Module, Instance)):
        order = value.kind.order if isinstance(value.kind, Class) else (value.kind,)
        if kind in order:
            return True
        is_layer = isinstance(kind, TorchClass) and isinstance(value, Module)
        return bool(is_layer and kind.name == "Module")
    if isinstance(kind, PlainType):
        names = NAMES_OF.get(type(value), frozenset())
        return kind.name in names
    return False


def _is_subclass(interpreter: Interpreter, given: CallArguments) -> Value:
    interpreter.budget.spend()
    own, kind = given.positional[:2]
    if isinstance(own, Class):
        return kind in own.order
    return own == kind if isinstance(own, TorchClass) else unknown_from(given)


def _get_attribute(interpreter: Interpreter, given: CallArguments) -> Value:
    from convviz.core.code.program.members import member, member_or_missing

    owner, name = given.positional[:2]
    if isinstance(owner, Unknown) or not isinstance(name, str):
        return unknown_from(given)
    found = member_or_missing(interpreter, owner, name, given.node)
    if found is MISSING:
        has_default = len(given.positional) > 2  # noqa: PLR2004 - owner, name, default
        return given.positional[2] if has_default else member(interpreter, owner, name, given.node)
    return found


def _has_attribute(interpreter: Interpreter, given: CallArguments) -> Value:
    from convviz.core.code.program.members import member_or_missing

    owner, name = given.positional
    if isinstance(owner, Unknown) or not isinstance(name, str):
        return unknown_from(given)
    return member_or_missing(interpreter, owner, name, given.node) is not MISSING


def _set_attribute(interpreter: Interpreter, given: CallArguments) -> Value:
    from convviz.core.code.program.assigning import set_member

    owner, name, value = given.positional
    interpreter.budget.spend()
    if isinstance(name, str):
        set_member(owner, name, value)
    return None


def _super(interpreter: Interpreter, given: CallArguments) -> Value:
    interpreter.budget.spend()
    scope: Scope | None = given.scope
    if given.positional:
        owner = given.positional[0]
        target = given.positional[1] if len(given.positional) > 1 else None
    else:
        owner = None if scope is None else scope.owner
        target = None if scope is None else scope.first
    return Super(owner, target) if isinstance(owner, Class) else unknown_from(given)


def _callable(interpreter: Interpreter, given: CallArguments) -> Value:
    interpreter.budget.spend()
    value = given.positional[0]
    if isinstance(value, Unknown):
        return value
    return isinstance(value, (Function, Class, TorchClass, PlainType, Module, Builtin))


def _first(interpreter: Interpreter, given: CallArguments) -> Value:
    """Return the first of what `next(iter(...))` is given."""
    interpreter.budget.spend()
    whole = given.positional[0]
    if isinstance(whole, list) and whole:
        return whole.pop(0)
    return unknown_from(given)


FUNCTIONS: Final[dict[str, Known]] = {
    "len": _len,
    "range": _range,
    "min": _min,
    "max": _max,
    "sum": _sum,
    "abs": _abs,
    "round": _round,
    "divmod": _divmod,
    "chr": _chr,
    "ord": _ord,
    "pow": _pow,
    "print": _print,
    "enumerate": _enumerate,
    "zip": _zip,
    "reversed": _reversed,
    "sorted": _sorted,
    "all": _all,
    "any": _any,
    "map": _map,
    "filter": _filter,
    "isinstance": _is_instance,
    "issubclass": _is_subclass,
    "getattr": _get_attribute,
    "hasattr": _has_attribute,
    "setattr": _set_attribute,
    "super": _super,
    "callable": _callable,
    "iter": list_of,
    "next": _first,
}

_ADD: Final = ast.Add
_POW: Final = ast.Pow
