"""What stands beside the layers in a file of PyTorch code, and changes none of them."""

from __future__ import annotations

import ast
from collections.abc import Container
from typing import Final

from convviz.core.code.text import called_name, dotted_name
from convviz.core.layers.base import layer_types
from convviz.core.torch_classes import Absence, torch_classes

_KEEPING: Final = frozenset(
    {
        *("to", "cpu", "cuda", "train", "eval", "requires_grad_", "share_memory", "compile"),
        *("float", "double", "half", "bfloat16", "zero_grad"),
    }
)
"""Methods of a module that change no layer of it."""

_ADDING: Final = frozenset({"append", "extend", "insert", "add_module", "register_module", "pop"})

_PASSED_OVER: Final = (
    *(ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef),
    *(ast.For, ast.While, ast.If, ast.With, ast.Try, ast.Assert),
)
DEFINITIONS: Final = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
_LOSS: Final = Absence.LOSS


def unwrapped(node: ast.expr) -> ast.expr:
    """Return the network in `network.to(device).eval()` or `torch.compile(network)`."""
    while isinstance(node, ast.Call):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id="torch"), attr="compile"), args=[
                inner, *_
            ]):  # fmt: skip
                node = inner
            case ast.Call(func=ast.Attribute(value=inner, attr=name)) if (
                name in _KEEPING and called_name(node.func) is None
            ):
                node = inner
            case _:
                break
    return node


def is_beside(node: ast.expr, constants: Container[str], networks: Container[str]) -> bool:
    """Return whether an assigned value is no part of a network.

    Such as `torch.device("cuda" if torch.cuda.is_available() else "cpu")`, an optimiser, a loss, or
    what a network gives for some input.

    Args:
        node: The value.
        constants: Names of numbers, and of what was found to be beside.
        networks: Names of networks; one that is called gives its output.
    """
    if isinstance(node, ast.Call) and torch_classes().get(called_name(node.func) or "") == _LOSS:
        return True
    parts = list(ast.walk(node))
    named = {part.id for part in parts if isinstance(part, ast.Name)}
    of_nn = any(isinstance(part, ast.Attribute) and part.attr == "nn" for part in parts)
    if not named or of_nn or any(map(_adds, parts)):
        return False
    calls_network = isinstance(node, ast.Call) and node is unwrapped(node)
    known = {name for name in named if name == "torch" or name in constants}
    return named == known or (
        calls_network and all(unknown in networks for unknown in named - known)
    )


def says_only(node: ast.expr, networks: Container[str]) -> bool:
    """Return whether a line of its own changes nothing: `print(model)`, `model.eval()`."""
    if not isinstance(node, ast.Call):
        return False
    path = dotted_name(unwrapped(node))
    moves = node is not unwrapped(node) and ".".join(path) in networks
    return moves or dotted_name(node.func) in {("print",), ("torch", "manual_seed")}


def is_passed_over(statement: ast.stmt) -> bool:
    """Return whether a statement can be left out of the reading, if that is told.

    A definition can; a loop or a condition only where no layer is made or added in it.
    """
    if isinstance(statement, DEFINITIONS):
        return True
    return isinstance(statement, _PASSED_OVER) and not any(
        _adds(part) or _makes(part) for part in ast.walk(statement)
    )


def _adds(part: ast.AST) -> bool:
    return (
        isinstance(part, ast.Call)
        and isinstance(part.func, ast.Attribute)
        and part.func.attr in _ADDING
    )


def _makes(part: ast.AST) -> bool:
    name = called_name(part.func) if isinstance(part, ast.Call) else None
    return name == "Sequential" or name in layer_types()
