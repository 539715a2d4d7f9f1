"""The input shapes nearest to a refused one that a layer accepts."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from convviz.core.errors import ConvVizError, ErrorCode
from convviz.core.remedies.picture_search import smallest_larger_picture
from convviz.core.remedies.remedy import Infer, Mends, Remedy, RemedyKind, refusal_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from convviz.core.layers.base import Layer, Shape

_MENDED_BY_INPUT = frozenset(
    {
        ErrorCode.WRONG_RANK,
        ErrorCode.CHANNELS_DIFFER,
        ErrorCode.FEATURES_DIFFER,
        ErrorCode.EMPTY_INPUT,
        ErrorCode.KERNEL_LARGER_THAN_INPUT,
        ErrorCode.KERNEL_LARGER_THAN_UNPADDED_INPUT,
        ErrorCode.PADDING_TAKES_OUTPUT,
        ErrorCode.SCALED_TO_NOTHING,
        ErrorCode.CROPS_EVERYTHING,
        ErrorCode.REFLECT_PADDING_TOO_LARGE,
        ErrorCode.CIRCULAR_PADDING_TOO_LARGE,
        ErrorCode.ONE_VALUE_PER_CHANNEL,
        ErrorCode.ONE_VALUE_PER_MEAN,
        ErrorCode.COLUMNS_DIFFER,
        ErrorCode.CHANNELS_NOT_DIVISIBLE,
        ErrorCode.SIZE_NOT_DIVISIBLE,
        ErrorCode.ODD_DIMENSION,
    }
)


def input_remedies(
    layer: Layer, shape: Shape, error: ConvVizError, mends: Mends, infer: Infer
) -> Iterator[Remedy]:
    """Yield the input shapes that mend `error`, if the input can.

    Args:
        layer: The layer that refuses.
        shape: The input that it is given.
        error: Its error.
        mends: The test of a change.
        infer: Shape inference, which names the axis that still refuses.
    """
    if error.code not in _MENDED_BY_INPUT:
        return

    def attempt(changed: Shape) -> Remedy | None:
        verdict = mends(layer, changed)
        if changed == shape or not verdict.mends:
            return None
        return Remedy(RemedyKind.CHANGE_INPUT, "input", changed, verdict.output_shape)

    for candidate in _likely_shapes(layer, shape, error):
        remedy = attempt(candidate)
        if remedy is not None:
            yield remedy
            return
    larger = _larger_input(shape, error, partial(refusal_of, layer, infer=infer))
    remedy = None if larger is None else attempt(larger)
    if remedy is not None:
        yield remedy


def _larger_input(
    shape: Shape, error: ConvVizError, refusal: Callable[[Shape], ConvVizError | None]
) -> Shape | None:
    """Return the shape with each spatial axis grown by itself until the layer takes it."""
    axes = error.facts.get("axes")
    if not isinstance(axes, int) or len(shape) < axes:
        return None
    before = shape[: len(shape) - axes]
    spatial = (1, *shape[len(shape) - axes :])
    larger = smallest_larger_picture(spatial, lambda sizes: refusal((*before, *sizes[1:])))
    return None if larger is None else (*before, *larger[1:])


def _likely_shapes(layer: Layer, shape: Shape, error: ConvVizError) -> Iterator[Shape]:
    rank = layer.rank
    expected = error.facts.get("expected")
    match error.code:
        case ErrorCode.EMPTY_INPUT:
            yield tuple(max(size, 1) for size in shape)
        case ErrorCode.ONE_VALUE_PER_MEAN | ErrorCode.ONE_VALUE_PER_CHANNEL:
            in_picture = error.code is ErrorCode.ONE_VALUE_PER_MEAN and rank > 0
            first = len(shape) - rank if in_picture else 0
            end = len(shape) if in_picture else 1
            yield (*shape[:first], *(max(size, 2) for size in shape[first:end]), *shape[end:])
        case ErrorCode.CHANNELS_DIFFER if isinstance(expected, int):
            yield from _with_channels(shape, rank, expected)
        case ErrorCode.FEATURES_DIFFER if isinstance(expected, int):
            yield (*shape[:-1], expected)
        case ErrorCode.COLUMNS_DIFFER if isinstance(expected, int):
            yield (*shape[:-1], expected)
        case (
            ErrorCode.CHANNELS_NOT_DIVISIBLE
            | ErrorCode.SIZE_NOT_DIVISIBLE
            | ErrorCode.ODD_DIMENSION
        ):
            yield from _divisible(layer, shape, error)
        case ErrorCode.WRONG_RANK if isinstance(expected, tuple):
            channels = layer.channels_asked() or 1
            wanted = max(expected)
            if len(shape) == rank:
                yield (channels, *shape)
            missing = wanted - len(shape)
            if missing > 0:
                yield (*shape[:1], channels, *(1,) * (missing - 1), *shape[1:])
                yield (*shape, *(1,) * missing)
            yield shape[len(shape) - wanted :]


def _divisible(layer: Layer, shape: Shape, error: ConvVizError) -> Iterator[Shape]:
    """Yield the shape with channels, rows and columns, or a dimension, rounded up to a multiple."""
    step: object = 2
    dim = error.facts.get("dim")
    if error.code is ErrorCode.ODD_DIMENSION and isinstance(dim, int):
        first = dim % len(shape)
        end = first + 1
    elif error.code is ErrorCode.SIZE_NOT_DIVISIBLE:
        step, first, end = error.facts.get("value"), len(shape) - 2, len(shape)
    else:
        channels = len(shape) - layer.picture_dimensions()[0]
        step, first, end = error.facts.get("divisor"), channels, channels + 1
    if isinstance(step, int) and step > 0 and first >= 0:
        rounded = (-(-size // step) * step for size in shape[first:end])
        yield (*shape[:first], *rounded, *shape[end:])


def _with_channels(shape: Shape, rank: int, channels: int) -> Iterator[Shape]:
    place = len(shape) - rank - 1 if rank else 1
    if 0 <= place < len(shape):
        yield (*shape[:place], channels, *shape[place + 1 :])
