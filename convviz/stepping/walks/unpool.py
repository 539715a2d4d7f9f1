"""Output cell by output cell of a max unpooling, after the pooling that gives it its indices."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from convviz.stepping.cells import INDICES, INPUT, OUTPUT, POOLED
from convviz.stepping.lights.block_lights import lit_block_input
from convviz.stepping.lights.highlights import Box, LitPlane, lit_place
from convviz.stepping.scene.visible import PlaneKey
from convviz.stepping.steps.step import step_index
from convviz.stepping.walks.rearrange import RearrangeWalk
from convviz.stepping.walks.walk import Lights, WalkForm, lights_on

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convviz.stepping.cells import CellAddress
    from convviz.stepping.lights.tracing import TracedCell
    from convviz.stepping.walks.walk import PlaneValues


class UnpoolWalk(RearrangeWalk):
    """A step is an output cell; the maxima and their indices stand in the middle."""

    form = WalkForm.UNPOOLING
    moving = ()

    @property
    def pooled_keys(self) -> tuple[PlaneKey, ...]:
        """The planes of the maxima and of their indices: one for each of the output."""
        depths = 0 if self.scene.pooled is None else self.scene.pooled.shape[1]
        channels = dict.fromkeys(key.channel for key in self.visible.output)
        return tuple(PlaneKey(channel, depth) for channel in channels for depth in range(depths))

    def changing(self) -> Iterator[PlaneValues]:
        """Yield nothing: all planes stay."""
        return iter(())

    def lit(self, *, afresh: bool) -> Iterator[Lights]:
        """Yield the window whose maximum comes here, that maximum, its index, the output cell."""
        del afresh
        step, visible = self._step, self.visible
        yield from lights_on(INPUT, lit_block_input(step, visible))
        for number, lit in enumerate(lit_place(step.channel, step.cell, visible.output)):
            yield Lights(OUTPUT, number, lit, is_step=True)
        yield from self._middle(self._windows_of(self.index))

    def traced(self, target: TracedCell) -> Iterator[Lights]:
        """Yield where the maximum lands that stands in an input cell."""
        for lights in super().traced(target):
            if lights.group in {INPUT, OUTPUT}:
                yield lights
        yield from self._middle(())

    def step_at(self, address: CellAddress) -> int | None:
        """Return the step of an output cell, or of that where a maximum lands."""
        indices = self.scene.indices
        if address.group in {POOLED, INDICES} and indices is not None:
            key = self.pooled_keys[address.plane]
            index = int(indices[key.channel, key.depth, address.row, address.column])
            place = np.unravel_index(index, self.scene.output_volume[1:])
            depth, row, column = (int(at) for at in place)
            return step_index(self.scene, key.channel, (depth, row, column))
        return super().step_at(address)

    def _windows_of(self, output: int) -> tuple[tuple[int, ...], ...]:
        """Return (channel, depth, row, column) of every window whose index points to a cell."""
        if self.scene.indices is None:
            return ()
        channel, index = divmod(output, math.prod(self.scene.output_volume[1:]))
        windows = np.argwhere(self.scene.indices == index).tolist()
        return tuple(tuple(place) for place in windows if place[0] == channel)

    def _middle(self, windows: tuple[tuple[int, ...], ...]) -> Iterator[Lights]:
        for number, key in enumerate(self.pooled_keys):
            on_plane = [w for w in windows if (w[0], w[1]) == (key.channel, key.depth)]
            lit = LitPlane(copies=tuple(Box(w[2], w[3], 1, 1) for w in on_plane))
            yield Lights(POOLED, number, lit)
            yield Lights(INDICES, number, lit)
