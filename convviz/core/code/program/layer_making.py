"""Calls of torch.nn's classes: layers, containers, and what is no layer here."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any, Final

from convviz.core.code.layer import read_layer
from convviz.core.code.program.guesses import guess_for
from convviz.core.code.program.values import (
    BatchSize,
    CallArguments,
    Module,
    TorchClass,
    Unknown,
    Value,
)
from convviz.core.errors import ErrorCode
from convviz.core.layers.adaptive import AdaptiveAvgPool2d
from convviz.core.layers.base import layer_types
from convviz.core.layers.shape import Flatten, Identity
from convviz.core.torch_classes import Absence, torch_classes

if TYPE_CHECKING:
    from convviz.core.code.program.interpreter import Interpreter
    from convviz.core.layers import Layer

_CONTAINERS: Final = frozenset({"Sequential", "ModuleList", "ModuleDict"})
_SAME_AS: Final = {
    "SyncBatchNorm": "BatchNorm2d",
    "Dropout2D": "Dropout2d",
    "UpsamplingNearest2D": "UpsamplingNearest2d",
}
"""Classes for which another one computes the same."""

_WRAPPING: Final = frozenset({"DataParallel", "DistributedDataParallel"})
_LONGEST: Final = 64


def make_module(interpreter: Interpreter, kind: TorchClass, given: CallArguments) -> Value:
    """Return the module that a call of one of torch's classes makes.

    Raises:
        DocumentError: CODE_* codes: the arguments are wrong, or there is no such class.
    """
    interpreter.budget.spend()
    name = kind.name
    if name in _WRAPPING and given.positional:
        return given.positional[0]
    standing = torch_classes().get(name)
    if standing == Absence.LOSS:
        return Unknown(f"nn.{name}", getattr(given.node, "lineno", 1))
    made = Module(kind, given.node)
    initialise(interpreter, made, kind, given)
    return made


def initialise(
    interpreter: Interpreter, made: Module, kind: TorchClass, given: CallArguments
) -> None:
    """Do what the constructor of one of torch's classes does.

    Raises:
        DocumentError: CODE_* codes.
    """
    name = _SAME_AS.get(kind.name, kind.name)
    if name in _CONTAINERS:
        made.container = name
        _fill(interpreter, made, given)
    elif name in layer_types():
        made.layer = layer_of(interpreter, name, given)
    elif name not in {"Module", "Container"}:
        if name not in torch_classes():
            read_layer(interpreter.source, _call_node(name, given), {}, [])
        made.absent = name


def _fill(interpreter: Interpreter, made: Module, given: CallArguments) -> None:
    """Put what a container is given into it."""
    values = given.positional
    if len(values) == 1 and isinstance(values[0], dict):
        for key, value in values[0].items():
            add_part(made, key, value)
        return
    if made.container == "ModuleDict":
        for pair in interpreter.items(values[0]) if values else []:
            key, value = interpreter.items(pair)
            add_part(made, str(key), value)
        return
    if made.container == "ModuleList":
        if values and isinstance(values[0], Unknown):
            raise interpreter.not_read(given.node)
        values = interpreter.items(values[0]) if values else []
    for value in values:
        add_part(made, str(len(made.parts)), value)
        interpreter.budget.spend()


def add_part(made: Module, key: Value, value: Value) -> None:
    """Put a module into a container; what is none, such as something unknown, becomes a stub.

    A name that is not known is the next number.

    Raises:
        TypeError: it is neither.
    """
    name = str(key) if isinstance(key, (str, int)) else str(len(made.parts))
    if isinstance(value, Module):
        made.parts[name] = value
    elif isinstance(value, Unknown) and (known := _known_elsewhere(value)) is not None:
        made.parts[name] = Module(TorchClass(known.type_name()), made.node, layer=known)
    elif isinstance(value, Unknown):
        stub = Module(TorchClass(value.name or "Unknown"), made.node, absent=value.name or "?")
        made.parts[name] = stub
    elif value is not None:
        raise TypeError


_ELSEWHERE: Final[dict[str, Layer]] = {
    "flatten": Flatten(),
    "flattenlayer": Flatten(),
    "globalavgpool2d": AdaptiveAvgPool2d(1),
    "globalavgpool": AdaptiveAvgPool2d(1),
    "droppath": Identity(),
    "stochasticdepth": Identity(),
}
"""Classes that many files import from helpers of theirs, in small letters."""


def _known_elsewhere(value: Unknown) -> Layer | None:
    return _ELSEWHERE.get(value.name.rpartition(".")[2].lower())


def layer_of(interpreter: Interpreter, name: str, given: CallArguments) -> Layer:
    """Return the layer that a call makes, with what is not known guessed.

    Raises:
        DocumentError: CODE_* codes.
    """
    names: dict[str, Any] = {}

    def stand_in(place: int | str, value: Value) -> ast.expr:
        written = given.nodes.get(place)
        where: ast.AST = given.node if written is None else written
        if isinstance(written, ast.Constant) and written.value == value:
            return written
        key = f"argument {place}"
        names[key] = _plain(interpreter, value, where, place)
        return ast.copy_location(ast.Name(key, ast.Load()), where)

    node = _call_node(name, given)
    node.args = [stand_in(place, value) for place, value in enumerate(given.positional)]
    node.keywords = [
        ast.copy_location(ast.keyword(key, stand_in(key, value)), given.nodes.get(key, node))
        for key, value in given.named.items()
        if key not in {"device", "dtype"}
    ]
    return read_layer(interpreter.source, node, names, interpreter.notices)


def _call_node(name: str, given: CallArguments) -> ast.Call:
    where = given.node
    function = ast.copy_location(ast.Name(name, ast.Load()), where)
    return ast.copy_location(ast.Call(function, [], []), where)


def _plain(interpreter: Interpreter, value: Value, node: ast.AST, place: int | str) -> Any:  # noqa: ANN401 - of any plain type
    """Return a value as a parameter of a layer takes it.

    Raises:
        DocumentError: CODE_MADE_ELSEWHERE, CODE_NOT_READ.
    """
    if isinstance(value, (list, tuple)):
        interpreter.budget.make(len(value))
        parts = [_plain(interpreter, part, node, place) for part in value[:_LONGEST]]
        return tuple(parts)
    if isinstance(value, Unknown):
        return guessed(interpreter, value, node)
    if isinstance(value, BatchSize) or not isinstance(value, (type(None), bool, int, float, str)):
        raise interpreter.not_read(node)
    return value


def guessed(interpreter: Interpreter, value: Unknown, node: ast.AST) -> Value:
    """Return a guess for a name that has no value.

    Raises:
        DocumentError: CODE_MADE_ELSEWHERE: nothing can be guessed; CODE_NOT_READ: it has no name.
    """
    own = value.name.rpartition(".")[2]
    if not own:
        raise interpreter.not_read(node)
    if own in interpreter.answers:
        return interpreter.answers[own]
    guess = None if value.is_given else guess_for(own)
    if guess is None:
        raise interpreter.error(ErrorCode.CODE_MADE_ELSEWHERE, node, name=value.name)
    interpreter.guesses[own] = (guess, value.line)
    return guess
