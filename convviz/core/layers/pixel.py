"""Layers that move numbers between channels and pixels.

Source: torch.nn.PixelShuffle, torch.nn.PixelUnshuffle.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING, ClassVar, Self

from convviz.core.axis_windows import (
    AxisSettings,
    AxisWindows,
    PositionKind,
    Reading,
    sliding_windows,
)
from convviz.core.errors import ErrorCode, ParameterError, ShapeError
from convviz.core.formulas.rearranging_working import ShuffleWorking
from convviz.core.layers.base import (
    LARGEST_INTEGER,
    Cells,
    Kept,
    Layer,
    LayerFamily,
    Linearity,
    ParameterKind,
    Reduction,
    Shape,
    parameter,
    register,
)
from convviz.core.layers.cells import merged
from convviz.core.layers.formula_numbers import usable_numbers
from convviz.core.layers.kept import NOTHING
from convviz.core.layers.reaches import CellReach, shuffled_reach, unshuffled_reach

if TYPE_CHECKING:
    from collections.abc import Iterator

_RANKS = (3, 4)
_PICTURE_AXES = 2


def _check_rank(layer: Layer, shape: Shape) -> None:
    if len(shape) < min(_RANKS):
        raise layer.wrong_rank(shape, _RANKS)


@lru_cache(maxsize=64)
def _repeating(size: int, factor: int) -> AxisWindows:
    """Return windows of one cell, each cell read by `factor` neighbours."""

    def read(output_position: int, tap: int) -> Reading:
        cell = output_position // factor
        return Reading(tap, cell, PositionKind.REAL, cell)

    return AxisWindows(size, size, 0, 0, size * factor, 1, read)


@register
@dataclass(frozen=True)
class PixelShuffle(Layer):
    """Every r x r channels become one channel with r times as many rows and columns."""

    cell_reduction: ClassVar[Reduction] = Reduction.CHANNELS_TO_PIXELS
    family: ClassVar[LayerFamily] = LayerFamily.SHAPE
    linearity: ClassVar[Linearity] = Linearity.KEEPS
    keeps: ClassVar[Kept] = NOTHING

    upscale_factor: int = parameter(ParameterKind.INTEGER, minimum=1, positional=True, first=2)

    def check(self) -> None:
        """Refuse what torch refuses whatever the input: a factor whose square it cannot count."""
        super().check()
        if self.upscale_factor**2 > LARGEST_INTEGER:
            code, limit = ErrorCode.TOO_LARGE, int(LARGEST_INTEGER**0.5)
            name = "upscale_factor"
            raise ParameterError(code, parameter=name, value=self.upscale_factor, limit=limit)

    def reaches(self, spatial: Shape) -> tuple[CellReach, ...] | None:
        """Return what an output cell reads along each axis, borders not regarded."""
        if len(spatial) != _PICTURE_AXES:
            return None
        return (shuffled_reach(self.upscale_factor),) * _PICTURE_AXES

    def axis_windows(self, spatial: Shape) -> tuple[AxisWindows, ...]:
        """Return which row and which column each output cell reads, in one of the channels."""
        return tuple(_repeating(size, self.upscale_factor) for size in spatial)

    def working(
        self,
        spatial: Shape,
        output_size: Shape | None = None,  # noqa: ARG002 - only unpooling is given one
    ) -> Iterator[ShuffleWorking]:
        """Return how the output's size comes about along each axis."""
        (factor,) = usable_numbers(self.upscale_factor, 1)
        for size in usable_numbers(spatial, _PICTURE_AXES):
            yield ShuffleWorking(size, factor, shrinks=False)

    def output_shape(self, input_shape: Shape) -> Shape:
        """Return (..., channels / r^2, r height, r width).

        Raises:
            ShapeError: WRONG_RANK, CHANNELS_NOT_DIVISIBLE.
        """
        _check_rank(self, input_shape)
        *batch, channels, height, width = input_shape
        factor = self.upscale_factor
        if channels % factor**2:
            code, name = ErrorCode.CHANNELS_NOT_DIVISIBLE, "upscale_factor"
            raise ShapeError(
                code, parameter=name, value=factor, channels=channels, divisor=factor**2
            )
        return (*batch, channels // factor**2, height * factor, width * factor)

    def readings_a_step(self, input_shape: Shape) -> int:  # noqa: ARG002 - the same everywhere
        """Return the channels that become one."""
        return self.upscale_factor**2

    def fitted_to(self, picture: Shape) -> tuple[Self, Shape]:
        """Return the picture with channels that the factor's square divides."""
        return self, (_rounded_up(picture[0], self.upscale_factor**2), *picture[1:])

    def cells_read(
        self,
        shape: Shape,  # noqa: ARG002 - the places say enough
        cells: Cells,
        *,
        training: bool = False,  # noqa: ARG002 - the same in training
    ) -> tuple[Cells, ...]:
        """Return the one cell of each, in the channel of its row and column within r x r."""
        factor = self.upscale_factor
        if factor == 1:  # all stay, and torch may have taken the batch for channels
            return (cells,)
        *before, channels, rows, columns = cells
        row_of, column_of = _by_remainder(rows, factor), _by_remainder(columns, factor)
        return merged(
            (
                *before,
                frozenset((at * factor + down) * factor + right for at in channels),
                row_of[down],
                column_of[right],
            )
            for down, right in product(row_of, column_of)
        )


@register
@dataclass(frozen=True)
class PixelUnshuffle(Layer):
    """Every r x r pixels of a channel become r x r channels of one pixel."""

    cell_reduction: ClassVar[Reduction] = Reduction.PIXELS_TO_CHANNELS
    family: ClassVar[LayerFamily] = LayerFamily.SHAPE
    linearity: ClassVar[Linearity] = Linearity.KEEPS
    keeps: ClassVar[Kept] = NOTHING

    downscale_factor: int = parameter(ParameterKind.INTEGER, minimum=1, positional=True, first=2)

    def reaches(self, spatial: Shape) -> tuple[CellReach, ...] | None:
        """Return what an output cell reads along each axis, borders not regarded."""
        if len(spatial) != _PICTURE_AXES:
            return None
        return (unshuffled_reach(self.downscale_factor),) * _PICTURE_AXES

    def axis_windows(self, spatial: Shape) -> tuple[AxisWindows, ...]:
        """Return the r x r cells of which each channel takes one."""
        factor = self.downscale_factor
        return tuple(
            sliding_windows(AxisSettings(size, factor, factor, 0, 0, 1, size // factor))
            for size in spatial
        )

    def working(
        self,
        spatial: Shape,
        output_size: Shape | None = None,  # noqa: ARG002 - only unpooling is given one
    ) -> Iterator[ShuffleWorking]:
        """Return how the output's size comes about along each axis."""
        (factor,) = usable_numbers(self.downscale_factor, 1)
        for size in usable_numbers(spatial, _PICTURE_AXES):
            yield ShuffleWorking(size, factor, shrinks=True)

    def output_shape(self, input_shape: Shape) -> Shape:
        """Return (..., r^2 channels, height / r, width / r); torch leaves an empty input as it is.

        Raises:
            ShapeError: WRONG_RANK, SIZE_NOT_DIVISIBLE.
        """
        _check_rank(self, input_shape)
        *batch, channels, height, width = input_shape
        factor = self.downscale_factor
        for axis, size in enumerate((height, width)):
            if size % factor:
                code, name = ErrorCode.SIZE_NOT_DIVISIBLE, "downscale_factor"
                raise ShapeError(code, parameter=name, axis=axis, size=size, value=factor)
        if 0 in input_shape:
            return input_shape
        return (*batch, channels * factor**2, height // factor, width // factor)

    def fitted_to(self, picture: Shape) -> tuple[Self, Shape]:
        """Return the picture with sizes that the factor divides."""
        sizes = (_rounded_up(size, self.downscale_factor) for size in picture[1:])
        return self, (picture[0], *sizes)

    def cells_read(
        self,
        shape: Shape,  # noqa: ARG002 - the places say enough
        cells: Cells,
        *,
        training: bool = False,  # noqa: ARG002 - the same in training
    ) -> tuple[Cells, ...]:
        """Return the one cell of each, at the row and the column that its channel stands for."""
        factor = self.downscale_factor
        if factor == 1:  # all stay, and torch may have taken the batch for channels
            return (cells,)
        *before, channels, rows, columns = cells
        return merged(
            (
                *before,
                kept,
                frozenset(row * factor + tap // factor for row in rows),
                frozenset(column * factor + tap % factor for column in columns),
            )
            for tap, kept in _by_remainder(channels, factor**2).items()
        )


def _by_remainder(places: frozenset[int], divisor: int) -> dict[int, frozenset[int]]:
    """Return the quotients of places by the rest that their division leaves, in its order."""
    quotients: dict[int, set[int]] = {}
    for place in places:
        quotient, rest = divmod(place, divisor)
        quotients.setdefault(rest, set()).add(quotient)
    return {rest: frozenset(quotients[rest]) for rest in sorted(quotients)}


def _rounded_up(number: int, step: int) -> int:
    return -(-number // step) * step
