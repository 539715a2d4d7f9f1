"""Instance normalisation: each channel of each picture by itself.

Source: torch.nn.InstanceNorm2d; torch.nn.functional.instance_norm for the refusal of one value.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar, Self

from convviz.core.errors import ErrorCode, ShapeError
from convviz.core.layers.base import (
    Follows,
    Kept,
    LayerFamily,
    ParameterKind,
    Shape,
    parameter,
    register,
)
from convviz.core.layers.norm import RunningNormLayer
from convviz.core.layers.normalising import JointCells
from convviz.core.layers.spatial import SpatialLayer


@dataclass(frozen=True)
class InstanceNormLayer(RunningNormLayer, SpatialLayer):
    """Each channel of each picture to mean 0 and variance 1; scale and shift if asked for."""

    family: ClassVar[LayerFamily] = LayerFamily.NORMALISATION

    num_features: int = parameter(
        ParameterKind.INTEGER, minimum=1, positional=True, follows=Follows.CHANNELS
    )
    eps: float = parameter(ParameterKind.NUMBER, 1e-5)
    momentum: float | None = parameter(ParameterKind.OPTIONAL_NUMBER, 0.1)
    affine: bool = parameter(ParameterKind.FLAG, default=False)
    track_running_stats: bool = parameter(ParameterKind.FLAG, default=False)
    bias: bool = parameter(ParameterKind.FLAG, default=True, keyword_only=True, since="2.13")

    def joint_cells(self, shape: Shape) -> JointCells:
        """Return those of a channel of a picture."""
        return JointCells(shape, tuple(range(len(shape) - self.rank, len(shape))))

    def weight_dimensions(self, rank: int) -> tuple[int, ...]:
        """Return that of the channels."""
        return (rank - self.rank - 1,)

    def update_factor(self, batches: int) -> float:  # noqa: ARG002 - torch counts none here
        """Return momentum; without one torch changes nothing."""
        return 0.0 if self.momentum is None else self.momentum

    def fitted_to(self, picture: Shape) -> tuple[Self, Shape]:
        """Return it for the picture's channels."""
        return self.replace(num_features=picture[0]), picture

    def accepts_empty(self, input_shape: Shape) -> bool:
        """Return whether only the batch is empty, and no scale is learned of its first picture."""
        return super().accepts_empty(input_shape) and not self.affine

    def kept_for_backward(self, input_shape: Shape, output_shape: Shape) -> Kept:  # noqa: ARG002 - they are the same
        """Return its input, and numbers of each channel of each picture.

        These are the mean and the deviation, and copies of the scale and of the running numbers,
        for torch lays the pictures side by side as so many channels.
        """
        copies = (1 if self.affine else 0) + (2 if self.track_running_stats else 0)
        channels = math.prod(input_shape[: -self.rank])
        return Kept(input=True, beside=(2 + copies) * channels)

    def output_shape(self, input_shape: Shape) -> Shape:
        """Return the input's shape, as in training.

        Raises:
            ShapeError: WRONG_RANK, CHANNELS_DIFFER, ONE_VALUE_PER_CHANNEL.
        """
        shape = self._checked(input_shape)
        if math.prod(self.spatial(shape)) == 1:
            raise ShapeError(ErrorCode.ONE_VALUE_PER_MEAN, shape=input_shape)
        return shape

    def evaluated_shape(self, input_shape: Shape) -> Shape:
        """Return the input's shape: the kept mean is there for a single value, too.

        Raises:
            ShapeError: WRONG_RANK, CHANNELS_DIFFER; ONE_VALUE_PER_MEAN where nothing is kept.
        """
        return (
            self._checked(input_shape)
            if self.track_running_stats
            else self.output_shape(input_shape)
        )

    def _checked(self, input_shape: Shape) -> Shape:
        self.spatial(input_shape)  # refuses another number of dimensions
        channels = input_shape[-self.rank - 1]
        # Without numbers a channel torch only warns that num_features is another.
        if channels != self.num_features and (self.affine or self.track_running_stats):
            code, name = ErrorCode.CHANNELS_DIFFER, "num_features"
            raise ShapeError(code, parameter=name, expected=self.num_features, found=channels)
        return input_shape


@register
class InstanceNorm1d(InstanceNormLayer):
    """Instance normalisation of channels along one axis."""

    rank: ClassVar[int] = 1


@register
class InstanceNorm2d(InstanceNormLayer):
    """Instance normalisation of planes."""

    rank: ClassVar[int] = 2


@register
class InstanceNorm3d(InstanceNormLayer):
    """Instance normalisation of volumes."""

    rank: ClassVar[int] = 3
