"""The text of PyTorch code, parsed and never executed, and errors that say where in it."""

from __future__ import annotations

import ast
import re
import textwrap
import warnings

from convviz.core.code.pasted import printed_modules, without_prompts
from convviz.core.errors import DocumentError, ErrorCode, Fact

LONGEST_CODE = 1 << 18
"""Characters. Our own code of a network of a thousand layers, as an nn.Module, has half as many."""

DEEPEST_CODE = 1000
"""Expressions within each other. How many Python itself reads depends on its release."""

LONGEST_FOUND = 60
"""Characters of the offending code that an error repeats."""

_MOST_LINES = 40
"""Of an expression that an error repeats the beginning of."""

_LINE_END = re.compile(r"\r\n|\r|\n")

_BLOCKS = (
    *(ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef, ast.For, ast.While, ast.If, ast.With),
    *(ast.Try, ast.ListComp, ast.GeneratorExp, ast.Lambda),
)
"""Code that has to be run before it is known what it makes."""


class CodeText:
    """One text.

    Attributes:
        tree: Its syntax tree.
        nodes: All nodes of that.
    """

    def __init__(self, text: str, limit: int = LONGEST_CODE) -> None:
        """Parse a text.

        Args:
            text: The code.
            limit: So many characters are read.

        Raises:
            DocumentError: CODE_TOO_LONG, CODE_NOT_PYTHON, CODE_TOO_DEEP.
        """
        self._lines: list[str] | None = None
        self._text, self.tree, self.nodes = _tree(text, limit)

    def error(self, code: ErrorCode, node: ast.AST, **facts: Fact) -> DocumentError:
        """Return an error with the line and column of a node, from 1."""
        column: int = getattr(node, "col_offset", 0) + 1
        return DocumentError(code, **facts, line=line_of(node), column=column)

    def not_a_layer(self, node: ast.AST) -> DocumentError:
        """Return the error of code that is no layer."""
        if not isinstance(node, _BLOCKS):
            return self.error(ErrorCode.CODE_NOT_A_LAYER, node, found=self.quoted(node))
        quoted = shortened(self._segment(node, most_lines=1).strip().removesuffix(":"))
        return self.error(ErrorCode.CODE_WOULD_RUN, node, found=quoted)

    def quoted(self, node: ast.AST) -> str:
        """Return the beginning of the code that a node stands for."""
        return shortened(" ".join(self._segment(node, most_lines=_MOST_LINES).split()))

    def _segment(self, node: ast.AST, most_lines: int) -> str:
        """Return the first lines of the code that a node stands for.

        As ast.get_source_segment, which splits the whole text each time that it is asked.
        """
        if self._lines is None:
            self._lines = _LINE_END.split(self._text)
        first, last = getattr(node, "lineno", None), getattr(node, "end_lineno", None)
        if first is None or last is None:
            return ""
        lines = [line.encode() for line in self._lines[first - 1 : min(last, first + most_lines)]]
        if last - first < len(lines):
            lines[-1] = lines[-1][: getattr(node, "end_col_offset", None)]
        if lines:
            lines[0] = lines[0][getattr(node, "col_offset", 0) :]
        return b"\n".join(lines[:most_lines]).decode(errors="replace")


def shortened(text: str) -> str:
    """Return the beginning of a text that an error repeats."""
    return text if len(text) <= LONGEST_FOUND else f"{text[: LONGEST_FOUND - 1]}…"


def line_of(node: ast.AST) -> int:
    """Return the line of a node, from 1."""
    line: int = getattr(node, "lineno", 1)
    return line


def dotted_name(node: ast.AST) -> tuple[str, ...]:
    """Return the parts of `a.b.c`, or of a name alone; nothing of anything else."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return (node.id, *reversed(parts)) if isinstance(node, ast.Name) else ()


def called_name(func: ast.expr) -> str | None:
    """Return what is called: X of `X`, `nn.X`, `torch.nn.X`, `torch.nn.modules.conv.X`."""
    *path, name = dotted_name(func) or (None,)
    if path[:1] == ["torch"]:
        del path[0]
        if not path:
            return None
    is_of_layers = path in ([], ["nn"]) or path[:2] == ["nn", "modules"]
    return name if is_of_layers else None


def bound_name(target: ast.expr) -> str | None:
    """Return the name that an assignment or a use means: `net`, or `self.net`; None for others."""
    match target:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=ast.Name(id=owner), attr=name) if owner not in _MODULES:
            return f"{owner}.{name}"
        case _:
            return None


_MODULES = frozenset({"nn", "torch", "np", "numpy", "math"})


def _tree(text: str, limit: int) -> tuple[str, ast.Module, list[ast.AST]]:
    """Return a text as it was parsed, its syntax tree, and the nodes of that."""
    if len(text) > limit:
        raise DocumentError(ErrorCode.CODE_TOO_LONG, size=len(text), limit=limit)
    dedented = textwrap.dedent(without_prompts(text.removeprefix("\ufeff")))
    printed = printed_modules(dedented)
    if printed is not None and _is_python(printed) and not _is_python(dedented):
        dedented = printed
    try:
        return dedented, *_parse(dedented)
    except IndentationError:
        # Lines copied from inside a Sequential: no statement that is read needs indentation.
        dedented = "\n".join(line.lstrip() for line in dedented.split("\n"))
    except SyntaxError as error:
        raise _not_python(error) from None
    try:
        return dedented, *_parse(dedented)
    except SyntaxError as error:
        raise _not_python(error) from None


def _is_python(text: str) -> bool:
    try:
        _parse(text)
    except SyntaxError:
        return False
    return True


def _parse(text: str) -> tuple[ast.Module, list[ast.AST]]:
    """Return the syntax tree of a text, and its nodes.

    Raises:
        SyntaxError: it is no Python.
        DocumentError: CODE_TOO_DEEP, CODE_NOT_PYTHON.
    """
    try:
        with warnings.catch_warnings():
            # Python warns of odd escapes in texts; they are no error of the person's network.
            warnings.simplefilter("ignore")
            tree = ast.parse(text)
    except SyntaxError:
        raise
    except ValueError as error:
        # A null character, or half of a surrogate pair.
        raise _not_python(SyntaxError(str(error)[:LONGEST_FOUND])) from None
    except (RecursionError, MemoryError):
        raise DocumentError(ErrorCode.CODE_TOO_DEEP, line=1, column=1) from None
    nodes = _nodes(tree, DEEPEST_CODE)
    if not nodes:
        raise DocumentError(ErrorCode.CODE_TOO_DEEP, line=1, column=1)
    return tree, nodes


def _nodes(tree: ast.Module, limit: int) -> list[ast.AST]:
    """Return all nodes but those that only mark others; none where they stand too deep.

    As ast.walk, in half of its time, and without recursion.

    Args:
        tree: The syntax tree.
        limit: So many nodes may stand within each other.
    """
    level: list[ast.AST] = [tree]
    every: list[ast.AST] = [tree]
    for _ in range(limit):
        below: list[ast.AST] = []
        for node in level:
            for name in node._fields:
                value = getattr(node, name, None)
                if isinstance(value, list):
                    below += [part for part in value if isinstance(part, ast.AST)]
                elif isinstance(value, ast.AST) and value._fields:
                    below.append(value)
        if not below:
            return every
        every += below
        level = below
    return []


def _not_python(error: SyntaxError) -> DocumentError:
    return DocumentError(
        ErrorCode.CODE_NOT_PYTHON,
        detail=error.msg[:100],
        line=max(1, error.lineno or 1),
        column=max(1, error.offset or 1),
    )
