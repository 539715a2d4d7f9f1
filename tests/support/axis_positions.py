"""What stands at a position of an axis, told position by position."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convviz.core.axis_windows import PositionKind

if TYPE_CHECKING:
    from convviz.core.axis_windows import AxisWindows


def kind_at(axis: AxisWindows, position: int) -> PositionKind:
    """Return what stands at a position: real, inserted zero, padding or overhang."""
    if position >= axis.size + max(0, axis.pad_after):
        return PositionKind.OVERHANG
    if position < 0 or position >= axis.size:
        return PositionKind.PADDING
    stretch = (axis.size - 1) // (axis.input_size - 1) if axis.input_size > 1 else 1
    return PositionKind.REAL if position % stretch == 0 else PositionKind.INSERTED_ZERO
