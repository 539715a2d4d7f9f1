"""Calls as PyTorch code."""

from __future__ import annotations

import dataclasses
import json
import math
from typing import TYPE_CHECKING, Any, Final

from convviz.core.call_parameters import ParameterKind

if TYPE_CHECKING:
    from collections.abc import Collection

    from convviz.core.calls import Call


_WRITTEN: Final = "_written"
"""Where a call remembers its code; no field of a call begins so."""


def value_code(value: Any) -> str:  # noqa: ANN401 - a parameter's value is of any plain type
    """Return a parameter's value as Python code that gives it back.

    Args:
        value: A number, a text, a truth value, None, or a tuple or a list of these.
    """
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, float) and not math.isfinite(value):
        return f'float("{value}")'
    if isinstance(value, list):
        return f"[{', '.join(map(value_code, value))}]"
    if isinstance(value, tuple):
        inner = ", ".join(value_code(item) for item in value)
        return f"({inner},)" if len(value) == 1 else f"({inner})"
    return repr(value)


def call_code(call: Call, always: Collection[str] = ()) -> str:
    """Return a call as its users write it, such as `Conv2d(3, 32, kernel_size=5, padding=2)`.

    Parameters at their default are left out. A positional one is written without its name as
    long as all before it are.

    Args:
        call: The call.
        always: Parameters that are written also where they are at their default.
    """
    if always:
        return f"{call.type_name()}({', '.join(_arguments(call, always))})"
    # A call never changes, and the same one is written at every edit of a network: it remembers.
    remembered = vars(call)
    known = remembered.get(_WRITTEN)
    if known is None:
        known = f"{call.type_name()}({', '.join(_arguments(call))})"
        remembered[_WRITTEN] = known
    return str(known)


def full_code(call: Call, always: Collection[str] = (), *, more: str = "") -> str:
    """Return a call as it stands in a script: `torch.optim.SGD(model.parameters(), lr=0.1)`.

    Args:
        call: The call.
        always: Parameters that are written also where they are at their default.
        more: A last argument that only the script knows.
    """
    given = [call.given_code] if call.given_code else []
    group = "nn" if call.group == "torch.nn" else call.group
    arguments = [*given, *_arguments(call, always, as_tensors=True), *([more] if more else [])]
    return f"{group}.{call.type_name()}({', '.join(arguments)})"


def _arguments(call: Call, always: Collection[str] = (), *, as_tensors: bool = False) -> list[str]:
    """Return the arguments of a call.

    Args:
        call: The call.
        always: Parameters that are written also where they are at their default.
        as_tensors: Write what torch takes as a tensor as one.
    """
    defaults = call.defaults()
    known = call.parameters()
    arguments: list[str] = []
    without_names = True
    for field in dataclasses.fields(call):
        value = getattr(call, field.name)
        is_default = field.name in defaults and _same(defaults[field.name], value)
        if is_default and field.name not in always:
            without_names = False
            continue
        without_names = without_names and known[field.name].positional
        code = value_code(value)
        if as_tensors and known[field.name].kind is ParameterKind.OPTIONAL_NUMBERS:
            code = f"torch.tensor({value_code(list(value))})"
        arguments.append(code if without_names else f"{field.name}={code}")
    return arguments


def _same(value: Any, other: Any) -> bool:  # noqa: ANN401 - values of any plain type
    """Return whether two values are equal and of one type: True is not 1 here."""
    return type(value) is type(other) and bool(value == other)
