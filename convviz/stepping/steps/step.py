"""One step: how one output cell comes about, product by product."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from convviz.core.layers.maths import FloatMaths
from convviz.core.layers.pointwise import CellFunction, FunctionBeside
from convviz.core.layers.reductions import Reduction
from convviz.stepping.cells import CellKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convviz.core.layers.base import Layer
    from convviz.stepping.scene.scene import Scene

Cell = tuple[int, int, int]
"""Depth, row and column."""

_Axis = NDArray[np.intp]
_Axes = tuple[_Axis, _Axis, _Axis]
"""Numbers along depth, rows and columns."""


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """How one output cell comes about. Readings stand in the order in which the window is read.

    Attributes:
        index: Number of the output cell, channel after channel.
        channel: Output channel.
        cell: Place of the output cell in its channel.
        channels: Input channels that are read.
        reads: Drawn indices that are read along depth, rows and columns.
        taps: Kernel indices along depth, rows and columns, in the same order.
        values: What is read, (channels, depth, rows, columns of the window).
        kinds: What each read cell is, uint8 of CellKind, (depth, rows, columns).
        weights: The kernel cells, or the shares of an interpolation, that they are multiplied by;
            None for pooling.
        counted: Whether a reading counts; overhang never does, padding not always.
        sums: A number a channel: of products, of values, or their maximum.
        bias: What is added; None without bias.
        divisor: What the sum is divided by; None unless averages are taken.
        winner: Window index of the maximum; None unless the maximum is taken.
        total: The output cell.
        kernel_sizes: Taps of the kernel along depth, rows and columns; a window may have fewer.
        norm_type: The power of each value, and the root of their sum; None for none.
        full: What a power average is multiplied by after its division; None without one.
        only_real: Whether what is no real cell is left out of the sum, as a transposed convolution
            does, instead of being multiplied as the zero that it is drawn as.
        interpolates: Whether the weights are shares of an interpolation.
        takes_smallest: Whether the winner is the smallest number, not the largest.
        function: What makes the one value the output cell; None for none.
    """

    index: int
    channel: int
    cell: Cell
    channels: tuple[int, ...]
    reads: tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]
    taps: tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]
    values: NDArray[np.float64]
    kinds: NDArray[np.uint8]
    weights: NDArray[np.float64] | None
    counted: NDArray[np.bool_]
    sums: NDArray[np.float64]
    bias: float | None
    divisor: int | None
    winner: Cell | None
    total: float
    kernel_sizes: Cell
    norm_type: float | None = None
    full: int | None = None
    only_real: bool = False
    interpolates: bool = False
    takes_smallest: bool = False
    function: CellFunction | None = None

    def tap_numbers(self) -> NDArray[np.intp]:
        """Return the number of each reading's kernel cell, in the kernel's reading order.

        Returns:
            (depth, rows, columns) of the window.
        """
        _, rows, columns = self.kernel_sizes
        depth, row, column = crossing(*self.taps)
        return (depth * rows + row) * columns + column

    def tap_number(self, reading: Cell) -> int:
        """Return the number of the kernel cell of one reading."""
        return int(self.tap_numbers()[reading])

    @property
    def tap_count(self) -> int:
        """Number of taps of one kernel plane."""
        return math.prod(self.kernel_sizes)


def crossing(depth: _Axis, rows: _Axis, columns: _Axis) -> _Axes:
    """Return numbers along three axes such that they index where those cross."""
    return depth[:, None, None], rows[:, None], columns


def step_index(scene: Scene, channel: int, cell: Cell) -> int:
    """Return the number of an output cell's step."""
    return int(np.ravel_multi_index((channel, *cell), scene.output_volume))


def step_place(scene: Scene, index: int) -> tuple[int, Cell]:
    """Return the channel and the place of the output cell of a step."""
    channel, depth, row, column = (
        int(part) for part in np.unravel_index(index, scene.output_volume)
    )
    return channel, (depth, row, column)


def build_step(scene: Scene, index: int) -> Step:
    """Return one step.

    Args:
        scene: What is shown.
        index: Number of the step, from 0 to scene.step_count - 1.
    """
    channel, cell = step_place(scene, index)
    channels = tuple(scene.input_channels_of(channel))
    (depth, rows, columns), taps = _readings(scene, cell)
    window = crossing(depth, rows, columns)
    values = scene.input[(_beside(channels), *window)]
    kinds = scene.kinds[window]
    counted = _counted(scene, kinds)
    weights = _weights(scene, (channel, cell), channels, taps)
    sums, winner = _channel_results(scene, values, weights, counted, kinds)
    bias = None if scene.bias is None else float(scene.bias[channel])
    divisor = step_divisor(scene, cell)
    norm_type = scene.layer.power()
    full = None if divisor is None else scene.layer.mean_factor()
    function = function_at(scene, channel, cell)
    return Step(
        index,
        channel,
        cell,
        channels,
        (depth, rows, columns),
        taps,
        values,
        kinds,
        weights,
        counted,
        sums,
        bias,
        divisor,
        winner,
        _applied(function, values)
        if function is not None
        else _total(sums, bias, divisor)
        if norm_type is None or winner is not None
        else _root(sums, divisor, full, norm_type),
        scene.kernel_sizes,
        norm_type,
        full,
        scene.layer.scatters,
        weights is not None and scene.weight is None,
        scene.layer.extreme_sign() < 0,
        function,
    )


def function_at(scene: Scene, channel: int, cell: Cell) -> CellFunction | None:
    """Return the function that makes one output cell of one number; None for other layers.

    Args:
        scene: What is shown.
        channel: Of the output cell.
        cell: Its place there; a vector is one row.
    """
    layer: Any = scene.layer
    if layer.cell_reduction is not Reduction.POINTWISE:
        return None
    if scene.beside is None:
        function: CellFunction = layer
        return function
    return FunctionBeside(layer, float(scene.beside[(channel, *cell)]))


def _applied(function: CellFunction, values: NDArray[np.float64]) -> float:
    """Return what a function makes of the one number of a window."""
    return float(function.apply(float(values.item()), FloatMaths()))


def _readings(scene: Scene, cell: Cell) -> tuple[_Axes, _Axes]:
    """Return the drawn indices and the taps that a window reads, along the three axes."""
    windows = (axis.window(at) for axis, at in zip(scene.axes, cell, strict=True))
    depth, rows, columns = windows
    return (depth[0], rows[0], columns[0]), (depth[1], rows[1], columns[1])


def _beside(channels: Sequence[int]) -> NDArray[np.intp]:
    """Return channels such that they index each by itself, before the axes of a window."""
    return np.array(channels, dtype=np.intp)[:, None, None, None]


def _counted(scene: Scene, kinds: NDArray[np.uint8]) -> NDArray[np.bool_]:
    counted: NDArray[np.bool_] = kinds != CellKind.OVERHANG
    if not scene.layer.counts_padding():
        counted[kinds == CellKind.PADDING] = False
    return counted


def _factors(scene: Scene, cell: Cell) -> NDArray[np.float64] | None:
    """Return what an interpolation multiplies each value of a window by; None for others."""
    if scene.axes[-1].factors is None:
        return None
    along = (axis.window_factors(at) for axis, at in zip(scene.axes, cell, strict=True))
    depth, rows, columns = np.ix_(*along)
    product: NDArray[np.float64] = depth * rows * columns
    return product[None]


def _weights(
    scene: Scene, place: tuple[int, Cell], channels: tuple[int, ...], taps: _Axes
) -> NDArray[np.float64] | None:
    channel, cell = place
    if scene.weight is None:
        return _factors(scene, cell)
    first, second = scene.weight_index(channel, channels[0])
    if scene.layer.scatters:
        planes = scene.weight[first : first + len(channels), second]
    else:
        planes = scene.weight[first, second : second + len(channels)]
    return planes[(_beside(range(len(channels))), *crossing(*taps))]


def _channel_results(
    scene: Scene,
    values: NDArray[np.float64],
    weights: NDArray[np.float64] | None,
    counted: NDArray[np.bool_],
    kinds: NDArray[np.uint8],
) -> tuple[NDArray[np.float64], Cell | None]:
    with np.errstate(all="ignore"):
        if scene.layer.takes_extreme():
            winner = _winner(_compared(scene.layer, values[0]), kinds == CellKind.REAL)
            extreme = values[0][winner]
            is_power = scene.layer.cell_reduction is Reduction.POWER_MEAN
            return np.array([np.abs(extreme) if is_power else extreme]), winner
        products = values if weights is None else values * weights
        power = scene.layer.power()
        if power is not None:
            products = np.power(values, power)
        if scene.layer.scatters:
            counted = kinds == CellKind.REAL
        return np.where(counted, products, 0.0).sum(axis=(1, 2, 3)), None


def _compared(layer: Layer, values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the numbers of which the largest wins its window."""
    is_power = layer.cell_reduction is Reduction.POWER_MEAN
    return (np.abs(values) if is_power else values) * layer.extreme_sign()


def _winner(values: NDArray[np.float64], real: NDArray[np.bool_]) -> Cell:
    """Return the cell that torch names: the last NaN, else the first of the largest."""
    missing = np.argwhere(np.isnan(values) & real)
    candidates = np.where(real, values, -math.inf)
    if len(missing):
        at = missing[-1]
    else:
        largest = np.argwhere((candidates == candidates.max()) & (real | ~real.any()))
        at = largest[0]
    return int(at[0]), int(at[1]), int(at[2])


def step_divisor(scene: Scene, cell: Cell) -> int | None:
    """Return what the sum of an output cell's window is divided by; None for nothing."""
    layer, spatial = scene.layer, scene.calculator.input_shape[1:]
    if not layer.divisor_factors(spatial):
        return None
    divisor = layer.divisor_at(spatial, cell[-scene.rank :])
    if divisor == layer.mean_factor():
        return None  # the mean times the kernel's cells is the sum
    return divisor


def _total(sums: NDArray[np.float64], bias: float | None, divisor: int | None) -> float:
    with np.errstate(invalid="ignore", over="ignore"):
        total = float(sums.sum())
    if bias is not None:
        total += bias
    return total / divisor if divisor is not None else total


def _root(
    sums: NDArray[np.float64], divisor: int | None, full: int | None, norm_type: float
) -> float:
    with np.errstate(all="ignore"):
        scaled = sums.sum() if divisor is None or full is None else sums.sum() / divisor * full
        return float(np.power(scaled, 1 / norm_type))


def window_cells(step: Step) -> tuple[NDArray[np.float64], NDArray[np.uint8]]:
    """Return the numbers under a pooling's window and their kinds, slices below each other.

    Where windows vary in size, there is room for the largest; the rest is ABSENT.
    """
    shape = (-1, step.kernel_sizes[-1])
    values = np.full(step.kernel_sizes, np.nan)
    kinds = np.full(step.kernel_sizes, CellKind.ABSENT, dtype=np.uint8)
    depth, rows, columns = step.kinds.shape
    values[:depth, :rows, :columns] = step.values[0]
    kinds[:depth, :rows, :columns] = step.kinds
    return values.reshape(shape), kinds.reshape(shape)
