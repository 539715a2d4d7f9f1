"""Calls whose decimal numbers are floats: torch takes betas only as such."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from convviz.core.call_parameters import ParameterKind

if TYPE_CHECKING:
    from convviz.core.calls import CallT


def with_floats(call: CallT) -> CallT:
    """Return a call with its decimal numbers as floats."""
    changes = {
        name: value if isinstance(value, (str, bool)) else _floats(value)
        for name, described in call.parameters().items()
        if described.kind in _DECIMAL and (value := getattr(call, name)) is not None
    }
    return call.replace(**changes)


def _floats(value: float | tuple[float, ...]) -> float | tuple[float, ...]:
    return tuple(map(float, value)) if isinstance(value, tuple) else float(value)


_DECIMAL: Final = frozenset(
    {
        ParameterKind.NUMBER,
        ParameterKind.NUMBERS,
        ParameterKind.OPTIONAL_NUMBER,
        ParameterKind.OPTIONAL_NUMBERS,
    }
)
