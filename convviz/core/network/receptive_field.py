"""What of a network's input one cell of a row depends on: its receptive field, in numbers.

They are size, jump and start along each axis of the input, as long as axes stay what they are.
Exactly which cells these are says ``input_cells``.
"""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import starmap
from typing import TYPE_CHECKING, Final, NamedTuple

from convviz.core.layers.reaches import SAME_CELL, Exact
from convviz.core.network.row_reading import (
    MOST_PLACES,
    AlikeReading,
    KnownReadings,
)
from convviz.core.network.sequential import BlockRow, LayerRow
from convviz.core.network.tree import BlockKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convviz.core.layers.reaches import CellReach
    from convviz.core.network.sequential import SequentialResult


class AxisField(NamedTuple):
    """The receptive field along one axis, borders not regarded.

    Attributes:
        extent: From the middle of the first to that of the last input cell that a cell depends on.
            Where cells differ (behind transposed convolution, adaptive pooling, upsampling) none
            has more; it is no whole number then.
        jump: Input cells between the fields of neighbouring cells; a mean where they vary.
        start: Middle of the first cell's field, in input cells; negative ones lie in the padding.
    """

    extent: Exact
    jump: Exact
    start: Exact

    @property
    def size(self) -> int:
        """Input cells from the first to the last; the most, where cells differ."""
        return math.floor(self.extent) + 1

    @property
    def first(self) -> Fraction:
        """Where the first cell's field begins."""
        return self.start - Fraction(self.extent, 2)

    def behind(self, reach: CellReach) -> AxisField:
        """Return the field of a cell behind a layer, by the recursion of its parts."""
        if reach == SAME_CELL:
            return self
        return AxisField(
            self.extent + reach.extent * self.jump,
            self.jump * reach.step,
            self.start + reach.middle * self.jump,
        )


OWN_CELL: Final = AxisField(0, 1, 0)
"""The field of a cell of the input itself."""


class ReceptiveField(NamedTuple):
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


class KnownFields:
    """The fields of the present network and of the one before, and what its rows read.

    What is seen is known by its identity, as the layers are: an entry holds what it is known by.

    Attributes:
        readings: What the cells of each row read.
    """

    def __init__(self) -> None:
        self.readings = KnownReadings()
        self._first: tuple[int, bool, _Seen] | None = None
        self._before: dict[tuple[object, ...], tuple[object, _Seen]] = {}
        self._now: dict[tuple[object, ...], tuple[object, _Seen]] = {}
        self._flow_before: list[_Seen] = []
        self._flow: list[_Seen] = []

    def begin(self, rank: int, *, countable: bool) -> _Seen:
        """Begin another network, and return what a cell of its input sees.

        What the present network has stays known, nothing older; nothing at all if its cells were
        counted otherwise.

        Args:
            rank: Axes of the input.
            countable: Whether cells are listed.
        """
        self.readings.begin()
        self._before, self._now = self._now, {}
        self._flow_before, self._flow = self._flow, []
        if self._first is None or self._first[:2] != (rank, countable):
            self._before = {}
            self._first = (rank, countable, _Seen(ReceptiveField((OWN_CELL,) * rank)))
        return self._first[2]

    def behind_layer(self, row: LayerRow, before: _Seen, *, countable: bool) -> _Seen:
        """Return what is seen behind a layer; behind one that changes nothing, the very same."""
        reading = self.readings.alike(row)
        key = (id(before), id(reading))
        known = self._find(key)
        if known is None:
            after = _behind_layer(reading, before, countable=countable)
            known = self._keep(key, (before, reading), before if after == before else after)
        self._flow.append(known)
        return known

    def behind_block(self, row: BlockRow, ways: Sequence[_Seen]) -> _Seen:
        """Return what is seen behind a block that joins its ways."""
        key = (row.block.kind, row.output_shape, *map(id, ways))
        known = self._find(key)
        if known is None:
            known = self._keep(key, ways, _of_all_ways(row, ways))
        self._flow.append(known)
        return known

    def _find(self, key: tuple[object, ...]) -> _Seen | None:
        known = self._now.get(key)
        if known is None:
            known = self._before.get(key)
            if known is None:
                return None
            self._now[key] = known
        return known[1]

    def _keep(self, key: tuple[object, ...], held: object, seen: _Seen) -> _Seen:
        """Know what is seen by a key, and what the key was made of, so that it stays what it is."""
        seen = self._same_as_before(seen)
        self._now[key] = held, seen
        return seen

    def _same_as_before(self, seen: _Seen) -> _Seen:
        """Return what was seen at the same place before, if it is equal: then it is known on."""
        place = len(self._flow)
        if place < len(self._flow_before) and self._flow_before[place] == seen:
            return self._flow_before[place]
        return seen


def receptive_fields(
    result: SequentialResult, known: KnownFields | None = None
) -> tuple[ReceptiveField, ...]:
    """Return the receptive field of each row's cells, in numbers. See :func:`fields_of_flow`."""
    return tuple(
        field
        for item, field in zip(result.flow, fields_of_flow(result, known), strict=True)
        if not isinstance(item, BlockRow)
    )


def fields_of_flow(
    result: SequentialResult, known: KnownFields | None = None
) -> tuple[ReceptiveField, ...]:
    """Return the receptive field of the cells of each row, and of each block that joins.

    Args:
        result: A network's rows; the answer is in the order of its flow.
        known: What is known of the network before.

    Source:
        Araujo, Norris & Sim 2019, "Computing receptive fields of convolutional neural networks"
        (distill.pub): r += (k_e - 1) j; start += ((k_e - 1)/2 - p) j; j *= s.
    """
    rank = len(result.input_shape) - 1
    countable = is_countable(result)
    fields = KnownFields() if known is None else known
    seen = [fields.begin(max(rank, 0), countable=countable)]
    for item in result.flow:
        if isinstance(item, BlockRow):
            seen.append(fields.behind_block(item, [seen[source] for source in item.sources]))
        else:
            seen.append(fields.behind_layer(item, seen[item.source], countable=countable))
    return tuple([behind.field for behind in seen[1:]])


class _Seen(NamedTuple):
    """What is known of the cells that the cells between two nodes see.

    Attributes:
        field: Their receptive field.
        is_mixed: Whether pictures of the batch were joined, so that every cell counts as seen.
    """

    field: ReceptiveField
    is_mixed: bool = False


def _behind_layer(reading: AlikeReading, before: _Seen, *, countable: bool) -> _Seen:
    is_mixed = before.is_mixed or reading.joins_batch
    axes = () if is_mixed else _through(reading, before.field.axes)
    if not countable:
        return _Seen(ReceptiveField(axes), is_mixed)
    if is_mixed:
        return _Seen(ReceptiveField(axes, is_uniform=True), is_mixed=True)
    kept = before.field.is_uniform and reading.keeps_alike
    return _Seen(ReceptiveField(axes, kept or reading.reads_alike))


def _of_all_ways(row: BlockRow, ways: Sequence[_Seen]) -> _Seen:
    """Return what the cells of a block see that joins its ways: all that any of them sees."""
    shape = row.output_shape or ()
    is_mixed = any(way.is_mixed for way in ways)
    numbers_a_way = len(shape) == 1 and row.block.kind is BlockKind.CONCAT
    is_uniform = all(way.field.is_uniform for way in ways) and (is_mixed or not numbers_a_way)
    if len({len(way.field.axes) for way in ways}) > 1 or is_mixed:
        return _Seen(ReceptiveField((), is_uniform), is_mixed)
    columns = zip(*(way.field.axes for way in ways), strict=True)
    axes = tuple(starmap(_union, zip(columns, shape[1:], strict=False)))
    return _Seen(ReceptiveField(axes, is_uniform))


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
    jump: Exact = max(field.jump for field in known)
    if size > 1:
        jump = (middles[1] - middles[0]) / (size - 1)
    extent = max(last - first for first, last in ends)
    jumps = {field.jump for field in known}
    if len(jumps) > 1 and any(one.denominator > 1 for one in jumps):
        # Such as an Upsample from 5 to 7 cells: its cells lie up to a cell beside their mean place.
        extent += 1
    return AxisField(extent, jump, middles[0])


def is_countable(result: SequentialResult) -> bool:
    """Return whether the cells that a cell sees can be listed while somebody waits for them.

    Where they cannot, only the numbers of the axes are known.
    """
    shapes = {result.input_shape, *[row.output_shape for row in result.rows]}  # mostly few
    return all(sum(shape) <= MOST_PLACES for shape in shapes)


def _through(
    reading: AlikeReading, axes: tuple[AxisField | None, ...]
) -> tuple[AxisField | None, ...]:
    """Return the fields behind a row; nothing where its axes are no longer the input's."""
    reaches = reading.reaches
    if not axes or reaches is None:
        return ()
    if not reaches:
        return axes
    pairs = list(zip(axes, reaches, strict=True))
    if pairs.count(pairs[0]) == len(pairs):  # mostly height and width are alike
        return (_behind(*pairs[0]),) * len(pairs)
    return tuple(starmap(_behind, pairs))


def _behind(axis: AxisField | None, reach: CellReach | None) -> AxisField | None:
    return None if axis is None or reach is None else axis.behind(reach)
