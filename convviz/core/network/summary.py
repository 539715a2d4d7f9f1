"""What a network costs: the one place where its parameters, multiply-adds and memory are counted.

The window, the shell and the trainer all read these numbers, for each layer and in total.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final

from convviz.core.layers.parameters import BYTES_PER_NUMBER
from convviz.core.network.input_cells import cells_between, input_blocks, sees_whole_input
from convviz.core.network.known_rows import KnownRows
from convviz.core.network.receptive_field import KnownFields, fields_of_flow
from convviz.core.network.rows import BlockRow, SequentialResult
from convviz.core.network.seen_sizes import SeenInput, made_by, seen_inputs, size_seen_behind
from convviz.core.network.sequential import infer_sequential
from convviz.core.network.training_memory import TrainingMemory, training_memory

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convviz.core.averaging import EMA
    from convviz.core.layers import Shape
    from convviz.core.network.input_cells import Blocks, SeenCells
    from convviz.core.network.receptive_field import ReceptiveField
    from convviz.core.network.rows import LayerRow
    from convviz.core.network.tree import Node, Path
    from convviz.core.optimisers import Optimiser


@dataclass(frozen=True, slots=True)
class LayerSummary:
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
    return _summed_up(result, KnownCosts(), KnownFields())


class Summariser:
    """Summarises one network after another: what an edit leaves as it was is not found anew."""

    def __init__(self) -> None:
        self._rows = KnownRows()
        self._costs = KnownCosts()
        self._fields = KnownFields()

    def summary(self, nodes: Sequence[Node], input_shape: Shape) -> NetworkSummary:
        """Return what a network costs, and its shapes.

        Args:
            nodes: The network's nodes.
            input_shape: Shape of one picture, without the batch.
        """
        result = infer_sequential(nodes, input_shape, known=self._rows)
        return _summed_up(result, self._costs, self._fields)


class KnownCosts:
    """What layers of the present network cost, and of the one before, for one size of the batch."""

    def __init__(self) -> None:
        self._before: dict[tuple[object, ...], tuple[LayerRow, LayerSummary]] = {}
        self._now: dict[tuple[object, ...], tuple[LayerRow, LayerSummary]] = {}

    def of_all(self, result: SequentialResult) -> tuple[LayerSummary, ...]:
        """Return what each row of a network costs."""
        self._before, self._now = self._now, {}
        return tuple([self._of(row, result.batch_size) for row in result.rows])

    def _of(self, row: LayerRow, batch_size: int) -> LayerSummary:
        if not row.enabled:
            return _NOTHING
        # The layer by its identity, which the row holds: it takes long to compare layers.
        key = (id(row.layer), row.input_shape, row.batched)
        known = self._now.get(key)
        if known is None:
            known = self._before.get(key) or (row, _summarise_layer(row, batch_size))
            self._now[key] = known
        return known[1]


_NOTHING: Final = LayerSummary()


def _summed_up(result: SequentialResult, costs: KnownCosts, fields: KnownFields) -> NetworkSummary:
    layers = costs.of_all(result)
    return NetworkSummary(
        result,
        layers,
        num_params=sum([layer.num_params for layer in layers]),
        mult_adds=sum([layer.mult_adds for layer in layers]),
        num_activations=math.prod(result.input_shape)
        + sum([layer.num_activations for layer in layers])
        + sum(math.prod(row.output_shape or ()) for row in result.blocks if row.sources),
        known=fields,
    )


def _summarise_layer(row: LayerRow, batch_size: int) -> LayerSummary:
    return LayerSummary(
        row.layer.num_params(),
        row.layer.mult_adds(row.shape_with_batch(batch_size)) // batch_size,
        math.prod(row.output_shape),
    )
