"""Power-average pooling, in one, two and three dimensions: (sum of x^p)^(1/p) of each window.

Source: torch.nn.LPPool2d; torch.nn.functional.lp_pool2d, which takes the powers' average times the
kernel's cells: under ceil_mode a window that overhangs counts as if it were full.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

from convviz.core.axis_windows import AxisSettings, AxisWindows, sliding_windows
from convviz.core.errors import ErrorCode, ParameterError, ShapeError
from convviz.core.layers.base import (
    LARGEST_32_BIT,
    LayerFamily,
    ParameterKind,
    PerAxis,
    Shape,
    WindowedLayer,
    check_axis_counts,
    parameter,
    per_axis,
    register,
)
from convviz.core.layers.pool import counted_cells, pool_output_size


@dataclass(frozen=True)
class PowerPoolingLayer(WindowedLayer):
    """The p-norm of each window, without the sign: 1 is the sum, 2 the length.

    Attributes:
        needs_whole_kernel: torch asks for an input as large as the kernel.
    """

    family: ClassVar[LayerFamily] = LayerFamily.POOLING
    needs_whole_kernel: ClassVar[bool] = False

    norm_type: float = parameter(ParameterKind.NUMBER, positional=True, first=2)
    kernel_size: PerAxis = parameter(ParameterKind.PER_AXIS, minimum=1, positional=True)
    stride: PerAxis | None = parameter(ParameterKind.OPTIONAL_PER_AXIS, None, minimum=1)
    ceil_mode: bool = parameter(ParameterKind.FLAG, default=False)

    def check(self) -> None:
        """Refuse what torch refuses whatever the input.

        Raises:
            ParameterError: DIVISOR_ZERO: a norm_type of 0 has no root.
        """
        super().check()
        check_axis_counts(self, self.rank, exact=("kernel_size",))
        if self.norm_type == 0:
            raise ParameterError(ErrorCode.DIVISOR_ZERO, parameter="norm_type", value=0)

    def integer_range(self, name: str) -> tuple[int, int]:
        """Return the range of a parameter: pooling counts its windows in 32 bits."""
        return super().integer_range(name)[0], LARGEST_32_BIT

    def strides(self) -> tuple[int, ...]:
        """Return the stride along each axis; it defaults to the kernel."""
        return per_axis(self.kernel_size if self.stride is None else self.stride, self.rank)

    def axis_settings(self, spatial: Shape) -> tuple[AxisSettings, ...]:
        """Return the numbers of each axis.

        Raises:
            ShapeError: KERNEL_LARGER_THAN_UNPADDED_INPUT, OUTPUT_EMPTY.
        """
        columns = zip(spatial, per_axis(self.kernel_size, self.rank), self.strides(), strict=True)
        settings = []
        for axis, (size, k, s) in enumerate(columns):
            if self.needs_whole_kernel and k > size:
                code = ErrorCode.KERNEL_LARGER_THAN_UNPADDED_INPUT
                raise ShapeError(code, axis=axis, kernel_size=k, size=size)
            output = pool_output_size(size, k, s, 0, 1, ceil_mode=self.ceil_mode, axis=axis)
            settings.append(AxisSettings(size, k, s, 0, 0, 1, output))
        return tuple(settings)

    def axis_windows(self, spatial: Shape) -> tuple[AxisWindows, ...]:
        """Return the windows along each axis."""
        return tuple(sliding_windows(axis) for axis in self.axis_settings(spatial))

    def output_shape(self, input_shape: Shape) -> Shape:
        """Return the input's shape with the spatial axes pooled."""
        settings = self.axis_settings(self.spatial(input_shape))
        return (*input_shape[: -self.rank], *(axis.output_size for axis in settings))

    def kernel_cells(self) -> int:
        """Return the cells of a full window."""
        return math.prod(per_axis(self.kernel_size, self.rank))


def power_divisor(layer: PowerPoolingLayer, spatial: Shape, position: tuple[int, ...]) -> int:
    """Return the real cells of the window at an output position."""
    axes = zip(layer.axis_settings(spatial), position, strict=True)
    return math.prod(counted_cells(axis, place, count_include_pad=False) for axis, place in axes)


@register
@dataclass(frozen=True)
class LPPool1d(PowerPoolingLayer):
    """Power-average pooling over one axis."""

    rank: ClassVar[int] = 1

    kernel_size: int = parameter(ParameterKind.INTEGER, minimum=1, positional=True, first=2)


@register
@dataclass(frozen=True)
class LPPool2d(PowerPoolingLayer):
    """Power-average pooling over height and width."""

    rank: ClassVar[int] = 2


@register
@dataclass(frozen=True)
class LPPool3d(PowerPoolingLayer):
    """Power-average pooling over depth, height and width."""

    rank: ClassVar[int] = 3
    needs_whole_kernel: ClassVar[bool] = True
