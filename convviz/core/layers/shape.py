"""Layers that only change or keep the shape.

Source: torch.nn.Flatten, torch.nn.Unflatten, torch.nn.ChannelShuffle, torch.nn.Identity.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import ClassVar

from convviz.core.errors import ErrorCode, ShapeError
from convviz.core.layers.base import (
    ANY_INTEGER,
    Cells,
    CellwiseLayer,
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


@register
@dataclass(frozen=True)
class Flatten(Layer):
    """Join the dimensions from start_dim to end_dim, which may be negative, into one."""

    family: ClassVar[LayerFamily] = LayerFamily.SHAPE
    linearity: ClassVar[Linearity] = Linearity.KEEPS
    keeps: ClassVar[Kept] = NOTHING

    start_dim: int = parameter(ParameterKind.INTEGER, 1, minimum=ANY_INTEGER)
    end_dim: int = parameter(ParameterKind.INTEGER, -1, minimum=ANY_INTEGER)

    def batch_parameter(self, rank: int) -> str:
        """Return start_dim where the batch is joined with what follows it."""
        start, end = self.start_dim % rank, self.end_dim % rank
        return "start_dim" if start == 0 and end else ""

    def gives_view(self) -> bool:
        """Return True: only its dimensions are counted in another way."""
        return True

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
class Unflatten(Layer):
    """Split a dimension into several; one size may be -1, for what is left."""

    family: ClassVar[LayerFamily] = LayerFamily.SHAPE
    linearity: ClassVar[Linearity] = Linearity.KEEPS
    keeps: ClassVar[Kept] = NOTHING

    dim: int = parameter(ParameterKind.INTEGER, minimum=ANY_INTEGER, positional=True, first=1)
    unflattened_size: tuple[int, ...] = parameter(
        ParameterKind.SHAPE, minimum=-1, positional=True, first=(1, -1)
    )

    def gives_view(self) -> bool:
        """Return True: only its dimensions are counted in another way."""
        return True

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
class Identity(CellwiseLayer):
    """The input, unchanged."""

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
