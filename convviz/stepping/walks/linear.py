"""Output cell by output cell of a fully connected layer, whose weight stands as a matrix."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convviz.stepping.cells import BIAS, INPUT, KERNEL, OUTPUT
from convviz.stepping.lights.highlights import LitPlane, lit_place
from convviz.stepping.lights.linear_lights import (
    lit_bias,
    lit_features,
    lit_row,
    trace_folded,
    trace_matrix,
)
from convviz.stepping.lights.tracing import TracedCell, Tracing
from convviz.stepping.lines.trace_lines import used_line
from convviz.stepping.walks.rearrange import RearrangeWalk
from convviz.stepping.walks.walk import Lights, PlaneValues, WalkForm, lights_on

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

    from convviz.stepping.cells import CellAddress
    from convviz.stepping.lines.line_parts import StepLine
    from convviz.stepping.scene.scene import Scene


class LinearWalk(RearrangeWalk):
    """A step is an output cell: a row of the input times a row of the weight, and a bias."""

    form = WalkForm.FEATURES

    def __init__(self, scene: Scene, index: int = 0) -> None:
        self.is_folded = scene.kernel_sizes[1] > 1
        self.moving = (KERNEL,) if self.is_folded else ()
        super().__init__(scene, index)

    @property
    def feature(self) -> int:
        """The output feature of the step."""
        return self.index % self.scene.output_shape[-1]

    def drawn_weight(self) -> NDArray[np.float64]:
        """Return the matrix; beside a folded input the step's row of it, folded alike."""
        weight = self.scene.plain_weights["weight"]
        if not self.is_folded:
            return weight
        row: NDArray[np.float64] = weight[self.feature]
        return row.reshape(self.scene.kernel_sizes[1:])

    def drawn_bias(self) -> NDArray[np.float64]:
        """Return the bias in as many rows as the output vector; one row beside several outputs."""
        return self.scene.plain_weights["bias"].reshape(-1, self._bias_columns)

    @property
    def _bias_columns(self) -> int:
        shape = self.scene.output_shape
        return self.scene.output_volume[3] if len(shape) == 1 else shape[-1]

    def changing(self) -> Iterator[PlaneValues]:
        """Yield the row of the weight, where it stands alone."""
        if self.is_folded:
            yield PlaneValues(KERNEL, 0, self.drawn_weight())

    def lit(self, *, afresh: bool) -> Iterator[Lights]:
        """Yield the row of the input, that of the weight, the bias and the output cell."""
        del afresh
        step, visible = self._step, self.visible
        yield from lights_on(INPUT, lit_features(step, visible))
        row = 0 if self.is_folded else self.feature
        yield from lights_on(KERNEL, (lit_row(step, row),))
        yield from lights_on(BIAS, (lit_bias(*divmod(self.feature, self._bias_columns)),))
        for number, lit in enumerate(lit_place(step.channel, step.cell, visible.output)):
            yield Lights(OUTPUT, number, lit, is_step=True)

    def traced(self, target: TracedCell) -> Iterator[Lights]:
        """Yield what belongs to a cell of the input, or to a weight."""
        tracing = self._trace(target)
        yield from lights_on(INPUT, tracing.input)
        yield from lights_on(KERNEL, tracing.kernel)
        yield from lights_on(BIAS, (LitPlane(),))
        yield from lights_on(OUTPUT, tracing.output)

    def traced_lines(self, target: TracedCell) -> tuple[StepLine, ...]:
        """Return how often a cell of the input or a weight is used."""
        return (used_line(self._trace(target).total),)

    def _trace(self, target: TracedCell) -> Tracing:
        if self.is_folded:
            return trace_folded(self.scene, self.visible, target, self.feature)
        return trace_matrix(self.scene, self.visible, target)

    def target_at(self, address: CellAddress) -> TracedCell | None:
        """Return the cell of the input or the weight at a place; None for another cell."""
        if address.group == KERNEL:
            return TracedCell(is_tap=True, channel=0, cell=(0, address.row, address.column))
        return super().target_at(address)

    def feature_at(self, address: CellAddress | None) -> tuple[int]:
        """Return the output feature whose weights or bias stand at a place; else that of the step.

        Args:
            address: Of the cursor; None where it is nowhere.
        """
        if address is not None and address.group == KERNEL and not self.is_folded:
            return (address.row,)
        if address is not None and address.group == BIAS:
            return (address.row * self._bias_columns + address.column,)
        return (self.feature,)

    def edited_at(self, address: CellAddress) -> tuple[str, tuple[int, ...]] | None:
        """Return where a cell stands in the input, the weight or the bias."""
        if address.group == KERNEL and self.is_folded:
            columns = self.scene.kernel_sizes[2]
            return "weight", (self.feature, address.row * columns + address.column)
        if address.group == KERNEL:
            return "weight", (address.row, address.column)
        if address.group == BIAS:
            return "bias", (address.row * self._bias_columns + address.column,)
        return super().edited_at(address)
