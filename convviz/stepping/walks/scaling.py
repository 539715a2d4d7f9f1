"""Output cell by output cell, of functions of one number with a weight, such as a learned slope."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from convviz.stepping.cells import SCALE
from convviz.stepping.lights.highlights import Box, LitCell, LitPlane
from convviz.stepping.scene.learned_planes import LearnedPlane, learned_planes
from convviz.stepping.walks.gather import GatherWalk
from convviz.stepping.walks.walk import Lights, PlaneValues

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convviz.stepping.cells import CellAddress
    from convviz.stepping.scene.scene import Scene


class ScalingWalk(GatherWalk):
    """A step is an output cell; beside its number stands the weight, all while it is small."""

    def __init__(self, scene: Scene, index: int = 0) -> None:
        super().__init__(scene, index)
        if self.learned.is_single:
            self.moving = (*self.moving, SCALE)

    @property
    def learned(self) -> LearnedPlane:
        """The plane of the weight at its step."""
        layer: Any = self.scene.layer
        channel, cell = self.step.channel, self.step.cell
        # A vector is drawn as a row.
        place = (cell[-1],) if self.scene.plain_input.ndim == 1 else (channel, *cell)
        return learned_planes(self.scene, layer.weight_place(place))["weight"]

    def changing(self) -> Iterator[PlaneValues]:
        """Yield also the step's own number of the weight, where not all of it is drawn."""
        yield from super().changing()
        if SCALE in self.moving:
            yield PlaneValues(SCALE, 0, self.learned.values)

    def lit(self, *, afresh: bool) -> Iterator[Lights]:
        """Yield also the number of the weight that the step's cell has."""
        yield from super().lit(afresh=afresh)
        row, column = self.learned.own
        yield Lights(SCALE, 0, LitPlane((LitCell(row, column, 0),), Box(row, column, 1, 1)))

    def edited_at(self, address: CellAddress) -> tuple[str, tuple[int, ...]] | None:
        """Return also where a cell stands in the weight."""
        if address.group == SCALE:
            return "weight", self.learned.place_at(address.row, address.column)
        return super().edited_at(address)
