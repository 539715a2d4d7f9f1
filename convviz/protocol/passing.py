"""A picture on its way through a network: what is asked of outputs, and what is told."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

import msgspec

from convviz.protocol.messages.common import Tensor

MOST_SENT: Final = 1 << 20
"""Numbers of a layer's maps that are sent at a time; the others are asked for."""

Fit: TypeAlias = Literal["crop", "squash", "pad"]
"""How a picture of another size is brought to the network's: the middle cut out, both sides scaled,
or all of it with black beside it."""
FITS: Final[tuple[Fit, ...]] = ("crop", "squash", "pad")


class AskedMaps(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which maps are wanted.

    Attributes:
        path: Of the layer or block in the tree; the empty one for what enters the network.
        first: The first of them, from 0.
        count: How many; fewer are sent where there are fewer, or where MOST_SENT is reached.
        side: Maps with a longer side are sent as means, so many rows and columns of them; 0 sends
            all numbers as they are, unless one map alone has more than MOST_SENT.
    """

    path: tuple[int, ...]
    first: int
    count: int
    side: int = 0


class SentMaps(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Maps of one layer.

    Attributes:
        path: As it was asked.
        first: Likewise.
        side: Likewise.
        values: float32; along its first dimension the maps, or the numbers of a vector.
        lows: The smallest finite number of each map, before means were taken; float32.
        highs: The largest likewise.
    """

    path: tuple[int, ...]
    first: int
    side: int
    values: Tensor
    lows: Tensor
    highs: Tensor


class PassedNode(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The output of a layer or a block, in numbers.

    Attributes:
        path: Where it stands in the tree; the empty one for what enters the network.
        shape: As torch gave it, without the batch.
        low: The smallest finite number; 0 if there is none.
        high: The largest.
        zeros: How many numbers are 0.
        empty: How many maps are 0 everywhere.
        not_finite: How many numbers are infinite or no number.
    """

    path: tuple[int, ...]
    shape: tuple[int, ...]
    low: float
    high: float
    zeros: int
    empty: int
    not_finite: int = 0

    @property
    def reach(self) -> float:
        """The largest number without its sign: where a scale ends that lies evenly around 0."""
        return max(-self.low, self.high, 0.0)


class PassedPicture(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What went through.

    Attributes:
        origin: Of ``PictureOrigin``.
        pixels: uint8 (channels, height, width), as the network saw it before it was normalised;
            None for random numbers.
        place: Of a test picture, from 0; -1 for another.
        label: Its class; "" if that is not known. Of another data set its name stands behind it.
        total: Test pictures that there are.
        is_normalised: Whether each channel was moved and scaled as in training; else its numbers
            lie from 0 to 1.
        size: Height and width before it was fitted.
    """

    origin: str
    pixels: Tensor | None = None
    place: int = -1
    label: str = ""
    total: int = 0
    is_normalised: bool = False
    size: tuple[int, ...] = ()
