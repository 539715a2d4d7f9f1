"""Input cell by input cell: each stamps the kernel, times its value, onto the output."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Final

from convviz.stepping.lights.highlights import Box, LitPlane, lit_kernel
from convviz.stepping.lights.scatter_tracing import (
    contributions,
    lit_contributions,
    lit_reach,
    lit_taps,
)
from convviz.stepping.lights.tracing import Target
from convviz.stepping.lines.scatter_lines import scatter_lines
from convviz.stepping.lines.trace_lines import trace_lines
from convviz.stepping.steps.scatter import Scatter
from convviz.ui.stepper.marks import added_label, cell_marks, outlines, tap_hues
from convviz.ui.stepper.planes import BIAS, INPUT, KERNEL, OUTPUT
from convviz.ui.stepper.walks.gather import kernel_place
from convviz.ui.stepper.walks.scatter_planes import ScatterPlanes
from convviz.ui.stepper.walks.scatter_words import scatter_words
from convviz.ui.stepper.walks.walk import Lights, PlaneValues, Walk
from convviz.ui.theme import current_palette, mix
from convviz.ui.widgets.grid import CellMark, Mark, WindowOutline

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convviz.stepping.lines.step_lines import StepLine
    from convviz.stepping.scene.scene import Scene
    from convviz.stepping.scene.visible import PlaneKey
    from convviz.stepping.steps.step import Cell
    from convviz.ui.widgets.grid import PlaneGroup
    from convviz.ui.widgets.grid.groups import CellAddress

_CROPPED: Final = 0.45
"""How much of its hue a tap keeps on a cell that is cropped."""


class ScatterWalk(Walk):
    """A step is an input cell and the output channel that it is stamped on."""

    moving = (OUTPUT,)
    by_output = False

    def __init__(self, scene: Scene) -> None:
        """Stand at the first cell.

        Raises:
            TypeError: The scene's layer is no transposed convolution.
        """
        super().__init__(scene)
        self._scatter = Scatter(scene)
        self._planes = ScatterPlanes(self._scatter)
        self.go_to(0)

    @property
    def step_count(self) -> int:
        """Number of stamps on all output channels."""
        return self._scatter.step_count

    @property
    def cells(self) -> tuple[int, ...]:
        """Output channels, the input channels that each reads where they are several, the cells."""
        read = len(self.scene.input_channels_of(0))
        spatial = self.scene.calculator.input_shape[1:]
        return (self.scene.output_volume[0], *((read,) if read > 1 else ()), *spatial)

    def go_to(self, index: int, page: int = 0) -> None:
        """Stand at a stamp; the input channels that are drawn follow its cell's."""
        del page
        self._step = self._scatter.step(index)
        self.index, self.output_channel = index, self._step.output_channel
        self.visible = self._scatter.visible(self._step)

    def index_in(self, output_channel: int) -> int:
        """Return the stamp of the same cell, of the channel at the same place in its group."""
        return output_channel * self._scatter.stamp_count + self._step.stamp

    def step_on_page(self, first: int) -> int:
        """Return the stamp of the same cell in another input channel."""
        channels = self.scene.input_channels_of(self.output_channel)
        channel = channels[max(0, min(first, len(channels) - 1))]
        return self._scatter.index_of(self.output_channel, channel, self._step.cell)

    def groups(self) -> tuple[PlaneGroup, ...]:
        """Return input, kernel, bias and the canvas with the stamps so far."""
        return self._planes.groups(self.visible, self._step)

    def changing(self) -> Iterator[PlaneValues]:
        """Yield the canvas."""
        return self._planes.canvases(self.visible, self._step)

    def lit(self, *, pinned: bool, afresh: bool) -> Iterator[Lights]:
        """Yield the cell, the kernel with the factor, and the stamp."""
        del afresh
        step = self._step
        for number, key in enumerate(self.visible.input):
            is_here = (key.channel, key.depth) == (step.channel, step.cell[0])
            box = Box(step.cell[1], step.cell[2], 1, 1) if is_here else None
            yield Lights(INPUT, number, windows=outlines(LitPlane(box=box), pinned=pinned))
        taps = lit_kernel(self.scene, self.visible, step.value)
        for number, lit in enumerate(taps):
            yield Lights(KERNEL, number, self._marks(lit))
        for number, key in enumerate(self.visible.output):
            yield Lights(OUTPUT, number, *self._stamp(key))

    def traced(self, target: Target) -> Iterator[Lights]:
        """Yield the places that a tap reaches, or what adds up to a cell of the canvas."""
        return self._traced_tap(target) if target.is_tap else self._traced_cell(target)

    def step_at(self, address: CellAddress) -> int | None:
        """Return the stamp of an input cell on the output channel at hand."""
        if address.group != INPUT:
            return None
        key = self.visible.input[address.plane]
        cell = (key.depth, address.row, address.column)
        return self._scatter.index_of(self.output_channel, key.channel, cell)

    def target_at(self, address: CellAddress) -> Target | None:
        """Return the tap or the cell of the canvas at a place."""
        keys = {KERNEL: self.visible.kernel, OUTPUT: self.visible.output}.get(address.group)
        if keys is None:
            return None
        key = keys[address.plane]
        cell = (key.depth, address.row, address.column)
        return Target(is_tap=address.group == KERNEL, channel=key.channel, cell=cell)

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
        return scatter_lines(self._scatter, self._step), self._step.tap_count

    def words(self) -> str:
        """Return what a step is, where cells start, and what the paddings do."""
        return scatter_words(self._scatter)

    def traced_lines(self, target: Target) -> tuple[StepLine, ...]:
        """Return a tap's products in this output channel, and their sum."""
        return trace_lines(self.scene, self.output_channel, target) if target.is_tap else ()

    def _traced_tap(self, target: Target) -> Iterator[Lights]:
        for number in range(len(self.visible.input)):
            yield Lights(INPUT, number)
        yield from self._lit_kernel({target.cell})
        for number, key in enumerate(self.visible.output):
            lit = lit_reach(self._scatter, key, target.cell)
            yield Lights(OUTPUT, number, self._marks(lit))

    def _traced_cell(self, target: Target) -> Iterator[Lights]:
        found = contributions(self._scatter, target.cell)
        for number, key in enumerate(self.visible.input):
            lit = lit_contributions(self._scatter, key, target.channel, found)
            yield Lights(INPUT, number, self._marks(lit))
        yield from self._lit_kernel({tap for _, tap in found})
        box = LitPlane(box=Box(target.cell[1], target.cell[2], 1, 1))
        for number, key in enumerate(self.visible.output):
            is_here = key.depth == target.cell[0]
            yield Lights(OUTPUT, number, windows=outlines(box) if is_here else ())

    def _lit_kernel(self, taps: set[Cell]) -> Iterator[Lights]:
        for number, lit in enumerate(lit_taps(self._scatter, self.visible, taps)):
            yield Lights(KERNEL, number, self._marks(lit))

    def _marks(self, lit: LitPlane) -> list[Mark]:
        return cell_marks(lit, self._step.tap_count)

    def _stamp(self, key: PlaneKey) -> tuple[list[Mark], list[WindowOutline]]:
        """Return the stamp's cells on a plane of the canvas, and its outline."""
        step = self._step
        depths, rows, columns = (places.tolist() for places in step.places)
        if key.depth not in depths:
            return [], []
        palette, hues = current_palette(), tap_hues(step.tap_count, current_palette())
        depth = depths.index(key.depth)
        number = depth * len(rows) * len(columns)
        marks: list[Mark] = []
        for row, column in itertools.product(range(len(rows)), range(len(columns))):
            tap = (depth, row, column)
            hue = hues[number + row * len(columns) + column]
            if step.is_cropped[tap]:
                hue = mix(palette.surface_raised, hue, _CROPPED)
            label = added_label(float(step.products[tap]))
            marks.append(CellMark(rows[row], columns[column], hue, "", label))
        span = (rows[-1] - rows[0] + 1, columns[-1] - columns[0] + 1)
        return marks, [WindowOutline(rows[0], columns[0], *span)]
