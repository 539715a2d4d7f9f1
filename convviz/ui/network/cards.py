"""What the cards of a network show, and where they go when the network changes. Without Qt."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto
from itertools import takewhile
from typing import TYPE_CHECKING

from convviz.core.code.writing import layer_call, written_layers
from convviz.core.explaining.explanations import Explanation
from convviz.core.layers import Layer, Shape
from convviz.core.network.sequential import NetworkStep
from convviz.core.network.summary import LayerSummary, NetworkSummary

if TYPE_CHECKING:
    from collections.abc import Sequence


class CardState(Enum):
    """What is known of a layer's shape."""

    FITS = auto()
    FAILS = auto()
    UNKNOWN = auto()
    """It stands after a layer that fails."""


@dataclass(frozen=True, slots=True)
class Card:
    """What one card shows.

    Attributes:
        step: The layer as its author set it.
        layer: The same with what follows the layer before filled in.
        plain: What torch makes of it: of a lazy layer the one that it becomes.
        state: What is known of its shape.
        input_shape: Shape without the batch; None after a failure.
        output_shape: Shape without the batch; None at and after a failure.
        summary: What it costs; nothing where its shape is not known.
        notes: What is worth knowing about it here.
        name: The layer's type.
        arguments: What stands between the brackets of the layer's call.
    """

    step: NetworkStep
    layer: Layer
    plain: Layer
    state: CardState = CardState.UNKNOWN
    input_shape: Shape | None = None
    output_shape: Shape | None = None
    summary: LayerSummary = field(default_factory=LayerSummary)
    notes: tuple[Explanation, ...] = ()
    name: str = field(init=False)
    arguments: str = field(init=False)

    def __post_init__(self) -> None:
        """Write the layer's call once: cards are painted often."""
        name = self.layer.type_name()
        object.__setattr__(self, "name", name)
        object.__setattr__(self, "arguments", layer_call(self.layer)[len(name) + 1 : -1])


def cards_of(steps: Sequence[NetworkStep], summary: NetworkSummary) -> tuple[Card, ...]:
    """Return a card for each step."""
    result = summary.result
    cards = [
        Card(step, layer, layer)
        for step, layer in zip(steps, written_layers(steps, result), strict=True)
    ]
    for row, layer_summary in zip(result.rows, summary.layers, strict=True):
        cards[row.index] = Card(
            steps[row.index],
            cards[row.index].layer,
            row.layer,
            CardState.FITS,
            row.input_shape,
            row.output_shape,
            layer_summary,
            row.notes,
        )
    if result.failure is not None:
        failed = result.failure
        step = steps[failed.index]
        cards[failed.index] = Card(
            step, failed.layer, failed.layer, CardState.FAILS, failed.input_shape
        )
    return tuple(cards)


def changed_middle(before: Sequence[Card], after: Sequence[Card]) -> tuple[int, int, int]:
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


def followed(
    rows: Sequence[int], current: int, before: Sequence[Card], after: Sequence[Card]
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


def _equal_steps(cards: Sequence[Card], others: Sequence[Card]) -> int:
    """Return how many steps from the front are the same."""
    pairs = zip(cards, others, strict=True)
    return sum(1 for _ in takewhile(lambda pair: pair[0].step == pair[1].step, pairs))
