"""Which output cells show their numbers: all, those that are computed so far, those asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import msgspec.structs
import numpy as np

from convviz.stepping.cells import CellKind
from convviz.stepping.lines.line_parts import PartRole

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from convviz.stepping.lines.line_parts import StepLine
    from convviz.stepping.walks.walk import Walk

_UNKNOWN: Final = "?"
_CLUES: Final = {PartRole.WINNER: PartRole.TERM}
"""Looks that would give the result away."""


@dataclass(frozen=True, slots=True)
class OutputCover:
    """Which cells of the output are covered.

    Attributes:
        fills: Whether outputs behind the step that is reached are blank: not computed yet.
        hides: Whether outputs are hidden until they are asked for.
        reached: The step up to which outputs are computed.
        revealed: The steps whose output was asked for.
    """

    fills: bool = False
    hides: bool = False
    reached: int = 0
    revealed: frozenset[int] = frozenset()

    @property
    def is_on(self) -> bool:
        """Whether any cell may be covered."""
        return self.fills or self.hides

    def uncovers(self, after: OutputCover) -> bool:
        """Return whether cells have to be drawn that are covered."""
        return (self.fills, self.hides) != (after.fills, after.hides)

    def hides_step(self, walk: Walk, step: int) -> bool:
        """Return whether the output of a step is to be asked for."""
        return self.hides and walk.by_output and step not in self.revealed

    def kinds_of(self, steps: NDArray[np.intp], index: int) -> NDArray[np.uint8]:
        """Return what cells are, given the number of each one's step.

        Args:
            steps: Of any shape.
            index: The step that is shown.
        """
        kinds = np.full(steps.shape, CellKind.REAL, dtype=np.uint8)
        if self.hides:
            kinds[:] = CellKind.HIDDEN
            kinds[np.isin(steps, list(self.revealed))] = CellKind.REAL
        if self.fills:
            kinds[(steps > self.reached) & (steps != index)] = CellKind.PENDING
        return kinds

    def written(self, walk: Walk, lines: tuple[StepLine, ...]) -> tuple[StepLine, ...]:
        """Return a step written out, without its result while that is hidden."""
        return tuple(map(_without_result, lines)) if self.hides_step(walk, walk.index) else lines


def _without_result(line: StepLine) -> StepLine:
    parts = []
    for part in line.parts:
        text = _UNKNOWN if part.role is PartRole.TOTAL else part.text
        role = _CLUES.get(part.role, part.role)
        parts.append(msgspec.structs.replace(part, text=text, role=role, running=""))
    return msgspec.structs.replace(line, parts=tuple(parts))
