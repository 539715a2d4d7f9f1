"""How large things are drawn, so that 3 x 224 x 224 and 4096 numbers stand beside each other.

A side of a map grows with a power of its length, beside the longest one of the network; the
thickness of a block grows with the root of the channels; a bar of numbers likewise. What would be
too small to see or too large for its neighbours is held at a limit, so a block with more is never
drawn smaller.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from convviz.core.layers import Shape

LONGEST_SIDE: Final = 132.0
"""Of the longest side in the network, in pixels."""
SHORTEST_SIDE: Final = 5.0
_SMALL_NETWORK: Final = 32
"""Cells. A longest side of fewer is drawn as it would be beside one of so many."""
_SIDE_POWER: Final = 0.5

THINNEST: Final = 4.0
THICKEST: Final = 84.0
_THICKNESS: Final = 2.2

BAR_WIDTH: Final = 9.0
SHORTEST_BAR: Final = 8.0
LONGEST_BAR: Final = 140.0
MOST_IN_BAR: Final = 1024
"""Numbers. A bar of more is as long, and broken."""


class Body(NamedTuple):
    """A shape as it is drawn.

    Attributes:
        channels: Across which the thickness goes; 1 where there are none.
        slices: How many equal bodies stand behind each other, for volumes of three axes.
        height: Of a map, in cells.
        width: Of a map, in cells.
        is_bar: Whether it is a row of numbers without maps.
        deep: Cells along the first of three axes; 0 for maps.
    """

    channels: int
    slices: int
    height: int
    width: int
    is_bar: bool = False
    deep: int = 0


class Scale(NamedTuple):
    """How sides of maps become pixels.

    Attributes:
        longest: The longest side of the network, in cells.
    """

    longest: int

    def side(self, cells: int) -> float:
        """Return how long a side is drawn."""
        share = math.pow(cells / max(self.longest, _SMALL_NETWORK), _SIDE_POWER)
        return max(SHORTEST_SIDE, LONGEST_SIDE * share)


def scale_of(shapes: Iterable[Shape]) -> Scale:
    """Return the scale that suits all shapes of a network."""
    sides = [max(body.height, body.width) for body in map(body_of, shapes) if not body.is_bar]
    return Scale(max(sides, default=1))


def thickness(channels: int) -> float:
    """Return how thick a block of so many channels is drawn."""
    return min(THICKEST, max(THINNEST, _THICKNESS * math.sqrt(channels)))


def bar_length(numbers: int) -> float:
    """Return how long a bar of so many numbers is drawn."""
    if is_broken(numbers):
        return LONGEST_BAR
    share = math.sqrt(numbers / MOST_IN_BAR)
    return max(SHORTEST_BAR, (LONGEST_BAR - 8) * share)


def is_broken(numbers: int) -> bool:
    """Return whether a bar of so many numbers would be too long, so that it is drawn broken."""
    return numbers > MOST_IN_BAR


def body_of(shape: Shape) -> Body:
    """Return how a shape is drawn.

    A picture's channels are the thickness, its maps the face. A signal (channels, length) stands
    upright; of a volume the first axis is the thickness, and its channels are bodies behind each
    other. Of more dimensions the first ones count as channels.
    """
    match shape:
        case ():
            return Body(1, 1, 1, 1)
        case (numbers,):
            return Body(numbers, 1, 1, 1, is_bar=True)
        case (channels, length):
            return Body(channels, 1, length, 1)
        case (channels, height, width):
            return Body(channels, 1, height, width)
        case _:
            channels, (deep, height, width) = math.prod(shape[:-3]), shape[-3:]
            return Body(channels, _slices(channels), height, width, deep=deep)


def _slices(channels: int) -> int:
    return min(4, 1 + channels.bit_length() // 2) if channels > 1 else 1
