"""Sizes and refusals of convolutions: the rules that hold for every number of axes."""

from __future__ import annotations

from convviz.core.axis_windows import PaddingMode
from convviz.core.call_parameters import LARGEST_INTEGER
from convviz.core.errors import ErrorCode, ParameterError, ShapeError


def conv_output_size(
    size: int, kernel_size: int, stride: int, padding: tuple[int, int], dilation: int, *, axis: int
) -> int:
    """Return the output length of a convolution along one axis.

    Args:
        size: Input length, in cells. At least 1.
        kernel_size: Kernel length, in taps. At least 1.
        stride: Cells between neighbouring windows. At least 1.
        padding: Cells before and after; negative ones crop.
        dilation: Cells between neighbouring taps. At least 1.
        axis: Number of the axis, for the error.

    Returns:
        Output length, in cells. At least 1.

    Raises:
        ShapeError: KERNEL_LARGER_THAN_INPUT: the dilated kernel does not fit the padded input;
            TOO_LARGE: torch cannot count the padded input or the dilated kernel.

    Source:
        Dumoulin & Visin 2016, relationships 6 and 14; torch.nn.Conv2d, "Shape".
    """
    effective = dilation * (kernel_size - 1) + 1
    padded = size + padding[0] + padding[1]
    if max(effective, padded) > LARGEST_INTEGER:
        is_padding = effective <= LARGEST_INTEGER
        name, cells = ("padding", padded) if is_padding else ("dilation", effective)
        raise ShapeError(ErrorCode.TOO_LARGE, parameter=name, value=cells, limit=LARGEST_INTEGER)
    if effective > padded:
        raise ShapeError(
            ErrorCode.KERNEL_LARGER_THAN_INPUT,
            axis=axis,
            effective_kernel=effective,
            padded_size=padded,
        )
    return (padded - effective) // stride + 1


def transposed_output_size(
    size: int,
    kernel_size: int,
    stride: int,
    padding: int,
    dilation: int,
    output_padding: int,
    *,
    axis: int,
) -> int:
    """Return the output length of a transposed convolution along one axis.

    Raises:
        ShapeError: PADDING_TAKES_OUTPUT.

    Source:
        Dumoulin & Visin 2016, relationship 14's transpose; torch.nn.ConvTranspose2d, "Shape".
    """
    reach = dilation * (kernel_size - 1)
    full = (size - 1) * stride + reach + output_padding + 1
    check_output_left(full, padding, axis=axis)
    return full - 2 * padding


def check_output_left(full: int, padding: int, *, axis: int) -> None:
    """Refuse a padding that takes all `full` cells of an output away.

    Raises:
        ShapeError: PADDING_TAKES_OUTPUT.
    """
    if full <= 2 * padding:
        raise ShapeError(
            ErrorCode.PADDING_TAKES_OUTPUT,
            axis=axis,
            padding=padding,
            full=full,
            most=(full - 1) // 2,
        )


TORCH_PADDING_MODES = {
    "zeros": PaddingMode.CONSTANT,
    "reflect": PaddingMode.REFLECT,
    "replicate": PaddingMode.REPLICATE,
    "circular": PaddingMode.CIRCULAR,
}


def check_groups(in_channels: int, out_channels: int, groups: int) -> None:
    """Refuse groups that do not divide both channels.

    Raises:
        ParameterError: GROUPS_DO_NOT_DIVIDE.
    """
    for name, channels in (("in_channels", in_channels), ("out_channels", out_channels)):
        if channels % groups:
            raise ParameterError(
                ErrorCode.GROUPS_DO_NOT_DIVIDE, parameter=name, channels=channels, groups=groups
            )


def check_channels(channels: int, expected: int) -> None:
    """Refuse an input whose channels are not in_channels.

    Raises:
        ShapeError: CHANNELS_DIFFER.
    """
    if channels != expected:
        raise ShapeError(
            ErrorCode.CHANNELS_DIFFER, parameter="in_channels", expected=expected, found=channels
        )


def check_padding_mode(axis: int, size: int, sides: tuple[int, int], mode: PaddingMode) -> None:
    """Refuse a padding that the mode cannot fill from an input of `size` cells.

    Args:
        axis: Number of the axis, for the error.
        size: Input length, in cells.
        sides: Cells before and after.
        mode: What they hold.

    Raises:
        ShapeError: REFLECT_PADDING_TOO_LARGE, CIRCULAR_PADDING_TOO_LARGE.
    """
    if mode is PaddingMode.CONSTANT:
        return
    padding = max(sides)
    if mode is PaddingMode.REFLECT and padding >= size:
        raise ShapeError(ErrorCode.REFLECT_PADDING_TOO_LARGE, axis=axis, padding=padding, size=size)
    if mode is PaddingMode.CIRCULAR and padding > size:
        raise ShapeError(
            ErrorCode.CIRCULAR_PADDING_TOO_LARGE, axis=axis, padding=padding, size=size
        )


def inputs_of_group(channel: int, in_channels: int, out_channels: int, groups: int) -> range:
    """Return the input channels of the group to which an output channel belongs."""
    share, group = in_channels // groups, channel // (out_channels // groups)
    return range(group * share, (group + 1) * share)
