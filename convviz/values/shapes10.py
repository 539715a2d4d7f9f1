"""Shapes-10: ten classes of drawn 32x32 RGB pictures.

The pictures depend on the seed alone. Random numbers are raw bits of PCG64, whose stream numpy
guarantees, and everything after that is arithmetic that IEEE 754 defines to the last bit (see
``shape_outlines``).
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from convviz.values.shape_outlines import OUTLINES, Floats

Images: TypeAlias = NDArray[np.uint8]
"""Pictures, (count, 3, 32, 32): red, green and blue planes, rows from the top."""
Labels: TypeAlias = NDArray[np.int64]
"""One class index a picture, (count,)."""

CLASS_NAMES = tuple(OUTLINES)
SIZE = 32
IMAGE_SHAPE = (3, SIZE, SIZE)

_CHUNK = 16
"""Pictures drawn at a time, so that the working arrays stay in the processor's cache."""

_CHOICES = 13
"""Random numbers a picture; ``_draw_chunk`` names them."""


def sample(number: int) -> NDArray[np.uint8]:
    """Return the picture of a number, (3, 32, 32); the classes follow each other."""
    bits = np.random.PCG64([number, 2])
    choices = _unit_floats(bits, _CHOICES).reshape(1, _CHOICES)
    pictures = _draw_chunk(CLASS_NAMES[number % len(CLASS_NAMES)], choices, bits)
    return pictures.reshape(IMAGE_SHAPE)


def draw_split(count: int, bits: np.random.PCG64) -> tuple[Images, Labels]:
    """Return pictures and their labels in shuffled order, the classes as even as may be."""
    order = np.argsort(bits.random_raw(count), kind="stable")
    labels = (order % len(CLASS_NAMES)).astype(np.int64)
    choices = _unit_floats(bits, count * _CHOICES).reshape(count, _CHOICES)
    images = np.empty((count, *IMAGE_SHAPE), np.uint8)
    for label, name in enumerate(CLASS_NAMES):
        members = np.flatnonzero(labels == label)
        for start in range(0, len(members), _CHUNK):
            chosen = members[start : start + _CHUNK]
            images[chosen] = _draw_chunk(name, choices[chosen], bits)
    return images, labels


def _unit_floats(bits: np.random.PCG64, count: int) -> Floats:
    """Return multiples of 2**-24 in [0, 1), exact in float32."""
    return (bits.random_raw(count) >> np.uint64(40)).astype(np.float32) * np.float32(2.0**-24)


def _draw_chunk(name: str, choices: Floats, bits: np.random.PCG64) -> Images:
    """Return pictures of one class, (count, 3, 32, 32), from their random numbers, (count, 13)."""
    pick = [choices[:, index, None, None] for index in range(_CHOICES)]
    radius = 11.0 + 3.5 * pick[0]
    room = 15.5 - radius
    x, y = _turned_coordinates(
        15.5 + room * (2.0 * pick[1] - 1.0), 15.5 + room * (2.0 * pick[2] - 1.0), radius, pick[3]
    )
    inside = np.clip(0.5 - OUTLINES[name](x, y) * radius, 0.0, 1.0)
    shade = _gradient(pick[4], pick[5])
    back_value = 0.05 + 0.20 * pick[6]
    back = _colour(pick[7], 0.75 * pick[8], back_value * (0.75 + 0.5 * shade))
    front_value = 0.88 + 0.12 * pick[9]
    front = _colour(pick[10], 0.6 * pick[11], front_value * (0.92 + 0.08 * y))
    grain = _grain(len(choices), bits) * (6.0 + 10.0 * pick[12])
    images = np.empty((len(choices), *IMAGE_SHAPE), np.uint8)
    for channel in range(IMAGE_SHAPE[0]):
        behind = back[channel]
        value = (behind + (front[channel] - behind) * inside) * 255.0 + grain
        images[:, channel] = np.clip(value + 0.5, 0.0, 255.0).astype(np.uint8)
    return images


def _turned_coordinates(
    centre_x: Floats, centre_y: Floats, radius: Floats, turn: Floats
) -> tuple[Floats, Floats]:
    """Return each pixel's place in radii from the centre, turned by up to 25 degrees either way.

    The turn is 2 * atan(t) for t in [-0.22, 0.22): no sine, on whose last bit platforms disagree.
    """
    half = 0.44 * turn - 0.22
    cosine, sine = (1.0 - half * half) / (1.0 + half * half), 2.0 * half / (1.0 + half * half)
    pixels = np.arange(SIZE, dtype=np.float32)
    right, up = (
        (pixels[None, None, :] - centre_x) / radius,
        (centre_y - pixels[None, :, None]) / radius,
    )
    return right * cosine + up * sine, up * cosine - right * sine


def _gradient(slope_x: Floats, slope_y: Floats) -> Floats:
    """Return a ramp over the picture in [0, 1], (count, 32, 32)."""
    ramp = (np.arange(SIZE, dtype=np.float32) - 15.5) / np.float32(SIZE)
    tilt_x, tilt_y = 2.0 * slope_x - 1.0, 2.0 * slope_y - 1.0
    return 0.5 + 0.5 * (ramp[None, None, :] * tilt_x + ramp[None, :, None] * tilt_y)


def _colour(hue: Floats, saturation: Floats, value: Floats) -> tuple[Floats, Floats, Floats]:
    """Return red, green and blue in [0, 1] from hue, saturation and value in [0, 1]."""
    sixths = 6.0 * hue
    pure = (np.abs(sixths - 3.0) - 1.0, 2.0 - np.abs(sixths - 2.0), 2.0 - np.abs(sixths - 4.0))
    red, green, blue = (value * (1.0 - saturation * (1.0 - np.clip(c, 0.0, 1.0))) for c in pure)
    return red, green, blue


def _grain(count: int, bits: np.random.PCG64) -> Floats:
    """Return noise in [-0.5, 0.5), one value a pixel, (count, 32, 32)."""
    raw = bits.random_raw(count * SIZE * SIZE // 8).astype("<u8").view(np.uint8)
    return (raw.astype(np.float32) * np.float32(1 / 256) - 0.5).reshape(count, SIZE, SIZE)
