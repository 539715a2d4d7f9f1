"""The methods of a module: those that change it or say what is in it; the others do nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from convviz.core.code.program.assigning import set_member
from convviz.core.code.program.layer_making import add_part
from convviz.core.code.program.running import run_forward
from convviz.core.code.program.values import (
    CallArguments,
    Module,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from convviz.core.code.program.interpreter import Interpreter

UNCHANGED_METHODS: Final = frozenset(
    {
        *("to", "cpu", "cuda", "train", "eval", "requires_grad_", "share_memory", "compile"),
        *("float", "double", "half", "bfloat16", "zero_grad", "type", "to_empty", "xpu"),
    }
)
"""Methods that give the module back as it is, as far as its layers are concerned."""


def _append(interpreter: Interpreter, module: Module, given: CallArguments) -> Value:
    interpreter.budget.spend()
    add_part(module, str(len(module.parts)), given.positional[0])
    return module


def _extend(interpreter: Interpreter, module: Module, given: CallArguments) -> Value:
    for part in interpreter.items(given.positional[0]):
        add_part(module, str(len(module.parts)), part)
    return module


def _insert(interpreter: Interpreter, module: Module, given: CallArguments) -> Value:
    parts = list(module.parts.values())
    interpreter.budget.make(len(parts))
    parts.insert(given.positional[0], given.positional[1])
    module.parts = {}
    for part in parts:
        add_part(module, str(len(module.parts)), part)
    return module


def _add_module(interpreter: Interpreter, module: Module, given: CallArguments) -> Value:
    interpreter.budget.spend()
    name, part = given.at(0, "name"), given.at(1, "module")
    if part is None:
        module.attributes[str(name)] = None
    else:
        add_part(module, name, part)
    return None


def _register(interpreter: Interpreter, module: Module, given: CallArguments) -> Value:
    name, value = given.at(0, "name"), given.at(1, "tensor")
    known = None if value is None else Unknown(str(name), getattr(given.node, "lineno", 1))
    interpreter.budget.spend()
    set_member(module, str(name), known)
    return None


def _children(interpreter: Interpreter, module: Module, given: CallArguments) -> Value:  # noqa: ARG001 - as all
    return interpreter.items(list(module.parts.values()))


def _named_children(interpreter: Interpreter, module: Module, given: CallArguments) -> Value:  # noqa: ARG001 - as all
    return interpreter.items(list(module.parts.items()))


def _modules(interpreter: Interpreter, module: Module, given: CallArguments) -> Value:  # noqa: ARG001 - as all
    return [part for _, part in _all(interpreter, module)]


def _named_modules(interpreter: Interpreter, module: Module, given: CallArguments) -> Value:  # noqa: ARG001 - as all
    return [(".".join(name), part) for name, part in _all(interpreter, module)]


def _all(interpreter: Interpreter, module: Module) -> list[tuple[tuple[str, ...], Module]]:
    from convviz.core.code.program.interpreter import all_modules

    found = []
    for known in all_modules(module):
        interpreter.budget.spend()
        found.append(known)
    return found


def _keys(interpreter: Interpreter, module: Module, given: CallArguments) -> Value:  # noqa: ARG001 - as all
    return interpreter.items(list(module.parts))


def _update(interpreter: Interpreter, module: Module, given: CallArguments) -> Value:
    value = given.positional[0]
    for name, part in value.items() if isinstance(value, dict) else ():
        interpreter.budget.spend()
        add_part(module, name, part)
    return None


def _pop(interpreter: Interpreter, module: Module, given: CallArguments) -> Value:
    index = given.at(0, "key", -1)
    interpreter.budget.spend()
    name = list(module.parts)[index] if isinstance(index, int) else index
    return module.parts.pop(name)


def _forward(interpreter: Interpreter, module: Module, given: CallArguments) -> Value:
    return run_forward(interpreter, module, given)


def _apply(interpreter: Interpreter, module: Module, given: CallArguments) -> Value:  # noqa: ARG001 - as all
    # What is applied to all parts sets their weights.
    return module


def _length(interpreter: Interpreter, module: Module, given: CallArguments) -> Value:  # noqa: ARG001 - as all
    return len(module.parts)


def _attribute(interpreter: Interpreter, module: Module, given: CallArguments) -> Value:
    interpreter.budget.spend()
    found: Value = module
    for name in str(given.positional[0]).split("."):
        found = found.parts[name] if name in found.parts else found.attributes[name]
    return found


def _nothing(interpreter: Interpreter, module: Module, given: CallArguments) -> Value:  # noqa: ARG001 - as all
    return None


def _unknown(interpreter: Interpreter, module: Module, given: CallArguments) -> Value:  # noqa: ARG001 - as all
    return Unknown(line=getattr(given.node, "lineno", 1))


MODULE_METHODS: Final[dict[str, Callable[[Interpreter, Module, CallArguments], Value]]] = {
    "append": _append,
    "extend": _extend,
    "insert": _insert,
    "add_module": _add_module,
    "register_module": _add_module,
    "register_buffer": _register,
    "register_parameter": _register,
    "children": _children,
    "named_children": _named_children,
    "modules": _modules,
    "named_modules": _named_modules,
    "keys": _keys,
    "values": _children,
    "items": _named_children,
    "update": _update,
    "pop": _pop,
    "forward": _forward,
    "__call__": _forward,
    "apply": _apply,
    "__len__": _length,
    "__getattr__": _attribute,
    "get_submodule": _attribute,
    "load_state_dict": _nothing,
    "parameters": _unknown,
    "named_parameters": _unknown,
    "buffers": _unknown,
    "state_dict": _unknown,
    "register_forward_hook": _unknown,
    "register_full_backward_hook": _unknown,
}
