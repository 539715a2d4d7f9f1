"""What inference says of a network: a row for each layer and each block, and the first failure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from convviz.core.errors import ConvVizError
from convviz.core.layers import Layer, Shape
from convviz.core.layers.parameters import BYTES_PER_NUMBER
from convviz.core.network.tree import RESIDUAL_NAMES, ROOT, Block, BlockKind, Path

if TYPE_CHECKING:
    from convviz.core.explaining.explanations import Explanation

DEFAULT_BATCH_SIZE = 2
"""The smallest batch that every layer accepts (BatchNorm needs two values a channel)."""


class LayerSummary(NamedTuple):
    """What one layer costs; nothing for one that is disabled.

    Attributes:
        num_params: Trained numbers.
        mult_adds: Multiply-adds of one picture, forward, without biases.
        num_activations: Numbers of its output, of one picture.
    """

    num_params: int = 0
    mult_adds: int = 0
    num_activations: int = 0

    @property
    def param_bytes(self) -> int:
        """Memory of its trained numbers in float32."""
        return BYTES_PER_NUMBER * self.num_params

    @property
    def activation_bytes(self) -> int:
        """Memory of its output, for one picture in float32."""
        return BYTES_PER_NUMBER * self.num_activations


COSTS_NOTHING = LayerSummary()


class LayerRow(NamedTuple):
    """What one step does to the shape.

    A thousand of them are made for every keystroke in a long network: a named tuple takes a third
    of the time of a frozen dataclass.

    Attributes:
        index: Its number among the network's layers, from 0.
        layer: The layer, with what follows the layer before filled in; what a lazy one becomes.
        input_shape: Shape without the batch.
        output_shape: Shape without the batch.
        enabled: Whether the network runs it.
        batched: Whether a batch stands before input_shape, as long as no layer has joined it.
        notes: What is worth knowing about it here.
        path: Where it stands in the tree.
        source: What it reads: 0 for the network's input, n for the n-th of the result's `flow`.
        costs: What it costs.
    """

    index: int  # type: ignore[assignment] # a tuple's search, which rows do without
    layer: Layer
    input_shape: Shape
    output_shape: Shape
    enabled: bool = True
    batched: bool = True
    notes: tuple[Explanation, ...] = ()
    path: Path = ROOT
    source: int = 0
    costs: LayerSummary = COSTS_NOTHING

    @property
    def sources(self) -> tuple[int, ...]:
        """What it reads, as `BlockRow.sources`."""
        return (self.source,)

    def shape_with_batch(self, batch_size: int) -> Shape:
        """Return the input's shape as torch sees it.

        Args:
            batch_size: Pictures in the batch, as the row was inferred with.
        """
        return (batch_size, *self.input_shape) if self.batched else self.input_shape


@dataclass(frozen=True, slots=True)
class BlockRow:
    """What one block does to the shape, as far as that is known.

    Attributes:
        path: Where it stands in the tree.
        block: The block.
        input_shape: Shape without the batch.
        output_shape: Shape without the batch; None where something in it fails.
        first: The number of the first layer in it, or behind it if it holds none.
        stop: The number of the first layer behind it.
        enabled: Whether the network runs it.
        sources: What it joins: 0 for the network's input, n for the n-th of the result's `flow`.
        batched: Whether a batch stands before output_shape.
        holder: What it stands in.
    """

    path: Path
    block: Block
    input_shape: Shape
    output_shape: Shape | None
    first: int
    stop: int
    enabled: bool = True
    sources: tuple[int, ...] = ()
    batched: bool = True
    holder: BlockKind = BlockKind.SEQUENTIAL

    @property
    def way(self) -> str:
        """What it is among the ways of a block: body, shortcut, branch 1; "" for none."""
        match self.holder:
            case BlockKind.RESIDUAL:
                return RESIDUAL_NAMES[self.path[-1]]
            case BlockKind.CONCAT:
                return f"branch {self.path[-1] + 1}"
            case BlockKind.SEQUENTIAL:
                return ""


@dataclass(frozen=True, slots=True)
class LayerFailure:
    """The first layer that refuses its input or its parameters.

    Attributes:
        index: Its number among the network's layers, from 0.
        layer: The layer, with what follows the layer before filled in.
        input_shape: Shape without the batch.
        error: Why; its facts give shapes without the batch.
        batched: Whether a batch stands before input_shape, as long as no layer has joined it.
        path: Where it stands in the tree.
    """

    index: int
    layer: Layer
    input_shape: Shape
    error: ConvVizError
    batched: bool = True
    path: Path = ROOT

    @property
    def title(self) -> str:
        """What fails."""
        return self.layer.type_name()


@dataclass(frozen=True, slots=True)
class BlockFailure:
    """A block whose ways give what cannot be joined; all layers in them run.

    Attributes:
        index: The number of the first layer behind it.
        block: The block.
        input_shape: Shape without the batch.
        error: Why; its facts give shapes without the batch.
        outputs: What its ways give, without the batch.
        batched: Whether a batch stands before input_shape.
        path: Where it stands in the tree.
    """

    index: int
    block: Block
    input_shape: Shape
    error: ConvVizError
    outputs: tuple[Shape, ...] = ()
    batched: bool = True
    path: Path = ROOT

    @property
    def title(self) -> str:
        """What fails."""
        return self.block.kind.value


Failure: TypeAlias = LayerFailure | BlockFailure
"""What fails first: a layer, or a block whose ways cannot be joined."""


@dataclass(frozen=True, slots=True)
class SequentialResult:
    """The rows of a network, up to the first failure.

    Attributes:
        input_shape: Shape without the batch.
        rows: One a layer, up to the one that fails.
        failure: The first failure, if any.
        batch_size: Pictures in the batch that torch sees.
        output_shape: The network's output without the batch; after a failure, what fails gets it.
        blocks: One a block up to the failure, each before what it holds.
        flow: The rows, and between them the blocks that join, each behind what it holds.
        last: The layer whose output is the network's own; None where a block makes that.
    """

    input_shape: Shape
    rows: tuple[LayerRow, ...]
    failure: Failure | None = None
    batch_size: int = DEFAULT_BATCH_SIZE
    output_shape: Shape = ()
    blocks: tuple[BlockRow, ...] = ()
    flow: tuple[LayerRow | BlockRow, ...] = ()
    last: Path | None = None

    @property
    def layer_failure(self) -> LayerFailure | None:
        """The first failure, if it is a layer's."""
        return self.failure if isinstance(self.failure, LayerFailure) else None

    @property
    def returns_indices(self) -> bool:
        """Whether torch returns the indices of a last pooling beside its output."""
        rows = [row for row in self.rows if row.enabled and row.path == self.last]
        return bool(rows) and rows[-1].layer.returns_indices()


def in_reading_order(result: SequentialResult) -> list[LayerRow | BlockRow]:
    """Return all rows as they stand in code: a block before what it holds."""
    rows: list[LayerRow | BlockRow] = [*result.blocks, *result.rows]
    return sorted(rows, key=lambda row: row.path) if result.blocks else rows
