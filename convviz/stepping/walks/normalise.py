"""Output cell by output cell, of normalisations: beside the block, what scales and shifts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convviz.stepping.cells import BIAS, KERNEL, SCALE
from convviz.stepping.lights.highlights import Box, LitCell, LitPlane
from convviz.stepping.scene.learned_planes import LearnedPlane, learned_planes
from convviz.stepping.walks.rearrange import RearrangeWalk
from convviz.stepping.walks.walk import Lights, PlaneValues

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convviz.stepping.cells import CellAddress
    from convviz.stepping.scene.scene import Scene

_PARTS = {SCALE: "weight", BIAS: "bias"}


class NormaliseWalk(RearrangeWalk):
    """A step is an output cell; the block, normalised, stands in the middle."""

    def __init__(self, scene: Scene, index: int = 0) -> None:
        learned = learned_planes(scene, ())
        self.moving = (KERNEL, *(SCALE, BIAS)[: len(learned) if _is_single(learned) else 0])
        super().__init__(scene, index)

    @property
    def learned(self) -> dict[str, LearnedPlane]:
        """The planes of weight and bias at its step, by torch's names."""
        norm = self.step.norm
        return learned_planes(self.scene, () if norm is None else norm.place)

    def changing(self) -> Iterator[PlaneValues]:
        """Yield the block, and the step's own weight and bias where not all of them are drawn."""
        yield from super().changing()
        for group, name in _PARTS.items():
            if group in self.moving:
                yield PlaneValues(group, 0, self.learned[name].values)

    def lit(self, *, afresh: bool) -> Iterator[Lights]:
        """Yield also the weight and the bias of the step's cell."""
        yield from super().lit(afresh=afresh)
        learned = self.learned
        tap = self.step.taken[0].tap
        for group, name in _PARTS.items():
            if name in learned:
                row, column = learned[name].own
                yield Lights(group, 0, LitPlane((LitCell(row, column, tap),), _box(row, column)))

    def edited_at(self, address: CellAddress) -> tuple[str, tuple[int, ...]] | None:
        """Return also where a cell stands in the weight or the bias."""
        name = _PARTS.get(address.group)
        if name is None:
            return super().edited_at(address)
        return name, self.learned[name].place_at(address.row, address.column)


def _box(row: int, column: int) -> Box:
    return Box(row, column, 1, 1)


def _is_single(learned: dict[str, LearnedPlane]) -> bool:
    return any(plane.is_single for plane in learned.values())
