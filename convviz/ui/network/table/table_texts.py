"""What the table of the network says in the window, in its language and with its numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication

from convviz.core.network.table import RowKind
from convviz.protocol.network_table import (
    AMOUNTS,
    DISABLED,
    FAILS,
    HEADINGS,
    IN_BYTES,
    INPUT,
    TOTAL,
    WHOLE_INPUT,
    Column,
    Writing,
    amount,
    cell_text,
    field_size,
    layer_text,
)
from convviz.protocol.sentences.errors import CONTEXT
from convviz.ui.network.texts import bytes_text
from convviz.ui.widgets.number_texts import number_text

if TYPE_CHECKING:
    from convviz.core.network.table import NetworkTable, TableRow
    from convviz.core.network.training_memory import TrainingMemory

translate = QCoreApplication.translate
_STEP: Final = "\u2003\u2003"
"""How far a row stands in for each block around it."""


def column_text(column: Column) -> str:
    """Return a column's heading."""
    return translate(CONTEXT, HEADINGS[column])


def shown_text(row: TableRow, column: Column, table: NetworkTable) -> str:
    """Return the text of a cell."""
    if column is Column.LAYER:
        templates = {text: translate(CONTEXT, text) for text in (INPUT, TOTAL, DISABLED, FAILS)}
        return _STEP * row.depth + layer_text(row, templates=templates)
    if column in AMOUNTS:
        number = amount(row, column)
        if number is None:
            return ""
        if column in IN_BYTES and not number:
            return ""
        text = bytes_text(number) if column in IN_BYTES else number_text(number)
        least = row.kind is RowKind.TOTAL and not table.is_whole
        return f"≥ {text}" if least else text
    if column is Column.FIELD and row.seen.size is None and field_size(row, table) is not None:
        return translate(CONTEXT, WHOLE_INPUT)
    return cell_text(row, column, table, Writing.PEOPLE)


def column_tip(column: Column) -> str:
    """Return what a column's numbers are; "" where its heading says all."""
    return {
        Column.NAME: translate("NetworkTable", "What torch's state_dict calls it"),
        Column.PARAMS: translate("NetworkTable", "Numbers that training changes"),
        Column.MULT_ADDS: translate(
            "NetworkTable", "For one picture, forward, without biases; one of each counts as one"
        ),
        Column.ACTIVATIONS: translate("NetworkTable", "Of one picture's output, in float32"),
        Column.WEIGHTS: translate("NetworkTable", "Of the parameters, in float32"),
        Column.FIELD: translate(
            "NetworkTable", "Cells of the input that one cell sees, borders not regarded"
        ),
        Column.JUMP: translate(
            "NetworkTable", "Cells of the input between what neighbouring cells see"
        ),
    }.get(column, "")


def memory_text(memory: TrainingMemory) -> str:
    """Return what a training takes at least."""
    text = translate("NetworkTable", "Training takes at least {total}")
    return text.format(total=bytes_text(memory.total))


def memory_parts_text(memory: TrainingMemory) -> str:
    """Return the parts of what a training takes; what is nothing stays out.

    A line of them breaks between two parts alone, not before a unit.
    """
    parts = (
        (translate("NetworkTable", "weights {size}"), memory.weights + memory.buffers),
        (translate("NetworkTable", "gradients {size}"), memory.gradients),
        (translate("NetworkTable", "optimiser {size}"), memory.optimiser),
        (translate("NetworkTable", "average {size}"), memory.average),
        (translate("NetworkTable", "batch {size}"), memory.batch),
        (translate("NetworkTable", "kept for backward {size}"), memory.kept),
    )
    shown = (text.format(size=bytes_text(size)) for text, size in parts if size)
    return " · ".join(part.replace(" ", "\N{NO-BREAK SPACE}") for part in shown)
