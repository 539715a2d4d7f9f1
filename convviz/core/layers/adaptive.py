"""Adaptive pooling, in one, two and three dimensions: the output's size is given.

Source: torch.nn.AdaptiveAvgPool2d, torch.nn.AdaptiveMaxPool2d.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from convviz.core.adaptive_windows import adaptive_windows
from convviz.core.formulas.adaptive_working import AdaptiveWorking
from convviz.core.layers.base import (
    Kept,
    LayerFamily,
    Linearity,
    ParameterKind,
    PerAxis,
    Reduction,
    Shape,
    parameter,
    register,
)
from convviz.core.layers.formula_numbers import usable_numbers
from convviz.core.layers.kept import ITS_INPUT, NOTHING, NUMBERS_AN_INDEX
from convviz.core.layers.reaches import CellReach, spread_reach
from convviz.core.layers.spatial import WindowedLayer, check_axis_counts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from convviz.core.axis_windows import AxisWindows

SizePerAxis = int | tuple[int | None, ...]
"""One size for all axes, or one an axis; None keeps the input's."""


@dataclass(frozen=True)
class AdaptivePoolingLayer(WindowedLayer):
    """As many windows as output_size asks for, spread over the input."""

    size_parameter: ClassVar[str] = "output_size"
    family: ClassVar[LayerFamily] = LayerFamily.POOLING

    output_size: SizePerAxis = parameter(
        ParameterKind.OPTIONAL_SIZES, minimum=1, positional=True, first=2
    )

    def check(self) -> None:
        """Refuse what torch refuses whatever the input, and sizes below 1."""
        super().check()
        check_axis_counts(self, self.rank, exact=("output_size",))

    def output_sizes(self, spatial: Shape) -> Shape:
        """Return the output's size along each axis."""
        wanted = self.output_size
        if not isinstance(wanted, tuple):
            return (wanted,) * self.rank
        pairs = zip(wanted, spatial, strict=True)
        return tuple(size if number is None else number for number, size in pairs)

    def settings_for(
        self,
        spatial: Shape,  # noqa: ARG002 - the output's alone
        wanted: Shape,
    ) -> tuple[int | tuple[int, ...], ...]:
        """Return the size itself."""
        return (wanted[0] if len(set(wanted)) == 1 else wanted,)

    def reaches(self, spatial: Shape) -> tuple[CellReach, ...] | None:
        """Return what an output cell reads along each axis, borders not regarded."""
        return tuple(map(spread_reach, self.axis_windows(spatial)))

    def axis_windows(self, spatial: Shape) -> tuple[AxisWindows, ...]:
        """Return the windows along each axis."""
        pairs = zip(spatial, self.output_sizes(spatial), strict=True)
        return tuple(adaptive_windows(size, wanted) for size, wanted in pairs)

    def working(
        self,
        spatial: Shape,
        output_size: Shape | None = None,  # noqa: ARG002 - only unpooling is given one
    ) -> Iterator[AdaptiveWorking]:
        """Return how the output's size comes about along each axis."""
        sizes, rank = usable_numbers(spatial, self.rank), self.rank
        wanted = self.output_size if isinstance(self.output_size, tuple) else None
        if wanted is not None and len(wanted) == rank:
            for size, number in zip(sizes, wanted, strict=True):
                asked = size if number is None else usable_numbers(number, 1)[0]
                yield AdaptiveWorking(size, asked, keeps=number is None)
            return
        for size, asked in zip(sizes, usable_numbers(self.output_size, rank), strict=True):
            yield AdaptiveWorking(size, asked)

    def output_shape(self, input_shape: Shape) -> Shape:
        """Return the input's shape with output_size as its spatial axes.

        Raises:
            ShapeError: WRONG_RANK.
        """
        sizes = self.output_sizes(self.spatial(input_shape))
        return (*input_shape[: -self.rank], *sizes)


@dataclass(frozen=True)
class AdaptiveMaxPoolingLayer(AdaptivePoolingLayer):
    """The largest value of each window."""

    cell_reduction: ClassVar[Reduction] = Reduction.MAXIMUM

    return_indices: bool = parameter(ParameterKind.FLAG, default=False)

    def kept_for_backward(self, input_shape: Shape, output_shape: Shape) -> Kept:  # noqa: ARG002 - the winners count
        """Return its input, and where the winners were."""
        return Kept(input=True, beside=NUMBERS_AN_INDEX * math.prod(output_shape))


@dataclass(frozen=True)
class AdaptiveAveragePoolingLayer(AdaptivePoolingLayer):
    """The average of each window."""

    cell_reduction: ClassVar[Reduction] = Reduction.MEAN
    linearity: ClassVar[Linearity] = Linearity.KEEPS

    def kept_for_backward(self, input_shape: Shape, output_shape: Shape) -> Kept:  # noqa: ARG002 - only its size counts
        """Return its input; nothing where one mean is taken of all cells, which torch sums."""
        return NOTHING if math.prod(output_shape[-self.rank :]) == 1 else ITS_INPUT

    def divisor_factors(self, spatial: Shape) -> tuple[Callable[[int], int], ...]:
        """Return the cells of a window along each axis."""
        return tuple(axis.readings_of for axis in self.axis_windows(spatial))

    def spatial(self, input_shape: Shape) -> Shape:
        """Return the last dimensions; for the mean of all cells torch takes any before them.

        Raises:
            ShapeError: WRONG_RANK.
        """
        needed = self.rank + isinstance(self.output_size, tuple)
        spatial = input_shape[-self.rank :]
        is_global = self.rank > 1 and len(input_shape) >= needed
        if is_global and set(self.output_sizes(spatial)) == {1}:
            return spatial
        return super().spatial(input_shape)


@register
@dataclass(frozen=True)
class AdaptiveAvgPool1d(AdaptiveAveragePoolingLayer):
    """Average pooling to a given output size, over one axis."""

    rank: ClassVar[int] = 1

    output_size: PerAxis = parameter(ParameterKind.PER_AXIS, minimum=1, positional=True, first=2)


@register
@dataclass(frozen=True)
class AdaptiveAvgPool2d(AdaptiveAveragePoolingLayer):
    """Average pooling to a given output size, over height and width."""

    rank: ClassVar[int] = 2


@register
@dataclass(frozen=True)
class AdaptiveAvgPool3d(AdaptiveAveragePoolingLayer):
    """Average pooling to a given output size, over depth, height and width."""

    rank: ClassVar[int] = 3


@register
@dataclass(frozen=True)
class AdaptiveMaxPool1d(AdaptiveMaxPoolingLayer):
    """Max pooling to a given output size, over one axis."""

    rank: ClassVar[int] = 1

    output_size: PerAxis = parameter(ParameterKind.PER_AXIS, minimum=1, positional=True, first=2)


@register
@dataclass(frozen=True)
class AdaptiveMaxPool2d(AdaptiveMaxPoolingLayer):
    """Max pooling to a given output size, over height and width."""

    rank: ClassVar[int] = 2


@register
@dataclass(frozen=True)
class AdaptiveMaxPool3d(AdaptiveMaxPoolingLayer):
    """Max pooling to a given output size, over depth, height and width."""

    rank: ClassVar[int] = 3
