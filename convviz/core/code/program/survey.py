"""The statements of a text outside of its functions: what they define and make."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from convviz.core.code.program.interpreter import Interpreter
from convviz.core.code.program.limits import (
    STEPS_A_STATEMENT,
    STEPS_TO_READ,
    Budget,
    OutOfStepsError,
)
from convviz.core.code.program.scopes import MISSING
from convviz.core.code.program.trying import making
from convviz.core.code.program.values import Unknown
from convviz.core.errors import DocumentError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from convviz.core.code.program.found import Arguments
    from convviz.core.code.program.source import ProgramSource

_STEPS_OF_A_LOOP: Final = 4_000
_SHORT: Final = (ast.For, ast.AsyncFor, ast.While, ast.With, ast.AsyncWith)
_BLOCKS: Final = (ast.If, ast.Try)
_DEFINING: Final = (ast.ClassDef, ast.FunctionDef, ast.Import, ast.ImportFrom)
_DEEPEST: Final = 12
"""Conditions inside each other, outside of functions."""


class Survey:
    """Works out the statements of a text; one that cannot be is passed over.

    Attributes:
        interpreter: Knows what the names of the text stand for.
        refused: Why statements were passed over.
    """

    def __init__(self, source: ProgramSource, answers: Arguments) -> None:
        self.interpreter = Interpreter(source, Budget(STEPS_TO_READ))
        self.interpreter.answers = answers
        self.refused: list[DocumentError] = []
        self._total = STEPS_TO_READ
        self._run(source.tree.body, 0)

    def _run(self, statements: Sequence[ast.stmt], depth: int) -> None:
        for statement in statements:
            if isinstance(statement, ast.If) and depth < _DEEPEST:
                self._run(self._branch(statement), depth + 1)
            elif isinstance(statement, ast.Try) and depth < _DEEPEST:
                for part in (statement.body, statement.orelse, statement.finalbody):
                    self._run(part, depth + 1)
            elif not _is_call_of_own(statement):
                self._one(statement)

    def _branch(self, statement: ast.If) -> Sequence[ast.stmt]:
        """Return what a condition runs; its body where that cannot be known."""
        interpreter = self.interpreter
        interpreter.budget = Budget(min(_STEPS_OF_A_LOOP, max(self._total, 0)))
        try:
            value = interpreter.evaluate(statement.test, interpreter.names)
        except (DocumentError, OutOfStepsError, RecursionError):
            value = Unknown()
        if isinstance(value, Unknown):
            return statement.body
        return statement.body if interpreter.truth(value, statement) else statement.orelse

    def _one(self, statement: ast.stmt) -> None:
        interpreter = self.interpreter
        most = _STEPS_OF_A_LOOP if isinstance(statement, _SHORT) else STEPS_A_STATEMENT
        is_definition = isinstance(statement, _DEFINING)
        if self._total <= 0 and not is_definition:
            return
        limit = min(most, max(self._total, 1))
        interpreter.budget = Budget(limit)
        if is_definition:
            limit = most
            interpreter.budget = Budget(most)
        try:
            with making(interpreter):
                interpreter.execute_one(statement, interpreter.names)
        except DocumentError as error:
            self.refused.append(error)
            self._forget(statement)
        except (OutOfStepsError, RecursionError):
            self._forget(statement)
        self._total -= limit - max(interpreter.budget.left, 0)

    def _forget(self, statement: ast.stmt) -> None:
        """Let names that a statement would have bound stand for something unknown."""
        for name in _bound(statement):
            if self.interpreter.names.find(name) is MISSING or isinstance(statement, ast.Assign):
                self.interpreter.names.bind(name, Unknown(name, statement.lineno))


def _is_call_of_own(statement: ast.stmt) -> bool:
    """Return whether a statement calls a function for what it does: `main()`, `print(model)`."""
    match statement:
        case ast.Expr(value=ast.Call(func=ast.Name())):
            return True
        case ast.Expr(value=ast.Await()):
            return True
        case _:
            return False


def _bound(statement: ast.stmt) -> Iterator[str]:
    for part in ast.walk(statement):
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store):
            yield part.id
