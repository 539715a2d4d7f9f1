"""Padding layers, in one, two and three dimensions.

Source: torch.nn.ZeroPad2d, ConstantPad2d, ReflectionPad2d, ReplicationPad2d, CircularPad2d.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from convviz.core.axis_windows import AxisWindows, PaddingMode
from convviz.core.errors import ErrorCode, ParameterError, ShapeError
from convviz.core.formulas.pad_working import PadWorking
from convviz.core.layers.base import (
    ANY_INTEGER,
    LARGEST_INTEGER,
    Kept,
    Layer,
    LayerFamily,
    Linearity,
    ParameterKind,
    PerAxis,
    Reduction,
    Shape,
    parameter,
    register,
)
from convviz.core.layers.conv_rules import check_padding_mode
from convviz.core.layers.formula_numbers import usable_numbers
from convviz.core.layers.kept import NOTHING
from convviz.core.layers.reaches import AxisReach, CellReach, cell_reach
from convviz.core.layers.spatial import WindowedLayer, check_side_counts
from convviz.core.pad_windows import kept_cells, padded_windows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@dataclass(frozen=True)
class PaddingLayer(WindowedLayer):
    """Cells added at the ends of each axis, or cropped where the padding is negative.

    Attributes:
        mode: What the padding holds.
    """

    cell_reduction: ClassVar[Reduction] = Reduction.COPY
    family: ClassVar[LayerFamily] = LayerFamily.PADDING
    linearity: ClassVar[Linearity] = Linearity.KEEPS
    size_parameter: ClassVar[str] = "padding"
    mode: ClassVar[PaddingMode]

    padding: PerAxis = parameter(
        ParameterKind.PER_SIDE, minimum=ANY_INTEGER, positional=True, first=1
    )

    def check(self) -> None:
        """Refuse what torch refuses, and tuples that have not one number a side."""
        super().check()
        check_side_counts(self, self.rank)

    def held_value(self) -> float:
        """Return the number that constant padding holds."""
        return 0.0

    def sides(self) -> tuple[tuple[int, int], ...]:
        """Return the cells before and behind, along each axis from the first to the last.

        torch gives them the other way round: (left, right, top, bottom, front, back).
        """
        if not isinstance(self.padding, tuple):
            return ((self.padding, self.padding),) * self.rank
        pairs = zip(self.padding[::2], self.padding[1::2], strict=True)
        return tuple(pairs)[::-1]

    def axis_reaches(self, spatial: Shape) -> tuple[AxisReach, ...]:
        """Return the padding at both ends of each axis."""
        pairs = zip(spatial, self.sides(), strict=True)
        return tuple(AxisReach(size, *sides, mode=self.mode) for size, sides in pairs)

    def reaches(self, spatial: Shape) -> tuple[CellReach, ...] | None:
        """Return what an output cell reads along each axis, borders not regarded."""
        pairs = zip(spatial, self.sides(), strict=True)
        return tuple(cell_reach(0, 1, -2 * before) for _, (before, _) in pairs)

    def axis_windows(self, spatial: Shape) -> tuple[AxisWindows, ...]:
        """Return the windows along each axis: one cell each."""
        pairs = zip(spatial, self.sides(), strict=True)
        return tuple(padded_windows(size, *sides, self.mode) for size, sides in pairs)

    def settings_for(self, spatial: Shape, wanted: Shape) -> Iterator[int | tuple[int, ...]]:
        """Yield the cells to add or to crop: alike at both ends, all behind, all before."""
        totals = [number - size for size, number in zip(spatial, wanted, strict=True)]
        splits = (
            [(total // 2, total - total // 2) for total in totals],
            [(total - total // 2, total // 2) for total in totals],
            [(0, total) for total in totals],
            [(total, 0) for total in totals],
        )
        yield from dict.fromkeys(map(_as_torch_takes, splits))

    def working(
        self,
        spatial: Shape,
        output_size: Shape | None = None,  # noqa: ARG002 - only unpooling is given one
    ) -> Iterator[PadWorking]:
        """Return how the output's size comes about along each axis."""
        rank = self.rank
        sides = usable_numbers(self.padding, 2 * rank)
        pairs = list(zip(sides[::2], sides[1::2], strict=True))[::-1]
        for size, (before, after) in zip(usable_numbers(spatial, rank), pairs, strict=True):
            yield PadWorking(size, before, after, self.mode)

    def output_shape(self, input_shape: Shape) -> Shape:
        """Return the input's shape with the spatial axes padded.

        Raises:
            ShapeError: CROPS_EVERYTHING; REFLECT_PADDING_TOO_LARGE, CIRCULAR_PADDING_TOO_LARGE;
                TOO_LARGE: torch cannot count the padded axis.
        """
        spatial = self.spatial(input_shape)
        pairs = zip(spatial, self.sides(), strict=True)
        sizes = [self._padded(axis, size, *sides) for axis, (size, sides) in enumerate(pairs)]
        return (*input_shape[: -self.rank], *sizes)

    def _padded(self, axis: int, size: int, before: int, after: int) -> int:
        padded, kept = size + before + after, kept_cells(size, before, after)
        if padded > LARGEST_INTEGER:
            code, limit = ErrorCode.TOO_LARGE, LARGEST_INTEGER
            raise ShapeError(code, parameter="padding", value=padded, limit=limit)
        if padded < 1 or kept < self._least_kept(before, after):
            code = ErrorCode.CROPS_EVERYTHING
            raise ShapeError(code, axis=axis, before=before, after=after, size=size)
        source = kept if self.mode is PaddingMode.CIRCULAR else size
        check_padding_mode(axis, source, (before, after), self.mode)
        return padded

    def _least_kept(self, before: int, after: int) -> int:
        """Return how many real cells must be left.

        None where the padding holds a number. Mirrored and repeated cells are taken from the whole
        input, so that even more can be cropped. Wrapped ones are taken from what is left.
        """
        match self.mode:
            case PaddingMode.CONSTANT:
                return 0
            case PaddingMode.CIRCULAR:
                return 0 if max(before, after) <= 0 else 1
            case PaddingMode.REFLECT | PaddingMode.REPLICATE:
                return ANY_INTEGER


@dataclass(frozen=True)
class ConstantPaddingLayer(PaddingLayer):
    """Padding with one number. torch takes any further dimensions before the padded axes."""

    mode: ClassVar[PaddingMode] = PaddingMode.CONSTANT
    keeps: ClassVar[Kept] = NOTHING

    def accepts_empty(self, input_shape: Shape) -> bool:  # noqa: ARG002 - any will do
        """Return True: there is something to fill even where there is no input."""
        return True

    def spatial(self, input_shape: Shape) -> Shape:
        """Return the last dimensions of a shape.

        Raises:
            ShapeError: WRONG_RANK.
        """
        if len(input_shape) < self.rank:
            expected = (self.rank, self.rank + 2)
            raise self.wrong_rank(input_shape, expected)
        return input_shape[-self.rank :]


@dataclass(frozen=True)
class ConstantPaddingOfValue(ConstantPaddingLayer):
    """Padding with a number of one's own."""

    value: float | None = parameter(ParameterKind.OPTIONAL_NUMBER, positional=True, first=0)

    def held_value(self) -> float:
        """Return value; None is zero to torch."""
        return self.value or 0.0


@dataclass(frozen=True)
class ReflectionPaddingLayer(PaddingLayer):
    """Padding that mirrors the input without repeating its edge."""

    mode: ClassVar[PaddingMode] = PaddingMode.REFLECT


@dataclass(frozen=True)
class ReplicationPaddingLayer(PaddingLayer):
    """Padding that repeats the edge of the input."""

    mode: ClassVar[PaddingMode] = PaddingMode.REPLICATE


@dataclass(frozen=True)
class CircularPaddingLayer(PaddingLayer):
    """Padding that goes on with the other end of the input."""

    mode: ClassVar[PaddingMode] = PaddingMode.CIRCULAR
    keeps: ClassVar[Kept] = NOTHING

    def accepts_empty(self, input_shape: Shape) -> bool:
        """Return whether only the batch or the channels are empty."""
        return 0 not in input_shape[-self.rank :]


@register
class ZeroPad1d(ConstantPaddingLayer):
    """Padding with zeros, along one axis."""

    rank: ClassVar[int] = 1


@register
class ZeroPad2d(ConstantPaddingLayer):
    """Padding with zeros, along height and width."""

    rank: ClassVar[int] = 2


@register
class ZeroPad3d(ConstantPaddingLayer):
    """Padding with zeros, along depth, height and width."""

    rank: ClassVar[int] = 3


@register
class ConstantPad1d(ConstantPaddingOfValue):
    """Padding with a number of your own, along one axis."""

    rank: ClassVar[int] = 1


@register
class ConstantPad2d(ConstantPaddingOfValue):
    """Padding with a number of your own, along height and width."""

    rank: ClassVar[int] = 2


@register
class ConstantPad3d(ConstantPaddingOfValue):
    """Padding with a number of your own, along depth, height and width."""

    rank: ClassVar[int] = 3


@register
class ReflectionPad1d(ReflectionPaddingLayer):
    """Padding that mirrors the input, along one axis."""

    rank: ClassVar[int] = 1


@register
class ReflectionPad2d(ReflectionPaddingLayer):
    """Padding that mirrors the input, along height and width."""

    rank: ClassVar[int] = 2


@register
class ReflectionPad3d(ReflectionPaddingLayer):
    """Padding that mirrors the input, along depth, height and width."""

    rank: ClassVar[int] = 3


@register
class ReplicationPad1d(ReplicationPaddingLayer):
    """Padding that repeats the edge, along one axis."""

    rank: ClassVar[int] = 1


@register
class ReplicationPad2d(ReplicationPaddingLayer):
    """Padding that repeats the edge, along height and width."""

    rank: ClassVar[int] = 2


@register
class ReplicationPad3d(ReplicationPaddingLayer):
    """Padding that repeats the edge, along depth, height and width."""

    rank: ClassVar[int] = 3


@register
class CircularPad1d(CircularPaddingLayer):
    """Padding that goes on with the opposite end, along one axis."""

    rank: ClassVar[int] = 1


@register
class CircularPad2d(CircularPaddingLayer):
    """Padding that goes on with the opposite end, along height and width."""

    rank: ClassVar[int] = 2


@register
class CircularPad3d(CircularPaddingLayer):
    """Padding that goes on with the opposite end, along depth, height and width."""

    rank: ClassVar[int] = 3


def constant_padding(value: float, paddings: tuple[int, ...]) -> Layer | None:
    """Return the layer that pads with a number; None where torch has none for such paddings.

    Args:
        value: What the padding holds.
        paddings: Cells at each side of each axis.
    """
    zeros, others = _CONSTANT_PADDINGS[len(paddings)]
    padding = _as_torch_takes([(number, number) for number in paddings])
    layer = others(padding, value) if value else zeros(padding)
    try:
        layer.check()
    except ParameterError:
        return None
    return layer


def _as_torch_takes(sides: Sequence[tuple[int, int]]) -> int | tuple[int, ...]:
    """Return the cells before and behind each axis as torch takes them: the last axis first."""
    numbers = tuple(number for pair in reversed(sides) for number in pair)
    return numbers[0] if len(set(numbers)) == 1 else numbers


_CONSTANT_PADDINGS: dict[int, tuple[type[ConstantPaddingLayer], type[ConstantPaddingOfValue]]] = {
    1: (ZeroPad1d, ConstantPad1d),
    2: (ZeroPad2d, ConstantPad2d),
    3: (ZeroPad3d, ConstantPad3d),
}
"""With zeros and with a number of one's own, by the number of axes."""
