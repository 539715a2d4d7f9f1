"""One axis of an input whose layer is refused: what is there, and what the layer reaches for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from convviz.core.axis_windows import PaddingMode

if TYPE_CHECKING:
    from convviz.core.layers.reaches import AxisReach

MOST_CELLS: Final = 96
"""Cells along an axis that are drawn of a refusal; a kernel that reaches further is cut off."""

_OVERHANG: Final = 3
"""A kernel many times as large as the input is drawn so many times as large."""


class RefusedKind(IntEnum):
    """What a cell of a refused input is."""

    REAL = 0
    PADDING = 1
    CROPPED = 2
    UNFILLED = 3
    """Padding for which the input has too few cells."""
    OUTSIDE = 4
    """Past the padded input."""


@dataclass(frozen=True, slots=True, eq=False)
class RefusedAxis:
    """An axis as it is drawn.

    Attributes:
        kinds: What each drawn position is, uint8 of RefusedKind, (drawn).
        sources: The real cell whose value stands there, or -1, (drawn).
        origin: Drawn index of the real cell 0.
        reach: Positions that the first window spans, from the first drawn one on.
    """

    kinds: NDArray[np.uint8]
    sources: NDArray[np.intp]
    origin: int
    reach: int


def refused_axis(axis: AxisReach) -> RefusedAxis | None:
    """Return an axis as it is drawn; None where it has too many cells.

    Args:
        axis: What the layer wants along it.
    """
    before, after = max(0, axis.before), max(0, axis.after)
    padded = before + axis.size + after
    if axis.size < 1 or padded > MOST_CELLS:
        return None
    most = max(_OVERHANG * padded, padded + 8)
    reach = min(axis.reach, most)
    length = max(padded, reach)
    positions = np.arange(length) - before
    kinds = np.full(length, RefusedKind.OUTSIDE, dtype=np.uint8)
    kinds[:padded] = RefusedKind.PADDING
    real = (positions >= 0) & (positions < axis.size)
    kinds[real] = RefusedKind.REAL
    cropped = (positions < -axis.before) | (positions >= axis.size + axis.after)
    kinds[real & cropped] = RefusedKind.CROPPED
    sources = np.where(real, positions, -1)
    beside = kinds == RefusedKind.PADDING
    if axis.mode is not PaddingMode.CONSTANT and beside.any():
        filling = _sources(positions[beside], axis.size, axis.mode)
        sources[beside] = filling
        kinds[np.flatnonzero(beside)[filling < 0]] = RefusedKind.UNFILLED
    return RefusedAxis(kinds, sources, before, reach)


def single() -> RefusedAxis:
    """Return the axis that a layer of fewer dimensions lacks."""
    zero = np.zeros(1, dtype=np.intp)
    return RefusedAxis(np.zeros(1, dtype=np.uint8), zero, 0, 1)


def _sources(positions: NDArray[np.intp], size: int, mode: PaddingMode) -> NDArray[np.intp]:
    """Return the real cell that stands at positions of the padding; -1 where there is none."""
    if mode is PaddingMode.REPLICATE:
        return np.clip(positions, 0, size - 1)
    if mode is PaddingMode.REFLECT:
        mirrored = np.where(positions < 0, -positions, 2 * (size - 1) - positions)
    else:
        mirrored = np.where(positions < 0, positions + size, positions - size)
    return np.where((mirrored >= 0) & (mirrored < size), mirrored, -1)
