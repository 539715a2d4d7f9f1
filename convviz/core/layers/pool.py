"""Max and average pooling, in one, two and three dimensions.

Source: torch.nn.MaxPool2d, torch.nn.AvgPool2d, "Shape"; pytorch issues 45357, 57178 and 3298.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from convviz.core.axis_windows import AxisSettings, AxisWindows, sliding_windows
from convviz.core.errors import ErrorCode, ParameterError, ShapeError
from convviz.core.layers.base import (
    ANY_INTEGER,
    LARGEST_32_BIT,
    AxisReach,
    LayerFamily,
    Linearity,
    ParameterKind,
    PerAxis,
    Reduction,
    Shape,
    WindowedLayer,
    check_axis_counts,
    parameter,
    per_axis,
    register,
)
from convviz.core.layers.formula_numbers import usable_columns, usable_numbers
from convviz.core.layers.reaches import CellReach, slid_reach
from convviz.core.sliding_working import SlidingWorking

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class SlidingPooling(WindowedLayer):
    """What every pooling with a kernel and a stride shares: sizes and windows."""

    slides: ClassVar[bool] = True
    family: ClassVar[LayerFamily] = LayerFamily.POOLING

    kernel_size: PerAxis
    stride: PerAxis | None

    def integer_range(self, name: str) -> tuple[int, int]:
        """Return the range of a parameter: pooling counts its windows in 32 bits."""
        minimum, maximum = super().integer_range(name)
        return minimum, maximum if name == "divisor_override" else LARGEST_32_BIT

    def strides(self) -> tuple[int, ...]:
        """Return the stride along each axis; it defaults to the kernel."""
        return per_axis(self.kernel_size if self.stride is None else self.stride, self.rank)

    def paddings(self) -> tuple[int, ...]:
        """Return the padding at each side of each axis."""
        return (0,) * self.rank

    def dilations(self) -> tuple[int, ...]:
        """Return the dilation along each axis."""
        return (1,) * self.rank

    def held_before(self) -> float | None:
        """Return what a padding layer before it must hold to do what its own padding does.

        None where no padding layer does the same.
        """
        return self.held_value()

    def axis_settings(self, spatial: Shape) -> tuple[AxisSettings, ...]:
        """Return the numbers of each axis.

        Raises:
            ShapeError: POOL_PADDING_OVER_HALF, KERNEL_LARGER_THAN_UNPADDED_INPUT,
                KERNEL_LARGER_THAN_INPUT.
        """
        kernels = per_axis(self.kernel_size, self.rank)
        columns = (kernels, self.strides(), self.paddings(), self.dilations())
        settings = []
        for axis, (size, k, s, p, d) in enumerate(zip(spatial, *columns, strict=True)):
            if p > k // 2:
                raise ShapeError(
                    ErrorCode.POOL_PADDING_OVER_HALF,
                    axis=axis,
                    padding=p,
                    kernel_size=k,
                    dilation=d,
                    limit=k // 2,
                )
            if self.needs_whole_kernel() and k > size:
                code = ErrorCode.KERNEL_LARGER_THAN_UNPADDED_INPUT
                raise ShapeError(code, axis=axis, kernel_size=k, size=size)
            output = pool_output_size(size, k, s, p, d, ceil_mode=self.rounds_up(), axis=axis)
            settings.append(AxisSettings(size, k, s, p, p, d, output))
        return tuple(settings)

    def axis_reaches(self, spatial: Shape) -> tuple[AxisReach, ...]:
        """Return the padding along each axis, and how far the dilated window reaches."""
        kernels = per_axis(self.kernel_size, self.rank)
        columns = zip(spatial, kernels, self.paddings(), self.dilations(), strict=True)
        return tuple(AxisReach(size, p, p, max(0, d * (k - 1) + 1)) for size, k, p, d in columns)

    def working(
        self,
        spatial: Shape,
        output_size: Shape | None = None,  # noqa: ARG002 - only unpooling is given one
    ) -> Iterator[SlidingWorking]:
        """Return how the output's size comes about along each axis."""
        rank, known = self.rank, self.parameters()
        strides = usable_numbers(self.kernel_size if self.stride is None else self.stride, rank)
        dilations = usable_numbers(getattr(self, "dilation", 1), rank)
        paddings = usable_numbers(getattr(self, "padding", 0), rank)
        columns = usable_columns(self, spatial, "kernel_size")
        for s, d, p, (i, k) in zip(strides, dilations, paddings, columns, strict=True):
            yield SlidingWorking(
                i,
                k,
                s,
                p,
                d,
                has_dilation="dilation" in known,
                has_padding="padding" in known,
                is_pooling=True,
                needs_whole_kernel=self.needs_whole_kernel(),
                ceil_mode=self.rounds_up() is True,
            )

    def reaches(self, spatial: Shape) -> tuple[CellReach, ...] | None:
        """Return what an output cell reads along each axis, borders not regarded."""
        return tuple(map(slid_reach, self.axis_settings(spatial)))

    def axis_windows(self, spatial: Shape) -> tuple[AxisWindows, ...]:
        """Return the windows along each axis."""
        return tuple(sliding_windows(axis) for axis in self.axis_settings(spatial))

    def output_shape(self, input_shape: Shape) -> Shape:
        """Return the input's shape with the spatial axes pooled."""
        settings = self.axis_settings(self.spatial(input_shape))
        return (*input_shape[: -self.rank], *(axis.output_size for axis in settings))


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

    reduction: ClassVar[Reduction] = Reduction.MAXIMUM

    dilation: PerAxis = parameter(ParameterKind.PER_AXIS, 1, minimum=1)
    return_indices: bool = parameter(ParameterKind.FLAG, default=False)
    ceil_mode: bool = parameter(ParameterKind.FLAG, default=False)

    def scratch_numbers(self, input_shape: Shape, output_shape: Shape) -> int:  # noqa: ARG002 - the winners count
        """Return the places of the winners, of 64 bits."""
        return 2 * math.prod(output_shape)

    def dilations(self) -> tuple[int, ...]:
        """Return the dilation along each axis."""
        return per_axis(self.dilation, self.rank)

    def rounds_up(self) -> bool:
        """Return ceil_mode."""
        return self.ceil_mode


@dataclass(frozen=True)
class AveragePoolingBase(PoolingLayer):
    """Average pooling: sums divided by what :meth:`divisor_at` says."""

    reduction: ClassVar[Reduction] = Reduction.MEAN
    linearity: ClassVar[Linearity] = Linearity.KEEPS

    ceil_mode: bool = parameter(ParameterKind.FLAG, default=False)
    count_include_pad: bool = parameter(ParameterKind.FLAG, default=True)

    def rounds_up(self) -> bool:
        """Return ceil_mode."""
        return self.ceil_mode

    def divisor_given(self) -> int | None:
        """Return divisor_override, which beats all counting."""
        return None

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
        given = self.divisor_given()
        if given is not None:
            return (lambda _: given, *[lambda _: 1] * (self.rank - 1))
        return tuple(
            partial(counted_cells, axis, count_include_pad=self.count_include_pad)
            for axis in self.axis_settings(spatial)
        )


@dataclass(frozen=True)
class AveragePoolingLayer(AveragePoolingBase):
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
        """Return divisor_override."""
        return self.divisor_override


def pool_output_size(
    size: int,
    kernel_size: int,
    stride: int,
    padding: int,
    dilation: int,
    *,
    ceil_mode: bool,
    axis: int,
) -> int:
    """Return the output length of a pooling along one axis.

    Args:
        size: Input length, in cells. At least 1.
        kernel_size: Kernel length, in taps. At least 1.
        stride: Cells between neighbouring windows. At least 1.
        padding: Cells before and behind. At least 0.
        dilation: Cells between neighbouring taps. At least 1.
        ceil_mode: Round up; but the last window must start inside the input or left padding.
        axis: Number of the axis, for the error.

    Returns:
        Output length, in cells. At least 1.

    Raises:
        ShapeError: KERNEL_LARGER_THAN_INPUT; TOO_LARGE: the dilated kernel is beyond the
            32 bits in which torch counts (it would wrap around without a word).

    Source:
        torch.nn.MaxPool2d, "Shape"; pytorch issue 57178 for the last window's rule.
    """
    effective = dilation * (kernel_size - 1) + 1
    if effective > LARGEST_32_BIT:
        raise ShapeError(
            ErrorCode.TOO_LARGE, parameter="dilation", value=effective, limit=LARGEST_32_BIT
        )
    room = size + 2 * padding - effective
    output = (-(-room // stride) if ceil_mode else room // stride) + 1
    if ceil_mode and (output - 1) * stride >= size + padding:
        output -= 1
    if output < 1:
        raise ShapeError(
            ErrorCode.KERNEL_LARGER_THAN_INPUT,
            axis=axis,
            effective_kernel=effective,
            padded_size=size + 2 * padding,
        )
    return output


def counted_cells(axis: AxisSettings, output_position: int, *, count_include_pad: bool) -> int:
    """Return how many cells of a window count along one axis; a divisor is their product."""
    start = output_position * axis.stride - axis.pad_before
    end = min(start + axis.kernel_size, axis.size + axis.pad_after)
    if not count_include_pad:
        start, end = max(start, 0), min(end, axis.size)
    return end - start


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
class AvgPool1d(AveragePoolingBase):
    """Average pooling over one axis."""

    rank: ClassVar[int] = 1


@register
class AvgPool2d(AveragePoolingLayer):
    """Average pooling over height and width."""

    rank: ClassVar[int] = 2


@register
class AvgPool3d(AveragePoolingLayer):
    """Average pooling over depth, height and width."""

    rank: ClassVar[int] = 3

    def needs_whole_kernel(self) -> bool:
        """Return True."""
        return True
