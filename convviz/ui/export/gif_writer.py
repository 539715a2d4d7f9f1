"""An animated GIF with one palette for all frames, which only says what changes."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

import numpy as np
from PIL import GifImagePlugin, Image

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from convviz.ui.export.frames import FrameChange, Pixels

_COLOURS: Final = 255
"""One of the 256 indices is kept for "as before"."""

_UNCHANGED: Final = 255
_NEAR: Final = 10
"""A new colour whose red, green and blue all differ by at most this from a known one wears it."""

_KEEP: Final = 1
_LOOP_FOREVER: Final = b"!\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00"


class SharedPalette:
    """At most 255 colours, filled as colours come; each colour is looked up once.

    The colours of areas are known beforehand and stay exact. Those at the edges of letters are
    added while there is room, and then wear the nearest.
    """

    def __init__(self, known: Iterable[int]) -> None:
        """Begin with colours, as 0xRRGGBB, the most important first."""
        self._number_of = np.zeros(1 << 24, dtype=np.uint16)  # from 1; 0: not seen yet
        self._rgb = np.zeros((3, _COLOURS), dtype=np.int16)
        self._count = 0
        for colour in list(known)[:_COLOURS]:
            self._add(colour)

    def indices(self, pixels: Pixels) -> NDArray[np.uint8]:
        """Return the index of each pixel, of the same shape."""
        colours = pixels & np.uint32(0xFFFFFF)
        numbers = self._number_of[colours]
        unknown = numbers == 0
        if unknown.any():
            self._learn(np.unique(colours[unknown]))
            numbers = self._number_of[colours]
        indices: NDArray[np.uint8] = (numbers - 1).astype(np.uint8)
        return indices

    def table(self) -> bytes:
        """Return red, green and blue of all 256 indices."""
        return self._rgb.T.astype(np.uint8).tobytes() + bytes(3)

    def _learn(self, colours: Pixels) -> None:
        """Give new colours an index: that of a near one, one of their own, at last the nearest."""
        parts = np.stack([colours >> 16, colours >> 8 & 0xFF, colours & 0xFF]).astype(np.int16)
        distances = np.full(colours.size, 1 << 10, dtype=np.int16)
        nearest = np.zeros(colours.size, dtype=np.intp)
        if self._count:
            apart = _apart(parts[:, :, None], self._rgb[:, None, : self._count])
            nearest = apart.argmin(axis=1)
            distances = apart[np.arange(colours.size), nearest]
        while self._count < _COLOURS and (far := np.flatnonzero(distances > _NEAR)).size:
            self._add(int(colours[far[0]]))
            distance = _apart(parts, self._rgb[:, self._count - 1 : self._count])
            is_nearer = distance < distances
            distances[is_nearer] = distance[is_nearer]
            nearest[is_nearer] = self._count - 1
        self._number_of[colours] = nearest + 1

    def _add(self, colour: int) -> None:
        self._rgb[:, self._count] = (colour >> 16, colour >> 8 & 0xFF, colour & 0xFF)
        self._count += 1
        self._number_of[colour] = self._count


class GifWriter:
    """Encodes frames as they come."""

    def __init__(self, width: int, height: int, *, loops: bool, colours: Iterable[int]) -> None:
        """Begin a file.

        Args:
            width: Pixels.
            height: Pixels.
            loops: Whether it begins again.
            colours: Those of areas, as 0xRRGGBB.
        """
        self._size = (width, height)
        self._loops = loops
        self._palette = SharedPalette(colours)
        self._canvas: Pixels | None = None
        self._frames: list[bytes] = []
        self._clock = 0

    def add(self, change: FrameChange) -> None:
        """Encode a frame. Pixels that stay are transparent, which compresses well."""
        pixels = change.array()
        if self._canvas is None:
            self._canvas = pixels.copy()
            indices = self._palette.indices(pixels)
        else:
            rows = slice(change.top, change.top + change.height)
            part = self._canvas[rows, change.left : change.left + change.width]
            differs = part != pixels
            indices = np.full(pixels.shape, _UNCHANGED, dtype=np.uint8)
            indices[differs] = self._palette.indices(pixels[differs])
            part[...] = pixels
        image = Image.frombuffer(
            "P", (change.width, change.height), indices.tobytes(), "raw", "P", 0, 1
        )
        # WORKAROUND, Pillow 13: Image.save takes about as long, but holds all frames to the end,
        # half a megabyte each; this legacy function encodes one at a time. Pillow is below 14, and
        # a test reads every pixel back.
        self._frames += GifImagePlugin.getdata(
            image,
            (change.left, change.top),
            duration=self._rounded(change.milliseconds),
            transparency=_UNCHANGED,
            disposal=_KEEP,
        )

    def finish(self) -> bytes:
        """Return the file."""
        head = struct.pack("<6sHHBBB", b"GIF89a", *self._size, 0xF7, 0, 0)
        loop = _LOOP_FOREVER if self._loops else b""
        return b"".join([head, self._palette.table(), loop, *self._frames, b";"])

    def _rounded(self, milliseconds: int) -> int:
        """Return a duration in whole hundredths of a second; what is cut off is made up later."""
        start = round(self._clock / 10)
        self._clock += milliseconds
        return (round(self._clock / 10) - start) * 10


def _apart(mine: NDArray[np.int16], theirs: NDArray[np.int16]) -> NDArray[np.int16]:
    """Return the largest difference of red, green and blue, which stand along the first axis."""
    red, green, blue = (np.abs(mine - theirs) for mine, theirs in zip(mine, theirs, strict=True))
    largest: NDArray[np.int16] = np.maximum(np.maximum(red, green), blue)
    return largest
