"""A transposed convolution as stamps: each input cell puts the kernel, times its value, down.

Stamps stand `stride` cells apart on a canvas, where they add up, one after the other. `padding`
crops the canvas to the output; `output_padding` lets the output reach further behind.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from convviz.values.layer_values import tap_weights

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from convviz.core.layers.base import Shape
    from convviz.core.layers.conv import KernelLayer
    from convviz.values.layer_values import Array, Weights

_AXES: Final = 3
_KEPT_CELLS: Final = 2_000_000
_MOST_KEPT: Final = 24


@dataclass(frozen=True, slots=True)
class StampAxis:
    """One axis: how far stamps reach, and which part of the canvas is the output.

    Attributes:
        size: Input cells.
        taps: Kernel cells.
        stride: Canvas cells between the stamps of neighbouring input cells.
        dilation: Canvas cells between neighbouring taps.
        padding: Canvas cells that are cropped in front, and behind but for output_padding.
        output_padding: Cells that the output has more behind.
        output_size: Output cells.
    """

    size: int = 1
    taps: int = 1
    stride: int = 1
    dilation: int = 1
    padding: int = 0
    output_padding: int = 0
    output_size: int = 1

    @property
    def stamp(self) -> int:
        """Canvas cells that one stamp spans, holes included."""
        return self.dilation * (self.taps - 1) + 1

    @property
    def reached(self) -> int:
        """Canvas cells up to the last one that a stamp reaches."""
        return (self.size - 1) * self.stride + self.stamp

    @property
    def canvas(self) -> int:
        """Canvas cells: all stamps and the whole output."""
        return max(self.reached, self.padding + self.output_size)

    @property
    def output(self) -> slice:
        """Where the output stands on the canvas."""
        return slice(self.padding, self.padding + self.output_size)

    @property
    def missed(self) -> int:
        """Output cells that no stamp reaches: between stamps, or past the last one."""
        is_touched = np.zeros(self.canvas, dtype=np.bool_)
        for cell in range(self.size):
            is_touched[self.places(cell)] = True
        return int(np.count_nonzero(~is_touched[self.output]))

    def places(self, cell: int) -> NDArray[np.intp]:
        """Return the canvas cell of each tap of an input cell's stamp."""
        return cell * self.stride + np.arange(self.taps, dtype=np.intp) * self.dilation


def stamp_axes(layer: KernelLayer, spatial: Shape) -> tuple[StampAxis, StampAxis, StampAxis]:
    """Return depth, rows and columns; those that the layer lacks have one cell.

    Raises:
        ShapeError: The layer refuses the input's sizes.
    """
    axes = [
        StampAxis(
            axis.size,
            axis.kernel_size,
            axis.stride,
            axis.dilation,
            axis.pad_before,
            axis.output_padding,
            axis.output_size,
        )
        for axis in layer.axis_settings(spatial)
    ]
    depth, rows, columns = [StampAxis()] * (_AXES - len(axes)) + axes
    return depth, rows, columns


class Canvas(NamedTuple):
    """One output channel's canvas after some stamps.

    Attributes:
        values: The bias plus every stamp so far, (depth, rows, columns).
        is_touched: Whether a stamp has reached the cell, same shape.
    """

    values: NDArray[np.float64]
    is_touched: NDArray[np.bool_]


class Stamps:
    """The canvases of a transposed convolution after any number of stamps.

    Input channel after input channel, the cells of each stamp in reading order. A canvas depends
    on the number of stamps alone: however one comes to it, every cell is the same sum, added up in
    the same order, so that the value after a stamp is exactly the one before plus its product.

    Attributes:
        axes: Depth, rows and columns.
        count: Stamps on each output channel's canvas.
    """

    def __init__(self, layer: KernelLayer, values: Array, weights: Weights) -> None:
        """Prepare; nothing is computed yet.

        Args:
            layer: Valid for the input.
            values: Input (channels, *spatial).
            weights: Its tensors by torch's names.

        Raises:
            ShapeError: The layer refuses the input.
        """
        self.axes = stamp_axes(layer, values.shape[1:])
        kernels = tap_weights(layer, np.asarray(weights["weight"], dtype=np.float64))
        taps = tuple(axis.taps for axis in self.axes)
        self._kernels = kernels.reshape(*kernels.shape[:3], *taps)
        sizes = tuple(axis.size for axis in self.axes)
        self._values = values.reshape(layer.groups, -1, *sizes)
        self._bias = weights.get("bias")
        self.count = math.prod(self._values.shape[1:])
        cells = math.prod(axis.canvas for axis in self.axes)
        self._most_kept = min(_MOST_KEPT, max(2, _KEPT_CELLS // cells))
        self._kept: dict[tuple[int, int], Canvas] = {}

    def canvas(self, output_channel: int, count: int) -> Canvas:
        """Return an output channel's canvas after so many stamps; not to be written to.

        Args:
            output_channel: Its number.
            count: From 0, where every cell is the bias, to all stamps of its input channels.
        """
        row = count - count % self.axes[-1].size
        if (output_channel, row) not in self._kept:
            self._keep(output_channel, row)
        return self._keep(output_channel, count)

    def output(self, output_channel: int) -> NDArray[np.float64]:
        """Return an output channel after all stamps, cropped, (depth, rows, columns)."""
        values = self.canvas(output_channel, self.count).values
        return values[tuple(axis.output for axis in self.axes)]

    def _keep(self, output_channel: int, count: int) -> Canvas:
        """Return a canvas, made from the nearest one before it that is known, and remember it."""
        key = (output_channel, count)
        canvas = self._kept.pop(key, None)
        if canvas is None:
            known = [n for channel, n in self._kept if channel == output_channel and n <= count]
            start = max(known, default=0)
            base = self._kept.get((output_channel, start)) or self._empty(output_channel)
            canvas = Canvas(base.values.copy(), base.is_touched.copy())
            self._stamp(canvas, output_channel, start, count)
        self._kept[key] = canvas  # the last one asked for is the last one forgotten
        if len(self._kept) > self._most_kept:
            del self._kept[next(iter(self._kept))]
        return canvas

    def _empty(self, output_channel: int) -> Canvas:
        shape = tuple(axis.canvas for axis in self.axes)
        start = 0.0 if self._bias is None else float(self._bias[output_channel])
        return Canvas(np.full(shape, start), np.zeros(shape, dtype=np.bool_))

    def _stamp(self, canvas: Canvas, output_channel: int, first: int, last: int) -> None:
        """Add the stamps from one number up to another.

        Of the cells of a rectangle, an earlier one reaches a canvas cell with a later tap. So all
        stamps of a rectangle are added tap by tap, backwards, in the order of its cells.
        """
        group, kernel = divmod(output_channel, self._kernels.shape[1])
        values, kernels = self._values[group], self._kernels[group, kernel]
        for channels, *cells in rectangles(first, last, values.shape):
            for channel in range(channels.start, channels.stop):
                taken = values[(channel, *cells)]
                for tap in itertools.product(*(range(axis.taps)[::-1] for axis in self.axes)):
                    place = self._reached_by(tap, cells)
                    with np.errstate(invalid="ignore", over="ignore"):
                        canvas.values[place] += taken * kernels[(channel, *tap)]
                    canvas.is_touched[place] = True

    def _reached_by(self, tap: tuple[int, ...], cells: list[slice]) -> tuple[slice, ...]:
        """Return where one tap of the stamps of a rectangle of cells stands on the canvas."""
        places = []
        for axis, at, along in zip(self.axes, tap, cells, strict=True):
            shift = at * axis.dilation
            first, last = along.start * axis.stride, (along.stop - 1) * axis.stride
            places.append(slice(first + shift, last + shift + 1, axis.stride))
        return tuple(places)


def rectangles(first: int, last: int, shape: tuple[int, ...]) -> Iterator[tuple[slice, ...]]:
    """Yield the cells of an array from one number up to another as rectangles, in reading order.

    Args:
        first: Number of the first cell, in reading order.
        last: Number behind the last cell.
        shape: Of the array, one axis or more.
    """
    if first >= last:
        return
    inner = math.prod(shape[1:])
    top, start = divmod(first, inner)
    bottom, end = divmod(last, inner)
    if start or top == bottom:
        stop = end if top == bottom else inner
        yield from _within(top, start, stop, shape)
        top += 1
    if top < bottom:
        yield (slice(top, bottom), *(slice(0, size) for size in shape[1:]))
    if end and top <= bottom:
        yield from _within(bottom, 0, end, shape)


def _within(
    place: int, first: int, last: int, shape: tuple[int, ...]
) -> Iterator[tuple[slice, ...]]:
    """Yield rectangles of one place along the first axis."""
    for rest in rectangles(first, last, shape[1:]):
        yield (slice(place, place + 1), *rest)
