"""What stands behind a point: attributes and methods, all from tables of the interpreter's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from convviz.core.calls import parameters_of
from convviz.core.code.program.classes import find_member, torch_base
from convviz.core.code.program.libraries import library_member
from convviz.core.code.program.methods import METHODS
from convviz.core.code.program.modules import MODULE_METHODS, UNCHANGED_METHODS
from convviz.core.code.program.scopes import MISSING
from convviz.core.code.program.tensors import tensor_member
from convviz.core.code.program.values import (
    Bound,
    Builtin,
    CallArguments,
    Class,
    Function,
    Instance,
    Library,
    Module,
    PlainType,
    Super,
    Tensor,
    TorchClass,
    Unknown,
    Value,
    Weight,
    Wrapped,
)

if TYPE_CHECKING:
    import ast

    from convviz.core.code.program.interpreter import Interpreter


def member(interpreter: Interpreter, owner: Value, name: str, node: ast.AST) -> Value:
    """Return an attribute; an unknown one where it is not known what it is."""
    found = member_or_missing(interpreter, owner, name, node)
    if found is not MISSING:
        return found
    begun = _name_of(owner)
    line: int = getattr(node, "lineno", 1)
    return Unknown(f"{begun}.{name}" if begun else name, line)


def _name_of(owner: Value) -> str:
    """Return what an error calls the owner of an attribute that is not known."""
    if isinstance(owner, (Unknown, Class)):
        return owner.name
    return owner.class_name if isinstance(owner, Module) else ""


def member_or_missing(interpreter: Interpreter, owner: Value, name: str, node: ast.AST) -> Value:
    """Return an attribute; MISSING where there is none."""
    handler = _MEMBERS.get(type(owner))
    if handler is not None:
        return handler(interpreter, owner, name, node)
    method = METHODS.get((type(owner), name))
    return MISSING if method is None else _bound(name, method, owner)


def _bound(
    name: str, method: Callable[[Interpreter, Value, CallArguments], Value], owner: Value
) -> Builtin:
    return Builtin(name, lambda interpreter, given: method(interpreter, owner, given))


def _of_library(interpreter: Interpreter, owner: Library, name: str, node: ast.AST) -> Value:  # noqa: ARG001 - as all
    return library_member(owner, name, getattr(node, "lineno", 1))


def _of_module(interpreter: Interpreter, owner: Module, name: str, node: ast.AST) -> Value:
    if name in owner.parts:
        return owner.parts[name]
    if name in owner.attributes:
        return owner.attributes[name]
    found = _of_class(interpreter, owner.kind, name, owner, node)
    if found is not MISSING:
        return found
    return _of_any_module(owner, name)


def _of_any_module(owner: Module, name: str) -> Value:
    """Return what every module has so, whatever the program says of its class."""
    if owner.layer is not None:
        if name in parameters_of(type(owner.layer)):
            return getattr(owner.layer, name)
        if name in {"weight", "bias"}:
            return Weight(name, owner.line, module=owner)
    method = MODULE_METHODS.get(name)
    if method is not None:
        return _bound(name, method, owner)
    if name in UNCHANGED_METHODS:
        return Builtin(name, lambda _, __: owner)
    plain = {"_modules": dict(owner.parts), "__class__": owner.kind, "training": False}
    return plain.get(name, MISSING)


def _of_instance(interpreter: Interpreter, owner: Instance, name: str, node: ast.AST) -> Value:
    if name in owner.attributes:
        return owner.attributes[name]
    if name == "__dict__":
        return owner.attributes
    if name == "__class__":
        return owner.kind
    return _of_class(interpreter, owner.kind, name, owner, node)


def _of_class(
    interpreter: Interpreter,
    kind: Value,
    name: str,
    owner: Value,
    node: ast.AST,
    behind: Class | None = None,
) -> Value:
    """Return a member of a class, as an object of it has it."""
    found = find_member(kind, name, behind)
    if isinstance(found, Wrapped):
        if found.kind == "property":
            return _called(interpreter, found.function, owner, node)
        return found.function if found.kind == "staticmethod" else Bound(found.function, kind)
    return Bound(found, owner) if isinstance(found, Function) else found


def _called(interpreter: Interpreter, function: Value, owner: Value, node: ast.AST) -> Value:
    from convviz.core.code.program.calling import call

    return call(interpreter, Bound(function, owner), CallArguments(node))


def _of_own_class(interpreter: Interpreter, owner: Class, name: str, node: ast.AST) -> Value:  # noqa: ARG001 - as all
    found = find_member(owner, name)
    if isinstance(found, Wrapped):
        return Bound(found.function, owner) if found.kind == "classmethod" else found.function
    if found is not MISSING:
        return found
    if name in {"__name__", "__qualname__"}:
        return owner.name
    base = torch_base(owner)
    if name == "__init__" and isinstance(base, TorchClass):
        return _torch_method(base, name)
    return MISSING


def _of_torch_class(interpreter: Interpreter, owner: TorchClass, name: str, node: ast.AST) -> Value:  # noqa: ARG001 - as all
    return owner.name if name == "__name__" else _torch_method(owner, name)


def _torch_method(kind: TorchClass, name: str) -> Value:
    """Return `nn.Module.__init__` and the like, which are given the object first."""

    def call_it(interpreter: Interpreter, given: CallArguments) -> Value:
        from convviz.core.code.program.running import call_torch_method

        if not given.positional or not isinstance(given.positional[0], Module):
            return Unknown(name)
        target = given.positional[0]
        return call_torch_method(interpreter, target, kind, name, given.without_first())

    return Builtin(name, call_it)


def _of_super(interpreter: Interpreter, owner: Super, name: str, node: ast.AST) -> Value:
    target = owner.target
    is_object = isinstance(target, (Module, Instance))
    kind = target.kind if isinstance(target, (Module, Instance)) else target
    found = _of_class(interpreter, kind, name, target, node, behind=owner.owner)
    if found is not MISSING:
        return found
    base = torch_base(kind, owner.owner)
    if name == "__init__" and isinstance(target, (Module, Instance)):
        fielded = _with_fields(kind, owner.owner)
        if fielded is not None:
            return _setting_fields(target, fielded)
    if isinstance(base, TorchClass) and is_object:
        is_run = name in {"forward", "__call__"}  # the class's own is what asks for torch's
        if not is_run and (name in MODULE_METHODS or name in UNCHANGED_METHODS):
            return _of_module_itself(target, name)
        return Bound(_torch_method(base, name), target)
    return Builtin(name, lambda _, __: None) if name == "__init__" else MISSING


def _with_fields(kind: Value, behind: Class) -> Class | None:
    """Return the first dataclass behind a class in an object's order."""
    order = kind.order if isinstance(kind, Class) else ()
    later = order[order.index(behind) + 1 :] if behind in order else ()
    return next((base for base in later if isinstance(base, Class) and base.fields), None)


def _setting_fields(target: Module | Instance, kind: Class) -> Builtin:
    def run(interpreter: Interpreter, given: CallArguments) -> Value:
        from convviz.core.code.program.calling import set_fields

        set_fields(interpreter, target, kind, given)
        return None

    return Builtin("__init__", run)


def _of_module_itself(target: Value, name: str) -> Value:
    method = MODULE_METHODS.get(name)
    return Builtin(name, lambda _, __: target) if method is None else _bound(name, method, target)


def _of_tensor(interpreter: Interpreter, owner: Tensor, name: str, node: ast.AST) -> Value:  # noqa: ARG001 - as all
    return tensor_member(owner, name, node)


def _of_function(interpreter: Interpreter, owner: Value, name: str, node: ast.AST) -> Value:  # noqa: ARG001 - as all
    if name in {"__name__", "__qualname__"}:
        function = owner.function if isinstance(owner, Bound) else owner
        return getattr(function, "name", "")
    return MISSING


def _of_plain_type(interpreter: Interpreter, owner: PlainType, name: str, node: ast.AST) -> Value:  # noqa: ARG001 - as all
    return owner.name if name == "__name__" else MISSING


_MEMBERS: Final[dict[type, Callable[..., Any]]] = {
    Library: _of_library,
    Module: _of_module,
    Instance: _of_instance,
    Class: _of_own_class,
    TorchClass: _of_torch_class,
    Super: _of_super,
    Tensor: _of_tensor,
    Function: _of_function,
    Bound: _of_function,
    Builtin: _of_function,
    PlainType: _of_plain_type,
}
