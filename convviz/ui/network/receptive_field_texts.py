"""Sentences on receptive fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from convviz.core.receptive_field import layer_reaches, receptive_fields
from convviz.ui.widgets.number_texts import number_text

if TYPE_CHECKING:
    from fractions import Fraction

    from convviz.ui.network.receptive_field_scene import FieldScene, Sight

translate = QCoreApplication.translate


def fraction_text(number: Fraction) -> str:
    """Return a whole number, or a fraction as 3/2, with a proper minus."""
    return str(number).replace("-", "\u2212")


def kind_sentence(scene: FieldScene) -> str:
    """Return what is to be said of all cells of the row; "" where the numbers say it."""
    row = scene.result.rows[scene.index]
    name = row.layer.type_name()
    if scene.field.covers_everything:
        first = next(
            row
            for row, field in zip(scene.result.rows, receptive_fields(scene.result), strict=True)
            if field.covers_everything
        )
        if first.index == scene.index:
            text = translate("ReceptiveField", "Every output of {layer} sees the whole input.")
            return text.format(layer=name)
        text = translate("ReceptiveField", "From {layer} on, every output sees the whole input.")
        return text.format(layer=first.layer.type_name())
    if not row.enabled:
        return translate("ReceptiveField", "Disabled: the field is that of the layer before.")
    if layer_reaches(row) == ():
        text = translate(
            "ReceptiveField", "{layer} works cell by cell: the field is that of the layer before."
        )
        return text.format(layer=name)
    return ""


def sight_sentence(scene: FieldScene, place: tuple[int, int], sight: Sight) -> str:
    """Return what one output cell sees."""
    if scene.field.covers_everything:
        return ""
    rank = len(scene.field.axes)
    inside, whole = sight.inside, sight.whole
    if not inside.cells:
        seen = translate("ReceptiveField", "Cell {cell} sees nothing but padding.")
        return seen.format(cell=_place_text(place, rank))
    if rank == 1:
        text = translate("ReceptiveField", "Cell {cell} sees cells {columns} of the input.")
    else:
        text = translate(
            "ReceptiveField", "Cell {cell} sees rows {rows} and columns {columns} of the input."
        )
    sentences = [
        text.format(
            cell=_place_text(place, rank),
            rows=_range_text(inside.rows),
            columns=_range_text(inside.columns),
        )
    ]
    holes = inside.cells - int(sight.mask.sum())
    if holes:
        text = translate("ReceptiveField", "{count} cells between them are skipped.")
        sentences.append(text.format(count=number_text(holes)))
    if whole is not None and sight.in_padding:
        text = translate("ReceptiveField", "{count} of its {all} places lie in padding (dashed).")
        sentences.append(
            text.format(count=number_text(sight.in_padding), all=number_text(whole.cells))
        )
    return " ".join(sentences)


def _place_text(place: tuple[int, int], rank: int) -> str:
    return str(place[1]) if rank == 1 else f"({place[0]}, {place[1]})"


def _range_text(cells: range) -> str:
    if len(cells) == 1:
        return str(cells.start)
    return f"{cells.start}\u2013{cells.stop - 1}"
