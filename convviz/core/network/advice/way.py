"""A network as its numbers flow: what stands before a layer, and what makes the output."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from convviz.core.layers.base import LayerFamily
from convviz.core.network.rows import BlockRow, LayerRow

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from convviz.core.axis_windows import AxisSettings
    from convviz.core.layers.base import Shape
    from convviz.core.losses import Loss
    from convviz.core.network.rows import SequentialResult

PASSES_ON = frozenset({LayerFamily.DROPOUT, LayerFamily.SHAPE})
"""What leaves numbers as they are, or takes some out, or lays them out in another way."""


class Way:
    """What the kinds of advice ask of a network.

    Attributes:
        result: The network's rows.
        loss: What it is trained with; None where that is not known.
        batch_size: Pictures of the batches that it is trained with; None likewise.
        rows: The rows that are enabled.
    """

    def __init__(self, result: SequentialResult, loss: Loss | None, batch_size: int | None) -> None:
        self.result = result
        self.loss = loss
        self.batch_size = batch_size
        self.rows = [row for row in result.rows if row.enabled]
        # Of the input and of each node of the flow: what made its numbers, disabled layers passed
        # over; None for the input.
        self._makers: list[LayerRow | BlockRow | None] = [None]
        self._readers: dict[int, int] = {}
        self._axes: dict[tuple[int, Shape, bool], Sequence[AxisSettings]] = {}
        roots = [0]
        makers, readers = self._makers, self._readers
        for place, item in enumerate(result.flow, start=1):
            if isinstance(item, LayerRow):
                root = roots[item.source]
                if not item.enabled:
                    makers.append(makers[item.source])
                    roots.append(root)
                    continue
                readers[root] = readers.get(root, 0) + 1
            else:
                for source in item.sources:
                    readers[roots[source]] = readers.get(roots[source], 0) + 1
            makers.append(item)
            roots.append(place)
        self._roots = roots

    def before(self, row: LayerRow, passed: Collection[LayerFamily] = ()) -> LayerRow | None:
        """Return the layer whose output a layer reads; None for a block that joins, or the input.

        Args:
            row: The layer.
            passed: Families of layers that are passed over.
        """
        maker = self._makers[row.source]
        while isinstance(maker, LayerRow) and maker.layer.family in passed:
            maker = self._makers[maker.source]
        return maker if isinstance(maker, LayerRow) else None

    @cached_property
    def noted(self) -> list[LayerRow]:
        """The rows of which something is worth knowing."""
        return [row for row in self.rows if row.notes]

    @cached_property
    def sliding(self) -> list[tuple[LayerRow, Sequence[AxisSettings]]]:
        """The rows of layers whose kernel slides, each with the numbers of its axes.

        Those of the same layer at the same input are one object.
        """
        return [(row, self._axes_of(row)) for row in self.rows if row.layer.slides]

    def _axes_of(self, row: LayerRow) -> Sequence[AxisSettings]:
        layer = row.layer
        # The rows keep the layer, so that nothing else can have its identity; equal ones are many.
        key = (id(layer), row.input_shape, row.batched)
        known = self._axes.get(key)
        if known is None:
            # Where torch takes the batch for the channels, the shape without it is too short.
            shape = row.shape_with_batch(self.result.batch_size)
            known = self._axes[key] = layer.axis_settings(shape[-layer.rank :])
        return known

    def reads_alone(self, row: LayerRow) -> bool:
        """Return whether nothing else reads what a layer reads."""
        return self._readers.get(self._roots[row.source], 0) == 1

    @cached_property
    def end(self) -> LayerRow | None:
        """The layer that makes the output; None for a block that joins, or where something fails.

        What only lays numbers out, such as Flatten, is passed over.
        """
        if self.result.failure is not None or not self.result.flow:
            return None
        maker = self._makers[-1]
        while isinstance(maker, LayerRow) and maker.layer.family is LayerFamily.SHAPE:
            maker = self._makers[maker.source]
        return maker if isinstance(maker, LayerRow) else None

    @property
    def ends_in_vector(self) -> bool:
        """Whether the network gives one number a class, as for a loss of classes."""
        return self.result.failure is None and len(self.result.output_shape) == 1
