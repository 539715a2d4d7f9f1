"""Activations that read more than one cell: the softmaxes, and the gate.

Source: torch.nn, "Non-linear Activations (other)".
"""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from convviz.core.axis_windows import AxisWindows, single_windows
from convviz.core.explaining.explanations import ExplanationCode, explain
from convviz.core.layers.activation_layer import ActivationLayer
from convviz.core.layers.base import (
    ANY_INTEGER,
    Cells,
    Gives,
    Kept,
    ParameterKind,
    Shape,
    parameter,
    register,
    wrap_dimension,
)
from convviz.core.layers.kept import ITS_OUTPUT
from convviz.core.layers.reductions import Reduction
from convviz.core.layers.tensors import is_matrix, tensor_axes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convviz.core.explaining.explanations import Explanation
    from convviz.core.layers.tensor_forms import Forms


_MOST_DIMENSIONS = 4
"""Of an input that is shown: a vector, or channels with one to three spatial axes."""


@dataclass(frozen=True)
class SharingLayer(ActivationLayer):
    """Each number becomes its share of all along a dimension, after exp.

    Attributes:
        exponent_sign: -1 where the smallest number has the largest share.
        gives_logarithm: Whether the logarithm of the share is what it gives.
    """

    cell_reduction: ClassVar[Reduction] = Reduction.SHARES
    exponent_sign: ClassVar[int] = 1
    gives_logarithm: ClassVar[bool] = False

    @abstractmethod
    def chosen_dimension(self, rank: int) -> int:
        """Return the dimension along which the shares add up to 1, from 0 on.

        Args:
            rank: Dimensions of the input as torch gets it.
        """

    def rule(
        self,
        forms: Forms,  # noqa: ARG002 - it takes none
        input_shape: Shape,  # noqa: ARG002 - of any shape it is the same
        *,
        training: bool = True,  # noqa: ARG002 - it makes no difference
    ) -> tuple[str, ...]:
        """Return a share, and how it follows each of the numbers."""
        sign = "-" if self.exponent_sign < 0 else ""
        total = rf"\sum_{{j}} e^{{{sign}x_{{j}}}}"
        if self.gives_logarithm:
            return (
                rf"y_{{c}} = x_{{c}} - \log {total}",
                r"\frac{\partial y_{c}}{\partial x_{j}} = [c = j] - e^{y_{j}}",
            )
        slope = rf"{sign}y_{{c}} \cdot ([c = j] - y_{{j}})"
        return (
            rf"y_{{c}} = \frac{{e^{{{sign}x_{{c}}}}}}{{{total}}}",
            rf"\frac{{\partial y_{{c}}}}{{\partial x_{{j}}}} = {slope}",
        )

    def axis_windows(self, spatial: Shape) -> tuple[AxisWindows, ...]:
        """Return windows of one cell along each axis: nothing moves."""
        return single_windows(spatial)

    def axis_count(self, input_shape: Shape) -> int:
        """Return the dimensions that a channel has; a matrix has no channels."""
        return tensor_axes(input_shape)

    def draws_matrix(self, output_shape: Shape) -> bool:
        """Return whether it has rows and columns alone."""
        return is_matrix(output_shape)

    def readings_a_step(self, input_shape: Shape) -> int:
        """Return how many cells share."""
        return input_shape[self.chosen_dimension(len(input_shape))]


@dataclass(frozen=True)
class _SoftmaxLayer(SharingLayer):
    """Softmax along a dimension; without one torch chooses (and warns)."""

    gives: ClassVar[Gives] = Gives.SHARES
    keeps: ClassVar[Kept] = ITS_OUTPUT
    takes_any_rank: ClassVar[bool] = True

    dim: int | None = parameter(
        ParameterKind.OPTIONAL_INTEGER, None, minimum=ANY_INTEGER, positional=True, first=-1
    )

    def output_shape(self, input_shape: Shape) -> Shape:
        """Return the input's shape.

        Raises:
            ShapeError: DIMENSION_OUT_OF_RANGE.
        """
        if self.dim is not None:
            wrap_dimension("dim", self.dim, input_shape)
        return input_shape

    def chosen_dimension(self, rank: int) -> int:
        """Return the dimension that is normalised; without one torch's own choice.

        Args:
            rank: Dimensions of the input, with the batch.

        Source:
            torch.nn.functional.softmax (``_get_softmax_dim``).
        """
        if self.dim is not None:
            return self.dim % rank if rank else 0
        return 0 if rank in {0, 1, 3} else 1

    def picture_dimensions(self) -> tuple[int, ...]:
        """Return those of a vector, and of channels with one, two or three spatial axes."""
        return tuple(range(1, _MOST_DIMENSIONS + 1))

    def notes_in_sequence(
        self,
        shape: Shape,
        *,
        batched: bool,  # noqa: ARG002 - torch counts all dimensions
        is_last: bool,  # noqa: ARG002 - the same at the end
    ) -> Iterator[Explanation]:
        """Yield which dimension torch chooses."""
        name = self.type_name()
        if self.dim is None:
            chosen = self.chosen_dimension(len(shape))
            yield explain(ExplanationCode.SOFTMAX_WITHOUT_DIMENSION, layer=name, chosen=chosen)

    def without_batch(self, shape: Shape) -> Self | None:
        """Return it with dim counted from behind the batch; None where dim is the batch."""
        place = self.chosen_dimension(len(shape) + 1) - 1
        if place < 0:
            return None
        counts_alike = self.dim is None or self.dim < 0
        if counts_alike and place == self.chosen_dimension(len(shape)):
            return self
        return self.replace(dim=place)

    def with_batch(self) -> Self:
        """Return it with dim counted from the batch on."""
        return self if self.dim is None or self.dim < 0 else self.replace(dim=self.dim + 1)

    def batch_parameter(self, rank: int) -> str:
        """Return dim where it is that of the batch."""
        return "dim" if rank > 1 and self.chosen_dimension(rank) == 0 else ""

    def cells_read(
        self,
        shape: Shape,
        cells: Cells,
        *,
        training: bool = False,  # noqa: ARG002 - the same in training
    ) -> tuple[Cells, ...]:
        """Return all cells along the dimension that is normalised, be it not the batch.

        Of a single cell the result is always the same number: it depends on nothing.
        """
        dimension = self.chosen_dimension(len(shape) + 1) - 1
        if dimension < 0:
            return (cells,)
        if shape[dimension] == 1:
            return ()
        whole = frozenset(range(shape[dimension]))
        return ((*cells[:dimension], whole, *cells[dimension + 1 :]),)


@register
@dataclass(frozen=True)
class Softmax(_SoftmaxLayer):
    """exp(x) / sum of exp(x)."""


@register
@dataclass(frozen=True)
class LogSoftmax(_SoftmaxLayer):
    """The logarithm of Softmax."""

    gives: ClassVar[Gives] = Gives.LOGARITHMS_OF_SHARES
    gives_logarithm: ClassVar[bool] = True


@register
@dataclass(frozen=True)
class Softmin(_SoftmaxLayer):
    """exp(-x) / sum of exp(-x)."""

    exponent_sign: ClassVar[int] = -1


@register
class Softmax2d(SharingLayer):
    """Softmax over the channels, at each place of a picture."""

    gives: ClassVar[Gives] = Gives.SHARES
    keeps: ClassVar[Kept] = ITS_OUTPUT

    def unbatched_dimensions(self) -> int:
        """Return those of a picture."""
        return 3

    def chosen_dimension(self, rank: int) -> int:
        """Return that of the channels."""
        return rank - self.unbatched_dimensions()

    def output_shape(self, input_shape: Shape) -> Shape:
        """Return the input's shape.

        Raises:
            ShapeError: WRONG_RANK.
        """
        if len(input_shape) not in (3, 4):
            raise self.wrong_rank(input_shape, (3, 4))
        return input_shape

    def cells_read(
        self,
        shape: Shape,
        cells: Cells,
        *,
        training: bool = False,  # noqa: ARG002 - the same in training
    ) -> tuple[Cells, ...]:
        """Return the same places in all channels; of a single channel it is always 1."""
        return ((frozenset(range(shape[0])), *cells[1:]),) if shape[0] > 1 else ()
