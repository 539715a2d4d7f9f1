"""Output cell by output cell of a max unpooling, after the pooling that gives it its indices."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QCoreApplication

from convviz.core.layers.unpool import MaxUnpoolingLayer
from convviz.core.torch_code import layer_call
from convviz.core.unpooling import pooling_of
from convviz.stepping.lights.block_lights import lit_block_input
from convviz.stepping.lights.highlights import Box, LitPlane, lit_place
from convviz.stepping.scene.visible import PlaneKey
from convviz.stepping.steps.step import step_index
from convviz.ui.stepper.index_planes import INDICES, POOLED, index_group, pooled_group
from convviz.ui.stepper.marks import outlines
from convviz.ui.stepper.planes import INPUT, OUTPUT, input_group, output_group, plane_titles
from convviz.ui.stepper.walks.rearrange import RearrangeWalk
from convviz.ui.stepper.walks.walk import Lights

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convviz.stepping.lights.tracing import Target
    from convviz.ui.stepper.walks.walk import PlaneValues
    from convviz.ui.widgets.grid import PlaneGroup
    from convviz.ui.widgets.grid.groups import CellAddress


class UnpoolWalk(RearrangeWalk):
    """A step is an output cell; the maxima and their indices stand in the middle."""

    moving = ()

    def groups(self) -> tuple[PlaneGroup, ...]:
        """Return the picture, its maxima, their indices, and the output."""
        scene, keys = self.scene, self._keys()
        picture, output = input_group(scene, self.visible), output_group(scene, self.visible)
        if scene.pooled is None or scene.indices is None:
            return (picture, output)
        titles = plane_titles(keys, scene.pooled.shape[1], scene.pooled.shape[0], 0)
        maxima = pooled_group(scene.pooled, keys, titles)
        return (picture, maxima, index_group(scene.indices, keys, titles), output)

    def changing(self) -> Iterator[PlaneValues]:
        """Yield nothing: all planes stay."""
        return iter(())

    def lit(self, *, pinned: bool, afresh: bool) -> Iterator[Lights]:
        """Yield the window whose maximum comes here, that maximum, its index, the output cell."""
        del afresh
        step, visible = self._step, self.visible
        yield from self._lights(INPUT, lit_block_input(step, visible))
        for number, lit in enumerate(lit_place(step.channel, step.cell, visible)):
            yield Lights(OUTPUT, number, (), outlines(lit, pinned=pinned))
        yield from self._middle(self._windows_of(self.index))

    def traced(self, target: Target) -> Iterator[Lights]:
        """Yield where the maximum lands that stands in an input cell."""
        for lights in super().traced(target):
            if lights.group in {INPUT, OUTPUT}:
                yield lights
        yield from self._middle(())

    def step_at(self, address: CellAddress) -> int | None:
        """Return the step of an output cell, or of that where a maximum lands."""
        indices = self.scene.indices
        if address.group in {POOLED, INDICES} and indices is not None:
            key = self._keys()[address.plane]
            index = int(indices[key.channel, key.depth, address.row, address.column])
            place = np.unravel_index(index, self.scene.output_volume[1:])
            depth, row, column = (int(at) for at in place)
            return step_index(self.scene, key.channel, (depth, row, column))
        return super().step_at(address)

    def words(self) -> str:
        """Return where the indices come from."""
        layer = self.scene.layer
        if not isinstance(layer, MaxUnpoolingLayer):
            return ""
        text = QCoreApplication.translate(
            "CalculatorViews",
            "{layer} needs indices, so the input goes through {pooling} first. Each maximum then "
            "goes back to the place that its index names; every other cell is 0.",
        )
        return text.format(layer=layer.type_name(), pooling=layer_call(pooling_of(layer)))

    def _keys(self) -> tuple[PlaneKey, ...]:
        """Return the planes of the maxima and of their indices: one for each of the output."""
        depths = 0 if self.scene.pooled is None else self.scene.pooled.shape[1]
        channels = dict.fromkeys(key.channel for key in self.visible.output)
        return tuple(PlaneKey(channel, depth) for channel in channels for depth in range(depths))

    def _windows_of(self, output: int) -> tuple[tuple[int, ...], ...]:
        """Return (channel, depth, row, column) of every window whose index points to a cell."""
        if self.scene.indices is None:
            return ()
        channel, index = divmod(output, math.prod(self.scene.output_volume[1:]))
        found = np.argwhere(self.scene.indices == index).tolist()
        return tuple(tuple(place) for place in found if place[0] == channel)

    def _middle(self, windows: tuple[tuple[int, ...], ...]) -> Iterator[Lights]:
        for number, key in enumerate(self._keys()):
            here = [w for w in windows if (w[0], w[1]) == (key.channel, key.depth)]
            boxes = [outlines(LitPlane(box=Box(w[2], w[3], 1, 1))) for w in here]
            outlined = [outline for box in boxes for outline in box]
            yield Lights(POOLED, number, (), outlined)
            yield Lights(INDICES, number, (), outlined)
