"""What the cards of a network show. Without Qt."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TYPE_CHECKING, TypeAlias

from convviz.core.code.writing import layer_call
from convviz.core.explaining.explanations import Explanation
from convviz.core.layers import Layer, Shape
from convviz.core.network.summary import LayerSummary
from convviz.core.network.tree import (
    RESIDUAL_NAMES,
    ROOT,
    Block,
    NetworkStep,
    Node,
    Path,
)
from convviz.core.shown_layers import opened_form

if TYPE_CHECKING:
    from convviz.core.network.rows import LayerRow


class CardState(Enum):
    """What is known of a layer's shape."""

    FITS = auto()
    FAILS = auto()
    UNKNOWN = auto()
    """It stands after a layer that fails."""


class _PlacedCard:
    """What follows from where a card stands, be it of a layer or of a block."""

    __slots__ = ()
    path: Path
    output_shape: Shape | None
    hands_on: Shape | None
    is_cut: bool

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


@dataclass(frozen=True, slots=True)
class Card(_PlacedCard):
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

    @property
    def name(self) -> str:
        """The layer's type, behind its own name if it has one."""
        name = self.layer.type_name()
        return f"{self.step.name}: {name}" if self.step.name else name

    @property
    def arguments(self) -> str:
        """What stands between the brackets of the layer's call."""
        return layer_call(self.layer)[len(self.layer.type_name()) + 1 : -1]

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
    def can_open(self) -> bool:
        """Whether the calculator can show it."""
        shape = self.input_shape
        return shape is not None and opened_form(self.plain, shape) is not None

    @property
    def paths(self) -> tuple[Path, ...]:
        """Where all that it shows stands."""
        return (self.path,)

    @property
    def node(self) -> Node:
        """What it shows, as its author set it."""
        return self.step

    @property
    def call(self) -> str:
        """What it shows, as code."""
        return layer_call(self.layer)


@dataclass(frozen=True, slots=True)
class BlockCard(_PlacedCard):
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
        count: How often it is there: more than once where equal neighbours are folded.
        last_name: The name of the last of them.
        pattern: What is there so often, where that is more than the block, which comes first.
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
    pattern: tuple[Node, ...] = ()

    @property
    def paths(self) -> tuple[Path, ...]:
        """Where all that it shows stands."""
        *outer, place = self.path
        shown = self.count * max(1, len(self.pattern))
        return tuple((*outer, place + number) for number in range(shown))

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
        if self.pattern:
            return f"{', '.join(map(_type_of, self.pattern))} ×{self.count}"
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


def _type_of(node: Node) -> str:
    return node.kind.value if isinstance(node, Block) else node.layer.type_name()
