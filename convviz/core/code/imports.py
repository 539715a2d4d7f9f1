"""Imports of PyTorch code: what `tnn` of `from torch import nn as tnn` is called elsewhere."""

from __future__ import annotations

import ast
from typing import Final

_NUMPY: Final = "numpy"
_KNOWN: Final = frozenset({"torch", "math", "collections", _NUMPY})
"""Modules of which the reader of code knows names."""


def resolve_imports(tree: ast.Module) -> None:
    """Give what is imported under another name its own name, wherever it is used.

    Args:
        tree: A text's syntax tree. Changed in place; places in the text stay as they are.
    """
    renamed: dict[str, str] = {}
    for statement in tree.body:
        match statement:
            case ast.Import(names=aliases):
                plain = {alias.asname: alias.name for alias in aliases if alias.asname}
            case ast.ImportFrom(module=str() as module, names=aliases, level=0):
                plain = {alias.asname or alias.name: f"{module}.{alias.name}" for alias in aliases}
            case _:
                continue
        renamed |= {name: path for name, path in plain.items() if path.split(".")[0] in _KNOWN}
    expressions = {name: _expression(path) for name, path in renamed.items()}
    if any(name != ast.unparse(plain) for name, plain in expressions.items()):
        _replace(tree, expressions)


def _expression(path: str) -> ast.expr:
    """Return a dotted path as the reader knows it: `torch.nn.ReLU` becomes nn.ReLU."""
    first, *rest = path.split(".")
    if path.startswith("torch.nn.") or path == "torch.nn":
        first, rest = "nn", rest[1:]
    elif first == "collections":
        first, rest = (rest[0], rest[1:]) if rest else (first, rest)
    expression: ast.expr = ast.Name(first, ast.Load())
    for name in rest:
        expression = ast.Attribute(expression, name, ast.Load())
    return expression


def _replace(tree: ast.Module, expressions: dict[str, ast.expr]) -> None:
    """Replace names; without recursion, for the tree may be deep."""
    for node in list(ast.walk(tree)):
        for field, value in ast.iter_fields(node):
            if isinstance(value, list):
                value[:] = [_replaced(part, expressions) for part in value]
            else:
                setattr(node, field, _replaced(value, expressions))


def _replaced(node: object, expressions: dict[str, ast.expr]) -> object:
    if not isinstance(node, ast.Name) or not isinstance(node.ctx, ast.Load):
        return node
    plain = expressions.get(node.id)
    if plain is None:
        return node
    copied: ast.expr = ast.parse(ast.unparse(plain), mode="eval").body
    for part in ast.walk(copied):
        if isinstance(part, ast.expr):
            ast.copy_location(part, node)
    return copied
