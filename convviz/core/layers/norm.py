"""Batch normalisation, in one, two and three dimensions.

Source: torch.nn.BatchNorm2d; torch.nn.functional.batch_norm for the refusal of one value.
"""

from __future__ import annotations

import math
from abc import abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final, Self

from convviz.core.errors import ErrorCode, ParameterError, ShapeError
from convviz.core.explaining.explanations import ExplanationCode, explain
from convviz.core.layers.base import (
    Cells,
    Follows,
    Kept,
    LayerFamily,
    Linearity,
    ParameterKind,
    Shape,
    parameter,
    register,
)
from convviz.core.layers.cells import every_cell
from convviz.core.layers.normalising import MATRIX, ChannelNormLayer, JointCells

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convviz.core.explaining.explanations import Explanation

_MOST_FIRST: Final = 1 << 16
"""Channels for which it is written down with what they begin."""

FIRST_BATCH: Final = 4
FEWEST_CHANNELS: Final = 2
FIRST_CHANNELS: Final = 3
FIRST_SIZE: Final = 2
"""Pictures, channels and at most so many cells along an axis of the batch that is shown first."""


def scale_and_shift(shape: Shape, *, affine: bool, bias: bool) -> dict[str, Shape]:
    """Return the shapes of a normalisation's trained tensors: a weight, and a bias beside it."""
    if not affine:
        return {}
    return {"weight": shape, **({"bias": shape} if bias else {})}


def running_statistics(channels: int) -> dict[str, Shape]:
    """Return the shapes of a running mean and variance, and of the count of batches."""
    shape = (channels,)
    return {"running_mean": shape, "running_var": shape, "num_batches_tracked": ()}


class RunningNormLayer(ChannelNormLayer):
    """A normalisation of channels that may keep a running mean and variance."""

    takes_mean_of_channels: ClassVar[bool] = True
    equal_become_zero: ClassVar[bool] = True

    num_features: int
    eps: float
    momentum: float | None
    affine: bool
    track_running_stats: bool
    bias: bool

    def epsilon(self) -> float:
        """Return eps."""
        return self.eps

    def divides_first(self) -> bool:
        """Return that torch does."""
        return True

    def depends_on_training(self) -> bool:
        """Return whether it takes in evaluation what it kept in training."""
        return self.track_running_stats

    def takes_kept(self, *, training: bool) -> bool:
        """Return whether the running mean and variance take the place of those of the input."""
        return self.track_running_stats and not training

    @abstractmethod
    def update_factor(self, batches: int) -> float:
        """Return how much of the running numbers a batch makes up; the rest is what they were.

        Args:
            batches: Those that went through the layer in training before.
        """

    def notes_on_kept(self, cells: int) -> Iterator[Explanation]:
        """Yield how the running mean and variance come about."""
        factor = self.update_factor(0)
        if self.counts_batches():
            yield explain(ExplanationCode.KEEPS_MEAN_OF_BATCHES)
        elif 0 <= factor <= 1:
            code = ExplanationCode.KEEPS_RUNNING_VALUES
            yield explain(code, momentum=factor, rest=1 - factor)
        code = ExplanationCode.RUNNING_VARIANCE_UNBIASED
        yield explain(code, cells=cells, fewer=cells - 1)

    def kept_rule(self, training: bool) -> tuple[str, ...]:  # noqa: FBT001 - one of two ways
        """Return how the running mean and variance follow a batch in training."""
        if not training or not self.depends_on_training():
            return ()
        new = r"\mu", r"\frac{n}{n - 1} \sigma^{2}"
        return tuple(
            rf"\text{{{name}}} \leftarrow (1 - m) \cdot \text{{{name}}} + m \cdot {value}"
            for name, value in zip((r"running\_mean", r"running\_var"), new, strict=True)
        )

    def counts_batches(self) -> bool:
        """Return whether the update depends on how many batches there were before."""
        return False

    def tensor_shapes(self, input_shape: Shape) -> dict[str, Shape]:
        """Return weight and bias, and what is kept as far as the output or the update needs it."""
        kept = self.buffer_shapes()
        if not self.counts_batches():
            kept.pop("num_batches_tracked", None)
        return {**super().tensor_shapes(input_shape), **kept}

    def first_numbers(self, name: str, shape: Shape) -> tuple[float, ...]:
        """Return zeros of what is kept, of the variance ones, while there are not too many."""
        count = math.prod(shape)
        if name not in self.buffer_shapes() or not 0 < count <= _MOST_FIRST:
            return ()
        return (1.0 if name == "running_var" else 0.0,) * count

    def linear_kind(self) -> Linearity:
        """Return that it bends where it takes the mean of its own input."""
        return Linearity.KEEPS if self.track_running_stats else Linearity.BENDS

    def cells_read(
        self, shape: Shape, cells: Cells, *, training: bool = False
    ) -> tuple[Cells, ...]:
        """Return all cells of the channels while their own mean is taken; else the same cells."""
        if training or not self.track_running_stats:
            return ((cells[0], *every_cell(shape[1:])),)
        return (cells,)

    def reading_key(self) -> object:
        """Return whether the kept mean is taken."""
        return self.track_running_stats

    def weight_shapes(self) -> dict[str, Shape]:
        """Return weight and bias (num_features), unless affine or bias is off."""
        return scale_and_shift((self.num_features,), affine=self.affine, bias=self.bias)

    def buffer_shapes(self) -> dict[str, Shape]:
        """Return the running mean and variance, and the number of batches that made them."""
        return running_statistics(self.num_features) if self.track_running_stats else {}


@dataclass(frozen=True)
class BatchNormLayer(RunningNormLayer):
    """Each channel to mean 0 and variance 1 over the batch, then a learned scale and shift.

    Attributes:
        ranks: Admitted numbers of dimensions, with the batch.
    """

    family: ClassVar[LayerFamily] = LayerFamily.NORMALISATION
    linearity: ClassVar[Linearity] = Linearity.KEEPS
    needs_batch: ClassVar[bool] = True
    shows_batch: ClassVar[bool] = True
    mixes_pictures: ClassVar[bool] = True
    ranks: ClassVar[tuple[int, ...]]

    num_features: int = parameter(
        ParameterKind.INTEGER, minimum=1, positional=True, follows=Follows.CHANNELS
    )
    eps: float = parameter(ParameterKind.NUMBER, 1e-5)
    momentum: float | None = parameter(ParameterKind.OPTIONAL_NUMBER, 0.1)
    affine: bool = parameter(ParameterKind.FLAG, default=True)
    track_running_stats: bool = parameter(ParameterKind.FLAG, default=True)
    bias: bool = parameter(ParameterKind.FLAG, default=True, keyword_only=True, since="2.13")

    def joint_cells(self, shape: Shape) -> JointCells:
        """Return those of a channel, of all pictures of the batch."""
        return JointCells(shape, (0, *range(2, len(shape))))

    def weight_dimensions(self, rank: int) -> tuple[int, ...]:  # noqa: ARG002 - behind the batch
        """Return that of the channels."""
        return (1,)

    def picture_dimensions(self) -> tuple[int, ...]:
        """Return those of a batch, which is shown as a whole."""
        return self.ranks

    def draws_matrix(self, output_shape: Shape) -> bool:
        """Return whether there are features alone: a row a picture."""
        return len(output_shape) == MATRIX

    def update_factor(self, batches: int) -> float:
        """Return momentum; without one the mean of all batches is kept."""
        return 1 / (batches + 1) if self.momentum is None else self.momentum

    def counts_batches(self) -> bool:
        """Return whether there is no momentum, but running numbers."""
        return self.momentum is None and self.track_running_stats

    def input_asked(self, before: Shape) -> Shape | None:
        """Return a batch with num_features channels."""
        if len(before) in self.ranks and before[1] == self.num_features:
            return before
        return self.fitting_input(self.fitted_to(before)[1])

    def fitted_to(self, picture: Shape) -> tuple[Self, Shape]:
        """Return it for the channels of a small batch."""
        axes = self.ranks[0] - 2
        if not axes:
            return self.replace(num_features=picture[-1]), (FIRST_BATCH, picture[-1])
        sizes = tuple(min(size, FIRST_SIZE) for size in picture[1:][-axes:])
        sizes = (*(sizes[:1] or (FIRST_SIZE,)) * (axes - len(sizes)), *sizes)
        channels = max(FEWEST_CHANNELS, min(picture[0], FIRST_CHANNELS))
        return self.replace(num_features=channels), (FIRST_BATCH, channels, *sizes)

    def check(self) -> None:
        """Refuse what torch refuses whatever the input: an eps of zero or below.

        Raises:
            ParameterError: NOT_ABOVE_ZERO.
        """
        super().check()
        if self.eps <= 0:
            raise ParameterError(ErrorCode.NOT_ABOVE_ZERO, parameter="eps", value=self.eps)

    def kept_for_backward(self, input_shape: Shape, output_shape: Shape) -> Kept:  # noqa: ARG002 - they are the same
        """Return its input, and the mean and the deviation of each channel."""
        return Kept(input=True, beside=2 * input_shape[1])

    def output_shape(self, input_shape: Shape) -> Shape:
        """Return the input's shape, as in training.

        Raises:
            ShapeError: WRONG_RANK, CHANNELS_DIFFER, ONE_VALUE_PER_CHANNEL.
        """
        if len(input_shape) in self.ranks and input_shape[0] * math.prod(input_shape[2:]) == 1:
            raise ShapeError(ErrorCode.ONE_VALUE_PER_CHANNEL, shape=input_shape)
        return self._checked(input_shape)

    def evaluated_shape(self, input_shape: Shape) -> Shape:
        """Return the input's shape: the kept mean is there for a single value, too.

        Raises:
            ShapeError: WRONG_RANK, CHANNELS_DIFFER; ONE_VALUE_PER_CHANNEL where nothing is kept.
        """
        return (
            self._checked(input_shape)
            if self.track_running_stats
            else self.output_shape(input_shape)
        )

    def _checked(self, input_shape: Shape) -> Shape:
        if len(input_shape) not in self.ranks:
            raise self.wrong_rank(input_shape, self.ranks)
        has_numbers_a_channel = self.affine or self.track_running_stats
        if has_numbers_a_channel and input_shape[1] != self.num_features:
            raise ShapeError(
                ErrorCode.CHANNELS_DIFFER,
                parameter="num_features",
                expected=self.num_features,
                found=input_shape[1],
            )
        return input_shape


@register
@dataclass(frozen=True)
class BatchNorm1d(BatchNormLayer):
    """Batch normalisation of features, or of channels along one axis."""

    ranks: ClassVar[tuple[int, ...]] = (2, 3)


@register
@dataclass(frozen=True)
class BatchNorm2d(BatchNormLayer):
    """Batch normalisation of planes."""

    ranks: ClassVar[tuple[int, ...]] = (4,)


@register
@dataclass(frozen=True)
class BatchNorm3d(BatchNormLayer):
    """Batch normalisation of volumes."""

    ranks: ClassVar[tuple[int, ...]] = (5,)
