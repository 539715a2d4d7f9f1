"""Patterns of a match statement."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from convviz.core.code.program.operators import same
from convviz.core.code.program.values import Unknown, Value

if TYPE_CHECKING:
    from convviz.core.code.program.interpreter import Interpreter
    from convviz.core.code.program.scopes import Scope


def matches(  # noqa: PLR0911 - one return a sort of pattern
    interpreter: Interpreter, pattern: ast.pattern, subject: Value, scope: Scope
) -> bool:
    """Return whether a pattern fits a value, and bind the names in it.

    Raises:
        DocumentError: CODE_NOT_READ: a pattern of a class or of a mapping.
    """
    interpreter.budget.spend()
    match pattern:
        case ast.MatchValue(value=value):
            wanted = interpreter.evaluate(value, scope)
            return not isinstance(subject, Unknown) and same(subject, wanted, interpreter.budget)
        case ast.MatchSingleton(value=single):
            return subject is single
        case ast.MatchOr(patterns=patterns):
            return any(matches(interpreter, one, subject, scope) for one in patterns)
        case ast.MatchAs(pattern=inner, name=name):
            if inner is not None and not matches(interpreter, inner, subject, scope):
                return False
            if name is not None:
                scope.bind(name, subject)
            return True
        case ast.MatchSequence(patterns=patterns):
            if not isinstance(subject, (list, tuple)) or len(subject) != len(patterns):
                return False
            pairs = zip(patterns, subject, strict=True)
            return all(matches(interpreter, inner, part, scope) for inner, part in pairs)
        case _:
            raise interpreter.not_read(pattern)
