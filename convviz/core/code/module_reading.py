"""An nn.Module as our own code writes it: parts in order, each of them run once, in that order."""

from __future__ import annotations

import ast
from typing import Final, NamedTuple

from convviz.core.code.block_reading import without_words
from convviz.core.errors import DocumentError
from convviz.core.network.tree_limits import check_name

_KNOWN: Final = frozenset({"nn", "Residual", "Concat", "OrderedDict", "collections"})
"""What a part is made of. Another name could mean something else once the module is made."""


class ModulePart(NamedTuple):
    """One part of a module.

    Attributes:
        name: Its attribute.
        call: What makes it.
        runs: Whether the module runs it.
    """

    name: str
    call: ast.Call
    runs: bool = True


def module_parts(
    definition: ast.ClassDef, disabled: frozenset[int] = frozenset()
) -> tuple[ModulePart, ...]:
    """Return the parts of a class that is as our own code writes one; nothing of any other.

    Its name, docstrings and annotations may be others.

    Args:
        definition: The class.
        disabled: The lines, from 1, on which calls of disabled parts begin.
    """
    init = next((part for part in definition.body if isinstance(part, ast.FunctionDef)), None)
    if init is None:
        return ()
    parts: list[ModulePart] = []
    for statement in init.body:
        match statement:
            case ast.Assign(
                targets=[ast.Attribute(value=ast.Name(id="self"), attr=name)],
                value=ast.Call() as call,
            ):
                parts.append(ModulePart(name, call, call.lineno not in disabled))
            case _:
                pass
    is_ours = _can_be_called(parts) and without_words(definition) == _written(definition, parts)
    return tuple(parts) if is_ours else ()


def _can_be_called(parts: list[ModulePart]) -> bool:
    names = [part.name for part in parts]
    if not names or len(set(names)) != len(names):
        return False
    try:
        for name in names:
            check_name(name, ())
    except DocumentError:
        return False
    used = {
        found.id for part in parts for found in ast.walk(part.call) if isinstance(found, ast.Name)
    }
    return used <= _KNOWN


def _written(definition: ast.ClassDef, parts: list[ModulePart]) -> str:
    """Return what our own code of these parts is, to be compared."""
    lines = [
        f"class {definition.name}(nn.Module):",
        "    def __init__(self):",
        "        super().__init__()",
        *(f"        self.{part.name} = {ast.unparse(part.call)}" for part in parts),
        "    def forward(self, x):",
        *(f"        x = self.{part.name}(x)" for part in parts if part.runs),
        "        return x",
    ]
    return without_words(ast.parse("\n".join(lines)).body[0])
