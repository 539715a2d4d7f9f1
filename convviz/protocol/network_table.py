"""The columns of a network's table: their headings, and every cell as text for people and programs.

The window shows cells in its own language; what is copied or printed is written here.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from convviz.core.code.writing import shape_text
from convviz.core.network.table import NetworkTable, RowKind, RowState, TableRow
from convviz.protocol.sentences.errors import memory_text
from convviz.protocol.sentences.translation_mark import QT_TRANSLATE_NOOP

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convviz.core.layers import Shape
    from convviz.core.layers.reaches import Exact
    from convviz.core.network.seen_sizes import SeenInput
    from convviz.core.network.summary import LayerSummary


class Column(StrEnum):
    """A column; its value is its name for ``convviz shape --columns``."""

    NUMBER = "number"
    LAYER = "layer"
    NAME = "name"
    OUTPUT = "output"
    KERNEL = "kernel"
    PARAMS = "params"
    PARAMS_PRODUCT = "params_product"
    MULT_ADDS = "mult_adds"
    MULT_ADDS_PRODUCT = "mult_adds_product"
    ACTIVATIONS = "activations"
    WEIGHTS = "weights"
    FIELD = "field"
    JUMP = "jump"


HEADINGS: Final[dict[Column, str]] = {
    Column.NUMBER: QT_TRANSLATE_NOOP("sentences", "#"),
    Column.LAYER: QT_TRANSLATE_NOOP("sentences", "Layer"),
    Column.NAME: QT_TRANSLATE_NOOP("sentences", "Name"),
    Column.OUTPUT: QT_TRANSLATE_NOOP("sentences", "Output shape"),
    Column.KERNEL: QT_TRANSLATE_NOOP("sentences", "Kernel"),
    Column.PARAMS: QT_TRANSLATE_NOOP("sentences", "Parameters"),
    Column.PARAMS_PRODUCT: QT_TRANSLATE_NOOP("sentences", "Parameters as a product"),
    Column.MULT_ADDS: QT_TRANSLATE_NOOP("sentences", "Multiply-adds"),
    Column.MULT_ADDS_PRODUCT: QT_TRANSLATE_NOOP("sentences", "Multiply-adds as a product"),
    Column.ACTIVATIONS: QT_TRANSLATE_NOOP("sentences", "Output memory"),
    Column.WEIGHTS: QT_TRANSLATE_NOOP("sentences", "Parameter memory"),
    Column.FIELD: QT_TRANSLATE_NOOP("sentences", "Receptive field"),
    Column.JUMP: QT_TRANSLATE_NOOP("sentences", "Jump"),
}
"""The heading of each column, to be translated."""

TEXT_COLUMNS: Final = frozenset({Column.LAYER, Column.NAME, Column.OUTPUT, Column.KERNEL})
"""They begin at the left; the others are numbers, which end at the right."""

AMOUNTS: Final[dict[Column, Callable[[LayerSummary], int]]] = {
    Column.PARAMS: lambda costs: costs.num_params,
    Column.MULT_ADDS: lambda costs: costs.mult_adds,
    Column.ACTIVATIONS: lambda costs: costs.activation_bytes,
    Column.WEIGHTS: lambda costs: costs.param_bytes,
}
"""The columns that hold a plain number, and which one of what a row costs."""

IN_BYTES: Final = frozenset({Column.ACTIVATIONS, Column.WEIGHTS})
"""Amounts of memory: for programs they are plain numbers of bytes."""

INPUT: Final = QT_TRANSLATE_NOOP("sentences", "Input")
TOTAL: Final = QT_TRANSLATE_NOOP("sentences", "Total")
WHOLE_INPUT: Final = QT_TRANSLATE_NOOP("sentences", "whole input")
DISABLED: Final = QT_TRANSLATE_NOOP("sentences", "{layer} (disabled)")
FAILS: Final = QT_TRANSLATE_NOOP("sentences", "{layer} (does not fit)")


class Writing(StrEnum):
    """For whom a cell is written."""

    PEOPLE = "people"
    """131 kB, 2,432, 32 × 5 × 5."""
    PROGRAMS = "programs"
    """131072, 2432, 32x5x5."""
    LATEX = "latex"
    """As for people, in mathematics."""


_DECIMALS: Final = 2


def heading(column: Column) -> str:
    """Return a column's heading in English."""
    return HEADINGS[column]


def cells(table: NetworkTable, columns: Sequence[Column], writing: Writing) -> list[list[str]]:
    """Return the text of every cell, a list a row: the input, each node, and the totals."""
    rows = (*table.rows, table.totals)
    return [[cell_text(row, column, table, writing) for column in columns] for row in rows]


def cell_text(row: TableRow, column: Column, table: NetworkTable, writing: Writing) -> str:
    """Return the text of a cell in English; "" where there is nothing to say.

    Args:
        row: Of the table, or its totals.
        column: The column.
        table: The table.
        writing: For whom.
    """
    write = _WRITERS.get(column)
    if write is not None:
        return write(row, table, writing)
    return _amount_text(row, column, table, writing)


def layer_text(row: TableRow, *, templates: dict[str, str] | None = None) -> str:
    """Return what a row is: its call, with its own name before it.

    Args:
        row: The row.
        templates: Translations of the texts of this module, by the English ones.
    """
    known = templates or {}
    if row.kind is RowKind.INPUT:
        return known.get(INPUT, INPUT)
    if row.kind is RowKind.TOTAL:
        return known.get(TOTAL, TOTAL)
    text = f"{row.label}: {row.title}" if row.label else row.title
    if row.state is RowState.DISABLED:
        return known.get(DISABLED, DISABLED).format(layer=text)
    if row.state is RowState.FAILS:
        return known.get(FAILS, FAILS).format(layer=text)
    return text


def product_text(terms: Sequence[Sequence[int]], writing: Writing = Writing.PEOPLE) -> str:
    """Return a sum of products, such as 32×3×5×5 + 32; nothing where no product says more."""
    if not any(len(term) > 1 for term in terms) and len(terms) < 2:  # noqa: PLR2004 - a sum has two
        return ""
    sign = {Writing.PEOPLE: "×", Writing.PROGRAMS: "x", Writing.LATEX: r" \cdot "}[writing]
    text = " + ".join(sign.join(map(str, term)) for term in terms)
    return f"${text}$" if writing is Writing.LATEX else text


def amount(row: TableRow, column: Column) -> int | None:
    """Return the number of a column that holds numbers; None where it is not known."""
    # Of the input nothing but its size is counted.
    is_counted = row.kind is not RowKind.INPUT or column is Column.ACTIVATIONS
    if row.costs is None or not is_counted:
        return None
    return AMOUNTS[column](row.costs)


def field_size(row: TableRow, table: NetworkTable) -> Shape | None:
    """Return how many cells of the input a row's cells see along each axis; None if unknown."""
    if row.state is not RowState.FITS or row.kind is RowKind.TOTAL:
        return None
    if row.seen.size is None:
        shape = table.summary.result.input_shape
        return shape[1:] or shape
    return row.seen.size or None


def jump_text(seen: SeenInput, writing: Writing = Writing.PEOPLE) -> str:
    """Return the jump along each axis: one number where it is the same along all."""
    if not seen.jump or any(step is None for step in seen.jump):
        return ""
    texts = [_decimal(step) for step in seen.jump if step is not None]
    if len(set(texts)) == 1:
        return texts[0]
    return _joined(texts, writing)


def _amount_text(row: TableRow, column: Column, table: NetworkTable, writing: Writing) -> str:
    number = amount(row, column)
    if number is None:
        return ""
    if writing is Writing.PROGRAMS:
        return str(number)
    # Of the layers before the one that fails, the sums are known.
    least = row.kind is RowKind.TOTAL and not table.is_whole
    text = f"{number:,}"
    if column in IN_BYTES:
        text = memory_text(number) if number else ""
    if writing is Writing.LATEX:
        text = text.replace(",", r"\,").replace(" ", "~")
        return rf"$\ge$~{text}" if least else text
    return f"≥ {text}" if least else text


def _field_text(row: TableRow, table: NetworkTable, writing: Writing) -> str:
    size = field_size(row, table)
    if size is None:
        return ""
    if row.seen.size is None and writing is not Writing.PROGRAMS:
        return WHOLE_INPUT
    return _sizes(size, writing)


def _sizes(shape: Shape | None, writing: Writing) -> str:
    if shape is None:
        return ""
    if writing is Writing.PEOPLE:
        return shape_text(shape)
    return _joined([str(size) for size in shape] or ["1"], writing)


def _joined(texts: Sequence[str], writing: Writing) -> str:
    match writing:
        case Writing.PEOPLE:
            return " × ".join(texts)
        case Writing.PROGRAMS:
            return "x".join(texts)
        case Writing.LATEX:
            return "$" + r" \times ".join(texts) + "$"


def _decimal(number: Exact) -> str:
    """Return a fraction as a decimal: 0.5, 1.33."""
    if number.denominator == 1:
        return str(number.numerator)
    return f"{float(number):.{_DECIMALS}f}".rstrip("0").rstrip(".")


_WRITERS: Final[dict[Column, Callable[[TableRow, NetworkTable, Writing], str]]] = {
    Column.NUMBER: lambda row, _, __: "" if row.number is None else str(row.number + 1),
    Column.LAYER: lambda row, _, __: layer_text(row),
    Column.NAME: lambda row, _, __: row.name,
    Column.OUTPUT: lambda row, _, writing: _sizes(row.output_shape, writing),
    Column.KERNEL: lambda row, _, writing: _sizes(row.kernel or None, writing),
    Column.PARAMS_PRODUCT: lambda row, _, writing: product_text(row.parameters, writing),
    Column.MULT_ADDS_PRODUCT: lambda row, _, writing: product_text(row.product_terms, writing),
    Column.FIELD: _field_text,
    Column.JUMP: lambda row, _, writing: jump_text(row.seen, writing),
}
"""How the columns are written that hold no plain number."""
