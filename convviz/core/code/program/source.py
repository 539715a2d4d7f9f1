"""The text of a program: a file of Python, or the cells of a notebook one after the other."""

from __future__ import annotations

import ast
import json
import re
from bisect import bisect_right
from typing import TYPE_CHECKING, Any, Final

from convviz.core.code.networks import CodeNotice
from convviz.core.code.program.found import ProgramKind
from convviz.core.code.text import CodeText
from convviz.core.errors import DocumentError, ErrorCode, Fact

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST_PROGRAM: Final = 2 << 20
"""Characters of a file, or of the code in a notebook."""

LONGEST_NOTEBOOK: Final = 64_000_000
"""Characters of a notebook, most of which are its pictures."""

_READ_MAGICS: Final = ("%%time", "%%timeit", "%%capture", "%%writefile")
"""Magics of a whole cell under which Python stands."""

_HELP: Final = re.compile(r"[\w.]+\?{1,2}")
"""A line that asks for help, such as `net?`."""

_MOST_NAMED: Final = 8


class ProgramSource(CodeText):
    """The code of a program.

    Attributes:
        notices: What to tell of cells that were passed over.
        cells: The first line of each cell in the joined text, from 1; nothing for a file.
    """

    def __init__(self, text: str, kind: ProgramKind | None = None) -> None:
        """Parse a text.

        Raises:
            DocumentError: CODE_TOO_LONG, CODE_NOT_PYTHON, CODE_TOO_DEEP, CODE_NOTEBOOK_MALFORMED.
        """
        self.notices: list[CodeNotice] = []
        self.cells: list[int] = []
        if kind is ProgramKind.NOTEBOOK or (kind is None and looks_like_notebook(text)):
            self._lines = None
            self.nodes = []
            self._text, self.tree = self._joined(_code_cells(text))
        else:
            super().__init__(text, LONGEST_PROGRAM)

    def error(self, code: ErrorCode, node: ast.AST, **facts: Fact) -> DocumentError:
        """Return an error with the place of a node: line, column, and cell of a notebook."""
        error = super().error(code, node, **facts)
        error.facts.update(self.place(error.facts))
        return error

    def place(self, facts: Mapping[str, Fact]) -> dict[str, Fact]:
        """Return facts in which a line of the joined text is a cell and a line in it."""
        line = facts.get("line")
        if not self.cells or not isinstance(line, int) or "cell" in facts:
            return dict(facts)
        number = max(bisect_right(self.cells, line), 1)
        return {**facts, "cell": number, "line": line - self.cells[number - 1] + 1}

    def _joined(self, cells: list[str]) -> tuple[str, ast.Module]:
        """Return the cells as one text, and what of them is Python."""
        statements: list[ast.stmt] = []
        lines: list[str] = []
        refused: list[int] = []
        for number, cell in enumerate(cells, start=1):
            self.cells.append(len(lines) + 1)
            code, part = _read_cell(cell)
            if part is None:
                refused.append(number)
            else:
                ast.increment_lineno(part.tree, len(lines))
                statements += part.tree.body
                self.nodes += part.nodes
            lines += code.split("\n")
        if refused:
            listed = ", ".join(map(str, refused[:_MOST_NAMED]))
            more = ", …" if len(refused) > _MOST_NAMED else ""
            code_of = ErrorCode.CODE_CELLS_PASSED_OVER
            self.notices.append(CodeNotice(code_of, {"cells": f"{listed}{more}"}))
        return "\n".join(lines), ast.Module(statements, [])


def looks_like_notebook(text: str) -> bool:
    """Return whether a text is JSON with cells."""
    begun = text[:2000].lstrip("\ufeff \t\r\n")
    return begun.startswith("{") and '"cell' in text


def _code_cells(text: str) -> list[str]:
    """Return the code of each cell of code.

    Raises:
        DocumentError: CODE_NOTEBOOK_MALFORMED, CODE_TOO_LONG.
    """
    if len(text) > LONGEST_NOTEBOOK:
        code, limit = ErrorCode.CODE_TOO_LONG, LONGEST_NOTEBOOK
        raise DocumentError(code, size=len(text), limit=limit)
    try:
        notebook = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        detail = "nested too deeply" if isinstance(error, RecursionError) else str(error)[:100]
        raise DocumentError(ErrorCode.CODE_NOTEBOOK_MALFORMED, detail=detail) from None
    cells = [_code(cell) for cell in _cells(notebook)]
    known = [cell for cell in cells if cell is not None]
    if not known:
        raise DocumentError(ErrorCode.CODE_NOTEBOOK_MALFORMED, detail="no cell of code")
    size = sum(map(len, known))
    if size > LONGEST_PROGRAM:
        raise DocumentError(ErrorCode.CODE_TOO_LONG, size=size, limit=LONGEST_PROGRAM)
    return known


def _cells(notebook: Any) -> list[Any]:  # noqa: ANN401 - any JSON
    """Return the cells; in the format before 4 they stand in worksheets."""
    if not isinstance(notebook, dict):
        return []
    cells = notebook.get("cells")
    if cells is None and isinstance(notebook.get("worksheets"), list):
        sheets = [sheet for sheet in notebook["worksheets"] if isinstance(sheet, dict)]
        cells = [cell for sheet in sheets for cell in sheet.get("cells", ())]
    return cells if isinstance(cells, list) else []


def _code(cell: Any) -> str | None:  # noqa: ANN401 - likewise
    if not isinstance(cell, dict) or cell.get("cell_type") != "code":
        return None
    source = cell.get("source", cell.get("input", ""))
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    return source if isinstance(source, str) else None


def _read_cell(cell: str) -> tuple[str, CodeText | None]:
    """Return a cell's code, and that parsed; None where it is no Python.

    Raises:
        DocumentError: CODE_TOO_LONG.
    """
    # As it is first: a line that begins with a per cent sign may end an expression.
    for code in (cell, _without_magics(cell)):
        try:
            return code, CodeText(code, LONGEST_PROGRAM)
        except DocumentError as error:
            if error.code is ErrorCode.CODE_TOO_LONG:
                raise
    return cell, None


def _without_magics(cell: str) -> str:
    """Return a cell in which lines for Jupyter or the shell are empty."""
    lines = cell.split("\n")
    first = next((line.strip() for line in lines if line.strip()), "")
    if first.startswith("%%") and not first.startswith(_READ_MAGICS):
        return "\n" * (len(lines) - 1)
    continued = False
    kept = []
    for line in lines:
        bare = line.strip()
        is_magic = (
            continued or bare.startswith(("%", "!", "?")) or _HELP.fullmatch(bare) is not None
        )
        continued = is_magic and bare.endswith("\\")
        kept.append(_emptied(line) if is_magic else line)
    return "\n".join(kept)


def _emptied(line: str) -> str:
    """Return a line without effect: a block may hold nothing else."""
    space = line[: len(line) - len(line.lstrip())]
    return f"{space}pass"
