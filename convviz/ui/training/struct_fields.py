"""What a settings Struct says about its own fields: kind and limits. Without Qt."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

import msgspec.inspect


class FieldKind(StrEnum):
    """What a field holds."""

    DECIMAL = "decimal"
    INTEGER = "integer"
    OPTIONAL_INTEGER = "optional_integer"
    FLAG = "flag"


@dataclass(frozen=True, slots=True)
class Limits:
    """Where a number must lie.

    Attributes:
        minimum: The lowest number; None for no limit.
        maximum: The highest one.
        below: What it must be below; None for no such limit.
    """

    minimum: float | None = None
    maximum: float | None = None
    below: float | None = None

    def admit(self, value: float) -> bool:
        """Return whether a number lies there; one that is not finite never does."""
        return (
            math.isfinite(value)
            and (self.minimum is None or value >= self.minimum)
            and (self.maximum is None or value <= self.maximum)
            and (self.below is None or value < self.below)
        )


@dataclass(frozen=True, slots=True)
class StructField:
    """One field of a settings Struct.

    Attributes:
        name: Its name, torch's own.
        kind: What it holds.
        limits: Of its number.
    """

    name: str
    kind: FieldKind
    limits: Limits = Limits()


@cache
def fields_of(struct: type[msgspec.Struct]) -> tuple[StructField, ...]:
    """Return the numbers and flags of a Struct, in order; other fields are left out."""
    info = msgspec.inspect.type_info(struct)
    if not isinstance(info, msgspec.inspect.StructType):
        message = f"{struct!r} is no Struct"
        raise TypeError(message)
    found = (_field(one.name, one.type) for one in info.fields)
    return tuple(one for one in found if one is not None)


def union_members(union: Any) -> tuple[type[msgspec.Struct], ...]:  # noqa: ANN401 - any type form
    """Return the Structs of a union, or of an alias of a single one."""
    info = msgspec.inspect.type_info(union)
    types = info.types if isinstance(info, msgspec.inspect.UnionType) else (info,)
    return tuple(one.cls for one in types if isinstance(one, msgspec.inspect.StructType))


def _field(name: str, found: msgspec.inspect.Type) -> StructField | None:
    match found:
        case msgspec.inspect.BoolType():
            return StructField(name, FieldKind.FLAG)
        case msgspec.inspect.FloatType():
            return StructField(name, FieldKind.DECIMAL, _limits(found))
        case msgspec.inspect.IntType():
            return StructField(name, FieldKind.INTEGER, _limits(found))
        case msgspec.inspect.UnionType(types=types):
            numbers = [one for one in types if isinstance(one, msgspec.inspect.IntType)]
            if numbers:
                return StructField(name, FieldKind.OPTIONAL_INTEGER, _limits(numbers[0]))
        case _:
            pass
    return None


def _limits(found: msgspec.inspect.FloatType | msgspec.inspect.IntType) -> Limits:
    return Limits(found.ge, found.le, found.lt)
