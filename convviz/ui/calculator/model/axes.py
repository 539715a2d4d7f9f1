"""One axis of the drawn input: which positions are drawn, what they hold, what windows read.

Every layer is drawn with three axes (depth, rows, columns); those that it lacks have one cell.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from convviz.core.axis_windows import CellKind, PaddingMode, padding_source

if TYPE_CHECKING:
    from convviz.core.axis_windows import AxisWindows

NO_SOURCE: Final = -1
"""Stands for the index of a real cell where a constant is read."""

NOT_READ: Final = -1
"""Stands for the drawn index of a reading that a shorter window has not."""


class DrawnKind(IntEnum):
    """What a drawn cell is. Where axes differ, the greater one decides."""

    REAL = 0
    INSERTED_ZERO = 1
    PADDING = 2
    DROPPED = 3
    OVERHANG = 4


_DRAWN: Final = {
    CellKind.REAL: DrawnKind.REAL,
    CellKind.INSERTED_ZERO: DrawnKind.INSERTED_ZERO,
    CellKind.PADDING: DrawnKind.PADDING,
    CellKind.OVERHANG: DrawnKind.OVERHANG,
}


@dataclass(frozen=True, slots=True, eq=False)
class DrawnAxis:
    """One axis of the input as it is drawn: padding, real cells, overhang.

    Attributes:
        origin: Drawn index of the real cell 0.
        kinds: What each drawn position is, uint8 of DrawnKind, (drawn).
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


def drawn_axis(windows: AxisWindows, mode: PaddingMode = PaddingMode.CONSTANT) -> DrawnAxis:
    """Return one axis as it is drawn.

    Args:
        windows: The windows along the axis; at least one.
        mode: What the padding holds.
    """
    positions = [[reading.position for reading in window] for window in windows.windows]
    longest = max(windows.windows, key=len)
    taps = np.array([reading.tap for reading in longest], dtype=np.intp)
    first_read, last_read = min(map(min, positions)), max(map(max, positions))
    start = min(0, -windows.pad_before)
    stop = max(windows.size, windows.size + windows.pad_after, last_read + 1)
    kinds = np.array([_DRAWN[windows.kind_at(p)] for p in range(start, stop)], dtype=np.uint8)
    kinds[: max(0, first_read - start)] = DrawnKind.DROPPED
    kinds[last_read + 1 - start :] = DrawnKind.DROPPED
    sources = [_source(windows, position, mode) for position in range(start, stop)]
    reads = _reads(positions, len(taps), start)
    return DrawnAxis(-start, kinds, np.array(sources, dtype=np.intp), reads, taps)


def _reads(positions: list[list[int]], width: int, start: int) -> NDArray[np.intp]:
    """Return the drawn indices of all readings, with NOT_READ where a window has fewer."""
    if all(len(window) == width for window in positions):
        return np.array(positions, dtype=np.intp) - start
    reads = np.full((len(positions), width), NOT_READ, dtype=np.intp)
    for number, window in enumerate(positions):
        reads[number, : len(window)] = np.array(window, dtype=np.intp) - start
    return reads


def single_axis() -> DrawnAxis:
    """Return the axis that a layer of fewer dimensions lacks: one cell, one window, one tap."""
    zero = np.zeros(1, dtype=np.intp)
    return DrawnAxis(0, np.zeros(1, dtype=np.uint8), zero, zero[:, None], zero)


def plain_axis(size: int) -> DrawnAxis:
    """Return an axis of which every cell is read by itself, without padding."""
    cells = np.arange(size, dtype=np.intp)
    one = np.zeros(1, dtype=np.intp)
    return DrawnAxis(0, np.zeros(size, dtype=np.uint8), cells, cells[:, None], one)


def _source(windows: AxisWindows, position: int, mode: PaddingMode) -> int:
    kind = windows.kind_at(position)
    if kind in {CellKind.OVERHANG, CellKind.INSERTED_ZERO}:
        return NO_SOURCE
    if kind is CellKind.REAL:
        stretch = (windows.size - 1) // (windows.input_size - 1) if windows.input_size > 1 else 1
        return position // stretch
    source = padding_source(position, windows.size, mode)
    return NO_SOURCE if source is None else source
