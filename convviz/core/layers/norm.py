"""Batch normalisation, in one, two and three dimensions.

Source: torch.nn.BatchNorm2d; torch.nn.functional.batch_norm for the refusal of one value.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

from convviz.core.errors import ErrorCode, ParameterError, ShapeError
from convviz.core.layers.base import (
    Cells,
    Follows,
    Kept,
    Layer,
    LayerFamily,
    Linearity,
    ParameterKind,
    Shape,
    parameter,
    register,
)
from convviz.core.layers.cells import every_cell


def scale_and_shift(shape: Shape, *, affine: bool, bias: bool) -> dict[str, Shape]:
    """Return the shapes of a normalisation's trained tensors: a weight, and a bias beside it."""
    if not affine:
        return {}
    return {"weight": shape, **({"bias": shape} if bias else {})}


def running_statistics(channels: int) -> dict[str, Shape]:
    """Return the shapes of a running mean and variance, and of the count of batches."""
    shape = (channels,)
    return {"running_mean": shape, "running_var": shape, "num_batches_tracked": ()}


class RunningNormLayer(Layer):
    """A normalisation of channels that may keep a running mean and variance."""

    takes_mean_of_channels: ClassVar[bool] = True

    num_features: int
    affine: bool
    track_running_stats: bool
    bias: bool

    def linear_kind(self) -> Linearity:
        """Return that it bends where it takes the mean of its own input."""
        return Linearity.KEEPS if self.track_running_stats else Linearity.BENDS

    def cells_read(
        self, shape: Shape, cells: Cells, *, training: bool = False
    ) -> tuple[Cells, ...]:
        """Return all cells of the channels while their own mean is taken; else the same cells."""
        if training or not self.track_running_stats:
            return ((cells[0], *every_cell(shape[1:])),)
        return (cells,)

    def reading_key(self) -> object:
        """Return whether the kept mean is taken."""
        return self.track_running_stats

    def weight_shapes(self) -> dict[str, Shape]:
        """Return weight and bias (num_features), unless affine or bias is off."""
        return scale_and_shift((self.num_features,), affine=self.affine, bias=self.bias)

    def buffer_shapes(self) -> dict[str, Shape]:
        """Return the running mean and variance, and the number of batches that made them."""
        return running_statistics(self.num_features) if self.track_running_stats else {}


@dataclass(frozen=True)
class BatchNormLayer(RunningNormLayer):
    """Each channel to mean 0 and variance 1 over the batch, then a learned scale and shift.

    Attributes:
        ranks: Admitted numbers of dimensions, with the batch.
    """

    family: ClassVar[LayerFamily] = LayerFamily.NORMALISATION
    linearity: ClassVar[Linearity] = Linearity.KEEPS
    needs_batch: ClassVar[bool] = True
    mixes_pictures: ClassVar[bool] = True
    ranks: ClassVar[tuple[int, ...]]

    num_features: int = parameter(
        ParameterKind.INTEGER, minimum=1, positional=True, follows=Follows.CHANNELS
    )
    eps: float = parameter(ParameterKind.NUMBER, 1e-5)
    momentum: float | None = parameter(ParameterKind.OPTIONAL_NUMBER, 0.1)
    affine: bool = parameter(ParameterKind.FLAG, default=True)
    track_running_stats: bool = parameter(ParameterKind.FLAG, default=True)
    bias: bool = parameter(ParameterKind.FLAG, default=True, keyword_only=True, since="2.13")

    def check(self) -> None:
        """Refuse what torch refuses whatever the input: an eps of zero or below.

        Raises:
            ParameterError: NOT_ABOVE_ZERO.
        """
        super().check()
        if self.eps <= 0:
            raise ParameterError(ErrorCode.NOT_ABOVE_ZERO, parameter="eps", value=self.eps)

    def kept_for_backward(self, input_shape: Shape, output_shape: Shape) -> Kept:  # noqa: ARG002 - they are the same
        """Return its input, and the mean and the deviation of each channel."""
        return Kept(input=True, beside=2 * input_shape[1])

    def output_shape(self, input_shape: Shape) -> Shape:
        """Return the input's shape, as in training.

        Raises:
            ShapeError: WRONG_RANK, CHANNELS_DIFFER, ONE_VALUE_PER_CHANNEL.
        """
        if len(input_shape) not in self.ranks:
            raise self.wrong_rank(input_shape, self.ranks)
        if input_shape[0] * math.prod(input_shape[2:]) == 1:
            raise ShapeError(ErrorCode.ONE_VALUE_PER_CHANNEL, shape=input_shape)
        has_numbers_a_channel = self.affine or self.track_running_stats
        if has_numbers_a_channel and input_shape[1] != self.num_features:
            raise ShapeError(
                ErrorCode.CHANNELS_DIFFER,
                parameter="num_features",
                expected=self.num_features,
                found=input_shape[1],
            )
        return input_shape


@register
@dataclass(frozen=True)
class BatchNorm1d(BatchNormLayer):
    """Batch normalisation of features, or of channels along one axis."""

    ranks: ClassVar[tuple[int, ...]] = (2, 3)


@register
@dataclass(frozen=True)
class BatchNorm2d(BatchNormLayer):
    """Batch normalisation of planes."""

    ranks: ClassVar[tuple[int, ...]] = (4,)


@register
@dataclass(frozen=True)
class BatchNorm3d(BatchNormLayer):
    """Batch normalisation of volumes."""

    ranks: ClassVar[tuple[int, ...]] = (5,)
