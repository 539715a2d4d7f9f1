"""What torch's constructors are given for a call that core declares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from convviz.core.call_parameters import ParameterKind

if TYPE_CHECKING:
    from convviz.core.calls import Call


def arguments_of(call: Call) -> dict[str, Any]:
    """Return the arguments of a call by name, with decimal numbers as floats.

    torch takes betas only if both are floats. What only newer releases of torch have is left out
    where it is at its default.
    """
    defaults = call.defaults()
    return {
        name: _as_torch_takes(getattr(call, name), described.kind)
        for name, described in call.parameters().items()
        if not described.since or getattr(call, name) != defaults.get(name)
    }


def _as_torch_takes(value: Any, kind: ParameterKind) -> Any:  # noqa: ANN401 - of any plain type
    match kind:
        case ParameterKind.NUMBER:
            return float(value)
        case ParameterKind.NUMBERS | ParameterKind.OPTIONAL_NUMBERS if value is not None:
            return tuple(map(float, value))
        case _:
            return value
