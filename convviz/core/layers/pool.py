"""Max and average pooling, in one, two and three dimensions.

Source: torch.nn.MaxPool2d, torch.nn.AvgPool2d, "Shape"; pytorch issues 45357, 57178 and 3298.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from convviz.core.errors import ErrorCode, ParameterError
from convviz.core.explaining.explanations import ExplanationCode, explain
from convviz.core.layers.base import (
    ANY_INTEGER,
    Kept,
    Linearity,
    ParameterKind,
    PerAxis,
    Reduction,
    Shape,
    parameter,
    per_axis,
    register,
)
from convviz.core.layers.kept import NUMBERS_AN_INDEX
from convviz.core.layers.sliding_pool import SlidingPooling, counted_cells
from convviz.core.layers.spatial import check_axis_counts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from convviz.core.explaining.explanations import Explanation


@dataclass(frozen=True)
class PoolingLayer(SlidingPooling):
    """Max and average pooling, which can pad their input."""

    kernel_size: PerAxis = parameter(ParameterKind.PER_AXIS, minimum=1)
    stride: PerAxis | None = parameter(ParameterKind.OPTIONAL_PER_AXIS, None, minimum=1)
    padding: PerAxis = parameter(ParameterKind.PER_AXIS, 0)

    def check(self) -> None:
        """Refuse what torch refuses whatever the input, and tuples of a wrong length."""
        super().check()
        check_axis_counts(self, self.rank)

    def paddings(self) -> tuple[int, ...]:
        """Return the padding at each side of each axis."""
        return per_axis(self.padding, self.rank)


@dataclass(frozen=True)
class MaxPoolingLayer(PoolingLayer):
    """Max pooling: padding counts as -inf."""

    cell_reduction: ClassVar[Reduction] = Reduction.MAXIMUM

    dilation: PerAxis = parameter(ParameterKind.PER_AXIS, 1, minimum=1)
    return_indices: bool = parameter(ParameterKind.FLAG, default=False)
    ceil_mode: bool = parameter(ParameterKind.FLAG, default=False)

    def notes_on_backward(
        self,
        shape: Shape,
        output_shape: Shape,
        *,
        training: bool,  # noqa: ARG002 - it makes no difference
    ) -> Iterator[Explanation]:
        """Yield that winners alone get a gradient."""
        windows, cells = math.prod(output_shape[1:]), math.prod(shape[1:])
        if windows < cells:
            code = ExplanationCode.BACKWARD_OF_WINNERS
            yield explain(code, windows=windows, cells=cells)

    def scratch_numbers(self, input_shape: Shape, output_shape: Shape) -> int:  # noqa: ARG002 - the winners count
        """Return the places of the winners, of 64 bits."""
        return NUMBERS_AN_INDEX * math.prod(output_shape)

    def kept_for_backward(self, input_shape: Shape, output_shape: Shape) -> Kept:
        """Return its input, and where the winners were."""
        return Kept(input=True, beside=self.scratch_numbers(input_shape, output_shape))

    def dilations(self) -> tuple[int, ...]:
        """Return the dilation along each axis."""
        return per_axis(self.dilation, self.rank)

    def rounds_up(self) -> bool:
        """Return ceil_mode."""
        return self.ceil_mode


@dataclass(frozen=True)
class AveragePoolingLayer(PoolingLayer):
    """Average pooling: sums divided by what :meth:`divisor_at` says."""

    cell_reduction: ClassVar[Reduction] = Reduction.MEAN
    linearity: ClassVar[Linearity] = Linearity.KEEPS

    ceil_mode: bool = parameter(ParameterKind.FLAG, default=False)
    count_include_pad: bool = parameter(ParameterKind.FLAG, default=True)

    def rounds_up(self) -> bool:
        """Return ceil_mode."""
        return self.ceil_mode

    def counts_padding(self) -> bool:
        """Return count_include_pad."""
        return self.count_include_pad

    def held_before(self) -> float | None:
        """Return 0 where zeros of the padding count in a mean as real cells do."""
        counts = self.count_include_pad or self.divisor_given() is not None
        return 0.0 if counts else None

    def divisor_factors(self, spatial: Shape) -> tuple[Callable[[int], int], ...]:
        """Return the cells of a window that count along each axis, or divisor_override.

        count_include_pad counts the window clipped to the padded input, so that ceil_mode's
        overhang past the right padding is not counted; otherwise only real cells count.

        Source:
            torch.nn.AvgPool2d; pytorch, aten/src/ATen/native/cpu/AvgPoolKernel.cpp.
        """
        divisor = self.divisor_given()
        if divisor is not None:
            return (lambda _: divisor, *[lambda _: 1] * (self.rank - 1))
        return tuple(
            partial(counted_cells, axis, count_include_pad=self.count_include_pad)
            for axis in self.axis_settings(spatial)
        )

    def notes_on_numbers(self, spatial: Shape) -> Iterator[Explanation]:
        """Yield what the sums are divided by, and how zeros of the padding pull a mean down."""
        fixed_divisor = self.divisor_given()
        if fixed_divisor is not None:
            yield explain(ExplanationCode.DIVISOR_GIVEN, divisor=fixed_divisor)
            return
        code = ExplanationCode.DIVISOR_COUNTS_REAL
        if self.count_include_pad:
            code = ExplanationCode.DIVISOR_COUNTS_PADDING
        full = math.prod(per_axis(self.kernel_size, self.rank))
        yield explain(code, full=full, smallest=self._smallest_divisor(spatial))
        axes, counted = self.axis_settings(spatial), self.count_include_pad
        divisor = math.prod(counted_cells(axis, 0, count_include_pad=counted) for axis in axes)
        real = math.prod(counted_cells(axis, 0, count_include_pad=False) for axis in axes)
        if real < divisor:
            facts = {"real": real, "divisor": divisor, "share": round(real / divisor, 3)}
            yield explain(ExplanationCode.AVERAGE_FADES_AT_EDGE, **facts)

    def _smallest_divisor(self, spatial: Shape) -> int:
        """Return the smallest divisor: axes are independent, and it lies at their first or last."""
        columns = zip(self.divisor_factors(spatial), self.axis_settings(spatial), strict=True)
        return math.prod(min(count(0), count(axis.output_size - 1)) for count, axis in columns)


@dataclass(frozen=True)
class DivisorPoolingLayer(AveragePoolingLayer):
    """Average pooling over two or three axes, which has divisor_override."""

    divisor_override: int | None = parameter(
        ParameterKind.OPTIONAL_INTEGER, None, minimum=ANY_INTEGER
    )

    def check(self) -> None:
        """Refuse what torch refuses: a divisor of zero."""
        super().check()
        if self.divisor_override == 0:
            raise ParameterError(ErrorCode.DIVISOR_ZERO, parameter="divisor_override", value=0)

    def divisor_given(self) -> int | None:
        """Return divisor_override, which beats all counting."""
        return self.divisor_override


@register
class MaxPool1d(MaxPoolingLayer):
    """Max pooling over one axis."""

    rank: ClassVar[int] = 1


@register
class MaxPool2d(MaxPoolingLayer):
    """Max pooling over height and width."""

    rank: ClassVar[int] = 2


@register
class MaxPool3d(MaxPoolingLayer):
    """Max pooling over depth, height and width."""

    rank: ClassVar[int] = 3


@register
class AvgPool1d(AveragePoolingLayer):
    """Average pooling over one axis."""

    rank: ClassVar[int] = 1


@register
class AvgPool2d(DivisorPoolingLayer):
    """Average pooling over height and width."""

    rank: ClassVar[int] = 2


@register
class AvgPool3d(DivisorPoolingLayer):
    """Average pooling over depth, height and width."""

    rank: ClassVar[int] = 3

    def needs_whole_kernel(self) -> bool:
        """Return True."""
        return True
