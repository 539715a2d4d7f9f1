"""Instance normalisation: each channel of each picture by itself.

Source: torch.nn.InstanceNorm2d; torch.nn.functional.instance_norm for the refusal of one value.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

from convviz.core.errors import ErrorCode, ShapeError
from convviz.core.layers.base import (
    Cells,
    Follows,
    LayerFamily,
    Linearity,
    ParameterKind,
    Shape,
    SpatialLayer,
    parameter,
    register,
)
from convviz.core.layers.cells import every_cell
from convviz.core.layers.norm import running_statistics, scale_and_shift


@dataclass(frozen=True)
class InstanceNormLayer(SpatialLayer):
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

    def accepts_empty(self, input_shape: Shape) -> bool:
        """Return whether only the batch is empty, and no scale is learned of its first picture."""
        return super().accepts_empty(input_shape) and not self.affine

    def output_shape(self, input_shape: Shape) -> Shape:
        """Return the input's shape, as in training.

        Raises:
            ShapeError: WRONG_RANK, CHANNELS_DIFFER, ONE_VALUE_PER_CHANNEL.
        """
        spatial = self.spatial(input_shape)
        found = input_shape[-self.rank - 1]
        # Without numbers a channel torch only warns that num_features is another.
        if found != self.num_features and (self.affine or self.track_running_stats):
            code, name = ErrorCode.CHANNELS_DIFFER, "num_features"
            raise ShapeError(code, parameter=name, expected=self.num_features, found=found)
        if math.prod(spatial) == 1:
            raise ShapeError(ErrorCode.ONE_VALUE_PER_MEAN, shape=input_shape)
        return input_shape

    def linear_kind(self) -> Linearity:
        """Return that it bends where it takes the mean of its own input."""
        return Linearity.KEEPS if self.track_running_stats else Linearity.BENDS

    def cells_read(
        self, shape: Shape, cells: Cells, *, training: bool = False
    ) -> tuple[Cells, ...]:
        """Return all cells of the channels, whose own mean is taken unless a running one is."""
        if training or not self.track_running_stats:
            return ((cells[0], *every_cell(shape[1:])),)
        return (cells,)

    def weight_shapes(self) -> dict[str, Shape]:
        """Return weight and bias (num_features) with affine; without it none."""
        return scale_and_shift((self.num_features,), affine=self.affine, bias=self.bias)

    def buffer_shapes(self) -> dict[str, Shape]:
        """Return the running mean and variance, and the number of batches that made them."""
        return running_statistics(self.num_features) if self.track_running_stats else {}


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
