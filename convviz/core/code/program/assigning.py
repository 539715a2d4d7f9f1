"""Binding of names, attributes and parts, as an assignment, a loop or a `with` does it."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from convviz.core.code.program.operators import check_key
from convviz.core.code.program.scopes import MISSING
from convviz.core.code.program.values import Class, Instance, Module, Unknown, Value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convviz.core.code.program.interpreter import Interpreter
    from convviz.core.code.program.scopes import Scope


def assign(interpreter: Interpreter, target: ast.expr, value: Value, scope: Scope) -> None:
    """Bind what a target names to a value.

    Raises:
        DocumentError: CODE_* codes.
        ValueError: there are more or fewer values than targets.
    """
    interpreter.budget.spend()
    match target:
        case ast.Name(id=name):
            scope.bind(name, value)
        case ast.Attribute(value=owner, attr=name):
            set_member(interpreter.evaluate(owner, scope), name, value)
        case ast.Tuple(elts=targets) | ast.List(elts=targets):
            _unpack(interpreter, targets, value, scope)
        case ast.Subscript(value=owner, slice=index):
            whole = interpreter.evaluate(owner, scope)
            _set_part(interpreter, whole, interpreter.evaluate(index, scope), value)
        case ast.Starred(value=inner):
            assign(interpreter, inner, value, scope)
        case _:
            raise interpreter.not_read(target)


def set_member(owner: Value, name: str, value: Value) -> None:
    """Set an attribute; a module in a module becomes a part of it."""
    if isinstance(owner, Module):
        if isinstance(value, Module):
            owner.attributes.pop(name, None)
            owner.parts[name] = value
        else:
            owner.parts.pop(name, None)
            owner.attributes[name] = value
    elif isinstance(owner, Instance):
        owner.attributes[name] = value
    elif isinstance(owner, Class):
        owner.members[name] = value


def _unpack(
    interpreter: Interpreter, targets: Sequence[ast.expr], value: Value, scope: Scope
) -> None:
    if isinstance(value, Unknown):
        for target in targets:
            assign(interpreter, target, Unknown(line=target.lineno), scope)
        return
    values = interpreter.items(value)
    starred = [place for place, one in enumerate(targets) if isinstance(one, ast.Starred)]
    if not starred:
        if len(values) != len(targets):
            raise ValueError
        for target, part in zip(targets, values, strict=True):
            assign(interpreter, target, part, scope)
        return
    first, behind = starred[0], len(targets) - starred[0] - 1
    if len(values) < len(targets) - 1:
        raise ValueError
    parts = [*values[:first], values[first : len(values) - behind]]
    parts += values[len(values) - behind :]
    for target, part in zip(targets, parts, strict=True):
        assign(interpreter, target, part, scope)


def _set_part(interpreter: Interpreter, whole: Value, index: Value, value: Value) -> None:
    if isinstance(whole, dict):
        check_key(index, interpreter.budget)
        whole[index] = value
        interpreter.budget.make(len(whole))
    elif isinstance(whole, list) and isinstance(index, int):
        whole[index] = value
    elif isinstance(whole, Module) and isinstance(value, Module):
        name = index
        if isinstance(index, int):
            name = list(whole.parts)[index]
        whole.parts[str(name)] = value
    elif isinstance(whole, (list, tuple, str)):
        raise TypeError


def delete(interpreter: Interpreter, target: ast.expr, scope: Scope) -> None:
    """Delete what a target names."""
    match target:
        case ast.Name(id=name):
            scope.names.pop(name, None)
        case ast.Attribute(value=owner_node, attr=name):
            owner = interpreter.evaluate(owner_node, scope)
            if isinstance(owner, (Module, Instance)):
                owner.attributes.pop(name, None)
            if isinstance(owner, Module):
                owner.parts.pop(name, None)
        case ast.Subscript(value=owner_node, slice=index):
            whole = interpreter.evaluate(owner_node, scope)
            place = MISSING if isinstance(index, ast.Slice) else interpreter.evaluate(index, scope)
            _delete_part(whole, place)
        case _:
            raise interpreter.not_read(target)


def _delete_part(whole: Value, place: Value) -> None:
    match whole, place:
        case dict(), _:
            del whole[place]
        case list(), int():
            del whole[place]
        case Module(), int():
            del whole.parts[list(whole.parts)[place]]
        case _:
            pass
