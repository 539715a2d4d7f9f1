"""What the cells of one row read of its input: of each axis in numbers, and exactly in blocks."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from convviz.core.explaining.explanations import ExplanationCode
from convviz.core.layers.cells import every_cell, merged
from convviz.core.layers.reaches import SAME_CELL, CellReach

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from convviz.core.layers.base import Shape
    from convviz.core.layers.cells import Cells
    from convviz.core.network.sequential import LayerRow

MOST_PLACES: Final = 50_000
"""Places along all dimensions of a shape up to which cells are listed; VGG's longest has 25,088."""

_PROBED: Final = 64
"""Cells along an output's diagonal that are asked: more follow the same rule."""


class AlikeReading:
    """What rows share whose cells read their inputs in the same way, each found when first asked.

    Attributes:
        row: One of these rows.
        joins_batch: As :func:`joins_batch`.
        reaches: As :func:`layer_reaches`.
    """

    __slots__ = ("_keeps_alike", "_reads_alike", "joins_batch", "reaches", "row")

    def __init__(self, row: LayerRow, *, joins_batch: bool) -> None:
        self.row = row
        self.joins_batch = joins_batch
        self.reaches = layer_reaches(row)
        self._reads_alike: bool | None = None
        self._keeps_alike: bool | None = None

    @property
    def reads_alike(self) -> bool:
        """As :func:`reads_alike`."""
        if self._reads_alike is None:
            may = may_read_alike(self.row, self.reaches)
            self._reads_alike = may and reads_alike(self.row)
        return self._reads_alike

    @property
    def keeps_alike(self) -> bool:
        """As :func:`keeps_alike`."""
        if self._keeps_alike is None:
            self._keeps_alike = keeps_alike(self.row)
        return self._keeps_alike


class RowReading:
    """Exactly which cells the cells of a row read.

    It is the same for all rows of the same layer at the same input.
    """

    def __init__(self, row: LayerRow) -> None:
        self._row = row
        self._read: dict[bool, tuple[Sequence[Cells], tuple[Cells, ...]]] = {}

    def read_by(self, blocks: Sequence[Cells], *, training: bool) -> tuple[Cells, ...]:
        """Return the blocks of its input that it reads for blocks of its output, merged.

        Those that were asked for last are known: behind some layers every cell is read.
        """
        asked, read = self._read.get(training, ((), ()))
        if asked != blocks:
            read = merged(read_by(self._row, blocks, training=training))
            self._read[training] = (blocks, read)
        return read


class KnownReadings:
    """The readings of the present network's rows, and of those of the one before."""

    def __init__(self) -> None:
        self._before: dict[tuple[object, ...], RowReading] = {}
        self._now: dict[tuple[object, ...], RowReading] = {}
        self._alike_before: dict[tuple[object, ...], AlikeReading] = {}
        self._alike: dict[tuple[object, ...], AlikeReading] = {}

    def begin(self) -> None:
        """Begin another network: what the present one has stays known, nothing older."""
        self._before, self._now = self._now, {}
        self._alike_before, self._alike = self._alike, {}

    def of(self, row: LayerRow) -> RowReading:
        """Return exactly what a row's cells read."""
        # The layer by its identity: the reading holds it, and to compare layers takes longer.
        key = (id(row.layer), row.input_shape, row.enabled, row.batched)
        known = self._now.get(key)
        if known is None:
            known = self._before.get(key)
            self._now[key] = known = RowReading(row) if known is None else known
        return known

    def alike(self, row: LayerRow) -> AlikeReading:
        """Return how a row's cells read; layers that differ in channels alone mostly do alike."""
        layer, shape = row.layer, row.input_shape
        is_joining = bool(row.notes) and joins_batch(row)
        reading_key = layer.reading_key()
        key: tuple[object, ...]
        if reading_key is None or not _has_its_axes(row):
            # By the layer's identity, which the entry's row holds. The channels count here.
            key = (id(layer), shape, row.enabled, row.batched, is_joining)
        else:
            is_long = sum(shape) > MOST_PLACES
            state = row.enabled, row.batched, is_joining, is_long
            key = (type(layer), reading_key, shape[1:], *state)
        known = self._alike.get(key)
        if known is None:
            known = self._alike_before.get(key) or AlikeReading(row, joins_batch=is_joining)
            self._alike[key] = known
        return known


def block_of(shape: Shape, place: tuple[int, ...]) -> Cells:
    """Return a cell as a block: at its place in all channels, or of a vector one number."""
    spatial = shape[1:] or shape
    if len(place) != len(spatial) or not all(
        0 <= at < n for at, n in zip(place, spatial, strict=True)
    ):
        raise IndexError(place)
    cell = tuple(frozenset({at}) for at in place)
    return cell if len(shape) < 2 else (frozenset(range(shape[0])), *cell)  # noqa: PLR2004


def joins_batch(row: LayerRow) -> bool:
    """Return whether pictures of the batch are mixed by a layer."""
    return any(note.code is ExplanationCode.BATCH_JOINED for note in row.notes)


def read_by(row: LayerRow, blocks: Iterable[Cells], *, training: bool) -> Iterator[Cells]:
    """Yield the blocks of its input that a layer reads for blocks of its output."""
    for cells in blocks:
        if row.enabled:
            yield from row.layer.cells_read(row.input_shape, cells, training=training)
        else:
            yield cells


def may_read_alike(row: LayerRow, reaches: tuple[CellReach | None, ...] | None) -> bool:
    """Return whether `reads_alike` can be: mostly an axis has more cells than a window reads.

    Args:
        row: The row.
        reaches: What :func:`layer_reaches` says of it.
    """
    if not row.enabled:
        return False
    for reach, size in zip(reaches or (), row.input_shape[1:]):  # noqa: B905 - as many, if any
        if reach is not None and reach.extent + 1 < size:
            return math.prod(row.output_shape[1:]) == 1
    return True


def reads_alike(row: LayerRow) -> bool:
    """Return whether each cell of a row's output reads every cell of its input."""
    if not row.enabled:
        return False
    is_one_cell = len(row.output_shape) > 1 and math.prod(row.output_shape[1:]) == 1
    whole_input = (every_cell(row.input_shape),)
    return is_one_cell or all(read == whole_input for read in _read_on_the_diagonal(row))


def keeps_alike(row: LayerRow) -> bool:
    """Return whether cells go on seeing alike: none reads padding alone, or some channels only."""
    if not row.enabled:
        return True
    channels = row.input_shape[0] if len(row.input_shape) > 1 else 0

    def reads_all_channels(blocks: tuple[Cells, ...]) -> bool:
        filled = [block for block in blocks if all(block)]  # not of padding alone
        read = {at for block in filled for at in block[0]} if channels else set()
        return bool(filled) and len(read) == channels

    return all(map(reads_all_channels, _read_on_the_diagonal(row)))


def _read_on_the_diagonal(row: LayerRow) -> Iterator[tuple[Cells, ...]]:
    """Yield what the last and the first cells along an output's diagonal read."""
    shape = row.output_shape
    spatial = shape[1:] or shape
    longest = max(spatial, default=0)
    for number in (longest - 1, *range(min(longest - 1, _PROBED))):
        place = tuple(min(number, size - 1) for size in spatial)
        yield row.layer.cells_read(row.input_shape, block_of(shape, place))


def layer_reaches(row: LayerRow) -> tuple[CellReach | None, ...] | None:
    """Return what a layer's cells read along each axis of its input.

    Returns:
        One an axis, None where a cell reads all of it; empty where a cell depends on the same cell
        alone, as in a disabled layer; None where the output's axes are no longer the input's.
    """
    layer, spatial = row.layer, row.input_shape[1:]
    if not row.enabled:
        return ()
    if not row.batched:  # a layer before has joined the batch: its axes are torch's alone
        return None
    reaches = layer.reaches(spatial) if _has_its_axes(row) else None
    return _probed(row) if reaches is None else reaches


def _has_its_axes(row: LayerRow) -> bool:
    """Return whether a row's input has channels, and behind them the axes that its layer knows."""
    rank = len(row.input_shape) - 1
    return rank > 0 and (row.layer.rank or rank) == rank


def _probed(row: LayerRow) -> tuple[CellReach | None, ...] | None:
    """Return what a layer without windows reads along each axis, by asking for one cell."""
    shape, output = row.input_shape, row.output_shape
    if row.layer.is_cellwise:
        return ()
    if len(shape) != len(output) or max(sum(shape), sum(output)) > MOST_PLACES:
        return None
    cell = tuple(frozenset({size // 2}) for size in output)
    blocks = row.layer.cells_read(shape, cell)
    if blocks in {(cell,), ()}:  # a share of a single number depends on nothing
        return ()
    if len(blocks) != 1 or len(shape) == 1:
        return None
    reaches: list[CellReach | None] = []
    for read, own, size in zip(blocks[0][1:], cell[1:], shape[1:], strict=True):
        if read != own and len(read) != size:
            return None
        reaches.append(SAME_CELL if read == own else None)
    return () if all(reach is SAME_CELL for reach in reaches) else tuple(reaches)
