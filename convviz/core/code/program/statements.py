"""What the statements of a program do; those that no network needs do nothing."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from convviz.core.code.program.assigning import assign, delete
from convviz.core.code.program.classes import define_class
from convviz.core.code.program.expressions import binary_of
from convviz.core.code.program.functions import define_function
from convviz.core.code.program.libraries import imported
from convviz.core.code.program.matching import matches
from convviz.core.code.program.scopes import MISSING
from convviz.core.code.program.shared_classes import SHARED_CLASSES, shared_class
from convviz.core.code.program.values import Unknown, Value
from convviz.core.errors import DocumentError, ErrorCode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convviz.core.code.program.interpreter import Interpreter
    from convviz.core.code.program.scopes import Scope


@dataclass(frozen=True, slots=True)
class Outcome:
    """How statements were left.

    Attributes:
        kind: nothing, return, break or continue.
        value: What is returned.
    """

    kind: str
    value: Value = None


NOTHING: Final = Outcome("nothing")
_BREAK: Final = Outcome("break")
_CONTINUE: Final = Outcome("continue")

Handler: TypeAlias = Callable[["Interpreter", "ast.stmt", "Scope"], Outcome]


def _expression(interpreter: Interpreter, statement: ast.Expr, scope: Scope) -> Outcome:
    value = statement.value
    if not isinstance(value, ast.Constant) and not _says_only(value):
        interpreter.evaluate(value, scope)
    return NOTHING


def _says_only(node: ast.expr) -> bool:
    """Return whether a statement is a print or a warning, whose arguments nobody needs."""
    match node:
        case ast.Call(func=ast.Name(id="print")):
            return True
        case ast.Call(func=ast.Attribute(value=ast.Name(id=owner))):
            return owner in {"warnings", "logging", "logger", "plt", "_logger", "os", "sys"}
        case _:
            return False


def _assign(interpreter: Interpreter, statement: ast.Assign, scope: Scope) -> Outcome:
    value = interpreter.evaluate(statement.value, scope)
    for target in statement.targets:
        assign(interpreter, target, value, scope)
    return NOTHING


def _annotated(interpreter: Interpreter, statement: ast.AnnAssign, scope: Scope) -> Outcome:
    if statement.value is not None:
        assign(interpreter, statement.target, interpreter.evaluate(statement.value, scope), scope)
    return NOTHING


def _augmented(interpreter: Interpreter, statement: ast.AugAssign, scope: Scope) -> Outcome:
    target = statement.target
    loaded = ast.copy_location(_loaded(target), target)
    left = interpreter.evaluate(loaded, scope)
    right = interpreter.evaluate(statement.value, scope)
    if isinstance(left, list) and isinstance(statement.op, ast.Add):
        # In place: other names of the list see it.
        added = interpreter.items(right)
        interpreter.budget.make(len(left) + len(added))
        left += added
        return NOTHING
    value = binary_of(interpreter, statement, type(statement.op), left, right)
    assign(interpreter, target, value, scope)
    return NOTHING


def _loaded(target: ast.Name | ast.Attribute | ast.Subscript) -> ast.expr:
    if isinstance(target, ast.Name):
        return ast.Name(target.id, ast.Load())
    if isinstance(target, ast.Attribute):
        return ast.Attribute(target.value, target.attr, ast.Load())
    return ast.Subscript(target.value, target.slice, ast.Load())


def _return(interpreter: Interpreter, statement: ast.Return, scope: Scope) -> Outcome:
    value = None if statement.value is None else interpreter.evaluate(statement.value, scope)
    return Outcome("return", value)


def _if(interpreter: Interpreter, statement: ast.If, scope: Scope) -> Outcome:
    condition = interpreter.evaluate(statement.test, scope)
    if isinstance(condition, Unknown) and _only_refuses(statement.body):
        return interpreter.execute(statement.orelse, scope)
    holds = interpreter.truth(condition, statement.test)
    return interpreter.execute(statement.body if holds else statement.orelse, scope)


def _only_refuses(statements: Sequence[ast.stmt]) -> bool:
    """Return whether statements only print, or raise what the author checks."""
    return all(
        isinstance(statement, (ast.Raise, ast.Pass))
        or (isinstance(statement, ast.Expr) and _says_only(statement.value))
        for statement in statements
    )


def _for(interpreter: Interpreter, statement: ast.For | ast.AsyncFor, scope: Scope) -> Outcome:
    whole = interpreter.evaluate(statement.iter, scope)
    if isinstance(whole, Unknown):
        # What it runs over is not known: such as all weights, or pictures.
        if makes_something(statement, in_forward=interpreter.trace is not None):
            raise interpreter.not_read(statement.iter)
        return NOTHING
    # A range may be far longer than the loop goes on.
    for item in whole if isinstance(whole, range) else interpreter.items(whole):
        assign(interpreter, statement.target, item, scope)
        outcome = interpreter.execute(statement.body, scope)
        if outcome is _BREAK:
            return NOTHING
        if outcome.kind == "return":
            return outcome
    return interpreter.execute(statement.orelse, scope)


_ADDING: Final = frozenset({"append", "extend", "insert", "add_module", "setattr", "update"})


def makes_something(loop: ast.For | ast.AsyncFor, *, in_forward: bool) -> bool:
    """Return whether a loop makes parts of a network, or runs them: then it cannot be left out."""
    for part in ast.walk(loop):
        if isinstance(part, ast.Call):
            func = part.func
            name = func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")
            if name in _ADDING:
                return True
        elif isinstance(part, ast.Attribute) and isinstance(part.ctx, ast.Store):
            if isinstance(part.value, ast.Name) and part.value.id == "self":
                return True
        elif in_forward and isinstance(part, (ast.Assign, ast.AugAssign)):
            return True
    return False


def _while(interpreter: Interpreter, statement: ast.While, scope: Scope) -> Outcome:
    while interpreter.truth(interpreter.evaluate(statement.test, scope), statement.test):
        outcome = interpreter.execute(statement.body, scope)
        if outcome is _BREAK:
            return NOTHING
        if outcome.kind == "return":
            return outcome
    return interpreter.execute(statement.orelse, scope)


def _with(interpreter: Interpreter, statement: ast.With | ast.AsyncWith, scope: Scope) -> Outcome:
    for item in statement.items:
        if item.optional_vars is not None:
            assign(interpreter, item.optional_vars, Unknown(line=statement.lineno), scope)
    return interpreter.execute(statement.body, scope)


def _try(interpreter: Interpreter, statement: ast.Try, scope: Scope) -> Outcome:
    try:
        outcome = interpreter.execute(statement.body, scope)
    except DocumentError as error:
        if not statement.handlers or error.code not in _CAUGHT:
            raise
        handler = statement.handlers[-1]
        if handler.name:
            scope.bind(handler.name, Unknown(line=handler.lineno))
        outcome = interpreter.execute(handler.body, scope)
    else:
        if outcome is NOTHING:
            outcome = interpreter.execute(statement.orelse, scope)
    last = interpreter.execute(statement.finalbody, scope)
    return outcome if last is NOTHING else last


_CAUGHT: Final = frozenset({ErrorCode.CODE_RAISES, ErrorCode.CODE_FAILS})


def _raise(interpreter: Interpreter, statement: ast.Raise, scope: Scope) -> Outcome:  # noqa: ARG001 - as all
    raise interpreter.error(ErrorCode.CODE_RAISES, statement)


def _define_function(
    interpreter: Interpreter, statement: ast.FunctionDef | ast.AsyncFunctionDef, scope: Scope
) -> Outcome:
    scope.bind(statement.name, define_function(interpreter, statement, scope))
    return NOTHING


def _define_class(interpreter: Interpreter, statement: ast.ClassDef, scope: Scope) -> Outcome:
    scope.bind(statement.name, define_class(interpreter, statement, scope))
    return NOTHING


def _import(interpreter: Interpreter, statement: ast.Import, scope: Scope) -> Outcome:  # noqa: ARG001 - as all
    for alias in statement.names:
        first = alias.name.partition(".")[0]
        path = alias.name if alias.asname else first
        scope.bind(alias.asname or first, imported(path, statement.lineno))
    return NOTHING


def _import_from(interpreter: Interpreter, statement: ast.ImportFrom, scope: Scope) -> Outcome:
    for alias in statement.names:
        if alias.name == "*":
            continue
        path = f"{'.' * statement.level}{statement.module or ''}.{alias.name}"
        value = imported(path, statement.lineno, own=alias.name)
        name = alias.asname or alias.name
        if isinstance(value, Unknown) and alias.name in SHARED_CLASSES:
            value = shared_class(interpreter, alias.name, statement)
        # What another file holds may stand in this text, too: then that is meant.
        if not isinstance(value, Unknown) or scope.find(name) is MISSING:
            scope.bind(name, value)
    return NOTHING


def _borrow(
    interpreter: Interpreter, statement: ast.Global | ast.Nonlocal, scope: Scope
) -> Outcome:
    del interpreter
    for name in statement.names:
        scope.borrow(name, is_global=isinstance(statement, ast.Global))
    return NOTHING


def _delete(interpreter: Interpreter, statement: ast.Delete, scope: Scope) -> Outcome:
    for target in statement.targets:
        delete(interpreter, target, scope)
    return NOTHING


def _match(interpreter: Interpreter, statement: ast.Match, scope: Scope) -> Outcome:
    subject = interpreter.evaluate(statement.subject, scope)
    for case in statement.cases:
        if not matches(interpreter, case.pattern, subject, scope):
            continue
        guard = case.guard
        if guard is None or interpreter.truth(interpreter.evaluate(guard, scope), guard):
            return interpreter.execute(case.body, scope)
    return NOTHING


def _pass(interpreter: Interpreter, statement: ast.stmt, scope: Scope) -> Outcome:  # noqa: ARG001 - as all
    return NOTHING


def _leave(interpreter: Interpreter, statement: ast.stmt, scope: Scope) -> Outcome:  # noqa: ARG001 - as all
    return _BREAK if isinstance(statement, ast.Break) else _CONTINUE


STATEMENTS: Final[dict[type[ast.stmt], Callable[..., Outcome]]] = {
    ast.Expr: _expression,
    ast.Assign: _assign,
    ast.AnnAssign: _annotated,
    ast.AugAssign: _augmented,
    ast.Return: _return,
    ast.If: _if,
    ast.For: _for,
    ast.AsyncFor: _for,
    ast.While: _while,
    ast.With: _with,
    ast.AsyncWith: _with,
    ast.Try: _try,
    ast.Raise: _raise,
    ast.FunctionDef: _define_function,
    ast.AsyncFunctionDef: _define_function,
    ast.ClassDef: _define_class,
    ast.Import: _import,
    ast.ImportFrom: _import_from,
    ast.Global: _borrow,
    ast.Nonlocal: _borrow,
    ast.Delete: _delete,
    ast.Match: _match,
    ast.Pass: _pass,
    ast.Assert: _pass,
    ast.Break: _leave,
    ast.Continue: _leave,
}
