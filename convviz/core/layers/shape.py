"""Layers that only change or keep the shape.

Source: torch.nn.Flatten, torch.nn.Unflatten, torch.nn.ChannelShuffle, torch.nn.Identity.
"""

from __future__ import annotations

import itertools
import math
from abc import abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from convviz.core.errors import ConvVizError, ErrorCode, ShapeError
from convviz.core.layers.base import (
    ANY_INTEGER,
    Cells,
    Kept,
    Layer,
    LayerFamily,
    Linearity,
    ParameterKind,
    Shape,
    parameter,
    register,
    wrap_dimension,
)
from convviz.core.layers.cells import blocks_of, every_cell, unravelled
from convviz.core.layers.kept import NOTHING
from convviz.core.layers.pointwise import PointwiseLayer
from convviz.core.layers.reductions import Reduction
from convviz.core.layers.tensors import (
    MOST_TENSOR_DIMENSIONS,
    dimension_with_batch,
    dimension_without_batch,
    is_matrix,
    tensor_axes,
)

if TYPE_CHECKING:
    from convviz.core.layers.maths import Maths, Number
    from convviz.core.layers.pointwise import NumberTexts
    from convviz.core.layers.tensor_forms import Forms


class RenumberingLayer(Layer):
    """A layer that leaves all numbers in their order and counts their dimensions in another way.

    Attributes:
        joins: Whether dimensions become one; otherwise one becomes several.
    """

    cell_reduction: ClassVar[Reduction] = Reduction.RENUMBERED
    takes_any_rank: ClassVar[bool] = True
    family: ClassVar[LayerFamily] = LayerFamily.SHAPE
    linearity: ClassVar[Linearity] = Linearity.KEEPS
    keeps: ClassVar[Kept] = NOTHING
    joins: ClassVar[bool]

    @abstractmethod
    def split_sizes(self, input_shape: Shape) -> tuple[int, Shape]:
        """Return the first of the dimensions that are one on the other side, and their sizes.

        Args:
            input_shape: As torch gets it; accepted.
        """

    def rule(
        self,
        forms: Forms,  # noqa: ARG002 - it takes none
        input_shape: Shape,
        *,
        training: bool = True,  # noqa: ARG002 - it makes no difference
    ) -> tuple[str, ...]:
        """Return how long the one dimension is, and at which place of it a number stands."""
        try:
            _, sizes = self.split_sizes(input_shape)
        except ConvVizError:
            return ()  # why it is refused, says the refusal
        if len(sizes) == 1:
            return (f"n = {sizes[0]}",)
        places = [f"i_{{{axis}}}" for axis in range(len(sizes))]
        place = places[0]
        for size, further in zip(sizes[1:], places[1:], strict=True):
            inside = place if place == places[0] else rf"\left({place}\right)"
            place = rf"{inside} \cdot {size} + {further}"
        whole = r" \cdot ".join(map(str, sizes))
        return (f"n = {whole} = {math.prod(sizes)}", f"i = {place}")

    def gives_view(self) -> bool:
        """Return True: only its dimensions are counted in another way."""
        return True

    def picture_dimensions(self) -> tuple[int, ...]:
        """Return those of a vector, a matrix, and channels with two or three spatial axes."""
        return tuple(range(1, MOST_TENSOR_DIMENSIONS + 1))

    def axis_count(self, input_shape: Shape) -> int:
        """Return the dimensions that a channel has; a matrix has no channels."""
        return tensor_axes(input_shape)

    def draws_matrix(self, output_shape: Shape) -> bool:
        """Return whether it has rows and columns alone."""
        return is_matrix(output_shape)

    def kept_together(self, input_shape: Shape) -> int:
        """Return how many numbers stay beside each other: the shorter of input's and output's rows.

        Args:
            input_shape: As torch gets it; accepted.
        """
        return min(input_shape[-1], self.output_shape(input_shape)[-1])

    def readings_a_step(self, input_shape: Shape) -> int:
        """Return how many numbers are drawn of the row to which a cell belongs."""
        return self.kept_together(input_shape)


@register
@dataclass(frozen=True)
class Flatten(RenumberingLayer):
    """Join the dimensions from start_dim to end_dim, which may be negative, into one."""

    joins: ClassVar[bool] = True

    start_dim: int = parameter(ParameterKind.INTEGER, 1, minimum=ANY_INTEGER)
    end_dim: int = parameter(ParameterKind.INTEGER, -1, minimum=ANY_INTEGER)

    def batch_parameter(self, rank: int) -> str:
        """Return start_dim where the batch is joined with what follows it."""
        start, end = self.start_dim % rank, self.end_dim % rank
        return "start_dim" if start == 0 and end else ""

    def split_sizes(self, input_shape: Shape) -> tuple[int, Shape]:
        """Return the first of the dimensions that are joined, and the sizes of all of them."""
        start = wrap_dimension("start_dim", self.start_dim, input_shape)
        end = wrap_dimension("end_dim", self.end_dim, input_shape)
        return start, input_shape[start : end + 1]

    def without_batch(self, shape: Shape) -> Self | None:
        """Return it with both dimensions counted from behind the batch; None for the batch."""
        start = dimension_without_batch(self.start_dim, shape)
        end = dimension_without_batch(self.end_dim, shape)
        return None if start is None or end is None else self.replace(start_dim=start, end_dim=end)

    def with_batch(self) -> Self:
        """Return it with both dimensions counted from the batch on."""
        start, end = map(dimension_with_batch, (self.start_dim, self.end_dim))
        return self.replace(start_dim=start, end_dim=end)

    def fitted_to(self, picture: Shape) -> tuple[Self, Shape]:
        """Return it with start_dim=0: a picture without a batch becomes one vector."""
        return self.replace(start_dim=0), picture

    def output_shape(self, input_shape: Shape) -> Shape:
        """Return the shape with the dimensions joined.

        Raises:
            ShapeError: DIMENSION_OUT_OF_RANGE, START_AFTER_END.
        """
        start = wrap_dimension("start_dim", self.start_dim, input_shape)
        end = wrap_dimension("end_dim", self.end_dim, input_shape)
        if start > end:
            raise ShapeError(
                ErrorCode.START_AFTER_END, start_dim=self.start_dim, end_dim=self.end_dim
            )
        return (
            *input_shape[:start],
            math.prod(input_shape[start : end + 1]),
            *input_shape[end + 1 :],
        )

    def cells_read(
        self,
        shape: Shape,
        cells: Cells,
        *,
        training: bool = False,  # noqa: ARG002 - the same in training
    ) -> tuple[Cells, ...]:
        """Return the same cells where they stood before the dimensions were joined."""
        batched = (1, *shape)
        start = wrap_dimension("start_dim", self.start_dim, batched) - 1
        end = wrap_dimension("end_dim", self.end_dim, batched) - 1
        if start < 0:
            return (cells,) if end < 0 else (every_cell(shape),)
        joined = shape[start : end + 1]
        places = cells[start]
        if len(places) == math.prod(joined):
            inner: tuple[Cells, ...] = (every_cell(joined),)
        else:
            inner = blocks_of(unravelled(at, joined) for at in places)
        return tuple((*cells[:start], *block, *cells[start + 1 :]) for block in inner)


@register
@dataclass(frozen=True)
class Unflatten(RenumberingLayer):
    """Split a dimension into several; one size may be -1, for what is left."""

    joins: ClassVar[bool] = False

    dim: int = parameter(ParameterKind.INTEGER, minimum=ANY_INTEGER, positional=True, first=1)
    unflattened_size: tuple[int, ...] = parameter(
        ParameterKind.SHAPE, minimum=-1, positional=True, first=(1, -1)
    )

    def split_sizes(self, input_shape: Shape) -> tuple[int, Shape]:
        """Return the dimension that is split, and the sizes of what it becomes."""
        place = wrap_dimension("dim", self.dim, input_shape)
        return place, self._sizes(input_shape[place])

    def without_batch(self, shape: Shape) -> Self | None:
        """Return it with dim counted from behind the batch; None where dim is the batch."""
        dim = dimension_without_batch(self.dim, shape)
        return None if dim is None else self.replace(dim=dim)

    def with_batch(self) -> Self:
        """Return it with dim counted from the batch on."""
        return self.replace(dim=dimension_with_batch(self.dim))

    def fitted_to(self, picture: Shape) -> tuple[Self, Shape]:
        """Return it, and the picture as one vector, which it makes into a picture again."""
        return self.replace(dim=0, unflattened_size=picture), (math.prod(picture),)

    def input_asked(self, before: Shape) -> Shape | None:
        """Return the shape before, or one with as many dimensions as dim asks, of a size that fits.

        Nothing where there is no such size, or no input with that dimension is shown.
        """
        rank = self.dim + 1 if self.dim >= 0 else -self.dim
        known = abs(math.prod(self.unflattened_size))
        if rank > MOST_TENSOR_DIMENSIONS or not known:
            return None
        kept = before if len(before) == rank else (2,) * rank
        place, size = self.dim % rank, kept[self.dim % rank]
        is_open = -1 in self.unflattened_size
        fitting = -(-size // known) * known if is_open else known
        return (*kept[:place], fitting, *kept[place + 1 :])

    def output_shape(self, input_shape: Shape) -> Shape:
        """Return the shape with the dimension split.

        Raises:
            ShapeError: DIMENSION_OUT_OF_RANGE, UNFLATTENED_SIZE_DIFFERS.
        """
        if not input_shape:
            code, dim = ErrorCode.DIMENSION_OUT_OF_RANGE, self.dim
            raise ShapeError(code, parameter="dim", value=dim, shape=input_shape, rank=0)
        place = wrap_dimension("dim", self.dim, input_shape)
        size, wanted = input_shape[place], self.unflattened_size
        known = math.prod(number for number in wanted if number != -1)
        open_places = wanted.count(-1)
        fits = known == size if not open_places else open_places == 1 and known and not size % known
        if not wanted or not fits:
            code = ErrorCode.UNFLATTENED_SIZE_DIFFERS
            facts = {"dim": self.dim, "place": place, "size": size}
            raise ShapeError(code, unflattened_size=wanted, **facts)
        return (*input_shape[:place], *self._sizes(size), *input_shape[place + 1 :])

    def cells_read(
        self,
        shape: Shape,
        cells: Cells,
        *,
        training: bool = False,  # noqa: ARG002 - the same in training
    ) -> tuple[Cells, ...]:
        """Return the same cells where they stood before the dimension was split."""
        place = wrap_dimension("dim", self.dim, (1, *shape)) - 1
        if place < 0:
            return (every_cell(shape),)
        sizes = self._sizes(shape[place])
        block = cells[place : place + len(sizes)]
        flat = frozenset(_ravelled(at, sizes) for at in itertools.product(*block))
        return ((*cells[:place], flat, *cells[place + len(sizes) :]),)

    def _sizes(self, size: int) -> Shape:
        """Return the sizes into which a dimension is split, -1 replaced by what is left."""
        known = math.prod(number for number in self.unflattened_size if number != -1)
        return tuple(size // known if number == -1 else number for number in self.unflattened_size)


@register
@dataclass(frozen=True)
class ChannelShuffle(Layer):
    """Interleave the channels of the groups, so that later groups see all of them."""

    cell_reduction: ClassVar[Reduction] = Reduction.DEALT
    takes_any_rank: ClassVar[bool] = True
    needs_batch: ClassVar[bool] = True
    family: ClassVar[LayerFamily] = LayerFamily.SHAPE
    linearity: ClassVar[Linearity] = Linearity.KEEPS
    keeps: ClassVar[Kept] = NOTHING

    groups: int = parameter(ParameterKind.INTEGER, minimum=1, positional=True, first=2)

    def output_shape(self, input_shape: Shape) -> Shape:
        """Return the input's shape.

        Raises:
            ShapeError: WRONG_RANK, CHANNELS_NOT_DIVISIBLE.
        """
        if len(input_shape) < 3:  # noqa: PLR2004 - batch, channels and an axis
            raise self.wrong_rank(input_shape, (3, 4, 5))
        channels, groups = input_shape[1], self.groups
        if channels % groups:
            code = ErrorCode.CHANNELS_NOT_DIVISIBLE
            raise ShapeError(
                code, parameter="groups", value=groups, channels=channels, divisor=groups
            )
        return input_shape

    def rule(
        self,
        forms: Forms,  # noqa: ARG002 - it takes none
        input_shape: Shape,  # noqa: ARG002 - of any shape it is the same
        *,
        training: bool = True,  # noqa: ARG002 - it makes no difference
    ) -> tuple[str, ...]:
        """Return which channel becomes which."""
        return (
            r"y_{c} = x_{s}",
            r"s = (c \bmod g) \cdot \frac{C}{g} + \left\lfloor \frac{c}{g} \right\rfloor",
        )

    def rule_letters(self) -> dict[str, str]:
        """Return what its parameters are called in the formula."""
        return {"g": "groups"}

    def picture_dimensions(self) -> tuple[int, ...]:
        """Return those of channels with one, two or three spatial axes."""
        return tuple(range(2, MOST_TENSOR_DIMENSIONS + 1))

    def axis_count(self, input_shape: Shape) -> int:
        """Return the dimensions after batch and channels."""
        return max(1, len(input_shape) - 2)

    def readings_a_step(self, input_shape: Shape) -> int:
        """Return the channels."""
        return input_shape[0]

    def fitted_to(self, picture: Shape) -> tuple[Self, Shape]:
        """Return the picture with channels that the groups divide, two or more to each."""
        share = max(2, -(-picture[0] // self.groups))
        return self, (share * self.groups, *picture[1:])

    def cells_read(
        self,
        shape: Shape,
        cells: Cells,
        *,
        training: bool = False,  # noqa: ARG002 - the same in training
    ) -> tuple[Cells, ...]:
        """Return the same places in the channels that were dealt out to these."""
        share = shape[0] // self.groups
        channels = frozenset(at % self.groups * share + at // self.groups for at in cells[0])
        return ((channels, *cells[1:]),)


def _ravelled(place: tuple[int, ...], sizes: Shape) -> int:
    """Return the number of a cell, counted row by row."""
    flat = 0
    for at, size in zip(place, sizes, strict=True):
        flat = flat * size + at
    return flat


@register
@dataclass(frozen=True)
class Identity(PointwiseLayer):
    """The input, unchanged."""

    formula: ClassVar[tuple[str, ...]] = ("y = x", "y' = 1")
    takes_anything: ClassVar[bool] = True
    family: ClassVar[LayerFamily] = LayerFamily.SHAPE
    linearity: ClassVar[Linearity] = Linearity.KEEPS
    keeps: ClassVar[Kept] = NOTHING

    def gives_view(self) -> bool:
        """Return True."""
        return True

    def output_shape(self, input_shape: Shape) -> Shape:
        """Return the input's shape."""
        return input_shape

    def apply(self, x: Number, maths: Maths) -> Number:  # noqa: ARG002 - nothing is done
        """Return the number."""
        return x

    def written(self, x: float, text: NumberTexts) -> str:
        """Return the number alone: there is nothing to work out."""
        return text(x)
