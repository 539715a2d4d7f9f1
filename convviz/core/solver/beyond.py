"""One setting with large numbers, for a size that no usual setting gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convviz.core.axis_windows import PaddingMode
from convviz.core.solver.kept import SAME
from convviz.core.solver.ranking import Arithmetic, AxisSetting
from convviz.core.solver.rules import strides_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convviz.core.solver.kept import Kept
    from convviz.core.solver.rules import Rules


def beyond(rules: Rules, size: int, wanted: int, kept: Kept) -> Iterator[AxisSetting]:
    """Yield one setting that gives the wanted size whatever its numbers, if one is known.

    Args:
        rules: What the layer admits.
        size: Input size, in cells. At least 1.
        wanted: Output size, in cells. At least 1.
        kept: What stays as it is.
    """
    if rules.arithmetic is Arithmetic.TRANSPOSED:
        settings = _transposed(size, wanted)
    elif kept.kernel_size is None:
        settings = _windows(rules, size, wanted)
    else:
        settings = _of_kernel(rules, size, wanted, kept, kept.kernel_size)
    yield from (setting for setting in settings if kept.allows(setting))


def _transposed(size: int, wanted: int) -> Iterator[AxisSetting]:
    """Yield windows side by side, or one cell each with the ends cropped."""
    if wanted >= size:
        stride = wanted // size
        yield AxisSetting(wanted - (size - 1) * stride, stride)
    else:
        extra = (size - wanted) % 2
        yield AxisSetting(1 + extra, 1, (size - wanted + extra) // 2)


def _windows(rules: Rules, size: int, wanted: int) -> Iterator[AxisSetting]:
    """Yield windows side by side, or a kernel as large as padding on both sides needs."""
    if wanted <= size:
        stride = size // wanted
        is_global = wanted == 1 and not rules.is_pooling
        yield AxisSetting(size - (wanted - 1) * stride, 1 if is_global else stride)
    elif not rules.is_pooling and rules.mode is not PaddingMode.REFLECT:
        kernel = wanted - size + 1
        if rules.pads(size, kernel - 1):
            yield AxisSetting(kernel, 1, kernel - 1)


def _of_kernel(
    rules: Rules, size: int, wanted: int, kept: Kept, kernel: int
) -> Iterator[AxisSetting]:
    """Yield the least padding or the least stride that a kernel needs."""
    dilation = kept.dilation or 1
    effective = dilation * (kernel - 1) + 1
    if kept.padding == SAME:
        return
    half = kernel // 2 if rules.has_padding else 0
    most = half if rules.is_pooling else wanted * (kept.stride or 1) + effective
    padding = kept.padding if isinstance(kept.padding, int) else 0
    if kept.padding is None and kept.stride:
        padding = max(0, -((size - effective - (wanted - 1) * kept.stride) // 2))
    room = size + 2 * padding - effective
    if room < 0 or padding > most or not rules.pads(size, padding):
        return
    if rules.needs_whole_kernel and kernel > size:
        return
    first, last = strides_for(room, wanted)
    stride = kept.stride or first
    if first <= stride <= last:
        yield AxisSetting(kernel, stride, padding, dilation)
