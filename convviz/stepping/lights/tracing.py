"""What belongs to one input cell, or to one tap: the outputs that use it, the cells it meets."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from convviz.stepping.cells import CellKind
from convviz.stepping.lights.highlights import Box, LitCell, LitPlane, Wash
from convviz.stepping.scene.axes import NO_SOURCE, NOT_READ
from convviz.stepping.steps.step import Cell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from convviz.stepping.scene.axes import DrawnAxis
    from convviz.stepping.scene.scene import Scene
    from convviz.stepping.scene.visible import PlaneKey, VisiblePlanes

MOST_LIT: Final = 4096
"""Cells of one part that are lit one by one."""


@dataclass(frozen=True, slots=True)
class TracedCell:
    """What is traced: a cell of the input, or a tap.

    Attributes:
        is_tap: Whether it is a tap.
        channel: Its input channel.
        cell: Its place as drawn, or in the kernel: depth, row, column.
        part: The part of a calculation that it is in, where that is what is shown; else "".
    """

    is_tap: bool
    channel: int
    cell: Cell
    part: str = ""


@dataclass(frozen=True, slots=True)
class Tracing:
    """What is lit on the visible planes of each part.

    Attributes:
        input: One a visible plane of the input.
        kernel: One a visible plane of the kernel; empty for pooling.
        output: One a visible plane of the output.
        total: In how many output cells (of an input cell) or input cells (of a tap) it is used.
    """

    input: tuple[LitPlane, ...]
    kernel: tuple[LitPlane, ...]
    output: tuple[LitPlane, ...]
    total: int


def trace(scene: Scene, visible: VisiblePlanes, target: TracedCell) -> Tracing:
    """Return what belongs to an input cell or a tap, on the visible planes."""
    of_target = trace_tap if target.is_tap else trace_input
    return of_target(scene, visible, target.channel, target.cell)


def trace_input(scene: Scene, visible: VisiblePlanes, channel: int, cell: Cell) -> Tracing:
    """Return the output cells that use an input cell, each in the hue of the tap that it applies.

    Of a real cell that padding repeats, these are the readers of every place that it stands at.

    Args:
        scene: What is shown.
        visible: Which of its planes.
        channel: The cell's input channel.
        cell: Its place as drawn: depth, row, column.
    """
    uses = uses_of(scene, cell)
    total = len(uses) * len(_output_channels(scene, channel))
    taps = {tap for _, tap in uses}
    return Tracing(
        tuple(_standing_on(scene, key, channel, cell) for key in visible.input),
        _kernel(scene, visible, taps, channel),
        tuple(LitPlane(tuple(_used_on(scene, key, channel, uses))) for key in visible.output),
        total,
    )


def trace_tap(scene: Scene, visible: VisiblePlanes, channel: int, tap: Cell) -> Tracing:
    """Return the input cells that a tap ever meets, in its hue.

    Args:
        scene: What is shown.
        visible: Which of its planes.
        channel: The input channel of its kernel plane.
        tap: Its place in the kernel: depth, row, column.
    """
    depths, rows, columns = (met_by(axis, at) for axis, at in zip(scene.axes, tap, strict=True))
    number = tap_number(scene, tap)
    depth_axis, row_axis, column_axis = scene.axes
    met = _without_overhang(depth_axis, depths)
    wash = Wash(_without_overhang(row_axis, rows), _without_overhang(column_axis, columns), number)
    unlit = LitPlane()
    return Tracing(
        tuple(
            LitPlane(wash=wash) if key.channel == channel and key.depth in met else unlit
            for key in visible.input
        ),
        _kernel(scene, visible, {number}, channel),
        (unlit,) * len(visible.output),
        len(depths) * len(rows) * len(columns),
    )


def met_by(axis: DrawnAxis, tap: int) -> NDArray[np.intp]:
    """Return the drawn positions that a tap meets, window by window."""
    reads: NDArray[np.intp] = axis.reads[:, int(np.flatnonzero(axis.taps == tap)[0])]
    met: NDArray[np.intp] = reads[reads != NOT_READ]
    return met


def _without_overhang(axis: DrawnAxis, positions: NDArray[np.intp]) -> tuple[int, ...]:
    """Return the positions, each once; one that overhangs does so at every other axis' place."""
    kept = positions[axis.kinds[positions] != CellKind.OVERHANG]
    return tuple(np.unique(kept).tolist())


def uses_of(scene: Scene, cell: Cell) -> list[tuple[Cell, int]]:
    """Return (output cell, tap number) of every reading of a drawn cell, or of its copies."""
    along = zip(scene.axes, _places_of(scene, cell), strict=True)
    pairs = [_axis_uses(axis, places) for axis, places in along]
    readings = []
    for depth, row, column in itertools.product(*pairs):
        place = (depth[0], row[0], column[0])
        readings.append((place, tap_number(scene, (depth[1], row[1], column[1]))))
    return readings


def _places_of(scene: Scene, cell: Cell) -> list[NDArray[np.intp]]:
    """Return where along each axis a number stands: padding may repeat that of a real cell."""
    if scene.kinds[cell] not in {CellKind.REAL, CellKind.DROPPED}:
        return [np.array([at]) for at in cell]
    return [_copies(axis, at) for axis, at in zip(scene.axes, cell, strict=True)]


def _copies(axis: DrawnAxis, at: int) -> NDArray[np.intp]:
    source = axis.sources[at]
    return np.array([at]) if source == NO_SOURCE else np.flatnonzero(axis.sources == source)


def _standing_on(scene: Scene, key: PlaneKey, channel: int, cell: Cell) -> LitPlane:
    """Return a plane of the input with a cell, and with its copies, outlined."""
    depths, rows, columns = (places.tolist() for places in _places_of(scene, cell))
    if key.channel != channel or key.depth not in depths:
        return LitPlane()
    places = [place for place in itertools.product(rows, columns) if place != cell[1:]]
    copies = tuple(Box(*place, 1, 1) for place in places[:MOST_LIT])
    own = key.depth == cell[0]
    if not own:
        copies = (Box(cell[1], cell[2], 1, 1), *copies)
    return LitPlane(box=Box(cell[1], cell[2], 1, 1) if own else None, copies=copies)


def _axis_uses(axis: DrawnAxis, places: NDArray[np.intp]) -> list[tuple[int, int]]:
    """Return (output position, tap) of every reading of drawn positions."""
    return [
        (int(position), int(axis.taps[reading]))
        for position, reading in np.argwhere(np.isin(axis.reads, places))
    ]


def _used_on(
    scene: Scene, key: PlaneKey, channel: int, uses: list[tuple[Cell, int]]
) -> Iterator[LitCell]:
    """Yield the output cells of one plane that use a cell, with the weights that each applies."""
    if channel not in scene.input_channels_of(key.channel):
        return
    taps: dict[tuple[int, int], list[int]] = {}
    for (depth, row, column), tap in uses[:MOST_LIT]:
        if depth == key.depth:
            taps.setdefault((row, column), []).append(tap)
    kernel = None
    if scene.weight is not None:
        kernel = scene.weight[scene.weight_index(key.channel, channel)].ravel()
    for (row, column), used in taps.items():
        weight = None if kernel is None else float(sum(kernel[tap] for tap in used))
        yield LitCell(row, column, used[0], weight)


def _kernel(
    scene: Scene, visible: VisiblePlanes, taps: set[int], channel: int
) -> tuple[LitPlane, ...]:
    """Return the kernel with all hues, and the used taps outlined on the plane concerned."""
    if scene.weight is None:
        return ()
    _, rows, columns = scene.kernel_sizes
    planes = []
    for key in visible.kernel:
        cells = []
        for row, column in itertools.product(range(rows), range(columns)):
            tap = (key.depth * rows + row) * columns + column
            used = key.channel == channel and tap in taps
            cells.append(LitCell(row, column, tap, is_winner=used))
        planes.append(LitPlane(tuple(cells)))
    return tuple(planes)


def tap_number(scene: Scene, tap: Cell) -> int:
    """Return the number of a tap in its plane, in the kernel's reading order."""
    _, rows, columns = scene.kernel_sizes
    return (tap[0] * rows + tap[1]) * columns + tap[2]


def _output_channels(scene: Scene, channel: int) -> list[int]:
    channels = range(scene.output_volume[0])
    return [output for output in channels if channel in scene.input_channels_of(output)]
