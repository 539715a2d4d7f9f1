"""What a network costs: the one place where its parameters, multiply-adds and memory are counted.

The window, the shell and the trainer all read these numbers, for each layer and in total.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from convviz.core.layers.parameters import BYTES_PER_NUMBER
from convviz.core.network.input_cells import cells_between, input_blocks, sees_whole_input
from convviz.core.network.known_rows import KnownRows
from convviz.core.network.receptive_field import KnownFields, fields_of_flow
from convviz.core.network.rows import COSTS_NOTHING, BlockRow, LayerSummary, SequentialResult
from convviz.core.network.seen_sizes import SeenInput, made_by, seen_inputs, size_seen_behind
from convviz.core.network.sequential import infer_sequential
from convviz.core.network.training_memory import TrainingMemory, training_memory

__all__ = ["LayerSummary", "NetworkSummary", "Summariser", "summarise"]

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convviz.core.averaging import EMA
    from convviz.core.layers import Shape
    from convviz.core.network.input_cells import Blocks, SeenCells
    from convviz.core.network.receptive_field import ReceptiveField
    from convviz.core.network.tree import Node, Path
    from convviz.core.optimisers import Optimiser


@dataclass(frozen=True)
class NetworkSummary:
    """What a network costs, up to the first layer that fails.

    Attributes:
        result: The network's rows.
        layers: One a row.
        num_params: Trained numbers of all layers.
        mult_adds: Multiply-adds of one picture through all layers, forward, without biases.
        num_activations: Numbers of the input, of every enabled layer's output, and of every sum and
            concatenation, of one picture.
        known: What is known of receptive fields; an edit's summary takes it over.
    """

    result: SequentialResult
    layers: tuple[LayerSummary, ...]
    num_params: int
    mult_adds: int
    num_activations: int
    known: KnownFields = field(default_factory=KnownFields, compare=False, repr=False)

    @property
    def param_bytes(self) -> int:
        """Memory of the parameters in float32."""
        return BYTES_PER_NUMBER * self.num_params

    @property
    def activation_bytes(self) -> int:
        """Memory of the input and of every output, for one picture in float32."""
        return BYTES_PER_NUMBER * self.num_activations

    @cached_property
    def fields_of_flow(self) -> tuple[ReceptiveField, ...]:
        """The receptive field of the cells of each row, and of each block that joins, in numbers.

        It is found when it is first asked for; in the order of the result's flow.
        """
        return fields_of_flow(self.result, self.known)

    @cached_property
    def receptive_fields(self) -> tuple[ReceptiveField, ...]:
        """The receptive field of each row's cells, in numbers."""
        if not self.result.blocks:
            return self.fields_of_flow
        pairs = zip(self.result.flow, self.fields_of_flow, strict=True)
        return tuple(field for item, field in pairs if not isinstance(item, BlockRow))

    @cached_property
    def seen_inputs(self) -> dict[Path, SeenInput]:
        """What the cells of each row and block see of the input; found when it is first asked."""
        return seen_inputs(self.result, self.known)

    def of_block(self, row: BlockRow) -> LayerSummary:
        """Return what the layers of a block cost together."""
        layers = self.layers[row.first : row.stop]
        joined = math.prod(row.output_shape or ()) if row.sources else 0
        return LayerSummary(
            sum(layer.num_params for layer in layers),
            sum(layer.mult_adds for layer in layers),
            joined + sum(layer.num_activations for layer in layers),
        )

    def training_memory(
        self, batch_size: int, optimiser: Optimiser, averaging: EMA | None = None
    ) -> TrainingMemory:
        """Return the memory of a training, part by part.

        See :func:`convviz.core.network.training_memory.training_memory`.
        """
        return training_memory(self.result, batch_size, optimiser, averaging)

    def seen_size(self, index: int) -> Shape | None:
        """Return how many cells of each axis of the input a row's cell sees.

        Behind Flatten that is what the cell saw that was put elsewhere. See
        :func:`convviz.core.network.seen_sizes.size_seen_behind`.
        """
        item = made_by(self.result, self.result.rows[index])
        if isinstance(item, BlockRow):
            return self.seen_inputs[item.path].size
        field, readings = self.receptive_fields[item.index], self.known.readings
        return size_seen_behind(self.result, item, field, readings)

    def sees_whole_input(self, index: int) -> bool:
        """Return whether every cell of a row depends on every cell of the input."""
        fields = self.receptive_fields
        return sees_whole_input(self.result, index, fields[index], self.known.readings)

    def input_blocks(self, index: int, place: tuple[int, ...]) -> Blocks:
        """Return exactly the cells of the input that a cell depends on.

        See :func:`convviz.core.network.receptive_field.input_blocks`.
        """
        return input_blocks(self.result, index, place, readings=self.known.readings)

    def cells_between(self, index: int, place: tuple[int, ...]) -> tuple[SeenCells, ...]:
        """Return what a cell depends on everywhere between the network's input and its row.

        See :func:`convviz.core.network.input_cells.cells_between`.
        """
        return cells_between(self.result, index, place, self.known.readings)


def summarise(result: SequentialResult) -> NetworkSummary:
    """Return what a network costs.

    Args:
        result: Its rows. The receptive field is left until somebody asks for it.
    """
    return _summed_up(result, KnownFields())


class Summariser:
    """Summarises one network after another: what an edit leaves as it was is not found anew."""

    def __init__(self) -> None:
        self._rows = KnownRows()
        self._fields = KnownFields()

    def summary(self, nodes: Sequence[Node], input_shape: Shape) -> NetworkSummary:
        """Return what a network costs, and its shapes.

        Args:
            nodes: The network's nodes.
            input_shape: Shape of one picture, without the batch.
        """
        result = infer_sequential(nodes, input_shape, known=self._rows)
        return _summed_up(result, self._fields)


def _summed_up(result: SequentialResult, fields: KnownFields) -> NetworkSummary:
    layers = tuple([row.costs for row in result.rows])
    num_params, mult_adds, num_activations = map(sum, zip(COSTS_NOTHING, *layers, strict=True))
    joined = sum(math.prod(row.output_shape or ()) for row in result.blocks if row.sources)
    return NetworkSummary(
        result,
        layers,
        num_params=num_params,
        mult_adds=mult_adds,
        num_activations=math.prod(result.input_shape) + num_activations + joined,
        known=fields,
    )
