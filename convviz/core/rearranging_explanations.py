"""What is worth knowing about layers that shuffle, fold, unpool and upsample."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from convviz.core.adaptive_windows import VaryingWindows, window_lengths
from convviz.core.axis_windows import LARGEST_PICTURE
from convviz.core.errors import ConvVizError
from convviz.core.explanations import Explanation, ExplanationCode, explain
from convviz.core.layers.fold import Fold, Unfold
from convviz.core.layers.pixel import PixelShuffle, PixelUnshuffle
from convviz.core.layers.unpool import MaxUnpoolingLayer
from convviz.core.layers.upsample import ResizingLayer
from convviz.core.unpooling import infer_unpooled, pooling_of
from convviz.core.usage import axis_usage

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from convviz.core.axis_windows import AxisWindows
    from convviz.core.layers.base import Layer, Shape


def rearranging_explanations(layer: Layer, input_shape: Shape) -> tuple[Explanation, ...]:
    """Return what is worth knowing about a layer; nothing where it refuses the input.

    Args:
        layer: A pixel shuffle, Fold, Unfold, an unpooling or Upsample; nothing is said of others.
        input_shape: The input's shape, with or without a batch.
    """
    try:
        output_shape = layer.infer(input_shape)
        return tuple(_of(layer, input_shape, output_shape))
    except ConvVizError:
        return ()


def unpooling_explanations(
    layer: MaxUnpoolingLayer, shape: Shape, output_size: Shape | None
) -> tuple[Explanation, ...]:
    """Return what is worth knowing about unpooling after pooling; nothing where either refuses.

    Args:
        layer: The unpooling.
        shape: Of the picture that is pooled first, (channels, *spatial).
        output_size: The sizes that unpooling is given; None for its default.
    """
    try:
        pooled = pooling_of(layer).infer(shape)
        output = infer_unpooled(layer, shape, output_size)
    except ConvVizError:
        return ()
    found = rearranging_explanations(layer, pooled)
    # A place is counted by the sizes behind the first: that one alone shifts nothing.
    if output[2:] == shape[2:]:
        return found
    code = ExplanationCode.UNPOOL_SHIFTS
    return (explain(code, input=shape[1:], output=output[1:]), *found)


def _cells_read(axes: Sequence[AxisWindows]) -> int | str:
    """Return how many cells the windows read along any axis: a number, or from the least on."""
    lengths = [
        window_lengths(axis.input_size, axis.output_size)
        if isinstance(axis, VaryingWindows)
        else (axis.kernel_size, axis.kernel_size)
        for axis in axes
    ]
    least, most = min(least for least, _ in lengths), max(most for _, most in lengths)
    return most if least == most else f"{least}\u2013{most}"


def _of(layer: Layer, input_shape: Shape, output_shape: Shape) -> Iterator[Explanation]:
    match layer:
        case PixelShuffle():
            factor = layer.upscale_factor
            yield explain(ExplanationCode.SHUFFLE_MOVES, factor=factor, channels=factor**2)
        case PixelUnshuffle():
            factor = layer.downscale_factor
            yield explain(ExplanationCode.UNSHUFFLE_MOVES, factor=factor, channels=factor**2)
        case Unfold():
            *_, cells, windows = output_shape
            yield explain(ExplanationCode.UNFOLD_COLUMNS, cells=cells, windows=windows)
        case Fold():
            most = _most_added(layer)
            if most > 1:
                yield explain(ExplanationCode.FOLD_ADDS, most=most)
        case MaxUnpoolingLayer():
            yield from _lost_sizes(layer, output_shape)
        case ResizingLayer():
            read = _cells_read(layer.axis_windows(input_shape[2:]))
            yield explain(ExplanationCode.UPSAMPLE_READS, mode=layer.mode, cells=read)
            if layer.align_corners:
                yield explain(ExplanationCode.UPSAMPLE_ALIGNS, mode=layer.mode)
        case _:
            return


def _most_added(layer: Fold) -> int:
    """Return how many columns add up in a cell at most; 0 where that is too much to count."""
    axes = layer.picture_windows()
    if any(
        max(axis.output_size * axis.kernel_size, axis.input_size) > LARGEST_PICTURE for axis in axes
    ):
        return 0
    return math.prod(max(axis_usage(axis).windows) for axis in axes)


def _lost_sizes(layer: MaxUnpoolingLayer, output_shape: Shape) -> Iterator[Explanation]:
    """Yield the sizes that floor((i + 2p - k) / s) + 1 brings to each axis of the input."""
    for axis, stride in enumerate(layer.strides()):
        size = output_shape[axis - layer.rank]
        if stride > 1:
            code, largest = ExplanationCode.UNPOOL_LOSES_SIZES, size + stride - 1
            facts = {"axis": axis, "axes": layer.rank}
            yield explain(code, **facts, size=size, smallest=size, largest=largest)
