"""Makes the cards of a network, those of before used again where they show the same. Without Qt."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from convviz.core.code.writing import written_layers
from convviz.core.network.summary import LayerSummary, NetworkSummary
from convviz.core.network.tree import (
    RESIDUAL_NAMES,
    ROOT,
    Block,
    BlockKind,
    Path,
    layer_paths,
    layer_steps,
)
from convviz.ui.network.cards.card_repeats import with_repeats
from convviz.ui.network.cards.cards import AnyCard, BlockCard, Card, CardState

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from convviz.core.network.rows import SequentialResult
    from convviz.core.network.tree import Node


def cards_of(
    nodes: Sequence[Node],
    summary: NetworkSummary,
    folded: Collection[Path] = (),
    before: Sequence[AnyCard] = (),
) -> tuple[AnyCard, ...]:
    """Return a card for each layer, and for each block before what it holds.

    Args:
        nodes: The network.
        summary: What it costs, and its shapes.
        folded: The blocks of which only their own card is shown.
        before: The cards of the network before; those that show the same are used again.
    """
    maker = _CardMaker(nodes, summary, frozenset(folded), before)
    maker.add(nodes, ROOT, BlockKind.SEQUENTIAL, shown=True)
    return _with_leaving(with_repeats(maker.cards), summary.result)


class _CardMaker:
    """Makes the cards in reading order."""

    def __init__(
        self,
        nodes: Sequence[Node],
        summary: NetworkSummary,
        folded: frozenset[Path],
        before: Sequence[AnyCard],
    ) -> None:
        self.cards: list[AnyCard] = []
        self._before = {card.path: card for card in before}
        self._summary = summary
        self._folded = folded
        self._steps = layer_steps(nodes)
        self._written = written_layers(self._steps, summary.result)
        self._blocks = {row.path: row for row in summary.result.blocks}
        self._number = 0

    def add(self, nodes: Sequence[Node], path: Path, holder: BlockKind, *, shown: bool) -> None:
        """Add the cards of what a block holds.

        Args:
            nodes: What it holds.
            path: The block's.
            holder: What the block is.
            shown: Whether no block around is folded.
        """
        for place, node in enumerate(nodes):
            here = (*path, place)
            if not isinstance(node, Block):
                if shown:
                    self.cards.append(self._layer(here))
                self._number += 1
                continue
            if shown:
                self.cards.append(self._block(node, here, holder))
            unfolded = shown and here not in self._folded
            self.add(node.children, here, node.kind, shown=unfolded)

    def _layer(self, path: Path) -> Card:
        number, result = self._number, self._summary.result
        step, layer = self._steps[number], self._written[number]
        failure = result.layer_failure
        if number < len(result.rows):
            row, known = result.rows[number], self._before.get(path)
            summary = self._summary.layers[number]
            if isinstance(known, Card) and known.shows(step, layer, row, summary):
                return known
            return Card(
                step,
                layer,
                row.layer,
                CardState.FITS,
                row.input_shape,
                row.output_shape,
                summary,
                row.notes,
                path,
                number,
            )
        if failure is not None and failure.index == number:
            shape = failure.input_shape
            layer = failure.layer
            return Card(step, layer, layer, CardState.FAILS, shape, path=path, number=number)
        return Card(step, layer, layer, path=path, number=number)

    def _block(self, block: Block, path: Path, holder: BlockKind) -> BlockCard:
        row, failure = self._blocks.get(path), self._summary.result.failure
        folded = path in self._folded
        failing = failure is not None and (
            failure.path == path or (folded and failure.path[: len(path)] == path)
        )
        state = CardState.UNKNOWN
        if failing:
            state = CardState.FAILS
        elif row is not None and row.output_shape is not None:
            state = CardState.FITS
        way = ""
        if holder is BlockKind.RESIDUAL:
            way = RESIDUAL_NAMES[path[-1]]
        elif holder is BlockKind.CONCAT:
            way = str(path[-1] + 1)
        return BlockCard(
            block,
            way,
            state,
            block.enabled if row is None else row.enabled,
            folded,
            None if row is None else row.input_shape,
            None if row is None else row.output_shape,
            LayerSummary() if row is None else self._summary.of_block(row),
            path,
            len(layer_paths(block.children)),
        )


def _with_leaving(cards: Sequence[AnyCard], result: SequentialResult) -> tuple[AnyCard, ...]:
    """Return cards with the shape that each hands on: to the next one, or out of the network."""
    done: list[AnyCard] = []
    for place, card in enumerate(cards):
        behind = cards[place + 1] if place + 1 < len(cards) else None
        shape = card.output_shape
        if isinstance(card, BlockCard) and not card.folded:
            shape = card.input_shape
        if behind is None:
            shape = card.output_shape if result.failure is not None else result.output_shape
        elif shape is not None and not (isinstance(behind, BlockCard) and behind.way):
            shape = behind.input_shape
        is_cut = shape is None and card.output_shape is not None
        # Most cards hand on their output: to make each a second time would be felt.
        handed = shape if is_cut or shape not in (None, card.output_shape) else None
        if (handed, is_cut) != (card.hands_on, card.is_cut):
            done.append(replace(card, hands_on=handed, is_cut=is_cut))
        else:
            done.append(card)
    return tuple(done)
