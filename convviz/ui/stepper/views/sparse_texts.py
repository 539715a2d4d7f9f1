"""What the sparse matrix is in words: its size, how much of it is filled, what an entry joins."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QCoreApplication

from convviz.stepping.lines.line_parts import value_text
from convviz.ui.stepper.views.place_names import flat_name, place_name, tap_place
from convviz.ui.stepper.views.sparse_planes import matrix_name
from convviz.ui.widgets.number_texts import number_text, shape_text

if TYPE_CHECKING:
    from convviz.stepping.scene.scene import Scene
    from convviz.values.matrix_sparse import SparseMatrix

translate = QCoreApplication.translate


def sparse_text(
    scene: Scene, matrix: SparseMatrix, channels: range | None, rows_drawn: int | None = None
) -> str:
    """Return a sentence or two on the matrix, translated.

    Args:
        scene: What is shown; a convolution.
        matrix: Of its layer.
        channels: Input channels whose columns are drawn; None where nothing is.
        rows_drawn: How many rows are drawn; None for all.
    """
    rows, columns = matrix.shape
    entries = matrix.entry_count
    formula = f"vec(y) = {matrix_name(scene)}\u00b7vec(x)" + ("" if scene.bias is None else " + b")
    text = translate(
        "CalculatorViews",
        "{formula}: {entries} of {places} entries hold a weight ({share} %); the others are 0.",
    )
    sentences = [
        text.format(
            formula=formula,
            entries=number_text(entries),
            places=number_text(rows * columns),
            share=f"{100 * entries / (rows * columns):.2g}",
        )
    ]
    if channels is None:
        text = translate("CalculatorViews", "A matrix of {shape} is too large to draw.")
        sentences.append(text.format(shape=shape_text(matrix.shape)))
    elif len(channels) < matrix.form.inputs_of_group:
        text = translate("CalculatorViews", "Only input channels {first}\u2013{last} are drawn.")
        sentences.append(text.format(first=channels.start, last=channels.stop - 1))
    if rows_drawn is not None and rows_drawn < rows:
        text = translate(
            "CalculatorViews",
            "Rows drawn: {count} of {rows}, with only the columns that they read; the others are"
            " left out.",
        )
        sentences.append(text.format(count=number_text(rows_drawn), rows=number_text(rows)))
    if scene.layer.scatters:
        text = translate(
            "CalculatorViews", "The transpose of the convolution from {output} to {input}."
        )
        shapes = {
            "output": shape_text(scene.output_shape),
            "input": shape_text(scene.calculator.input_shape),
        }
        sentences.append(text.format(**shapes))
    elif matrix.sum_count:
        text = translate(
            "CalculatorViews",
            "Entries that are sums of weights, because the padding repeats input cells: {count}.",
        )
        sentences.append(text.format(count=number_text(matrix.sum_count)))
    return " ".join(sentences)


def cell_text(scene: Scene, matrix: SparseMatrix, row: int, column: int) -> str:
    """Return what a place of the matrix joins, and with which kernel cells."""
    output, read = (
        flat_name("y", scene.output_shape, row),
        flat_name("x", scene.plain_input.shape, column),
    )
    readings = matrix.readings(np.array([row]))
    taps = readings.taps[readings.columns == column].tolist()
    if not taps:
        text = translate("CalculatorViews", "0: {output} does not read {input}")
        return text.format(output=output, input=read)
    form = matrix.form
    first = scene.weight_index(row // form.window_count, column // form.cell_count)
    names = [place_name("w", (*first, *tap_place(form, tap))) for tap in taps]
    value = value_text(float(matrix.dense(np.array([row]), np.array([column]))[0][0, 0]))
    text = translate("CalculatorViews", "{output} reads {input} with {weights} = {value}")
    return text.format(output=output, input=read, weights=" + ".join(names), value=value)
