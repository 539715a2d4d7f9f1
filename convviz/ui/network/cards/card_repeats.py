"""Shows what repeats itself as one card: equal blocks, or a block with what follows it."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from convviz.core.network.repeats import LONGEST_PERIOD, is_repeat
from convviz.core.network.summary import LayerSummary
from convviz.ui.network.cards.cards import AnyCard, BlockCard, CardState

if TYPE_CHECKING:
    from collections.abc import Sequence


def with_repeats(cards: Sequence[AnyCard]) -> list[AnyCard]:
    """Return cards of which what follows itself is one, where all blocks in it are folded.

    A pattern begins with a block; of several, the one that takes in most cards is shown, and of
    these the shortest.
    """
    if BlockCard not in set(map(type, cards)):
        return list(cards)
    done: list[AnyCard] = []
    place = 0
    while place < len(cards):
        period, count = _repeated(cards, place)
        if count > 1:
            done.append(_joined(cards[place : place + period * count], period, count))
        else:
            done.append(cards[place])
        place += period * count
    return done


def _repeated(cards: Sequence[AnyCard], place: int) -> tuple[int, int]:
    """Return how many cards from a place on are a pattern, and how often it is there."""
    best = (1, 1)
    if not isinstance(cards[place], BlockCard):
        return best
    for period in range(1, LONGEST_PERIOD + 1):
        first = cards[place : place + period]
        if len(first) < period or not _is_pattern(first):
            break
        count = 1
        while _repeats(cards, place, period, count):
            count += 1
        if count > 1 and period * count > best[0] * best[1]:
            best = (period, count)
    return best


def _is_pattern(cards: Sequence[AnyCard]) -> bool:
    """Return whether cards stand behind each other in one block, and none of them is open."""
    return all(map(_is_closed, cards)) and all(
        after.path == (*before.path[:-1], before.path[-1] + 1) for before, after in pairwise(cards)
    )


def _is_closed(card: AnyCard) -> bool:
    """Return whether a card can be shown with others: one that fails stands alone."""
    is_open = isinstance(card, BlockCard) and (not card.folded or bool(card.way))
    return not is_open and card.state is not CardState.FAILS


def _repeats(cards: Sequence[AnyCard], place: int, period: int, count: int) -> bool:
    """Return whether the pattern from a place on is there again, behind so many times."""
    start = place + period * count
    last, group = cards[start - 1], cards[start : start + period]
    return (
        len(group) == period
        and _is_pattern((last, *group))
        and all(
            card.state is other.state and is_repeat(card.node, other.node)
            for card, other in zip(cards[place : place + period], group, strict=True)
        )
    )


def _joined(cards: Sequence[AnyCard], period: int, count: int) -> BlockCard:
    """Return one card for a pattern of some cards that is there several times."""
    first, last = cards[0], cards[-period]
    assert isinstance(first, BlockCard)  # noqa: S101 - a pattern begins with a block
    pattern = tuple(card.node for card in cards[:period]) if period > 1 else ()
    held = (card.layers if isinstance(card, BlockCard) else 1 for card in cards[:period])
    return replace(
        first,
        output_shape=cards[-1].output_shape,
        summary=LayerSummary(
            sum(card.summary.num_params for card in cards),
            sum(card.summary.mult_adds for card in cards),
            sum(card.summary.num_activations for card in cards),
        ),
        layers=sum(held),
        count=count,
        last_name=last.node.name,
        pattern=pattern,
    )
