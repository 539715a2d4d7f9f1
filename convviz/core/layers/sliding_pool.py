"""What poolings with a kernel and a stride share: sizes, windows, and what can pad before them.

Source: torch.nn.MaxPool2d, "Shape"; pytorch issues 45357, 57178 and 3298.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from convviz.core.axis_windows import AxisSettings, AxisWindows, sliding_windows
from convviz.core.errors import ErrorCode, ShapeError
from convviz.core.formulas.sliding_working import SlidingWorking
from convviz.core.layers.base import LARGEST_32_BIT, Layer, LayerFamily, PerAxis, Shape, per_axis
from convviz.core.layers.formula_numbers import usable_columns, usable_numbers
from convviz.core.layers.reaches import AxisReach, CellReach, slid_reach
from convviz.core.layers.spatial import WindowedLayer

if TYPE_CHECKING:
    from collections.abc import Iterator


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

    def reading_key(self) -> object:
        """Return what the windows follow from."""
        paddings, dilations = self.paddings(), self.dilations()
        return self.kernel_size, self.stride, paddings, dilations, self.rounds_up()

    def strides(self) -> tuple[int, ...]:
        """Return the stride along each axis; it defaults to the kernel."""
        return per_axis(self.kernel_size if self.stride is None else self.stride, self.rank)

    def paddings(self) -> tuple[int, ...]:
        """Return the padding at each side of each axis."""
        return (0,) * self.rank

    def dilations(self) -> tuple[int, ...]:
        """Return the dilation along each axis."""
        return (1,) * self.rank

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

    def padding_before(self) -> Layer | None:
        """Return the layer that pads before this one as its own padding would.

        Max pooling pads with minus infinity. Average pooling pads with zeros, which a layer of its
        own makes count: that is what count_include_pad=True, or a divisor_override, does anyway;
        nothing does it for count_include_pad=False.
        """
        from convviz.core.layers.pad import constant_padding

        held = self.held_before()
        columns = (per_axis(self.kernel_size, self.rank), self.paddings(), self.dilations())
        if held is None or any(p > d * (k - 1) for k, p, d in zip(*columns, strict=True)):
            return None
        return constant_padding(held, self.paddings())

    def reads_alike_padded_before(self, input_shape: Shape) -> bool:
        """Return whether the pooling, padded before, reads the windows that its padding would give.

        With ceil_mode it could read one more, and the last could lie in the padding alone.
        """
        kernels, strides = per_axis(self.kernel_size, self.rank), self.strides()
        columns = (self.spatial(input_shape), kernels, strides, self.paddings(), self.dilations())
        for axis, (size, k, s, p, d) in enumerate(zip(*columns, strict=True)):
            try:
                sizes = {
                    pool_output_size(length, k, s, pad, d, ceil_mode=self.rounds_up(), axis=axis)
                    for length, pad in ((size, p), (size + 2 * p, 0))
                }
            except ShapeError:
                return False
            if len(sizes) > 1 or (max(sizes) - 1) * s >= size + p:
                return False
        return True


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
