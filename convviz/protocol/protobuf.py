"""Messages of Protocol Buffers, written field by field: the few kinds that our files need.

Source:
    protobuf.dev, "Encoding".
"""

from __future__ import annotations

import struct

_VARINT, _DOUBLE, _BYTES, _FLOAT = 0, 1, 2, 5
"""Wire types."""


def bytes_field(number: int, content: bytes | str) -> bytes:
    """Return a field of bytes, a text or a message."""
    plain = content.encode() if isinstance(content, str) else content
    return _key(number, _BYTES) + _varint(len(plain)) + plain


def integer_field(number: int, value: int) -> bytes:
    """Return a field of an integer; one below 0 is written in 64 bits."""
    return _key(number, _VARINT) + _varint(value % (1 << 64))


def float_field(number: int, value: float) -> bytes:
    """Return a field of a number of 32 bits."""
    return _key(number, _FLOAT) + struct.pack("<f", value)


def double_field(number: int, value: float) -> bytes:
    """Return a field of a number of 64 bits."""
    return _key(number, _DOUBLE) + struct.pack("<d", value)


def _key(number: int, wire_type: int) -> bytes:
    return _varint(number << 3 | wire_type)


def _varint(value: int) -> bytes:
    """Return an integer, at least 0, in groups of seven bits, the lowest first."""
    groups = bytearray()
    while value > 0x7F:  # noqa: PLR2004 - seven bits
        groups.append(value & 0x7F | 0x80)
        value >>= 7
    groups.append(value)
    return bytes(groups)
