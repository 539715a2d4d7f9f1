"""Output cell by output cell of a fully connected layer, whose weight stands as a matrix."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convviz.stepping.cells import BIAS, INPUT, KERNEL, OUTPUT
from convviz.stepping.lights.highlights import LitPlane, lit_place
from convviz.stepping.lights.linear_lights import lit_bias, lit_features, lit_row, trace_matrix
from convviz.stepping.lights.tracing import TracedCell
from convviz.stepping.lines.trace_lines import used_line
from convviz.stepping.walks.rearrange import RearrangeWalk
from convviz.stepping.walks.walk import Lights, WalkForm, lights_on

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convviz.stepping.cells import CellAddress
    from convviz.stepping.lines.step_lines import StepLine
    from convviz.stepping.walks.walk import PlaneValues


class LinearWalk(RearrangeWalk):
    """A step is an output cell: a row of the input times a row of the weight, and a bias."""

    form = WalkForm.FEATURES
    moving = ()

    def changing(self) -> Iterator[PlaneValues]:
        """Yield nothing: all planes stay."""
        return iter(())

    def lit(self, *, afresh: bool) -> Iterator[Lights]:
        """Yield the row of the input, that of the weight, the bias and the output cell."""
        del afresh
        step, visible = self._step, self.visible
        yield from lights_on(INPUT, lit_features(step, visible))
        yield from lights_on(KERNEL, (lit_row(step),))
        yield from lights_on(BIAS, (lit_bias(step),))
        for number, lit in enumerate(lit_place(step.channel, step.cell, visible.output)):
            yield Lights(OUTPUT, number, lit, is_step=True)

    def traced(self, target: TracedCell) -> Iterator[Lights]:
        """Yield what belongs to a cell of the input, or to a weight."""
        tracing = trace_matrix(self.scene, self.visible, target)
        yield from lights_on(INPUT, tracing.input)
        yield from lights_on(KERNEL, tracing.kernel)
        yield from lights_on(BIAS, (LitPlane(),))
        yield from lights_on(OUTPUT, tracing.output)

    def traced_lines(self, target: TracedCell) -> tuple[StepLine, ...]:
        """Return how often a cell of the input or a weight is used."""
        return (used_line(trace_matrix(self.scene, self.visible, target).total),)

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
        if address is not None and address.group == KERNEL:
            return (address.row,)
        if address is not None and address.group == BIAS:
            return (address.column,)
        return (self._step.cell[2],)

    def edited_at(self, address: CellAddress) -> tuple[str, tuple[int, ...]] | None:
        """Return where a cell stands in the input, the weight or the bias."""
        if address.group == KERNEL:
            return "weight", (address.row, address.column)
        if address.group == BIAS:
            return "bias", (address.column,)
        return super().edited_at(address)
