"""Copies of what a program made: `copy.deepcopy(layer)`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convviz.core.code.program.values import Instance, Module, Value

if TYPE_CHECKING:
    from convviz.core.code.program.interpreter import Interpreter


def deep_copy(
    interpreter: Interpreter, value: Value, known: dict[int, Value] | None = None
) -> Value:
    """Return a copy with copies of all that it holds; each thing is copied once.

    Raises:
        OutOfStepsError: it holds too much.
    """
    known = {} if known is None else known
    if id(value) in known:
        return known[id(value)]
    interpreter.budget.spend()
    made: Value
    if isinstance(value, Module):
        made = Module(
            value.kind,
            value.node,
            layer=value.layer,
            container=value.container,
            absent=value.absent,
        )
        known[id(value)] = made
        made.parts.update(
            {name: deep_copy(interpreter, part, known) for name, part in value.parts.items()}
        )
        made.attributes.update(deep_copy(interpreter, value.attributes, known))
        return made
    if isinstance(value, Instance):
        made = Instance(value.kind)
        known[id(value)] = made
        made.attributes.update(deep_copy(interpreter, value.attributes, known))
        return made
    if isinstance(value, dict):
        return {key: deep_copy(interpreter, part, known) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(deep_copy(interpreter, part, known) for part in value)
    return value
