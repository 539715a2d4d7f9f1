"""Max unpooling, in one, two and three dimensions: each number goes back to where it was largest.

Source: torch.nn.MaxUnpool2d; torch.nn.functional._unpool_output_size.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from convviz.core.errors import ErrorCode, ShapeError
from convviz.core.formulas.resizing_working import UnpoolWorking
from convviz.core.layers.base import (
    LayerFamily,
    ParameterKind,
    PerAxis,
    Reduction,
    Shape,
    parameter,
    per_axis,
    register,
)
from convviz.core.layers.conv_rules import check_output_left
from convviz.core.layers.formula_numbers import usable_columns, usable_numbers
from convviz.core.layers.pool import MaxPool1d, MaxPool2d, MaxPool3d, MaxPoolingLayer
from convviz.core.layers.spatial import SpatialLayer, check_axis_counts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convviz.core.axis_windows import AxisWindows

_POOLINGS: dict[int, type[MaxPoolingLayer]] = {1: MaxPool1d, 2: MaxPool2d, 3: MaxPool3d}


@dataclass(frozen=True)
class MaxUnpoolingLayer(SpatialLayer):
    """Puts numbers back by the indices that max pooling returned; all other cells are 0.

    Several input sizes pool to one size, so the size can be given: ``output_size`` of
    :meth:`unpooled_shape`, as torch takes it beside the indices.
    """

    cell_reduction: ClassVar[Reduction] = Reduction.BY_INDICES
    family: ClassVar[LayerFamily] = LayerFamily.POOLING

    kernel_size: PerAxis = parameter(ParameterKind.PER_AXIS, minimum=1, positional=True, first=2)
    stride: PerAxis | None = parameter(ParameterKind.OPTIONAL_PER_AXIS, None, minimum=1)
    padding: PerAxis = parameter(ParameterKind.PER_AXIS, 0)

    def check(self) -> None:
        """Refuse what torch refuses, and kernels, strides and paddings that no pooling has."""
        super().check()
        check_axis_counts(self, self.rank, exact=("kernel_size", "stride", "padding"))

    def strides(self) -> tuple[int, ...]:
        """Return the stride along each axis; it defaults to the kernel."""
        return per_axis(self.kernel_size if self.stride is None else self.stride, self.rank)

    def working(self, spatial: Shape, output_size: Shape | None = None) -> Iterator[UnpoolWorking]:
        """Return how the output's size comes about along each axis."""
        rank = self.rank
        strides = usable_numbers(self.kernel_size if self.stride is None else self.stride, rank)
        columns = usable_columns(self, spatial, "kernel_size", "padding")
        wanted_sizes = output_size if output_size and len(output_size) == rank else (None,) * rank
        for s, wanted, (i, k, p) in zip(strides, wanted_sizes, columns, strict=True):
            yield UnpoolWorking(i, k, s, p, wanted)

    def pooling(self) -> MaxPoolingLayer:
        """Return the max pooling of the same settings, which gives the indices."""
        kind = _POOLINGS[self.rank]
        return kind(self.kernel_size, self.stride, self.padding, return_indices=True)

    def drawn_windows(self, input_shape: Shape) -> tuple[AxisWindows, ...]:
        """Return the windows of the pooling before."""
        return self.pooling().axis_windows(input_shape[1:])

    def output_shape(self, input_shape: Shape) -> Shape:
        """Return the shape without an output_size: (i - 1) s - 2 p + k along each axis.

        Raises:
            ShapeError: WRONG_RANK, PADDING_TAKES_OUTPUT.
        """
        return self.unpooled_shape(input_shape)

    def unpooled_shape(self, input_shape: Shape, output_size: Shape | None = None) -> Shape:
        """Return the output's shape.

        Args:
            input_shape: A shape with or without a batch.
            output_size: Sizes of the spatial axes; the pooling's input has them.

        Raises:
            ShapeError: WRONG_RANK, PADDING_TAKES_OUTPUT; UNPOOLED_SIZE_OUT_OF_RANGE: a size that
                differs from the default by a stride or more; NOT_POSITIVE: a given size below 1.
        """
        spatial = self.spatial(input_shape)
        kernels, paddings = (per_axis(n, self.rank) for n in (self.kernel_size, self.padding))
        columns = zip(spatial, kernels, self.strides(), paddings, strict=True)
        sizes = []
        for axis, (size, k, s, p) in enumerate(columns):
            default = (size - 1) * s - 2 * p + k
            chosen = default if output_size is None else output_size[axis]
            if not default - s < chosen < default + s:
                code, least, most = ErrorCode.UNPOOLED_SIZE_OUT_OF_RANGE, default - s, default + s
                raise ShapeError(code, axis=axis, value=chosen, minimum=least + 1, maximum=most - 1)
            if output_size is None:
                check_output_left(default + 2 * p, p, axis=axis)
            elif chosen < 1:
                raise ShapeError(ErrorCode.NOT_POSITIVE, parameter="output_size", value=chosen)
            sizes.append(chosen)
        return (*input_shape[: -self.rank], *sizes)


@register
@dataclass(frozen=True)
class MaxUnpool1d(MaxUnpoolingLayer):
    """Max unpooling over one axis."""

    rank: ClassVar[int] = 1


@register
@dataclass(frozen=True)
class MaxUnpool2d(MaxUnpoolingLayer):
    """Max unpooling over height and width."""

    rank: ClassVar[int] = 2


@register
@dataclass(frozen=True)
class MaxUnpool3d(MaxUnpoolingLayer):
    """Max unpooling over depth, height and width."""

    rank: ClassVar[int] = 3
