"""What a form needs to know of each setting: from a call's declaration, or from a Struct's types.

Without Qt. A kind of setting that no form can show raises here: nothing is left out in silence.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import msgspec.inspect

from convviz.core.call_parameters import LARGEST_32_BIT, Limits, ParameterKind

if TYPE_CHECKING:
    from collections.abc import Collection

    from convviz.core.calls import Call

_INTEGERS = (ParameterKind.INTEGER, ParameterKind.OPTIONAL_INTEGER, ParameterKind.SHAPE)


NO_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class SettingField:
    """One setting.

    Attributes:
        name: Its name, torch's own where torch has it.
        kind: What it holds.
        limits: Of its number, or of each of its numbers.
        choices: The texts of a choice.
        count: How many numbers a tuple has; 0 for any.
        rare: Whether it is folded away.
    """

    name: str
    kind: ParameterKind
    limits: Limits = NO_LIMITS
    choices: tuple[str, ...] = ()
    count: int = 0
    rare: bool = False


@cache
def fields_of_call(call_type: type[Call]) -> tuple[SettingField, ...]:
    """Return the settings of a class, in torch's order."""
    fields = []
    for name, described in call_type.parameters().items():
        limits = described.limits or NO_LIMITS
        has_minimum = described.limits is None and described.minimum > -LARGEST_32_BIT
        if described.kind in _INTEGERS and has_minimum:
            limits = Limits(minimum=described.minimum)
        fields.append(
            SettingField(
                name, described.kind, limits, described.choices, described.count, described.rare
            )
        )
    return tuple(fields)


def fields_of_struct(
    struct: type[msgspec.Struct], names: Collection[str]
) -> tuple[SettingField, ...]:
    """Return some settings of a Struct, in its order.

    Raises:
        TypeError: It is no Struct, or a setting is of a kind that no form knows.
        KeyError: It has no such setting.
    """
    info = msgspec.inspect.type_info(struct)
    if not isinstance(info, msgspec.inspect.StructType):
        message = f"{struct!r} is no Struct"
        raise TypeError(message)
    types = {field.name: field.type for field in info.fields}
    missing = set(names) - types.keys()
    if missing:
        raise KeyError(min(missing))
    fields = (_field(name, kind) for name, kind in types.items() if name in names)
    defaults = {field.name: field.default for field in info.fields}
    return tuple(_default_first(field, defaults[field.name]) for field in fields)


def _default_first(field: SettingField, default: object) -> SettingField:
    """Return a field whose choices begin with the default: msgspec gives them sorted."""
    if default not in field.choices:
        return field
    others = (choice for choice in field.choices if choice != default)
    return dataclasses.replace(field, choices=(str(default), *others))


def _field(name: str, kind: msgspec.inspect.Type) -> SettingField:
    match kind:
        case msgspec.inspect.BoolType():
            return SettingField(name, ParameterKind.FLAG)
        case msgspec.inspect.FloatType():
            return SettingField(name, ParameterKind.NUMBER, _limits(kind))
        case msgspec.inspect.IntType():
            return SettingField(name, ParameterKind.INTEGER, _limits(kind))
        case msgspec.inspect.LiteralType(values=values):
            return SettingField(name, ParameterKind.CHOICE, choices=tuple(map(str, values)))
        case msgspec.inspect.UnionType(types=types) if len(types) == len(_OPTIONAL):
            some, nothing = sorted(
                types, key=lambda kind: isinstance(kind, msgspec.inspect.NoneType)
            )
            if isinstance(nothing, msgspec.inspect.NoneType):
                return _optional(_field(name, some))
        case _:
            pass
    message = f"no form shows {name}, which is a {type(kind).__name__}"
    raise TypeError(message)


_OPTIONAL = ("a type", "None")


def _optional(field: SettingField) -> SettingField:
    """Return the same setting, which may also be None."""
    kinds = {
        ParameterKind.FLAG: ParameterKind.OPTIONAL_FLAG,
        ParameterKind.NUMBER: ParameterKind.OPTIONAL_NUMBER,
        ParameterKind.INTEGER: ParameterKind.OPTIONAL_INTEGER,
        ParameterKind.CHOICE: ParameterKind.OPTIONAL_CHOICE,
    }
    return SettingField(field.name, kinds[field.kind], field.limits, field.choices)


def _limits(kind: msgspec.inspect.FloatType | msgspec.inspect.IntType) -> Limits:
    return Limits(minimum=kind.ge, maximum=kind.le, above=kind.gt, below=kind.lt)
