"""What the product of filters and windows is in words: its sizes, what a cell of X_col is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QCoreApplication

from convviz.stepping.lines.line_parts import value_text
from convviz.ui.stepper.views.place_names import flat_name, place_name, tap_place
from convviz.ui.widgets.number_texts import number_text
from convviz.values.matrix_form import CONSTANT, read_cells

if TYPE_CHECKING:
    from convviz.stepping.scene.scene import Scene
    from convviz.ui.stepper.views.unfold_plan import UnfoldPlan
    from convviz.values.matrix_form import MatrixForm

translate = QCoreApplication.translate


def unfold_text(scene: Scene, form: MatrixForm, plan: UnfoldPlan | None) -> str:
    """Return a sentence or two on the product, translated.

    Args:
        scene: What is shown; a convolution.
        form: Of its layer.
        plan: What is drawn; None for nothing.
    """
    rows = form.layer.in_channels * form.taps
    if plan is None:
        text = translate(
            "CalculatorViews",
            "X_col would have {rows} rows and {columns} columns: too many to draw.",
        )
        return text.format(rows=number_text(rows), columns=number_text(form.window_count))
    if form.layer.scatters:
        text = translate(
            "CalculatorViews",
            "Filters times windows of the stretched input: {cells} input cells become {numbers} "
            "numbers.",
        )
    else:
        text = translate(
            "CalculatorViews",
            "Filters times windows, as libraries compute it: {cells} input cells become {numbers} "
            "numbers.",
        )
    cells, numbers = scene.plain_input.size, rows * form.window_count
    sentence = text.format(cells=number_text(cells), numbers=number_text(numbers))
    return " ".join([sentence, *_left_out(form, plan)])


def _left_out(form: MatrixForm, plan: UnfoldPlan) -> list[str]:
    """Return sentences on what is not drawn."""
    sentences = []
    channels, filters = plan.channels, plan.filters
    if len(channels) < form.inputs_of_group:
        text = translate("CalculatorViews", "Only input channels {first}\u2013{last} are drawn.")
        sentences.append(text.format(first=channels.start, last=channels.stop - 1))
    elif len(channels) < form.layer.in_channels:
        text = translate(
            "CalculatorViews",
            "Each group is a product of its own; this one has channels {first}–{last}.",
        )
        sentences.append(text.format(first=channels.start, last=channels.stop - 1))
    if len(filters) < form.outputs_of_group:
        text = translate("CalculatorViews", "Only filters {first}\u2013{last} are drawn.")
        sentences.append(text.format(first=filters.start, last=filters.stop - 1))
    return sentences


def copy_text(scene: Scene, form: MatrixForm, row: int, window: int) -> str:
    """Return what a cell of X_col is: which tap reads it in which window, and what is read.

    Args:
        scene: What is shown; a convolution.
        form: Of its layer.
        row: Row of X_col.
        window: Column of X_col.
    """
    channel, tap = divmod(row, form.taps)
    cell = int(read_cells(form, np.array([window]))[0, tap])
    names = {
        "tap": place_name("", tap_place(form, tap)),
        "window": flat_name("", form.windows, window),
    }
    if cell == CONSTANT:
        text = translate("CalculatorViews", "tap {tap} of window {window} reads a 0")
        return text.format(**names)
    place = np.unravel_index(cell, form.spatial)
    value = value_text(float(scene.plain_input[(channel, *place)]))
    text = translate("CalculatorViews", "tap {tap} of window {window} reads {cell} = {value}")
    return text.format(**names, cell=place_name("x", (channel, *place)), value=value)
