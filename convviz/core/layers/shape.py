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
    Cells,
    CellwiseLayer,
    Layer,
    LayerFamily,
    Linearity,
    ParameterKind,
    Shape,
    parameter,
    register,
    wrap_dimension,
)
from convviz.core.layers.cells import blocks_of, every_cell, unravelled


@register
@dataclass(frozen=True)
class Flatten(Layer):
    """Join the dimensions from start_dim to end_dim, which may be negative, into one."""

    family: ClassVar[LayerFamily] = LayerFamily.SHAPE
    linearity: ClassVar[Linearity] = Linearity.KEEPS

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

    def cells_read(
        self,
        shape: Shape,
        cells: Cells,
        *,
        training: bool = False,  # noqa: ARG002 - the same in training
    ) -> tuple[Cells, ...]:
        """Return the same cells where they stood before the dimensions were joined."""
        batched = (1, *shape)
        start = wrap_dimension("start_dim", self.start_dim, batched) - 1
        end = wrap_dimension("end_dim", self.end_dim, batched) - 1
        if start < 0:
            return (cells,) if end < 0 else (every_cell(shape),)
        joined = shape[start : end + 1]
        places = cells[start]
        if len(places) == math.prod(joined):
            inner: tuple[Cells, ...] = (every_cell(joined),)
        else:
            inner = blocks_of(unravelled(at, joined) for at in places)
        return tuple((*cells[:start], *block, *cells[start + 1 :]) for block in inner)


@register
@dataclass(frozen=True)
class Identity(CellwiseLayer):
    """The input, unchanged."""

    family: ClassVar[LayerFamily] = LayerFamily.SHAPE
    linearity: ClassVar[Linearity] = Linearity.KEEPS

    def output_shape(self, input_shape: Shape) -> Shape:
        """Return the input's shape."""
        return input_shape
