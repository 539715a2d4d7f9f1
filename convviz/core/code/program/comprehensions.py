"""Comprehensions and generators, which are worked out at once."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import TYPE_CHECKING

from convviz.core.code.program.assigning import assign
from convviz.core.code.program.operators import check_key
from convviz.core.code.program.scopes import Scope
from convviz.core.code.program.values import Unknown, Value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convviz.core.code.program.interpreter import Interpreter


def comprehension(
    interpreter: Interpreter,
    node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp,
    scope: Scope,
) -> Value:
    """Return what a comprehension gives; of a generator a list."""
    inner = Scope(scope)
    made: list[Value] = []

    def take() -> None:
        if isinstance(node, ast.DictComp):
            key = interpreter.evaluate(node.key, inner)
            check_key(key, interpreter.budget)
            made.append((key, interpreter.evaluate(node.value, inner)))
        else:
            made.append(interpreter.evaluate(node.elt, inner))
        if len(made) % 64 == 0:
            interpreter.budget.make(len(made))

    if not _generate(interpreter, node.generators, inner, take):
        return Unknown(line=node.lineno)
    if isinstance(node, ast.DictComp):
        return dict(made)
    if isinstance(node, ast.SetComp):
        for value in made:
            check_key(value, interpreter.budget)
        return set(made)
    return made


def _generate(
    interpreter: Interpreter,
    generators: Sequence[ast.comprehension],
    scope: Scope,
    take: Callable[[], None],
) -> bool:
    """Run the loops of a comprehension; return False where it is not known what they run over."""
    if not generators:
        take()
        return True
    first, *rest = generators
    whole = interpreter.evaluate(first.iter, scope)
    if isinstance(whole, Unknown):
        return False
    for item in interpreter.items(whole):
        interpreter.budget.spend()
        assign(interpreter, first.target, item, scope)
        conditions = (
            interpreter.truth(interpreter.evaluate(test, scope), test) for test in first.ifs
        )
        if all(conditions) and not _generate(interpreter, rest, scope, take):
            return False
    return True


def yielded(interpreter: Interpreter, node: ast.Yield, scope: Scope) -> Value:
    """Add what a generator yields to what it gives in the end."""
    value = None if node.value is None else interpreter.evaluate(node.value, scope)
    _generator(scope).append(value)
    return None


def yielded_from(interpreter: Interpreter, node: ast.YieldFrom, scope: Scope) -> Value:
    """Likewise all that another generator gives."""
    values = interpreter.items(interpreter.evaluate(node.value, scope))
    _generator(scope).extend(values)
    return None


def _generator(scope: Scope) -> list[Value]:
    inner: Scope | None = scope
    while inner is not None and inner.yielded is None:
        inner = inner.outer
    if inner is None or inner.yielded is None:
        raise TypeError
    return inner.yielded
