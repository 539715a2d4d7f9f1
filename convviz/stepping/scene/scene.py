"""What a document's calculator looks like: the planes of input, kernel and output, with numbers.

How the input is drawn and read stands in ``drawing``, by what is done with it.
"""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from convviz.core.layers.base import Layer, Reduction, Shape
from convviz.core.losses.of_output import LOSS_TARGET, check_beginning, loss_shape, target_form
from convviz.core.shown_layers import infer_shown, shown_rank
from convviz.core.unpooling import takes_output_size
from convviz.protocol.document import Calculator
from convviz.stepping.scene.axes import DrawnAxis
from convviz.stepping.scene.cell_blocks import CellBlocks
from convviz.stepping.scene.drawing import drawing_of, drawn_kinds
from convviz.stepping.scene.extent import extent_of
from convviz.stepping.scene.volumes import folded_rows, volume_shape
from convviz.values.float32_numbers import float32_numbers
from convviz.values.layer_values import layer_output
from convviz.values.loss_values import loss_output
from convviz.values.numbers_beside import numbers_beside
from convviz.values.pool_indices import winner_indices
from convviz.values.random_windows import random_indices
from convviz.values.shown_output import shown_output
from convviz.values.tensor_forms import numbers_of_form

if TYPE_CHECKING:
    from convviz.core.layers.modes import Mode
    from convviz.core.layers.pool import MaxPoolingLayer

CHANNEL_AXES: Final = {"input": 1, "weight": 2, "bias": 1}
"""Axes of each part before the spatial ones."""


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
        kinds: What each drawn cell is, uint8 of CellKind, (depth, rows, columns).
        weight: The kernel in torch's order, (.., .., depth, rows, columns); None without kernel.
        bias: One number an output channel; None without kernel or bias.
        output: (channels, depth, rows, columns); None where it is left to torch.
        blocks: What each output cell reads, where that is no window of one place along each axis:
            of layers that move cells between channels or add blocks up. None for all others.
        indices: Where each maximum stands in its channel of the input, counted row by row, of the
            output's volume; None where the layer returns none, or the output is left to torch.
            Of an unpooling, those that it is given, of the volume of `pooled`.
        pooled: The maxima that an unpooling is given, (channels, depth, rows, columns).
        beside: What stands beside each number of the input, of its volume, such as what is drawn
            by chance in training; None where nothing does.
        gradients: Torch's, where the backward pass is left to it; None before they are there.
        loss_target: What the output is compared with where a backward pass begins at a loss, of
            the form that the loss takes; None where it begins at numbers.
    """

    calculator: Calculator
    layer: Layer
    output_shape: Shape
    axes: tuple[DrawnAxis, DrawnAxis, DrawnAxis]
    plain_input: NDArray[np.float64]
    plain_weights: dict[str, NDArray[np.float64]]
    input: NDArray[np.float64]
    kinds: NDArray[np.uint8]
    weight: NDArray[np.float64] | None
    bias: NDArray[np.float64] | None
    output: NDArray[np.float64] | None
    blocks: CellBlocks | None = None
    indices: NDArray[np.int64] | None = None
    pooled: NDArray[np.float64] | None = None
    beside: NDArray[np.float64] | None = None
    gradients: dict[str, NDArray[np.float64]] | None = None
    loss_target: NDArray[Any] | None = None

    @property
    def drawn_beside(self) -> NDArray[np.float64] | None:
        """What is drawn beside each number; None where a weight stands there, which is drawn."""
        return None if self.layer.scales_cells else self.beside

    @property
    def rank(self) -> int:
        """Spatial axes of the input; a matrix has its rows and its columns."""
        return shown_rank(self.layer, self.calculator.input_shape)

    @property
    def output_volume(self) -> tuple[int, int, int, int]:
        """The output's channels, depth, rows and columns; a matrix is one channel."""
        shape = self.output_shape
        if len(shape) == 1 and self.layer.cell_reduction.folds_vectors:
            return (1, 1, *folded_rows(shape[0]))
        return volume_shape((1, *shape) if self.layer.draws_matrix(shape) else shape)

    def with_output(self, output: NDArray[np.floating]) -> Scene:
        """Return the scene with torch's output, of the layer's shape."""
        volume = output.astype(np.float64, copy=False).reshape(self.output_volume)
        return dataclasses.replace(self, output=volume)

    def with_gradients(self, gradients: dict[str, NDArray[np.floating]]) -> Scene:
        """Return the scene with torch's gradients, by the names of the tensors."""
        known = {name: values.astype(np.float64) for name, values in gradients.items()}
        return dataclasses.replace(self, gradients=known)

    @property
    def step_count(self) -> int:
        """Number of output cells, each of which is one step."""
        return math.prod(self.output_shape)

    @property
    def kernel_sizes(self) -> tuple[int, int, int]:
        """Taps along depth, rows and columns."""
        if self.blocks is not None:
            return self.blocks.sizes
        depth, rows, columns = (len(axis.taps) for axis in self.axes)
        return depth, rows, columns

    @property
    def groups(self) -> int:
        """Number of groups among which a convolution's channels are split; 1 for another layer."""
        return self.layer.group_count()

    @property
    def is_flip_symmetric(self) -> bool:
        """Whether flipping the kernel along all its axes leaves it as it is."""
        weight = self.weight
        return weight is not None and np.array_equal(weight, weight[..., ::-1, ::-1, ::-1])

    def input_channels_of(self, output_channel: int) -> range:
        """Return the input channels that an output channel reads."""
        if self.blocks is not None:
            return self.blocks.channels_of[output_channel]
        return self.layer.inputs_of(output_channel)

    def input_index(self, channel: int, cell: tuple[int, int, int]) -> int:
        """Return the number of a drawn input cell, counted channel after channel."""
        return int(np.ravel_multi_index((channel, *cell), self.input.shape))

    def weight_index(self, output_channel: int, input_channel: int) -> tuple[int, int]:
        """Return the first two indices of the kernel plane that joins two channels."""
        first = self.input_channels_of(output_channel).start
        if self.layer.scatters:
            return input_channel, output_channel % self.layer.readers_a_channel()
        return output_channel, input_channel - first


def build_scene(calculator: Calculator) -> Scene:
    """Compute what the calculator shows.

    Raises:
        ConvVizError: The layer refuses its parameters or the input.
        TooLargeError: There are too many cells to draw.
    """
    layer = calculator.layer
    output_size = calculator.output_size
    output_shape = infer_shown(
        layer,
        calculator.input_shape,
        output_size,
        calculator.forms,
        training=calculator.training,
    )
    extent = extent_of(layer, calculator.input_shape, output_shape, training=calculator.training)
    extent.check(output_shape)
    plain_input = float32_numbers.of(calculator.input, calculator.input_shape)
    weights = calculator_weights(calculator)
    kernel = {} if layer.scales_cells else weights
    weight, bias = kernel.get("weight"), kernel.get("bias")
    drawing = drawing_of(
        layer,
        plain_input,
        output_shape,
        calculator.mode.seed,
        training=calculator.training,
    )
    scene = Scene(
        calculator,
        layer,
        output_shape,
        drawing.axes,
        plain_input,
        weights,
        drawing.input,
        drawn_kinds(drawing.axes),
        _drawn_kernel(layer, weight),
        bias,
        None,
        drawing.blocks,
        beside=_beside(layer, plain_input, weights, calculator.mode),
        loss_target=_loss_target(calculator, output_shape),
    )
    if not extent.is_quick:
        return scene
    output = shown_output(layer, plain_input, weights, output_size, calculator.mode)
    scene = scene.with_output(output)
    if takes_output_size(layer):
        return _with_pooled(scene, layer.pooling())
    if not layer.returns_indices():
        return scene
    indices = _indices(layer, plain_input, calculator.mode.seed).reshape(scene.output_volume)
    return dataclasses.replace(scene, indices=indices)


def _loss_target(calculator: Calculator, output_shape: Shape) -> NDArray[Any] | None:
    """Return what the output is compared with where a backward pass begins at a loss.

    Raises:
        ConvVizError: As `check_beginning`; NOT_WHOLE, TARGET_OUTSIDE_CLASSES, NOT_A_SHARE.
    """
    loss = calculator.loss
    if loss is None:
        return None
    shape = loss_shape(calculator.layer, output_shape)
    check_beginning(loss, calculator.layer, output_shape)
    form = target_form(loss, calculator.layer, output_shape)
    numbers = float32_numbers.of(calculator.recipe_of(LOSS_TARGET), form.shape)
    target: NDArray[Any] = numbers_of_form(numbers, LOSS_TARGET, form)
    loss_output(loss, np.zeros(shape), {"target": target}, calculator.mode)  # it refuses numbers
    return target


def _indices(layer: Any, plain_input: NDArray[np.float64], seed: int) -> NDArray[np.int64]:  # noqa: ANN401 - a max pooling
    if layer.cell_reduction is Reduction.RANDOM_WINDOWS:
        return random_indices(layer, plain_input, seed)
    return winner_indices(layer, plain_input)


def _beside(
    layer: Any,  # noqa: ANN401 - a PointwiseLayer where it matters
    plain_input: NDArray[np.float64],
    weights: dict[str, NDArray[np.float64]],
    mode: Mode,
) -> NDArray[np.float64] | None:
    """Return what stands beside the input's numbers, as a volume."""
    if layer.cell_reduction is not Reduction.POINTWISE:
        return None
    beside = numbers_beside(layer, plain_input, weights, mode)
    if beside is None:
        return None
    shape = beside.shape
    return beside.reshape(volume_shape((1, *shape) if layer.draws_matrix(shape) else shape))


def _with_pooled(scene: Scene, pooling: MaxPoolingLayer) -> Scene:
    """Return the scene of an unpooling with what it is given: the maxima and their indices."""
    pooled = layer_output(pooling, scene.plain_input, {})
    volume = volume_shape(pooled.shape)
    indices = winner_indices(pooling, scene.plain_input).reshape(volume)
    return dataclasses.replace(scene, pooled=pooled.reshape(volume), indices=indices)


def output_without_padding(scene: Scene) -> NDArray[np.float64] | None:
    """Return the output as it is if padding is left out; None unless that can matter.

    A zero of the padding times an infinite weight is NaN; some of torch's kernels never read it.
    """
    is_finite = scene.weight is None or bool(np.isfinite(scene.weight).all())
    if is_finite or scene.output is None or not scene.layer.slides:
        return None
    return layer_output(scene.layer, scene.plain_input, scene.plain_weights, skips_padding=True)


def calculator_weights(calculator: Calculator) -> dict[str, NDArray[np.float64]]:
    """Return what the layer computes with beside its input, by torch's names.

    Raises:
        ShapeError: NOT_WHOLE: a tensor of integers that holds others.
    """
    return {
        name: numbers_of_form(
            float32_numbers.of(calculator.recipe_of(name), shape, CHANNEL_AXES.get(name, 1)),
            name,
            calculator.form_of(name),
        )
        for name, shape in calculator.tensor_shapes().items()
    }


def _drawn_kernel(layer: Layer, weight: NDArray[np.float64] | None) -> NDArray[np.float64] | None:
    """Return a kernel with three spatial axes: none of what has no windows."""
    if weight is None or layer.cell_reduction.reads_blocks:
        return None
    return weight.reshape(*weight.shape[:2], *volume_shape(weight.shape[1:])[1:])
