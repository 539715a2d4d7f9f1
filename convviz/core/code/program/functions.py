"""Functions of the program: their definition, their arguments, and their run."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from convviz.core.code.program.guesses import guess_for
from convviz.core.code.program.limits import DEEPEST_CALLS
from convviz.core.code.program.scopes import MISSING, Scope
from convviz.core.code.program.values import (
    CallArguments,
    Class,
    Function,
    Unknown,
    Value,
    Wrapped,
)
from convviz.core.errors import ErrorCode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convviz.core.code.program.interpreter import Interpreter

_WRAPPERS = frozenset({"staticmethod", "classmethod", "property", "cached_property"})


def define_function(
    interpreter: Interpreter,
    node: ast.FunctionDef | ast.AsyncFunctionDef,
    scope: Scope,
    owner: Class | None = None,
) -> Value:
    """Return the function that a definition makes.

    Of decorators those are known that make another sort of method; the others are passed over.
    """
    around = scope.outer if scope.is_body and scope.outer is not None else scope
    function = Function(node.name, node, around, {}, owner, _yields(node))
    function.defaults.update(_defaults(interpreter, node.args, scope))
    for decorator in node.decorator_list:
        called = decorator.func if isinstance(decorator, ast.Call) else decorator
        name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
        if name in _WRAPPERS:
            return Wrapped("property" if name == "cached_property" else name, function)
        if name == "setter":
            return scope.find(node.name)
    return function


def define_lambda(interpreter: Interpreter, node: ast.Lambda, scope: Scope) -> Value:
    """Return the function that a lambda makes."""
    around = scope.outer if scope.is_body and scope.outer is not None else scope
    defaults = dict(_defaults(interpreter, node.args, scope))
    return Function("lambda", node, around, defaults)


def _defaults(
    interpreter: Interpreter, parameters: ast.arguments, scope: Scope
) -> Iterator[tuple[str, Value]]:
    by_place = [*parameters.posonlyargs, *parameters.args]
    count = len(parameters.defaults)
    for parameter, default in zip(
        by_place[len(by_place) - count :], parameters.defaults, strict=True
    ):
        yield parameter.arg, interpreter.evaluate(default, scope)
    for parameter, named in zip(parameters.kwonlyargs, parameters.kw_defaults, strict=True):
        if named is not None:
            yield parameter.arg, interpreter.evaluate(named, scope)


def _yields(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    waiting: list[ast.AST] = list(node.body)
    while waiting:
        part = waiting.pop()
        if isinstance(part, (ast.Yield, ast.YieldFrom)):
            return True
        if not isinstance(part, (ast.FunctionDef, ast.Lambda, ast.ClassDef, ast.AsyncFunctionDef)):
            waiting += ast.iter_child_nodes(part)
    return False


def call_function(interpreter: Interpreter, function: Function, given: CallArguments) -> Value:
    """Return what a function gives.

    Raises:
        DocumentError: CODE_* codes.
        OutOfStepsError: it takes too long.
    """
    budget = interpreter.budget
    budget.spend()
    if budget.depth >= DEEPEST_CALLS:
        raise interpreter.error(ErrorCode.CODE_TOO_DEEP, given.node)
    scope = Scope(function.scope)
    scope.owner = function.owner or function.scope.owner
    _bind(interpreter, function, given, scope)
    if function.owner is not None and given.positional:
        scope.first = given.positional[0]
    budget.depth += 1
    try:
        if isinstance(function.node, ast.Lambda):
            return interpreter.evaluate(function.node.body, scope)
        if function.is_generator:
            scope.yielded = []
        outcome = interpreter.execute(function.node.body, scope)
    finally:
        budget.depth -= 1
    return outcome.value if scope.yielded is None else scope.yielded


def _bind(interpreter: Interpreter, function: Function, given: CallArguments, scope: Scope) -> None:
    """Bind the parameters of a function.

    Raises:
        DocumentError: CODE_ARGUMENT_MISSING; CODE_FAILS: too many, or of unknown names.
    """
    parameters = function.node.args
    by_place = [one.arg for one in (*parameters.posonlyargs, *parameters.args)]
    named = dict(given.named)
    names = scope.names
    for name, value in zip(by_place, given.positional, strict=False):
        names[name] = value
    rest = given.positional[len(by_place) :]
    if parameters.vararg is not None:
        names[parameters.vararg.arg] = tuple(rest)
    elif rest:
        raise interpreter.error(ErrorCode.CODE_FAILS, given.node)
    for name in (*by_place, *(one.arg for one in parameters.kwonlyargs)):
        if name in named:
            names[name] = named.pop(name)
        elif name not in names:
            value = function.defaults.get(name, MISSING)
            if value is MISSING:
                value = _missing(interpreter, function, name, given)
            names[name] = value
    if parameters.kwarg is not None:
        names[parameters.kwarg.arg] = named
    elif named and not any(isinstance(value, Unknown) for value in given.positional):
        raise interpreter.error(ErrorCode.CODE_FAILS, given.node)


def _missing(
    interpreter: Interpreter, function: Function, name: str, given: CallArguments
) -> Value:
    """Return a guess for an argument that is not given, where `**kwargs` could have given it.

    Raises:
        DocumentError: CODE_ARGUMENT_MISSING.
    """
    call = given.node
    passes_on = isinstance(call, ast.Call) and any(one.arg is None for one in call.keywords)
    answer = interpreter.look_up(name)
    if answer is not MISSING:
        return answer
    guess = guess_for(name) if passes_on else None
    if guess is None:
        code = ErrorCode.CODE_ARGUMENT_MISSING
        raise interpreter.error(code, call, name=function.name, parameter=name)
    interpreter.guesses[name] = (guess, getattr(call, "lineno", 1))
    return guess
