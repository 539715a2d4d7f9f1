"""A call as plain data, {"type": "Conv2d", "in_channels": 1, ...}, and back, strictly."""

from __future__ import annotations

import dataclasses
import math
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import msgspec

from convviz.core.call_parameters import ParameterKind, is_too_long
from convviz.core.calls import Call
from convviz.protocol.decoding import convert
from convviz.protocol.recipes import NonFinite, cell_of

if TYPE_CHECKING:
    from collections.abc import Mapping

Plain: TypeAlias = dict[str, Any]
CallT = TypeVar("CallT", bound=Call)

_OF_NUMBERS = frozenset(
    {
        ParameterKind.NUMBER,
        ParameterKind.OPTIONAL_NUMBER,
        ParameterKind.NUMBERS,
        ParameterKind.OPTIONAL_NUMBERS,
        ParameterKind.SCALES,
    }
)
_WORDS: dict[object, float] = {
    NonFinite.NAN: math.nan,  # this very object: what holds it equals itself
    NonFinite.INFINITY: math.inf,
    NonFinite.MINUS_INFINITY: -math.inf,
}
_LONGEST_DETAIL = 200


class PlainError(ValueError):
    """Plain data that is no call of the class that it names: its text says why."""


def call_to_plain(call: Call) -> Plain:
    """Return a call as plain data; parameters at their default are left out."""
    defaults = call.defaults()
    plain: Plain = {"type": call.type_name()}
    for field in dataclasses.fields(call):
        value = getattr(call, field.name)
        if field.name not in defaults or defaults[field.name] != value:
            plain[field.name] = _written(value)
    return plain


def call_from_plain(plain: Plain, types: Mapping[str, type[CallT]]) -> CallT:
    """Return the call that plain data means. Its values may be invalid; their types are right.

    Args:
        plain: The data.
        types: The classes that it may name.

    Raises:
        KeyError: It names none of the classes; the error's argument is the name.
        PlainError: The rest of it does not fit the class.
    """
    fields = dict(plain)
    name = fields.pop("type", None)
    call_type = types.get(name) if isinstance(name, str) else None
    if call_type is None:
        raise KeyError(str(name)[:80])
    unknown = fields.keys() - call_type.parameters().keys()
    if unknown:
        message = f"unknown parameter {min(unknown)[:80]!r}"
        raise PlainError(message)
    kinds = {known: described.kind for known, described in call_type.parameters().items()}
    long = [known for known, value in fields.items() if is_too_long(value, kinds[known])]
    if long:
        message = f"{min(long)} is longer than any value of it can be"
        raise PlainError(message)
    numbers = {
        known: _read(value) if kinds[known] in _OF_NUMBERS else value
        for known, value in fields.items()
    }
    try:
        return convert(numbers, call_type)
    except (msgspec.ValidationError, OverflowError) as error:
        raise PlainError(str(error)[:_LONGEST_DETAIL]) from error


def _written(value: object) -> object:
    """Return a parameter's value with words for the numbers that JSON has none for."""
    if isinstance(value, tuple):
        return tuple(map(_written, value))
    return cell_of(value) if isinstance(value, float) else value


def _read(value: object) -> object:
    """Return a parameter's value with the numbers that such words stand for."""
    return [_number(part) for part in value] if isinstance(value, (list, tuple)) else _number(value)


def _number(value: object) -> object:
    return _WORDS.get(value, value) if isinstance(value, str) else value
