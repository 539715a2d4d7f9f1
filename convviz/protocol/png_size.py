"""Checks a PNG to the last byte without decoding it: a document holds nothing else."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from typing import Final

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_COLOUR_TYPES: Final = {0: 1, 2: 3}
"""Channels of PNG's colour types: grey, and red, green, blue."""
_FILTERS: Final = 5


def png_size(png: bytes, channels: int, largest_side: int) -> tuple[int, int]:
    """Return the width and the height of a plain PNG of 8 bits a channel.

    Raises:
        ValueError: It is damaged, of another kind, or larger than ``largest_side``.
    """
    chunks = list(_chunks(png))
    names = [name for name, _ in chunks]
    if names[:1] != [b"IHDR"] or names[-1:] != [b"IEND"] or set(names[1:-1]) != {b"IDAT"}:
        message = "it is not a plain PNG"
        raise ValueError(message)
    width, height = _header(chunks[0][1], channels, largest_side)
    _check_pixels(
        b"".join(data for name, data in chunks if name == b"IDAT"), width, height, channels
    )
    return width, height


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    if not png.startswith(_SIGNATURE):
        message = "it does not begin as a PNG"
        raise ValueError(message)
    place = len(_SIGNATURE)
    while place < len(png):
        head = png[place : place + 8]
        length, name = struct.unpack(">I4s", head) if len(head) == 8 else (0, b"")  # noqa: PLR2004
        data, check = png[place + 8 : place + 8 + length], png[place + 8 + length :][:4]
        if len(data) != length or check != struct.pack(">I", zlib.crc32(name + data)):
            message = "its bytes are damaged"
            raise ValueError(message)
        yield name, data
        place += 12 + length


def _header(data: bytes, channels: int, largest_side: int) -> tuple[int, int]:
    if len(data) != struct.calcsize(">IIBBBBB"):
        message = "its header is damaged"
        raise ValueError(message)
    width, height, depth, colour, *rest = struct.unpack(">IIBBBBB", data)
    if depth != 8 or _COLOUR_TYPES.get(colour) != channels or rest != [0, 0, 0]:  # noqa: PLR2004
        message = f"it has not {channels} channels of 8 bits"
        raise ValueError(message)
    if not (1 <= width <= largest_side and 1 <= height <= largest_side):
        message = f"it has {width} x {height} pixels, more than {largest_side} along a side"
        raise ValueError(message)
    return width, height


def _check_pixels(compressed: bytes, width: int, height: int, channels: int) -> None:
    row = 1 + width * channels
    inflating = zlib.decompressobj()
    try:
        pixels = inflating.decompress(compressed, row * height + 1)
    except zlib.error as error:
        message = "its pixels are damaged"
        raise ValueError(message) from error
    if len(pixels) != row * height or not inflating.eof or max(pixels[::row]) >= _FILTERS:
        message = "its pixels are not complete"
        raise ValueError(message)
