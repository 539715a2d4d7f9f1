"""What of a network's input one cell of a row depends on: its receptive field.

Exactly: block by block, backwards through what each layer says that its cells read. In numbers:
size, jump and start along each axis of the input, as long as axes stay what they are.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from itertools import starmap
from typing import TYPE_CHECKING, Final

from convviz.core.errors import ErrorCode, ShapeError
from convviz.core.explaining.explanations import ExplanationCode
from convviz.core.layers.cells import every_cell, merged
from convviz.core.layers.reaches import SAME_CELL, CellReach

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convviz.core.layers.base import Shape
    from convviz.core.layers.cells import Cells
    from convviz.core.network.sequential import LayerRow, SequentialResult


MOST_PLACES: Final = 50_000
"""Places along all dimensions of a shape up to which cells are listed; VGG's longest has 25,088."""

Blocks = tuple[tuple[tuple[int, ...], ...], ...]
"""Cells of the input: of each block the places along each axis."""

_PROBED: Final = 64
"""Cells along an output's diagonal that are asked: more follow the same rule."""


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
    axes: tuple[AxisField | None, ...] = (OWN_CELL,) * max(rank, 0)
    fields, is_uniform = [], False
    countable = is_countable(result)
    joined = _row_that_joins_the_batch(result)
    for row in result.rows:
        axes = _through(row, axes) if row.index < joined else ()
        if countable:
            kept = is_uniform and _keeps_alike(row)
            is_uniform = row.index >= joined or kept or _reads_alike(row)
        fields.append(ReceptiveField(axes, is_uniform))
    return tuple(fields)


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
    rows = result.rows[: index + 1]
    start = _block_of(rows[-1].output_shape, place)
    if index >= _row_that_joins_the_batch(result):
        return (every_cell(result.input_shape),)
    blocks: tuple[Cells, ...] = (start,)
    for row in reversed(rows):
        if row.enabled:
            read = row.layer.cells_read
            blocks = merged(
                block
                for cells in blocks
                for block in read(row.input_shape, cells, training=training)
            )
    return blocks


def _block_of(shape: Shape, place: tuple[int, ...]) -> Cells:
    """Return a cell as a block: at its place in all channels, or of a vector one number."""
    spatial = shape[1:] or shape
    if len(place) != len(spatial) or not all(
        0 <= at < n for at, n in zip(place, spatial, strict=True)
    ):
        raise IndexError(place)
    cell = tuple(frozenset({at}) for at in place)
    return cell if len(shape) < 2 else (frozenset(range(shape[0])), *cell)  # noqa: PLR2004


def _row_that_joins_the_batch(result: SequentialResult) -> int:
    """Return the first row behind which pictures are mixed; the number of rows for none."""
    joining = (
        row.index
        for row in result.rows
        if any(note.code is ExplanationCode.BATCH_JOINED for note in row.notes)
    )
    return next(joining, len(result.rows))


def _reads_alike(row: LayerRow) -> bool:
    """Return whether each cell of a row's output reads every cell of its input."""
    if not row.enabled:
        return False
    is_one_cell = len(row.output_shape) > 1 and math.prod(row.output_shape[1:]) == 1
    whole_input = (every_cell(row.input_shape),)
    return is_one_cell or all(read == whole_input for read in _read_on_the_diagonal(row))


def _keeps_alike(row: LayerRow) -> bool:
    """Return whether cells go on seeing alike: none reads padding alone, or some channels only."""
    if not row.enabled:
        return True
    channels = row.input_shape[0] if len(row.input_shape) > 1 else 0

    def reads_all_channels(blocks: tuple[Cells, ...]) -> bool:
        read = {at for block in blocks for at in block[0]} if channels else set()
        return bool(blocks) and len(read) == channels

    return all(map(reads_all_channels, _read_on_the_diagonal(row)))


def _read_on_the_diagonal(row: LayerRow) -> Iterator[tuple[Cells, ...]]:
    """Yield what the last and the first cells along an output's diagonal read."""
    shape = row.output_shape
    spatial = shape[1:] or shape
    longest = max(spatial, default=0)
    for number in (longest - 1, *range(min(longest - 1, _PROBED))):
        place = tuple(min(number, size - 1) for size in spatial)
        yield row.layer.cells_read(row.input_shape, _block_of(shape, place))


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


def layer_reaches(row: LayerRow) -> tuple[CellReach | None, ...] | None:
    """Return what a layer's cells read along each axis of its input.

    Returns:
        One an axis, None where a cell reads all of it; empty where a cell depends on the same cell
        alone, as in a disabled layer; None where the output's axes are no longer the input's.
    """
    layer, spatial = row.layer, row.input_shape[1:]
    if not row.enabled:
        return ()
    has_its_axes = (layer.rank or len(spatial)) == len(spatial)
    reaches = layer.reaches(spatial) if spatial and has_its_axes else None
    return _probed(row) if reaches is None else reaches


def _probed(row: LayerRow) -> tuple[CellReach | None, ...] | None:
    """Return what a layer without windows reads along each axis, by asking for one cell."""
    shape, output = row.input_shape, row.output_shape
    if row.layer.is_cellwise:
        return ()
    if len(shape) != len(output) or max(sum(shape), sum(output)) > MOST_PLACES:
        return None
    cell = tuple(frozenset({size // 2}) for size in output)
    blocks = row.layer.cells_read(shape, cell)
    if blocks == (cell,):
        return ()
    if len(blocks) != 1 or len(shape) == 1:
        return None
    reaches: list[CellReach | None] = []
    for read, own, size in zip(blocks[0][1:], cell[1:], shape[1:], strict=True):
        if read != own and len(read) != size:
            return None
        reaches.append(SAME_CELL if read == own else None)
    return () if all(reach is SAME_CELL for reach in reaches) else tuple(reaches)
