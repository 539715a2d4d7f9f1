"""How often each input cell is used, along one axis; several axes multiply."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from convviz.core.axis_windows import AxisWindows


@dataclass(frozen=True, slots=True)
class AxisUsage:
    """How often the cells of one axis are used. A cell of several axes is used product times.

    Attributes:
        windows: For each real cell, how many windows read it, directly or by padding.
        readings: How many readings do: padding that mirrors reads a cell more than once a window.
    """

    windows: tuple[int, ...]
    readings: tuple[int, ...]


def axis_usage(axis: AxisWindows) -> AxisUsage:
    """Return how often each real cell of an axis is used.

    Raises:
        ShapeError: TOO_LARGE: there are too many readings to be counted.
    """
    windows, readings = [0] * axis.input_size, [0] * axis.input_size
    for window in axis.windows:
        sources = [reading.source for reading in window if reading.source is not None]
        for source in sources:
            readings[source] += 1
        for source in set(sources):
            windows[source] += 1
    return AxisUsage(tuple(windows), tuple(readings))
