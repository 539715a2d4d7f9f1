"""What the expressions of a program come to."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from convviz.core.code.program.assigning import assign
from convviz.core.code.program.calling import call
from convviz.core.code.program.comprehensions import comprehension, yielded, yielded_from
from convviz.core.code.program.functions import define_lambda
from convviz.core.code.program.libraries import known_without_import
from convviz.core.code.program.limits import LONGEST_TEXT, TooLargeError
from convviz.core.code.program.members import member
from convviz.core.code.program.operators import (
    UNARY,
    binary,
    bounded_number,
    check_key,
    compare,
)
from convviz.core.code.program.scopes import MISSING, Scope
from convviz.core.code.program.tensors import combine, part_of
from convviz.core.code.program.values import (
    BatchSize,
    CallArguments,
    Module,
    Tensor,
    Unknown,
    Value,
)
from convviz.core.errors import ErrorCode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convviz.core.code.program.interpreter import Interpreter

_PLAIN: Final = (type(None), bool, int, float, str)
_LONGEST_WIDTH: Final = 3


def _constant(interpreter: Interpreter, node: ast.Constant, scope: Scope) -> Value:  # noqa: ARG001 - as all
    value = node.value
    if isinstance(value, int):
        return bounded_number(value)
    return value if isinstance(value, _PLAIN) else Unknown(line=node.lineno)


def _name(interpreter: Interpreter, node: ast.Name, scope: Scope) -> Value:
    value = scope.find(node.id)
    if isinstance(value, Unknown) and value.is_answer:
        answer = interpreter.look_up(node.id)
        return value if answer is MISSING else answer
    if value is MISSING:
        value = interpreter.look_up(node.id)
    if value is MISSING:
        value = known_without_import(node.id)
    if value is MISSING:
        return Unknown(node.id, node.lineno, is_answer=True)
    return value


def _attribute(interpreter: Interpreter, node: ast.Attribute, scope: Scope) -> Value:
    return member(interpreter, interpreter.evaluate(node.value, scope), node.attr, node)


def _elements(interpreter: Interpreter, nodes: Sequence[ast.expr], scope: Scope) -> list[Value]:
    values: list[Value] = []
    for node in nodes:
        if isinstance(node, ast.Starred):
            whole = interpreter.evaluate(node.value, scope)
            values += [whole] if isinstance(whole, Unknown) else interpreter.items(whole)
        else:
            values.append(interpreter.evaluate(node, scope))
    interpreter.budget.make(len(values))
    return values


def _tuple(interpreter: Interpreter, node: ast.Tuple, scope: Scope) -> Value:
    return tuple(_elements(interpreter, node.elts, scope))


def _list(interpreter: Interpreter, node: ast.List, scope: Scope) -> Value:
    return _elements(interpreter, node.elts, scope)


def _set(interpreter: Interpreter, node: ast.Set, scope: Scope) -> Value:
    values = _elements(interpreter, node.elts, scope)
    for value in values:
        check_key(value, interpreter.budget)
    return set(values)


def _dict(interpreter: Interpreter, node: ast.Dict, scope: Scope) -> Value:
    made: dict[Value, Value] = {}
    for key_node, value_node in zip(node.keys, node.values, strict=True):
        value = interpreter.evaluate(value_node, scope)
        if key_node is None:
            if isinstance(value, dict):
                made |= value
        else:
            key = interpreter.evaluate(key_node, scope)
            check_key(key, interpreter.budget)
            made[key] = value
        interpreter.budget.make(len(made))
    return made


def _unary(interpreter: Interpreter, node: ast.UnaryOp, scope: Scope) -> Value:
    value = interpreter.evaluate(node.operand, scope)
    if isinstance(node.op, ast.Not):
        if isinstance(value, Unknown):
            return value
        return not interpreter.truth(value, node.operand)
    if isinstance(value, (Unknown, BatchSize)):
        return Unknown(line=node.lineno)
    if isinstance(value, Tensor):
        interpreter.tell(ErrorCode.CODE_OPERATION_LEFT_OUT, node)
        return value
    if not isinstance(value, (int, float)):
        raise TypeError
    return UNARY[type(node.op)](value)


def _binary(interpreter: Interpreter, node: ast.BinOp, scope: Scope) -> Value:
    left = interpreter.evaluate(node.left, scope)
    right = interpreter.evaluate(node.right, scope)
    return binary_of(interpreter, node, type(node.op), left, right)


def binary_of(
    interpreter: Interpreter, node: ast.AST, op: type[ast.operator], left: Value, right: Value
) -> Value:
    """Return what an operator makes of two values, one of which may be a result of layers."""
    if isinstance(left, Tensor) or isinstance(right, Tensor):
        return combine(interpreter, node, op, left, right)
    return binary(op, left, right, interpreter.budget)


def _boolean(interpreter: Interpreter, node: ast.BoolOp, scope: Scope) -> Value:
    is_and = isinstance(node.op, ast.And)
    unknown: Unknown | None = None
    value: Value = None
    for part in node.values:
        value = interpreter.evaluate(part, scope)
        if isinstance(value, Unknown):
            unknown = value
        elif interpreter.truth(value, part) != is_and:
            return value
    return value if unknown is None else unknown


def _compare(interpreter: Interpreter, node: ast.Compare, scope: Scope) -> Value:
    left = interpreter.evaluate(node.left, scope)
    for op, part in zip(node.ops, node.comparators, strict=True):
        right = interpreter.evaluate(part, scope)
        is_identity = isinstance(op, (ast.Is, ast.IsNot))
        is_unknown = isinstance(left, _SYMBOLS) or isinstance(right, _SYMBOLS)
        if is_unknown and not (is_identity and _is_known_to_be(left, right)):
            return Unknown(line=node.lineno)
        if not compare(op, left, right, interpreter.budget):
            return False
        left = right
    return True


_SYMBOLS: Final = (Unknown, BatchSize, Tensor)


def _is_known_to_be(left: Value, right: Value) -> bool:
    """Return whether it is known if two values are one: a result of layers is never None."""
    return any(isinstance(one, Tensor) for one in (left, right)) and None in (left, right)


def _conditional(interpreter: Interpreter, node: ast.IfExp, scope: Scope) -> Value:
    holds = interpreter.truth(interpreter.evaluate(node.test, scope), node.test)
    return interpreter.evaluate(node.body if holds else node.orelse, scope)


def _call(interpreter: Interpreter, node: ast.Call, scope: Scope) -> Value:
    function = interpreter.evaluate(node.func, scope)
    given = CallArguments(node, scope=scope)
    for argument in node.args:
        if isinstance(argument, ast.Starred):
            whole = interpreter.evaluate(argument.value, scope)
            values = [whole] if isinstance(whole, Unknown) else interpreter.items(whole)
        else:
            values = [interpreter.evaluate(argument, scope)]
        for value in values:
            given.nodes[len(given.positional)] = argument
            given.positional.append(value)
    for keyword in node.keywords:
        value = interpreter.evaluate(keyword.value, scope)
        if keyword.arg is not None:
            given.named[keyword.arg] = value
            given.nodes[keyword.arg] = keyword.value
        elif isinstance(value, dict):
            interpreter.budget.make(len(value))
            for key, part in value.items():
                given.named[str(key)] = part
                given.nodes[str(key)] = keyword.value
    return call(interpreter, function, given)


def _subscript(interpreter: Interpreter, node: ast.Subscript, scope: Scope) -> Value:
    whole = interpreter.evaluate(node.value, scope)
    if isinstance(whole, Unknown) or not isinstance(whole, _INDEXED):
        return Unknown(line=node.lineno)
    index = _index(interpreter, node.slice, scope)
    if isinstance(whole, Tensor):
        return part_of(interpreter, node, whole, index)
    if isinstance(index, (Unknown, BatchSize)):
        return Unknown(line=node.lineno)
    if isinstance(whole, Module):
        return _module_part(interpreter, whole, index)
    if isinstance(whole, dict):
        check_key(index, interpreter.budget)
    elif isinstance(index, slice):
        interpreter.budget.make(0 if isinstance(whole, (str, range)) else len(whole))
    return whole[index]


_INDEXED: Final = (list, tuple, str, range, dict, Module, Tensor)


def _index(interpreter: Interpreter, node: ast.expr, scope: Scope) -> Value:
    if not isinstance(node, ast.Slice):
        return interpreter.evaluate(node, scope)
    ends = [
        None if end is None else interpreter.evaluate(end, scope)
        for end in (node.lower, node.upper, node.step)
    ]
    return Unknown() if any(isinstance(end, Unknown) for end in ends) else slice(*ends)


def _module_part(interpreter: Interpreter, whole: Module, index: Value) -> Value:
    if whole.container == "ModuleDict" or isinstance(index, str):
        return whole.parts[index]
    parts = list(whole.parts.values())
    if not isinstance(index, slice):
        return parts[index]
    interpreter.budget.make(len(parts))
    chosen = parts[index]
    names = [str(number) for number in range(len(chosen))]
    return Module(
        whole.kind,
        whole.node,
        parts=dict(zip(names, chosen, strict=True)),
        container=whole.container,
    )


def _slice(interpreter: Interpreter, node: ast.Slice, scope: Scope) -> Value:
    return _index(interpreter, node, scope)


def _lambda(interpreter: Interpreter, node: ast.Lambda, scope: Scope) -> Value:
    return define_lambda(interpreter, node, scope)


def _walrus(interpreter: Interpreter, node: ast.NamedExpr, scope: Scope) -> Value:
    value = interpreter.evaluate(node.value, scope)
    assign(interpreter, node.target, value, scope)
    return value


def _joined_text(interpreter: Interpreter, node: ast.JoinedStr, scope: Scope) -> Value:
    parts: list[str] = []
    for part in node.values:
        if isinstance(part, ast.Constant):
            parts.append(str(part.value))
            continue
        value = interpreter.evaluate(part, scope)
        if isinstance(value, Unknown):
            return Unknown(line=node.lineno)
        parts.append(value)
        if sum(map(len, parts)) > LONGEST_TEXT:
            raise TooLargeError
    return "".join(parts)


def _formatted(interpreter: Interpreter, node: ast.FormattedValue, scope: Scope) -> Value:
    value = interpreter.evaluate(node.value, scope)
    how = "" if node.format_spec is None else interpreter.evaluate(node.format_spec, scope)
    if not isinstance(value, _PLAIN) or not isinstance(how, str):
        return Unknown(line=node.lineno)
    return format_plain(value, how)


def format_plain(value: Value, how: str) -> str:
    """Return a plain value as text, as a format says, whose widths are small.

    Raises:
        TooLargeError: a width is not.
        ValueError: Python refuses the format.
    """
    digits = "".join(char if char.isdigit() else " " for char in how).split()
    if any(len(number) > _LONGEST_WIDTH for number in digits):
        raise TooLargeError
    return format(value, how) if how else str(value)


def _starred(interpreter: Interpreter, node: ast.Starred, scope: Scope) -> Value:
    return interpreter.evaluate(node.value, scope)


def _await(interpreter: Interpreter, node: ast.Await, scope: Scope) -> Value:  # noqa: ARG001 - as all
    return Unknown(line=node.lineno)


EXPRESSIONS: Final[dict[type[ast.expr], Callable[..., Value]]] = {
    ast.Constant: _constant,
    ast.Name: _name,
    ast.Attribute: _attribute,
    ast.Tuple: _tuple,
    ast.List: _list,
    ast.Set: _set,
    ast.Dict: _dict,
    ast.UnaryOp: _unary,
    ast.BinOp: _binary,
    ast.BoolOp: _boolean,
    ast.Compare: _compare,
    ast.IfExp: _conditional,
    ast.Call: _call,
    ast.Subscript: _subscript,
    ast.Slice: _slice,
    ast.Lambda: _lambda,
    ast.NamedExpr: _walrus,
    ast.JoinedStr: _joined_text,
    ast.FormattedValue: _formatted,
    ast.ListComp: comprehension,
    ast.SetComp: comprehension,
    ast.GeneratorExp: comprehension,
    ast.DictComp: comprehension,
    ast.Yield: yielded,
    ast.YieldFrom: yielded_from,
    ast.Starred: _starred,
    ast.Await: _await,
}
