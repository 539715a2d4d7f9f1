"""Shapes-10: ten classes of drawn pictures, in colour or grey, of one size or another.

A shape has any place, size, turn and colour, is lighter or darker than what is behind it, and a bar
may cross it; shreds of other colours and grain are all over the picture. So no pixel tells a class
by itself: a linear model stays low, and convolutions have something to learn (measured: see
``engine.datasets.shapes10``).

The pictures depend on the seed alone. Random numbers are raw bits of PCG64, whose stream numpy
guarantees, and everything after that is arithmetic that IEEE 754 defines to the last bit (see
``shape_outlines``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from convviz.values.shape_outlines import OUTLINES, Floats

Images: TypeAlias = NDArray[np.uint8]
"""Pictures, (count, channels, size, size): red, green and blue planes, or a grey one."""
Labels: TypeAlias = NDArray[np.int64]
"""One class index a picture, (count,)."""
Colours: TypeAlias = tuple[Floats, Floats, Floats]
"""Red, green and blue in [0, 1], each (count, 1, 1) or one value a pixel."""

CLASS_NAMES = tuple(OUTLINES)
SIZE = 32
IMAGE_SHAPE = (3, SIZE, SIZE)
"""Of a picture in colour, in the size that is drawn unless another is asked for."""

TRAIN_STREAM, TEST_STREAM = 3, 4
"""Streams of random numbers. The easier pictures that there were before came from 0 and 1, so that
their classes stood in another order: a run on them is not gone on with on these."""

_CHUNK = 16
"""Pictures drawn at a time, so that the working arrays stay in the processor's cache."""
_SHREDS = 4
_CHOICES = 17 + 7 * _SHREDS
"""Random numbers a picture."""

_RADIUS = (8.5, 13.5)
"""In pixels of a picture of 32."""
_TURN = 0.25
"""The tangent of half the largest turn: 28 degrees."""
_CONTRAST = (0.35, 0.6)
"""How much brighter or darker than its ground a shape is, of 1."""
_DARKER = 0.5
"""The share of the pictures whose shape is darker than its ground."""
_SHRED_CONTRAST = 0.2
_BAR = 1.8
"""Half the widest bar, in pixels of a picture of 32."""
_SATURATION = (0.0, 0.6)
_WEIGHTS = (0.299, 0.587, 0.114)
"""How bright red, green and blue are to the eye (Rec. 601)."""
_GRAIN = (10.0, 45.0)
"""Of 255."""


def sample(number: int) -> NDArray[np.uint8]:
    """Return the picture of a number, (3, 32, 32); the classes follow each other."""
    bits = np.random.PCG64([number, 2])
    choices = _unit_floats(bits, _CHOICES).reshape(1, _CHOICES)
    pictures = _draw_chunk(CLASS_NAMES[number % len(CLASS_NAMES)], choices, bits, SIZE)
    return pictures.reshape(IMAGE_SHAPE)


def draw_split(
    count: int, bits: np.random.PCG64, *, size: int = SIZE, grey: bool = False
) -> tuple[Images, Labels]:
    """Return pictures and their labels in shuffled order, the classes as even as may be.

    Args:
        count: Pictures.
        bits: What they are drawn from.
        size: Their height and width, in pixels.
        grey: One plane of brightness in place of red, green and blue.
    """
    order = np.argsort(bits.random_raw(count), kind="stable")
    labels = (order % len(CLASS_NAMES)).astype(np.int64)
    choices = _unit_floats(bits, count * _CHOICES).reshape(count, _CHOICES)
    images = np.empty((count, 1 if grey else 3, size, size), np.uint8)
    for label, name in enumerate(CLASS_NAMES):
        members = np.flatnonzero(labels == label)
        for start in range(0, len(members), _CHUNK):
            chosen = members[start : start + _CHUNK]
            drawn = _draw_chunk(name, choices[chosen], bits, size)
            images[chosen] = brightness(drawn) if grey else drawn
    return images, labels


def brightness(images: Images) -> Images:
    """Return the grey plane of pictures in colour, (count, 1, height, width), as Rec. 601 says.

    In whole numbers: the weights are 77, 150 and 29 of 256.
    """
    red, green, blue = (images[:, channel].astype(np.uint16) for channel in range(3))
    return ((77 * red + 150 * green + 29 * blue + 128) >> 8).astype(np.uint8)[:, None]


class _Choices:
    """The random numbers of some pictures, each handed out once, in the order of asking."""

    def __init__(self, numbers: Floats) -> None:
        self._numbers = numbers
        self._used = 0

    def __call__(self, low: float = 0.0, high: float = 1.0) -> Floats:
        """Return one number a picture in [low, high), (count, 1, 1)."""
        number = self._numbers[:, self._used, None, None]
        self._used += 1
        between: Floats = np.float32(low) + np.float32(high - low) * number
        return between


def _unit_floats(bits: np.random.PCG64, count: int) -> Floats:
    """Return multiples of 2**-24 in [0, 1), exact in float32."""
    return (bits.random_raw(count) >> np.uint64(40)).astype(np.float32) * np.float32(2.0**-24)


def _draw_chunk(name: str, numbers: Floats, bits: np.random.PCG64, size: int) -> Images:
    """Return pictures of one class, (count, 3, size, size), from their random numbers."""
    choose = _Choices(numbers)
    place = _chosen_place(choose, size)
    back_value, front_value = _two_values(choose)
    ramp = _gradient(size, choose(-1, 1), choose(-1, 1))
    back = _shaded(_colour(choose(), choose(*_SATURATION), back_value), ramp)
    back = _with_shreds(back, back_value, choose, size)
    front = _colour(choose(), choose(*_SATURATION), front_value)
    inside = np.clip(0.5 - OUTLINES[name](place.x, place.y) * place.radius, 0.0, 1.0)
    inside = inside * (1.0 - _bar(place, choose, size))
    grain = _grain(len(numbers), bits, size) * choose(*_GRAIN)
    images = np.empty((len(numbers), 3, size, size), np.uint8)
    for channel, (behind, before) in enumerate(zip(back, front, strict=True)):
        value = (behind + (before - behind) * inside) * 255.0 + grain
        images[:, channel] = np.clip(value + 0.5, 0.0, 255.0).astype(np.uint8)
    return images


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a shape stands.

    Attributes:
        radius: In pixels, (count, 1, 1).
        right: Pixels from its centre, (count, 1, size).
        up: Likewise, (count, size, 1).
        x: Radii from its centre along its own axes, (count, size, size).
        y: Likewise.
    """

    radius: Floats
    right: Floats
    up: Floats
    x: Floats
    y: Floats


def _chosen_place(choose: _Choices, size: int) -> _Place:
    """Return a place at which a shape lies inside the picture."""
    middle = np.float32((size - 1) / 2)
    radius = choose(*_RADIUS) * np.float32(size / SIZE)
    room = middle - radius
    right = _pixels(size)[None, None, :] - (middle + room * choose(-1, 1))
    up = (middle + room * choose(-1, 1)) - _pixels(size)[None, :, None]
    x, y = _turned(right / radius, up / radius, choose(-_TURN, _TURN))
    return _Place(radius, right, up, x, y)


def _two_values(choose: _Choices) -> tuple[Floats, Floats]:
    """Return how bright the ground and the shape are, far enough apart to be told."""
    distance = choose(*_CONTRAST)
    low = choose() * (1.0 - distance)
    is_darker = choose() < _DARKER
    high = low + distance
    return np.where(is_darker, high, low), np.where(is_darker, low, high)


def _pixels(size: int) -> Floats:
    return np.arange(size, dtype=np.float32)


def _turned(x: Floats, y: Floats, half: Floats) -> tuple[Floats, Floats]:
    """Return places turned by 2 * atan(half): no sine, on whose last bit platforms disagree."""
    cosine, sine = (1.0 - half * half) / (1.0 + half * half), 2.0 * half / (1.0 + half * half)
    return x * cosine + y * sine, y * cosine - x * sine


def _gradient(size: int, tilt_x: Floats, tilt_y: Floats) -> Floats:
    """Return a ramp over the picture around 1, (count, size, size)."""
    ramp = (_pixels(size) - np.float32((size - 1) / 2)) / np.float32(size)
    return 1.0 + 0.3 * (ramp[None, None, :] * tilt_x + ramp[None, :, None] * tilt_y)


def _shaded(colour: Colours, shade: Floats) -> Colours:
    red, green, blue = (part * shade for part in colour)
    return red, green, blue


def _with_shreds(back: Colours, value: Floats, choose: _Choices, size: int) -> Colours:
    """Return a ground with some discs and strips on it, nearly as bright as it is."""
    for number in range(_SHREDS):
        right = _pixels(size)[None, None, :] - choose(0, size)
        up = _pixels(size)[None, :, None] - choose(0, size)
        x, y = _turned(right, up, choose(-1, 1))
        extent = choose(1.0, 4.0) * np.float32(size / SIZE)
        brightness = np.clip(value + choose(-_SHRED_CONTRAST, _SHRED_CONTRAST), 0.0, 1.0)
        colour = _colour(choose(), choose(*_SATURATION), brightness)
        disc = np.sqrt(x * x + y * y) - extent
        strip = np.maximum(np.abs(x) - 4 * extent, np.abs(y) - 0.4 * extent)
        cover = np.clip(0.5 - (strip if number % 2 else disc), 0.0, 1.0)
        red, green, blue = (
            behind + (front - behind) * cover for behind, front in zip(back, colour, strict=True)
        )
        back = red, green, blue
    return back


def _bar(place: _Place, choose: _Choices, size: int) -> Floats:
    """Return where a bar hides the shape, in [0, 1]; half of the pictures have none."""
    across, _ = _turned(place.right, place.up, choose(-1, 1))
    width = choose(-_BAR, _BAR) * np.float32(size / SIZE)
    offset = choose(-0.5, 0.5) * place.radius
    hidden: Floats = np.clip(0.5 + width - np.abs(across - offset), 0.0, 1.0)
    return hidden * (width > 0)


def _colour(hue: Floats, saturation: Floats, value: Floats) -> Colours:
    """Return a colour of a brightness, so that what differs in colour differs in grey as well.

    Args:
        hue: In [0, 1].
        saturation: How far the colour is from grey, in [0, 1].
        value: Its brightness, in [0, 1].
    """
    sixths = 6.0 * hue
    waves = (np.abs(sixths - 3.0) - 1.0, 2.0 - np.abs(sixths - 2.0), 2.0 - np.abs(sixths - 4.0))
    pure = [np.clip(wave, 0.0, 1.0) for wave in waves]
    bright = sum((w * part for w, part in zip(_WEIGHTS, pure, strict=True)), np.float32(0))
    red, green, blue = (np.clip(value + saturation * (p - bright), 0.0, 1.0) for p in pure)
    return red, green, blue


def _grain(count: int, bits: np.random.PCG64, size: int) -> Floats:
    """Return noise in [-0.5, 0.5), one value a pixel, (count, size, size)."""
    raw = bits.random_raw(-(-count * size * size // 8)).astype("<u8").view(np.uint8)
    noise = raw[: count * size * size].astype(np.float32) * np.float32(1 / 256) - np.float32(0.5)
    return noise.reshape(count, size, size)
