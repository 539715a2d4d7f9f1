"""Every setting of one axis that turns an input size into a wanted output size, commonest first.

Left out as duplicates: a dilation of a single tap; ceil_mode where it changes nothing; strides
over the least one that gives a single window (for pooling, over the kernel, its default).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from convviz.core.axis_windows import PaddingMode
from convviz.core.solver_ranking import Arithmetic, AxisSetting, cost

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Limits:
    """The largest value of each parameter. Padding is also less than the effective kernel."""

    kernel_size: int = 11
    stride: int = 16
    padding: int = 11
    dilation: int = 3


@dataclass(frozen=True, slots=True)
class Rules:
    """What a layer admits along every axis.

    Attributes:
        arithmetic: Its rule of sizes.
        has_dilation: It has a dilation.
        needs_whole_kernel: The input must be as large as the kernel.
        mode: What the padding holds, which limits it.
    """

    arithmetic: Arithmetic
    has_dilation: bool = True
    needs_whole_kernel: bool = False
    mode: PaddingMode = PaddingMode.CONSTANT


@lru_cache(maxsize=64)
def solve_axis(
    rules: Rules,
    size: int,
    wanted: int,
    limits: Limits = Limits(),
) -> tuple[AxisSetting, ...]:
    """Return every setting within the limits that gives the wanted size, commonest first.

    Where the limits leave none, one setting beyond them that gives it, if there is one.

    Args:
        rules: What the layer admits.
        size: Input size, in cells. At least 1.
        wanted: Output size, in cells. At least 1.
        limits: How far to look.
    """
    if size < 1 or wanted < 1:
        return ()
    found = {
        Arithmetic.CONVOLUTION: _convolutions,
        Arithmetic.TRANSPOSED: _transposed,
        Arithmetic.POOLING: _poolings,
    }[rules.arithmetic](rules, size, wanted, limits)
    ranked = sorted((cost(rules.arithmetic, size, setting), setting) for setting in found)
    settings = tuple(setting for _, setting in ranked)
    return settings or tuple(_beyond(rules, size, wanted))


def _kernels(rules: Rules, limits: Limits) -> Iterator[tuple[int, int, int]]:
    """Yield kernel, dilation and effective kernel."""
    for kernel in range(1, limits.kernel_size + 1):
        most = limits.dilation if rules.has_dilation and kernel > 1 else 1
        for dilation in range(1, most + 1):
            yield kernel, dilation, dilation * (kernel - 1) + 1


def _convolutions(rules: Rules, size: int, wanted: int, limits: Limits) -> Iterator[AxisSetting]:
    room_for = {PaddingMode.REFLECT: size - 1, PaddingMode.CIRCULAR: size}
    most = min(limits.padding, room_for.get(rules.mode, limits.padding))
    for kernel, dilation, effective in _kernels(rules, limits):
        for padding in range(min(most, effective - 1) + 1):
            room = size + 2 * padding - effective
            if room < 0:
                continue
            first, last = _strides(room, wanted)
            for stride in range(first, min(last, limits.stride) + 1):
                yield AxisSetting(kernel, stride, padding, dilation)


def _strides(room: int, wanted: int) -> tuple[int, int]:
    """Return the first and last stride with floor(room / stride) + 1 = wanted; the least for 1."""
    if wanted == 1:
        return room + 1, room + 1
    return room // wanted + 1, room // (wanted - 1)


def _poolings(rules: Rules, size: int, wanted: int, limits: Limits) -> Iterator[AxisSetting]:
    for kernel, dilation, effective in _kernels(rules, limits):
        if rules.needs_whole_kernel and kernel > size:
            continue
        for padding in range(min(limits.padding, kernel // 2) + 1):
            down: list[int] = []
            up: list[int] = []
            for stride in range(1, limits.stride + 1):
                sizes = _pooled(size, effective, stride, padding)
                if wanted in sizes:
                    (down if sizes[0] == wanted else up).append(stride)
            for strides, ceil_mode in ((down, False), (up, True)):
                for stride in _without_effect_removed(strides, kernel, wanted):
                    yield AxisSetting(kernel, stride, padding, dilation, 0, ceil_mode)


def _without_effect_removed(strides: list[int], kernel: int, wanted: int) -> list[int]:
    """Return the strides; of those that give a single window the kernel, or else the least."""
    if wanted > 1:
        return strides
    return [kernel] if kernel in strides else strides[:1]


def _pooled(size: int, effective: int, stride: int, padding: int) -> tuple[int, int]:
    """Return the output size rounded down, and rounded up with ceil_mode's further rule."""
    room = size + 2 * padding - effective
    down, up = room // stride + 1, -(-room // stride) + 1
    return down, up - 1 if (up - 1) * stride >= size + padding else up


def _transposed(rules: Rules, size: int, wanted: int, limits: Limits) -> Iterator[AxisSetting]:
    for kernel, dilation, effective in _kernels(rules, limits):
        for stride in range(1, limits.stride + 1):
            base = (size - 1) * stride + effective
            most_extra = max(stride, dilation) - 1
            least = max(0, -(-(base - wanted) // 2))
            most = min((base - wanted + most_extra) // 2, limits.padding, effective - 1)
            for padding in range(least, most + 1):
                extra = wanted + 2 * padding - base
                yield AxisSetting(kernel, stride, padding, dilation, extra)


def _beyond(rules: Rules, size: int, wanted: int) -> Iterator[AxisSetting]:
    """Yield one setting with large numbers: windows side by side, or padding on both sides."""
    if rules.arithmetic is Arithmetic.TRANSPOSED:
        if wanted >= size:
            stride = wanted // size
            yield AxisSetting(wanted - (size - 1) * stride, stride)
        else:
            extra = (size - wanted) % 2
            yield AxisSetting(1 + extra, 1, (size - wanted + extra) // 2)
    elif wanted <= size:
        stride = size // wanted
        is_global = wanted == 1 and rules.arithmetic is Arithmetic.CONVOLUTION
        yield AxisSetting(size - (wanted - 1) * stride, 1 if is_global else stride)
    elif rules.arithmetic is Arithmetic.CONVOLUTION and rules.mode is not PaddingMode.REFLECT:
        kernel = wanted - size + 1
        if rules.mode is not PaddingMode.CIRCULAR or kernel - 1 <= size:
            yield AxisSetting(kernel, 1, kernel - 1)
