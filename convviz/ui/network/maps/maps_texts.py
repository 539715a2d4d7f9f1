"""Sentences on feature maps."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from convviz.core.written_numbers import short, written
from convviz.protocol.document import PictureOrigin, WeightsOrigin
from convviz.ui.formats import count_text, percent_text
from convviz.ui.network.cards.cards import CardState
from convviz.ui.widgets.number_texts import shape_text

if TYPE_CHECKING:
    from convviz.protocol.messages.engine_pictures import PicturePassed
    from convviz.protocol.passing import PassedNode
    from convviz.ui.network.maps.maps_looker import Maps
    from convviz.ui.network.maps.maps_scene import MapsRow

translate = QCoreApplication.translate


def range_text(node: PassedNode) -> str:
    """Return from where to where the numbers of an output reach."""
    text = translate("FeatureMaps", "{low} to {high}")
    return text.format(low=short(node.low), high=short(node.high))


def facts_text(node: PassedNode, *, in_full: bool) -> str:
    """Return what is worth knowing of an output: its range, what of it is 0 or no number.

    Args:
        node: The output.
        in_full: Also how much of it is 0.
    """
    parts = [range_text(node)]
    total = math.prod(node.shape)
    is_map = len(node.shape) > 1
    if in_full and node.zeros and total:
        text = translate("FeatureMaps", "{share} of the numbers are 0")
        parts.append(text.format(share=percent_text(node.zeros / total)))
    if is_map and node.empty:
        text = translate("FeatureMaps", "{count} of {all} maps all 0")
        parts.append(text.format(count=count_text(node.empty), all=count_text(node.shape[0])))
    if node.not_finite:
        text = translate("FeatureMaps", "{count} infinite or no number")
        parts.append(text.format(count=count_text(node.not_finite)))
    return " \u00b7 ".join(parts)


def row_text(row: MapsRow) -> str:
    """Return why a row has no maps; "" where it has some."""
    if not row.enabled:
        return translate("FeatureMaps", "disabled")
    if row.state is CardState.FAILS:
        return translate("FeatureMaps", "it fails: nothing comes out")
    if row.state is CardState.UNKNOWN:
        return translate("FeatureMaps", "behind what fails")
    return ""


def shape_label(row: MapsRow) -> str:
    """Return the shape of an output; "" where it is not known."""
    return "" if row.shape is None else shape_text(row.shape)


def cell_text(
    number: int, place: tuple[int, int], sizes: tuple[int, ...], value: float | None
) -> str:
    """Return which cell of a map the mouse is at, and its number.

    Args:
        number: The map, from 0.
        place: Row and column as the map is drawn: of three axes all rows stand below each other.
        sizes: Of the map along its axes.
        value: Its number; None where the map is drawn with means of its cells.
    """
    row, column = place
    if len(sizes) == 1:
        where = translate("FeatureMaps", "Map {map}, cell {column}")
    elif len(sizes) > 2:  # noqa: PLR2004 - more than a plane
        where = translate("FeatureMaps", "Map {map}, depth {depth}, row {row}, column {column}")
    else:
        where = translate("FeatureMaps", "Map {map}, row {row}, column {column}")
    depth, row = divmod(row, sizes[-2]) if len(sizes) > 1 else (0, row)
    where = where.format(map=number, depth=depth, row=row, column=column)
    return where if value is None else read_text(where, value)


def read_text(where: str, value: float) -> str:
    """Return a place and the number there."""
    text = translate("FeatureMaps", "{where}: {value}")
    return text.format(where=where, value=written(value))


def map_tip(number: int, low: float, high: float) -> str:
    """Return which map it is, and its range."""
    text = translate("FeatureMaps", "Map {number}: {low} to {high}")
    return text.format(number=number, low=short(low), high=short(high))


def way_text(passed: PicturePassed, *, says_weights: bool, says_mode: bool = True) -> str:
    """Return how a picture went through: its numbers, the mode, and the weights if that is new.

    Args:
        passed: The engine's answer.
        says_weights: Whether the weights are not said beside it.
        says_mode: Whether it went through in evaluation.
    """
    picture, parts = passed.picture, []
    if picture.origin == PictureOrigin.SEEDED:
        parts.append(translate("FeatureMaps", "Random numbers from 0 to 1"))
    elif picture.is_normalised:
        parts.append(translate("FeatureMaps", "Normalised as in training"))
    else:
        parts.append(translate("FeatureMaps", "Raw pixels from 0 to 1"))
    if says_weights and passed.weights_origin == WeightsOrigin.INITIAL:
        parts.append(translate("FeatureMaps", "random weights"))
    if says_mode:
        parts.append(translate("FeatureMaps", "evaluation mode"))
    return " \u00b7 ".join(parts)


def best_text(maps: Maps, count: int = 3) -> str:
    """Return the likeliest classes of the network's output; "" where they are not known."""
    shares = maps.shares
    passed = maps.passed
    if shares is None or passed is None or not passed.class_names:
        return ""
    order = sorted(range(len(shares)), key=lambda place: -float(shares[place]))[:count]
    return ", ".join(
        f"{passed.class_names[place]} {percent_text(float(shares[place]))}" for place in order
    )
