"""An embedded picture as numbers, for any shape; the same on every machine."""

from __future__ import annotations

import io
import math
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from convviz.core.errors import ComputeError, ErrorCode

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from convviz.protocol.recipes import Picture

DECIMALS = 3
"""Of a cell: they tell the 256 steps of brightness apart, and read easily."""

_RED, _GREEN, _BLUE = 299, 587, 114
"""Thousandths of each channel in the grey of a colour (ITU-R BT.601)."""


def picture_cells(
    picture: Picture, shape: tuple[int, ...], channel_axes: int = 1
) -> NDArray[np.float64]:
    """Return brightness from 0 to 1.

    Another size takes the nearest pixel; one axis takes the middle row, further axes repeat the
    picture. Another number of channels takes the grey of a colour, or repeats the channels.

    Args:
        picture: What is shown.
        shape: (channels, *spatial).
        channel_axes: Axes before the spatial ones.

    Raises:
        ComputeError: PICTURE_BROKEN.
    """
    pixels = _pixels(picture)
    planes = math.prod(shape[:channel_axes])
    if planes == 1 and len(pixels) > 1:
        pixels = _grey(pixels)
    spatial = shape[channel_axes:]
    height, width = (1, 1, *spatial)[-2:]
    rows = _nearest(height, pixels.shape[1])
    columns = _nearest(width, pixels.shape[2])
    channels = np.arange(planes) % len(pixels)
    chosen = pixels[np.ix_(channels, rows, columns)]
    flat = np.round(chosen / 255.0, DECIMALS)
    depth = math.prod(spatial[:-2])
    return np.repeat(flat[:, None], depth, axis=1).reshape(shape)


@lru_cache(maxsize=4)
def _pixels(picture: Picture) -> NDArray[np.uint8]:
    """Return (channels, height, width)."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(picture.png), formats=["PNG"]) as image:
            array = np.array(image, dtype=np.uint8)
    except (OSError, ValueError, SyntaxError) as error:
        raise ComputeError(ErrorCode.PICTURE_BROKEN, name="PNG", detail=str(error)) from error
    return np.moveaxis(np.atleast_3d(array), -1, 0)


def _grey(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    weights = np.array([_RED, _GREEN, _BLUE], dtype=np.uint32)[:, None, None]
    sums = np.sum(pixels * weights, axis=0, keepdims=True, dtype=np.uint32)
    return np.asarray(sums // 1000, dtype=np.uint8)


def _nearest(wanted: int, size: int) -> NDArray[np.intp]:
    """Return which of the pixels that were found stands at each place, the middle one of each."""
    return (2 * np.arange(wanted) + 1) * size // (2 * wanted)
