"""Every setting of one axis that turns an input size into a wanted output size.

Left out as duplicates: a dilation of a single tap, unless it is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from convviz.core.solver.beyond import beyond
from convviz.core.solver.kept import NOTHING_KEPT, SAME, STRIDE_IS_KERNEL, Kept
from convviz.core.solver.ranking import Arithmetic, AxisSetting
from convviz.core.solver.rules import Rules, pooled_sizes, strides_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


@dataclass(frozen=True, slots=True)
class SearchLimits:
    """The largest value of each parameter. Padding is also less than the effective kernel.

    What is kept may be larger.
    """

    kernel_size: int = 11
    stride: int = 16
    padding: int = 11
    dilation: int = 3


@dataclass(frozen=True, slots=True)
class _Search:
    """What is looked for along one axis."""

    rules: Rules
    size: int
    kept: Kept
    limits: SearchLimits
    every_stride: bool = False

    def kernels(self) -> Iterator[tuple[int, int, int]]:
        """Yield kernel, dilation and effective kernel."""
        for kernel in _choices(self.kept.kernel_size, 1, self.limits.kernel_size):
            has_choice = self.rules.has_dilation and kernel > 1
            most = self.limits.dilation if has_choice else 1
            for dilation in _choices(self.kept.dilation, 1, most):
                yield kernel, dilation, dilation * (kernel - 1) + 1

    def paddings(self, most: int) -> Iterable[int]:
        """Return the paddings to try, as numbers."""
        if self.kept.padding == SAME:
            return ()
        kept = self.kept.padding if isinstance(self.kept.padding, int) else None
        return _choices(kept, 0, min(most, self.limits.padding))

    def strides(self, kernel: int) -> Iterable[int]:
        """Return the strides to try; the kernel, pooling's default, is always among them."""
        if self.kept.stride == STRIDE_IS_KERNEL:
            return (kernel,)
        strides = _choices(self.kept.stride, 1, self.limits.stride)
        if self.kept.stride is None and kernel > self.limits.stride and self.rules.is_pooling:
            return (*strides, kernel)
        return strides


@lru_cache(maxsize=64)
def solve_axis(
    rules: Rules,
    size: int,
    wanted: int,
    kept: Kept = NOTHING_KEPT,
    limits: SearchLimits = SearchLimits(),
    *,
    every_stride: bool = False,
) -> frozenset[AxisSetting]:
    """Return every setting within the limits that gives the wanted size.

    Where the limits leave none, one setting beyond them that gives it, if there is one. Where
    ceil_mode changes nothing, the setting is there with and without. Of the strides that give a
    single window there is only the least (and for pooling the kernel, its default).

    Args:
        rules: What the layer admits.
        size: Input size, in cells. At least 1.
        wanted: Output size, in cells. At least 1.
        kept: What stays as it is.
        limits: How far to look.
        every_stride: Whether a single window is to come with all strides that give it.
    """
    if size < 1 or wanted < 1:
        return frozenset()
    settings = {
        Arithmetic.CONVOLUTION: _convolutions,
        Arithmetic.TRANSPOSED: _transposed,
        Arithmetic.POOLING: _poolings,
    }[rules.arithmetic](_Search(rules, size, kept, limits, every_stride), wanted)
    return frozenset(settings) or frozenset(beyond(rules, size, wanted, kept))


@lru_cache(maxsize=16)
def reachable_sizes(
    rules: Rules, size: int, kept: Kept = NOTHING_KEPT, limits: SearchLimits = SearchLimits()
) -> tuple[int, ...]:
    """Return every output size that some setting within the limits gives, in order."""
    search = _Search(rules, size, kept, limits)
    sizes = {
        Arithmetic.CONVOLUTION: _convolved_sizes,
        Arithmetic.TRANSPOSED: _transposed_sizes,
        Arithmetic.POOLING: _all_pooled_sizes,
    }[rules.arithmetic](search)
    return tuple(sorted({number for number in sizes if number >= 1}))


def _choices(kept: int | None, first: int, last: int) -> Iterable[int]:
    return range(first, last + 1) if kept is None else (kept,)


def _same_fits(search: _Search, kernel: int, effective: int) -> bool:
    """Return whether padding="same" is to be offered; for one tap it is no padding at all."""
    behind = effective - 1 - (effective - 1) // 2
    is_asked = search.kept.padding == SAME or (search.kept.padding is None and kernel > 1)
    return is_asked and search.kept.stride in {None, 1} and search.rules.pads(search.size, behind)


def _convolution_rooms(search: _Search) -> Iterator[tuple[int, int, int, int]]:
    """Yield kernel, dilation, padding and the cells beside one window."""
    for kernel, dilation, effective in search.kernels():
        for padding in search.paddings(effective - 1):
            room = search.size + 2 * padding - effective
            if room >= 0 and search.rules.pads(search.size, padding):
                yield kernel, dilation, padding, room


def _convolutions(search: _Search, wanted: int) -> Iterator[AxisSetting]:
    if wanted == search.size:
        for kernel, dilation, effective in search.kernels():
            if _same_fits(search, kernel, effective):
                yield AxisSetting(kernel, 1, (effective - 1) // 2, dilation, same=True)
    for kernel, dilation, padding, room in _convolution_rooms(search):
        first, last = strides_for(room, wanted)
        if wanted == 1 and not search.every_stride and search.kept.stride is None:
            last = first
        strides = _choices(search.kept.stride, first, min(last, search.limits.stride))
        for stride in strides:
            if first <= stride <= last:
                yield AxisSetting(kernel, stride, padding, dilation)


def _convolved_sizes(search: _Search) -> Iterator[int]:
    if any(_same_fits(search, kernel, effective) for kernel, _, effective in search.kernels()):
        yield search.size
    for kernel, _, _, room in _convolution_rooms(search):
        for stride in search.strides(kernel):
            yield room // stride + 1


def _pooling_kernels(search: _Search) -> Iterator[tuple[int, int, int, int]]:
    """Yield kernel, dilation, effective kernel and padding."""
    for kernel, dilation, effective in search.kernels():
        if search.rules.needs_whole_kernel and kernel > search.size:
            continue
        most = kernel // 2 if search.rules.has_padding else 0
        for padding in search.paddings(most):
            if padding <= most:
                yield kernel, dilation, effective, padding


def _roundings(search: _Search) -> tuple[bool, ...]:
    return (False, True) if search.kept.ceil_mode is None else (search.kept.ceil_mode,)


def _poolings(search: _Search, wanted: int) -> Iterator[AxisSetting]:
    roundings = _roundings(search)
    is_single = wanted == 1 and not search.every_stride
    for kernel, dilation, effective, padding in _pooling_kernels(search):
        strides_by_mode: dict[bool, list[int]] = {False: [], True: []}
        for stride in search.strides(kernel):
            sizes = pooled_sizes(search.size, effective, stride, padding)
            for ceil_mode in roundings:
                if sizes[ceil_mode] == wanted:
                    strides_by_mode[ceil_mode].append(stride)
        for ceil_mode, strides in strides_by_mode.items():
            for stride in _usual(strides, kernel) if is_single else strides:
                yield AxisSetting(kernel, stride, padding, dilation, 0, ceil_mode)


def _usual(strides: list[int], kernel: int) -> list[int]:
    """Return the least stride, and the kernel's if it is among them."""
    return [stride for stride in strides if stride in {strides[0], kernel}]


def _all_pooled_sizes(search: _Search) -> Iterator[int]:
    roundings = _roundings(search)
    for kernel, _, effective, padding in _pooling_kernels(search):
        for stride in search.strides(kernel):
            sizes = pooled_sizes(search.size, effective, stride, padding)
            yield from (sizes[ceil_mode] for ceil_mode in roundings)


def _extras(search: _Search, stride: int, dilation: int) -> range:
    """Return the output_paddings that torch admits and that may be chosen."""
    most = max(stride, dilation) - 1
    kept = search.kept.output_padding
    if kept is None:
        return range(most + 1)
    return range(kept, kept + 1) if kept <= most else range(0)


def _transposed(search: _Search, wanted: int) -> Iterator[AxisSetting]:
    for kernel, dilation, effective in search.kernels():
        for stride in search.strides(kernel):
            base = (search.size - 1) * stride + effective
            extras = _extras(search, stride, dilation)
            if base + extras.stop <= wanted:
                continue
            for padding in search.paddings(effective - 1):
                extra = wanted + 2 * padding - base
                if extra in extras:
                    yield AxisSetting(kernel, stride, padding, dilation, extra)


def _transposed_sizes(search: _Search) -> Iterator[int]:
    for kernel, dilation, effective in search.kernels():
        for stride in search.strides(kernel):
            base = (search.size - 1) * stride + effective
            for padding in search.paddings(effective - 1):
                yield from (
                    base - 2 * padding + extra for extra in _extras(search, stride, dilation)
                )
