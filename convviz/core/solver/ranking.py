"""How common a setting is: a cost, low for what well-known networks use."""

from __future__ import annotations

from enum import StrEnum
from typing import Final, NamedTuple


class Arithmetic(StrEnum):
    """Which rule of sizes a layer follows."""

    CONVOLUTION = "convolution"
    TRANSPOSED = "transposed"
    POOLING = "pooling"


class AxisSetting(NamedTuple):
    """The parameters of one axis.

    Attributes:
        same: The padding is written as "same"; `padding` is then what stands before the input.
    """

    kernel_size: int
    stride: int = 1
    padding: int = 0
    dilation: int = 1
    output_padding: int = 0
    ceil_mode: bool = False
    same: bool = False


_KERNELS: Final = {
    Arithmetic.CONVOLUTION: {3: 0.0, 1: 0.8, 5: 1.0, 7: 1.4, 2: 2.0, 4: 2.0, 11: 2.8, 9: 3.0},
    Arithmetic.TRANSPOSED: {2: 0.0, 4: 0.3, 3: 0.5, 1: 1.5, 5: 1.6, 6: 2.0, 8: 2.4, 7: 2.5},
    Arithmetic.POOLING: {2: 0.0, 3: 0.4, 1: 3.0, 4: 1.6, 5: 1.8, 7: 2.0},
}
_OTHER_KERNEL: Final = 3.0
_STRIDES: Final = {1: 0.0, 2: 0.3, 4: 1.2, 3: 1.5}
_DILATION: Final = 2.5
_ODD_PADDING: Final = 2.5
_FULL_PADDING: Final = 2.0
_CEIL_MODE: Final = 1.5
_SAME: Final = 0.1
"""Over the number that "same" stands for: the two stand side by side."""
_UNEVEN_SAME: Final = 2.0
_OUTPUT_PADDING: Final = 0.6
_FURTHER_OUTPUT_PADDING: Final = 2.0
_SKIPPING: Final = 2.0
_DROPPING: Final = 0.1
_LOSING: Final = 4.0
"""Times the share of the input that no window reads."""
_OVERLAPPING_POOL: Final = 0.8


def cost(arithmetic: Arithmetic, size: int, setting: AxisSetting) -> float:
    """Return how uncommon a setting is, from 0.

    Convolutions of 3 and poolings of 2 with the padding that keeps or halves the size come first;
    dilation, odd paddings, ceil_mode, strides over the kernel and large numbers come later.
    """
    kernel_size, stride, padding, dilation, output_padding, ceil_mode, same = setting
    effective = dilation * (kernel_size - 1) + 1
    total = _KERNELS[arithmetic].get(kernel_size, _OTHER_KERNEL + kernel_size / 100)
    total += _STRIDES.get(stride, 1.5 + stride / 10)
    total += _DILATION * (dilation - 1)
    total += _padding_cost(arithmetic, effective, stride, padding)
    total += _CEIL_MODE * ceil_mode
    if same:
        total += _SAME + _UNEVEN_SAME * (effective % 2 == 0)
    if output_padding:
        total += _OUTPUT_PADDING if output_padding < stride else _FURTHER_OUTPUT_PADDING
        total += output_padding / 10
    if stride > effective:
        total += _SKIPPING
    if arithmetic is Arithmetic.POOLING and stride != kernel_size:
        total += _OVERLAPPING_POOL
    if arithmetic is not Arithmetic.TRANSPOSED and not ceil_mode:
        dropped = max(0, size + 2 * padding - effective) % stride
        total += _DROPPING * (dropped > 0) + _LOSING * max(0, dropped - padding) / size
    return total


def _padding_cost(arithmetic: Arithmetic, effective: int, stride: int, padding: int) -> float:
    """Return the cost of a padding: none, half and full ones have names."""
    if arithmetic is Arithmetic.TRANSPOSED:
        usual = (max(0, effective - stride) + 1) // 2
        return 0.0 if padding == usual else 1.0 if padding == 0 else _ODD_PADDING + padding / 10
    half = (effective - 1) // 2
    if padding == half:
        return 0.0
    if padding == 0:
        return 0.2
    full = padding == effective - 1
    return (_FULL_PADDING if full else _ODD_PADDING) + padding / 10
