"""The cells of a block as arrays: one of them is made an object when it is looked at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, overload

import numpy as np
from numpy.typing import NDArray

from convviz.stepping.cells import CellKind
from convviz.stepping.scene.cell_blocks import NO_CELL
from convviz.stepping.scene.volumes import distinct
from convviz.stepping.steps.step import Cell

if TYPE_CHECKING:
    from convviz.stepping.scene.scene import Scene


@dataclass(frozen=True, slots=True)
class CellReading:
    """One cell that is read.

    Attributes:
        channel: Its input channel.
        cell: Its place as drawn: depth, row, column.
        tap: The tap of the block under which it stands.
        value: What it holds.
        kind: What it is, of CellKind.
    """

    channel: int
    cell: Cell
    tap: int
    value: float
    kind: int


@dataclass(frozen=True, slots=True, eq=False)
class BlockReadings(Sequence["CellReading | None"]):
    """Cells of a block in the order of their taps; None where a tap has none.

    A block may have thousands of cells, of which a step looks at a few.

    Attributes:
        taps: The tap under which each stands.
        places: Each one's place, counted through the drawn input, or NO_CELL.
        values: What they hold; NaN where there is none.
        kinds: What they are, of CellKind; ABSENT where there is none.
        shape: Of the drawn input: channels depth rows columns.
    """

    taps: NDArray[np.intp]
    places: NDArray[np.intp]
    values: NDArray[np.float64]
    kinds: NDArray[np.uint8]
    shape: tuple[int, ...]

    def __len__(self) -> int:
        """Return how many taps there are."""
        return len(self.taps)

    @overload
    def __getitem__(self, at: int) -> CellReading | None: ...

    @overload
    def __getitem__(self, at: slice) -> BlockReadings: ...

    def __getitem__(self, at: int | slice) -> CellReading | BlockReadings | None:
        """Return one of the cells, or some."""
        if isinstance(at, slice):
            return self._chosen(at)
        place = int(self.places[at])
        if place == NO_CELL:
            return None
        _, depths, rows, columns = self.shape
        rest, column = divmod(place, columns)
        rest, row = divmod(rest, rows)
        channel, depth = divmod(rest, depths)
        tap, value, kind = int(self.taps[at]), float(self.values[at]), int(self.kinds[at])
        return CellReading(channel, (depth, row, column), tap, value, kind)

    def __iter__(self) -> Iterator[CellReading | None]:
        """Yield all of them: an object each, so take no more than are shown."""
        parts = np.unravel_index(np.maximum(self.places, 0), self.shape)
        columns: list[NDArray[Any]] = [self.places, *parts, self.taps, self.values, self.kinds]
        cells = zip(*(numbers.tolist() for numbers in columns), strict=True)
        for place, channel, depth, row, column, tap, value, kind in cells:
            is_there = place != NO_CELL
            yield CellReading(channel, (depth, row, column), tap, value, kind) if is_there else None

    def there(self) -> BlockReadings:
        """Return those that there are."""
        is_there = self.places != NO_CELL
        return self if is_there.all() else self._chosen(is_there)

    def readings(self) -> list[CellReading]:
        """Return those that there are, one by one."""
        few = [self[0]] if len(self) == 1 else self
        return [reading for reading in few if reading is not None]

    def _chosen(self, wanted: slice | NDArray[np.bool_]) -> BlockReadings:
        columns = self.taps[wanted], self.places[wanted], self.values[wanted], self.kinds[wanted]
        return BlockReadings(*columns, self.shape)


@lru_cache(maxsize=2)
def slices_of(block: BlockReadings) -> tuple[int, ...]:
    """Return the slices of the input in which cells of a block lie, ascending."""
    _, depths, rows, columns = block.shape
    return tuple(distinct(block.there().places // (rows * columns) % depths))


def readings_of(scene: Scene, places: NDArray[np.intp]) -> BlockReadings:
    """Return the cells of a block.

    Args:
        scene: One with blocks.
        places: Where each tap reads, of ``CellBlocks.places``.
    """
    values, kinds = scene.input.ravel()[places], scene.kinds.ravel()[places % scene.kinds.size]
    is_missing = places == NO_CELL
    if is_missing.any():
        values[is_missing], kinds[is_missing] = np.nan, CellKind.ABSENT
    return BlockReadings(np.arange(len(places)), places, values, kinds, scene.input.shape)
