"""The code that draws Shapes-10, taken out of convviz's own modules for a script that lacks them.

It is copied from the very text that runs here, so that a script draws the same pictures whatever
becomes of the drawing.
"""

from __future__ import annotations

import ast
import inspect
from typing import TYPE_CHECKING

from convviz.values import shape_outlines, shapes10

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_MODULES = (shape_outlines, shapes10)
"""Each needs only what stands before it."""


def drawing_source(*wanted: str) -> str:
    """Return the statements that some names of the drawing need, in their order.

    What is not needed is left out: imports, types, and functions for other uses.

    Args:
        wanted: Names of functions or constants, such as `draw_split`.

    Returns:
        Python code without imports. It needs numpy as `np`.
    """
    texts = [inspect.getsource(module) for module in _MODULES]
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
    return _joined(text for text, bound, _ in statements if bound & needed)


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


def _untyped(module: str, node: ast.stmt) -> str:
    """Return a statement's text without its types, which name what a script does not have.

    A variable that is declared and not yet set keeps its type: without it, nothing would be left.

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

    cuts: list[tuple[int, int]] = []
    for part in ast.walk(node):
        match part:
            case ast.arg(annotation=ast.expr() as typed):
                named = place(part.lineno, part.col_offset) + len(part.arg.encode())
                cuts.append((named, place(typed.end_lineno, typed.end_col_offset)))
            case ast.FunctionDef(returns=ast.expr() as typed):
                arrow = text.rindex(b"->", 0, place(typed.lineno, typed.col_offset))
                start = len(text[:arrow].rstrip())
                cuts.append((start, place(typed.end_lineno, typed.end_col_offset)))
            case ast.AnnAssign(annotation=typed, value=ast.expr()):
                named = place(part.target.end_lineno, part.target.end_col_offset)
                cuts.append((named, place(typed.end_lineno, typed.end_col_offset)))
            case _:
                pass
    first = min([node, *getattr(node, "decorator_list", [])], key=lambda part: part.lineno)
    start = place(first.lineno, 0)
    kept, end = b"", place(node.end_lineno, node.end_col_offset)
    for cut_start, cut_end in sorted(cuts):
        kept += text[start:cut_start]
        start = cut_end
    return (kept + text[start:end]).decode()
