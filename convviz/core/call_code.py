"""Calls as PyTorch code."""

from __future__ import annotations

import dataclasses
import json
import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from convviz.core.calls import Call


def value_code(value: Any) -> str:  # noqa: ANN401 - a parameter's value is of any plain type
    """Return a parameter's value as Python code that gives it back.

    Args:
        value: A number, a text, a truth value, None, or a tuple of these.
    """
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, float) and not math.isfinite(value):
        return f'float("{value}")'
    if isinstance(value, tuple):
        inner = ", ".join(value_code(item) for item in value)
        return f"({inner},)" if len(value) == 1 else f"({inner})"
    return repr(value)


def call_code(call: Call) -> str:
    """Return a call as its users write it, such as `Conv2d(3, 32, kernel_size=5, padding=2)`.

    Parameters at their default are left out. A positional one is written without its name as
    long as all before it are.
    """
    return f"{call.type_name()}({', '.join(_arguments(call))})"


def _arguments(call: Call) -> list[str]:
    defaults = call.defaults()
    known = call.parameters()
    arguments: list[str] = []
    without_names = True
    for field in dataclasses.fields(call):
        value = getattr(call, field.name)
        if field.name in defaults and _same(defaults[field.name], value):
            without_names = False
            continue
        without_names = without_names and known[field.name].positional
        code = value_code(value)
        arguments.append(code if without_names else f"{field.name}={code}")
    return arguments


def _same(one: Any, other: Any) -> bool:  # noqa: ANN401 - values of any plain type
    """Return whether two values are equal and of one type: True is not 1 here."""
    return type(one) is type(other) and bool(one == other)
