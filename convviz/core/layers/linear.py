"""The fully connected layer.

Source: torch.nn.Linear.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final, Self

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
from convviz.core.layers.reductions import Reduction
from convviz.core.layers.tensors import MOST_TENSOR_DIMENSIONS, is_matrix, tensor_axes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convviz.core.explaining.explanations import Explanation
    from convviz.core.layers.cells import Cells
    from convviz.core.layers.tensor_forms import Forms


_FEW_OUTPUTS: Final = 3
"""Of a layer that is looked at: with one, the weight is a single row."""


@register
@dataclass(frozen=True)
class Linear(Layer):
    """Every output is a weighted sum of all features in the last dimension, plus a bias."""

    family: ClassVar[LayerFamily] = LayerFamily.LINEAR
    linearity: ClassVar[Linearity] = Linearity.MAP
    cell_reduction: ClassVar[Reduction] = Reduction.FEATURES
    takes_any_rank: ClassVar[bool] = True

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

    def rule(
        self,
        forms: Forms,  # noqa: ARG002 - it takes none
        input_shape: Shape,  # noqa: ARG002 - of any shape it is the same
        *,
        training: bool = True,  # noqa: ARG002 - it makes no difference
    ) -> tuple[str, ...]:
        """Return the weighted sum of an output."""
        whole, own = (" + b", " + b_{j}") if self.bias else ("", "")
        return (
            rf"y = x \cdot W^{{T}}{whole}",
            rf"y_{{j}} = \sum_{{i}} x_{{i}} \cdot W_{{ji}}{own}",
        )

    def rule_letters(self) -> dict[str, str]:
        """Return what is learned."""
        return {"W": "weight", "b": "bias"}

    def picture_dimensions(self) -> tuple[int, ...]:
        """Return those of a vector, of rows, and of rows in one or two further dimensions."""
        return tuple(range(1, MOST_TENSOR_DIMENSIONS + 1))

    def axis_count(self, input_shape: Shape) -> int:
        """Return the dimensions that a channel has; rows of features have no channels."""
        return tensor_axes(input_shape)

    def draws_matrix(self, output_shape: Shape) -> bool:
        """Return whether there are rows alone."""
        return is_matrix(output_shape)

    def readings_a_step(self, input_shape: Shape) -> int:  # noqa: ARG002 - the parameters say it
        """Return the features."""
        return self.in_features

    def fitted_to(self, picture: Shape) -> tuple[Self, Shape]:
        """Return it for the numbers of one row of the picture, with a few outputs."""
        outputs = max(self.out_features, _FEW_OUTPUTS)
        return self.replace(in_features=picture[-1], out_features=outputs), picture[-1:]

    def input_asked(self, before: Shape) -> Shape | None:
        """Return a vector; rows of as many numbers, where there were rows before."""
        if self.in_features < 1:
            return None
        return (*before[:-1], self.in_features) if is_matrix(before) else (self.in_features,)

    def features_asked(self) -> str:
        """Return the name of the parameter that the last dimension has to agree with."""
        return "in_features"

    def settings_of_weight(self, shape: Shape) -> dict[str, int | tuple[int, ...]]:
        """Return the features with which the weight has a shape."""
        return {"out_features": shape[0], "in_features": shape[1]}

    def notes_on_backward(
        self,
        shape: Shape,
        output_shape: Shape,  # noqa: ARG002 - it makes no difference
        *,
        training: bool,  # noqa: ARG002 - it makes no difference
    ) -> Iterator[Explanation]:
        """Yield of which product its weight's gradient is."""
        rows = math.prod(shape[:-1])
        code = ExplanationCode.BACKWARD_OF_MATRIX
        yield explain(code, outputs=self.out_features, inputs=self.in_features, rows=rows)
        yield explain(ExplanationCode.BACKWARD_NEEDS_INPUT, numbers=math.prod(shape))

    def weight_shapes(self) -> dict[str, Shape]:
        """Return weight (out_features, in_features) and bias (out_features)."""
        weight = (self.out_features, self.in_features)
        return {"weight": weight, **({"bias": (self.out_features,)} if self.bias else {})}

    def mult_add_factors(
        self, input_shape: Shape, output_shape: Shape | None = None
    ) -> tuple[Shape, ...]:
        """Return one multiply-add an output cell and feature."""
        output = self.output_shape(input_shape) if output_shape is None else output_shape
        return output, (self.in_features,)

    def cells_read(
        self,
        shape: Shape,
        cells: Cells,
        *,
        training: bool = False,  # noqa: ARG002 - the same in training
    ) -> tuple[Cells, ...]:
        """Return all features of the last dimension, at the same place along the others."""
        return ((*cells[:-1], frozenset(range(shape[-1]))),)
