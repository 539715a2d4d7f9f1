"""All that the network page shows, as one value, and what follows from it. Without Qt."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from convviz.core.network.advice import Advice
from convviz.core.network.summary import NetworkSummary
from convviz.core.network.tree import Block, BlockKind, Node, Path, layer_paths
from convviz.core.network.tree_edits import (
    can_dissolve,
    can_wrap,
    neighbour_place,
    outermost,
    place_behind,
)
from convviz.core.remedies.remedy import Remedy
from convviz.drawing.options import DEFAULT_FIGURE, FigureOptions
from convviz.protocol.document import Network, Training
from convviz.ui.network.cards.cards import AnyCard, BlockCard, Card

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from convviz.core.layers import Shape
    from convviz.core.network.rows import Failure, SequentialResult


_USUAL: Final = Training()


class View(StrEnum):
    """A way to see the whole network; the first is shown at the first start."""

    DRAWING = "drawing"
    CODE = "code"
    TABLE = "table"
    FIELD = "field"
    MAPS = "maps"
    GRAPH = "graph"


class Density(StrEnum):
    """How much room a row of the list takes."""

    BY_LENGTH = "by_length"
    """Cards, and beyond MOST_CARDS layers and blocks lines: until a person chooses."""
    CARDS = "cards"
    LINES = "lines"


MOST_CARDS: Final = 40
"""Layers and blocks of which cards are shown; of more a screen shows too few."""


@dataclass(frozen=True, slots=True)
class NetworkState:
    """The document's network with what follows from it, and what is chosen on the page.

    Attributes:
        network: The document's network.
        summary: Its shapes and costs.
        cards: What is shown of each layer and block.
        fixes: What would mend the layer that fails.
        training: How the document trains it: what is advised, and its memory, depend on that.
        advice: What the network would do well to have, but what was put away in its document.
        selected: The chosen rows, in order.
        current: The row that the keyboard is at; it is kept while there is no layer.
        view: Which view is shown of the whole network.
        shows_form: Whether the form of what is chosen is shown.
        figure: How the network is drawn.
        is_module: Whether the code is an nn.Module; else an nn.Sequential.
        folded: The blocks of which only their own card is shown.
        density: How much room a row of the list takes.
        node_count: Layers and blocks of the network, folded or not.
    """

    network: Network
    summary: NetworkSummary
    cards: tuple[AnyCard, ...]
    fixes: tuple[Remedy, ...] = ()
    training: Training = _USUAL
    advice: tuple[Advice, ...] = ()
    selected: tuple[int, ...] = ()
    current: int = 0
    view: View = View.DRAWING
    shows_form: bool = True
    figure: FigureOptions = DEFAULT_FIGURE
    is_module: bool = False
    folded: frozenset[Path] = frozenset()
    density: Density = Density.BY_LENGTH
    node_count: int = 0

    @property
    def is_compact(self) -> bool:
        """Whether each row of the list is one line."""
        if self.density is Density.BY_LENGTH:
            return self.node_count > MOST_CARDS
        return self.density is Density.LINES

    @property
    def nodes(self) -> tuple[Node, ...]:
        """The network's layers and blocks."""
        return self.network.steps

    @property
    def result(self) -> SequentialResult:
        """The network's shapes."""
        return self.summary.result

    @property
    def failure(self) -> Failure | None:
        """Why a layer or a block fails; None where none does."""
        return self.result.failure

    @property
    def advised_paths(self) -> frozenset[Path]:
        """Where the layers stand that something is advised of."""
        if not self.advice:
            return frozenset()
        paths = layer_paths(self.nodes)
        return frozenset(paths[number] for piece in self.advice for number in piece.numbers)

    @property
    def shown_row(self) -> int:
        """Which of the chosen layers is shown: the current one, or the first; -1 for none."""
        return self.current if self.current in self.selected else min(self.selected, default=-1)

    @property
    def choice(self) -> tuple[tuple[int, ...], int]:
        """All chosen rows, and the one that is shown."""
        return self.selected, self.shown_row

    @property
    def card(self) -> AnyCard | None:
        """The card of the layer or block that is shown."""
        row = self.shown_row
        return self.cards[row] if row >= 0 else None

    def chooses_as(self, other: NetworkState) -> bool:
        """Return whether the same is chosen as in another state: folding changes a row's card."""
        return self.choice == other.choice and self.paths == other.paths

    @property
    def chosen_cards(self) -> list[AnyCard]:
        """The cards of all that is chosen, in order."""
        return [self.cards[row] for row in self.selected]

    @property
    def chosen_layers(self) -> list[Card]:
        """The cards of the chosen layers; nothing where a block is chosen as well."""
        cards = [card for card in self.chosen_cards if isinstance(card, Card)]
        return cards if len(cards) == len(self.selected) else []

    @property
    def chosen_numbers(self) -> list[int]:
        """The numbers of the chosen layers among all layers."""
        return [card.number for card in self.chosen_cards if isinstance(card, Card)]

    @property
    def marked_numbers(self) -> list[int]:
        """The numbers of all layers that are chosen, or stand in a chosen block."""
        if all(isinstance(card, Card) for card in self.chosen_cards):
            return self.chosen_numbers
        known, chosen = enumerate(layer_paths(self.nodes)), set(self.paths)

        def is_chosen(path: Path) -> bool:
            return any(path[:depth] in chosen for depth in range(1, len(path) + 1))

        return [number for number, path in known if is_chosen(path)]

    @property
    def paths(self) -> list[Path]:
        """Where the chosen layers and blocks stand; not what stands in a chosen block."""
        return outermost(path for card in self.chosen_cards for path in card.paths)

    @property
    def shown_number(self) -> int:
        """The number of the layer that is shown; -1 for none, or a block."""
        card = self.card
        return card.number if isinstance(card, Card) else -1

    @property
    def insert_place(self) -> Path:
        """Where new layers go: behind the chosen ones, or at the end; into a chosen Sequential."""
        if not self.selected:
            return (len(self.nodes),)
        path, card = self._last_chosen
        if isinstance(card, BlockCard) and card.count == 1 and not card.block.joins:
            return (*path, len(card.block.children))
        return (*path[:-1], path[-1] + 1)

    @property
    def shape_before_insert(self) -> Shape:
        """The shape that enters new layers; after a failure, the last that is known."""
        output = self._last_chosen[1].output_shape if self.selected else None
        return self.result.output_shape if output is None else output

    @property
    def _last_chosen(self) -> tuple[Path, AnyCard]:
        """The last of all that is chosen, and its card; not what stands in a chosen block."""
        path = self.paths[-1]
        return path, next(card for card in self.chosen_cards if path in card.paths)

    @property
    def can_duplicate(self) -> bool:
        """Whether copies of what is chosen can stand behind it: a Residual has its two ways."""
        return bool(self.selected) and place_behind(self.nodes, self.paths) is not None

    @property
    def can_move_up(self) -> bool:
        """Whether layers are chosen that do not all stand first."""
        return self._can_move(-1)

    @property
    def can_move_down(self) -> bool:
        """Whether layers are chosen that do not all stand last."""
        return self._can_move(1)

    def _can_move(self, by: int) -> bool:
        return bool(self.selected) and neighbour_place(self.nodes, self.paths, by) is not None

    @property
    def can_open(self) -> bool:
        """Whether the one chosen layer can be shown in the calculator."""
        card = self.card
        if not isinstance(card, Card) or len(self.selected) != 1:
            return False
        return card.can_open

    @property
    def can_edit(self) -> bool:
        """Whether what is chosen has fields: layers, or one block that can have a name."""
        block = self.chosen_block
        return bool(self.chosen_layers) or (block is not None and block.can_be_named)

    @property
    def can_wrap(self) -> bool:
        """Whether a block can be put around what is chosen."""
        return bool(self.selected) and can_wrap(self.nodes, self.paths)

    @property
    def chosen_block(self) -> BlockCard | None:
        """The one chosen block."""
        card = self._chosen_block_card
        return card if card is not None and card.count == 1 else None

    @property
    def chosen_repeats(self) -> BlockCard | None:
        """The one chosen card that shows several equal blocks."""
        card = self._chosen_block_card
        return card if card is not None and card.count > 1 else None

    @property
    def _chosen_block_card(self) -> BlockCard | None:
        card = self.card
        return card if isinstance(card, BlockCard) and len(self.selected) == 1 else None

    @property
    def outer_blocks(self) -> frozenset[Path]:
        """Where the blocks stand that no other holds."""
        return frozenset(
            (place,) for place, node in enumerate(self.nodes) if isinstance(node, Block)
        )

    @property
    def can_fold(self) -> bool:
        """Whether a block is shown, or a layer within one."""
        card = self.card
        return isinstance(card, BlockCard) or (card is not None and card.depth > 0)

    @property
    def can_dissolve(self) -> bool:
        """Whether the one chosen block can be replaced by what it holds."""
        card = self.chosen_block
        return card is not None and can_dissolve(self.nodes, card.path)

    @property
    def can_add_branch(self) -> bool:
        """Whether the one chosen block is a Concat."""
        card = self.chosen_block
        return card is not None and card.block.kind is BlockKind.CONCAT

    def rows_of(self, paths: Sequence[Path]) -> list[int]:
        """Return the rows of what stands at some paths; of hidden nodes the block that shows."""
        known = {path: row for row, card in enumerate(self.cards) for path in card.paths}
        rows = []
        for path in paths:
            shown = path
            while shown and shown not in known:
                shown = shown[:-1]
            if shown:
                rows.append(known[shown])
        return sorted(set(rows))

    def blocks_before(self, paths: Sequence[Path]) -> Iterator[Path]:
        """Yield, of nodes that a card shows with others, the block that their pattern begins with.

        Where it is unfolded, they stand on cards of their own.
        """
        for card in self.cards:
            if isinstance(card, BlockCard) and card.pattern:
                *outer, first = card.path
                for path in set(paths).intersection(card.paths):
                    begin = path[-1] - (path[-1] - first) % len(card.pattern)
                    yield (*outer, begin)

    @property
    def guilty_parameter(self) -> str:
        """The parameter that the failure names, or whose change would mend it; "" for none."""
        failure = self.result.layer_failure
        if failure is None:
            return ""
        known, facts = failure.layer.parameters(), failure.error.facts
        named = [str(facts.get("parameter")), *facts, *(fix.parameter for fix in self.fixes)]
        return next((name for name in named if name in known), "")
