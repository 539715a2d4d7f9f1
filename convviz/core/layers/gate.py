"""Gates: half of the numbers say how much of the other half passes.

Source: torch.nn, "Non-linear Activations (weighted sum, nonlinearity)".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from convviz.core.axis_windows import AxisSettings, AxisWindows, sliding_windows
from convviz.core.errors import ErrorCode, ShapeError
from convviz.core.explaining.explanations import ExplanationCode, explain
from convviz.core.formulas.rule_latex import equation_latex
from convviz.core.layers.activation_layer import ActivationLayer
from convviz.core.layers.base import (
    ANY_INTEGER,
    Cells,
    ParameterKind,
    Shape,
    parameter,
    register,
    wrap_dimension,
)
from convviz.core.layers.cells import every_cell
from convviz.core.layers.reductions import Reduction
from convviz.core.layers.tensors import is_matrix, tensor_axes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Self

    from convviz.core.explaining.explanations import Explanation
    from convviz.core.layers.tensor_forms import Forms

_MOST_DIMENSIONS = 4
"""Of an input that is shown: a vector, or channels with one to three spatial axes."""

_LINES = ("y = a·\u03c3(b)", "\u03c3(b) = 1 / (1 + e^(−b))")
"""In letters: the number that passes, and the one of the second half that is its gate."""


@register
@dataclass(frozen=True)
class GLU(ActivationLayer):
    """The first half of a dimension times the sigmoid of the second: a gate."""

    cell_reduction: ClassVar[Reduction] = Reduction.GATES
    takes_any_rank: ClassVar[bool] = True

    dim: int = parameter(ParameterKind.INTEGER, -1, minimum=ANY_INTEGER, positional=True)

    def picture_dimensions(self) -> tuple[int, ...]:
        """Return those of a vector, and of channels with one, two or three spatial axes."""
        return tuple(range(1, _MOST_DIMENSIONS + 1))

    def rule(
        self,
        forms: Forms,  # noqa: ARG002 - it takes none
        input_shape: Shape,  # noqa: ARG002 - of any shape it is the same
        *,
        training: bool = True,  # noqa: ARG002 - it makes no difference
    ) -> tuple[str, ...]:
        """Return what passes a gate, and the slopes of both halves."""
        return tuple(map(equation_latex, _LINES))

    def axis_count(self, input_shape: Shape) -> int:
        """Return the dimensions that a channel has; a matrix has no channels."""
        return tensor_axes(input_shape)

    def draws_matrix(self, output_shape: Shape) -> bool:
        """Return whether it has rows and columns alone."""
        return is_matrix(output_shape)

    def axis_windows(self, spatial: Shape) -> tuple[AxisWindows, ...]:
        """Return windows of one cell along each axis: nothing moves."""
        return tuple(sliding_windows(AxisSettings(size, 1, 1, 0, 0, 1, size)) for size in spatial)

    def readings_a_step(self, input_shape: Shape) -> int:  # noqa: ARG002 - always these two
        """Return a number and its gate."""
        return 2

    def fitted_to(self, picture: Shape) -> tuple[Self, Shape]:
        """Return the picture with an even size along the dimension."""
        layer = self if -len(picture) <= self.dim < len(picture) else self.replace(dim=-1)
        place = layer.dim % len(picture)
        even = picture[place] + picture[place] % 2
        return layer, (*picture[:place], even, *picture[place + 1 :])

    def without_batch(self, shape: Shape) -> Self | None:
        """Return it with dim counted from behind the batch; None where dim is the batch."""
        if self.dim < 0:
            return self if self.dim >= -len(shape) else None
        return self.replace(dim=self.dim - 1) if self.dim else None

    def with_batch(self) -> Self:
        """Return it with dim counted from the batch on."""
        return self if self.dim < 0 else self.replace(dim=self.dim + 1)

    def notes_on_numbers(self, shape: Shape) -> Iterator[Explanation]:
        """Yield which numbers are gates.

        Args:
            shape: Of the input, without a batch.
        """
        if all(shape):
            dimension = self.dim % len(shape)
            half = shape[dimension] // 2
            yield explain(ExplanationCode.SECOND_HALF_GATES, dimension=dimension, half=half)

    def batch_parameter(self, rank: int) -> str:
        """Return dim where half of the batch is the gate of the other half."""
        return "dim" if self.dim % rank == 0 else ""

    def output_shape(self, input_shape: Shape) -> Shape:
        """Return the shape with the dimension halved.

        Raises:
            ShapeError: WRONG_RANK for a scalar; DIMENSION_OUT_OF_RANGE, ODD_DIMENSION.
        """
        if not input_shape:
            raise self.wrong_rank(input_shape, (1, 5))
        place = wrap_dimension("dim", self.dim, input_shape)
        half, is_odd = divmod(input_shape[place], 2)
        if is_odd:
            code, size = ErrorCode.ODD_DIMENSION, input_shape[place]
            raise ShapeError(code, dim=self.dim, size=size)
        return (*input_shape[:place], half, *input_shape[place + 1 :])

    def cells_read(
        self,
        shape: Shape,
        cells: Cells,
        *,
        training: bool = False,  # noqa: ARG002 - the same in training
    ) -> tuple[Cells, ...]:
        """Return the same place in both halves."""
        place = wrap_dimension("dim", self.dim, (1, *shape)) - 1
        if place < 0:
            return (every_cell(shape),)
        half = shape[place] // 2
        both = cells[place] | frozenset(at + half for at in cells[place])
        return ((*cells[:place], both, *cells[place + 1 :]),)
