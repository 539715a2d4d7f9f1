"""Transposed convolution, in one, two and three dimensions: each input cell stamps the kernel.

Source of the sizes: torch.nn.ConvTranspose2d, "Shape"; Dumoulin & Visin 2016.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, TypeGuard

from convviz.core.axis_windows import AxisSettings, AxisWindows, transposed_windows
from convviz.core.errors import ErrorCode, ParameterError, ShapeError
from convviz.core.formulas.transposed_working import TransposedWorking
from convviz.core.layers.base import (
    LARGEST_32_BIT,
    ParameterKind,
    PerAxis,
    Shape,
    parameter,
    per_axis,
    register,
)
from convviz.core.layers.conv import PADDING_MODES, KernelLayer, channels_field
from convviz.core.layers.conv_rules import check_channels, check_groups, transposed_output_size
from convviz.core.layers.formula_numbers import usable_columns
from convviz.core.layers.reaches import CellReach, scattered_reach
from convviz.core.layers.spatial import check_axis_counts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convviz.core.layers.base import Layer


@dataclass(frozen=True)
class TransposedConvolutionLayer(KernelLayer):
    """A transposed convolution over `rank` axes: `padding` shrinks its output."""

    scatters: ClassVar[bool] = True

    in_channels: int = channels_field()
    out_channels: int = parameter(ParameterKind.INTEGER, minimum=1, positional=True)
    kernel_size: PerAxis = parameter(ParameterKind.PER_AXIS, minimum=1)
    stride: PerAxis = parameter(ParameterKind.PER_AXIS, 1, minimum=1)
    padding: PerAxis = parameter(ParameterKind.PER_AXIS, 0)
    output_padding: PerAxis = parameter(ParameterKind.PER_AXIS, 0)
    groups: int = parameter(ParameterKind.INTEGER, 1, minimum=1)
    bias: bool = parameter(ParameterKind.FLAG, default=True)
    dilation: PerAxis = parameter(ParameterKind.PER_AXIS, 1, minimum=1)
    padding_mode: str = parameter(ParameterKind.CHOICE, "zeros", choices=PADDING_MODES)

    def check(self) -> None:
        """Refuse what torch's constructor refuses, and tuples of a wrong length."""
        super().check()
        check_axis_counts(self, self.rank, exact=("kernel_size",))
        check_groups(self.in_channels, self.out_channels, self.groups)
        if self.padding_mode != "zeros":
            raise ParameterError(ErrorCode.ONLY_ZEROS_PADDING_MODE, value=self.padding_mode)

    def integer_range(self, name: str) -> tuple[int, int]:
        """Return the range of a parameter: torch counts these windows in 32 bits."""
        minimum, maximum = super().integer_range(name)
        is_per_axis = self.parameters()[name].kind is ParameterKind.PER_AXIS
        return minimum, LARGEST_32_BIT if is_per_axis else maximum

    def axis_settings(self, spatial: Shape) -> tuple[AxisSettings, ...]:
        """Return the numbers of each axis; `padding` is what the output loses at each end.

        Raises:
            ShapeError: OUTPUT_PADDING_TOO_LARGE, PADDING_TAKES_OUTPUT.
        """
        settings = []
        names = ("kernel_size", "stride", "padding", "output_padding", "dilation")
        columns = (per_axis(getattr(self, name), self.rank) for name in names)
        for axis, (size, k, s, p, extra, d) in enumerate(zip(spatial, *columns, strict=True)):
            if extra >= max(s, d):
                raise ShapeError(
                    ErrorCode.OUTPUT_PADDING_TOO_LARGE,
                    axis=axis,
                    output_padding=extra,
                    stride=s,
                    dilation=d,
                )
            output = transposed_output_size(size, k, s, p, d, extra, axis=axis)
            settings.append(AxisSettings(size, k, s, p, p, d, output, output_padding=extra))
        return tuple(settings)

    def unpadded_output(self, spatial: Shape) -> tuple[tuple[int, int, int], ...]:
        """Return the cells of the whole output, what padding takes and output_padding adds."""
        names = ("kernel_size", "stride", "padding", "output_padding", "dilation")
        columns = (per_axis(getattr(self, name), self.rank) for name in names)
        return tuple(
            ((size - 1) * s + d * (k - 1) + 1 + extra, p, extra)
            for size, k, s, p, extra, d in zip(spatial, *columns, strict=True)
        )

    def reaches(self, spatial: Shape) -> tuple[CellReach, ...] | None:
        """Return what an output cell reads along each axis, borders not regarded."""
        return tuple(map(scattered_reach, self.axis_settings(spatial)))

    def axis_windows(self, spatial: Shape) -> tuple[AxisWindows, ...]:
        """Return the windows along each axis, over the stretched input."""
        return tuple(transposed_windows(axis) for axis in self.axis_settings(spatial))

    def output_shape(self, input_shape: Shape) -> Shape:
        """Return (batch, out_channels, *spatial), without the batch for an unbatched input."""
        spatial = self.spatial(input_shape)
        check_channels(input_shape[-self.rank - 1], self.in_channels)
        sizes = tuple(axis.output_size for axis in self.axis_settings(spatial))
        return (*input_shape[: -self.rank - 1], self.out_channels, *sizes)

    def working(
        self,
        spatial: Shape,
        output_size: Shape | None = None,  # noqa: ARG002 - only unpooling is given one
    ) -> Iterator[TransposedWorking]:
        """Return how the output's size comes about along each axis."""
        names = ("kernel_size", "stride", "padding", "dilation", "output_padding")
        for numbers in usable_columns(self, spatial, *names):
            yield TransposedWorking(*numbers)

    def weight_shapes(self) -> dict[str, Shape]:
        """Return weight (in_channels, out_channels/groups, *kernel) and bias (out_channels)."""
        kernels = per_axis(self.kernel_size, self.rank)
        weight = (self.in_channels, self.out_channels // (self.groups or 1), *kernels)
        return {"weight": weight, "bias": (self.out_channels,)} if self.bias else {"weight": weight}

    def scratch_numbers(self, input_shape: Shape, output_shape: Shape) -> int:  # noqa: ARG002 - columns are the input's
        """Return those of the columns, which torch's slower kernels make."""
        taps = math.prod(per_axis(self.kernel_size, self.rank))
        return self.out_channels * taps * math.prod(input_shape[1:])

    def mult_add_factors(
        self,
        input_shape: Shape,
        output_shape: Shape | None = None,  # noqa: ARG002 - the input's counts
    ) -> tuple[Shape, ...]:
        """Return one multiply-add an input cell, output channel of the group and tap."""
        return input_shape, self.weight_shapes()["weight"][1:]


def is_transposed(layer: Layer) -> TypeGuard[TransposedConvolutionLayer]:
    """Return whether a layer stamps its kernel onto the output: transposed convolutions alone."""
    return layer.scatters


@register
class ConvTranspose1d(TransposedConvolutionLayer):
    """Transposed convolution over one axis."""

    rank: ClassVar[int] = 1


@register
class ConvTranspose2d(TransposedConvolutionLayer):
    """Transposed convolution over height and width."""

    rank: ClassVar[int] = 2


@register
class ConvTranspose3d(TransposedConvolutionLayer):
    """Transposed convolution over depth, height and width."""

    rank: ClassVar[int] = 3
