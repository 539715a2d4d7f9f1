"""What belongs to a cell of the canvas of stamps, and where a tap reaches."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np
from msgspec.structs import replace

from convviz.stepping.lights.highlights import LitCell, LitPlane, Wash, lit_kernel
from convviz.stepping.lights.tracing import MOST_LIT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convviz.stepping.scene.visible import PlaneKey, VisiblePlanes
    from convviz.stepping.steps.scatter import Scatter
    from convviz.stepping.steps.step import Cell
    from convviz.values.stamps import StampAxis


def contributions(scatter: Scatter, cell: Cell) -> list[tuple[Cell, Cell]]:
    """Return (input cell, tap) of every stamp that reaches a cell of the canvas."""
    pairs = [list(_stamps_on(axis, at)) for axis, at in zip(scatter.axes, cell, strict=True)]
    return [
        ((depth[0], row[0], column[0]), (depth[1], row[1], column[1]))
        for depth, row, column in itertools.product(*pairs)
    ]


def lit_contributions(
    scatter: Scatter, key: PlaneKey, output_channel: int, contributions: list[tuple[Cell, Cell]]
) -> LitPlane:
    """Return the input cells of one plane that add to a canvas cell, each with its factor.

    Args:
        scatter: What is shown.
        key: The plane of the input.
        output_channel: The canvas cell's.
        contributions: The input cell and the tap of each that adds to the canvas cell.
    """
    if key.channel not in scatter.scene.input_channels_of(output_channel):
        return LitPlane()
    kernel = scatter.kernel(output_channel, key.channel)
    return LitPlane(
        tuple(
            LitCell(cell[1], cell[2], _number(scatter, tap), float(kernel[tap]))
            for cell, tap in contributions[:MOST_LIT]
            if cell[0] == key.depth
        )
    )


def lit_reach(scatter: Scatter, key: PlaneKey, tap: Cell) -> LitPlane:
    """Return the cells of one plane of the canvas that a tap reaches, in its hue."""
    depths, rows, columns = (
        (np.arange(axis.size) * axis.stride + at * axis.dilation).tolist()
        for axis, at in zip(scatter.axes, tap, strict=True)
    )
    if key.depth not in depths:
        return LitPlane()
    return LitPlane(wash=Wash(tuple(rows), tuple(columns), _number(scatter, tap)))


def lit_taps(scatter: Scatter, visible: VisiblePlanes, taps: set[Cell]) -> tuple[LitPlane, ...]:
    """Return the kernel with all hues and some taps outlined."""
    planes = []
    for key, lit in zip(visible.kernel, lit_kernel(scatter.scene, visible), strict=True):
        cells = [
            replace(cell, is_winner=(key.depth, cell.row, cell.column) in taps)
            for cell in lit.cells
        ]
        planes.append(LitPlane(tuple(cells)))
    return tuple(planes)


def _stamps_on(axis: StampAxis, at: int) -> Iterator[tuple[int, int]]:
    """Yield (input cell, tap) of every stamp along one axis that reaches a canvas cell."""
    for tap in range(axis.taps)[::-1]:
        cell, rest = divmod(at - tap * axis.dilation, axis.stride)
        if rest == 0 and 0 <= cell < axis.size:
            yield cell, tap


def _number(scatter: Scatter, tap: Cell) -> int:
    return int(np.ravel_multi_index(tap, tuple(axis.taps for axis in scatter.axes)))
