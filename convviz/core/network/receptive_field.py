"""What of a network's input one cell of a row depends on: its receptive field, in numbers.

They are size, jump and start along each axis of the input, as long as axes stay what they are.
Exactly which cells these are says ``input_cells``.
"""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import starmap
from typing import TYPE_CHECKING, Final, NamedTuple

from convviz.core.layers.reaches import Exact, exact
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
        twice_start: Twice the middle of the first cell's field, in input cells; negative ones lie
            in the padding. Halves of cells are whole numbers so.
    """

    extent: Exact
    jump: Exact
    twice_start: Exact

    @property
    def start(self) -> Exact:
        """Middle of the first cell's field, in input cells; negative ones lie in the padding."""
        return exact(Fraction(self.twice_start, 2))

    @property
    def size(self) -> int:
        """Input cells from the first to the last; the most, where cells differ."""
        return math.floor(self.extent) + 1

    @property
    def first(self) -> Fraction:
        """Where the first cell's field begins."""
        return Fraction(self.twice_start - self.extent, 2)

    def behind(self, reach: CellReach) -> AxisField:
        """Return the field of a cell behind a layer, by the recursion of its parts."""
        extent, jump, twice_start = self
        further, step, twice_middle = reach
        return AxisField(extent + further * jump, jump * step, twice_start + twice_middle * jump)


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
    """The fields of the present network, and what its rows read: an edit takes over what it can.

    Attributes:
        readings: What the cells of each row read.
    """

    def __init__(self) -> None:
        self.readings = KnownReadings()
        self._counted: tuple[int, bool] | None = None
        self._flow: Sequence[LayerRow | BlockRow] = ()
        self._seen: list[_Seen] = []

    def of(self, result: SequentialResult) -> list[_Seen]:
        """Return what the cells of the input see, and those behind each item of a result's flow.

        The very row that stood at a place before gives the very same, if it reads the very same.
        What is new but sees what was seen at its place counts as that: so rows behind it are known.
        """
        rank, countable = max(len(result.input_shape) - 1, 0), is_countable(result)
        if self._counted != (rank, countable):  # cells were counted otherwise: nothing is known
            self._counted = (rank, countable)
            self._flow, self._seen = (), [_Seen(ReceptiveField((OWN_CELL,) * rank))]
        flow_before, seen_before = self._flow, self._seen
        seen = seen_before[:1]
        self.readings.begin()
        for place, item in enumerate(result.flow):
            known = flow_before[place] if place < len(flow_before) else None
            if isinstance(item, BlockRow):
                behind = _of_all_ways(item, [seen[source] for source in item.sources])
            else:
                before = seen[item.source]
                if known is item and seen_before[item.source] is before:
                    seen.append(seen_before[place + 1])
                    continue
                behind = _behind_layer(self.readings.alike(item), before, countable=countable)
            if known is not None and behind == seen_before[place + 1]:
                behind = seen_before[place + 1]
            seen.append(behind)
        self._flow, self._seen = result.flow, seen
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
    fields = KnownFields() if known is None else known
    return tuple([behind.field for behind in fields.of(result)[1:]])


class _Seen(NamedTuple):
    """What is known of the cells that the cells between two nodes see.

    Attributes:
        field: Their receptive field.
        is_mixed: Whether pictures of the batch were joined, so that every cell counts as seen.
    """

    field: ReceptiveField
    is_mixed: bool = False


def _behind_layer(reading: AlikeReading, before: _Seen, *, countable: bool) -> _Seen:
    (axes, was_uniform), was_mixed = before
    if was_mixed or reading.joins_batch:
        return _Seen(ReceptiveField((), is_uniform=countable), is_mixed=True)
    axes_behind = _through(axes, reading.reaches)
    is_uniform = countable and (reading.reads_alike or (was_uniform and reading.keeps_alike))
    if axes_behind is axes and is_uniform == was_uniform:
        return before
    return _Seen(ReceptiveField(axes_behind, is_uniform))


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
    return AxisField(extent, jump, 2 * middles[0])


def is_countable(result: SequentialResult) -> bool:
    """Return whether the cells that a cell sees can be listed while somebody waits for them.

    Where they cannot, only the numbers of the axes are known.
    """
    most = max([sum(row.output_shape) for row in result.rows], default=0)
    return max(most, sum(result.input_shape)) <= MOST_PLACES


def _through(
    axes: tuple[AxisField | None, ...], reaches: tuple[CellReach | None, ...] | None
) -> tuple[AxisField | None, ...]:
    """Return the fields behind a row; nothing where its axes are no longer the input's."""
    if not axes or reaches is None:
        return ()
    if not reaches:
        return axes
    first = axes[0]
    if axes.count(first) == len(axes) == reaches.count(reaches[0]):  # mostly they are alike
        same = None if first is None or reaches[0] is None else first.behind(reaches[0])
        return (same,) * len(axes)
    behind = []
    for axis, reach in zip(axes, reaches, strict=True):
        behind.append(None if axis is None or reach is None else axis.behind(reach))
    return tuple(behind)
