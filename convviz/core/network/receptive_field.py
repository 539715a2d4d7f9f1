"""What of a network's input one cell of a row depends on: its receptive field.

Exactly: block by block, backwards through what each layer says that its cells read. In numbers:
size, jump and start along each axis of the input, as long as axes stay what they are.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from itertools import starmap
from typing import TYPE_CHECKING, Final, NamedTuple

from convviz.core.errors import ErrorCode, ShapeError
from convviz.core.layers.cells import every_cell, merged
from convviz.core.network.row_reading import (
    MOST_PLACES,
    block_of,
    joins_batch,
    keeps_alike,
    layer_reaches,
    read_by,
    reads_alike,
)
from convviz.core.network.sequential import BlockRow, LayerRow
from convviz.core.network.tree import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from convviz.core.layers.base import Shape
    from convviz.core.layers.cells import Cells
    from convviz.core.layers.reaches import CellReach
    from convviz.core.network.sequential import SequentialResult


Blocks = tuple[tuple[tuple[int, ...], ...], ...]
"""Cells of the input: of each block the places along each axis."""


@dataclass(frozen=True, slots=True)
class AxisField:
    """The receptive field along one axis, borders not regarded.

    Attributes:
        extent: From the middle of the first to that of the last input cell that a cell depends on.
            Where cells differ (behind transposed convolution, adaptive pooling, upsampling) none
            has more; it is no whole number then.
        jump: Input cells between the fields of neighbouring cells; a mean where they vary.
        start: Middle of the first cell's field, in input cells; negative ones lie in the padding.
    """

    extent: Fraction
    jump: Fraction
    start: Fraction

    @property
    def size(self) -> int:
        """Input cells from the first to the last; the most, where cells differ."""
        return math.floor(self.extent) + 1

    @property
    def first(self) -> Fraction:
        """Where the first cell's field begins."""
        return self.start - self.extent / 2

    def behind(self, reach: CellReach) -> AxisField:
        """Return the field of a cell behind a layer, by the recursion of its parts."""
        return AxisField(
            self.extent + reach.extent * self.jump,
            self.jump * reach.step,
            self.start + reach.middle * self.jump,
        )


OWN_CELL: Final = AxisField(Fraction(0), Fraction(1), Fraction(0))
"""The field of a cell of the input itself."""


@dataclass(frozen=True, slots=True)
class ReceptiveField:
    """The receptive field of a row's cells, in numbers.

    Attributes:
        axes: One an axis of the input; None where a cell sees all that is read along it. Empty
            where the row's axes are no longer those of the input, as behind Flatten.
        is_uniform: Whether all cells of the row depend on the same cells of the input.
    """

    axes: tuple[AxisField | None, ...]
    is_uniform: bool = False

    @property
    def known_axes(self) -> tuple[AxisField, ...]:
        """The axes that have numbers."""
        return tuple(axis for axis in self.axes if axis is not None)


def receptive_fields(result: SequentialResult) -> tuple[ReceptiveField, ...]:
    """Return the receptive field of each row's cells, in numbers.

    Args:
        result: A network's rows.

    Source:
        Araujo, Norris & Sim 2019, "Computing receptive fields of convolutional neural networks"
        (distill.pub): r += (k_e - 1) j; start += ((k_e - 1)/2 - p) j; j *= s.
    """
    rank = len(result.input_shape) - 1
    countable = is_countable(result)
    seen = [_Seen((OWN_CELL,) * max(rank, 0))]
    for item in result.flow:
        if isinstance(item, BlockRow):
            seen.append(_of_all_ways(item, [seen[source] for source in item.sources]))
        else:
            seen.append(_behind_layer(item, seen[item.source], countable=countable))
    return tuple(
        ReceptiveField(known.axes, known.is_uniform)
        for item, known in zip(result.flow, seen[1:], strict=True)
        if not isinstance(item, BlockRow)
    )


class _Seen(NamedTuple):
    """What is known of the cells that the cells between two nodes see.

    Attributes:
        axes: As a receptive field has them.
        is_uniform: Likewise.
        is_mixed: Whether pictures of the batch were joined, so that every cell counts as seen.
    """

    axes: tuple[AxisField | None, ...]
    is_uniform: bool = False
    is_mixed: bool = False


def _behind_layer(row: LayerRow, before: _Seen, *, countable: bool) -> _Seen:
    is_mixed = before.is_mixed or joins_batch(row)
    axes = () if is_mixed else _through(row, before.axes)
    if not countable:
        return _Seen(axes, is_mixed=is_mixed)
    kept = before.is_uniform and keeps_alike(row)
    return _Seen(axes, is_mixed or kept or reads_alike(row), is_mixed)


def _of_all_ways(row: BlockRow, ways: Sequence[_Seen]) -> _Seen:
    """Return what the cells of a block see that joins its ways: all that any of them sees."""
    shape = row.output_shape or ()
    is_mixed = any(way.is_mixed for way in ways)
    numbers_a_way = len(shape) == 1 and row.block.kind is BlockKind.CONCAT
    is_uniform = all(way.is_uniform for way in ways) and (is_mixed or not numbers_a_way)
    if len({len(way.axes) for way in ways}) > 1 or is_mixed:
        return _Seen((), is_uniform, is_mixed)
    columns = zip(*(way.axes for way in ways), strict=True)
    axes = tuple(starmap(_union, zip(columns, shape[1:], strict=False)))
    return _Seen(axes, is_uniform)


def _union(fields: tuple[AxisField | None, ...], size: int) -> AxisField | None:
    """Return the field of cells that see what the cells of several fields see, along an axis.

    Args:
        fields: One a way.
        size: Cells of the output along the axis.
    """
    known = [field for field in fields if field is not None]
    if len(known) < len(fields):
        return None
    # Both ends move evenly from cell to cell, so none sees more than the first or the last.
    ends = []
    for cell in (0, size - 1):
        firsts = [field.first + cell * field.jump for field in known]
        lasts = [field.first + cell * field.jump + field.extent for field in known]
        ends.append((min(firsts), max(lasts)))
    middles = [(first + last) / 2 for first, last in ends]
    jump = max(field.jump for field in known)
    if size > 1:
        jump = (middles[1] - middles[0]) / (size - 1)
    return AxisField(max(last - first for first, last in ends), jump, middles[0])


def is_countable(result: SequentialResult) -> bool:
    """Return whether the cells that a cell sees can be listed while somebody waits for them.

    Where they cannot, only the numbers of the axes are known.
    """
    shapes = [result.input_shape, *(row.output_shape for row in result.rows)]
    return all(sum(shape) <= MOST_PLACES for shape in shapes)


def input_blocks(
    result: SequentialResult, index: int, place: tuple[int, ...], *, training: bool = False
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

    Returns:
        For each block the places along each spatial axis of the input (of a vector: its numbers);
        the cells are all combinations of them.

    Raises:
        IndexError: There is no such row, or no such cell.
        ShapeError: TOO_LARGE: see :func:`is_countable`.
    """
    blocks = _blocks_seen(result, index, place, training=training)
    shape = result.input_shape
    spatial = (block[1:] if len(shape) > 1 else block for block in blocks)
    return tuple(tuple(tuple(sorted(places)) for places in block) for block in merged(spatial))


def input_cells(
    result: SequentialResult, index: int, place: tuple[int, ...]
) -> tuple[tuple[int, ...], ...]:
    """Return the places along each axis of the input at which a cell depends on anything.

    Args and errors as :func:`input_blocks`.
    """
    return _places_of(result, input_blocks(result, index, place))


def input_box(result: SequentialResult, index: int, place: tuple[int, ...]) -> tuple[range, ...]:
    """Return the smallest box of input cells that holds all that a cell depends on.

    Args and errors as :func:`input_blocks`.
    """
    return _box_of(result, input_blocks(result, index, place))


def _places_of(result: SequentialResult, blocks: Blocks) -> tuple[tuple[int, ...], ...]:
    rank = max(len(result.input_shape) - 1, 1)
    return tuple(
        tuple(sorted({at for block in blocks for at in block[axis]})) for axis in range(rank)
    )


def _box_of(result: SequentialResult, blocks: Blocks) -> tuple[range, ...]:
    return tuple(
        range(places[0], places[-1] + 1) if places else range(0)
        for places in _places_of(result, blocks)
    )


def _is_whole_input(result: SequentialResult, blocks: Blocks) -> bool:
    shape = result.input_shape
    return blocks == (tuple(tuple(range(size)) for size in (shape[1:] or shape)),)


def first_place(shape: Shape) -> tuple[int, ...]:
    """Return the first cell of an output, as :func:`input_blocks` takes it."""
    return (0,) * (len(shape) - 1 if len(shape) > 1 else len(shape))


def sees_whole_input(result: SequentialResult, index: int, field: ReceptiveField) -> bool:
    """Return whether every cell of a row, of a known field, depends on every cell of the input."""
    if not field.is_uniform:
        return False
    blocks = input_blocks(result, index, first_place(result.rows[index].output_shape))
    return _is_whole_input(result, blocks)


def seen_size(result: SequentialResult, index: int, field: ReceptiveField) -> Shape | None:
    """Return how many cells of each axis of the input a cell sees, from the first to the last.

    Borders are not regarded; where that has no number, it is what the cell in the middle sees.

    Args:
        result: A network's rows.
        index: The row's number.
        field: What :func:`receptive_fields` says of the row.

    Returns:
        None where every cell of the row sees the whole input; nothing where it is not known, of
        shapes too large for their cells to be listed.
    """
    known = field.known_axes
    if known and len(known) == len(field.axes) and not field.is_uniform:
        return tuple(axis.size for axis in known)
    if not is_countable(result):
        sizes = zip(field.axes, result.input_shape[1:], strict=False)
        return tuple(size if axis is None else axis.size for axis, size in sizes)
    shape = result.rows[index].output_shape
    middle = tuple(size // 2 for size in (shape[1:] or shape))
    blocks = input_blocks(result, index, middle)
    if field.is_uniform and _is_whole_input(result, blocks):
        return None
    box = _box_of(result, blocks)
    pairs = zip(field.axes or (None,) * len(box), box, strict=True)
    return tuple(len(places) if axis is None else axis.size for axis, places in pairs)


def _blocks_seen(
    result: SequentialResult, index: int, place: tuple[int, ...], *, training: bool
) -> tuple[Cells, ...]:
    """Return the blocks of the input, with its channels, that a cell depends on."""
    if not 0 <= index < len(result.rows):
        raise IndexError(index)
    if not is_countable(result):
        code, name = ErrorCode.TOO_LARGE, "input_shape"
        raise ShapeError(code, parameter=name, value=result.input_shape, limit=MOST_PLACES)
    row = result.rows[index]
    end = 1 + next(n for n, item in enumerate(result.flow) if item is row)
    # What is known to be seen, by where it flows: 0 is the network's input.
    seen: dict[int, list[Cells]] = {end: [block_of(row.output_shape, place)]}
    for number in range(end, 0, -1):
        blocks = merged(seen.pop(number, ()))
        item = result.flow[number - 1]
        if not blocks:
            continue
        if not item.batched or (isinstance(item, LayerRow) and joins_batch(item)):
            return (every_cell(result.input_shape),)
        if isinstance(item, LayerRow):
            seen.setdefault(item.source, []).extend(read_by(item, blocks, training=training))
            continue
        for source, part in _shared_out(result, item, blocks):
            seen.setdefault(source, []).extend(part)
    return merged(seen.get(0, ()))


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


def _through(row: LayerRow, axes: tuple[AxisField | None, ...]) -> tuple[AxisField | None, ...]:
    """Return the fields behind a row; nothing where its axes are no longer the input's."""
    reaches = layer_reaches(row)
    if not axes or reaches is None:
        return ()
    if not reaches:
        return axes
    return tuple(starmap(_behind, zip(axes, reaches, strict=True)))


def _behind(axis: AxisField | None, reach: CellReach | None) -> AxisField | None:
    return None if axis is None or reach is None else axis.behind(reach)
