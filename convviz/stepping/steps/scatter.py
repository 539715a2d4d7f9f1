"""One step of a transposed convolution as scatter: one input cell stamps the kernel down."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from convviz.core.layers.conv_transpose import is_transposed
from convviz.stepping.scene.extent import MOST_READINGS
from convviz.stepping.scene.visible import MOST_PLANES, PlaneKey, VisiblePlanes
from convviz.stepping.steps.step import Cell
from convviz.values.stamps import Canvas, StampAxis, Stamps

if TYPE_CHECKING:
    from convviz.stepping.scene.scene import Scene

Places: TypeAlias = tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]
"""Canvas indices along depth, rows and columns."""


@dataclass(frozen=True, slots=True, eq=False)
class ScatterStep:
    """What one input cell adds to one output channel. Arrays are (depth, rows, columns of taps).

    Attributes:
        index: Number of the step: output channel by output channel, then input channel, then cell.
        stamp: Number of the stamp on its output channel's canvas, from 0.
        output_channel: Where it is stamped.
        channel: The cell's input channel.
        cell: Its place there.
        value: What stands there.
        places: Canvas indices of the taps, along depth, rows and columns.
        weights: The kernel.
        products: What the stamp adds.
        before: What stood there; None where the sums are too many to work out.
        after: What stands there now; None likewise.
        is_cropped: Which taps fall on what padding crops.
    """

    index: int
    stamp: int
    output_channel: int
    channel: int
    cell: Cell
    value: float
    places: Places
    weights: NDArray[np.float64]
    products: NDArray[np.float64]
    before: NDArray[np.float64] | None
    after: NDArray[np.float64] | None
    is_cropped: NDArray[np.bool_]

    @property
    def tap_count(self) -> int:
        """Number of taps of one kernel plane."""
        return self.weights.size


class Scatter:
    """A scene of a transposed convolution as the stamps of its input cells.

    Attributes:
        scene: What is shown.
        layer: Its layer.
        axes: Depth, rows and columns.
        stamp_count: Stamps on each output channel's canvas.
        step_count: Stamps in all.
        adds_up: Whether the sums are worked out; too many would make the window wait.
    """

    def __init__(self, scene: Scene) -> None:
        """Prepare the steps.

        Raises:
            TypeError: The scene's layer is of another family.
        """
        layer = scene.layer
        if not is_transposed(layer):
            message = f"{layer.type_name()} has no stamps"
            raise TypeError(message)
        self.scene = scene
        self.layer = layer
        self._stamps = Stamps(layer, scene.plain_input, scene.plain_weights)
        self._sizes = tuple(axis.size for axis in self.axes)
        self._input = scene.plain_input.reshape(scene.plain_input.shape[0], *self._sizes)
        self.stamp_count = self._stamps.count
        self.step_count = self.stamp_count * scene.output_volume[0]
        taps = math.prod(axis.taps for axis in self.axes)
        self.adds_up = self.stamp_count * taps <= MOST_READINGS

    @property
    def axes(self) -> tuple[StampAxis, StampAxis, StampAxis]:
        """Depth, rows and columns."""
        return self._stamps.axes

    @property
    def input(self) -> NDArray[np.float64]:
        """The plain input, (channels, depth, rows, columns)."""
        return self._input

    def index_of(self, output_channel: int, channel: int, cell: Cell) -> int:
        """Return the step that stamps an input cell onto an output channel that reads it."""
        place = channel - self.scene.input_channels_of(output_channel).start
        cells = math.prod(self._sizes)
        within = int(np.ravel_multi_index(cell, self._sizes))
        return output_channel * self.stamp_count + place * cells + within

    def place_of(self, index: int) -> tuple[int, int, Cell]:
        """Return the output channel, the input channel and the cell of a step."""
        output_channel, stamp = divmod(index, self.stamp_count)
        place, within = divmod(stamp, math.prod(self._sizes))
        depth, row, column = (int(at) for at in np.unravel_index(within, self._sizes))
        first = self.scene.input_channels_of(output_channel).start
        return output_channel, first + place, (depth, row, column)

    def step(self, index: int) -> ScatterStep:
        """Return one step.

        Args:
            index: From 0 to step_count - 1.
        """
        output_channel, channel, cell = self.place_of(index)
        stamp = index % self.stamp_count
        depth, rows, columns = (axis.places(at) for axis, at in zip(self.axes, cell, strict=True))
        window = np.ix_(depth, rows, columns)
        value, weights = float(self._input[(channel, *cell)]), self.kernel(output_channel, channel)
        before = after = None
        if self.adds_up:
            before = self._stamps.canvas(output_channel, stamp).values[window]
            after = self._stamps.canvas(output_channel, stamp + 1).values[window]
        with np.errstate(invalid="ignore", over="ignore"):
            products = value * weights
        return ScatterStep(
            index,
            stamp,
            output_channel,
            channel,
            cell,
            value,
            (depth, rows, columns),
            weights,
            products,
            before,
            after,
            self._cropped((depth, rows, columns)),
        )

    def kernel(self, output_channel: int, channel: int) -> NDArray[np.float64]:
        """Return the kernel that joins two channels, (depth, rows, columns)."""
        assert self.scene.weight is not None  # noqa: S101 - narrows the type: the layer has one
        kernel: NDArray[np.float64] = self.scene.weight[
            self.scene.weight_index(output_channel, channel)
        ]
        return kernel

    def canvas(self, step: ScatterStep) -> Canvas | None:
        """Return the canvas of a step's output channel after it; None if sums are left out."""
        if not self.adds_up:
            return None
        return self._stamps.canvas(step.output_channel, step.stamp + 1)

    def is_output(self) -> NDArray[np.bool_]:
        """Return which canvas cells padding leaves, (depth, rows, columns)."""
        kept = np.zeros(tuple(axis.canvas for axis in self.axes), dtype=np.bool_)
        kept[tuple(axis.output for axis in self.axes)] = True
        return kept

    def visible(self, step: ScatterStep) -> VisiblePlanes:
        """Return which planes are drawn: some input channels, one kernel, one canvas."""
        read = self.scene.input_channels_of(step.output_channel)
        slices = self.axes[0].size
        depths = range(slices)
        if slices * len(read) > MOST_PLANES and slices > 1:
            depths = range(step.cell[0], step.cell[0] + 1)
        page_size = max(1, min(len(read), MOST_PLANES // len(depths)))
        place = step.channel - read.start
        first = max(0, min(place - place % page_size, len(read) - page_size))
        channels = read[first : first + page_size]
        return VisiblePlanes(
            step.output_channel,
            tuple(PlaneKey(channel, depth) for channel in channels for depth in depths),
            tuple(PlaneKey(step.channel, tap) for tap in range(self.axes[0].taps)),
            self._visible_output(step),
            first,
            page_size,
            len(read),
        )

    def _visible_output(self, step: ScatterStep) -> tuple[PlaneKey, ...]:
        channel, stamped = step.output_channel, step.places[0].tolist()
        slices = self.axes[0].canvas
        if slices <= MOST_PLANES:
            return tuple(PlaneKey(channel, depth) for depth in range(slices))
        return tuple(PlaneKey(channel, depth) for depth in stamped[:MOST_PLANES])

    def _cropped(self, places: Places) -> NDArray[np.bool_]:
        kept = [
            (at >= axis.output.start) & (at < axis.output.stop)
            for axis, at in zip(self.axes, places, strict=True)
        ]
        is_kept: NDArray[np.bool_] = (
            kept[0][:, None, None] & kept[1][None, :, None] & kept[2][None, None, :]
        )
        return ~is_kept
