"""One step: how one output cell comes about, product by product."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from convviz.core.layers.pool import AveragePoolingBase, MaxPoolingLayer, average_divisor
from convviz.ui.calculator.model.axes import DrawnKind

if TYPE_CHECKING:
    from convviz.ui.calculator.model.scene import Scene

Cell = tuple[int, int, int]
"""Depth, row and column."""


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
        kinds: What each read cell is, uint8 of DrawnKind, (depth, rows, columns).
        weights: The kernel cells that they are multiplied by; None for pooling.
        counted: Whether a reading counts; overhang never does, padding not always.
        sums: A number a channel: of products, of values, or their maximum.
        bias: What is added; None without bias.
        divisor: What the sum is divided by; None unless averages are taken.
        winner: Window index of the maximum; None unless the maximum is taken.
        total: The output cell.
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

    def tap_number(self, reading: Cell) -> int:
        """Return the number of the kernel cell of a reading, in the kernel's reading order."""
        rows, columns = len(self.taps[1]), len(self.taps[2])
        depth, row, column = (int(t[at]) for t, at in zip(self.taps, reading, strict=True))
        return (depth * rows + row) * columns + column

    @property
    def tap_count(self) -> int:
        """Number of taps of one kernel plane."""
        return math.prod(len(axis) for axis in self.taps)


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
    depth, rows, columns = (axis.reads[at] for axis, at in zip(scene.axes, cell, strict=True))
    taps = (scene.axes[0].taps, scene.axes[1].taps, scene.axes[2].taps)
    window = np.ix_(depth, rows, columns)
    values = scene.input[np.ix_(channels, depth, rows, columns)]
    kinds = scene.kinds[window]
    counted = _counted(scene, kinds)
    weights = _weights(scene, channel, channels, taps)
    sums, winner = _channel_results(scene, values, weights, counted, kinds)
    bias = None if scene.bias is None else float(scene.bias[channel])
    divisor = _divisor(scene, cell)
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
        _total(sums, bias, divisor),
    )


def _counted(scene: Scene, kinds: NDArray[np.uint8]) -> NDArray[np.bool_]:
    layer = scene.layer
    counted: NDArray[np.bool_] = kinds != DrawnKind.OVERHANG
    if isinstance(layer, AveragePoolingBase) and not layer.count_include_pad:
        counted[kinds == DrawnKind.PADDING] = False
    return counted


def _weights(
    scene: Scene,
    channel: int,
    channels: tuple[int, ...],
    taps: tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]],
) -> NDArray[np.float64] | None:
    if scene.weight is None:
        return None
    planes = [scene.weight[scene.weight_index(channel, source)] for source in channels]
    return np.stack([plane[np.ix_(*taps)] for plane in planes])


def _channel_results(
    scene: Scene,
    values: NDArray[np.float64],
    weights: NDArray[np.float64] | None,
    counted: NDArray[np.bool_],
    kinds: NDArray[np.uint8],
) -> tuple[NDArray[np.float64], Cell | None]:
    with np.errstate(invalid="ignore", over="ignore"):
        if isinstance(scene.layer, MaxPoolingLayer):
            winner = _winner(values[0], kinds == DrawnKind.REAL)
            return np.array([values[0][winner]]), winner
        products = values if weights is None else values * weights
        return np.where(counted, products, 0.0).sum(axis=(1, 2, 3)), None


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


def _divisor(scene: Scene, cell: Cell) -> int | None:
    layer = scene.layer
    if not isinstance(layer, AveragePoolingBase):
        return None
    spatial = scene.calculator.input_shape[1:]
    return average_divisor(layer, spatial, cell[-layer.rank :])


def _total(sums: NDArray[np.float64], bias: float | None, divisor: int | None) -> float:
    with np.errstate(invalid="ignore", over="ignore"):
        total = float(sums.sum())
    if bias is not None:
        total += bias
    return total / divisor if divisor is not None else total
