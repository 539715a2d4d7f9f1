"""What a document's calculator looks like: the planes of input, kernel and output, with numbers."""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from convviz.core.axis_windows import PaddingMode
from convviz.core.errors import ErrorCode, ShapeError
from convviz.core.layers.base import Shape, WindowedLayer
from convviz.core.layers.conv import (
    ConvolutionLayer,
    TransposedConvolutionLayer,
)
from convviz.core.layers.pad import PaddingLayer
from convviz.protocol.document import Calculator
from convviz.ui.calculator.model.axes import NO_SOURCE, DrawnAxis, drawn_axis, single_axis
from convviz.ui.calculator.model.extent import MOST_CELLS, TooLargeError, extent_of
from convviz.values.layer_values import layer_output, padding_value
from convviz.values.recipes import materialise

_AXES: Final = 3


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """A valid calculator with its numbers, always with three spatial axes.

    Attributes:
        calculator: What it was computed from.
        layer: Its layer.
        output_shape: (channels, *spatial), as the layer gives it.
        axes: Depth, rows and columns of the input as it is drawn.
        plain_input: The input as the layer takes it, (channels, *spatial).
        plain_weights: The layer's numbers by torch's names.
        input: The input with its padding, (channels, depth, rows, columns).
        kinds: What each drawn cell is, uint8 of DrawnKind, (depth, rows, columns).
        weight: The kernel in torch's order, (.., .., depth, rows, columns); None for pooling.
        bias: One number an output channel; None without bias.
        output: (channels, depth, rows, columns); None where it is left to torch.
    """

    calculator: Calculator
    layer: WindowedLayer
    output_shape: Shape
    axes: tuple[DrawnAxis, DrawnAxis, DrawnAxis]
    plain_input: NDArray[np.float64]
    plain_weights: dict[str, NDArray[np.float64]]
    input: NDArray[np.float64]
    kinds: NDArray[np.uint8]
    weight: NDArray[np.float64] | None
    bias: NDArray[np.float64] | None
    output: NDArray[np.float64] | None

    @property
    def output_volume(self) -> tuple[int, int, int, int]:
        """The output's channels, depth, rows and columns."""
        return volume_shape(self.output_shape)

    def with_output(self, output: NDArray[np.floating]) -> Scene:
        """Return the scene with torch's output, of the layer's shape."""
        volume = output.astype(np.float64).reshape(self.output_volume)
        return dataclasses.replace(self, output=volume)

    @property
    def step_count(self) -> int:
        """Number of output cells, each of which is one step."""
        return math.prod(self.output_shape)

    @property
    def kernel_sizes(self) -> tuple[int, int, int]:
        """Taps along depth, rows and columns."""
        depth, rows, columns = (len(axis.taps) for axis in self.axes)
        return depth, rows, columns

    def input_channels_of(self, output_channel: int) -> range:
        """Return the input channels that an output channel reads."""
        if not isinstance(self.layer, (ConvolutionLayer, TransposedConvolutionLayer)):
            return range(output_channel, output_channel + 1)
        groups = self.layer.groups
        group = output_channel // (self.layer.out_channels // groups)
        share = self.layer.in_channels // groups
        return range(group * share, (group + 1) * share)

    def weight_index(self, output_channel: int, input_channel: int) -> tuple[int, int]:
        """Return the first two indices of the kernel plane that joins two channels."""
        first = self.input_channels_of(output_channel).start
        if isinstance(self.layer, TransposedConvolutionLayer):
            return input_channel, output_channel % (self.layer.out_channels // self.layer.groups)
        return output_channel, input_channel - first


def build_scene(calculator: Calculator) -> Scene:
    """Compute what the calculator shows.

    Raises:
        ConvVizError: The layer refuses its parameters or the input.
        TooLargeError: There are too many cells to draw.
    """
    layer = windowed_layer(calculator)
    _refuse_batch(layer, calculator.input_shape)
    output_shape = layer.infer(calculator.input_shape)
    extent = extent_of(layer, calculator.input_shape, output_shape)
    if extent.cells > MOST_CELLS:
        raise TooLargeError(output_shape, extent.cells, MOST_CELLS)
    windows = layer.axis_windows(calculator.input_shape[1:])
    mode = _padding_mode(layer, calculator.input_shape[1:])
    axes = _three_axes(tuple(drawn_axis(axis, mode) for axis in windows))
    plain_input = materialise(calculator.input, calculator.input_shape)
    weights = calculator_weights(calculator)
    weight, bias = weights.get("weight"), weights.get("bias")
    output = None
    if extent.is_quick:
        output = layer_output(layer, plain_input, weights).reshape(volume_shape(output_shape))
    return Scene(
        calculator,
        layer,
        output_shape,
        axes,
        plain_input,
        weights,
        _padded(plain_input, axes, layer),
        _kinds(axes),
        None if weight is None else weight.reshape(*weight.shape[:2], *_kernel_shape(weight)),
        bias,
        output,
    )


def output_without_padding(scene: Scene) -> NDArray[np.float64] | None:
    """Return the output as it is if padding is left out; None unless that can matter.

    A zero of the padding times an infinite weight is NaN; some of torch's kernels never read it.
    """
    is_finite = scene.weight is None or bool(np.isfinite(scene.weight).all())
    if is_finite or scene.output is None or not isinstance(scene.layer, ConvolutionLayer):
        return None
    return layer_output(scene.layer, scene.plain_input, scene.plain_weights, skips_padding=True)


def windowed_layer(calculator: Calculator) -> WindowedLayer:
    """Return the calculator's layer, which is always one with windows.

    Raises:
        TypeError: It is of another family; documents are checked when they are opened.
    """
    layer = calculator.layer
    if not isinstance(layer, WindowedLayer):
        message = f"{layer.type_name()} has no windows to show"
        raise TypeError(message)
    return layer


def calculator_weights(calculator: Calculator) -> dict[str, NDArray[np.float64]]:
    """Return the kernel and the bias by torch's names, as the layer has them."""
    recipes = {"weight": calculator.weight, "bias": calculator.bias}
    return {
        name: materialise(recipes[name], shape, channel_axes=2 if name == "weight" else 1)
        for name, shape in calculator.layer.weight_shapes().items()
    }


def volume_shape(shape: Shape) -> tuple[int, int, int, int]:
    """Return (channels, *spatial) with depth and rows of 1 where they are missing."""
    missing = (1,) * (_AXES + 1 - len(shape))
    channels, depth, rows, columns = (shape[0], *missing, *shape[1:])
    return channels, depth, rows, columns


def _refuse_batch(layer: WindowedLayer, shape: Shape) -> None:
    """Refuse a further dimension, which torch would take for a batch: one picture is shown."""
    if len(shape) != layer.rank + 1:
        name, expected = layer.type_name(), (layer.rank + 1,)
        raise ShapeError(ErrorCode.WRONG_RANK, layer=name, shape=shape, expected=expected)


def _padding_mode(layer: WindowedLayer, spatial: Shape) -> PaddingMode:
    if isinstance(layer, ConvolutionLayer):
        return layer.axis_settings(spatial)[0].mode
    if isinstance(layer, PaddingLayer):
        return layer.mode
    return PaddingMode.CONSTANT


def _three_axes(axes: tuple[DrawnAxis, ...]) -> tuple[DrawnAxis, DrawnAxis, DrawnAxis]:
    depth, rows, columns = ((single_axis(),) * (_AXES - len(axes)) + axes)[:_AXES]
    return depth, rows, columns


def _kernel_shape(weight: NDArray[np.float64]) -> tuple[int, ...]:
    """Return the kernel's depth, rows and columns."""
    return volume_shape(weight.shape[1:])[1:]


def _kinds(axes: tuple[DrawnAxis, DrawnAxis, DrawnAxis]) -> NDArray[np.uint8]:
    depth, rows, columns = (axis.kinds for axis in axes)
    plane = np.maximum(rows[:, None], columns[None, :])
    return np.maximum(depth[:, None, None], plane[None])


def _padded(
    plain: NDArray[np.float64], axes: tuple[DrawnAxis, DrawnAxis, DrawnAxis], layer: WindowedLayer
) -> NDArray[np.float64]:
    """Return the input with what stands around and between its cells.

    Args:
        plain: (channels, *spatial).
        axes: How each axis is drawn.
        layer: Decides what constant padding is: -inf for max pooling, else 0.
    """
    volume = plain.reshape(volume_shape(plain.shape))
    depth, rows, columns = (axis.sources for axis in axes)
    picked = volume[:, depth][:, :, rows][:, :, :, columns]
    is_constant = (
        (depth == NO_SOURCE)[:, None, None]
        | (rows == NO_SOURCE)[None, :, None]
        | (columns == NO_SOURCE)[None, None, :]
    )
    return np.where(is_constant, padding_value(layer), picked)
