"""A convolution as one product of matrices: kernels in rows, windows in columns (im2col).

Rows of the windows and columns of the kernels are numbered alike: channel after channel, in each
the taps in the kernel's reading order. A transposed convolution has the same form over its
stretched input.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from convviz.core.layers.base import Shape
from convviz.core.layers.conv import KernelLayer
from convviz.values.layer_values import Array, source_table, tap_weights

Indices: TypeAlias = npt.NDArray[np.intp]

CONSTANT: Final = -1
"""Stands for the number of a cell where none is read."""


@dataclass(frozen=True, slots=True, eq=False)
class MatrixForm:
    """Which cells the windows of a convolution read: what its matrices are made of.

    Attributes:
        layer: The convolution.
        spatial: Cells of the input along each axis.
        windows: Output cells of a channel along each axis.
        tables: For each axis the real cell that (output position, tap) reads; the axis' size for a
            constant of the padding or between stretched cells.
    """

    layer: KernelLayer
    spatial: Shape
    windows: Shape
    tables: tuple[Indices, ...]

    @property
    def taps(self) -> int:
        """Number of taps of one kernel plane."""
        return math.prod(table.shape[1] for table in self.tables)

    @property
    def window_count(self) -> int:
        """Number of windows, the output cells of one channel."""
        return math.prod(self.windows)

    @property
    def cell_count(self) -> int:
        """Number of input cells of one channel."""
        return math.prod(self.spatial)

    @property
    def outputs_of_group(self) -> int:
        """Number of output channels of one group."""
        return self.layer.out_channels // self.layer.groups

    @property
    def inputs_of_group(self) -> int:
        """Number of input channels of one group."""
        return self.layer.in_channels // self.layer.groups


def matrix_form(layer: KernelLayer, spatial: Shape) -> MatrixForm:
    """Return which cells the windows read.

    Args:
        layer: A layer that accepts the input.
        spatial: Cells of the input along each axis.

    Raises:
        ShapeError: TOO_LARGE: there are more readings than are listed.
    """
    axes = layer.axis_windows(spatial)
    return MatrixForm(
        layer,
        tuple(spatial),
        tuple(axis.output_size for axis in axes),
        tuple(source_table(axis) for axis in axes),
    )


def kernel_matrix(form: MatrixForm, weight: Array) -> Array:
    """Return the kernels as the left factor: a filter a row, zero outside the filter's group.

    Args:
        form: Of the layer.
        weight: The layer's weight, in torch's shape.

    Returns:
        (out_channels, in_channels * taps).
    """
    layer = form.layer
    kernels = tap_weights(layer, weight)
    matrix = np.zeros((layer.groups, form.outputs_of_group, layer.groups, *kernels.shape[2:]))
    for group in range(layer.groups):
        matrix[group, :, group] = kernels[group]
    return matrix.reshape(layer.out_channels, layer.in_channels * form.taps)


def window_matrix(form: MatrixForm, values: Array, windows: Indices | None = None) -> Array:
    """Return the windows as the right factor: what a window reads is a column.

    Args:
        form: Of the layer.
        values: The input, (channels, *spatial).
        windows: Numbers of the windows that are wanted; None for all.

    Returns:
        (in_channels * taps, windows), with zeros where padding of zeros or between stretched cells
        is read.

    Source:
        torch.nn.functional.unfold, for two axes and padding of zeros.
    """
    with_zero = np.pad(values.reshape(len(values), -1), [(0, 0), (0, 1)])
    read = with_zero[:, read_cells(form, windows)]
    return np.moveaxis(read, 1, 2).reshape(len(values) * form.taps, -1)


def read_cells(form: MatrixForm, windows: Indices | None = None) -> Indices:
    """Return the number of the cell in its channel that (window, tap) reads.

    Args:
        form: Of the layer.
        windows: Numbers of the windows that are wanted; None for all.

    Returns:
        (windows, taps), with CONSTANT where no cell is read.
    """
    wanted = np.arange(form.window_count) if windows is None else windows
    rank = len(form.spatial)
    cells, is_constant = np.zeros((), dtype=np.intp), np.zeros((), dtype=np.bool_)
    for axis, place in enumerate(np.unravel_index(wanted, form.windows)):
        table, size = form.tables[axis][place], form.spatial[axis]
        taps_of_axis = [1] * rank
        taps_of_axis[axis] = table.shape[1]
        table = table.reshape(len(wanted), *taps_of_axis)
        cells, is_constant = cells * size + table, is_constant | (table == size)
    read: Indices = np.where(is_constant, CONSTANT, cells).reshape(len(wanted), form.taps)
    return read
