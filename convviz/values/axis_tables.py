"""The windows of one axis as arrays: what each reads, and what stands at any position.

It is what ``convviz.core.axis_windows`` says reading by reading, all at once: an axis may have
hundreds of thousands of readings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

from convviz.core.adaptive_windows import VaryingWindows
from convviz.core.axis_windows import PaddingMode, PositionKind
from convviz.core.pad_windows import kept_cells

if TYPE_CHECKING:
    from convviz.core.axis_windows import AxisWindows

Indices: TypeAlias = np.ndarray[tuple[int, ...], np.dtype[np.intp]]

NO_READING: Final = np.iinfo(np.intp).min
"""Stands for the position of a reading that a shorter window has not."""

CONSTANT: Final = -1
"""Stands for the index of a real cell where a constant is."""


def reading_positions(axis: AxisWindows) -> Indices:
    """Return the position of each reading, (output_size, kernel_size); NO_READING for none.

    Raises:
        ShapeError: TOO_LARGE: there are more readings than are listed.
    """
    axis.check_size()
    places = np.arange(axis.kernel_size, dtype=np.intp)
    outputs = np.arange(axis.output_size, dtype=np.intp)[:, None]
    progression = axis.progression
    if progression is not None:
        return progression.start + outputs * progression.stride + places * progression.dilation
    if isinstance(axis, VaryingWindows):
        starts = outputs * axis.input_size // axis.output_size
        ends = -(-(outputs + 1) * axis.input_size // axis.output_size)
        return np.where(starts + places < ends, starts + places, NO_READING)
    positions = np.full((axis.output_size, axis.kernel_size), NO_READING, dtype=np.intp)
    for row, window in zip(positions, axis.windows, strict=True):
        row[: len(window)] = [reading.position for reading in window]
    return positions


def reading_taps(axis: AxisWindows) -> Indices:
    """Return the kernel cell of each reading of a window, (kernel_size)."""
    taps = np.arange(axis.kernel_size, dtype=np.intp)
    progression = axis.progression
    return taps[::-1] if progression is not None and progression.is_backwards else taps


def kinds_at(axis: AxisWindows, positions: Indices) -> dict[PositionKind, np.ndarray]:
    """Return for each kind whether it stands at each position."""
    is_overhang = positions >= axis.size + max(0, axis.pad_after)
    is_padding = ((positions < 0) | (positions >= axis.size)) & ~is_overhang
    is_inside = ~is_overhang & ~is_padding
    is_cell = positions % _stretch(axis) == 0
    return {
        PositionKind.REAL: is_inside & is_cell,
        PositionKind.INSERTED_ZERO: is_inside & ~is_cell,
        PositionKind.PADDING: is_padding,
        PositionKind.OVERHANG: is_overhang,
    }


def sources_at(axis: AxisWindows, positions: Indices) -> Indices:
    """Return the real cell whose value stands at each position; CONSTANT for none."""
    kinds = kinds_at(axis, positions)
    real = positions // _stretch(axis)
    padding = _padding_sources(axis, positions)
    return np.where(
        kinds[PositionKind.REAL], real, np.where(kinds[PositionKind.PADDING], padding, CONSTANT)
    )


def _stretch(axis: AxisWindows) -> int:
    return (axis.size - 1) // (axis.input_size - 1) if axis.input_size > 1 else 1


def _padding_sources(axis: AxisWindows, positions: Indices) -> Indices:
    """Return what padding repeats at each position, as `padding_source` does."""
    mode = PaddingMode.CONSTANT if axis.progression is None else axis.progression.mode
    size, is_before = axis.size, positions < 0
    match mode:
        case PaddingMode.REFLECT:
            return np.where(is_before, -positions, 2 * (size - 1) - positions)
        case PaddingMode.REPLICATE:
            return np.where(is_before, 0, size - 1)
        case PaddingMode.CIRCULAR:
            first, kept = (
                max(0, -axis.pad_before),
                kept_cells(size, axis.pad_before, axis.pad_after),
            )
            return first + (positions - first) % max(1, kept)
        case _:
            return np.full_like(positions, CONSTANT)
