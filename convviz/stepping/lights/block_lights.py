"""What a step over blocks lights, and what belongs to one input cell or tap."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np
from msgspec.structs import replace

from convviz.stepping.lights.highlights import Box, LitCell, LitPlane, Wash
from convviz.stepping.lights.tracing import MOST_LIT, Tracing
from convviz.stepping.scene.visible import PlaneKey, VisiblePlanes, output_planes
from convviz.stepping.scene.volumes import distinct
from convviz.stepping.steps.block_readings import slices_of
from convviz.stepping.steps.block_step import blocks_of, drawn_place

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from convviz.stepping.lights.tracing import TracedCell
    from convviz.stepping.scene.cell_blocks import CellBlocks
    from convviz.stepping.scene.scene import Scene
    from convviz.stepping.steps.block_readings import CellReading
    from convviz.stepping.steps.block_step import BlockStep
    from convviz.stepping.steps.step import Cell

MOST_LIT_ONE_BY_ONE: Final = 256
"""Cells of a block that have a hue each; those of a larger one have one together."""

MOST_READ_PLANES: Final = 9
"""Input channels that are drawn at once: all that a shuffle by 3 reads."""

_Place = tuple[int, "Cell"]


def visible_blocks(scene: Scene, step: BlockStep, page: int = 0) -> VisiblePlanes:
    """Return which planes are drawn for a step: always those that it reads.

    Args:
        scene: What is shown.
        step: The step.
        page: Number of the first input channel to draw, among those that the output channel
            reads; moved to where the step reads.
    """
    channels = scene.input_channels_of(step.channel)
    slices = _slices(scene, step, len(channels))
    size = max(1, min(len(channels), MOST_READ_PLANES // len(slices)))
    first = max(0, min(page, len(channels) - size))
    read = step.taken[0] if step.taken else None
    if read is not None and not first <= read.channel - channels.start < first + size:
        first = min(read.channel - channels.start, len(channels) - size)
    shown = channels[first : first + size]
    output = output_planes(scene, step.channel, step.cell[0])
    keys = tuple(PlaneKey(channel, depth) for channel in shown for depth in slices)
    return VisiblePlanes(step.channel, keys, (), output, first, size, len(channels))


def _slices(scene: Scene, step: BlockStep, channels: int) -> Sequence[int]:
    """Return the slices that are drawn: all while they are few, else those that the block has."""
    count = scene.axes[0].size
    if count == 1 or count * channels <= MOST_READ_PLANES:
        return range(count)
    read = slices_of(step.block)
    taken = step.taken[0] if step.taken else None
    if len(read) <= MOST_READ_PLANES or taken is None:
        return read[:MOST_READ_PLANES] or range(1)
    first = read.index(taken.cell[0]) - MOST_READ_PLANES // 2
    first = max(0, min(first, len(read) - MOST_READ_PLANES))
    return read[first : first + MOST_READ_PLANES]


def lit_block_input(
    step: BlockStep, visible: VisiblePlanes, block: tuple[LitPlane, ...] | None = None
) -> tuple[LitPlane, ...]:
    """Return the block's cells in their hues, and an outline around what is taken.

    Args:
        step: The step.
        visible: Which planes are drawn.
        block: What ``lit_blocks`` returns, where that is known.
    """
    if block is None:
        block = _lit_cells(step, visible)
    taken = step.taken.readings()
    boxes = [_box([r for r in taken if _stands_on(r, key)]) for key in visible.input]
    taps = set() if len(step.block) > MOST_LIT_ONE_BY_ONE else {r.tap for r in taken}
    return tuple(
        replace(lit, cells=tuple(_outlined(lit.cells, taps)), box=box)
        for lit, box in zip(block, boxes, strict=True)
    )


def lit_blocks(scene: Scene, step: BlockStep, visible: VisiblePlanes) -> tuple[LitPlane, ...]:
    """Return the block's cells in their hues, those of a large block in one."""
    blocks = blocks_of(scene)
    number = int(blocks.block_of[step.index])
    washed = _washed_input(blocks, number, scene.input.shape, visible.input)
    return _lit_cells(step, visible) if washed is None else washed


def _lit_cells(step: BlockStep, visible: VisiblePlanes) -> tuple[LitPlane, ...]:
    cells = [((reading.channel, reading.cell), reading.tap) for reading in step.block.readings()]
    return _on_planes(cells, visible.input)


def lit_block_output(scene: Scene, step: BlockStep, visible: VisiblePlanes) -> tuple[LitPlane, ...]:
    """Return the output cells that share a block, each in its tap's hue; none where it adds."""
    if step.adds:
        return (LitPlane(),) * len(visible.output)
    blocks = blocks_of(scene)
    number = int(blocks.block_of[step.index])
    washed = _washed_output(blocks, number, scene.output_volume, visible.output)
    if washed is not None:
        return washed
    return _on_planes(_outputs(scene, blocks.sharing(step.index)), visible.output)


def lit_block(step: BlockStep) -> LitPlane:
    """Return the plane of the block itself: every tap in its hue, an outline around one taken."""
    columns = step.sizes[-1]
    if len(step.block) > MOST_LIT_ONE_BY_ONE:
        rows = len(step.block) // columns
        wash = Wash(tuple(range(rows)), tuple(range(columns)), 0)
        box = Box(*divmod(step.own.tap, columns), 1, 1) if len(step.taken) == 1 else None
        return LitPlane(box=box, wash=wash)
    taps: list[int] = step.block.there().taps.tolist()
    taken: set[int] = set() if step.adds else set(step.taken.taps.tolist())
    cells = [LitCell(*divmod(tap, columns), tap, is_winner=tap in taken) for tap in taps]
    return LitPlane(tuple(cells))


def trace_blocks(scene: Scene, visible: VisiblePlanes, target: TracedCell) -> Tracing:
    """Return what belongs to an input cell, or to a tap of the block.

    Args:
        scene: One with blocks.
        visible: Which of its planes.
        target: The cell or the tap.
    """
    blocks = blocks_of(scene)
    if target.is_tap:
        _, rows, columns = blocks.sizes
        tap = (target.cell[0] * rows + target.cell[1]) * columns + target.cell[2]
        met, takers = blocks.met_by(tap), blocks.takers_of(tap)
        washed = _washed(scene.input.shape, met, visible.input, tap)
        if washed is None:
            places = [(drawn_place(scene, place), tap) for place in met[:MOST_LIT].tolist()]
            washed = _on_planes(places, visible.input)
        made = _washed(scene.output_volume, takers, visible.output, tap)
        if made is None:
            uses = [(output, tap) for output in takers[:MOST_LIT].tolist()]
            made = _on_planes(_outputs(scene, uses), visible.output)
        return Tracing(
            washed,
            (_whole_block(blocks.sizes, {tap}),),
            made,
            len(met),
        )
    place = scene.input_index(target.channel, target.cell)
    outputs, taps = blocks.readers_of(place)
    used = _washed(scene.output_volume, outputs, visible.output)
    if used is None:
        uses = list(zip(outputs[:MOST_LIT].tolist(), taps[:MOST_LIT].tolist(), strict=True))
        used = _on_planes(_outputs(scene, uses), visible.output)
    key = PlaneKey(target.channel, target.cell[0])
    box = Box(target.cell[1], target.cell[2], 1, 1)
    return Tracing(
        tuple(LitPlane(box=box) if plane == key else LitPlane() for plane in visible.input),
        (_whole_block(blocks.sizes, set(distinct(taps))),),
        used,
        len(outputs),
    )


def _outlined(cells: tuple[LitCell, ...], taps: set[int]) -> Iterable[LitCell]:
    for cell in cells:
        yield replace(cell, is_winner=True) if cell.tap in taps else cell


def _stands_on(reading: CellReading, key: PlaneKey) -> bool:
    return (reading.channel, reading.cell[0]) == (key.channel, key.depth)


def _box(readings: Sequence[CellReading]) -> Box | None:
    """Return the outline of a cell that is taken; several are outlined one by one."""
    if len(readings) != 1:
        return None
    _, row, column = readings[0].cell
    return Box(row, column, 1, 1)


def _outputs(scene: Scene, uses: list[tuple[int, int]]) -> list[tuple[_Place, int]]:
    outputs = np.array([output for output, _ in uses], dtype=np.intp)
    parts = np.unravel_index(outputs, scene.output_volume)
    places = zip(*(part.tolist() for part in parts), strict=True)
    return [
        ((channel, (depth, row, column)), tap)
        for (channel, depth, row, column), (_, tap) in zip(places, uses, strict=True)
    ]


def _on_planes(
    places: list[tuple[_Place, int]], keys: tuple[PlaneKey, ...]
) -> tuple[LitPlane, ...]:
    by_plane: dict[tuple[int, int], list[tuple[int, int, int]]] = {}
    for (channel, (depth, row, column)), tap in places:
        by_plane.setdefault((channel, depth), []).append((row, column, tap))
    cells = [by_plane.get((key.channel, key.depth), []) for key in keys]
    return tuple(LitPlane(tuple(LitCell(*cell) for cell in own)) for own in cells)


def _washed(
    shape: tuple[int, ...], flats: NDArray[np.intp], keys: tuple[PlaneKey, ...], tap: int = 0
) -> tuple[LitPlane, ...] | None:
    """Return very many cells in one hue; None for few, or where they fill no rows and columns."""
    if len(flats) <= MOST_LIT_ONE_BY_ONE:
        return None
    _, depths, rows, columns = shape
    planes, cells = np.divmod(flats, rows * columns)
    lit = []
    for key in keys:
        own = cells[planes == key.channel * depths + key.depth]
        across, along = distinct(own // columns), distinct(own % columns)
        if len(across) * len(along) != len(own):
            return None
        wash = Wash(tuple(across), tuple(along), tap) if across else None
        lit.append(LitPlane(wash=wash))
    return tuple(lit)


@lru_cache(maxsize=4)  # while a number is typed into a large block, it stays
def _washed_input(
    blocks: CellBlocks, number: int, shape: tuple[int, ...], keys: tuple[PlaneKey, ...]
) -> tuple[LitPlane, ...] | None:
    """Return the cells of a block, if they are very many; None for few."""
    places = blocks.places[number]
    return _washed(shape, places[places >= 0], keys)


@lru_cache(maxsize=4)
def _washed_output(
    blocks: CellBlocks, number: int, shape: tuple[int, ...], keys: tuple[PlaneKey, ...]
) -> tuple[LitPlane, ...] | None:
    """Return the output cells of a block, likewise."""
    return _washed(shape, np.flatnonzero(blocks.block_of == number), keys)


def _whole_block(sizes: Cell, used: set[int]) -> LitPlane:
    taps = range(sizes[0] * sizes[1] * sizes[2])
    if len(taps) > MOST_LIT_ONE_BY_ONE:
        boxes = tuple(Box(*divmod(tap, sizes[2]), 1, 1) for tap in sorted(used))
        rows = range(sizes[0] * sizes[1])
        wash = Wash(tuple(rows), tuple(range(sizes[2])), 0)
        return LitPlane(wash=wash, copies=boxes[:MOST_LIT_ONE_BY_ONE])
    cells = (LitCell(*divmod(tap, sizes[2]), tap, is_winner=tap in used) for tap in taps)
    return LitPlane(tuple(cells))
