"""How ``convviz shape`` prints a network's table in a terminal."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from convviz.core.explaining.explanations import ExplanationCode
from convviz.core.network.table import RowKind, RowState
from convviz.protocol.network_table import TEXT_COLUMNS, Column, Writing, cells, heading
from convviz.protocol.sentences.errors import explanation_sentence, memory_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convviz.core.network.table import NetworkTable, TableRow
    from convviz.core.network.training_memory import TrainingMemory

FILE_WIDTH: Final = 100
"""Columns where the output is no terminal, so that calls keep to one line."""
_A_COLUMN_MORE: Final = 18
"""Columns that a table gets in a file for each column over the usual ones."""
_INDENT: Final = "  "

_SAID_AS_ADVICE: Final = frozenset(
    {
        ExplanationCode.LINEAR_WITHOUT_FLATTEN,
        ExplanationCode.CHANGES_SHARED_INPUT,
        ExplanationCode.BATCH_JOINED,
    }
)
"""Notes that stand on stderr, with what mends them."""

TERMINAL_COLUMNS: Final = (
    *(Column.NUMBER, Column.LAYER, Column.OUTPUT, Column.PARAMS, Column.MULT_ADDS),
    Column.FIELD,
)
"""What fits into the width of a terminal."""


def print_table(
    table: NetworkTable, columns: Sequence[Column], memory: TrainingMemory | None
) -> None:
    """Print the table, and below it what is worth knowing of its layers.

    Args:
        table: The table.
        columns: Which of its columns.
        memory: What its training takes; None leaves it out.
    """
    grid = Table(title=None)
    for column in columns:
        grid.add_column(
            heading(column),
            justify="left" if column in TEXT_COLUMNS else "right",
            overflow="fold",
        )
    lines = cells(table, columns, Writing.PEOPLE)
    for row, line in zip((*table.rows, table.totals), lines, strict=True):
        if row.kind is RowKind.TOTAL:
            grid.add_section()
        inset = _INDENT * row.depth
        texts = (
            inset + escape(text) if column is Column.LAYER else escape(text)
            for column, text in zip(columns, line, strict=True)
        )
        grid.add_row(*texts, style=_style(row))
    console = Console(width=None if sys.stdout.isatty() else _file_width(columns))
    console.print(grid)
    if memory is not None:
        console.print(escape(memory_line(memory)), soft_wrap=True)
    for known in table.summary.result.rows:
        for note in known.notes:
            if note.code in _SAID_AS_ADVICE:
                continue
            console.print(f"Note on layer {known.index + 1}: {escape(explanation_sentence(note))}")


def memory_line(memory: TrainingMemory) -> str:
    """Return what a training takes, part by part."""
    parts = {
        "weights": memory.weights + memory.buffers,
        "gradients": memory.gradients,
        "optimiser": memory.optimiser,
        "average": memory.average,
        "batch": memory.batch,
        "kept for backward": memory.kept,
    }
    told = ", ".join(f"{name} {memory_text(size)}" for name, size in parts.items() if size)
    total = memory_text(memory.total)
    return f"Training in batches of {memory.batch_size} takes at least {total}: {told}"


def _style(row: TableRow) -> str | None:
    if row.state is RowState.FAILS and row.kind is not RowKind.TOTAL:
        return "red"
    return "dim" if row.kind is RowKind.BLOCK or row.state is RowState.DISABLED else None


def _file_width(columns: Sequence[Column]) -> int:
    return FILE_WIDTH + _A_COLUMN_MORE * max(len(columns) - len(TERMINAL_COLUMNS) + 1, 0)
