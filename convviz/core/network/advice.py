"""What a network that runs would still do well to have, and what would mend it by a click.

Each kind of advice is one function of ``_KINDS``; more are added there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from convviz.core.layers.activation import ReLU
from convviz.core.layers.base import Layer, LayerFamily, Linearity
from convviz.core.network.rows import BlockRow

if TYPE_CHECKING:
    from convviz.core.network.rows import LayerRow, SequentialResult


class AdviceCode(StrEnum):
    """What the advice is about. Its name stands in documents in which it was put away."""

    LINEAR_IN_A_ROW = "linear_in_a_row"
    """Linear maps with nothing between them that bends are one linear map."""


class FixKind(StrEnum):
    """What a fix does."""

    INSERT_BETWEEN = "insert_between"
    """An activation between the layers in question."""
    INSERT_AFTER_EACH = "insert_after_each"
    """An activation behind every layer with weights but the last."""


@dataclass(frozen=True, slots=True)
class Insertion:
    """A layer to be inserted.

    Attributes:
        before: Number of the layer before which it goes, in the network as it is; it goes into the
            block of the layer that it stands behind.
        layer: The layer.
    """

    before: int
    layer: Layer


@dataclass(frozen=True, slots=True)
class AdviceFix:
    """What would follow the advice.

    Attributes:
        kind: What it does.
        insertions: The layers to insert, in order.
    """

    kind: FixKind
    insertions: tuple[Insertion, ...]


@dataclass(frozen=True, slots=True)
class Advice:
    """One piece of advice.

    Attributes:
        code: What it is about.
        pairs: The numbers of the layers in question: each pair is one case of it.
        fixes: What would follow it, the least change first.
    """

    code: AdviceCode
    pairs: tuple[tuple[int, int], ...]
    fixes: tuple[AdviceFix, ...]


def advice(result: SequentialResult) -> tuple[Advice, ...]:
    """Return what is to be said of a network, as far as its shapes are known."""
    pieces = (kind(result) for kind in _KINDS)
    return tuple(piece for piece in pieces if piece is not None)


def _linear_in_a_row(result: SequentialResult) -> Advice | None:
    """Say which linear maps follow each other without an activation between them."""
    rows = [row for row in result.rows if row.enabled]
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
    everywhere = _behind_each(rows)
    if len(everywhere) > len(between) and not any(map(_is_activation, rows)):
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


_KINDS: Final[tuple[Callable[[SequentialResult], Advice | None], ...]] = (_linear_in_a_row,)
