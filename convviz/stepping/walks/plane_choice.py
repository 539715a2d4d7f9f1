"""Which planes of the parts of a calculation are drawn: all while they are few, else the step's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from convviz.stepping.scene.visible import MOST_PLANES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from convviz.stepping.worked.parts import Part, WorkedStep

FEW_PLANES: Final = 3
"""Planes of a part that are drawn where not all are, and there is room for several."""


class PlaneChoice:
    """The planes for one step.

    Those that are drawn stand in blocks, so that they change seldom while one steps on. Where a
    step reads more of a part than are drawn, such as all channels, one turns through them: of every
    part the same ones. Of what is as large as the part of the step, such as the input beside its
    gradient, the planes are those of the step's cell.

    Attributes:
        page: Number of the first plane that is drawn among those that the step reads.
        page_size: How many of them are drawn at once.
        channels: How many planes the step reads of a part.
    """

    def __init__(
        self, own: Part, step: WorkedStep, room: int | None, parts: Iterable[Part], page: int
    ) -> None:
        """Choose.

        Args:
            own: The part of the step's cell.
            step: The step.
            room: Cells of a part for which there is room; None for as many as there may be planes.
                It goes by the largest planes, so that of all parts as many are drawn.
            parts: All parts.
            page: Number of the first plane to draw among those that are read; clipped.
        """
        self._own, self._step = own, step
        known = tuple(parts)
        largest = max(part.plane_size for part in known)
        held = MOST_PLANES if room is None else max(1, room // max(1, largest))
        self._most = min(MOST_PLANES, held)
        self._few = self._most if room is None else min(FEW_PLANES, held)
        alike = (part.name for part in known if part.values.shape == own.values.shape)
        self._beside = set[int]().union(*(_planes_read(name, step) for name in alike))
        many = [part for part in known if self._turns(part)]
        self.channels = max((len(self._read(part)) for part in many), default=1)
        self.page_size = self._few if many else 1
        self.page = max(0, min(page, self.channels - self.page_size))

    def planes_of(self, part: Part) -> tuple[int, ...]:
        """Return the numbers of the planes of a part."""
        count, few = len(part.values), self._few
        if count <= self._most:
            return tuple(range(count))
        if self._turns(part):
            return tuple(self._read(part)[self.page : self.page + self.page_size])
        read, own = self._read(part), self._step.cell.plane
        if _are_apart(read) and own in read:
            first = min(read.index(own) // few * few, max(0, len(read) - few))
            return tuple(read[first : first + few])
        wanted = read[0] if read else 0
        first = min(wanted - wanted % few, count - 1)
        return tuple(range(first, min(count, first + few)))

    def _turns(self, part: Part) -> bool:
        """Return whether a step reads more of a part than is drawn, and one turns through it."""
        is_alike = part.values.shape == self._own.values.shape
        if is_alike and self._step.cell.plane in self._read(part):
            return False
        return len(part.values) > self._most and len(self._read(part)) > self._few

    def _read(self, part: Part) -> list[int]:
        """Return the planes of a part that the step reads; of its own part, what is beside them."""
        own = self._step.cell.plane
        if part is self._own:
            return sorted(self._beside) if own in self._beside else [own]
        return sorted(_planes_read(part.name, self._step))


def _planes_read(name: str, step: WorkedStep) -> set[int]:
    """Return the planes of a part that a step reads."""
    read = {reading.cell.plane for reading in step.reads.get(name, ())}
    return read | {wash.plane for wash in step.washes.get(name, ())}


def _are_apart(planes: list[int]) -> bool:
    """Return whether there are others between some planes."""
    return len(planes) > 1 and planes[-1] - planes[0] >= len(planes)
