"""A layer as plain data, {"type": "Conv2d", "in_channels": 1, ...}, and back, strictly."""

from __future__ import annotations

import dataclasses
import math
from typing import Any, TypeAlias

import msgspec

from convviz.core.call_parameters import ParameterKind, is_too_long
from convviz.core.errors import DocumentError, ErrorCode
from convviz.core.layers import Layer, layer_types
from convviz.core.torch_classes import absence_facts
from convviz.protocol.recipes import NonFinite, cell_of

Plain: TypeAlias = dict[str, Any]

_NUMBER_KINDS = (ParameterKind.NUMBER, ParameterKind.OPTIONAL_NUMBER)
_INFINITE = (NonFinite.INFINITY, NonFinite.MINUS_INFINITY)


def layer_to_plain(layer: Layer) -> Plain:
    """Return a layer as plain data; parameters at their default are left out."""
    defaults = layer.defaults()
    plain: Plain = {"type": layer.type_name()}
    for field in dataclasses.fields(layer):
        value = getattr(layer, field.name)
        if field.name not in defaults or defaults[field.name] != value:
            plain[field.name] = cell_of(value) if _is_infinite(value) else value
    return plain


def _is_infinite(value: object) -> bool:
    """Return whether a value is a number that JSON has no word for."""
    return isinstance(value, float) and math.isinf(value)


def layer_from_plain(plain: Plain) -> Layer:
    """Return the layer that plain data means. Its values may be invalid; its types are right.

    Raises:
        DocumentError: UNKNOWN_LAYER, LAYER_MALFORMED.
    """
    fields = dict(plain)
    name = fields.pop("type", None)
    layer_type = layer_types().get(name) if isinstance(name, str) else None
    if layer_type is None:
        shown = str(name)[:80]
        raise DocumentError(ErrorCode.UNKNOWN_LAYER, name=shown, **absence_facts(shown))
    unknown = fields.keys() - layer_type.parameters().keys()
    if unknown:
        detail = f"unknown parameter {min(unknown)[:80]!r}"
        raise DocumentError(ErrorCode.LAYER_MALFORMED, layer=layer_type.type_name(), detail=detail)
    long = [known for known, value in fields.items() if is_too_long(value)]
    if long:
        detail = f"{min(long)} is longer than any value of it can be"
        raise DocumentError(ErrorCode.LAYER_MALFORMED, layer=layer_type.type_name(), detail=detail)
    numbers = {known: _number(layer_type, known, value) for known, value in fields.items()}
    try:
        return msgspec.convert(numbers, layer_type)
    except (msgspec.ValidationError, OverflowError) as error:
        raise DocumentError(
            ErrorCode.LAYER_MALFORMED, layer=layer_type.type_name(), detail=str(error)[:200]
        ) from error


def _number(layer_type: type[Layer], name: str, value: object) -> object:
    """Return a parameter's value; the words for infinity become the number that they stand for."""
    is_number = layer_type.parameters()[name].kind in _NUMBER_KINDS
    return float(value) if is_number and isinstance(value, str) and value in _INFINITE else value
