"""Dropout: zeros at random while training, so the shape passes through.

Source: torch.nn.Dropout, torch.nn.Dropout2d.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from convviz.core.errors import ErrorCode, ParameterError, ShapeError
from convviz.core.layers.base import (
    CellwiseLayer,
    LayerFamily,
    Linearity,
    ParameterKind,
    Shape,
    parameter,
    register,
)


@dataclass(frozen=True)
class DropoutLayer(CellwiseLayer):
    """What the dropouts share: a probability."""

    family: ClassVar[LayerFamily] = LayerFamily.DROPOUT
    linearity: ClassVar[Linearity] = Linearity.KEEPS

    p: float = parameter(ParameterKind.NUMBER, 0.5, positional=True)
    inplace: bool = parameter(ParameterKind.FLAG, default=False)

    def check(self) -> None:
        """Refuse a probability outside [0, 1].

        Raises:
            ParameterError: OUT_OF_RANGE.
        """
        super().check()
        if not 0 <= self.p <= 1:
            raise ParameterError(
                ErrorCode.OUT_OF_RANGE, parameter="p", value=self.p, minimum=0, maximum=1
            )

    def output_shape(self, input_shape: Shape) -> Shape:
        """Return the input's shape."""
        return input_shape


@register
@dataclass(frozen=True)
class Dropout(DropoutLayer):
    """Zero each value with probability p; scale the rest by 1/(1-p)."""


@register
@dataclass(frozen=True)
class Dropout2d(DropoutLayer):
    """Zero each channel with probability p; scale the rest by 1/(1-p)."""

    def output_shape(self, input_shape: Shape) -> Shape:
        """Return the input's shape, which must have channels.

        Raises:
            ShapeError: WRONG_RANK.
        """
        if len(input_shape) < 2 and 0 < self.p < 1:  # noqa: PLR2004 - batch and channels
            raise ShapeError(
                ErrorCode.WRONG_RANK, layer=self.type_name(), shape=input_shape, expected=(3, 4)
            )
        return input_shape
