"""Classes of the program: their definition, their members, and objects of them."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from convviz.core.code.program.functions import define_function
from convviz.core.code.program.scopes import MISSING, Scope
from convviz.core.code.program.values import (
    Class,
    Function,
    PlainType,
    Unknown,
    Value,
    Wrapped,
    linear_order,
)

if TYPE_CHECKING:
    from convviz.core.code.program.interpreter import Interpreter

MOST_BASES: Final = 32
"""Classes that a class stands on, all together."""


def define_class(interpreter: Interpreter, node: ast.ClassDef, scope: Scope) -> Value:
    """Return the class that a definition makes.

    Raises:
        DocumentError: CODE_* codes.
        ValueError: it stands on too many classes.
    """
    bases = tuple(
        interpreter.evaluate(base, scope)
        for base in node.bases
        if not isinstance(base, ast.Starred)
    )
    made = Class(node.name, node, bases, {})
    made.order = linear_order(made)
    if len(made.order) > MOST_BASES:
        raise ValueError
    body = Scope(scope, is_body=True)
    body.names = made.members
    for statement in node.body:
        if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
            made.members[statement.name] = _method(interpreter, statement, body, made)
        elif isinstance(statement, (ast.Assign, ast.AnnAssign, ast.If, ast.For, ast.ClassDef)):
            interpreter.execute_one(statement, body)
    made.fields = _fields(node, made)
    return made


def _method(
    interpreter: Interpreter,
    statement: ast.FunctionDef | ast.AsyncFunctionDef,
    body: Scope,
    owner: Class,
) -> Value:
    return define_function(interpreter, statement, body, owner)


def _fields(node: ast.ClassDef, made: Class) -> tuple[str, ...]:
    """Return the fields of a dataclass or a named tuple, those of its bases first."""
    is_named_tuple = PlainType("NamedTuple") in made.bases
    if not is_named_tuple and not any(map(_makes_dataclass, node.decorator_list)):
        return ()
    own = [
        statement.target.id
        for statement in node.body
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name)
    ]
    inherited = [name for base in made.bases if isinstance(base, Class) for name in base.fields]
    return tuple(dict.fromkeys((*inherited, *own)))


def _makes_dataclass(decorator: ast.expr) -> bool:
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
    return name == "dataclass"


def find_member(own: Value, name: str, behind: Class | None = None) -> Value:
    """Return what a class or a base of it calls so; MISSING for nothing.

    Args:
        own: The class.
        name: The member.
        behind: Only classes behind this one in the order count, as for super().
    """
    if not isinstance(own, Class):
        return MISSING
    order = own.order
    if behind is not None:
        order = order[order.index(behind) + 1 :] if behind in order else ()
    for base in order:
        if isinstance(base, Class) and name in base.members:
            return base.members[name]
    return MISSING


def torch_base(own: Value, behind: Class | None = None) -> Value:
    """Return the first class of a class's order that is none of the program; None for none."""
    if not isinstance(own, Class):
        return own
    order = own.order
    if behind is not None:
        order = order[order.index(behind) + 1 :] if behind in order else ()
    others = [base for base in order if not isinstance(base, Class)]
    return others[0] if others else None


def forward_of(own: Value) -> Value:
    """Return the forward that the program gives a class of modules; MISSING for none."""
    found = find_member(own, "forward")
    return found if isinstance(found, (Function, Wrapped, Unknown)) else MISSING
