"""What is worth knowing about one axis of a layer with windows.

Computed from the numbers of the axis alone, so that huge sizes cost nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convviz.core.adaptive_windows import VaryingWindows, window_lengths
from convviz.core.axis_windows import PaddingMode
from convviz.core.errors import ConvVizError
from convviz.core.explaining.explanations import Explanation, ExplanationCode, explain
from convviz.core.layers.reductions import Reduction
from convviz.core.pad_windows import kept_cells

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convviz.core.axis_windows import AxisSettings
    from convviz.core.layers.base import Layer, Shape


def axis_explanations(layer: Layer, spatial: Shape, axis: int) -> tuple[Explanation, ...]:
    """Return what is worth knowing about one axis; nothing where the layer refuses `spatial`.

    Args:
        layer: A convolution, a transposed convolution, a pooling or a padding layer.
        spatial: Input sizes of the spatial axes, in cells.
        axis: Number of the axis, from 0.
    """
    try:
        layer.infer((layer.channels_asked() or 1, *spatial))
        return tuple(_of_axis(layer, spatial, axis))
    except ConvVizError:
        return ()


def _of_axis(layer: Layer, spatial: Shape, axis: int) -> Iterator[Explanation]:
    if layer.scatters:
        yield from _transposed(layer.axis_settings(spatial)[axis])
    elif layer.slides:
        yield from _slid(layer, layer.axis_settings(spatial)[axis])
    elif layer.cell_reduction is Reduction.COPY:
        reach = layer.axis_reaches(spatial)[axis]
        yield from _padded(reach.size, reach.before, reach.after, reach.mode)
    else:
        windows = layer.axis_windows(spatial)[axis]
        if isinstance(windows, VaryingWindows):
            yield from _adaptive(windows.input_size, windows.output_size)


def _slid(layer: Layer, numbers: AxisSettings) -> Iterator[Explanation]:
    yield from _kernel(numbers)
    if layer.cell_reduction is not Reduction.PRODUCTS:
        yield from _pool_padding(numbers)
        yield from _rounding(numbers, ceil_mode=layer.rounds_up())
        return
    yield from _same(numbers, is_same=getattr(layer, "padding", 0) == "same")
    yield from _rounding(numbers, ceil_mode=False)
    yield from _floor_alone(numbers)
    yield from _padding_mode(numbers.size, numbers.pad_before, numbers.pad_after, numbers.mode)


def last_cell(numbers: AxisSettings) -> int:
    """Return the last position that any window reads, in cells of the input."""
    reach = numbers.dilation * (numbers.kernel_size - 1)
    return (numbers.output_size - 1) * numbers.stride - numbers.pad_before + reach


def _kernel(numbers: AxisSettings) -> Iterator[Explanation]:
    k, d = numbers.kernel_size, numbers.dilation
    if d > 1 and k == 1:
        yield explain(ExplanationCode.DILATION_WITHOUT_EFFECT, dilation=d)
    elif d > 1:
        effective = d * (k - 1) + 1
        yield explain(
            ExplanationCode.EFFECTIVE_KERNEL,
            kernel_size=k,
            dilation=d,
            effective=effective,
            holes=effective - k,
        )


def _same(numbers: AxisSettings, *, is_same: bool) -> Iterator[Explanation]:
    before, after = numbers.pad_before, numbers.pad_after
    if is_same and before != after:
        code = ExplanationCode.SAME_PADDING_UNEVEN
        yield explain(code, before=before, after=after, total=before + after)
    elif is_same:
        code = ExplanationCode.SAME_PADDING
        yield explain(code, before=before, after=after, total=before + after)


def _rounding(numbers: AxisSettings, *, ceil_mode: bool) -> Iterator[Explanation]:
    extent = numbers.dilation * (numbers.kernel_size - 1) + 1
    padded = numbers.size + numbers.pad_before + numbers.pad_after
    room, stride = padded - extent, numbers.stride
    overhang = last_cell(numbers) + 1 - (numbers.size + numbers.pad_after)
    if stride > 1 and room % stride == 0:
        yield explain(ExplanationCode.DIVIDES_EVENLY, room=room, stride=stride)
    if ceil_mode and numbers.output_size < -(-room // stride) + 1:
        start = numbers.output_size * stride
        limit = numbers.size + numbers.pad_before
        code = ExplanationCode.CEIL_WINDOW_DROPPED
        yield explain(code, window=numbers.output_size, start=start, limit=limit)
    if overhang > 0:
        output_size = numbers.output_size
        yield explain(ExplanationCode.CEIL_OVERHANGS, overhang=overhang, output_size=output_size)
    elif overhang < 0:
        real = max(0, numbers.size - (last_cell(numbers) + 1))
        yield explain(
            ExplanationCode.FLOOR_DROPS,
            room=room,
            stride=stride,
            dropped=-overhang,
            real=real,
            padding=-overhang - real,
        )
    elif ceil_mode and stride > 1:
        yield explain(ExplanationCode.CEIL_WITHOUT_EFFECT, room=room, stride=stride)
    if stride > extent and numbers.output_size > 1:
        skipped = stride - extent
        yield explain(ExplanationCode.STRIDE_SKIPS, stride=stride, extent=extent, skipped=skipped)
    if numbers.output_size == numbers.size:
        yield explain(ExplanationCode.OUTPUT_KEEPS_SIZE, size=numbers.size)


def _floor_alone(numbers: AxisSettings) -> Iterator[Explanation]:
    """Say that a convolution always rounds down, where that matters."""
    extent = numbers.dilation * (numbers.kernel_size - 1) + 1
    room = numbers.size + numbers.pad_before + numbers.pad_after - extent
    quotient, rest = divmod(room, numbers.stride)
    if rest:
        code = ExplanationCode.CONVOLUTION_ROUNDS_DOWN
        yield explain(code, room=room, stride=numbers.stride, quotient=quotient)


def _pool_padding(numbers: AxisSettings) -> Iterator[Explanation]:
    k, d, p = numbers.kernel_size, numbers.dilation, numbers.pad_before
    if d > 1 and k > 1 and p == k // 2:
        effective = d * (k - 1) + 1
        code = ExplanationCode.POOL_PADDING_AT_LIMIT
        yield explain(code, padding=p, kernel_size=k, effective=effective)


def _padding_mode(size: int, before: int, after: int, mode: PaddingMode) -> Iterator[Explanation]:
    limit = padding_limit(size, mode)
    if limit is not None and limit == max(before, after) > 0:
        yield explain(ExplanationCode.PADDING_MODE_LIMIT, size=size, limit=limit)


def padding_limit(size: int, mode: PaddingMode) -> int | None:
    """Return the most padding that a mode can fill from `size` cells; None for any."""
    return {PaddingMode.REFLECT: size - 1, PaddingMode.CIRCULAR: size}.get(mode)


def _adaptive(size: int, output_size: int) -> Iterator[Explanation]:
    shortest, longest = window_lengths(size, output_size)
    facts = {"size": size, "output_size": output_size}
    if output_size > size:
        yield explain(ExplanationCode.ADAPTIVE_REPEATS, **facts)
    elif size % output_size == 0:
        yield explain(ExplanationCode.ADAPTIVE_SPREADS, **facts, cells=shortest)
    elif shortest == longest:
        yield explain(ExplanationCode.ADAPTIVE_OVERLAPS, **facts, cells=shortest)
    else:
        code = ExplanationCode.ADAPTIVE_VARIES
        yield explain(code, **facts, shortest=shortest, longest=longest)
    if size == output_size:
        yield explain(ExplanationCode.OUTPUT_KEEPS_SIZE, size=size)


def _padded(size: int, before: int, after: int, mode: PaddingMode) -> Iterator[Explanation]:
    kept = max(0, kept_cells(size, before, after))
    if max(before, after) > 0:
        added = {"before": max(0, before), "after": max(0, after)}
        code, output_size = ExplanationCode.PADDING_ADDS, size + before + after
        yield explain(code, **added, size=kept, output_size=output_size)
    if min(before, after) < 0:
        cropped = {"before": max(0, -before), "after": max(0, -after)}
        yield explain(ExplanationCode.PADDING_CROPS, **cropped, kept=kept)
    yield from _padding_mode(size, before, after, mode)
    if before + after == 0:
        yield explain(ExplanationCode.OUTPUT_KEEPS_SIZE, size=size)


def _transposed(numbers: AxisSettings) -> Iterator[Explanation]:
    if numbers.kernel_size > 1 or numbers.output_padding < numbers.stride:
        yield from _kernel(numbers)  # otherwise dilation is what allows this output_padding
    size, stride = numbers.size, numbers.stride
    if stride > 1:
        yield explain(
            ExplanationCode.TRANSPOSED_STRETCHES,
            stride=stride,
            zeros=stride - 1,
            size=size,
            stretched=(size - 1) * stride + 1,
        )
    if numbers.pad_before:
        code = ExplanationCode.TRANSPOSED_PADDING_SHRINKS
        yield explain(code, padding=numbers.pad_before, cropped=2 * numbers.pad_before)
    yield from _merged_sizes(numbers)
    yield from _checkerboard(numbers)
    if numbers.output_size == size:
        yield explain(ExplanationCode.OUTPUT_KEEPS_SIZE, size=size)


def _merged_sizes(numbers: AxisSettings) -> Iterator[Explanation]:
    """Yield which sizes a convolution with these settings makes into the input's."""
    size, most, output_padding = numbers.size, numbers.stride - 1, numbers.output_padding
    smallest = numbers.output_size - output_padding
    facts = {"size": size, "smallest": smallest, "largest": smallest + most}
    if smallest < 1:
        return
    if 0 < output_padding <= most:
        yield explain(
            ExplanationCode.OUTPUT_PADDING_EXTENDS,
            **facts,
            output_padding=output_padding,
            output_size=numbers.output_size,
        )
    elif most and not output_padding:
        yield explain(ExplanationCode.TRANSPOSED_SIZE_AMBIGUOUS, **facts, most=most)


def _checkerboard(numbers: AxisSettings) -> Iterator[Explanation]:
    """Yield that output cells get different numbers of products, if whole rounds of them do.

    Near the edge fewer cells overlap anyway; that is no checkerboard.
    """
    k, s, p = numbers.kernel_size, numbers.stride, numbers.pad_before
    first = max(k - 1, p)
    last = min((numbers.size - 1) * s, p + numbers.output_size - 1)
    if numbers.dilation == 1 and k % s and last - first + 1 >= s:
        facts = {"kernel_size": k, "stride": s, "fewest": k // s, "most": -(-k // s)}
        code = ExplanationCode.TRANSPOSED_CHECKERBOARD
        yield explain(code, **facts, even=facts["most"] * s)
