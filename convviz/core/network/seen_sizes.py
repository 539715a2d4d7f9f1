"""How much of the input the cells of every row and block of a network see, found in one go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from convviz.core.layers.base import Shape
from convviz.core.layers.reaches import Exact
from convviz.core.network.input_cells import blocks_behind, box_of, is_whole_input
from convviz.core.network.receptive_field import KnownFields, fields_of_flow, is_countable
from convviz.core.network.row_reading import block_of, joins_batch
from convviz.core.network.rows import BlockRow, LayerRow

if TYPE_CHECKING:
    from convviz.core.network.receptive_field import ReceptiveField
    from convviz.core.network.row_reading import KnownReadings
    from convviz.core.network.rows import SequentialResult
    from convviz.core.network.tree import Path


@dataclass(frozen=True, slots=True)
class SeenInput:
    """What the cells of a row or of a block see of the network's input.

    Attributes:
        size: Cells along each axis, from the first to the last; None for all of it, nothing where
            it is not known. See :func:`size_seen_behind`.
        jump: Cells of the input between what neighbouring cells see, along each axis; nothing
            where the axes are no longer the input's.
    """

    size: Shape | None = ()
    jump: tuple[Exact | None, ...] = ()


NOTHING_SEEN: Final = SeenInput()
"""Where nothing is known."""


def seen_inputs(
    result: SequentialResult, known: KnownFields | None = None
) -> dict[Path, SeenInput]:
    """Return what the cells of each row see, and those of each block that is known to its end.

    Args:
        result: A network's rows.
        known: What is known of the network before.
    """
    known = KnownFields() if known is None else known
    fields = fields_of_flow(result, known)
    own = len(result.input_shape) - 1 or len(result.input_shape)
    sizes: list[Shape | None] = [(1,) * own]
    flowing = [SeenInput((1,) * own, (1,) * own)]
    seen: dict[Path, SeenInput] = {}
    for item, field in zip(result.flow, fields, strict=True):
        sizes.append(_size_seen(result, item, field, sizes, known.readings))
        jumps = tuple(axis.jump if axis is not None else None for axis in field.axes)
        flowing.append(SeenInput(sizes[-1], jumps))
        seen[item.path] = flowing[-1]
        if isinstance(item, BlockRow):  # its ways end where it reads them, the empty ones too
            ways = enumerate(item.sources)
            seen |= {(*item.path, way): flowing[source] for way, source in ways}
    # What the flow holds last of a Sequential is its output; a disabled one has none of its own.
    ends: dict[Path, Path] = {}
    for item in result.flow:
        for depth in range(1, len(item.path)):
            ends[item.path[:depth]] = item.path
    for row in result.blocks:
        if row.enabled and row.output_shape is not None and not row.sources and row.path in ends:
            seen[row.path] = seen[ends[row.path]]
    return seen


def _size_seen(
    result: SequentialResult,
    item: LayerRow | BlockRow,
    field: ReceptiveField,
    before: list[Shape | None],
    readings: KnownReadings,
) -> Shape | None:
    """Return what a cell sees; by what is known of its input, where that settles it.

    Args:
        result: A network's rows.
        item: One of its flow.
        field: What is known of its cells in numbers.
        before: What the cells of the input, and of all before in the flow, see.
        readings: What is known of what rows read.
    """
    sources = [before[source] for source in item.sources]
    is_alike = isinstance(item, LayerRow) and (not item.enabled or item.layer.is_cellwise)
    if is_alike or (isinstance(item, LayerRow) and _only_moves(item)):
        return sources[0]
    all_whole = all(source is None for source in sources)
    if field.is_uniform and all_whole and (isinstance(item, BlockRow) or _reads_anything(item)):
        return None
    return size_seen_behind(result, item, field, readings)


def _reads_anything(row: LayerRow) -> bool:
    """Return whether the cell in the middle reads the input at all.

    One of a layer that takes the batch for its cells counts as reading all of it, and so does one
    behind it.
    """
    if joins_batch(row) or not row.batched:
        return True
    shape = row.output_shape
    middle = tuple(size // 2 for size in (shape[1:] or shape))
    blocks = row.layer.cells_read(row.input_shape, block_of(shape, middle))
    return any(all(block) for block in blocks)


def size_seen_behind(
    result: SequentialResult,
    item: LayerRow | BlockRow,
    field: ReceptiveField,
    readings: KnownReadings | None = None,
) -> Shape | None:
    """Return how many cells of each axis of the input a cell sees, from the first to the last.

    Borders are not regarded; where that has no number, it is what the cell in the middle sees.

    Args:
        result: A network's rows.
        item: A row, or a block that joins: what is in the flow.
        field: What :func:`convviz.core.network.receptive_field.fields_of_flow` says of it.
        readings: What is known of what rows read.

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
    shape = item.output_shape or ()
    middle = tuple(size // 2 for size in (shape[1:] or shape))
    blocks = blocks_behind(result, item, middle, readings=readings)
    if field.is_uniform and is_whole_input(result, blocks):
        return None
    box = box_of(result, blocks)
    pairs = zip(field.axes or (None,) * len(box), box, strict=True)
    return tuple(len(places) if axis is None else axis.size for axis, places in pairs)


def made_by(result: SequentialResult, item: LayerRow | BlockRow) -> LayerRow | BlockRow:
    """Return what made the numbers of a vector that were only put in another place since.

    Behind Flatten a number sees what the cell saw that it was.
    """
    while isinstance(item, LayerRow) and _only_moves(item):
        item = result.flow[item.source - 1]
    return item


def _only_moves(row: LayerRow) -> bool:
    """Return whether a row's numbers are those of a row before, each by itself.

    A picture's cells are not looked at: their fields have numbers.
    """
    if not row.enabled:
        return row.source > 0
    if row.source == 0 or len(row.output_shape) != 1:
        return False
    # One that takes the batch for its cells reads other cells than those of a picture.
    return not joins_batch(row) and _moves_one_cell(row)


def _moves_one_cell(row: LayerRow) -> bool:
    """Return whether a number of a vector is one number of the input, or made of one."""
    blocks = row.layer.cells_read(row.input_shape, block_of(row.output_shape, (0,)))
    return len(blocks) == 1 and all(len(places) == 1 for places in blocks[0])
