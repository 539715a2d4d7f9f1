"""What a refused input was likely meant to be: a batch, a picture with its channels last or none.

A reading counts only where the layers accept it, so that nothing is guessed that does not help.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from convviz.core.errors import ConvVizError, ErrorCode, ShapeError

if TYPE_CHECKING:
    from convviz.core.layers.base import Layer, Shape

_MISREAD = frozenset({ErrorCode.WRONG_RANK, ErrorCode.CHANNELS_DIFFER, ErrorCode.FEATURES_DIFFER})
"""Refusals that another order of the same numbers can mend."""

_FEWEST_WITH_BATCH = 3
"""Dimensions: a batch, channels and one axis."""


_USUAL_CHANNELS = frozenset({1, 3})
"""Channels of grey and of coloured pictures."""


class _Reading(NamedTuple):
    code: ErrorCode
    shape: Shape


def misread_input(
    error: ConvVizError, layer: Layer, shape: Shape, accepts: Callable[[Shape], bool]
) -> ConvVizError:
    """Return the error that says how the input was meant; `error` itself where nothing is known.

    Args:
        error: What the layer says.
        layer: The layer that refuses.
        shape: The input of the network, or of the layer that stands alone, without a batch.
        accepts: Whether the layers up to this one take an input of another shape.
    """
    if error.code not in _MISREAD:
        return error
    for reading in _readings(layer, shape):
        if reading.shape != shape and accepts(reading.shape):
            name = layer.type_name()
            return ShapeError(reading.code, layer=name, shape=shape, read=reading.shape)
    return error


def _looks_batched(shape: Shape, channels: int | None) -> bool:
    """Return whether channels stand where a batch has them: those asked for, or usual ones."""
    if channels is not None:
        return channels in (shape[1], shape[-1])
    return shape[0] == 1 or shape[1] in _USUAL_CHANNELS or shape[-1] in _USUAL_CHANNELS


def _most_axes(layer: Layer) -> int:
    """Return the most spatial axes of what a layer takes; a picture's where it takes any."""
    with_batch = max(getattr(layer, "ranks", (4,)))
    return layer.rank or with_batch - 2


def _ends(shape: Shape) -> bool:
    """Return whether a shape can be that of a picture with its channels last.

    3 × 32 × 32 with 32 channels asked for is one of another layer's channels.
    """
    axes = shape[:-1]
    return len(axes) == 1 or len(set(axes)) == 1 or shape[-1] < min(axes)


def _readings(layer: Layer, shape: Shape) -> Iterator[_Reading]:
    """Yield what the shape can mean, the likeliest first."""
    channels, count = layer.channels_asked(), len(shape)
    if channels is not None and count > 1 and channels == shape[-1] != shape[0] and _ends(shape):
        yield _Reading(ErrorCode.INPUT_CHANNELS_LAST, (shape[-1], *shape[:-1]))
    if channels is not None and 0 < count <= _most_axes(layer) and channels != shape[0]:
        yield _Reading(ErrorCode.INPUT_WITHOUT_CHANNELS, (channels, *shape))
    if count >= _FEWEST_WITH_BATCH and _looks_batched(shape, channels):
        yield _Reading(ErrorCode.INPUT_IS_BATCHED, shape[1:])
        code = ErrorCode.INPUT_BATCHED_CHANNELS_LAST
        yield _Reading(code, (shape[-1], *shape[1:-1]))
