"""The methods of texts, lists, tuples, dictionaries and sets that programs use, with bounds."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from convviz.core.code.program.limits import LONGEST_TEXT, TooLargeError
from convviz.core.code.program.operators import check_key, check_length, contains, same
from convviz.core.code.program.values import CallArguments, Unknown, Value

if TYPE_CHECKING:
    from convviz.core.code.program.interpreter import Interpreter

Method = Callable[["Interpreter", Any, CallArguments], Value]

_FIELD: Final = re.compile(r"\{(\w*)(?::([^{}]*))?\}")
_PLAIN: Final = (type(None), bool, int, float, str)


def _of_text(name: str) -> Method:
    def run(interpreter: Interpreter, owner: str, given: CallArguments) -> Value:
        values = given.positional
        if any(isinstance(value, Unknown) for value in values):
            return Unknown()
        if not all(isinstance(value, (*_PLAIN, tuple)) for value in values):
            raise TypeError
        interpreter.budget.spend(1 + len(owner) // 64)
        result: Value = _TEXT_METHODS[name](owner, *values)
        return result

    return run


_TEXT_METHODS: Final[dict[str, Callable[..., Any]]] = {
    "lower": str.lower,
    "upper": str.upper,
    "title": str.title,
    "capitalize": str.capitalize,
    "strip": str.strip,
    "lstrip": str.lstrip,
    "rstrip": str.rstrip,
    "split": str.split,
    "rsplit": str.rsplit,
    "partition": str.partition,
    "rpartition": str.rpartition,
    "startswith": str.startswith,
    "endswith": str.endswith,
    "isdigit": str.isdigit,
    "isalpha": str.isalpha,
    "find": str.find,
    "index": str.index,
    "count": str.count,
    "removeprefix": str.removeprefix,
    "removesuffix": str.removesuffix,
}


def _replace(interpreter: Interpreter, owner: str, given: CallArguments) -> Value:
    old, new = given.positional[:2]
    if not isinstance(old, str) or not isinstance(new, str):
        raise TypeError
    interpreter.budget.spend(1 + len(owner) // 64)
    check_length(owner, len(owner) + owner.count(old) * len(new))
    return owner.replace(old, new)


def _join(interpreter: Interpreter, owner: str, given: CallArguments) -> Value:
    parts = interpreter.items(given.positional[0])
    if not all(isinstance(part, str) for part in parts):
        return Unknown()
    check_length(owner, sum(map(len, parts)) + len(owner) * len(parts))
    return owner.join(parts)


def _format(interpreter: Interpreter, owner: str, given: CallArguments) -> Value:
    """Return `"conv{}".format(3)`, of plain values in plain fields."""
    from convviz.core.code.program.expressions import format_plain

    values = iter(given.positional)
    length = 0

    def put(field: re.Match[str]) -> str:
        nonlocal length
        name = field[1]
        value: Value
        if name == "":
            value = next(values, None)
        elif name.isdigit():
            value = given.positional[int(name)] if len(name) <= 3 else None  # noqa: PLR2004 - digits
        else:
            value = given.named.get(name)
        text = format_plain(value, field[2] or "") if isinstance(value, _PLAIN) else "?"
        interpreter.budget.spend()
        length += len(text)
        if length > LONGEST_TEXT:
            raise TooLargeError
        return text

    return _FIELD.sub(put, owner)


def _append(interpreter: Interpreter, owner: list[Value], given: CallArguments) -> Value:
    interpreter.budget.spend()
    check_length(owner, len(owner) + 1)
    owner.append(given.positional[0])
    return None


def _extend(interpreter: Interpreter, owner: list[Value], given: CallArguments) -> Value:
    added = given.positional[0]
    values = [added] if isinstance(added, Unknown) else interpreter.items(added)
    check_length(owner, len(owner) + len(values))
    owner.extend(values)
    return None


def _insert(interpreter: Interpreter, owner: list[Value], given: CallArguments) -> Value:
    interpreter.budget.make(len(owner) + 1)
    owner.insert(given.positional[0], given.positional[1])
    return None


def _pop(interpreter: Interpreter, owner: list[Value], given: CallArguments) -> Value:
    interpreter.budget.make(len(owner))
    return owner.pop(*given.positional)


def _copy(interpreter: Interpreter, owner: Any, given: CallArguments) -> Value:  # noqa: ANN401, ARG001 - of any plain type
    interpreter.budget.make(len(owner))
    return owner.copy()


def _reverse(interpreter: Interpreter, owner: list[Value], given: CallArguments) -> Value:  # noqa: ARG001 - as all
    interpreter.budget.make(len(owner))
    owner.reverse()
    return None


def _clear(interpreter: Interpreter, owner: Any, given: CallArguments) -> Value:  # noqa: ANN401, ARG001 - of any plain type
    interpreter.budget.spend()
    owner.clear()
    return None


def _index(interpreter: Interpreter, owner: Any, given: CallArguments) -> Value:  # noqa: ANN401 - a list or a tuple
    for place, value in enumerate(owner):
        if same(value, given.positional[0], interpreter.budget):
            return place
    raise ValueError


def _count(interpreter: Interpreter, owner: Any, given: CallArguments) -> Value:  # noqa: ANN401 - a list or a tuple
    wanted = given.positional[0]
    return sum(same(value, wanted, interpreter.budget) for value in owner)


def _get(interpreter: Interpreter, owner: dict[Value, Value], given: CallArguments) -> Value:
    key = given.positional[0]
    check_key(key, interpreter.budget)
    return owner.get(key, given.at(1, "default"))


def _set_default(
    interpreter: Interpreter, owner: dict[Value, Value], given: CallArguments
) -> Value:
    key = given.positional[0]
    check_key(key, interpreter.budget)
    interpreter.budget.make(len(owner))
    return owner.setdefault(key, given.at(1, "default"))


def _pop_key(interpreter: Interpreter, owner: dict[Value, Value], given: CallArguments) -> Value:
    check_key(given.positional[0], interpreter.budget)
    return owner.pop(*given.positional)


def _update(interpreter: Interpreter, owner: dict[Value, Value], given: CallArguments) -> Value:
    added = given.at(0, "other", {})
    if isinstance(added, list):
        for key, _ in added:
            check_key(key, interpreter.budget)
    interpreter.budget.make(len(owner) + len(given.named))
    if isinstance(added, (dict, list)):
        owner.update(added)
    owner.update(given.named)
    interpreter.budget.make(len(owner))
    return None


def _keys(interpreter: Interpreter, owner: dict[Value, Value], given: CallArguments) -> Value:  # noqa: ARG001 - as all
    return interpreter.items(owner)


def _values(interpreter: Interpreter, owner: dict[Value, Value], given: CallArguments) -> Value:  # noqa: ARG001 - as all
    return interpreter.items(list(owner.values()))


def _items(interpreter: Interpreter, owner: dict[Value, Value], given: CallArguments) -> Value:  # noqa: ARG001 - as all
    return interpreter.items(list(owner.items()))


def _add(interpreter: Interpreter, owner: set[Value], given: CallArguments) -> Value:
    check_key(given.positional[0], interpreter.budget)
    interpreter.budget.make(len(owner))
    owner.add(given.positional[0])
    return None


def _has(interpreter: Interpreter, owner: Any, given: CallArguments) -> Value:  # noqa: ANN401 - of any plain type
    return contains(owner, given.positional[0], interpreter.budget)


def _bits(interpreter: Interpreter, owner: int, given: CallArguments) -> Value:  # noqa: ARG001 - as all
    return owner.bit_length()


def _is_integer(interpreter: Interpreter, owner: float, given: CallArguments) -> Value:  # noqa: ARG001 - as all
    return owner.is_integer()


METHODS: Final[dict[tuple[type, str], Method]] = {
    **{(str, name): _of_text(name) for name in _TEXT_METHODS},
    (str, "replace"): _replace,
    (str, "join"): _join,
    (str, "format"): _format,
    (list, "append"): _append,
    (list, "extend"): _extend,
    (list, "insert"): _insert,
    (list, "pop"): _pop,
    (list, "copy"): _copy,
    (list, "reverse"): _reverse,
    (list, "clear"): _clear,
    (list, "index"): _index,
    (list, "count"): _count,
    (tuple, "index"): _index,
    (tuple, "count"): _count,
    (dict, "get"): _get,
    (dict, "setdefault"): _set_default,
    (dict, "pop"): _pop_key,
    (dict, "update"): _update,
    (dict, "keys"): _keys,
    (dict, "values"): _values,
    (dict, "items"): _items,
    (dict, "copy"): _copy,
    (dict, "clear"): _clear,
    (set, "add"): _add,
    (set, "copy"): _copy,
    (dict, "__contains__"): _has,
    (int, "bit_length"): _bits,
    (float, "is_integer"): _is_integer,
}
