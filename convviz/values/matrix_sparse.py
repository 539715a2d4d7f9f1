"""A convolution as one sparse matrix, which multiplies the whole input as one long vector.

A row stands for an output cell, a column for an input cell, both channel after channel. An entry
is the kernel cell that joins them; where padding repeats input cells, it is the sum of several. The
matrix of a transposed convolution is the transpose of the matrix of the convolution.

Source:
    Dumoulin & Visin 2016, section 4.1.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from convviz.values.layer_values import Array, tap_weights
from convviz.values.matrix_form import CONSTANT, Indices, MatrixForm, read_cells


@dataclass(frozen=True, slots=True, eq=False)
class Readings:
    """Kernel cells in their places; several in one place add up.

    Attributes:
        rows: Rows of the matrix.
        columns: Columns of the matrix.
        taps: Number of each kernel cell in its plane.
        values: The kernel cells.
    """

    rows: Indices
    columns: Indices
    taps: Indices
    values: NDArray[np.float64]

    def where(self, is_wanted: NDArray[np.bool_]) -> Readings:
        """Return some of them."""
        return Readings(
            self.rows[is_wanted],
            self.columns[is_wanted],
            self.taps[is_wanted],
            self.values[is_wanted],
        )


@dataclass(frozen=True, slots=True, eq=False)
class SparseMatrix:
    """The matrix of a convolution; nothing of it is computed before it is asked for.

    Attributes:
        form: Which cells the windows read.
        kernels: (groups, output channels of a group, input channels of a group, taps).
    """

    form: MatrixForm
    kernels: Array

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns: output cells and input cells, over all channels."""
        layer = self.form.layer
        rows = layer.out_channels * self.form.window_count
        return rows, layer.in_channels * self.form.cell_count

    @property
    def entry_count(self) -> int:
        """Number of places that hold kernel cells, whatever their values are."""
        return self._joined_channels * self._places(read_once=False)

    @property
    def sum_count(self) -> int:
        """Number of places that hold a sum of several kernel cells."""
        return self.entry_count - self._joined_channels * self._places(read_once=True)

    def readings(self, rows: Indices) -> Readings:
        """Return the kernel cells of some rows, in the order of the rows."""
        form = self.form
        channels, windows = np.divmod(rows, form.window_count)
        groups, places = np.divmod(channels, form.outputs_of_group)
        cells = read_cells(form, windows)[:, None, :]
        inputs = groups[:, None] * form.inputs_of_group + np.arange(form.inputs_of_group)
        columns = inputs[:, :, None] * form.cell_count + cells
        is_read = np.broadcast_to(cells != CONSTANT, columns.shape)
        numbers = np.broadcast_to(rows[:, None, None], columns.shape)
        taps = np.broadcast_to(np.arange(form.taps), columns.shape)
        values = self.kernels[groups, places]
        return Readings(numbers[is_read], columns[is_read], taps[is_read], values[is_read])

    def column_readings(self, column: int) -> Readings:
        """Return the kernel cells of one column: the windows that read an input cell."""
        form = self.form
        channel, cell = divmod(column, form.cell_count)
        group, place = divmod(channel, form.inputs_of_group)
        windows, taps = _readers(form, cell)
        outputs = np.arange(form.outputs_of_group)[:, None]
        rows = (group * form.outputs_of_group + outputs) * form.window_count + windows
        values = self.kernels[group, :, place][:, taps]
        every_tap = np.broadcast_to(taps, rows.shape)
        columns = np.full(rows.size, column, dtype=np.intp)
        return Readings(rows.ravel(), columns, every_tap.ravel(), values.ravel())

    def dense(
        self, rows: Indices | None = None, columns: Indices | None = None
    ) -> tuple[Array, NDArray[np.bool_]]:
        """Return the numbers where rows and columns cross, and where kernel cells stand.

        Args:
            rows: Numbers of the rows, ascending; None for all.
            columns: Numbers of the columns, ascending; at least one; None for all.
        """
        wanted = np.arange(self.shape[0]) if rows is None else rows
        readings = self.readings(wanted)
        row, column = np.searchsorted(wanted, readings.rows), readings.columns
        values, width = readings.values, self.shape[1]
        if columns is not None:
            width = len(columns)
            column = np.minimum(np.searchsorted(columns, column), width - 1)
            is_wanted = columns[column] == readings.columns
            row, column, values = row[is_wanted], column[is_wanted], values[is_wanted]
        shape = (len(wanted), width)
        place = row * width + column
        sums = np.bincount(place, weights=values, minlength=len(wanted) * width)
        is_joined = np.zeros(shape, dtype=np.bool_)
        is_joined.flat[place] = True
        return sums.astype(np.float64, copy=False).reshape(shape), is_joined

    @property
    def _joined_channels(self) -> int:
        """Number of pairs of an output channel and an input channel that it reads."""
        return self.form.layer.out_channels * self.form.inputs_of_group

    def _places(self, *, read_once: bool) -> int:
        """Return how many (window, cell) pairs of two channels hold a kernel cell, or just one.

        On each axis they are counted alone; where axes cross, the counts multiply.
        """
        product = 1
        for table, size in zip(self.form.tables, self.form.spatial, strict=True):
            pairs = np.arange(len(table))[:, None] * size + table
            _, counts = np.unique(pairs[table != size], return_counts=True)
            product *= int(np.count_nonzero(counts == 1)) if read_once else len(counts)
        return product


def sparse_matrix(form: MatrixForm, weight: Array) -> SparseMatrix:
    """Return the matrix of a convolution.

    Args:
        form: Of the layer and its input.
        weight: The layer's weight, in torch's shape.
    """
    kernels = tap_weights(form.layer, weight)
    return SparseMatrix(form, kernels.reshape(*kernels.shape[:3], form.taps))


def _readers(form: MatrixForm, cell: int) -> tuple[Indices, Indices]:
    """Return the windows of a channel that read a cell of a channel, and the tap of each."""
    windows, taps = np.zeros(1, dtype=np.intp), np.zeros(1, dtype=np.intp)
    places = np.unravel_index(cell, form.spatial)
    for table, place, size in zip(form.tables, places, form.windows, strict=True):
        window, tap = np.nonzero(table == place)
        windows = (windows[:, None] * size + window).ravel()
        taps = (taps[:, None] * table.shape[1] + tap).ravel()
    return windows, taps
