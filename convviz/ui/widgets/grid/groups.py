"""What a PlaneStackView shows: groups of planes, each with a caption, joined by operators."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from convviz.stepping.cells import CellKind
from convviz.ui.widgets.grid.kinds import GridRole, Tone
from convviz.ui.widgets.grid.mark_shapes import WindowOutline
from convviz.ui.widgets.grid.numbers import power_text

OR_SHORTER: Final = "\x9c"
"""Parts a text from a shorter one for narrow places, as QFontMetricsF.elidedText takes them."""


@dataclass(frozen=True, slots=True, eq=False)
class Plane:
    """One grid.

    Attributes:
        values: rows columns. A 1-D tensor is one row.
        kinds: rows columns, uint8 of CellKind; None when every cell is REAL.
        title: A few words above the grid, such as the channel; "" for none. Behind OR_SHORTER
            may stand what is written where they do not fit.
        origin: Row and column, as drawn, of the tensor's own cell (0, 0): the padding before it.
            Only for what is said to the reader.
        scale: Absolute value at the ends of the colour scale; None follows the values.
        tone: Draws the values as a picture's brightness; None by their sign and magnitude.
        darkest: The value that a tone draws black; ``scale`` is the one that it draws brightest.
        numbers: Whether cells with room for their numbers show them.
        frames: Outlines that stay while marks move over the grid, in the hue of the group's role.
    """

    values: NDArray[np.float64]
    kinds: NDArray[np.uint8] | None = None
    title: str = ""
    origin: tuple[int, int] = (0, 0)
    scale: float | None = None
    tone: Tone | None = None
    darkest: float = 0.0
    numbers: bool = True
    frames: tuple[WindowOutline, ...] = ()

    @classmethod
    def pending(cls, rows: int, columns: int, title: str = "") -> Plane:
        """Return a plane of a known shape whose values are not computed yet."""
        kinds = np.full((rows, columns), CellKind.PENDING, dtype=np.uint8)
        return cls(np.zeros((rows, columns)), kinds, title)


@dataclass(frozen=True, slots=True, eq=False)
class PlaneGroup:
    """Planes of one tensor, stacked from top to bottom.

    Attributes:
        name: What signals call the group, as "input". Different for every group of a view.
        role: Decides the hue.
        caption: The words above the group, as "Input 1×5×5". Translated by the caller.
        planes: At least one; all of one shape.
        operator: The sign before the group, as "∗", "=" or "→"; "" for a plain gap.
        editable: Whether REAL cells can be edited.
        plane_columns: How many planes stand side by side; None lets the view choose.
        exponent: The power of ten in which the numbers are written; it stands behind the caption.
        starts_line: Whether it begins a line of its own, below those before it.
        wraps: Whether the groups stand in several lines, as words do, where that makes room.
    """

    name: str
    role: GridRole
    caption: str
    planes: tuple[Plane, ...]
    operator: str = ""
    editable: bool = False
    plane_columns: int | None = None
    exponent: int = 0
    starts_line: bool = False
    wraps: bool = False

    @property
    def written_caption(self) -> str:
        """The caption with the power of ten."""
        power = power_text(self.exponent)
        return f"{self.caption} ({power})" if power else self.caption

    @property
    def shape(self) -> tuple[int, int, int]:
        """Planes, and the rows and columns of each."""
        rows, columns = self.planes[0].values.shape
        return len(self.planes), int(rows), int(columns)
