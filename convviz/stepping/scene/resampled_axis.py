"""One axis of an upsampling: which cells each output cell reads, and with what weight."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from convviz.core.interpolation import Interpolation
from convviz.stepping.cells import CellKind
from convviz.stepping.scene.axes import NOT_READ, DrawnAxis

if TYPE_CHECKING:
    from convviz.core.interpolation import Resampling


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
