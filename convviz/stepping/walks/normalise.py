"""Output cell by output cell, of normalisations: beside the block, what is learned and kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from convviz.stepping.cells import BIAS, INPUT, KEPT_VALUES, KERNEL, SCALE, CellKind
from convviz.stepping.lights.highlights import Box, LitCell, LitPlane
from convviz.stepping.lines.norm_lines import moment_lines, norm_lines, working_of
from convviz.stepping.scene.learned_planes import LearnedPlane, kept_planes, learned_planes
from convviz.stepping.walks.rearrange import RearrangeWalk
from convviz.stepping.walks.walk import Lights, PlaneValues

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convviz.stepping.cells import CellAddress
    from convviz.stepping.lines.line_parts import StepLine
    from convviz.stepping.scene.scene import Scene
    from convviz.values.norm_values import Moments

GROUP_OF: Final = {"weight": SCALE, "bias": BIAS}
"""Where weight and bias are drawn; all that is kept is drawn in one group."""


class NormaliseWalk(RearrangeWalk):
    """A step is an output cell; the block, normalised, stands in the middle.

    Attributes:
        learned: Weight and bias at its step, by torch's names.
        kept: What is kept of batches, at its step.
    """

    def __init__(self, scene: Scene, index: int = 0) -> None:
        self.learned: dict[str, LearnedPlane] = {}
        self.kept: tuple[LearnedPlane, ...] = ()
        self._own: tuple[int, ...] | None = None
        self._written: tuple[Moments | None, tuple[StepLine, ...]] = (None, ())
        super().__init__(scene, index)
        single = {group for group, _, plane in self._planes() if plane.is_single}
        self.moving = (KERNEL, *sorted(single))

    def _stand_at(self, index: int, page: int) -> None:
        super()._stand_at(index, page)
        norm = self.step.norm
        if norm is not None and norm.place != self._own:
            self._own = norm.place
            self.learned = learned_planes(self.scene, norm.place)
            self.kept = kept_planes(self.scene, norm.place)

    def _planes(self) -> Iterator[tuple[str, int, LearnedPlane]]:
        """Yield what stands beside the block, by the name of its group and its number there."""
        for name, plane in self.learned.items():
            yield GROUP_OF[name], 0, plane
        for number, plane in enumerate(self.kept):
            yield KEPT_VALUES, number, plane

    def changing(self) -> Iterator[PlaneValues]:
        """Yield the block, and the step's own numbers where not all of a tensor are drawn."""
        yield from super().changing()
        for group, number, plane in self._planes():
            if group in self.moving:
                yield PlaneValues(group, number, *padded(plane, self.kept))

    def lit(self, *, afresh: bool) -> Iterator[Lights]:
        """Yield also what is learned and kept for the step's cell."""
        yield from super().lit(afresh=afresh)
        tap = self.step.own.tap
        for group, number, plane in self._planes():
            row, first = plane.own
            width = plane.values.shape[1] if group == KEPT_VALUES else 1
            cells = tuple(LitCell(row, first + at, tap) for at in range(width))
            yield Lights(group, number, LitPlane(cells, Box(row, first, 1, width)))

    def lines(self) -> tuple[tuple[StepLine, ...], int]:
        """Return mean and variance, the same ones while the block is, then the step's number."""
        norm = working_of(self.step)
        if self._written[0] is not norm.moments:
            self._written = norm.moments, moment_lines(norm)
        return norm_lines(self.step, self._written[1]), self.taps

    def edited_at(self, address: CellAddress) -> tuple[str, tuple[int, ...]] | None:
        """Return also where a cell stands in what is learned or kept."""
        for group, number, plane in self._planes():
            if (group, number) == (address.group, address.plane):
                return plane.name, plane.place_at(address.row, address.column)
        if address.group != INPUT:
            return None
        scene, key = self.scene, self.visible.input[address.plane]
        index = scene.input_index(key.channel, (key.depth, address.row, address.column))
        shape = scene.plain_input.shape
        return "input", tuple(int(at) for at in np.unravel_index(index, shape))


def padded(
    plane: LearnedPlane, kept: tuple[LearnedPlane, ...]
) -> tuple[
    np.ndarray[tuple[int, ...], np.dtype[np.float64]],
    np.ndarray[tuple[int, ...], np.dtype[np.uint8]],
]:
    """Return a plane's numbers and kinds; of what is kept, all planes are of one shape."""
    rows = max((len(other.values) for other in kept), default=0) if plane in kept else 0
    missing = max(0, rows - len(plane.values))
    if not missing:
        return plane.values, plane.kinds
    values = np.pad(plane.values, ((0, missing), (0, 0)), constant_values=np.nan)
    kinds = np.pad(plane.kinds, ((0, missing), (0, 0)), constant_values=int(CellKind.ABSENT))
    return values, kinds
