"""The picture that a layer works on, and the input's shape with which another layer begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convviz.core.errors import ConvVizError
from convviz.core.layers.fold import Fold, Unfold
from convviz.core.layers.pixel import PixelShuffle, PixelUnshuffle

if TYPE_CHECKING:
    from convviz.core.layers.base import Layer, Shape


def picture_of(layer: Layer, shape: Shape) -> Shape:
    """Return the picture behind an input: (channels, *spatial), also for Fold's matrix."""
    if not isinstance(layer, Fold):
        return shape
    try:
        return layer.infer(shape)
    except ConvVizError:
        return (1, *shape[1:])


def fitted(layer: Layer, picture: Shape) -> tuple[Layer, Shape]:
    """Return a new layer and its input, so that it has something to show.

    Channels and sizes that have to be multiples are rounded up. Fold gets the matrix of which it
    makes the picture.

    Args:
        layer: With valid parameters.
        picture: Channels and spatial sizes that were shown before.
    """
    match layer:
        case PixelShuffle():
            return layer, (_rounded_up(picture[0], layer.upscale_factor**2), *picture[1:])
        case PixelUnshuffle():
            factor = layer.downscale_factor
            return layer, (picture[0], *(_rounded_up(size, factor) for size in picture[1:]))
        case Fold():
            return _folding(layer, picture)
        case _:
            return layer, picture


def _rounded_up(number: int, step: int) -> int:
    return -(-number // step) * step


def _folding(layer: Fold, picture: Shape) -> tuple[Layer, Shape]:
    taken = Unfold(layer.kernel_size, layer.dilation, layer.padding, layer.stride)
    try:
        matrix = taken.infer(picture)
    except ConvVizError:
        return layer, picture
    return layer.replace(output_size=picture[1:]), matrix
