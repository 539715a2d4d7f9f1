"""Runs of modules on symbols: what a layer, a container or a class's forward does to its input."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from convviz.core.code.program.classes import forward_of
from convviz.core.code.program.functions import call_function
from convviz.core.code.program.layer_making import initialise
from convviz.core.code.program.limits import DEEPEST_CALLS
from convviz.core.code.program.scopes import MISSING
from convviz.core.code.program.values import (
    CallArguments,
    Function,
    Module,
    Tensor,
    TorchClass,
    Unknown,
    Value,
    Weight,
)
from convviz.core.errors import ErrorCode
from convviz.core.layers.shape import Identity
from convviz.core.network.flow_steps import Holder
from convviz.core.torch_classes import Absence, torch_classes

if TYPE_CHECKING:
    from convviz.core.code.program.interpreter import Interpreter


_GIVING_TWO: Final = frozenset({Absence.ATTENTION, Absence.RECURRENT})
"""Sorts of layers that give two results: the output, and weights or a state."""


def run_module(interpreter: Interpreter, module: Module, given: CallArguments) -> Value:
    """Return what a module gives; where nothing flows into it, something unknown.

    Raises:
        DocumentError: CODE_* codes.
        OutOfStepsError: it takes too long.
    """
    interpreter.budget.spend()
    if interpreter.trace is None or not any(
        map(_flows, (*given.positional, *given.named.values()))
    ):
        return Unknown(line=getattr(given.node, "lineno", 1))
    forward = forward_of(module.kind)
    first = given.positional[0] if given.positional else next(iter(given.named.values()))
    is_plain = forward is MISSING and isinstance(first, Tensor)
    if is_plain and module.layer is not None:
        return _run_layer(interpreter, module, first, given)
    if forward is MISSING and module.absent:
        return run_absent(interpreter, module, given)
    if interpreter.budget.depth >= DEEPEST_CALLS:
        raise interpreter.error(ErrorCode.CODE_TOO_DEEP, given.node)
    trace, before = interpreter.trace, interpreter.trace.held
    held, name = _place(interpreter, module)
    interpreter.runs += 1
    trace.held = (*held, Holder(name, (interpreter.runs,))) if name else held
    interpreter.running.append(module)
    interpreter.budget.depth += 1
    try:
        return _run_inside(interpreter, module, forward, given)
    finally:
        interpreter.budget.depth -= 1
        interpreter.running.pop()
        trace.held = before


def _flows(value: Value) -> bool:
    if isinstance(value, (list, tuple)):
        return any(isinstance(part, Tensor) for part in value)
    return isinstance(value, Tensor)


def _run_inside(
    interpreter: Interpreter, module: Module, forward: Value, given: CallArguments
) -> Value:
    if isinstance(forward, Function):
        return call_function(interpreter, forward, _with_self(module, given))
    if forward is not MISSING:
        raise interpreter.not_read(given.node)
    if module.container == "Sequential":
        value = given.positional[0]
        for part in module.parts.values():
            value = run_module(interpreter, part, CallArguments(part.node, [value]))
        return value
    code, name = ErrorCode.CODE_NO_FORWARD, module.class_name
    raise interpreter.error(code, given.node, name=name)


def _with_self(module: Module, given: CallArguments) -> CallArguments:
    return CallArguments(given.node, [module, *given.positional], given.named)


def run_absent(interpreter: Interpreter, module: Module, given: CallArguments) -> Value:
    """Return the first of what a layer is given that is none here, and tell of it."""
    every = (*given.positional, *given.named.values())
    values = [value for value in every if isinstance(value, Tensor)]
    if not values:
        raise interpreter.not_read(given.node)
    result = _run_layer(interpreter, module, values[0], given)
    gives_two = torch_classes().get(module.absent) in _GIVING_TWO
    return (result, Unknown(line=module.line)) if gives_two else result


def _run_layer(
    interpreter: Interpreter, module: Module, tensor: Tensor, given: CallArguments
) -> Value:
    trace = interpreter.trace
    if trace is None:
        return Unknown()
    layer = module.layer
    if layer is None:
        interpreter.tell(ErrorCode.CODE_LAYER_LEFT_OUT, module.node, name=module.absent)
        layer = Identity()
    before = trace.held
    held, name = _place(interpreter, module)
    trace.held = held
    result = trace.layer(layer, tensor, given.node, name, module)
    trace.held = before
    if layer.returns_indices():
        return (result, Unknown(line=module.line))
    return result


def run_by_weight(interpreter: Interpreter, tensor: Tensor, given: CallArguments) -> Value:
    """Return what a layer gives whose weight is given to a function; MISSING where it is none.

    A class that derives from nn.Conv2d calls F.conv2d with its own weight.
    """
    weight = given.at(1, "weight")
    module = weight.module if isinstance(weight, Weight) else None
    if module is not None and interpreter.running[-1:] != [module]:
        return _run_layer(interpreter, module, tensor, given)
    return run_own_layer(interpreter, tensor, given)


def run_own_layer(interpreter: Interpreter, tensor: Tensor, given: CallArguments) -> Value:
    """Return what the layer gives whose own forward is running; MISSING where it is none."""
    module = interpreter.running[-1] if interpreter.running else None
    if module is None or module.layer is None:
        return MISSING
    held = interpreter.trace.held if interpreter.trace is not None else ()
    if interpreter.trace is None:
        return MISSING
    interpreter.trace.held = held[:-1]
    name = held[-1].name if held else ""
    result = interpreter.trace.layer(module.layer, tensor, given.node, name, module)
    interpreter.trace.held = held
    return result


def _place(interpreter: Interpreter, module: Module) -> tuple[tuple[Holder, ...], str]:
    """Return what a module stands in as it is run, and what it is called in that.

    Between it and the module that runs it there may be lists of modules.
    """
    trace = interpreter.trace
    held = () if trace is None else trace.held
    outer = interpreter.name_of(interpreter.running[-1]) if interpreter.running else ()
    own = interpreter.name_of(module)
    if not own:
        return held, ""
    between = (
        own[len(outer) :] if own[: len(outer)] == outer and len(own) > len(outer) else own[-1:]
    )
    key = held[-1].key if held else ()
    lists = tuple(
        Holder(name, (*key, *between[: length + 1]), is_list=True)
        for length, name in enumerate(between[:-1])
    )
    return (*held, *lists), between[-1]


def call_torch_method(
    interpreter: Interpreter, target: Module, kind: TorchClass, name: str, given: CallArguments
) -> Value:
    """Return what a method of one of torch's classes gives, of an object of the program's.

    Raises:
        DocumentError: CODE_* codes.
    """
    if name == "__init__":
        initialise(interpreter, target, kind, given)
        return None
    if name in {"forward", "__call__", "_conv_forward"}:
        tensors = [value for value in given.positional if isinstance(value, Tensor)]
        if not tensors or interpreter.trace is None:
            return Unknown()
        if target.layer is not None and interpreter.running[-1:] == [target]:
            return run_own_layer(interpreter, tensors[0], given)
        return _run_inside(interpreter, target, MISSING, given)
    if name == "__setattr__" and len(given.positional) > 1:
        from convviz.core.code.program.assigning import set_member

        set_member(target, str(given.positional[0]), given.positional[1])
        return None
    return Unknown(name)


def run_forward(interpreter: Interpreter, module: Module, given: CallArguments) -> Value:
    """Return what `module.forward(x)` gives, which is the same as `module(x)`."""
    return run_module(interpreter, module, given)
