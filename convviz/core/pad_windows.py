"""The windows of a padding layer along one axis: each output cell reads one cell of the input."""

from __future__ import annotations

from functools import lru_cache

from convviz.core.axis_windows import (
    AxisWindows,
    PaddingMode,
    PositionKind,
    Progression,
    Reading,
    padding_source,
)


@lru_cache(maxsize=256)
def padded_windows(size: int, before: int, after: int, mode: PaddingMode) -> AxisWindows:
    """Return the windows of a padding layer along one axis.

    Args:
        size: Real cells.
        before: Cells added in front; negative ones crop.
        after: Cells added behind, likewise.
        mode: What the padding holds. A wrapped padding repeats what cropping leaves; a mirrored or
            repeated one the whole input.

    Source:
        torch.nn.functional.pad; pytorch, aten/src/ATen/native/PadNd.cpp (``_pad_circular``).
    """
    first = max(0, -before)
    kept = kept_cells(size, before, after)

    def read(output_position: int, tap: int) -> Reading:
        position = output_position - before + tap
        if 0 <= position < size:
            return Reading(tap, position, PositionKind.REAL, position)
        if mode is PaddingMode.CIRCULAR:
            source: int | None = first + (position - first) % kept
        else:
            source = padding_source(position, size, mode)
        return Reading(tap, position, PositionKind.PADDING, source)

    output_size = size + before + after
    progression = Progression(-before, 1, 1, mode)
    return AxisWindows(size, size, before, after, output_size, 1, read, progression)


def kept_cells(size: int, before: int, after: int) -> int:
    """Return how many real cells are left after cropping; below 0 where more are cropped."""
    return size + min(0, before) + min(0, after)
