"""Layers that bring cells to mean 0 and variance 1: which cells together, and what is learned."""

from __future__ import annotations

import math
from abc import abstractmethod
from typing import TYPE_CHECKING, ClassVar, NamedTuple, Self

from convviz.core.axis_windows import AxisWindows, single_windows
from convviz.core.explaining.explanations import ExplanationCode, explain
from convviz.core.layers.base import Layer, LayerFamily
from convviz.core.layers.reductions import Reduction

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from convviz.core.explaining.explanations import Explanation
    from convviz.core.layers.parameters import Shape
    from convviz.core.layers.tensor_forms import Forms

_VARIANCE = r"\sigma^{2}"
_MEAN_SQUARE = "s"

MATRIX = 2
"""Dimensions of a matrix."""

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
        equal_become_zero: Whether cells that are all equal become 0 even without eps, not NaN.
    """

    family: ClassVar[LayerFamily] = LayerFamily.NORMALISATION
    cell_reduction: ClassVar[Reduction] = Reduction.NORMALISES
    scales_cells: ClassVar[bool] = True
    subtracts_mean: ClassVar[bool] = True
    equal_become_zero: ClassVar[bool] = False

    @abstractmethod
    def joint_cells(self, shape: Shape) -> JointCells:
        """Return which cells of an input have their mean and their variance together."""

    def cells_together(self, shape: Shape, *, training: bool) -> JointCells:
        """Return which cells have one mean in training or in evaluation.

        Args:
            shape: Of the input.
            training: Whether as in training.
        """
        return (
            JointCells(shape, ()) if self.takes_kept(training=training) else self.joint_cells(shape)
        )

    @abstractmethod
    def weight_dimensions(self, rank: int) -> tuple[int, ...]:
        """Return the dimensions along which weight and bias have numbers of their own.

        Args:
            rank: Dimensions of the input.
        """

    @abstractmethod
    def epsilon(self) -> float:
        """Return what is added to the variance, in float32."""

    def divides_first(self) -> bool:
        """Return whether torch divides before it takes the mean away.

        It matters where the divisor is exactly 0.
        """
        return False

    def notes_on_kept(self, cells: int) -> Iterable[Explanation]:  # noqa: ARG002 - most keep nothing
        """Return what is worth knowing of what is kept in training.

        Args:
            cells: How many have one mean.
        """
        return ()

    def notes_on_backward(
        self,
        shape: Shape,
        output_shape: Shape,  # noqa: ARG002 - it makes no difference
        *,
        training: bool,
    ) -> Iterator[Explanation]:
        """Yield that what the cells of one mean get adds up to 0."""
        whole = (1, *shape) if self.adds_batch else shape
        cells = self.cells_together(whole, training=training).cells
        if self.subtracts_mean and cells > 1 and not self.takes_kept(training=training):
            yield explain(ExplanationCode.BACKWARD_WITHOUT_MEAN, cells=cells)

    def rule(
        self,
        forms: Forms,  # noqa: ARG002 - it takes none
        input_shape: Shape,  # noqa: ARG002 - of any shape it is the same
        *,
        training: bool = True,
    ) -> tuple[str, ...]:
        """Return mean and variance, what becomes of a cell, and of what is kept."""
        shapes = self.weight_shapes()
        result = rf"\frac{{x - \mu}}{{\sqrt{{{_VARIANCE} + \varepsilon}}}}"
        if not self.subtracts_mean:
            result = rf"\frac{{x}}{{\sqrt{{{_MEAN_SQUARE} + \varepsilon}}}}"
        result += r" \cdot \gamma" if "weight" in shapes else ""
        result += r" + \beta" if "bias" in shapes else ""
        return (*self._moments_rule(training=training), f"y = {result}", *self.kept_rule(training))

    def rule_letters(self) -> dict[str, str]:
        """Return what is learned, and what is given."""
        return {"\u03b3": "weight", "β": "bias", "ε": "eps", "m": "momentum"}

    def _moments_rule(self, *, training: bool) -> tuple[str, ...]:
        """Return by what a cell is moved and divided."""
        if self.takes_kept(training=training):
            return (
                r"\mu = \text{running\_mean}",
                rf"{_VARIANCE} = \text{{running\_var}}",
            )
        if not self.subtracts_mean:
            return (rf"{_MEAN_SQUARE} = \frac{{1}}{{n}} \sum x^{{2}}",)
        return (
            r"\mu = \frac{1}{n} \sum x",
            rf"{_VARIANCE} = \frac{{1}}{{n}} \sum (x - \mu)^{{2}}",
        )

    def kept_rule(self, training: bool) -> tuple[str, ...]:  # noqa: ARG002, FBT001 - most keep nothing
        """Return what becomes of what is kept, in letters, as LaTeX."""
        return ()

    @property
    def adds_batch(self) -> bool:
        """Whether a batch of one is put before what the calculator shows."""
        return self.needs_batch and not self.shows_batch

    def axis_windows(self, spatial: Shape) -> tuple[AxisWindows, ...]:
        """Return windows of one cell along each axis: nothing moves."""
        return single_windows(spatial)

    def axis_count(self, input_shape: Shape) -> int:
        """Return the dimensions after the channels; of a matrix both."""
        if self.draws_matrix(input_shape):
            return MATRIX
        return max(1, len(input_shape) - 1 - self.adds_batch)

    def readings_a_step(self, input_shape: Shape) -> int:
        """Return how many cells have one mean."""
        shape = (1, *input_shape) if self.adds_batch else input_shape
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
        rank = len(shape) + self.adds_batch
        (dimension,) = self.weight_dimensions(rank)
        return dimension - self.adds_batch

    def fitting_input(self, shape: Shape) -> Shape:
        """Return the shape with the channels that the parameters name."""
        place = self.channel_place(shape)
        channels = max(1, self.channels)
        return (*shape[:place], channels, *shape[place + 1 :])

    def following_input(self, before: Shape, after: Shape) -> Self:
        """Return it for the channels of the other, where it was for those of the one before."""
        old, new = before[self.channel_place(before)], after[self.channel_place(after)]
        return self.replace(**{self.channels_name: new}) if old == self.channels != new else self
