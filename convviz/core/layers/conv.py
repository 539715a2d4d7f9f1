"""Convolution, in one, two and three dimensions.

Source of the sizes: torch.nn.Conv2d, "Shape"; Dumoulin & Visin 2016.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache, lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING, ClassVar, TypeGuard

from convviz.core.axis_windows import (
    MOST_AXES_KNOWN,
    AxisSettings,
    AxisWindows,
    PaddingMode,
    sliding_windows,
)
from convviz.core.calls import parameters_of
from convviz.core.errors import ErrorCode, ParameterError
from convviz.core.explaining.explanations import ExplanationCode, explain
from convviz.core.formulas.sliding_working import SlidingWorking
from convviz.core.layers.base import (
    ANY_INTEGER,
    Follows,
    Kept,
    LayerFamily,
    Linearity,
    ParameterKind,
    PerAxis,
    Reduction,
    Shape,
    check_tensor,
    parameter,
    per_axis,
    register,
)
from convviz.core.layers.conv_rules import (
    TORCH_PADDING_MODES,
    check_channels,
    check_groups,
    check_padding_mode,
    conv_output_size,
    inputs_of_group,
)
from convviz.core.layers.formula_numbers import usable_columns, usable_numbers
from convviz.core.layers.kept import ITS_INPUT
from convviz.core.layers.reaches import AxisReach, CellReach, slid_reach
from convviz.core.layers.spatial import WindowedLayer, check_axis_counts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from convviz.core.explaining.explanations import Explanation
    from convviz.core.layers.base import Layer

PADDING_MODES = ("zeros", "reflect", "replicate", "circular")


def channels_field() -> int:
    """Return the parameter in_channels, which follows the layer before."""
    field: int = parameter(
        ParameterKind.INTEGER, minimum=1, positional=True, follows=Follows.CHANNELS
    )
    return field


class KernelLayer(WindowedLayer):
    """What both convolutions share: kernels of trained numbers, and groups of channels."""

    cell_reduction: ClassVar[Reduction] = Reduction.PRODUCTS
    family: ClassVar[LayerFamily] = LayerFamily.CONVOLUTION
    linearity: ClassVar[Linearity] = Linearity.MAP

    in_channels: int
    out_channels: int
    kernel_size: PerAxis
    groups: int
    bias: bool

    def inputs_of(self, channel: int) -> range:
        """Return the input channels of the group that an output channel belongs to."""
        return inputs_of_group(channel, self.in_channels, self.out_channels, self.groups)

    def inputs_of_any(self, channels: frozenset[int]) -> frozenset[int]:
        """Return the input channels that any of some output channels reads."""
        if self.groups == 1 and channels:
            return frozenset(self.inputs_of(0))
        return super().inputs_of_any(channels)

    def reading_key(self) -> object:
        """Return what the windows follow from: all groups together read all channels."""
        return _geometry_of(type(self))(self)

    def group_count(self) -> int:
        """Return groups."""
        return self.groups

    def readers_a_channel(self) -> int:
        """Return the output channels of a group."""
        return self.out_channels // self.groups

    def num_params(self) -> int:
        """Return the numbers of the kernels, one an output channel and channel of its group."""
        kernels = self.in_channels * self.out_channels // (self.groups or 1)
        taps = math.prod(per_axis(self.kernel_size, self.rank))
        return kernels * taps + (self.out_channels if self.bias else 0)

    def settings_of_weight(self, shape: Shape) -> dict[str, int | tuple[int, ...]]:
        """Return the kernel_size and the channels with which the weight has a shape."""
        channels, of_group, *kernel = shape
        first, second = "out_channels", "in_channels"
        if self.scatters:
            first, second = second, first
        size = kernel[0] if len(set(kernel)) == 1 else tuple(kernel)
        is_same = per_axis(self.kernel_size, self.rank) == tuple(kernel)
        settings: dict[str, int | tuple[int, ...]] = {} if is_same else {"kernel_size": size}
        return {**settings, first: channels, second: of_group * self.groups}

    def notes_on_backward(
        self,
        shape: Shape,
        output_shape: Shape,
        *,
        training: bool,  # noqa: ARG002 - it makes no difference
    ) -> Iterator[Explanation]:
        """Yield that a weight is used in many places, and what torch keeps for its gradient."""
        places = math.prod((shape if self.scatters else output_shape)[1:])
        if places > 1:
            yield explain(ExplanationCode.BACKWARD_SHARES_KERNEL, places=places)
        yield explain(ExplanationCode.BACKWARD_NEEDS_INPUT, numbers=math.prod(shape))

    def notes_on_numbers(self, spatial: Shape) -> Iterator[Explanation]:  # noqa: ARG002 - of channels alone
        """Yield how the channels are shared out to the groups, and that their planes add up."""
        planes, weight = self.in_channels // self.groups, self.weight_shapes()["weight"]
        if self.groups > 1:
            facts = {"groups": self.groups, "out_each": self.out_channels // self.groups}
            if planes == 1:
                yield explain(ExplanationCode.DEPTHWISE, **facts, weight=weight)
            else:
                code = ExplanationCode.GROUPS_SPLIT
                yield explain(code, **facts, in_each=planes, weight=weight)
        if planes > 1:
            code = ExplanationCode.CHANNELS_SUM
            if self.bias:
                code = ExplanationCode.CHANNELS_SUM_WITH_BIAS
            yield explain(code, planes=planes)


@lru_cache(maxsize=1000, typed=True)
def _axes_of(
    spatial: Shape,
    rank: int,
    kernel_size: PerAxis,
    stride: PerAxis,
    dilation: PerAxis,
    padding: PerAxis | str,
    padding_mode: str,
) -> tuple[AxisSettings, ...]:
    """Return what a convolution makes of each axis. See `ConvolutionLayer.axis_settings`.

    Layers that differ in channels alone share it.
    """
    columns = [per_axis(value, rank) for value in (kernel_size, stride, dilation)]
    paddings = _paddings(padding, kernel_size, dilation, rank)
    axes = enumerate(zip(spatial, *columns, paddings, strict=True))
    return tuple([_axis_of(axis, padding_mode, *numbers) for axis, numbers in axes])


@lru_cache(maxsize=MOST_AXES_KNOWN, typed=True)
def _axis_of(
    axis: int,
    padding_mode: str,
    size: int,
    kernel_size: int,
    stride: int,
    dilation: int,
    sides: tuple[int, int],
) -> AxisSettings:
    """Return what a convolution makes of one axis: kernels of many shapes have few sizes."""
    mode = TORCH_PADDING_MODES[padding_mode]
    check_padding_mode(axis, size, sides, mode)
    output = conv_output_size(size, kernel_size, stride, sides, dilation, axis=axis)
    return AxisSettings(size, kernel_size, stride, *sides, dilation, output, mode)


def _paddings(
    padding: PerAxis | str, kernel_size: PerAxis, dilation: PerAxis, rank: int
) -> tuple[tuple[int, int], ...]:
    """Return the padding of a convolution. See `ConvolutionLayer.paddings`."""
    if padding == "valid":
        return ((0, 0),) * rank
    if padding == "same":
        dilations, kernels = per_axis(dilation, rank), per_axis(kernel_size, rank)
        totals = [d * (k - 1) for d, k in zip(dilations, kernels, strict=True)]
        return tuple((total // 2, total - total // 2) for total in totals)
    assert not isinstance(padding, str)  # noqa: S101 - narrows the type: check() saw it
    return tuple([(p, p) for p in per_axis(padding, rank)])


@cache
def _geometry_of(layer_type: type[KernelLayer]) -> Callable[[KernelLayer], object]:
    """Return what gets the parameters of a convolution that have nothing to do with channels."""
    known = parameters_of(layer_type).items()
    axes = (ParameterKind.PER_AXIS, ParameterKind.PADDING, ParameterKind.CHOICE)
    return attrgetter(*(name for name, described in known if described.kind in axes))


def is_convolution(layer: Layer) -> TypeGuard[KernelLayer]:
    """Return whether a layer is a convolution of either kind: both have this reduction alone."""
    return layer.cell_reduction is Reduction.PRODUCTS


@dataclass(frozen=True)
class ConvolutionLayer(KernelLayer):
    """A convolution over `rank` axes."""

    slides: ClassVar[bool] = True

    in_channels: int = channels_field()
    out_channels: int = parameter(ParameterKind.INTEGER, minimum=1, positional=True)
    kernel_size: PerAxis = parameter(ParameterKind.PER_AXIS, minimum=1)
    stride: PerAxis = parameter(ParameterKind.PER_AXIS, 1, minimum=1)
    padding: PerAxis | str = parameter(ParameterKind.PADDING, 0, choices=("valid", "same"))
    dilation: PerAxis = parameter(ParameterKind.PER_AXIS, 1, minimum=1)
    groups: int = parameter(ParameterKind.INTEGER, 1, minimum=1)
    bias: bool = parameter(ParameterKind.FLAG, default=True)
    padding_mode: str = parameter(ParameterKind.CHOICE, "zeros", choices=PADDING_MODES)

    def check(self) -> None:
        """Refuse what torch's constructor refuses, and tuples of a wrong length."""
        self.check_values()
        exact: tuple[str, ...] = ("kernel_size",)
        if self.padding_mode != "zeros":
            exact = ("kernel_size", "padding", *(("dilation",) if self.padding == "same" else ()))
        check_axis_counts(self, self.rank, exact=exact)
        if self.groups > 1:
            check_groups(self.in_channels, self.out_channels, self.groups)
        if self.padding == "same" and any(s > 1 for s in per_axis(self.stride, self.rank)):
            raise ParameterError(ErrorCode.SAME_PADDING_WITH_STRIDE, stride=self.stride)

    def integer_range(self, name: str) -> tuple[int, int]:
        """Return the range of a parameter: a padding that is not zeros may crop, as in torch."""
        minimum, maximum = super().integer_range(name)
        return (ANY_INTEGER if name == "padding" and self._pads_first() else minimum), maximum

    def _pads_first(self) -> bool:
        """Return whether torch makes a padded copy of the input before it convolves."""
        return self.padding_mode != "zeros"

    def paddings(self) -> tuple[tuple[int, int], ...]:
        """Return the padding before and after, along each axis, in cells.

        'same' needs d(k-1) cells in all; when that is odd, the extra cell goes behind.
        """
        return _paddings(self.padding, self.kernel_size, self.dilation, self.rank)

    def axis_settings(self, spatial: Shape) -> tuple[AxisSettings, ...]:
        """Return the numbers of each axis.

        Raises:
            ShapeError: KERNEL_LARGER_THAN_INPUT, and padding too large for the padding mode.
        """
        rank, mode = self.rank, self.padding_mode
        return _axes_of(
            spatial, rank, self.kernel_size, self.stride, self.dilation, self.padding, mode
        )

    def axis_reaches(self, spatial: Shape) -> tuple[AxisReach, ...]:
        """Return the padding along each axis, and how far the dilated kernel reaches."""
        kernels, dilations = (
            per_axis(value, self.rank) for value in (self.kernel_size, self.dilation)
        )
        mode = TORCH_PADDING_MODES[self.padding_mode]
        return tuple(
            AxisReach(size, before, after, max(0, d * (k - 1) + 1), mode)
            for size, k, d, (before, after) in zip(
                spatial, kernels, dilations, self.paddings(), strict=True
            )
        )

    def reaches(self, spatial: Shape) -> tuple[CellReach, ...] | None:
        """Return what an output cell reads along each axis, borders not regarded."""
        return tuple(map(slid_reach, self.axis_settings(spatial)))

    def axis_windows(self, spatial: Shape) -> tuple[AxisWindows, ...]:
        """Return the windows along each axis."""
        return tuple(sliding_windows(axis) for axis in self.axis_settings(spatial))

    def output_shape(self, input_shape: Shape) -> Shape:
        """Return (batch, out_channels, *spatial), without the batch for an unbatched input."""
        spatial = self.spatial(input_shape)
        check_channels(input_shape[-self.rank - 1], self.in_channels)
        axes = self.axis_settings(spatial)
        if self._pads_first():
            padded = (axis.size + axis.pad_before + axis.pad_after for axis in axes)
            check_tensor("padded input", (*input_shape[: -self.rank], *padded))
        sizes = [axis.output_size for axis in axes]
        return (*input_shape[: -self.rank - 1], self.out_channels, *sizes)

    def working(
        self,
        spatial: Shape,
        output_size: Shape | None = None,  # noqa: ARG002 - only unpooling is given one
    ) -> Iterator[SlidingWorking]:
        """Return how the output's size comes about along each axis."""
        padding = 0 if self.padding == "valid" else self.padding
        paddings = usable_numbers(padding, self.rank)
        mode = TORCH_PADDING_MODES.get(self.padding_mode, PaddingMode.CONSTANT)
        columns = usable_columns(self, spatial, "kernel_size", "stride", "dilation")
        for p, (i, k, s, d) in zip(paddings, columns, strict=True):
            yield SlidingWorking(i, k, s, p, d, mode, is_same=self.padding == "same")

    def weight_shapes(self) -> dict[str, Shape]:
        """Return weight (out_channels, in_channels/groups, *kernel) and bias (out_channels)."""
        kernels = per_axis(self.kernel_size, self.rank)
        weight = (self.out_channels, self.in_channels // (self.groups or 1), *kernels)
        return {"weight": weight, "bias": (self.out_channels,)} if self.bias else {"weight": weight}

    def scratch_numbers(self, input_shape: Shape, output_shape: Shape) -> int:
        """Return those of the padded input, and of im2col, which torch's slower kernels make."""
        pairs = zip(self.spatial(input_shape), self.paddings(), strict=True)
        padded = math.prod(size + sum(sides) for size, sides in pairs)
        taps = math.prod(per_axis(self.kernel_size, self.rank))
        return self.in_channels * (padded + taps * math.prod(output_shape[1:]))

    def kept_for_backward(self, input_shape: Shape, output_shape: Shape) -> Kept:  # noqa: ARG002 - it is not kept
        """Return its input, or the copy that torch pads before it convolves.

        It does so for a padding_mode other than zeros, and where 'same' needs a cell more on one
        side. Mirroring and repeating edges hold on to what they copy as well.
        """
        paddings = self.paddings()
        if self._pads_first():
            added = [before + after for before, after in paddings]
            keeps_original = self.padding_mode != "circular"
        else:
            added = [after - before for before, after in paddings]
            keeps_original = not any(added)
        if keeps_original and not self._pads_first():
            return ITS_INPUT
        spatial = zip(self.spatial(input_shape), added, strict=True)
        padded = math.prod(size + more for size, more in spatial)
        channels = math.prod(input_shape[: -self.rank])
        return Kept(input=keeps_original, beside=channels * padded)

    def mult_add_factors(
        self, input_shape: Shape, output_shape: Shape | None = None
    ) -> tuple[Shape, ...]:
        """Return one multiply-add an output cell, input channel of the group and tap."""
        output = self.output_shape(input_shape) if output_shape is None else output_shape
        kernels = per_axis(self.kernel_size, self.rank)
        return output, (self.in_channels // (self.groups or 1), *kernels)


@register
class Conv1d(ConvolutionLayer):
    """Convolution over one axis."""

    rank: ClassVar[int] = 1


@register
class Conv2d(ConvolutionLayer):
    """Convolution over height and width."""

    rank: ClassVar[int] = 2


@register
class Conv3d(ConvolutionLayer):
    """Convolution over depth, height and width."""

    rank: ClassVar[int] = 3
