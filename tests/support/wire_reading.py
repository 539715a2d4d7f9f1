"""Reading protobuf's wire format, to look into files without the library that made them."""

from __future__ import annotations

from collections import defaultdict
from typing import Any


def fields(message: bytes) -> dict[int, list[Any]]:
    """Return the values of a message by their fields' numbers: integers, or bytes."""
    found: dict[int, list[Any]] = defaultdict(list)
    place = 0
    while place < len(message):
        key, place = _varint(message, place)
        match key & 7:
            case 0:
                value, place = _varint(message, place)
                found[key >> 3].append(value)
            case 2:
                size, place = _varint(message, place)
                found[key >> 3].append(message[place : place + size])
                place += size
            case _:
                found[key >> 3].append(message[place : place + 4])
                place += 4
    return found


def texts(message: bytes, *numbers: int) -> tuple[str, ...]:
    """Return the first text of each of some fields."""
    known = fields(message)
    return tuple(known[number][0].decode() for number in numbers)


def _varint(message: bytes, place: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = message[place]
        value |= (byte & 0x7F) << shift
        place, shift = place + 1, shift + 7
        if not byte & 0x80:
            return value, place
