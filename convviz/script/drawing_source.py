"""Code that draws or reads pictures, taken out of convviz's own modules for scripts without them.

It is copied from the very text that runs here, so that a script sees the same pictures whatever
becomes of that code.
"""

from __future__ import annotations

import ast
import builtins
import functools
import inspect
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from convviz.values import fitted_pictures, shape_outlines, shapes10

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import ModuleType

DRAWING = (shape_outlines, shapes10)
"""How Shapes-10 is drawn. Each module needs only what stands before it."""
FITTING = (fitted_pictures,)
"""How a picture's file becomes a square of pixels."""
_NOTE = re.compile(r"  # noqa:.*")


@dataclass(frozen=True, slots=True)
class DrawingSource:
    """Python code, and what it imports beside numpy as `np`.

    Attributes:
        text: The statements, without imports.
        imports: Lines such as `from dataclasses import dataclass`.
    """

    text: str
    imports: tuple[str, ...]


@functools.cache
def drawing_source(*wanted: str, modules: tuple[ModuleType, ...] = DRAWING) -> DrawingSource:
    """Return the statements that some names of the drawing need, in their order.

    What is not needed is left out: imports, types, and functions for other uses.

    Args:
        wanted: Names of functions or constants, such as `draw_split`.
        modules: Where they stand.
    """
    texts = [_NOTE.sub("", inspect.getsource(module)) for module in modules]
    statements = [
        (_untyped(text, node), _bound_names(node), _names_used(node))
        for text in texts
        for node in ast.parse(text).body
        if not isinstance(node, (ast.Import, ast.ImportFrom, ast.Expr))
    ]
    needed, before = set(wanted), set[str]()
    while needed != before:
        before = set(needed)
        needed.update(*(used for _, bound, used in statements if bound & before))
    imports = [line for name, line in _imports(texts) if name in needed and name != "np"]
    kept = [text for text, bound, _ in statements if bound & needed]
    return DrawingSource(_joined(kept), tuple(dict.fromkeys(imports)))


def _imports(texts: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield each name that some modules import from elsewhere than convviz, and the line."""
    for text in texts:
        for node in ast.parse(text).body:
            if isinstance(node, ast.Import):
                yield from ((name.asname or name.name, ast.unparse(node)) for name in node.names)
            elif isinstance(node, ast.ImportFrom) and not str(node.module).startswith("convviz"):
                yield from (
                    (name.asname or name.name, f"from {node.module} import {name.name}")
                    for name in node.names
                )


def _joined(statements: Iterable[str]) -> str:
    """Return statements with the blank lines between them that PEP 8 asks for."""
    text = ""
    before = ""
    for statement in statements:
        is_block = any(part.startswith(("def ", "class ", "@")) for part in (statement, before))
        text += ("\n\n\n" if is_block else "\n") if before else ""
        text += statement
        before = statement
    return text


def _bound_names(node: ast.stmt) -> set[str]:
    """Return the names that a statement of a module gives a meaning."""
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        return {node.name}
    return {
        part.id
        for part in ast.walk(node)
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)
    }


def _names_used(node: ast.stmt) -> set[str]:
    """Return the names that a statement needs to run: those of its types are none of them."""
    types = {id(part) for typed in _annotations(node) for part in ast.walk(typed)}
    return {
        part.id
        for part in ast.walk(node)
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Load) and id(part) not in types
    }


def _annotations(node: ast.AST) -> Iterator[ast.expr]:
    """Yield every type that stands in a statement."""
    for part in ast.walk(node):
        for field in ("annotation", "returns"):
            typed = getattr(part, field, None)
            if typed is not None:
                yield typed


def _is_plain(typed: ast.expr) -> bool:
    """Return whether a type needs no import."""
    return all(hasattr(builtins, n.id) for n in ast.walk(typed) if isinstance(n, ast.Name))


def _untyped(module: str, node: ast.stmt) -> str:
    """Return a statement's text without its types, which name what a script does not have.

    A field without a value needs one: it keeps a plain type, and any other becomes an array's.

    Args:
        module: The text of its module.
        node: The statement.
    """
    lines = module.encode().splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    text = module.encode()

    def place(line: int | None, column: int | None) -> int:
        return starts[(line or 1) - 1] + (column or 0)

    cuts: list[tuple[int, int, bytes]] = []
    for part in ast.walk(node):
        match part:
            case ast.arg(annotation=ast.expr() as typed):
                named = place(part.lineno, part.col_offset) + len(part.arg.encode())
                cuts.append((named, place(typed.end_lineno, typed.end_col_offset), b""))
            case ast.FunctionDef(returns=ast.expr() as typed):
                arrow = text.rindex(b"->", 0, place(typed.lineno, typed.col_offset))
                start = len(text[:arrow].rstrip())
                cuts.append((start, place(typed.end_lineno, typed.end_col_offset), b""))
            case ast.AnnAssign(annotation=typed, value=ast.expr()):
                named = place(part.target.end_lineno, part.target.end_col_offset)
                cuts.append((named, place(typed.end_lineno, typed.end_col_offset), b""))
            case ast.AnnAssign(annotation=typed, value=None) if not _is_plain(typed):
                named = place(typed.lineno, typed.col_offset)
                end = place(typed.end_lineno, typed.end_col_offset)
                cuts.append((named, end, b"np.ndarray"))
            case _:
                pass
    first = min([node, *getattr(node, "decorator_list", [])], key=lambda part: part.lineno)
    start = place(first.lineno, 0)
    kept, end = b"", place(node.end_lineno, node.end_col_offset)
    for cut_start, cut_end, instead in sorted(cuts):
        kept += text[start:cut_start] + instead
        start = cut_end
    return (kept + text[start:end]).decode()
