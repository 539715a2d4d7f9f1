"""The fully connected layer.

Source: torch.nn.Linear.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from convviz.core.errors import ErrorCode, ShapeError
from convviz.core.explaining.explanations import ExplanationCode, explain
from convviz.core.layers.base import (
    Follows,
    Layer,
    LayerFamily,
    Linearity,
    ParameterKind,
    Shape,
    parameter,
    register,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convviz.core.explaining.explanations import Explanation
    from convviz.core.layers.cells import Cells


@register
@dataclass(frozen=True)
class Linear(Layer):
    """Every output is a weighted sum of all features in the last dimension, plus a bias."""

    family: ClassVar[LayerFamily] = LayerFamily.LINEAR
    linearity: ClassVar[Linearity] = Linearity.MAP

    in_features: int = parameter(
        ParameterKind.INTEGER, minimum=1, positional=True, follows=Follows.FEATURES
    )
    out_features: int = parameter(ParameterKind.INTEGER, minimum=1, positional=True)
    bias: bool = parameter(ParameterKind.FLAG, default=True)

    def output_shape(self, input_shape: Shape) -> Shape:
        """Return the input's shape with out_features as its last dimension.

        Raises:
            ShapeError: WRONG_RANK for a scalar; FEATURES_DIFFER, with the features that a
                Flatten would give.
        """
        if not input_shape:
            raise self.wrong_rank(input_shape, (1, 2))
        features = input_shape[-1]
        if features != self.in_features:
            flattened = math.prod(input_shape[1:] if len(input_shape) > 1 else input_shape)
            raise ShapeError(
                ErrorCode.FEATURES_DIFFER,
                expected=self.in_features,
                found=features,
                flattened=flattened,
            )
        return (*input_shape[:-1], self.out_features)

    def notes_in_sequence(
        self,
        shape: Shape,
        *,
        batched: bool,
        is_last: bool,  # noqa: ARG002 - the same at the end
    ) -> Iterator[Explanation]:
        """Yield that it works along the last dimension alone, where it sees planes."""
        if batched and len(shape) > 2:  # noqa: PLR2004 - batch and features
            yield explain(
                ExplanationCode.LINEAR_WITHOUT_FLATTEN,
                shape=shape[1:],
                in_features=self.in_features,
                flattened=math.prod(shape[1:]),
            )

    def weight_shapes(self) -> dict[str, Shape]:
        """Return weight (out_features, in_features) and bias (out_features)."""
        weight = (self.out_features, self.in_features)
        return {"weight": weight, **({"bias": (self.out_features,)} if self.bias else {})}

    def mult_add_factors(self, input_shape: Shape) -> tuple[Shape, ...]:
        """Return one multiply-add an output cell and feature."""
        return self.output_shape(input_shape), (self.in_features,)

    def cells_read(
        self,
        shape: Shape,
        cells: Cells,
        *,
        training: bool = False,  # noqa: ARG002 - the same in training
    ) -> tuple[Cells, ...]:
        """Return all features of the last dimension, at the same place along the others."""
        return ((*cells[:-1], frozenset(range(shape[-1]))),)
