"""Code that computes what a class of torch does, read as that class: F.relu(x) as nn.ReLU().

A script that trains is read likewise: for the losses, optimisers and layers that it calls.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any, Final, TypeVar

from convviz.core.code.call import CallReader
from convviz.core.code.constants import (
    NotAConstantError,
    TooDeepError,
    TooManyPartsError,
    UnknownNameError,
    constant,
)
from convviz.core.code.layer import read_layer
from convviz.core.code.text import CodeText, dotted_name, line_of
from convviz.core.errors import DocumentError, ErrorCode
from convviz.core.layers.base import layer_types
from convviz.core.layers.parameters import LayerFamily
from convviz.core.shown_layers import opened_types
from convviz.core.torch_names import is_function_name, meant_class

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convviz.core.layers.base import Layer

NodeT = TypeVar("NodeT", bound=ast.AST)

_MOVES: Final = frozenset({"to", "cuda", "cpu", "float", "double", "half", "train", "eval"})
"""Methods of a module that return the module."""

_MODULES: Final = frozenset({"F", "functional", "nn", "torch", "optim", "Functional"})
_HOLDERS: Final = frozenset({"Sequential", "ModuleList"})
_TOO_MUCH: Final = (TooDeepError, TooManyPartsError)
_STEPS: Final = {
    "backward": ErrorCode.CODE_CALLS_BACKWARD,
    "step": ErrorCode.CODE_CALLS_STEP,
    "zero_grad": ErrorCode.CODE_CALLS_STEP,
}


def called_classes(text: str) -> tuple[Layer, ...]:
    """Return the layers, losses and optimisers that a text calls, itself or by their functions.

    Nothing is executed. Of several statements those that cannot be read are passed over.

    Args:
        text: Such as `loss = F.cross_entropy(out, y)`, or a loop that trains.

    Returns:
        In their order; none where the text calls nothing of the kind.

    Raises:
        DocumentError: CODE_* codes, with the line and column, from 1: a single statement cannot be
            read; CODE_CALLS_BACKWARD, CODE_CALLS_STEP: all that is called is a part of a loop.
    """
    code = CodeText(text)
    names = _constants(code)
    found: list[Layer] = []
    for node in _calls(code):
        try:
            found.append(_read(code, node, names))
        except DocumentError:
            if len(code.tree.body) == 1:
                raise
    if not found:
        _tell_of_steps(code)
    return tuple(found)


def _constants(code: CodeText) -> dict[str, Any]:
    """Return the names to which plain values are assigned, such as `learning_rate = 1e-3`."""
    names: dict[str, Any] = {}
    for statement in code.tree.body:
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            name = statement.targets[0].id
            try:
                names[name] = constant(statement.value, names)
            except (NotAConstantError, UnknownNameError, ArithmeticError, *_TOO_MUCH):
                names.pop(name, None)
    return names


def _calls(code: CodeText) -> Iterator[ast.Call]:
    """Yield the calls of classes that statements stand for, in their order."""
    values = (
        node.value
        for node in code.nodes
        if isinstance(node, (ast.Assign, ast.AnnAssign, ast.Expr, ast.Return)) and node.value
    )
    for value in sorted(values, key=line_of):
        yield from _classes_of(value)


def _classes_of(node: ast.expr) -> Iterator[ast.Call]:
    """Yield the class that an expression calls, or those inside a Sequential."""
    node = _module(node)
    if not isinstance(node, ast.Call):
        return
    *_, name = dotted_name(node.func) or ("",)
    if name in opened_types() or name in layer_types():
        yield node
    elif name in _HOLDERS:
        for inside in node.args:
            yield from _classes_of(inside)
    else:
        call = _of_function(node)
        if call is not None:
            yield call


def _module(node: ast.expr) -> ast.expr:
    """Return the module that is moved to a device, or called at once: nn.ReLU() of nn.ReLU()(x)."""
    while isinstance(node, ast.Call):
        match node.func:
            case ast.Attribute(attr=name, value=ast.Call() as moved) if name in _MOVES:
                node = moved
            case ast.Call() as called:
                node = called
            case _:
                break
    return node


def _of_function(node: ast.Call) -> ast.Call | None:
    """Return a function's call as that of the class that does the same; None for another."""
    match node.func:
        case ast.Attribute(attr=name, value=before):
            is_method = (dotted_name(before) or ("",))[-1] not in _MODULES
        case ast.Name(id=name):
            is_method = False
        case _:
            return None
    kind = opened_types().get(meant_class(name)) if is_function_name(name) else None
    if kind is None:
        return None
    positional = node.args if is_method else node.args[1:]
    if kind.family is LayerFamily.LOSS:
        given = {kind.input_name, *kind.takes}
        keywords = [keyword for keyword in node.keywords if keyword.arg not in given]
        call = ast.Call(ast.Name(kind.type_name()), positional[len(kind.takes) :], keywords)
        return _placed(call, node)
    return _of_layer(name.removesuffix("_"), kind, positional, node)


def _of_layer(
    name: str, kind: type[Layer], positional: list[ast.expr], node: ast.Call
) -> ast.Call | None:
    """Return the call of a layer; None of a function that is given weights: their sizes lack."""
    from convviz.core.code.program.functional import FUNCTIONS, OWN_NAMES  # few texts need it

    function = FUNCTIONS.get(name)
    if function is None:
        return None
    given = {
        **dict(zip(function.parameters, positional, strict=False)),
        **{keyword.arg or "": keyword.value for keyword in node.keywords},
    }
    if function.layer == "Flatten":
        given.setdefault("start_dim", ast.Constant(0))  # nn.Flatten begins behind the batch
    keywords = [
        _placed(ast.keyword(OWN_NAMES.get(parameter, parameter), value), value)
        for parameter, value in given.items()
        if parameter not in function.ignored | {"input"}
    ]
    return _placed(ast.Call(ast.Name(kind.type_name()), [], keywords), node)


def _placed(made: NodeT, node: ast.AST) -> NodeT:
    """Return a made node where another stands, so that errors say where."""
    return ast.fix_missing_locations(ast.copy_location(made, node))


def _read(code: CodeText, node: ast.Call, names: dict[str, Any]) -> Layer:
    *_, name = dotted_name(node.func) or ("",)
    if name in layer_types():
        return read_layer(code, node, names, [])
    return CallReader(code, node, opened_types()[name], names, []).read()


def _tell_of_steps(code: CodeText) -> None:
    """Refuse code that calls a part of a loop alone, and say where that is to be seen.

    Raises:
        DocumentError: CODE_CALLS_BACKWARD, CODE_CALLS_STEP.
    """
    for node in code.nodes:
        match node:
            case ast.Call(func=ast.Attribute(attr=name)) if name in _STEPS:
                raise code.error(_STEPS[name], node, found=code.quoted(node))
