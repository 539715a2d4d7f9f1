"""Layers that only change or keep the shape.

Source: torch.nn.Flatten, torch.nn.Identity.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

from convviz.core.errors import ErrorCode, ShapeError
from convviz.core.layers.base import (
    ANY_INTEGER,
    Layer,
    LayerFamily,
    ParameterKind,
    Shape,
    parameter,
    register,
    wrap_dimension,
)


@register
@dataclass(frozen=True)
class Flatten(Layer):
    """Join the dimensions from start_dim to end_dim, which may be negative, into one."""

    family: ClassVar[LayerFamily] = LayerFamily.SHAPE

    start_dim: int = parameter(ParameterKind.INTEGER, 1, minimum=ANY_INTEGER)
    end_dim: int = parameter(ParameterKind.INTEGER, -1, minimum=ANY_INTEGER)

    def output_shape(self, input_shape: Shape) -> Shape:
        """Return the shape with the dimensions joined.

        Raises:
            ShapeError: DIMENSION_OUT_OF_RANGE, START_AFTER_END.
        """
        start = wrap_dimension("start_dim", self.start_dim, input_shape)
        end = wrap_dimension("end_dim", self.end_dim, input_shape)
        if start > end:
            raise ShapeError(
                ErrorCode.START_AFTER_END, start_dim=self.start_dim, end_dim=self.end_dim
            )
        return (
            *input_shape[:start],
            math.prod(input_shape[start : end + 1]),
            *input_shape[end + 1 :],
        )


@register
@dataclass(frozen=True)
class Identity(Layer):
    """Nothing happens."""

    family: ClassVar[LayerFamily] = LayerFamily.SHAPE

    def output_shape(self, input_shape: Shape) -> Shape:
        """Return the input's shape."""
        return input_shape
