"""Where cards go when the network changes, and where what is dragged can go. Without Qt."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from convviz.ui.network.cards.cards import AnyCard, BlockCard, CardState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convviz.core.network.tree import Path


def drop_places(cards: Sequence[AnyCard], row: int) -> list[Path]:
    """Return where what is dropped before a row can go: the innermost place first.

    Between the last part of a block and what stands behind the block, it goes into the block, or
    behind it. Nothing stands between the ways of a block: behind a folded one it goes into that.

    Args:
        cards: The cards.
        row: From 0 to the number of cards.
    """
    if row == 0:
        return [(0,)]
    before, behind = cards[row - 1], cards[row] if row < len(cards) else None
    ways = {card.path for card in cards if isinstance(card, BlockCard) and card.way}
    places: list[Path] = []
    if isinstance(before, BlockCard) and not before.folded:
        if before.block.joins and before.block.children:
            return [before.path]
        if not before.block.joins:
            places.append((*before.path, 0))
            if before.block.children:
                return places
    if isinstance(before, BlockCard) and before.folded and before.way:
        places.append((*before.path, len(before.block.children)))
    path = before.paths[-1]
    while path:
        next_place = (*path[:-1], path[-1] + 1)
        if path not in ways:
            places.append(next_place)
        if behind is not None and behind.path == next_place:
            break
        path = path[:-1]
    return places


def changed_middle(before: Sequence[AnyCard], after: Sequence[AnyCard]) -> tuple[int, int, int]:
    """Return what was replaced between the steps that both ends share.

    Returns:
        The first row that differs, the row behind the last that differs in `before`, and the same
        in `after`.
    """
    shared = min(len(before), len(after))
    start = _equal_steps(before[:shared], after[:shared])
    rest = shared - start
    same_end = _equal_steps(before[::-1][:rest], after[::-1][:rest])
    return start, len(before) - same_end, len(after) - same_end


def keeps_heights(
    before: Sequence[AnyCard], after: Sequence[AnyCard], *, shows_notes: bool = True
) -> bool:
    """Return whether all rows are as high as they were: what is in them may be different.

    Args:
        before: The cards as they were.
        after: The cards as they are.
        shows_notes: Whether notes are written in the rows.
    """
    return len(before) == len(after) and all(
        card is other
        or (
            not (shows_notes and (card.notes or other.notes))
            and CardState.FAILS not in (card.state, other.state)
            and card.depth == other.depth
        )
        for card, other in zip(before, after, strict=True)
    )


def followed(
    rows: Sequence[int], current: int, before: Sequence[AnyCard], after: Sequence[AnyCard]
) -> tuple[tuple[int, ...], int]:
    """Return which rows are chosen, and which is current, once the cards are others.

    Chosen layers stay chosen wherever they go. Where the current one is gone, the one above it is
    chosen, else the one below; where all are gone, whichever stands in its place.

    Args:
        rows: The rows that are chosen.
        current: The current one.
        before: The cards as they were.
        after: The cards as they are.
    """
    if not after:
        return (), current
    if len(before) == len(after):
        kept = {row: row for row in range(len(after))}
    else:
        start, old_end, new_end = changed_middle(before, after)
        kept = {row: row for row in range(start)}
        kept |= {row: row + new_end - old_end for row in range(old_end, len(before))}
        if before and current not in kept:
            neighbour = kept.get(start - 1, kept.get(old_end, min(current, len(after) - 1)))
            return (neighbour,), neighbour
    if current not in kept:
        row = min(max(current, 0), len(after) - 1)
        return (row,), row
    return tuple(kept[row] for row in rows if row in kept), kept[current]


def _equal_steps(cards: Sequence[AnyCard], others: Sequence[AnyCard]) -> int:
    """Return how many steps from the front are the same."""
    pairs = zip(cards, others, strict=True)
    return sum(1 for _ in takewhile(lambda pair: _same(*pair), pairs))


def _same(card: AnyCard, other: AnyCard) -> bool:
    """Return whether cards show the same thing, wherever it stands."""
    if card is other:
        return True
    if isinstance(card, BlockCard) and isinstance(other, BlockCard):
        return _shown(card) == _shown(other)
    is_same_node = card.node is other.node or card.node == other.node
    return is_same_node and card.depth == other.depth


def _shown(card: BlockCard) -> tuple[object, ...]:
    block, pattern = card.block, len(card.pattern)
    shown = block.kind, block.name, card.way, card.folded, card.depth
    return *shown, card.count, card.last_name, pattern
