"""What a layer's cells see of the network's input, as two planes: numbers only, without Qt."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from convviz.core.receptive_field import (
    OWN_CELL,
    ReceptiveField,
    input_cells,
    receptive_fields,
)

if TYPE_CHECKING:
    from convviz.core.sequential import SequentialResult

MOST_CELLS: Final = 1_000_000
"""Cells of a plane beyond which nothing is drawn."""

_PLANE_AXES: Final = 2
_LEAST_MARGIN: Final = 4

Place = tuple[int, int]
"""Row and column."""


@dataclass(frozen=True, slots=True)
class Box:
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
        inside: The smallest box of the input that holds them; empty where it sees padding alone.
        whole: Its field without regard to the border; None where fields of cells differ.
    """

    mask: NDArray[np.bool_]
    inside: Box
    whole: Box | None

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
        result: The network's rows.
        index: The row's number.
        field: The fields in numbers.
        before: The fields of the row's input.
        input_size: Rows and columns of the input's plane.
        output_size: Rows and columns of the row's output; (0, 0) where it has none.
    """

    def __init__(self, result: SequentialResult, index: int) -> None:
        """Take a row.

        Raises:
            IndexError: There is no such row: it fails, or stands behind the one that does.
        """
        fields = receptive_fields(result)
        self.result, self.index = result, index
        self.field = fields[index]
        rank = len(result.input_shape) - 1
        first = ReceptiveField((OWN_CELL,) * rank)
        self.before = fields[index - 1] if index else first
        self.input_size = _plane(result.input_shape[1:])
        output = result.rows[index].output_shape[1:]
        self.output_size = (0, 0) if self.field.covers_everything else _plane(output)
        self._depth = output[0] // 2 if len(output) > _PLANE_AXES else None
        self._known: dict[Place, Sight] = {}

    @property
    def is_drawn(self) -> bool:
        """Whether the input is a plane, of a size that can be drawn."""
        cells = max(math.prod(self.input_size), math.prod(self.output_size))
        return len(self.result.input_shape) > 1 and 0 < cells <= MOST_CELLS

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
        cell = () if self.field.covers_everything else self._cell(place)
        rows, columns = _plane_of(input_cells(self.result, self.index, cell))
        mask[np.ix_(rows, columns)] = True
        return Sight(mask, Box(_span(rows), _span(columns)), self._whole(place))

    def _cell(self, place: Place) -> tuple[int, ...]:
        rank = len(self.field.axes)
        cell = place if self._depth is None else (self._depth, *place)
        return cell[-rank:]

    def _whole(self, place: Place) -> Box | None:
        axes = self.field.axes
        if not axes or any(not _is_whole(self.field, number) for number in range(len(axes))):
            return None
        columns = _field_range(self.field, -1, place[1])
        rows = _field_range(self.field, -2, place[0]) if len(axes) > 1 else range(1)
        return Box(rows, columns)

    def _margins(self, axis: int) -> Place:
        if self.field.covers_everything or len(self.field.axes) < -axis:
            return 0, 0
        size, outputs = self.input_size[axis], self.output_size[axis]
        most = max(size // 4, _LEAST_MARGIN)
        field = self.field.axes[axis]
        last = field.first + (outputs - 1) * field.jump + field.extent
        before, after = -math.floor(field.first), math.ceil(last) - (size - 1)
        return min(most, max(0, before)), min(most, max(0, after))


def _is_whole(field: ReceptiveField, axis: int) -> bool:
    """Return whether all cells have a field of the same size at whole places."""
    found = field.axes[axis]
    return all(number.denominator == 1 for number in (found.extent, found.jump, found.first))


def _field_range(field: ReceptiveField, axis: int, at: int) -> range:
    found = field.axes[axis]
    first = int(found.first + at * found.jump)
    return range(first, first + found.size)


def _clipped(cells: range, size: int) -> range:
    return range(max(0, cells.start), max(0, min(size, cells.stop)))


def _span(positions: tuple[int, ...]) -> range:
    return range(positions[0], positions[-1] + 1) if positions else range(0)


def _plane(spatial: tuple[int, ...]) -> Place:
    """Return rows and columns; a single row where there is one axis."""
    rows, columns = (1, 1, *spatial)[-_PLANE_AXES:]
    return rows, columns


def _plane_of(
    positions: tuple[tuple[int, ...], ...],
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    rows, columns = ((0,), (0,), *positions)[-_PLANE_AXES:]
    return rows, columns
