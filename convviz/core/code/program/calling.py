"""Calls: of functions and classes of the program, of modules, and of what the interpreter knows."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from convviz.core.code.program.classes import find_member, torch_base
from convviz.core.code.program.functions import call_function
from convviz.core.code.program.helpers import HELPERS
from convviz.core.code.program.layer_making import make_module
from convviz.core.code.program.plain_types import construct
from convviz.core.code.program.running import call_torch_method, run_module
from convviz.core.code.program.scopes import MISSING
from convviz.core.code.program.trying import making
from convviz.core.code.program.values import (
    Bound,
    Builtin,
    CallArguments,
    Class,
    Function,
    Instance,
    Module,
    Partial,
    PlainType,
    Tensor,
    TorchClass,
    Unknown,
    Value,
    Wrapped,
    is_module_class,
)
from convviz.core.errors import ErrorCode

if TYPE_CHECKING:
    from convviz.core.code.program.interpreter import Interpreter

_DROPPING: Final = ("drop_path", "droppath", "stochastic_depth", "drop_connect", "dropblock")
"""Names, in small letters, of what leaves parts out by chance while a network is trained."""


def call(interpreter: Interpreter, function: Value, given: CallArguments) -> Value:
    """Return what a call gives.

    Raises:
        DocumentError: CODE_* codes.
        TypeError: nothing that can be called.
        OutOfStepsError: it takes too long.
    """
    handler = _CALLS.get(type(function))
    if handler is None:
        raise TypeError
    return handler(interpreter, function, given)


def _bound(interpreter: Interpreter, function: Bound, given: CallArguments) -> Value:
    nodes = {key + 1 if isinstance(key, int) else key: one for key, one in given.nodes.items()}
    positional = [function.owner, *given.positional]
    whole = dataclasses.replace(given, positional=positional, nodes=nodes)
    return call(interpreter, function.function, whole)


def _partial(interpreter: Interpreter, function: Partial, given: CallArguments) -> Value:
    shift = len(function.positional)
    nodes = {key + shift if isinstance(key, int) else key: one for key, one in given.nodes.items()}
    positional = [*function.positional, *given.positional]
    named = {**function.named, **given.named}
    whole = dataclasses.replace(given, positional=positional, named=named, nodes=nodes)
    return call(interpreter, function.function, whole)


def _builtin(interpreter: Interpreter, function: Builtin, given: CallArguments) -> Value:
    return function.call(interpreter, given)


def _wrapped(interpreter: Interpreter, function: Wrapped, given: CallArguments) -> Value:
    return call(interpreter, function.function, given)


def _plain_type(interpreter: Interpreter, function: PlainType, given: CallArguments) -> Value:
    return construct(interpreter, function.name, given)


def _class(interpreter: Interpreter, kind: Class, given: CallArguments) -> Value:
    """Return an object of a class of the program."""
    interpreter.budget.spend()
    made: Module | Instance
    if is_module_class(kind):
        base = torch_base(kind)
        container = base.name if isinstance(base, TorchClass) and base.name in _CONTAINERS else ""
        made = Module(kind, given.node, container=container)
    elif PlainType("NamedTuple") in kind.order:
        return tuple(given.positional) + tuple(given.named.values())
    else:
        made = Instance(kind)
    if kind.fields and find_member(kind, "__init__") is MISSING:
        set_fields(interpreter, made, kind, given)
        return made
    init = find_member(kind, "__init__")
    if init is not MISSING:
        with making(interpreter):
            call(interpreter, Bound(init, made), given)
    elif isinstance(made, Module):
        base = torch_base(kind)
        if isinstance(base, TorchClass):
            call_torch_method(interpreter, made, base, "__init__", given)
    return made


_CONTAINERS: Final = frozenset({"Sequential", "ModuleList", "ModuleDict"})


def set_fields(
    interpreter: Interpreter, made: Module | Instance, kind: Class, given: CallArguments
) -> None:
    """Set the fields of a dataclass from what is given, and from their defaults."""
    values = dict(zip(kind.fields, given.positional, strict=False)) | given.named
    for name in kind.fields:
        value = values.get(name, MISSING)
        if value is MISSING:
            value = find_member(kind, name)
        if value is MISSING:
            code = ErrorCode.CODE_ARGUMENT_MISSING
            raise interpreter.error(code, given.node, name=kind.name, parameter=name)
        made.attributes[name] = value
    later = find_member(kind, "__post_init__")
    if later is not MISSING:
        call(interpreter, Bound(later, made), CallArguments(given.node))


def _instance(interpreter: Interpreter, owner: Instance, given: CallArguments) -> Value:
    method = find_member(owner.kind, "__call__")
    if method is MISSING:
        method = find_member(owner.kind, "forward")
    if method is MISSING:
        raise TypeError
    return call(interpreter, Bound(method, owner), given)


def _unknown(interpreter: Interpreter, function: Unknown, given: CallArguments) -> Value:
    """Return what something gives that is not known; what layers gave goes through it at most.

    Raises:
        DocumentError: CODE_MADE_ELSEWHERE: it is given what layers gave, and is none of torch's
            operations: most likely a network.
    """
    helper = HELPERS.get(function.name.rpartition(".")[2])
    if helper is not None:
        return helper(interpreter, given)
    first = given.positional[0] if given.positional else None
    if isinstance(first, Module) and function.name.startswith("torch."):
        # Such as torch.nn.utils.weight_norm, which changes how its weight is kept.
        return first
    tensors = [value for value in given.positional if isinstance(value, Tensor)]
    if not tensors:
        return Unknown(function.name, getattr(given.node, "lineno", 1), is_given=True)
    is_operation = function.name.startswith(("torch.", "numpy."))
    is_dropping = any(name in function.name.lower() for name in _DROPPING)
    if is_operation or is_dropping:
        interpreter.tell(ErrorCode.CODE_OPERATION_LEFT_OUT, given.node)
        return tensors[0]
    name = function.name or interpreter.source.quoted(given.node)
    raise interpreter.error(ErrorCode.CODE_MADE_ELSEWHERE, given.node, name=name)


_CALLS: Final[dict[type, Callable[..., Any]]] = {
    Function: call_function,
    Bound: _bound,
    Partial: _partial,
    Builtin: _builtin,
    Wrapped: _wrapped,
    PlainType: _plain_type,
    Class: _class,
    Instance: _instance,
    TorchClass: make_module,
    Module: run_module,
    Unknown: _unknown,
}
