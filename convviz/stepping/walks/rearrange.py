"""Output cell by output cell, of layers that move cells or add blocks up."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from msgspec.structs import replace

from convviz.stepping.cells import INDICES, INPUT, KERNEL, OUTPUT
from convviz.stepping.lights.block_lights import (
    lit_block,
    lit_block_input,
    lit_block_output,
    lit_blocks,
    trace_blocks,
    visible_blocks,
)
from convviz.stepping.lights.highlights import lit_place
from convviz.stepping.lights.tracing import TracedCell
from convviz.stepping.lines.block_lines import block_lines
from convviz.stepping.lines.trace_lines import used_line
from convviz.stepping.steps.block_step import block_cells, blocks_of, build_block_step
from convviz.stepping.steps.step import step_index, step_place
from convviz.stepping.walks.walk import Lights, PlaneValues, Walk, WalkForm, lights_on

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convviz.stepping.cells import CellAddress
    from convviz.stepping.lights.highlights import LitPlane
    from convviz.stepping.lights.tracing import Tracing
    from convviz.stepping.lines.line_parts import StepLine
    from convviz.stepping.scene.scene import Scene
    from convviz.stepping.steps.block_step import BlockStep


class RearrangeWalk(Walk):
    """A step is an output cell; the block that it belongs to stands in the middle."""

    form = WalkForm.BLOCKS

    moving: tuple[str, ...] = (KERNEL,)

    def __init__(self, scene: Scene, index: int = 0) -> None:
        super().__init__(scene)
        self._before: BlockStep | None = None
        self._outputs: tuple[object, tuple[LitPlane, ...]] = (None, ())
        self._traced: tuple[object, Tracing] | None = None
        self._block: tuple[object, tuple[LitPlane, ...]] = (None, ())
        self.taps = math.prod(scene.kernel_sizes)
        self.go_to(min(index, self.step_count - 1))

    @property
    def step(self) -> BlockStep:
        """The step at which it stands."""
        return self._step

    @property
    def step_count(self) -> int:
        """Number of output cells."""
        return self.scene.step_count

    def _stand_at(self, index: int, page: int) -> None:
        """Stand at an output cell."""
        step = build_block_step(self.scene, index, self._before)
        self.index, self.output_channel = index, step.channel
        self._step: BlockStep = step
        self._before = step
        self.visible = visible_blocks(self.scene, step, page)

    def index_in(self, output_channel: int) -> int:
        """Return the same place in another output channel."""
        _, cell = step_place(self.scene, self.index)
        return step_index(self.scene, output_channel, cell)

    def changing(self) -> Iterator[PlaneValues]:
        """Yield the block."""
        yield PlaneValues(KERNEL, 0, *block_cells(self.step))

    def lit(self, *, afresh: bool) -> Iterator[Lights]:
        """Yield the block's cells and the output cell."""
        del afresh
        step, visible = self.step, self.visible
        yield from lights_on(INPUT, lit_block_input(step, visible, self._lit_block()))
        yield from lights_on(KERNEL, (lit_block(step),))
        block = self._lit_outputs()
        place = lit_place(step.channel, step.cell, visible.output)
        for number, (cells, lit) in enumerate(zip(block, place, strict=True)):
            both = replace(cells, box=lit.box, copies=lit.copies)
            yield Lights(OUTPUT, number, both, is_step=True)
            if self.scene.indices is not None:
                yield Lights(INDICES, number, lit, is_step=True)

    def _lit_block(self) -> tuple[LitPlane, ...]:
        """Return the block's cells, likewise."""
        step, visible = self.step, self.visible
        key = (int(blocks_of(self.scene).block_of[step.index]), visible.input)
        if self._block[0] != key:
            self._block = key, lit_blocks(self.scene, step, visible)
        return self._block[1]

    def _lit_outputs(self) -> tuple[LitPlane, ...]:
        """Return the output cells that share the block: the same ones while the block is."""
        step, visible = self.step, self.visible
        key = (int(blocks_of(self.scene).block_of[step.index]), step.adds, visible.output)
        if self._outputs[0] != key:
            self._outputs = key, lit_block_output(self.scene, step, visible)
        return self._outputs[1]

    def traced(self, target: TracedCell) -> Iterator[Lights]:
        """Yield what belongs to an input cell or a tap of the block."""
        tracing = self._tracing_of(target)
        yield from lights_on(INPUT, tracing.input)
        yield from lights_on(KERNEL, tracing.kernel)
        yield from lights_on(OUTPUT, tracing.output)

    def traced_lines(self, target: TracedCell) -> tuple[StepLine, ...]:
        """Return how often an input cell or a tap of the block is used."""
        return (used_line(self._tracing_of(target).total),)

    def _tracing_of(self, target: TracedCell) -> Tracing:
        """Return what belongs to a cell: looked for once, while the mouse stays."""
        key = (target, self.visible)
        if self._traced is None or self._traced[0] != key:
            self._traced = key, trace_blocks(self.scene, self.visible, target)
        return self._traced[1]

    def step_at(self, address: CellAddress) -> int | None:
        """Return the step of an output cell, or of its index."""
        if address.group not in {OUTPUT, INDICES}:
            return None
        key = self.visible.output[address.plane]
        return step_index(self.scene, key.channel, (key.depth, address.row, address.column))

    def target_at(self, address: CellAddress) -> TracedCell | None:
        """Return the cell of the input or the tap at a place; None for another cell."""
        if address.group == INPUT:
            key = self.visible.input[address.plane]
            cell = (key.depth, address.row, address.column)
            return TracedCell(is_tap=False, channel=key.channel, cell=cell)
        if address.group == KERNEL:
            depth, row = divmod(address.row, self.scene.kernel_sizes[1])
            return TracedCell(is_tap=True, channel=0, cell=(depth, row, address.column))
        return None

    def edited_at(self, address: CellAddress) -> tuple[str, tuple[int, ...]] | None:
        """Return where a cell stands in the input."""
        if address.group != INPUT:
            return None
        scene, key = self.scene, self.visible.input[address.plane]
        cell = (key.depth, address.row, address.column)
        sources = tuple(int(axis.sources[at]) for axis, at in zip(scene.axes, cell, strict=True))
        if scene.plain_input.ndim == 1:  # a long one is drawn in several rows
            return "input", (sources[1] * scene.axes[2].size + sources[2],)
        place = (key.channel, *sources[-scene.rank :])
        return "input", place[-scene.plain_input.ndim :]

    def lines(self) -> tuple[tuple[StepLine, ...], int]:
        """Return the sum or the cell that is moved, and the rule that finds it."""
        return block_lines(self.scene, self.step), self.taps
