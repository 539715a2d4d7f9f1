"""Which cells of a network's input one cell of a row depends on, exactly.

Block by block, backwards through what each layer says that its cells read.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from convviz.core.errors import ErrorCode, ShapeError
from convviz.core.layers.base import Shape
from convviz.core.layers.cells import Cells, every_cell, merged
from convviz.core.network.receptive_field import is_countable
from convviz.core.network.row_reading import MOST_PLACES, KnownReadings, block_of, joins_batch
from convviz.core.network.rows import LayerRow
from convviz.core.network.tree import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from convviz.core.network.receptive_field import ReceptiveField
    from convviz.core.network.rows import BlockRow, SequentialResult

Blocks = tuple[tuple[tuple[int, ...], ...], ...]
"""Cells of the input: of each block the places along each axis."""


@dataclass(frozen=True)
class SeenCells:
    """What a cell depends on at one place between two nodes.

    Attributes:
        number: What gives these cells: 0 for the network's input, n for the n-th of the flow.
        shape: Theirs, without the batch.
        cells: Which of them, channels included.
    """

    number: int
    shape: Shape
    cells: tuple[Cells, ...]

    @cached_property
    def blocks(self) -> Blocks:
        """Which of them, as :func:`input_blocks` says it; put together when it is asked for."""
        return _spatial(self.shape, self.cells)


def input_blocks(
    result: SequentialResult,
    index: int,
    place: tuple[int, ...],
    *,
    training: bool = False,
    readings: KnownReadings | None = None,
) -> Blocks:
    """Return exactly the cells of the input that a cell depends on, as blocks of places.

    They are where torch's gradient of the cell is not zero, in any channel. Dilation leaves holes;
    padding is no input. A cell of nothing but padding has none.

    Args:
        result: A network's rows.
        index: The row's number.
        place: The cell in the row's output along its spatial axes, in all channels; of a vector,
            such as Flatten's, its number.
        training: Whether the network trains: normalisations then use the batch's own means.
        readings: What is known of what the rows read.

    Returns:
        For each block the places along each spatial axis of the input (of a vector: its numbers);
        the cells are all combinations of them.

    Raises:
        IndexError: There is no such row, or no such cell.
        ShapeError: TOO_LARGE: see :func:`is_countable`.
    """
    if not 0 <= index < len(result.rows):
        raise IndexError(index)
    if not is_countable(result):
        code, name = ErrorCode.TOO_LARGE, "input_shape"
        raise ShapeError(code, parameter=name, value=result.input_shape, limit=MOST_PLACES)
    row = result.rows[index]
    return blocks_behind(result, row, place, training=training, readings=readings)


def blocks_behind(
    result: SequentialResult,
    item: LayerRow | BlockRow,
    place: tuple[int, ...],
    *,
    training: bool = False,
    readings: KnownReadings | None = None,
) -> Blocks:
    """Return what :func:`input_blocks` does, of a row or a block that joins: of the flow's items.

    The cells of the network can be counted.
    """
    readings = KnownReadings() if readings is None else readings
    blocks: tuple[Cells, ...] = ()
    for number, found in _seen_back(result, item, place, readings, training=training):
        if number == 0:
            blocks = found
    return _spatial(result.input_shape, blocks)


def cells_between(
    result: SequentialResult,
    index: int,
    place: tuple[int, ...],
    readings: KnownReadings | None = None,
) -> tuple[SeenCells, ...]:
    """Return what a cell depends on everywhere between the network's input and its row.

    At each place it is the union over all ways that lead to the cell. What none of them leads
    through is left out.

    Args:
        result: A network's rows; its cells can be counted.
        index: The row's number.
        place: As :func:`input_blocks` takes it.
        readings: What is known of what the rows read.

    Returns:
        From the network's input to the cell itself.
    """
    known = KnownReadings() if readings is None else readings
    seen = _seen_back(result, result.rows[index], place, known, training=False)
    told = []
    for number, blocks in seen:
        shape = result.flow[number - 1].output_shape if number else result.input_shape
        told.append(SeenCells(number, shape or (), blocks))
    return tuple(reversed(told))


def _spatial(shape: Shape, blocks: Sequence[Cells]) -> Blocks:
    """Return blocks without their channels."""
    spatial = (block[1:] if len(shape) > 1 else block for block in blocks)
    return tuple(tuple(tuple(sorted(places)) for places in block) for block in merged(spatial))


def places_of(result: SequentialResult, blocks: Blocks) -> tuple[tuple[int, ...], ...]:
    """Return the places along each axis of the input at which some blocks have cells."""
    rank = max(len(result.input_shape) - 1, 1)
    return tuple(
        tuple(sorted({at for block in blocks for at in block[axis]})) for axis in range(rank)
    )


def box_of(result: SequentialResult, blocks: Blocks) -> tuple[range, ...]:
    """Return the smallest box of input cells that holds some blocks of them."""
    return tuple(
        range(places[0], places[-1] + 1) if places else range(0)
        for places in places_of(result, blocks)
    )


def is_whole_input(result: SequentialResult, blocks: Blocks) -> bool:
    """Return whether some blocks of input cells are all of them."""
    shape = result.input_shape
    return blocks == (tuple(tuple(range(size)) for size in (shape[1:] or shape)),)


def first_place(shape: Shape) -> tuple[int, ...]:
    """Return the first cell of an output, as :func:`input_blocks` takes it."""
    return (0,) * (len(shape) - 1 if len(shape) > 1 else len(shape))


def sees_whole_input(
    result: SequentialResult,
    index: int,
    field: ReceptiveField,
    readings: KnownReadings | None = None,
) -> bool:
    """Return whether every cell of a row, of a known field, depends on every cell of the input."""
    if not field.is_uniform:
        return False
    place = first_place(result.rows[index].output_shape)
    blocks = input_blocks(result, index, place, readings=readings)
    return is_whole_input(result, blocks)


def _seen_back(
    result: SequentialResult,
    wanted: LayerRow | BlockRow,
    place: tuple[int, ...],
    readings: KnownReadings,
    *,
    training: bool,
) -> Iterator[tuple[int, tuple[Cells, ...]]]:
    """Yield the blocks, with channels, that a cell depends on, from its own back to the input's."""
    end = 1 + next(n for n, item in enumerate(result.flow) if item is wanted)
    # What is known to be seen, by where it flows: 0 is the network's input.
    seen: dict[int, Sequence[Cells]] = {end: [block_of(wanted.output_shape or (), place)]}
    for number in range(end, 0, -1):
        found = seen.pop(number, ())
        blocks = found if isinstance(found, tuple) else merged(found)  # a tuple is merged
        item = result.flow[number - 1]
        if not blocks:
            continue
        yield number, blocks
        if not item.batched:
            yield 0, (every_cell(result.input_shape),)
            return
        if isinstance(item, LayerRow):
            if item.notes and joins_batch(item):
                yield 0, (every_cell(result.input_shape),)
                return
            read = readings.of(item).read_by(blocks, training=training)
            before = seen.get(item.source)
            seen[item.source] = read if before is None else [*before, *read]
            continue
        for source, part in _shared_out(result, item, blocks):
            seen[source] = [*seen.get(source, ()), *part]
    yield 0, merged(seen.get(0, ()))


def _shared_out(
    result: SequentialResult, row: BlockRow, blocks: Sequence[Cells]
) -> Iterator[tuple[int, list[Cells]]]:
    """Yield what of each way a block reads that joins them, and what gives it."""
    if row.block.kind is not BlockKind.CONCAT:
        for source in row.sources:
            yield source, list(blocks)
        return
    start = 0
    for source in row.sources:
        shape = result.flow[source - 1].output_shape if source else result.input_shape
        channels = shape[0] if shape else 0
        mine = range(start, start + channels)
        parts = (
            (frozenset(at - start for at in block[0] if at in mine), *block[1:]) for block in blocks
        )
        yield source, [part for part in parts if part[0]]
        start += channels
