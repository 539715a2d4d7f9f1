"""Blocks of cells, and which of them a layer reads: what receptive fields are made of.

A block is all combinations of some places along each dimension: channels first, then the spatial
axes, without the batch. Most layers map a block to a block; what moves cells between dimensions
(Flatten, PixelShuffle) maps it to several.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from convviz.core.axis_windows import PaddingMode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from convviz.core.axis_windows import AxisWindows, Progression

Cells = tuple[frozenset[int], ...]
"""A block: which places along each dimension."""


def every_cell(shape: tuple[int, ...]) -> Cells:
    """Return the block of all cells of a shape, without the batch."""
    return tuple(frozenset(range(size)) for size in shape)


def merged(blocks: Iterable[Cells]) -> tuple[Cells, ...]:
    """Return blocks with the same cells, fewer where some differ along one dimension only."""
    kept = list(dict.fromkeys(block for block in blocks if all(block)))
    if len(kept) < 2:  # noqa: PLR2004 - there is nothing to merge
        return tuple(kept)
    for dimension in reversed(range(len(kept[0]))):
        groups: dict[tuple[Cells, Cells], frozenset[int]] = {}
        for block in kept:
            rest = block[:dimension], block[dimension + 1 :]
            groups[rest] = groups.get(rest, frozenset()) | block[dimension]
        kept = [(*before, places, *after) for (before, after), places in groups.items()]
    return tuple(kept)


def joined(runs: Iterable[range]) -> frozenset[int]:
    """Return all places of some runs, each of which may come several times."""
    return frozenset(chain.from_iterable(dict.fromkeys(runs)))


def blocks_of(places: Iterable[tuple[int, ...]]) -> tuple[Cells, ...]:
    """Return the blocks of single cells, each given by its place along every dimension."""
    return merged(tuple(frozenset({at}) for at in place) for place in places)


def unravelled(flat: int, shape: tuple[int, ...]) -> tuple[int, ...]:
    """Return the place of a cell that is counted row by row."""
    place = []
    for size in reversed(shape):
        flat, at = divmod(flat, size)
        place.append(at)
    return tuple(reversed(place))


def read_along(axis: AxisWindows, positions: frozenset[int]) -> frozenset[int]:
    """Return the real cells along one axis that any of the windows at `positions` reads."""
    run = _run(positions)
    if run is not None and axis.progression is not None and _is_plain(axis, axis.progression):
        start = axis.progression.start + run.start * axis.progression.stride
        last = axis.progression.start + run[-1] * axis.progression.stride
        reach = axis.progression.dilation * (axis.kernel_size - 1)
        return frozenset(range(max(0, start), min(axis.size, last + reach + 1)))
    return frozenset(
        reading.source
        for position in positions
        for reading in axis.cells_read_by(position)
        if reading.source is not None
    )


def _run(positions: frozenset[int]) -> range | None:
    """Return positions that follow each other as a range."""
    if not positions:
        return None
    first, last = min(positions), max(positions)
    return range(first, last + 1) if last - first + 1 == len(positions) else None


def _is_plain(axis: AxisWindows, windows: Progression) -> bool:
    """Return whether neighbouring windows leave no cell out, and nothing but constants pads."""
    return (
        windows.dilation == 1
        and windows.stride <= axis.kernel_size
        and windows.mode is PaddingMode.CONSTANT
        and axis.size == axis.input_size
        and not windows.is_backwards
    )
