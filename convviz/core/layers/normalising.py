"""Layers that bring cells to mean 0 and variance 1: which cells together, and what is learned."""

from __future__ import annotations

import math
from abc import abstractmethod
from typing import TYPE_CHECKING, ClassVar, NamedTuple, Self

from convviz.core.axis_windows import AxisWindows, single_windows
from convviz.core.layers.base import Layer, LayerFamily
from convviz.core.layers.reductions import Reduction

if TYPE_CHECKING:
    from convviz.core.layers.parameters import Shape

MOST_DIMENSIONS = 4
"""Of an input that is shown: a vector, or channels with one to three spatial axes."""


class JointCells(NamedTuple):
    """Which cells of a tensor have their mean and their variance together.

    Attributes:
        split: The tensor's shape, some of its dimensions split in two.
        dimensions: Those of `split` along which cells belong together, in order.
    """

    split: Shape
    dimensions: tuple[int, ...]

    @property
    def cells(self) -> int:
        """How many cells have one mean."""
        return math.prod(self.sizes)

    @property
    def sizes(self) -> Shape:
        """How many cells belong together along each of the dimensions."""
        return tuple(self.split[dimension] for dimension in self.dimensions)


class NormalisingLayer(Layer):
    """A layer whose output cells are cells less a mean, divided by a deviation.

    All shapes here are those that torch gets, with a batch where it needs one.

    Attributes:
        subtracts_mean: Whether the mean is taken away before it divides.
    """

    family: ClassVar[LayerFamily] = LayerFamily.NORMALISATION
    cell_reduction: ClassVar[Reduction] = Reduction.NORMALISES
    scales_cells: ClassVar[bool] = True
    subtracts_mean: ClassVar[bool] = True

    @abstractmethod
    def joint_cells(self, shape: Shape) -> JointCells:
        """Return which cells of an input have their mean and their variance together."""

    @abstractmethod
    def weight_dimensions(self, rank: int) -> tuple[int, ...]:
        """Return the dimensions along which weight and bias have numbers of their own.

        Args:
            rank: Dimensions of the input.
        """

    @abstractmethod
    def epsilon(self) -> float:
        """Return what is added to the variance, in float32."""

    def axis_windows(self, spatial: Shape) -> tuple[AxisWindows, ...]:
        """Return windows of one cell along each axis: nothing moves."""
        return single_windows(spatial)

    def axis_count(self, input_shape: Shape) -> int:
        """Return the dimensions after the channels."""
        return max(1, len(input_shape) - 1 - self.needs_batch)

    def readings_a_step(self, input_shape: Shape) -> int:
        """Return how many cells have one mean."""
        shape = (1, *input_shape) if self.needs_batch else input_shape
        return self.joint_cells(shape).cells


class ChannelNormLayer(NormalisingLayer):
    """A normalisation whose weight has a number a channel.

    Attributes:
        channels_name: The parameter that counts the channels.
    """

    channels_name: ClassVar[str] = "num_features"

    @property
    def channels(self) -> int:
        """How many channels the parameters name."""
        count: int = getattr(self, self.channels_name)
        return count

    def channel_place(self, shape: Shape) -> int:
        """Return the dimension of the channels in an input as the calculator shows it."""
        rank = len(shape) + self.needs_batch
        (dimension,) = self.weight_dimensions(rank)
        return dimension - self.needs_batch

    def fitting_input(self, shape: Shape) -> Shape:
        """Return the shape with the channels that the parameters name."""
        place = self.channel_place(shape)
        channels = max(1, self.channels)
        return (*shape[:place], channels, *shape[place + 1 :])

    def following_input(self, before: Shape, after: Shape) -> Self:
        """Return it for the channels of the other, where it was for those of the one before."""
        old, new = before[self.channel_place(before)], after[self.channel_place(after)]
        return self.replace(**{self.channels_name: new}) if old == self.channels != new else self
