"""Layers that are one function of one number: each output cell is made of the same cell alone."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, ClassVar, Protocol

from convviz.core.axis_windows import AxisSettings, AxisWindows, sliding_windows
from convviz.core.layers.base import CellwiseLayer, Linearity
from convviz.core.layers.reductions import Reduction

if TYPE_CHECKING:
    from convviz.core.layers.maths import Maths, Number
    from convviz.core.layers.parameters import Shape

_MOST_DIMENSIONS = 4
"""Of an input that is shown: a vector, or channels with one to three spatial axes."""


class NumberTexts(Protocol):
    """How numbers stand in a line of a working."""

    def __call__(self, x: float) -> str:
        """Return a number by itself."""

    def factor(self, x: float) -> str:
        """Return a number as a factor or a summand: a negative one in brackets."""


class PointwiseLayer(CellwiseLayer):
    """One function of one number, which the numbers, the working and the curve come from."""

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

    def picture_dimensions(self) -> tuple[int, ...]:
        """Return those of a vector, and of channels with one, two or three spatial axes."""
        return tuple(range(1, _MOST_DIMENSIONS + 1))

    def axis_windows(self, spatial: Shape) -> tuple[AxisWindows, ...]:
        """Return windows of one cell along each axis."""
        return tuple(sliding_windows(AxisSettings(size, 1, 1, 0, 0, 1, size)) for size in spatial)

    def axis_count(self, input_shape: Shape) -> int:
        """Return the dimensions after the channels."""
        return max(1, len(input_shape) - 1)
