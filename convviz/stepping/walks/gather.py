"""Output cell by output cell: each gathers what its window reads."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from msgspec.structs import replace

from convviz.core.layers.reductions import Reduction
from convviz.stepping.cells import BESIDE, BIAS, INDICES, INPUT, KERNEL, OUTPUT
from convviz.stepping.lights.highlights import (
    Box,
    LitPlane,
    lit_input,
    lit_kernel,
    lit_output,
    lit_place,
    lit_window,
)
from convviz.stepping.lights.tracing import TracedCell, trace
from convviz.stepping.lines.index_lines import copied_cell, copied_lines, index_lines
from convviz.stepping.lines.resampling_lines import resampling_lines
from convviz.stepping.lines.step_lines import step_lines
from convviz.stepping.lines.trace_lines import trace_lines
from convviz.stepping.scene.visible import PlaneKey, visible_planes
from convviz.stepping.steps.step import build_step, step_index, step_place, window_cells
from convviz.stepping.walks.walk import Lights, PlaneValues, Walk, WalkForm, lights_on

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convviz.stepping.cells import CellAddress
    from convviz.stepping.lines.line_parts import StepLine
    from convviz.stepping.scene.scene import Scene
    from convviz.stepping.steps.step import Step


class GatherWalk(Walk):
    """A step is an output cell."""

    form = WalkForm.WINDOWS

    def __init__(self, scene: Scene, index: int = 0) -> None:
        super().__init__(scene)
        self.taps = math.prod(scene.kernel_sizes)
        self.moving = () if scene.weight is not None else (KERNEL,)
        self.go_to(min(index, self.step_count - 1))

    @property
    def step(self) -> Step:
        """The step at which it stands."""
        return self._step

    @property
    def step_count(self) -> int:
        """Number of output cells."""
        return self.scene.step_count

    def _stand_at(self, index: int, page: int) -> None:
        """Stand at an output cell."""
        step = build_step(self.scene, index)
        self.index, self.output_channel = index, step.channel
        self._step: Step = step
        self.visible = visible_planes(self.scene, step.channel, step.cell[0], page)

    def index_in(self, output_channel: int) -> int:
        """Return the same place in another output channel."""
        _, cell = step_place(self.scene, self.index)
        return step_index(self.scene, output_channel, cell)

    def changing(self) -> Iterator[PlaneValues]:
        """Yield a pooling's window."""
        if self.scene.weight is None:
            yield PlaneValues(KERNEL, 0, *window_cells(self._step))

    def lit(self, *, afresh: bool) -> Iterator[Lights]:
        """Yield the window's cells, the output cell, and a kernel's taps, which stay lit."""
        step, visible = self._step, self.visible
        yield from lights_on(INPUT, map(self._with_source, visible.input, lit_input(step, visible)))
        for number, lit in enumerate(lit_output(step, visible)):
            yield Lights(OUTPUT, number, lit, is_step=True)
            if self.scene.indices is not None:
                yield Lights(INDICES, number, lit, is_step=True)
        if self.scene.drawn_beside is not None:
            for number, lit in enumerate(lit_place(step.channel, step.cell, visible.input)):
                yield Lights(BESIDE, number, lit, is_step=True)
        if self.scene.weight is None:
            yield from lights_on(KERNEL, (lit_window(step),))
        elif afresh:
            yield from lights_on(KERNEL, lit_kernel(self.scene, visible))

    def _with_source(self, key: PlaneKey, lit: LitPlane) -> LitPlane:
        """Return what a step lights, with the cell of the input that its padding copies."""
        source = copied_cell(self.scene, self._step)
        if source is None:
            return lit
        depth, row, column = (
            axis.origin + at for axis, at in zip(self.scene.axes, source, strict=True)
        )
        box = Box(row, column, 1, 1)
        is_here = key == PlaneKey(self._step.channel, depth) and lit.box != box
        return replace(lit, copies=(box,)) if is_here else lit

    def traced(self, target: TracedCell) -> Iterator[Lights]:
        """Yield what belongs to an input cell or a tap."""
        tracing = trace(self.scene, self.visible, target)
        yield from lights_on(INPUT, tracing.input)
        yield from lights_on(KERNEL, tracing.kernel)
        yield from lights_on(OUTPUT, tracing.output)

    def traced_lines(self, target: TracedCell) -> tuple[StepLine, ...]:
        """Return a cell's or a tap's products in this output channel, and their sum."""
        return trace_lines(self.scene, self.output_channel, target)

    @property
    def _is_by_itself(self) -> bool:
        """Whether each number becomes another one by itself."""
        return self.scene.layer.cell_reduction is Reduction.POINTWISE

    def step_at(self, address: CellAddress) -> int | None:
        """Return the step of an output cell, of its index, or of what stands beside its number.

        Of a function of one number it is that of an input cell, too, of which it alone is made.
        """
        groups = {INPUT, OUTPUT, BESIDE} if self._is_by_itself else {OUTPUT, INDICES, BESIDE}
        if address.group not in groups:
            return None
        shown = self.visible.input if address.group in {INPUT, BESIDE} else self.visible.output
        key = shown[address.plane]
        return step_index(self.scene, key.channel, (key.depth, address.row, address.column))

    def target_at(self, address: CellAddress) -> TracedCell | None:
        """Return the cell of the input or the tap at a place; None for another cell."""
        row, column = address.row, address.column
        if address.group == INPUT and not self._is_by_itself:
            key = self.visible.input[address.plane]
            return TracedCell(is_tap=False, channel=key.channel, cell=(key.depth, row, column))
        if address.group == KERNEL and self.scene.weight is not None:
            key = self.visible.kernel[address.plane]
            return TracedCell(is_tap=True, channel=key.channel, cell=(key.depth, row, column))
        if address.group == KERNEL:
            depth, row = divmod(row, self.scene.kernel_sizes[1])
            channel = self._step.channels[0]
            return TracedCell(is_tap=True, channel=channel, cell=(depth, row, column))
        return None

    def edited_at(self, address: CellAddress) -> tuple[str, tuple[int, ...]] | None:
        """Return where a cell stands in the input, the kernel or the bias."""
        scene, rank = self.scene, self.scene.rank
        if address.group == INPUT:
            key = self.visible.input[address.plane]
            cell = (key.depth, address.row, address.column)
            sources = tuple(
                int(axis.sources[at]) for axis, at in zip(scene.axes, cell, strict=True)
            )
            place = (key.channel, *sources[-rank:])
            return "input", place[-scene.plain_input.ndim :]
        if address.group == KERNEL and scene.weight is not None:
            return "weight", kernel_place(self, address)
        return ("bias", (self.output_channel,)) if address.group == BIAS else None

    def lines(self) -> tuple[tuple[StepLine, ...], int]:
        """Return the sum of products, the maximum or the mean."""
        first, size = self.visible.page, self.visible.page_size
        scene, step = self.scene, self._step
        rules = (
            *resampling_lines(scene, step),
            *index_lines(scene, step),
            *copied_lines(scene, step),
        )
        return (*step_lines(step, range(first, first + size)), *rules), step.tap_count


def kernel_place(walk: Walk, address: CellAddress) -> tuple[int, ...]:
    """Return where a cell of a drawn kernel stands in the layer's weight."""
    key = walk.visible.kernel[address.plane]
    first = walk.scene.weight_index(walk.visible.output_channel, key.channel)
    taps = (key.depth, address.row, address.column)
    return (*first, *taps[-walk.scene.rank :])
