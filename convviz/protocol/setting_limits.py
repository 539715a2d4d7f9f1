"""A training setting outside its limits, told with its name, its value and the limits."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from convviz.core.errors import DocumentError, ErrorCode

if TYPE_CHECKING:
    from convviz.core.errors import Fact

_PLACE = re.compile(r"at `\$\.(?P<path>\w+(?:\.\w+)*)`$")
"""Where msgspec 0.19 and later say that a value is refused, at the end of the message."""


def limits_error(settings: msgspec.Struct, refusal: msgspec.ValidationError) -> DocumentError:
    """Return the error of settings that msgspec refuses.

    Args:
        settings: All settings.
        refusal: What msgspec says of them; it names the place, but not the value.

    Returns:
        OUT_OF_RANGE or NOT_BELOW where a number is outside its limits; else TRAINING_MALFORMED.
    """
    place = _PLACE.search(str(refusal))
    if place is not None:
        owner: object = settings
        *owners, name = place["path"].split(".")
        for part in owners:
            owner = getattr(owner, part, None)
        error = _limits(owner, name)
        if error is not None:
            return error
    return DocumentError(ErrorCode.TRAINING_MALFORMED, detail=str(refusal))


def _limits(owner: object, name: str) -> DocumentError | None:
    value = getattr(owner, name, None)
    if not isinstance(owner, msgspec.Struct) or not isinstance(value, (int, float)):
        return None
    info = msgspec.inspect.type_info(type(owner))
    if not isinstance(info, msgspec.inspect.StructType):
        return None
    field_type = next(field.type for field in info.fields if field.name == name)
    kinds = field_type.types if isinstance(field_type, msgspec.inspect.UnionType) else (field_type,)
    numbers = (msgspec.inspect.IntType, msgspec.inspect.FloatType)
    number = next((kind for kind in kinds if isinstance(kind, numbers)), None)
    if number is None or number.ge is None:
        return None
    facts: dict[str, Fact] = {"parameter": name, "value": value, "minimum": number.ge}
    if number.lt is not None:
        return DocumentError(ErrorCode.NOT_BELOW, **facts, maximum=number.lt)
    if number.le is not None:
        return DocumentError(ErrorCode.OUT_OF_RANGE, **facts, maximum=number.le)
    return None
