"""What is worth knowing about layers that shuffle, fold, unpool and upsample."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from convviz.core.adaptive_windows import VaryingWindows, window_lengths
from convviz.core.axis_windows import LARGEST_PICTURE
from convviz.core.errors import ConvVizError
from convviz.core.explaining.explanations import Explanation, ExplanationCode, explain
from convviz.core.layers.parameters import Linearity
from convviz.core.layers.reductions import Reduction
from convviz.core.unpooling import infer_unpooled
from convviz.core.usage import axis_usage
from convviz.core.written_numbers import short, written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from convviz.core.axis_windows import AxisWindows
    from convviz.core.layers.base import Layer, Shape
    from convviz.core.layers.fold import Fold
    from convviz.core.layers.layer_norm import LocalResponseNorm
    from convviz.core.layers.linear import Linear
    from convviz.core.layers.normalising import NormalisingLayer
    from convviz.core.layers.pixel import PixelShuffle, PixelUnshuffle
    from convviz.core.layers.pointwise import PointwiseLayer
    from convviz.core.layers.shape import ChannelShuffle
    from convviz.core.layers.softmax import SharingLayer
    from convviz.core.layers.unpool import MaxUnpoolingLayer
    from convviz.core.layers.upsample import ResizingLayer


_USUAL_INPUT: Final = 3.0
"""Numbers behind an activation are seldom larger."""

_SEEN: Final = 0.01
"""A share of a divisor that can be seen in three digits."""


def rearranging_explanations(layer: Layer, input_shape: Shape) -> tuple[Explanation, ...]:
    """Return what is worth knowing about a layer; nothing where it refuses the input.

    Args:
        layer: A pixel shuffle, Fold, Unfold, an unpooling or Upsample; nothing is said of others.
        input_shape: The input's shape, with or without a batch.
    """
    try:
        output_shape = layer.infer(input_shape)
        explain_layer = TOLD.get(layer.cell_reduction)
        return (
            tuple(explain_layer(layer, input_shape, output_shape))
            if explain_layer is not None
            else ()
        )
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
        pooled = layer.pooling().infer(shape)
        output = infer_unpooled(layer, shape, output_size)
    except ConvVizError:
        return ()
    explanations = rearranging_explanations(layer, pooled)
    # A place is counted by the sizes behind the first: that one alone shifts nothing.
    if output[2:] == shape[2:]:
        return explanations
    code = ExplanationCode.UNPOOL_SHIFTS
    return (explain(code, input=shape[1:], output=output[1:]), *explanations)


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


def _shuffled(layer: PixelShuffle, _input: Shape, _output: Shape) -> Iterator[Explanation]:
    factor = layer.upscale_factor
    yield explain(ExplanationCode.SHUFFLE_MOVES, factor=factor, channels=factor**2)


def _unshuffled(layer: PixelUnshuffle, _input: Shape, _output: Shape) -> Iterator[Explanation]:
    factor = layer.downscale_factor
    yield explain(ExplanationCode.UNSHUFFLE_MOVES, factor=factor, channels=factor**2)


def _unfolded(_layer: Layer, _input: Shape, output_shape: Shape) -> Iterator[Explanation]:
    *_, cells, windows = output_shape
    yield explain(ExplanationCode.UNFOLD_COLUMNS, cells=cells, windows=windows)


def _folded(layer: Fold, _input: Shape, _output: Shape) -> Iterator[Explanation]:
    most = _most_added(layer)
    if most > 1:
        yield explain(ExplanationCode.FOLD_ADDS, most=most)


def _resized(layer: ResizingLayer, input_shape: Shape, _output: Shape) -> Iterator[Explanation]:
    read = _cells_read(layer.axis_windows(input_shape[2:]))
    yield explain(ExplanationCode.UPSAMPLE_READS, mode=layer.mode, cells=read)
    if layer.align_corners:
        yield explain(ExplanationCode.UPSAMPLE_ALIGNS, mode=layer.mode)


def _most_added(layer: Fold) -> int:
    """Return how many columns add up in a cell at most; 0 where that is too much to count."""
    axes = layer.picture_windows()
    if any(
        max(axis.output_size * axis.kernel_size, axis.input_size) > LARGEST_PICTURE for axis in axes
    ):
        return 0
    return math.prod(max(axis_usage(axis).windows) for axis in axes)


def _lost_sizes(
    layer: MaxUnpoolingLayer, _input: Shape, output_shape: Shape
) -> Iterator[Explanation]:
    """Yield the sizes that floor((i + 2p - k) / s) + 1 brings to each axis of the input."""
    for axis, stride in enumerate(layer.strides()):
        size = output_shape[axis - layer.rank]
        if stride > 1:
            code, largest = ExplanationCode.UNPOOL_LOSES_SIZES, size + stride - 1
            facts = {"axis": axis, "axes": layer.rank}
            yield explain(code, **facts, size=size, smallest=size, largest=largest)


def _each_by_itself(
    layer: PointwiseLayer, input_shape: Shape, _output: Shape
) -> Iterator[Explanation]:
    if not layer.tells_all:
        is_kept = layer.linear_kind() is Linearity.KEEPS
        yield explain(ExplanationCode.NUMBERS_STAY if is_kept else ExplanationCode.EACH_BY_ITSELF)
    yield from layer.notes_on_numbers(input_shape)


def _sharing(layer: SharingLayer, shape: Shape, _output: Shape) -> Iterator[Explanation]:
    dimension = layer.chosen_dimension(len(shape))
    yield from layer.notes_in_sequence(shape, batched=False, is_last=True)
    if not all(shape):
        return
    cells = shape[dimension]
    if cells == 1:
        yield explain(ExplanationCode.SHARE_OF_ONE, dimension=dimension)
    else:
        yield explain(ExplanationCode.SHARES_ALONG_DIMENSION, cells=cells, dimension=dimension)


def _renumbered(
    layer: Any,  # noqa: ANN401 - a RenumberingLayer
    shape: Shape,
    output: Shape,
) -> Iterator[Explanation]:
    first, sizes = layer.split_sizes(shape)
    if len(sizes) == 1:
        yield explain(ExplanationCode.RENUMBERING_WITHOUT_EFFECT, dimension=first)
        return
    cells = math.prod(sizes)
    if not layer.joins:
        code = ExplanationCode.UNFLATTEN_KEEPS_ORDER
        yield explain(code, size=cells, split=sizes, shape=output)
        return
    yield explain(ExplanationCode.FLATTEN_KEEPS_ORDER, joined=sizes, cells=cells, shape=output)
    if first:
        code, kept = ExplanationCode.FLATTEN_LEAVES_FIRST, shape[:first]
        yield explain(code, start_dim=layer.start_dim, shape=kept, cells=math.prod(shape))


def _of_features(layer: Linear, shape: Shape, _output: Shape) -> Iterator[Explanation]:
    inputs, outputs = layer.in_features, layer.out_features
    code, weights = ExplanationCode.LINEAR_READS_ALL, inputs * outputs
    yield explain(code, inputs=inputs, outputs=outputs, weights=weights)
    rows = math.prod(shape[:-1])
    if rows > 1:
        yield explain(ExplanationCode.LINEAR_SHARES_WEIGHTS, rows=rows)


def _dealt(layer: ChannelShuffle, shape: Shape, _output: Shape) -> Iterator[Explanation]:
    share = shape[1] // layer.groups
    if layer.groups > 1 and share > 1:
        yield explain(ExplanationCode.CHANNELS_DEALT, groups=layer.groups, share=share)


def _normalising(layer: NormalisingLayer, shape: Shape, _output: Shape) -> Iterator[Explanation]:
    if not all(shape) or not 0 < layer.epsilon() < math.inf:
        return
    joint = layer.joint_cells(shape)
    facts = {"cells": joint.cells, "blocks": math.prod(shape) // joint.cells}
    if not layer.subtracts_mean:
        if joint.cells > 1:
            yield explain(ExplanationCode.MEAN_SQUARE_TOGETHER, **facts)
    elif joint.cells == 1:
        yield explain(ExplanationCode.NORMALISES_ONE)
    elif layer.depends_on_training():
        yield explain(ExplanationCode.NORMALISES_IN_TRAINING, **facts)
        yield from layer.notes_on_kept(joint.cells)
    else:
        yield explain(ExplanationCode.NORMALISES_TOGETHER, **facts)
        code = ExplanationCode.VARIANCE_BY_COUNT
        yield explain(code, cells=joint.cells, eps=layer.epsilon())


def _among_neighbours(
    layer: LocalResponseNorm, shape: Shape, _output: Shape
) -> Iterator[Explanation]:
    if layer.size == 1:
        return
    before, behind = layer.reach()
    code = ExplanationCode.NEIGHBOURS_DIVIDE
    if shape[1] > 1:
        yield explain(code, before=before, behind=behind, size=layer.size)
    each = layer.alpha / layer.size
    yield explain(ExplanationCode.ALPHA_BY_SIZE, size=layer.size, each=each)
    if layer.k > 0 and layer.alpha > 0 and 0 < layer.beta <= 1:
        size = math.sqrt(_SEEN * layer.k / layer.alpha)
        if size > _USUAL_INPUT:
            facts = {"size": short(size), "divisor": short(layer.k**layer.beta)}
            code = ExplanationCode.LRN_HARDLY_ACTS
            yield explain(code, alpha=written(layer.alpha), **facts)


TOLD: Mapping[Reduction, Callable[[Any, Shape, Shape], Iterator[Explanation]]] = {
    Reduction.CHANNELS_TO_PIXELS: _shuffled,
    Reduction.PIXELS_TO_CHANNELS: _unshuffled,
    Reduction.WINDOWS_TO_COLUMNS: _unfolded,
    Reduction.COLUMNS_TO_WINDOWS: _folded,
    Reduction.BY_INDICES: _lost_sizes,
    Reduction.INTERPOLATION: _resized,
    Reduction.POINTWISE: _each_by_itself,
    Reduction.SHARES: _sharing,
    Reduction.RANDOM_WINDOWS: lambda *_: iter((explain(ExplanationCode.WINDOWS_AT_RANDOM),)),
    Reduction.GATES: lambda layer, shape, _: layer.notes_on_numbers(shape),
    Reduction.RENUMBERED: _renumbered,
    Reduction.DEALT: _dealt,
    Reduction.NORMALISES: _normalising,
    Reduction.NEIGHBOURS: _among_neighbours,
    Reduction.FEATURES: _of_features,
}
"""What is told of layer, input's and output's shape, by the layer's reduction."""
