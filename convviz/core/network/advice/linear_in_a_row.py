"""Advice on linear maps that follow each other with nothing between them that bends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convviz.core.layers.activation import ReLU
from convviz.core.layers.base import LayerFamily, Linearity
from convviz.core.network.advice.pieces import Advice, AdviceCode, AdviceFix, FixKind, Insertion
from convviz.core.network.rows import BlockRow

if TYPE_CHECKING:
    from convviz.core.network.advice.way import Way
    from convviz.core.network.rows import LayerRow


def linear_in_a_row(way: Way) -> Advice | None:
    """Say which linear maps follow each other without an activation between them."""
    result, rows = way.result, way.rows
    places = {row.index: place for place, row in enumerate(rows)}
    pairs: list[tuple[int, int]] = []
    between: dict[int, Insertion] = {}
    # The last map on the way to each point of the flow; a block that joins begins a new way.
    last: list[int | None] = [None]
    for item in result.flow:
        before = None if isinstance(item, BlockRow) else last[item.source]
        if isinstance(item, BlockRow) or not item.enabled:
            last.append(before)
            continue
        match item.layer.linear_kind():
            case Linearity.BENDS:
                before = None
            case Linearity.MAP:
                place = places[item.index]
                if before is not None:
                    pairs.append((rows[before].index, item.index))
                    between.setdefault(before, _activation_behind(rows, before))
                before = place
            case Linearity.KEEPS:
                pass
        last.append(before)
    if not pairs:
        return None
    fixes = [AdviceFix(FixKind.INSERT_BETWEEN, tuple(between.values()))]
    if not any(map(_is_activation, rows)):
        everywhere = _behind_each(rows)
        if len(everywhere) > len(between):
            fixes.append(AdviceFix(FixKind.INSERT_AFTER_EACH, everywhere))
    return Advice(AdviceCode.LINEAR_IN_A_ROW, tuple(pairs), tuple(fixes))


def _behind_each(rows: list[LayerRow]) -> tuple[Insertion, ...]:
    maps = [place for place, row in enumerate(rows) if row.layer.linear_kind() is Linearity.MAP]
    return tuple(_activation_behind(rows, place) for place in maps[:-1])


def _activation_behind(rows: list[LayerRow], place: int) -> Insertion:
    """Return an activation behind a layer, and behind normalisations that follow it at once."""
    last = place
    block = rows[last].path[:-1]
    while last + 1 < len(rows) and rows[last + 1].path[:-1] == block:
        if rows[last + 1].layer.family is not LayerFamily.NORMALISATION:
            break
        last += 1
    return Insertion(rows[last].index + 1, ReLU())


def _is_activation(row: LayerRow) -> bool:
    return row.layer.family is LayerFamily.ACTIVATION
