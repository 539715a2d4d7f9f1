"""What the cards of a network show. Without Qt."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum, auto
from typing import TYPE_CHECKING, TypeAlias

from convviz.core.code.writing import layer_call, written_layers
from convviz.core.explaining.explanations import Explanation
from convviz.core.layers import Layer, Shape
from convviz.core.network.repeats import is_repeat
from convviz.core.network.summary import LayerSummary, NetworkSummary
from convviz.core.network.tree import (
    RESIDUAL_NAMES,
    ROOT,
    Block,
    BlockKind,
    NetworkStep,
    Path,
    layer_paths,
    layer_steps,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from convviz.core.network.rows import LayerRow, SequentialResult
    from convviz.core.network.tree import Node


class CardState(Enum):
    """What is known of a layer's shape."""

    FITS = auto()
    FAILS = auto()
    UNKNOWN = auto()
    """It stands after a layer that fails."""


@dataclass(frozen=True, slots=True)
class Card:
    """What the card of a layer shows.

    Attributes:
        step: The layer as its author set it.
        layer: The same with what follows the layer before filled in.
        plain: What torch makes of it: of a lazy layer the one that it becomes.
        state: What is known of its shape.
        input_shape: Shape without the batch; None after a failure.
        output_shape: Shape without the batch; None at and after a failure.
        summary: What it costs; nothing where its shape is not known.
        notes: What is worth knowing about it here.
        path: Where it stands in the network.
        number: Its number among the network's layers.
        hands_on: The shape that reaches the next card, where that is not its output.
        is_cut: Whether nothing is known of what reaches the next card, though its output is.
        name: The layer's type, behind its own name if it has one.
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
    path: Path = ROOT
    number: int = 0
    hands_on: Shape | None = None
    is_cut: bool = False
    name: str = field(init=False)
    arguments: str = field(init=False)

    def __post_init__(self) -> None:
        """Write the layer's call once: cards are painted often."""
        name = self.layer.type_name()
        shown = f"{self.step.name}: {name}" if self.step.name else name
        object.__setattr__(self, "name", shown)
        object.__setattr__(self, "arguments", layer_call(self.layer)[len(name) + 1 : -1])

    def shows(self, step: NetworkStep, layer: Layer, row: LayerRow, summary: LayerSummary) -> bool:
        """Return whether it shows a layer that fits, at its place, and just what is known of it."""
        return (
            self.step is step
            and self.layer is layer
            and self.plain is row.layer
            and self.state is CardState.FITS
            and self.number == row.index
            and self.input_shape == row.input_shape
            and self.output_shape == row.output_shape
            and self.summary == summary
            and self.notes == row.notes
        )

    @property
    def enabled(self) -> bool:
        """Whether the network runs it."""
        return self.step.enabled

    @property
    def paths(self) -> tuple[Path, ...]:
        """Where all that it shows stands."""
        return (self.path,)

    @property
    def depth(self) -> int:
        """In how many blocks it stands."""
        return len(self.path) - 1

    @property
    def leaving(self) -> Shape | None:
        """The shape that reaches the next card; None where it is not known."""
        if self.is_cut:
            return None
        return self.output_shape if self.hands_on is None else self.hands_on

    @property
    def node(self) -> Node:
        """What it shows, as its author set it."""
        return self.step

    @property
    def call(self) -> str:
        """What it shows, as code."""
        return layer_call(self.layer)


@dataclass(frozen=True, slots=True)
class BlockCard:
    """What the card of a block shows, above those of what it holds.

    Attributes:
        block: The block as its author set it.
        way: What it is among the ways of a block; "" for none.
        state: What is known of its shape.
        enabled: Whether the network runs it.
        folded: Whether what it holds is hidden.
        input_shape: Shape without the batch; None after a failure.
        output_shape: Shape without the batch; None at and after a failure.
        summary: What its layers cost together.
        path: Where it stands in the network.
        layers: How many layers it holds.
        hands_on: The shape that reaches the next card, where that is not its output.
        is_cut: Whether nothing is known of what reaches the next card, though its output is.
        notes: None.
        count: How many blocks it shows: more than one where equal neighbours are folded.
        last_name: The name of the last of them.
    """

    block: Block
    way: str = ""
    state: CardState = CardState.UNKNOWN
    enabled: bool = True
    folded: bool = False
    input_shape: Shape | None = None
    output_shape: Shape | None = None
    summary: LayerSummary = field(default_factory=LayerSummary)
    path: Path = ROOT
    layers: int = 0
    hands_on: Shape | None = None
    is_cut: bool = False
    notes: tuple[Explanation, ...] = ()
    count: int = 1
    last_name: str = ""

    @property
    def paths(self) -> tuple[Path, ...]:
        """Where all blocks that it shows stand."""
        *outer, place = self.path
        return tuple((*outer, place + number) for number in range(self.count))

    @property
    def depth(self) -> int:
        """In how many blocks it stands."""
        return len(self.path) - 1

    @property
    def leaving(self) -> Shape | None:
        """The shape that reaches the next card; None where it is not known."""
        if self.is_cut:
            return None
        return self.output_shape if self.hands_on is None else self.hands_on

    @property
    def node(self) -> Node:
        """What it shows, as its author set it; of several blocks the first."""
        return self.block

    @property
    def can_be_named(self) -> bool:
        """Whether it can have a name of its own: the ways of a Residual are body and shortcut."""
        return self.count == 1 and self.way not in RESIDUAL_NAMES

    @property
    def name(self) -> str:
        """Its kind, behind its own name if it has one; of a way what that is."""
        return self.titled(self.way or self.block.kind.value)

    def titled(self, kind: str) -> str:
        """Return what it is called: what it is, behind its name, and how often it is there."""
        first, last = self.block.name, self.last_name
        own = " … ".join(dict.fromkeys(name for name in (first, last) if name))
        title = f"{own}: {kind}" if own else kind
        return title if self.count == 1 else f"{title} ×{self.count}"

    @property
    def call(self) -> str:
        """What it shows, in short."""
        return self.name


AnyCard: TypeAlias = Card | BlockCard
"""A row of the list."""


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
    return _with_leaving(_with_repeats(maker.cards), summary.result)


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


def _with_repeats(cards: Sequence[AnyCard]) -> list[AnyCard]:
    """Return cards of which equal blocks that follow each other, all of them folded, are one."""
    done: list[AnyCard] = []
    for card in cards:
        before = done[-1] if done else None
        if (
            isinstance(before, BlockCard)
            and isinstance(card, BlockCard)
            and _joins_repeats(before, card)
        ):
            done[-1] = _one_more(before, card)
        else:
            done.append(card)
    return done


def _joins_repeats(before: BlockCard, card: BlockCard) -> bool:
    """Return whether a block is shown with those before it: one that fails stands alone."""
    return (
        before.folded
        and card.folded
        and not card.way
        and before.path[:-1] == card.path[:-1]
        and before.state is card.state
        and card.state is not CardState.FAILS
        and is_repeat(before.block, card.block)
    )


def _one_more(before: BlockCard, card: BlockCard) -> BlockCard:
    total, more = before.summary, card.summary
    return replace(
        before,
        output_shape=card.output_shape,
        summary=LayerSummary(
            total.num_params + more.num_params,
            total.mult_adds + more.mult_adds,
            total.num_activations + more.num_activations,
        ),
        count=before.count + 1,
        last_name=card.block.name,
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
