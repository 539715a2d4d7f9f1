"""Sentences on receptive fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from convviz.core.network.receptive_field import is_countable
from convviz.core.network.row_reading import layer_reaches
from convviz.ui.widgets.axis_names import axis_name
from convviz.ui.widgets.number_texts import number_text

if TYPE_CHECKING:
    from convviz.core.layers.reaches import Exact
    from convviz.core.network.sequential import LayerRow
    from convviz.ui.network.field.receptive_field_scene import FieldScene, Sight

translate = QCoreApplication.translate


def fraction_text(number: Exact) -> str:
    """Return a whole number, or a fraction as 3/2, with a proper minus."""
    return str(number).replace("-", "\u2212")


def kind_sentence(scene: FieldScene) -> str:
    """Return what is to be said of all cells of the row; "" where the numbers say it."""
    row = scene.result.rows[scene.index]
    name = row.layer.type_name()
    known = _sentence_without_reach(scene)
    if known:
        return known
    reaches = layer_reaches(row)
    if reaches == ():
        return _cellwise_sentence(row)
    if reaches is None:
        text = translate(
            "ReceptiveField",
            "{layer} moves cells to other places. Point at a cell to see its field.",
        )
        return text.format(layer=name)
    rank = len(row.input_shape) - 1
    whole = [axis_name(axis, rank) for axis, reach in enumerate(reaches) if reach is None]
    if whole:
        text = translate(
            "ReceptiveField", "{layer} reads all cells along one axis at once: {axes}."
        )
        return text.format(layer=name, axes=", ".join(whole))
    return ""


def _sentence_without_reach(scene: FieldScene) -> str:
    """Return what is to be said whatever the layer reads; "" where that is what counts."""
    if not is_countable(scene.result):
        return translate(
            "ReceptiveField",
            "This is too large to list its cells one by one. Only the numbers are known.",
        )
    if scene.field.is_uniform:
        return _common_sentence(scene)
    if not scene.result.rows[scene.index].enabled:
        return translate(
            "ReceptiveField", "The layer is disabled: the field is that of the layer before."
        )
    return ""


def _common_sentence(scene: FieldScene) -> str:
    """Return what every cell of the row sees, where all see the same."""
    rows = zip(scene.result.rows, scene.summary.receptive_fields, strict=True)
    first = next(row for row, field in rows if field.is_uniform)
    is_first = first.index == scene.index
    layer = first.layer.type_name()
    if scene.sees_everything:
        text = (
            translate("ReceptiveField", "Every output of {layer} sees the whole input.")
            if is_first
            else translate("ReceptiveField", "From {layer} on, every output sees the whole input.")
        )
        return text.format(layer=layer)
    inside = scene.sight((0, 0)).inside
    text = (
        translate(
            "ReceptiveField",
            "Every output of {layer} sees rows {rows} and columns {columns} of the input.",
        )
        if is_first
        else translate(
            "ReceptiveField",
            "From {layer} on, every output sees rows {rows} and columns {columns} of the input.",
        )
    )
    return text.format(
        layer=layer, rows=range_text(inside.rows), columns=range_text(inside.columns)
    )


def _cellwise_sentence(row: LayerRow) -> str:
    """Return that a layer works cell by cell, and whether it does so in training as well."""
    first_cell = tuple(frozenset({0}) for _ in row.output_shape)
    small = tuple(min(size, 2) for size in row.input_shape)  # the rule is the same, and soon told
    always = row.layer.cells_read(small, first_cell, training=True) == (first_cell,)
    if always:
        text = translate(
            "ReceptiveField", "{layer} works cell by cell: the field is that of the layer before."
        )
    else:
        text = translate(
            "ReceptiveField",
            "Once trained, {layer} works cell by cell. During training its means depend on all "
            "cells of the batch.",
        )
    return text.format(layer=row.layer.type_name())


def sight_sentence(scene: FieldScene, place: tuple[int, int], sight: Sight) -> str:
    """Return what one output cell sees."""
    if scene.field.is_uniform:
        return ""
    name = _place_text(scene, place)
    inside, whole = sight.inside, sight.whole
    if not inside.cells:
        return translate("ReceptiveField", "Cell {cell} sees no cell of the input.").format(
            cell=name
        )
    if len(scene.result.input_shape) == 2:  # noqa: PLR2004 - channels and one axis
        text = translate("ReceptiveField", "Cell {cell} sees cells {columns} of the input.")
    else:
        text = translate(
            "ReceptiveField", "Cell {cell} sees rows {rows} and columns {columns} of the input."
        )
    texts = [
        text.format(
            cell=name,
            rows=range_text(inside.rows),
            columns=range_text(inside.columns),
        )
    ]
    holes = inside.cells - int(sight.mask.sum())
    if holes:
        text = translate("ReceptiveField", "{count} cells between them are skipped.")
        texts.append(text.format(count=number_text(holes)))
    if whole is not None and sight.in_padding:
        text = translate(
            "ReceptiveField", "{count} of its {all} cells lie in the padding (dashed)."
        )
        texts.append(text.format(count=number_text(sight.in_padding), all=number_text(whole.cells)))
    return " ".join(texts)


def _place_text(scene: FieldScene, place: tuple[int, int]) -> str:
    if scene.is_vector:
        return str(place[0] * scene.output_size[1] + place[1])
    return str(place[1]) if scene.output_size[0] == 1 else f"({place[0]}, {place[1]})"


def range_text(cells: range) -> str:
    """Return the first and the last of some rows or columns."""
    if len(cells) == 1:
        return str(cells.start)
    return f"{cells.start}\u2013{cells.stop - 1}"
