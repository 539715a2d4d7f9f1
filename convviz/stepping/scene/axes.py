"""One axis of the drawn input: which positions are drawn, what they hold, what windows read.

Every layer is drawn with three axes (depth, rows, columns); those that it lacks have one cell.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from convviz.core.axis_windows import PositionKind
from convviz.core.interpolation import Interpolation
from convviz.stepping.cells import CellKind
from convviz.values.axis_tables import (
    NO_READING,
    kinds_at,
    reading_positions,
    reading_taps,
    sources_at,
)

if TYPE_CHECKING:
    from convviz.core.axis_windows import AxisWindows
    from convviz.core.interpolation import Resampling

NO_SOURCE: Final = -1
"""Stands for the index of a real cell where a constant is read."""

NOT_READ: Final = -1
"""Stands for the drawn index of a reading that a shorter window has not."""


_DRAWN: Final = {
    PositionKind.REAL: CellKind.REAL,
    PositionKind.INSERTED_ZERO: CellKind.INSERTED_ZERO,
    PositionKind.PADDING: CellKind.PADDING,
    PositionKind.OVERHANG: CellKind.OVERHANG,
}


@dataclass(frozen=True, slots=True, eq=False)
class DrawnAxis:
    """One axis of the input as it is drawn: padding, real cells, overhang.

    Attributes:
        origin: Drawn index of the real cell 0.
        kinds: What each drawn position is, uint8 of CellKind, (drawn).
        sources: Index of the real cell whose value stands there, or NO_SOURCE, (drawn).
        reads: Drawn index of each reading of each window, (output, readings); NOT_READ behind the
            last one of a window that is shorter than others.
        taps: Kernel cell of each reading, (readings). Backwards for a transposed convolution.
        factors: Share of each reading in an interpolation, shaped like `reads`; None for none.
    """

    origin: int
    kinds: NDArray[np.uint8]
    sources: NDArray[np.intp]
    reads: NDArray[np.intp]
    taps: NDArray[np.intp]
    factors: NDArray[np.float64] | None = None

    @property
    def size(self) -> int:
        """Drawn cells."""
        return len(self.kinds)

    def window(self, output: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Return the drawn indices and the taps of one window's readings."""
        reads = self.reads[output]
        count = int(np.count_nonzero(reads != NOT_READ))
        return reads[:count], self.taps[:count]

    def window_factors(self, output: int) -> NDArray[np.float64]:
        """Return what each reading of a window is multiplied by."""
        count = len(self.window(output)[0])
        return np.ones(count) if self.factors is None else self.factors[output, :count]


def drawn_axis(windows: AxisWindows) -> DrawnAxis:
    """Return one axis as it is drawn.

    Args:
        windows: The windows along the axis; at least one.
    """
    read_at = reading_positions(windows)
    is_read = read_at != NO_READING
    first_read, last_read = int(read_at[is_read].min()), int(read_at.max())
    start = min(0, -windows.pad_before)
    stop = max(windows.size, windows.size + windows.pad_after, last_read + 1)
    positions = np.arange(start, stop, dtype=np.intp)
    kinds = np.empty(len(positions), dtype=np.uint8)
    for kind, is_there in kinds_at(windows, positions).items():
        kinds[is_there] = _DRAWN[kind]
    kinds[: max(0, first_read - start)] = CellKind.DROPPED
    kinds[last_read + 1 - start :] = CellKind.DROPPED
    reads = np.where(is_read, read_at - start, NOT_READ)
    return DrawnAxis(-start, kinds, sources_at(windows, positions), reads, reading_taps(windows))


def single_axis() -> DrawnAxis:
    """Return the axis that a layer of fewer dimensions lacks: one cell, one window, one tap."""
    zero = np.zeros(1, dtype=np.intp)
    return DrawnAxis(0, np.zeros(1, dtype=np.uint8), zero, zero[:, None], zero)


def plain_axis(size: int) -> DrawnAxis:
    """Return an axis of which every cell is read by itself, without padding."""
    cells = np.arange(size, dtype=np.intp)
    only_tap = np.zeros(1, dtype=np.intp)
    return DrawnAxis(0, np.zeros(size, dtype=np.uint8), cells, cells[:, None], only_tap)


def resampled_axis(resampling: Resampling) -> DrawnAxis:
    """Return the axis; a cell that is read twice is read once for both.

    Each reading has its share, unless cells are only copied.

    At an edge, interpolation reads the last cell in place of those behind it.
    """
    windows = [_merged(resampling, output) for output in range(resampling.output_size)]
    width = max(map(len, windows))
    reads = np.full((len(windows), width), NOT_READ, dtype=np.intp)
    factors = np.zeros((len(windows), width))
    for output, window in enumerate(windows):
        reads[output, : len(window)] = list(window)
        factors[output, : len(window)] = list(window.values())
    kinds = np.full(resampling.size, CellKind.REAL, dtype=np.uint8)
    kinds[reads.max() + 1 :] = CellKind.DROPPED
    cells = np.arange(resampling.size, dtype=np.intp)
    taps = np.arange(width, dtype=np.intp)
    copies = resampling.kind in {Interpolation.NEAREST, Interpolation.NEAREST_EXACT}
    return DrawnAxis(0, kinds, cells, reads, taps, None if copies else factors)


def _merged(resampling: Resampling, output: int) -> dict[int, float]:
    """Return the weight of each cell that an output cell reads, from front to back."""
    weights: dict[int, float] = {}
    for cell, weight in resampling.taps(output):
        weights[cell] = weights.get(cell, 0.0) + weight
    return weights
