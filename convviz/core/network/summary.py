"""What a network costs: the one place where its parameters, multiply-adds and memory are counted.

The window, the shell and the trainer all read these numbers, for each layer and in total.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from convviz.core.layers.parameters import BYTES_PER_NUMBER
from convviz.core.network.receptive_field import receptive_fields, seen_size, sees_whole_input
from convviz.core.network.rows import SequentialResult
from convviz.core.network.training_memory import TrainingMemory, training_memory

if TYPE_CHECKING:
    from convviz.core.averaging import EMA
    from convviz.core.layers import Layer, Shape
    from convviz.core.network.receptive_field import ReceptiveField
    from convviz.core.network.rows import BlockRow, LayerRow
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
    """

    result: SequentialResult
    layers: tuple[LayerSummary, ...]
    num_params: int
    mult_adds: int
    num_activations: int

    @property
    def param_bytes(self) -> int:
        """Memory of the parameters in float32."""
        return BYTES_PER_NUMBER * self.num_params

    @property
    def activation_bytes(self) -> int:
        """Memory of the input and of every output, for one picture in float32."""
        return BYTES_PER_NUMBER * self.num_activations

    @cached_property
    def receptive_fields(self) -> tuple[ReceptiveField, ...]:
        """The receptive field of each row's cells, in numbers; found when it is first asked for."""
        return receptive_fields(self.result)

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

        See :func:`convviz.core.network.receptive_field.seen_size`.
        """
        return seen_size(self.result, index, self.receptive_fields[index])

    def sees_whole_input(self, index: int) -> bool:
        """Return whether every cell of a row depends on every cell of the input."""
        return sees_whole_input(self.result, index, self.receptive_fields[index])


def summarise(result: SequentialResult) -> NetworkSummary:
    """Return what a network costs.

    Args:
        result: Its rows. The receptive field is left until somebody asks for it.
    """
    counted: dict[tuple[Layer, Shape, bool], LayerSummary] = {}
    layers = []
    for row in result.rows:
        if not row.enabled:  # it was not checked, and may hold what has no hash
            layers.append(LayerSummary())
            continue
        alike = (row.layer, row.input_shape, row.batched)
        summary = counted.get(alike)
        if summary is None:
            summary = counted[alike] = _summarise_layer(row, result.batch_size)
        layers.append(summary)
    return NetworkSummary(
        result,
        tuple(layers),
        num_params=sum(layer.num_params for layer in layers),
        mult_adds=sum(layer.mult_adds for layer in layers),
        num_activations=math.prod(result.input_shape)
        + sum(layer.num_activations for layer in layers)
        + sum(math.prod(row.output_shape or ()) for row in result.blocks if row.sources),
    )


def _summarise_layer(row: LayerRow, batch_size: int) -> LayerSummary:
    return LayerSummary(
        row.layer.num_params(),
        row.layer.mult_adds(row.shape_with_batch(batch_size)) // batch_size,
        math.prod(row.output_shape),
    )
