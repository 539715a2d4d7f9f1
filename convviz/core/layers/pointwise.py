"""Layers that are one function of one number: each output cell is made of the same cell alone."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Protocol

from convviz.core.axis_windows import AxisWindows, single_windows
from convviz.core.formulas.rule_latex import equation_latex
from convviz.core.layers.base import CellwiseLayer, Linearity, Shape
from convviz.core.layers.reductions import Reduction
from convviz.core.layers.tensors import is_matrix, tensor_axes

if TYPE_CHECKING:
    from convviz.core.layers.maths import Maths, Number
    from convviz.core.layers.tensor_forms import Forms

_MOST_DIMENSIONS = 4
"""Of an input that is shown: a vector, or channels with one to three spatial axes."""


class NumberTexts(Protocol):
    """How numbers stand in a line of a working."""

    def __call__(self, x: float) -> str:
        """Return a number by itself."""

    def factor(self, x: float) -> str:
        """Return a number as a factor or a summand: a negative one in brackets."""


@dataclass(frozen=True, slots=True)
class Draws:
    """What a layer draws by chance while it is trained: numbers that stand beside the input's.

    Attributes:
        shape: Of what is drawn, with the input's dimensions; along those of 1, all cells of the
            input share a number.
        chance: How likely a 1 is, where a 0 or a 1 is drawn.
        between: Where any number between two is drawn, these two.
        only_below_0: Whether nothing is drawn for a number over 0, beside which a 1 stands.
    """

    shape: Shape
    chance: float | None = None
    between: tuple[float, float] | None = None
    only_below_0: bool = False


class CellFunction(Protocol):
    """The function of one number, as it is at one cell."""

    def apply(self, x: Number, maths: Maths) -> Number:
        """Return what becomes of a number, or of each of an array."""

    def written(self, x: float, text: NumberTexts) -> str:
        """Return how the value of a number comes about, with the number in it."""


class PointwiseLayer(CellwiseLayer):
    """One function of one number, which the numbers, the working and the curve come from.

    In training a further number may stand beside each, such as one that is drawn by chance; what is
    done with both, ``apply_beside`` and ``written_beside`` say.

    Attributes:
        formula: The function and its slope in letters, line by line, as
            :func:`~convviz.core.formulas.rule_latex.equation_latex` reads them.
        tells_all: Whether :meth:`notes_on_numbers` says all that is worth knowing of its numbers.
        treats_channels_apart: Whether the first dimension of two is that of channels, and they
            differ.
    """

    formula: ClassVar[tuple[str, ...]] = ()
    tells_all: ClassVar[bool] = False
    treats_channels_apart: ClassVar[bool] = False
    cell_reduction: ClassVar[Reduction] = Reduction.POINTWISE
    linearity: ClassVar[Linearity] = Linearity.BENDS
    takes_any_rank: ClassVar[bool] = True

    @abstractmethod
    def apply(self, x: Number, maths: Maths) -> Number:
        """Return what becomes of a number, or of each of an array, as torch computes it.

        Args:
            x: What `maths` takes.
            maths: The functions that it is made of.
        """

    @abstractmethod
    def written(self, x: float, text: NumberTexts) -> str:
        """Return how the value of a number comes about, with the number in it.

        Args:
            x: The number.
            text: How numbers are written.
        """

    def formula_lines(self, *, training: bool) -> tuple[str, ...]:  # noqa: ARG002 - mostly the same
        """Return the function and its slope in letters, as in training or in evaluation."""
        return self.formula

    def rule(
        self,
        forms: Forms,  # noqa: ARG002 - it takes none
        input_shape: Shape,  # noqa: ARG002 - of any shape it is the same
        *,
        training: bool = True,
    ) -> tuple[str, ...]:
        """Return the function and its slope, as LaTeX."""
        return tuple(map(equation_latex, self.formula_lines(training=training)))

    def draws(self, shape: Shape) -> Draws | None:  # noqa: ARG002 - most draw nothing
        """Return what is drawn by chance in training; None for nothing.

        Args:
            shape: Of the input, without a batch.
        """
        return None

    def weight_place(self, cell: tuple[int, ...]) -> tuple[int, ...]:  # noqa: ARG002 - few have one
        """Return where the number of the weight stands that a cell has beside it.

        Args:
            cell: Place in the input, without a batch.
        """
        return (0,)

    def apply_beside(self, x: Number, beside: Number, maths: Maths) -> Number:  # noqa: ARG002 - as above
        """Return what becomes of a number beside which another one stands.

        Args:
            x: What `maths` takes.
            beside: The number that stands beside it, likewise.
            maths: The functions that it is made of.
        """
        return self.apply(x, maths)

    def written_beside(self, x: float, beside: float, text: NumberTexts) -> str:  # noqa: ARG002 - as above
        """Return how that comes about, with both numbers in it."""
        return self.written(x, text)

    def picture_dimensions(self) -> tuple[int, ...]:
        """Return those of a vector, and of channels with one, two or three spatial axes."""
        return tuple(range(1, _MOST_DIMENSIONS + 1))

    def axis_windows(self, spatial: Shape) -> tuple[AxisWindows, ...]:
        """Return windows of one cell along each axis."""
        return single_windows(spatial)

    def axis_count(self, input_shape: Shape) -> int:
        """Return the dimensions that a channel has; a matrix has no channels."""
        if self.treats_channels_apart:
            return max(1, len(input_shape) - 1)
        return tensor_axes(input_shape)

    def draws_matrix(self, output_shape: Shape) -> bool:
        """Return whether it has rows and columns alone."""
        return is_matrix(output_shape) and not self.treats_channels_apart


@dataclass(frozen=True, slots=True)
class FunctionBeside:
    """The function of a layer at a cell beside which a number stands.

    Attributes:
        layer: Whose function it is.
        beside: The number.
    """

    layer: PointwiseLayer
    beside: float

    def apply(self, x: Number, maths: Maths) -> Number:
        """Return what becomes of a number, or of each of an array."""
        return self.layer.apply_beside(x, self.beside, maths)

    def written(self, x: float, text: NumberTexts) -> str:
        """Return how the value of a number comes about, with both numbers in it."""
        return self.layer.written_beside(x, self.beside, text)
