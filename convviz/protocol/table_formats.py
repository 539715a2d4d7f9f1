"""A network's table as a text: aligned columns, Markdown, CSV, and LaTeX with booktabs."""

from __future__ import annotations

import csv
import io
import re
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from convviz.core.network.table import RowKind
from convviz.protocol.network_table import TEXT_COLUMNS, Column, Writing, cells, heading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from convviz.core.network.table import NetworkTable

    Headings = Callable[[Column], str]


class TableFormat(StrEnum):
    """How a table is written; its value is its name for ``convviz shape --format``."""

    TEXT = "text"
    MARKDOWN = "markdown"
    CSV = "csv"
    LATEX = "latex"


FORMAT_NAMES: Final = {
    TableFormat.TEXT: "Text",
    TableFormat.MARKDOWN: "Markdown",
    TableFormat.CSV: "CSV",
    TableFormat.LATEX: "LaTeX",
}
"""What they are called everywhere."""

DEFAULT_COLUMNS: Final = (
    *(Column.NUMBER, Column.LAYER, Column.OUTPUT, Column.PARAMS, Column.MULT_ADDS),
    *(Column.ACTIVATIONS, Column.FIELD, Column.JUMP),
)
"""What a reader looks for first; a line of it fits on a screen."""

_LATEX_SPECIAL: Final = {
    "\\": r"\textbackslash{}",
    **{char: rf"\{char}" for char in "&%$#_{}"},
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "—": "---",
    "×": r"$\times$",
    "≥": r"$\ge$",
}
_LATEX_FIRST: Final = "% Needs \\usepackage{booktabs}."
_STEP: Final = {
    TableFormat.TEXT: "  ",
    TableFormat.MARKDOWN: "&emsp;",
    TableFormat.CSV: "  ",
    TableFormat.LATEX: r"\quad ",
}
"""How far a row stands in, for each block that it is in."""


def write_table(
    table: NetworkTable,
    table_format: TableFormat,
    columns: Sequence[Column] = DEFAULT_COLUMNS,
    *,
    headings: Headings = heading,
    rows: Iterable[int] | None = None,
) -> str:
    """Return a network's table as a text that ends with a newline.

    Args:
        table: The table.
        table_format: How it is written.
        columns: Which columns, in their order. At least one.
        headings: Returns the heading of a column, translated or not.
        rows: Which rows of it, without the totals; None for all, with the totals.
    """
    writing = {
        TableFormat.CSV: Writing.PROGRAMS,
        TableFormat.LATEX: Writing.LATEX,
    }.get(table_format, Writing.PEOPLE)
    lines = _indented(table, cells(table, columns, writing), columns, table_format)
    chosen = range(len(lines)) if rows is None else rows
    body = [lines[row] for row in chosen]
    top = [headings(column) for column in columns]
    write = {
        TableFormat.TEXT: _text,
        TableFormat.MARKDOWN: _markdown,
        TableFormat.CSV: _csv,
        TableFormat.LATEX: _latex,
    }[table_format]
    return write(top, body, columns, has_totals=rows is None)


def _indented(
    table: NetworkTable,
    lines: list[list[str]],
    columns: Sequence[Column],
    table_format: TableFormat,
) -> list[list[str]]:
    """Return the rows with their layers as far in as they stand in blocks, and escaped."""
    done = []
    for row, line in zip((*table.rows, table.totals), lines, strict=True):
        is_code = row.kind in {RowKind.LAYER, RowKind.BLOCK}
        done.append(
            [
                _STEP[table_format] * row.depth * (column is Column.LAYER)
                + _escaped(text, column, table_format, is_code=is_code)
                for column, text in zip(columns, line, strict=True)
            ]
        )
    return done


def _escaped(text: str, column: Column, table_format: TableFormat, *, is_code: bool) -> str:
    """Return a cell in which nothing steers the format."""
    if column not in {Column.LAYER, Column.NAME} or not text:
        return text
    if table_format is TableFormat.MARKDOWN:
        return markdown_code(text) if is_code else text
    if table_format is TableFormat.LATEX:
        escaped = latex_text(text)
        return rf"\texttt{{{escaped}}}" if is_code else escaped
    return text


def latex_text(text: str) -> str:
    """Return a text that LaTeX prints as it is."""
    return "".join(_LATEX_SPECIAL.get(char, char) for char in text)


def markdown_code(text: str) -> str:
    """Return a text as code within a cell of a Markdown table."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    space = " " if longest else ""
    return f"{fence}{space}{text}{space}{fence}".replace("|", "\\|")


def _text(
    top: list[str], body: list[list[str]], columns: Sequence[Column], *, has_totals: bool
) -> str:
    widths = [max(map(len, column)) for column in zip(top, *body, strict=True)]
    rule = "  ".join("-" * width for width in widths)

    def line(cells_: list[str]) -> str:
        padded = (
            text.ljust(width) if column in TEXT_COLUMNS else text.rjust(width)
            for text, width, column in zip(cells_, widths, columns, strict=True)
        )
        return "  ".join(padded).rstrip()

    lines = [line(top), rule, *map(line, body)]
    if has_totals:
        lines.insert(-1, rule)
    return "\n".join(lines) + "\n"


def _markdown(
    top: list[str], body: list[list[str]], columns: Sequence[Column], *, has_totals: bool
) -> str:
    rule = [":---" if column in TEXT_COLUMNS else "---:" for column in columns]
    if has_totals:
        body = [*body[:-1], [f"**{text}**" if text else "" for text in body[-1]]]
    lines = [top, rule, *body]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _csv(
    top: list[str],
    body: list[list[str]],
    columns: Sequence[Column],  # noqa: ARG001 - all cells are written alike
    *,
    has_totals: bool,  # noqa: ARG001 - likewise
) -> str:
    target = io.StringIO()
    csv.writer(target, lineterminator="\n").writerows([top, *body])
    return target.getvalue()


def _latex(
    top: list[str], body: list[list[str]], columns: Sequence[Column], *, has_totals: bool
) -> str:
    places = "".join("l" if column in TEXT_COLUMNS else "r" for column in columns)

    def line(cells_: Iterable[str]) -> str:
        return "  " + " & ".join(cells_) + r" \\"

    lines = [line(cells_) for cells_ in body]
    if has_totals:
        lines.insert(-1, r"  \midrule")
    parts = [
        *(_LATEX_FIRST, rf"\begin{{tabular}}{{@{{}}{places}@{{}}}}", r"  \toprule"),
        *(line(map(latex_text, top)), r"  \midrule"),
        *lines,
        *(r"  \bottomrule", r"\end{tabular}"),
    ]
    return "\n".join(parts) + "\n"
