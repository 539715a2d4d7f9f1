"""Input cell by input cell: each stamps the kernel, times its value, onto the output."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np

from convviz.stepping.cells import BIAS, INPUT, KERNEL, OUTPUT, CellKind
from convviz.stepping.lights.highlights import Box, LitCell, LitPlane, lit_kernel
from convviz.stepping.lights.scatter_tracing import (
    contributions,
    lit_contributions,
    lit_reach,
    lit_taps,
)
from convviz.stepping.lights.tracing import TracedCell
from convviz.stepping.lines.scatter_lines import scatter_lines
from convviz.stepping.lines.trace_lines import trace_lines
from convviz.stepping.steps.scatter import Scatter
from convviz.stepping.walks.gather import kernel_place
from convviz.stepping.walks.walk import Lights, PlaneValues, Walk, WalkForm, lights_on

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convviz.stepping.cells import CellAddress
    from convviz.stepping.lines.line_parts import StepLine
    from convviz.stepping.scene.scene import Scene
    from convviz.stepping.scene.visible import PlaneKey
    from convviz.stepping.steps.scatter import ScatterStep
    from convviz.stepping.steps.step import Cell


class ScatterWalk(Walk):
    """A step is an input cell and the output channel that it is stamped on."""

    form = WalkForm.STAMPS
    moving = (OUTPUT,)
    by_output = False

    def __init__(self, scene: Scene, index: int = 0) -> None:
        """Stand at the first cell.

        Raises:
            TypeError: The scene's layer is no transposed convolution.
        """
        super().__init__(scene)
        self.scatter = Scatter(scene)
        self._is_output = self.scatter.is_output()
        self.go_to(min(index, self.step_count - 1))

    @property
    def step(self) -> ScatterStep:
        """The stamp at which it stands."""
        return self._step

    @property
    def taps(self) -> int:  # type: ignore[override]
        """Number of taps of one kernel plane."""
        return self._step.tap_count

    @property
    def step_count(self) -> int:
        """Number of stamps on all output channels."""
        return self.scatter.step_count

    @property
    def cells(self) -> tuple[int, ...]:
        """Output channels, the input channels that each reads where they are several, the cells."""
        read = len(self.scene.input_channels_of(0))
        spatial = self.scene.calculator.input_shape[1:]
        return (self.scene.output_volume[0], *((read,) if read > 1 else ()), *spatial)

    def _stand_at(self, index: int, page: int) -> None:
        """Stand at a stamp; the input channels that are drawn follow its cell's."""
        del page
        self._step = self.scatter.step(index)
        self.index, self.output_channel = index, self._step.output_channel
        self.visible = self.scatter.visible(self._step)

    def index_in(self, output_channel: int) -> int:
        """Return the stamp of the same cell, of the channel at the same place in its group."""
        return output_channel * self.scatter.stamp_count + self._step.stamp

    def step_on_page(self, first: int) -> int:
        """Return the stamp of the same cell in another input channel."""
        channels = self.scene.input_channels_of(self.output_channel)
        channel = channels[max(0, min(first, len(channels) - 1))]
        return self.scatter.index_of(self.output_channel, channel, self._step.cell)

    def changing(self) -> Iterator[PlaneValues]:
        """Yield the canvas, and how far its cells are."""
        canvas = self.scatter.canvas(self._step)
        for number, key in enumerate(self.visible.output):
            is_output = self._is_output[key.depth]
            kinds = np.where(is_output, CellKind.REAL, CellKind.CROPPED).astype(np.uint8)
            values = None
            if canvas is None:
                kinds[is_output] = CellKind.PENDING
            else:
                values = canvas.values[key.depth]
                kinds[is_output & ~canvas.is_touched[key.depth]] = CellKind.UNTOUCHED
            yield PlaneValues(OUTPUT, number, values, kinds)

    def lit(self, *, afresh: bool) -> Iterator[Lights]:
        """Yield the cell, the kernel with the factor, and the stamp."""
        del afresh
        step = self._step
        for number, key in enumerate(self.visible.input):
            is_here = (key.channel, key.depth) == (step.channel, step.cell[0])
            box = Box(step.cell[1], step.cell[2], 1, 1) if is_here else None
            yield Lights(INPUT, number, LitPlane(box=box), is_step=True)
        yield from lights_on(KERNEL, lit_kernel(self.scene, self.visible, step.value))
        yield from lights_on(OUTPUT, map(self._stamp, self.visible.output))

    def traced(self, target: TracedCell) -> Iterator[Lights]:
        """Yield the places that a tap reaches, or what adds up to a cell of the canvas."""
        return self._traced_tap(target) if target.is_tap else self._traced_cell(target)

    def step_at(self, address: CellAddress) -> int | None:
        """Return the stamp of an input cell on the output channel at hand."""
        if address.group != INPUT:
            return None
        key = self.visible.input[address.plane]
        cell = (key.depth, address.row, address.column)
        return self.scatter.index_of(self.output_channel, key.channel, cell)

    def target_at(self, address: CellAddress) -> TracedCell | None:
        """Return the tap or the cell of the canvas at a place."""
        keys = {KERNEL: self.visible.kernel, OUTPUT: self.visible.output}.get(address.group)
        if keys is None:
            return None
        key = keys[address.plane]
        cell = (key.depth, address.row, address.column)
        return TracedCell(is_tap=address.group == KERNEL, channel=key.channel, cell=cell)

    def edited_at(self, address: CellAddress) -> tuple[str, tuple[int, ...]] | None:
        """Return where a cell stands in the input, the kernel or the bias."""
        if address.group == INPUT:
            key = self.visible.input[address.plane]
            cell = (key.depth, address.row, address.column)
            return "input", (key.channel, *cell[-self.scene.rank :])
        if address.group == KERNEL:
            return "weight", kernel_place(self, address)
        return ("bias", (self.output_channel,)) if address.group == BIAS else None

    def lines(self) -> tuple[tuple[StepLine, ...], int]:
        """Return every product and the sum that it makes."""
        return scatter_lines(self.scatter, self._step), self._step.tap_count

    def traced_lines(self, target: TracedCell) -> tuple[StepLine, ...]:
        """Return a tap's products in this output channel, and their sum."""
        return trace_lines(self.scene, self.output_channel, target) if target.is_tap else ()

    def _traced_tap(self, target: TracedCell) -> Iterator[Lights]:
        for number in range(len(self.visible.input)):
            yield Lights(INPUT, number, LitPlane())
        yield from self._lit_kernel({target.cell})
        for number, key in enumerate(self.visible.output):
            yield Lights(OUTPUT, number, lit_reach(self.scatter, key, target.cell))

    def _traced_cell(self, target: TracedCell) -> Iterator[Lights]:
        pairs = contributions(self.scatter, target.cell)
        for number, key in enumerate(self.visible.input):
            lit = lit_contributions(self.scatter, key, target.channel, pairs)
            yield Lights(INPUT, number, lit)
        yield from self._lit_kernel({tap for _, tap in pairs})
        box = LitPlane(box=Box(target.cell[1], target.cell[2], 1, 1))
        for number, key in enumerate(self.visible.output):
            is_here = key.depth == target.cell[0]
            yield Lights(OUTPUT, number, box if is_here else LitPlane())

    def _lit_kernel(self, taps: set[Cell]) -> Iterator[Lights]:
        yield from lights_on(KERNEL, lit_taps(self.scatter, self.visible, taps))

    def _stamp(self, key: PlaneKey) -> LitPlane:
        """Return the stamp's cells on a plane of the canvas, and its outline."""
        step = self._step
        depths, rows, columns = (places.tolist() for places in step.places)
        if key.depth not in depths:
            return LitPlane()
        depth = depths.index(key.depth)
        first = depth * len(rows) * len(columns)
        cells = tuple(
            LitCell(
                rows[row],
                columns[column],
                first + row * len(columns) + column,
                float(step.products[depth, row, column]),
                adds=True,
                is_cropped=bool(step.is_cropped[depth, row, column]),
            )
            for row, column in itertools.product(range(len(rows)), range(len(columns)))
        )
        height, width = rows[-1] - rows[0] + 1, columns[-1] - columns[0] + 1
        return LitPlane(cells, Box(rows[0], columns[0], height, width))
