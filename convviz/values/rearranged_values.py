"""The values of layers whose output is no picture of windows: moved, added up, or interpolated.

Computed by the app's own arithmetic, like ``convviz.values.layer_values``.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from convviz.core.errors import ErrorCode, ShapeError
from convviz.core.layers.reductions import Reduction
from convviz.values.layer_values import LARGEST_OUTPUT, Array

if TYPE_CHECKING:
    from convviz.core.axis_windows import AxisWindows
    from convviz.core.interpolation import Resampling
    from convviz.core.layers.base import Layer, Shape
    from convviz.core.layers.fold import Fold, Unfold
    from convviz.core.layers.pixel import PixelShuffle, PixelUnshuffle
    from convviz.core.layers.shape import ChannelShuffle
    from convviz.core.layers.unpool import MaxUnpoolingLayer
    from convviz.core.layers.upsample import ResizingLayer

Indices = np.ndarray[tuple[int, ...], np.dtype[np.int64]]


def rearranged_output(layer: Layer, values: Array) -> Array:
    """Return what the layer computes, in float64.

    Args:
        layer: One whose reduction is among :data:`REARRANGED`.
        values: Its input, as the layer takes it.

    Raises:
        ParameterError: the layer's parameters are refused.
        ShapeError: the input's shape is refused; TOO_LARGE: the output is.
        TypeError: the layer has another reduction.
    """
    shape = _checked(layer.infer(values.shape))
    numbers = np.asarray(values, dtype=np.float64)
    compute = REARRANGED.get(layer.cell_reduction)
    if compute is None:
        message = f"no values for {layer.type_name()}"
        raise TypeError(message)
    return compute(layer, numbers).reshape(shape)


def unpooled(
    layer: MaxUnpoolingLayer, values: Array, indices: Indices, output_size: Shape | None = None
) -> Array:
    """Return max unpooling: each number where its index says, 0 elsewhere.

    Args:
        layer: The layer.
        values: Input (channels, *spatial), or with a batch.
        indices: Of the same shape; flat places in a channel of the output. Of several numbers
            with one place the last one stays.
        output_size: Sizes of the output's spatial axes; None for the smallest usual.

    Raises:
        ParameterError: the layer's parameters are refused.
        ShapeError: as ``MaxUnpoolingLayer.unpooled_shape``; TOO_LARGE.
        IndexError: an index lies outside the output.
    """
    layer.check()
    shape = _checked(layer.unpooled_shape(values.shape, output_size))
    cells = math.prod(shape[-layer.rank :])
    if indices.size and not 0 <= int(indices.min()) <= int(indices.max()) < cells:
        raise IndexError(int(indices.max()))
    planes = math.prod(shape[: -layer.rank])
    output = np.zeros((planes, cells))
    numbers_each = math.prod(values.shape[-layer.rank :])
    each = values.reshape(planes, numbers_each).astype(np.float64)
    where = indices.reshape(planes, numbers_each)
    for plane, numbers, places in zip(output, each, where, strict=True):
        plane[places] = numbers
    return output.reshape(shape)


def _checked(shape: Shape) -> Shape:
    cells = math.prod(shape)
    if cells > LARGEST_OUTPUT:
        code = ErrorCode.TOO_LARGE
        raise ShapeError(code, parameter="output", value=cells, limit=LARGEST_OUTPUT)
    return shape


def _shuffled(layer: PixelShuffle, values: Array) -> Array:
    factor = layer.upscale_factor
    *batch, channels, height, width = values.shape
    split = (math.prod(batch), channels // factor**2, factor, factor, height, width)
    return values.reshape(split).transpose(0, 1, 4, 2, 5, 3)


def _unshuffled(layer: PixelUnshuffle, values: Array) -> Array:
    factor = layer.downscale_factor
    *batch, channels, height, width = values.shape
    rows, columns = height // factor, width // factor
    split = (math.prod(batch), channels, rows, factor, columns, factor)
    return values.reshape(split).transpose(0, 1, 3, 5, 2, 4)


def _unfolded(layer: Unfold, values: Array) -> Array:
    """Return (planes, kernel rows, kernel columns, window rows, window columns)."""
    picture = values.reshape(-1, *values.shape[-2:])
    rows, columns = map(window_places, layer.axis_windows(values.shape[-2:]))
    extended = np.pad(picture, [(0, 0), (0, 1), (0, 1)])
    return extended[:, rows.T[:, None, :, None], columns.T[None, :, None, :]]


def _folded(layer: Fold, values: Array) -> Array:
    height, width = layer.picture()
    rows, columns = map(window_places, layer.picture_windows())
    planes = values.size // (rows.size * columns.size)
    split = (planes, rows.shape[1], columns.shape[1], rows.shape[0], columns.shape[0])
    columns_of_taps = values.reshape(split)
    output = np.zeros((planes, height + 1, width + 1))
    for row, column in np.ndindex(split[1:3]):
        places = rows[:, row][:, None], columns[:, column][None, :]
        output[:, places[0], places[1]] += columns_of_taps[:, row, column]
    return output[:, :height, :width]


def window_places(axis: AxisWindows) -> np.ndarray[tuple[int, ...], np.dtype[np.intp]]:
    """Return the real cell of (window, tap); one past the last for padding."""
    table = np.full((axis.output_size, axis.kernel_size), axis.input_size, dtype=np.intp)
    for position, window in enumerate(axis.windows):
        for reading in window:
            if reading.source is not None:
                table[position, reading.tap] = reading.source
    return table


def _resized(layer: ResizingLayer, values: Array) -> Array:
    for axis, resampling in enumerate(layer.resamplings(values.shape[2:]), start=2):
        values = np.moveaxis(_resampled(np.moveaxis(values, axis, -1), resampling), -1, axis)
    return values


def _resampled(values: Array, resampling: Resampling) -> Array:
    """Return the last axis resampled. What no window reads is never multiplied, not even by 0."""
    windows = [resampling.taps(output) for output in range(resampling.output_size)]
    width = max(map(len, windows))
    total = np.zeros((*values.shape[:-1], len(windows)))
    for tap in range(width):
        reading = [number for number, window in enumerate(windows) if tap < len(window)]
        cells, weights = zip(*(windows[number][tap] for number in reading), strict=True)
        with np.errstate(invalid="ignore", over="ignore"):
            total[..., reading] += values[..., list(cells)] * np.array(weights)
    return total


def _renumbered(_layer: Layer, values: Array) -> Array:
    return values


def _dealt(layer: ChannelShuffle, values: Array) -> Array:
    batch, channels, *spatial = values.shape
    if not values.size:
        return values  # of no channels, any number of groups
    return values.reshape(batch, layer.groups, channels // layer.groups, *spatial).swapaxes(1, 2)


REARRANGED: Mapping[Reduction, Callable[[Any, Array], Array]] = {
    Reduction.CHANNELS_TO_PIXELS: _shuffled,
    Reduction.PIXELS_TO_CHANNELS: _unshuffled,
    Reduction.WINDOWS_TO_COLUMNS: _unfolded,
    Reduction.COLUMNS_TO_WINDOWS: _folded,
    Reduction.INTERPOLATION: _resized,
    Reduction.RENUMBERED: _renumbered,
    Reduction.DEALT: _dealt,
}
"""What is computed of layer and input, by the layer's reduction."""
