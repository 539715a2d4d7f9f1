"""What every activation is: the shape passes through, and of most each number by itself.

Source: torch.nn, "Non-linear Activations".
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

from convviz.core.layers.base import (
    Kept,
    Layer,
    LayerFamily,
    ParameterKind,
    Shape,
    parameter,
)
from convviz.core.layers.pointwise import PointwiseLayer


def inplace_parameter() -> bool:
    """Declare torch's `inplace`, which many activations have."""
    flag: bool = parameter(ParameterKind.FLAG, default=False)
    return flag


@dataclass(frozen=True)
class ActivationLayer(Layer):
    """An activation: the output has the input's shape.

    Attributes:
        copies_before: Whether its slope is that of the input, which torch therefore copies before
            it is overwritten. The others find the slope in the output.
        kept_beside: How many tensors of the input's size torch keeps for it alone.
    """

    family: ClassVar[LayerFamily] = LayerFamily.ACTIVATION
    copies_before: ClassVar[bool] = False
    kept_beside: ClassVar[int] = 0

    def output_shape(self, input_shape: Shape) -> Shape:
        """Return the input's shape."""
        return input_shape

    def kept_for_backward(self, input_shape: Shape, output_shape: Shape) -> Kept:  # noqa: ARG002 - they are the same
        """Return that it keeps its input, or its output, and what it makes of them."""
        size = math.prod(input_shape)
        if self.copies_before and self.overwrites_input():
            return Kept(beside=size)
        return self.keeps._replace(beside=self.kept_beside * size)


@dataclass(frozen=True)
class PointwiseActivation(ActivationLayer, PointwiseLayer):
    """An activation that is one function of one number, of which nothing is learned."""
