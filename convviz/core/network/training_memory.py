"""How much memory a network takes while it is trained, part by part.

The window, the shell and the trainer read these numbers from the network's summary.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from convviz.core.layers.parameters import BYTES_PER_NUMBER
from convviz.core.network.row_reading import joins_batch
from convviz.core.network.rows import BlockRow

if TYPE_CHECKING:
    from convviz.core.averaging import EMA
    from convviz.core.network.rows import LayerRow, SequentialResult
    from convviz.core.optimisers import Optimiser


@dataclass(frozen=True, slots=True)
class TrainingMemory:
    """Memory of a training in float32, in bytes, when a batch has gone forward.

    A little less is enough only where the large weights stand before the large outputs: what these
    keep is let go before those have gradients. Not counted: what comes and goes within one layer
    (its gradients on the way back, what its kernel lays out for itself), the loss, what torch
    itself takes, and the gaps between tensors.

    Attributes:
        batch_size: Pictures of the batch.
        weights: The trained numbers.
        buffers: What is kept with the network but not trained, such as running means.
        gradients: One number for each trained one.
        optimiser: What the optimiser remembers of each weight from step to step.
        average: A second network, where the average of the weights is measured and saved.
        batch: The pictures.
        kept: What the layers keep of the forward pass until the backward pass has used it.
    """

    batch_size: int
    weights: int
    buffers: int
    gradients: int
    optimiser: int
    average: int
    batch: int
    kept: int

    @property
    def total(self) -> int:
        """All of it."""
        lasting = self.weights + self.buffers + self.gradients + self.optimiser + self.average
        return lasting + self.batch + self.kept


def training_memory(
    result: SequentialResult, batch_size: int, optimiser: Optimiser, averaging: EMA | None = None
) -> TrainingMemory:
    """Return how much memory the training of a network takes, up to the first layer that fails.

    Args:
        result: The network's rows.
        batch_size: Pictures of a batch. At least 1.
        optimiser: What remembers numbers of each weight.
        averaging: The average of the weights that is kept beside them; None for none.
    """
    layers = [row.layer for row in result.rows if row.enabled]
    params = BYTES_PER_NUMBER * sum(layer.num_params() for layer in layers)
    shapes = (shape for layer in layers for shape in layer.buffer_shapes().values())
    buffers = BYTES_PER_NUMBER * sum(math.prod(shape) for shape in shapes)
    return TrainingMemory(
        batch_size=batch_size,
        weights=params,
        buffers=buffers,
        gradients=params,
        optimiser=optimiser.remembered() * params,
        average=0 if averaging is None else params + buffers,
        batch=BYTES_PER_NUMBER * batch_size * math.prod(result.input_shape),
        kept=BYTES_PER_NUMBER * kept_numbers(result, batch_size),
    )


def kept_numbers(result: SequentialResult, batch_size: int) -> int:
    """Return how many numbers the layers of a network keep of a batch for the backward pass.

    Each layer says what it keeps (:meth:`convviz.core.layers.base.Layer.kept_for_backward`), and
    nothing counts twice: what one layer keeps as its output and the next as its input is one
    tensor, and so is a Flatten's output with its input, or that of a ReLU with inplace=True.
    A sum keeps nothing, and neither does a concatenation. Before the first weight no gradient is
    needed, so nothing is kept. The batch itself is left out: it is there in any case.

    Args:
        result: The network's rows.
        batch_size: Pictures of a batch.
    """
    walk = _Walk(result, batch_size)
    for item in result.flow:
        if isinstance(item, BlockRow):
            walk.join(item)
        else:
            walk.go_through(item)
    return walk.beside + sum(walk.kept.values())


class _Walk:
    """Goes through a network as a batch does.

    Attributes:
        kept: The numbers of each tensor that is kept, by the place in memory where it lies.
        beside: Numbers that layers make for the backward pass alone.
    """

    def __init__(self, result: SequentialResult, batch_size: int) -> None:
        self.kept: dict[int, int] = {}
        self.beside = 0
        self._batch_size = batch_size
        self._inferred = result.batch_size
        # Of the input, and of each node of the flow: where its output lies, and whether a
        # gradient comes back to it. Places are numbered by the nodes that made them.
        self._places = [0]
        self._has_gradient = [False]
        self._sizes = {0: 0}

    def join(self, block: BlockRow) -> None:
        """Make a tensor of what the ways of a block give."""
        place = self._new_place(math.prod(block.output_shape or ()), batched=block.batched)
        has_gradient = any(self._has_gradient[source] for source in block.sources)
        self._go_on(place, has_gradient=has_gradient)

    def go_through(self, row: LayerRow) -> None:
        """Keep what a layer keeps."""
        before, layer = self._places[row.source], row.layer
        has_gradient = self._has_gradient[row.source]
        if not row.enabled:
            self._go_on(before, has_gradient=has_gradient)
            return
        has_gradient = has_gradient or bool(layer.weight_shapes())
        place = before
        if not layer.gives_view():
            keeps_batch = row.batched and not joins_batch(row)
            place = self._new_place(math.prod(row.output_shape), batched=keeps_batch)
        if has_gradient:
            self._keep(row, before, place)
        self._go_on(place, has_gradient=has_gradient)

    def _keep(self, row: LayerRow, before: int, behind: int) -> None:
        """Keep what a layer keeps, whose input and output lie at two places."""
        output = (self._batch_size, *row.output_shape) if row.batched else row.output_shape
        kept = row.layer.kept_for_backward(row.shape_with_batch(self._batch_size), output)
        self.beside += kept.beside if row.batched else self._of_batch(kept.beside)
        for place, is_kept in ((before, kept.input), (behind, kept.output)):
            if is_kept:
                self.kept[place] = self._sizes[place]

    def _go_on(self, place: int, *, has_gradient: bool) -> None:
        self._places.append(place)
        self._has_gradient.append(has_gradient)

    def _new_place(self, numbers: int, *, batched: bool) -> int:
        """Return a place for the numbers of one picture, or of a batch as it was inferred."""
        place = len(self._places)
        size = numbers * self._batch_size if batched else self._of_batch(numbers)
        self._sizes[place] = size
        return place

    def _of_batch(self, numbers: int) -> int:
        return numbers * self._batch_size // self._inferred
