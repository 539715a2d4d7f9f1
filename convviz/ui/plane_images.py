"""Kernels and feature maps as small images on a common scale. Without Qt."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from convviz.ui.theme.colour import parse_hex

Bytes = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float64]

RGB: Final = 3


def kernel_images(
    weight: Floats, plane: int, negative: str, zero: str, positive: str, *, is_colour: bool
) -> Bytes:
    """Return an image of every kernel of a layer, all on one scale: equal colours, equal numbers.

    Args:
        weight: out_channels planes height width
        plane: Which plane of each kernel; beyond the last one counts as the last.
        negative: Colour of the most negative number, ``#rrggbb``.
        zero: Of zero.
        positive: Of the most positive number.
        is_colour: The planes are red, green and blue: they are shown as colours around grey.

    Returns:
        (out_channels, height, width, 3).
    """
    if is_colour:
        known = np.nan_to_num(weight, nan=0.0, posinf=0.0, neginf=0.0)
        largest = np.abs(known).max(initial=0.0)
        pixels: Floats = (0.5 + 0.5 * known / (largest or 1.0)).transpose(0, 2, 3, 1)
        return np.rint(255 * pixels).astype(np.uint8)
    return plane_images(weight[:, min(plane, weight.shape[1] - 1)], negative, zero, positive)


def plane_images(
    planes: Floats, negative: str, zero: str, positive: str, reach: float | None = None
) -> Bytes:
    """Return an image of each plane, all on one scale that lies evenly around 0.

    Args:
        planes: count height width
        negative: Colour of the most negative number, ``#rrggbb``.
        zero: Of zero, and of what is no number.
        positive: Of the most positive number.
        reach: Where the scale ends, without its sign; None for the largest number of the planes.

    Returns:
        (count, height, width, 3).
    """
    values = np.nan_to_num(planes, nan=0.0, posinf=0.0, neginf=0.0)
    end = common_scale(planes) if reach is None else reach
    shares = np.clip(values / (end or 1.0), -1.0, 1.0)[..., np.newaxis]
    ends = np.where(shares < 0, np.array(parse_hex(negative)), np.array(parse_hex(positive)))
    middle = np.array(parse_hex(zero))
    pixels: Floats = middle + np.abs(shares) * (ends - middle)
    return np.rint(255 * pixels).astype(np.uint8)


def common_scale(planes: Floats) -> float:
    """Return the largest finite number of some planes, without its sign; 0 if there is none."""
    finite = planes[np.isfinite(planes)]
    return float(np.abs(finite).max(initial=0.0))
