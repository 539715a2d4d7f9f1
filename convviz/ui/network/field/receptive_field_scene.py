"""What a layer's cells see of the network's input, as two planes: numbers only, without Qt."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from convviz.core.network.input_cells import first_place
from convviz.core.network.receptive_field import OWN_CELL, ReceptiveField, is_countable

if TYPE_CHECKING:
    from convviz.core.network.receptive_field import AxisField
    from convviz.core.network.summary import NetworkSummary

MOST_CELLS: Final = 1_000_000
"""Cells of a plane beyond which nothing is drawn."""

_PLANE_AXES: Final = 2
_LEAST_MARGIN: Final = 4

Place = tuple[int, int]
"""Row and column."""


@dataclass(frozen=True, slots=True)
class CellBounds:
    """A rectangle of the input's plane; rows and columns may lie outside.

    Attributes:
        rows: Rows, from the first to behind the last.
        columns: Columns, likewise.
    """

    rows: range
    columns: range

    @property
    def cells(self) -> int:
        """How many cells it has."""
        return len(self.rows) * len(self.columns)


@dataclass(frozen=True, slots=True, eq=False)
class Sight:
    """What one output cell sees.

    Attributes:
        mask: Which cells of the input's plane it depends on, bool, (rows, columns).
        inside: The smallest bounds in the input that holds them; empty where it sees padding alone.
        whole: Its field without regard to the border; None where fields of cells differ.
    """

    mask: NDArray[np.bool_]
    inside: CellBounds
    whole: CellBounds | None

    @property
    def in_padding(self) -> int:
        """Cells of the whole field that lie outside of the input."""
        if self.whole is None:
            return 0
        rows, columns = self.mask.shape
        return self.whole.cells - (
            len(_clipped(self.whole.rows, rows)) * len(_clipped(self.whole.columns, columns))
        )


class FieldScene:
    """The receptive fields of one row's cells; of three axes, rows and columns are drawn.

    Attributes:
        summary: The network's, with its receptive fields.
        result: Its rows.
        index: The row's number.
        field: The fields in numbers.
        before: The fields of the row's input.
        sees_everything: Whether every cell sees the whole input.
        input_size: Rows and columns of the input's plane.
        output_size: Rows and columns of the row's output, a vector's in lines; (0, 0) where all
            cells see the same.
    """

    def __init__(self, summary: NetworkSummary, index: int) -> None:
        """Take a row.

        Raises:
            IndexError: There is no such row: it fails, or stands behind the one that does.
        """
        fields, result = summary.receptive_fields, summary.result
        self.summary, self.result, self.index = summary, result, index
        self.field = fields[index]
        self.sees_everything = summary.sees_whole_input(index)
        rank = len(result.input_shape) - 1
        first = ReceptiveField((OWN_CELL,) * rank)
        self.before = fields[index - 1] if index else first
        self.input_size = _plane(result.input_shape[1:])
        self._output = result.rows[index].output_shape
        self.output_size = (0, 0) if self.field.is_uniform else output_plane(self._output)
        self._known: dict[Place, Sight] = {}

    @property
    def is_drawn(self) -> bool:
        """Whether the input is a plane, of a size that can be drawn."""
        cells = max(math.prod(self.input_size), math.prod(self.output_size))
        is_plane = len(self.result.input_shape) > 1 and 0 < cells <= MOST_CELLS
        return is_plane and is_countable(self.result)

    @property
    def is_vector(self) -> bool:
        """Whether the output is a vector, which is drawn in lines."""
        return len(self._output) == 1

    @property
    def margins(self) -> tuple[Place, Place]:
        """Rows before and behind the input, then columns, that fields reach into; not too many."""
        rows, columns = self._margins(-2), self._margins(-1)
        return rows, columns

    @property
    def middle(self) -> Place:
        """The output cell in the middle."""
        rows, columns = self.output_size
        return rows // 2, columns // 2

    def sight(self, place: Place) -> Sight:
        """Return what an output cell sees; the place is not looked at where that is everything."""
        if place not in self._known:
            self._known[place] = self._look(place)
        return self._known[place]

    def _look(self, place: Place) -> Sight:
        mask = np.zeros(self.input_size, dtype=np.bool_)
        cell = first_place(self._output) if self.field.is_uniform else cell_of(self._output, place)
        for block in self.summary.input_blocks(self.index, cell):
            mask[np.ix_(*plane_of(block))] = True
        rows, columns = (np.flatnonzero(mask.any(axis=axis)) for axis in (1, 0))
        return Sight(mask, CellBounds(_span(rows), _span(columns)), self._whole(place))

    def _whole(self, place: Place) -> CellBounds | None:
        axes = self.field.axes
        known = [axis for axis in axes if axis is not None and _is_whole(axis)]
        if not axes or self.field.is_uniform or len(known) != len(axes):
            return None
        columns = _field_range(known[-1], place[1])
        rows = _field_range(known[-2], place[0]) if len(known) > 1 else range(1)
        return CellBounds(rows, columns)

    def _margins(self, axis: int) -> Place:
        if self.field.is_uniform or len(self.field.axes) < -axis:
            return 0, 0
        size, outputs = self.input_size[axis], self.output_size[axis]
        most = max(size // 4, _LEAST_MARGIN)
        field = self.field.axes[axis]
        if field is None:
            return 0, 0
        last = field.first + (outputs - 1) * field.jump + field.extent
        before, after = -math.floor(field.first), math.ceil(last) - (size - 1)
        return min(most, max(0, before)), min(most, max(0, after))


def _is_whole(field: AxisField) -> bool:
    """Return whether all cells have a field of the same size at whole places."""
    return all(number.denominator == 1 for number in (field.extent, field.jump, field.first))


def _field_range(field: AxisField, at: int) -> range:
    first = int(field.first + at * field.jump)
    return range(first, first + field.size)


def _clipped(cells: range, size: int) -> range:
    return range(max(0, cells.start), max(0, min(size, cells.stop)))


def _span(places: NDArray[np.intp]) -> range:
    return range(int(places[0]), int(places[-1]) + 1) if len(places) else range(0)


def _plane(spatial: tuple[int, ...]) -> Place:
    """Return rows and columns; a single row where there is one axis."""
    rows, columns = (1, 1, *spatial)[-_PLANE_AXES:]
    return rows, columns


def cell_of(shape: tuple[int, ...], place: Place) -> tuple[int, ...]:
    """Return the cell of an output that is drawn at a place; of three axes in the middle one."""
    if len(shape) == 1:
        return (place[0] * output_plane(shape)[1] + place[1],)
    spatial = shape[1:]
    deep = tuple(size // 2 for size in spatial[:-_PLANE_AXES])
    return (*deep, *place[-len(spatial) :]) if spatial else ()


def output_plane(shape: tuple[int, ...]) -> Place:
    """Return rows and columns of an output; a vector is broken into lines of one length."""
    if len(shape) != 1:
        return _plane(shape[1:])
    if shape[0] > MOST_CELLS:
        return 1, shape[0]  # it is not drawn, and its divisors would take long to find
    lines = (n for n in range(math.isqrt(shape[0]), 0, -1) if shape[0] % n == 0)
    rows = next(lines, 1)
    return rows, shape[0] // rows


def plane_of(
    places: tuple[tuple[int, ...], ...],
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return rows and columns of places along any number of axes."""
    rows, columns = ((0,), (0,), *places)[-_PLANE_AXES:]
    return rows, columns
