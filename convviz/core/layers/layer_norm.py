"""Normalisations that know no batch: over the last dimensions, over groups, over neighbours.

Source: torch.nn.LayerNorm, torch.nn.RMSNorm, torch.nn.GroupNorm, torch.nn.LocalResponseNorm;
torch.nn.functional.group_norm for the refusal of one value.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final, Self

from convviz.core.axis_windows import AxisWindows, single_windows
from convviz.core.errors import ErrorCode, ParameterError, ShapeError
from convviz.core.layers.base import (
    LARGEST_32_BIT,
    Cells,
    Follows,
    Kept,
    Layer,
    LayerFamily,
    ParameterKind,
    Shape,
    parameter,
    register,
)
from convviz.core.layers.cells import every_cell, joined
from convviz.core.layers.conv_rules import inputs_of_group
from convviz.core.layers.norm import scale_and_shift
from convviz.core.layers.normalising import (
    MATRIX,
    MOST_DIMENSIONS,
    ChannelNormLayer,
    JointCells,
    NormalisingLayer,
)
from convviz.core.layers.reductions import Reduction

if TYPE_CHECKING:
    from convviz.core.layers.tensor_forms import Forms

EPSILON_OF_FLOAT32: Final = 2.0**-23
"""torch.finfo(torch.float32).eps."""

FEWEST_CHANNELS: Final = 4
FIRST_SIZE: Final = 3
"""Channels, and cells along an axis at most, where groups of channels are to be seen."""


def _normalized_shape() -> int | tuple[int, ...]:
    field: int = parameter(
        ParameterKind.SIZES, minimum=1, positional=True, follows=Follows.FEATURES
    )
    return field


class LastDimensionsNorm(NormalisingLayer):
    """A normalisation over the last dimensions, whose sizes it is given."""

    takes_any_rank: ClassVar[bool] = True

    normalized_shape: int | tuple[int, ...]

    def sizes(self) -> Shape:
        """Return normalized_shape as a tuple; a single number means the last dimension."""
        sizes = self.normalized_shape
        return sizes if isinstance(sizes, tuple) else (sizes,)

    def output_shape(self, input_shape: Shape) -> Shape:
        """Return the input's shape, whose last dimensions must be normalized_shape.

        Raises:
            ShapeError: NORMALIZED_SHAPE_DIFFERS.
        """
        sizes = self.sizes()
        if not sizes or input_shape[-len(sizes) :] != sizes:
            code = ErrorCode.NORMALIZED_SHAPE_DIFFERS
            raise ShapeError(code, normalized_shape=sizes, shape=input_shape)
        return input_shape

    def joint_cells(self, shape: Shape) -> JointCells:
        """Return those that differ in their last places alone."""
        return JointCells(shape, self.weight_dimensions(len(shape)))

    def weight_dimensions(self, rank: int) -> tuple[int, ...]:
        """Return the last ones."""
        return tuple(range(rank - len(self.sizes()), rank))

    def draws_matrix(self, output_shape: Shape) -> bool:
        """Return whether there are rows and columns: of two dimensions none need be channels."""
        return len(output_shape) == MATRIX

    def picture_dimensions(self) -> tuple[int, ...]:
        """Return those of a vector, and of channels with one, two or three spatial axes."""
        return tuple(range(1, MOST_DIMENSIONS + 1))

    def fitting_input(self, shape: Shape) -> Shape:
        """Return the shape with normalized_shape as its last dimensions."""
        sizes = self.sizes()
        if not sizes or len(sizes) > MOST_DIMENSIONS or min(sizes) < 1:
            return shape
        return (*shape[: -len(sizes)], *sizes)

    def following_input(self, before: Shape, after: Shape) -> Self:
        """Return it for the last sizes of the other, where it was for those of the one before."""
        count = len(self.sizes())
        if not count or before[-count:] != self.sizes() or after[-count:] == self.sizes():
            return self
        sizes = after[-count:]
        return self.replace(normalized_shape=sizes if count > 1 else sizes[0])

    def fitted_to(self, picture: Shape) -> tuple[Self, Shape]:
        """Return it for as many last dimensions as before."""
        count = min(len(self.sizes()), len(picture)) or 1
        sizes = picture[-count:]
        return self.replace(normalized_shape=sizes if count > 1 else sizes[0]), picture

    def means(self, input_shape: Shape) -> int:
        """Return how many groups of numbers are normalised, each by itself."""
        return math.prod(input_shape[: -len(self.sizes())])

    def kept_for_backward(self, input_shape: Shape, output_shape: Shape) -> Kept:  # noqa: ARG002 - they are the same
        """Return its input, and the mean and the deviation of each group."""
        return Kept(input=True, beside=2 * self.means(input_shape))

    def cells_read(
        self,
        shape: Shape,
        cells: Cells,
        *,
        training: bool = False,  # noqa: ARG002 - the same in training
    ) -> tuple[Cells, ...]:
        """Return all cells along the dimensions that are normalised, at the same place before.

        A single value less its own mean is always 0: it depends on nothing.
        """
        if self.subtracts_mean and math.prod(self.sizes()) == 1:
            return ()
        before = max(len(shape) - len(self.sizes()), 0)
        return ((*cells[:before], *every_cell(shape[before:])),)


@register
@dataclass(frozen=True)
class LayerNorm(LastDimensionsNorm):
    """Bring the last dimensions to mean 0 and variance 1, then scale and shift them."""

    normalized_shape: int | tuple[int, ...] = _normalized_shape()
    eps: float = parameter(ParameterKind.NUMBER, 1e-5)
    elementwise_affine: bool = parameter(ParameterKind.FLAG, default=True)
    bias: bool = parameter(ParameterKind.FLAG, default=True)

    def epsilon(self) -> float:
        """Return eps."""
        return self.eps

    def weight_shapes(self) -> dict[str, Shape]:
        """Return weight and bias (normalized_shape), unless they are switched off."""
        return scale_and_shift(self.sizes(), affine=self.elementwise_affine, bias=self.bias)


@register
@dataclass(frozen=True)
class RMSNorm(LastDimensionsNorm):
    """Divide the last dimensions by the root of their mean square, then scale them."""

    subtracts_mean: ClassVar[bool] = False

    normalized_shape: int | tuple[int, ...] = _normalized_shape()
    eps: float | None = parameter(ParameterKind.OPTIONAL_NUMBER, None)
    elementwise_affine: bool = parameter(ParameterKind.FLAG, default=True)

    def epsilon(self) -> float:
        """Return eps; without one the distance from 1 to the next float32."""
        return EPSILON_OF_FLOAT32 if self.eps is None else self.eps

    def kept_for_backward(self, input_shape: Shape, output_shape: Shape) -> Kept:
        """Return its input, the root of each group, and what the scale multiplies."""
        scaled = math.prod(output_shape) if self.elementwise_affine else 0
        return Kept(input=True, beside=self.means(input_shape) + scaled)

    def weight_shapes(self) -> dict[str, Shape]:
        """Return weight (normalized_shape), unless it is switched off."""
        return scale_and_shift(self.sizes(), affine=self.elementwise_affine, bias=False)


@register
@dataclass(frozen=True)
class GroupNorm(ChannelNormLayer):
    """Bring each group of channels to mean 0 and variance 1, then scale and shift it."""

    takes_any_rank: ClassVar[bool] = True
    needs_batch: ClassVar[bool] = True
    channels_name: ClassVar[str] = "num_channels"

    num_groups: int = parameter(ParameterKind.INTEGER, minimum=1, positional=True, first=1)
    num_channels: int = parameter(
        ParameterKind.INTEGER, minimum=1, positional=True, follows=Follows.CHANNELS
    )
    eps: float = parameter(ParameterKind.NUMBER, 1e-5)
    affine: bool = parameter(ParameterKind.FLAG, default=True)
    bias: bool = parameter(ParameterKind.FLAG, default=True, keyword_only=True, since="2.13")

    def check(self) -> None:
        """Refuse what torch refuses whatever the input.

        Raises:
            ParameterError: NORM_GROUPS_DO_NOT_DIVIDE.
        """
        super().check()
        if self.num_channels % self.num_groups:
            code, groups = ErrorCode.NORM_GROUPS_DO_NOT_DIVIDE, self.num_groups
            raise ParameterError(code, num_channels=self.num_channels, num_groups=groups)

    def joint_cells(self, shape: Shape) -> JointCells:
        """Return those of a picture and a group of its channels."""
        batch, channels, *spatial = shape
        split = (batch, self.num_groups, channels // self.num_groups, *spatial)
        return JointCells(split, tuple(range(2, len(split))))

    def weight_dimensions(self, rank: int) -> tuple[int, ...]:  # noqa: ARG002 - behind the batch
        """Return that of the channels."""
        return (1,)

    def epsilon(self) -> float:
        """Return eps."""
        return self.eps

    def divides_first(self) -> bool:
        """Return whether there is a weight, with which torch divides in one go.

        Source:
            torch, aten/src/ATen/native/cpu/group_norm_kernel.cpp.
        """
        return self.affine

    def group_count(self) -> int:
        """Return num_groups."""
        return self.num_groups

    def picture_dimensions(self) -> tuple[int, ...]:
        """Return those of channels alone, and with one, two or three spatial axes."""
        return tuple(range(1, MOST_DIMENSIONS + 1))

    def fitted_to(self, picture: Shape) -> tuple[Self, Shape]:
        """Return it for the picture's channels, or for a few; in one group if they do not split."""
        if picture[0] < FEWEST_CHANNELS:
            picture = (FEWEST_CHANNELS, *(min(size, FIRST_SIZE) for size in picture[1:]))
            return self.replace(num_channels=FEWEST_CHANNELS, num_groups=2), picture
        groups = self.num_groups if picture[0] % self.num_groups == 0 else 1
        return self.replace(num_channels=picture[0], num_groups=groups), picture

    def accepts_empty(self, input_shape: Shape) -> bool:
        """Return whether only the batch is empty; up to 2.13 torch took empty channels, too."""
        return 0 not in input_shape[1:]

    def output_shape(self, input_shape: Shape) -> Shape:
        """Return the input's shape, as in training.

        Raises:
            ShapeError: WRONG_RANK, CHANNELS_DIFFER, CHANNELS_NOT_DIVISIBLE, ONE_VALUE_PER_MEAN.
        """
        if len(input_shape) < 2:  # noqa: PLR2004 - batch and channels
            raise self.wrong_rank(input_shape, (2, 3, 4, 5))
        batch, channels, *spatial = input_shape
        if batch * channels // self.num_groups * math.prod(spatial) == 1:
            raise ShapeError(ErrorCode.ONE_VALUE_PER_MEAN, shape=input_shape)
        # Without numbers a channel torch asks only that the groups divide what comes.
        if self.affine and channels != self.num_channels:
            code, name = ErrorCode.CHANNELS_DIFFER, "num_channels"
            raise ShapeError(code, parameter=name, expected=self.num_channels, found=channels)
        if channels % self.num_groups:
            code, groups = ErrorCode.CHANNELS_NOT_DIVISIBLE, self.num_groups
            raise ShapeError(
                code, parameter="num_groups", value=groups, channels=channels, divisor=groups
            )
        return input_shape

    def cells_read(
        self,
        shape: Shape,
        cells: Cells,
        *,
        training: bool = False,  # noqa: ARG002 - the same in training
    ) -> tuple[Cells, ...]:
        """Return all cells of the channels' groups; a group of one value depends on nothing."""
        if math.prod(shape) == self.num_groups:
            return ()
        count = shape[0]
        groups = (inputs_of_group(channel, count, count, self.num_groups) for channel in cells[0])
        return ((joined(groups), *every_cell(shape[1:])),)

    def kept_for_backward(self, input_shape: Shape, output_shape: Shape) -> Kept:  # noqa: ARG002 - they are the same
        """Return its input, and the mean and the deviation of each group of each picture."""
        return Kept(input=True, beside=2 * input_shape[0] * self.num_groups)

    def weight_shapes(self) -> dict[str, Shape]:
        """Return weight and bias (num_channels), unless they are switched off."""
        return scale_and_shift((self.num_channels,), affine=self.affine, bias=self.bias)


@register
@dataclass(frozen=True)
class LocalResponseNorm(Layer):
    """Divide each value by what the neighbouring channels hold at its place, as in AlexNet."""

    family: ClassVar[LayerFamily] = LayerFamily.NORMALISATION
    cell_reduction: ClassVar[Reduction] = Reduction.NEIGHBOURS
    needs_batch: ClassVar[bool] = True

    size: int = parameter(ParameterKind.INTEGER, minimum=1, positional=True, first=5)
    alpha: float = parameter(ParameterKind.NUMBER, 1e-4)
    beta: float = parameter(ParameterKind.NUMBER, 0.75)
    k: float = parameter(ParameterKind.NUMBER, 1.0)

    def integer_range(self, name: str) -> tuple[int, int]:
        """Return the range of a parameter: torch averages the neighbours, in 32 bits."""
        return super().integer_range(name)[0], LARGEST_32_BIT

    def rule(
        self,
        forms: Forms,  # noqa: ARG002 - it takes none
        input_shape: Shape,  # noqa: ARG002 - of any shape it is the same
        *,
        training: bool = True,  # noqa: ARG002 - it makes no difference
    ) -> tuple[str, ...]:
        """Return the divisor without its power, and the quotient."""
        return (
            r"d = k + \frac{\alpha}{n} \sum x^{2}",
            r"y = \frac{x}{d^{\beta}}",
        )

    def rule_letters(self) -> dict[str, str]:
        """Return its parameters."""
        return {"α": "alpha", "β": "beta", "n": "size"}

    def reach(self) -> tuple[int, int]:
        """Return how many channels before and behind its own count."""
        return self.size // 2, (self.size - 1) // 2

    def reach_within(self, channels: int) -> tuple[int, int]:
        """Return how far the window reaches, at most to where no channel is any more.

        Args:
            channels: Of the input.
        """
        before, behind = self.reach()
        return min(before, channels - 1), min(behind, channels - 1)

    def axis_windows(self, spatial: Shape) -> tuple[AxisWindows, ...]:
        """Return windows of one cell along each axis: a window lies across the channels."""
        return single_windows(spatial)

    def axis_count(self, input_shape: Shape) -> int:
        """Return the dimensions after batch and channels."""
        return max(1, len(input_shape) - 2)

    def picture_dimensions(self) -> tuple[int, ...]:
        """Return those of channels with one, two or three spatial axes."""
        return tuple(range(MATRIX, MOST_DIMENSIONS + 1))

    def readings_a_step(self, input_shape: Shape) -> int:
        """Return how many channels count at most."""
        return sum(self.reach_within(input_shape[0])) + 1

    def listed_readings(self, output_shape: Shape) -> int:
        """Return the cells of all windows: each output cell has one of its own."""
        return math.prod(output_shape) * self.readings_a_step(output_shape)

    def fitted_to(self, picture: Shape) -> tuple[Self, Shape]:
        """Return it, and the picture or one of a few channels, among which there are neighbours."""
        if picture[0] >= FEWEST_CHANNELS:
            return self, picture
        return self, (FEWEST_CHANNELS, *(min(size, FIRST_SIZE) for size in picture[1:]))

    def output_shape(self, input_shape: Shape) -> Shape:
        """Return the input's shape.

        Raises:
            ShapeError: WRONG_RANK.
        """
        if len(input_shape) < 3:  # noqa: PLR2004 - batch, channels and an axis
            raise self.wrong_rank(input_shape, (3, 4, 5))
        return input_shape

    def kept_for_backward(self, input_shape: Shape, output_shape: Shape) -> Kept:
        """Return its input, the squares with channels of zeros around, the sums, the divisors."""
        batch, channels, *spatial = input_shape
        squares = batch * (channels + self.size - 1) * math.prod(spatial)
        return Kept(input=True, beside=squares + 2 * math.prod(output_shape))

    def cells_read(
        self,
        shape: Shape,
        cells: Cells,
        *,
        training: bool = False,  # noqa: ARG002 - the same in training
    ) -> tuple[Cells, ...]:
        """Return the same places in the `size` channels around."""
        before, behind = self.reach()
        around = (range(max(0, at - before), min(shape[0], at + behind + 1)) for at in cells[0])
        return ((frozenset(itertools.chain.from_iterable(around)), *cells[1:]),)
