"""The view of a convolution as one sparse matrix times the input as a vector."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from convviz.core.layers.conv import is_convolution
from convviz.stepping.lights.tracing import MOST_LIT, TracedCell, tap_number
from convviz.stepping.scene.axes import NO_SOURCE
from convviz.ui.stepper.marks import tap_hues, weight_label
from convviz.ui.stepper.views.matrix_view import Lit, MatrixDrawing, MatrixView
from convviz.ui.stepper.views.sparse_plan import drawn_columns, sparse_plan, sparse_room
from convviz.ui.stepper.views.sparse_planes import (
    BLOCKS,
    INPUT_VECTOR,
    MATRIX,
    OUTPUT_VECTOR,
    WHOLE,
    sparse_groups,
    whole_group,
)
from convviz.ui.stepper.views.sparse_texts import cell_text, sparse_text
from convviz.ui.theme import current_palette
from convviz.ui.widgets.grid import CellMark, WindowOutline
from convviz.values.matrix_form import matrix_form
from convviz.values.matrix_sparse import Readings, SparseMatrix, sparse_matrix

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from convviz.stepping.cells import CellAddress
    from convviz.stepping.scene.scene import Scene
    from convviz.ui.stepper.views.sparse_plan import SparsePlan, SparseRoom
    from convviz.ui.widgets.grid import PlaneGroup
    from convviz.values.matrix_form import Indices


class SparseView(MatrixView):
    """Shows C times vec(x): the step's row holds the kernel cells of its window."""

    _matrix: SparseMatrix
    _columns: Indices
    _whole: PlaneGroup | None
    _rooms: dict[tuple[range, int, int], SparseRoom | None]
    _texts: dict[tuple[range | None, int | None], str]

    def _prepare(self, scene: Scene) -> None:
        assert is_convolution(scene.layer)  # noqa: S101 - narrows the type: the entry says so
        form = matrix_form(scene.layer, scene.plain_input.shape[1:])
        self._matrix = sparse_matrix(form, scene.plain_weights["weight"])
        self._whole = None
        self._rooms = {}
        self._texts = {}

    def _drawing_key(self, scene: Scene) -> SparsePlan | None:
        place = (self._few_channels(scene), self.width(), self.height())
        if place not in self._rooms:
            self._rooms[place] = sparse_room(self._matrix, *place)
        room = self._rooms[place]
        return None if room is None else sparse_plan(self._matrix, room, self._index)

    def _new_drawing(self, scene: Scene, key: SparsePlan | None) -> MatrixDrawing:
        channels = None if key is None else key.room.channels
        rows = None if key is None or key.is_whole else len(key.rows)
        if (channels, rows) not in self._texts:
            self._texts[channels, rows] = sparse_text(scene, self._matrix, channels, rows)
        text = self._texts[channels, rows]
        if key is None:
            return MatrixDrawing(key, text)
        self._columns = drawn_columns(self._matrix, key)
        groups = sparse_groups(scene, self._matrix, key, self._columns)
        has_overview = key.room.has_overview
        if has_overview and self._whole is None:
            self._whole = whole_group(scene, self._matrix)
        return MatrixDrawing(key, text, groups, BLOCKS, self._whole if has_overview else None)

    def _output_steps(self) -> dict[str, NDArray[np.intp]]:
        return {OUTPUT_VECTOR: np.array(self._plan().rows)[:, None]}

    def _lit_step(self) -> Lit:
        readings = self._matrix.readings(np.array([self._index]))
        row, width = self._index - self._plan().rows.start, len(self._columns)
        outline = WindowOutline(row, 0, 1, 1, self._accent())
        whole = WindowOutline(self._index, 0, 1, self._matrix.shape[1])
        row_marks, read = self._marks(readings), {}
        values = self.grids.grid(MATRIX).values
        for mark in row_marks:
            label = weight_label(float(values[mark.row, mark.column]))
            read[mark.column] = CellMark(0, mark.column, mark.fill, label=label)
        return {
            MATRIX: (row_marks, (WindowOutline(row, 0, 1, width),)),
            INPUT_VECTOR: (list(read.values()), ()),
            OUTPUT_VECTOR: ((), (outline,)),
            WHOLE: ((), (whole,)),
        }

    def _lit_target(self, scene: Scene, target: TracedCell) -> Lit:
        if target.is_tap:
            return self._lit_tap(target.channel, tap_number(scene, target.cell))
        column = _column_of(scene, target)
        return {} if column is None else self._lit_column(column)

    def _lit_tap(self, channel: int, tap: int) -> Lit:
        """Light a kernel cell wherever it stands in the rows that are drawn."""
        readings = self._matrix.readings(np.array(self._plan().rows))
        of_channel = readings.columns // self._matrix.form.cell_count == channel
        return {MATRIX: (self._marks(readings.where((readings.taps == tap) & of_channel)), ())}

    def _lit_column(self, column: int) -> Lit:
        """Light the column of an input cell, and the output cells that read it."""
        marks = self._marks(self._matrix.column_readings(column))
        values = self.grids.grid(MATRIX).values
        products = [
            CellMark(m.row, 0, m.fill, label=weight_label(float(values[m.row, m.column])))
            for m in marks
        ]
        whole = WindowOutline(0, column, self._matrix.shape[0], 1)
        place = int(np.searchsorted(self._columns, column))
        if place == len(self._columns) or self._columns[place] != column:
            return {WHOLE: ((), (whole,))}
        outline = WindowOutline(0, place, 1, 1)
        return {
            MATRIX: (marks, (WindowOutline(0, place, len(self._plan().rows), 1),)),
            INPUT_VECTOR: ((), (outline,)),
            OUTPUT_VECTOR: (products, ()),
            WHOLE: ((), (whole,)),
        }

    def _marks(self, readings: Readings) -> list[CellMark]:
        """Return kernel cells that are drawn, in their hues; a sum of several is outlined."""
        hues, line = tap_hues(self._matrix.form.taps, current_palette()), current_palette().window
        rows, columns = self._plan().rows, self._columns
        places = np.minimum(np.searchsorted(columns, readings.columns), len(columns) - 1)
        is_drawn = columns[places] == readings.columns
        is_drawn &= (readings.rows >= rows.start) & (readings.rows < rows.stop)
        marks: dict[tuple[int, int], CellMark] = {}
        for place in np.flatnonzero(is_drawn)[:MOST_LIT].tolist():
            row, column = int(readings.rows[place]) - rows.start, int(places[place])
            before = marks.get((row, column))
            hue = hues[int(readings.taps[place])] if before is None else before.fill
            marks[row, column] = CellMark(row, column, hue, "" if before is None else line)
        return list(marks.values())

    def _meaning(self, address: CellAddress) -> int | TracedCell | None:
        if address.group == INPUT_VECTOR:
            return _target_of(self._scene, int(self._columns[address.column]))
        return address.row if address.group == WHOLE else self._plan().rows[address.row]

    def _edited_place(self, address: CellAddress) -> tuple[str, tuple[int, ...]] | None:
        if self._scene is None or address.group != INPUT_VECTOR:
            return None
        column = int(self._columns[address.column])
        place = np.unravel_index(column, self._scene.plain_input.shape)
        return "input", tuple(int(part) for part in place)

    def _cell_text(self, address: CellAddress) -> str:
        if self._scene is None or address.group not in {MATRIX, WHOLE}:
            return ""
        row, column = address.row, address.column
        if address.group == MATRIX:
            row, column = self._plan().rows[row], int(self._columns[column])
        return cell_text(self._scene, self._matrix, row, column)

    def _plan(self) -> SparsePlan:
        """Return what is drawn."""
        assert self._drawing is not None  # noqa: S101 - narrows the type: there are cells
        plan: SparsePlan = self._drawing.key
        return plan


def _column_of(scene: Scene, target: TracedCell) -> int | None:
    """Return the column of a drawn cell of the input; None where a constant stands."""
    sources = [int(a.sources[at]) for a, at in zip(scene.axes, target.cell, strict=True)]
    if NO_SOURCE in sources:
        return None
    volume = (1,) * (4 - scene.plain_input.ndim) + scene.plain_input.shape[1:]
    cell = int(np.ravel_multi_index(sources, volume))
    return target.channel * int(np.prod(volume)) + cell


def _target_of(scene: Scene | None, column: int) -> TracedCell | None:
    """Return the cell of the input, as drawn, that a column stands for."""
    if scene is None:
        return None
    volume = (1,) * (4 - scene.plain_input.ndim) + scene.plain_input.shape[1:]
    channel, cell = divmod(column, int(np.prod(volume)))
    depth, row, number = (
        axis.origin + int(np.flatnonzero(axis.sources[axis.origin :] == source)[0])
        for axis, source in zip(scene.axes, np.unravel_index(cell, volume), strict=True)
    )
    return TracedCell(is_tap=False, channel=channel, cell=(depth, row, number))
