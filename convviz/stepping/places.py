"""Where a person wants to go among the steps, as they type it."""

from __future__ import annotations

import math
import re
from typing import Final

_NUMBER: Final = re.compile(r"\d{1,12}")
_BETWEEN: Final = re.compile(r"[,\uff0c\s]+")


def step_of_text(text: str, cells: tuple[int, ...], channel: int) -> int | None:
    """Return the step that a text names; None when there is no such one.

    Args:
        text: ``7``, the seventh step; or the place of a cell, ``0, 2, 3`` or ``(2, 3)``, counted
            from 0, with or without its channel.
        cells: Sizes of what the steps run over in reading order, channels first.
        channel: The channel of a place that names none.
    """
    plain = text.strip().strip("()[]\uff08\uff09").strip()
    parts = [part for part in _BETWEEN.split(plain) if part]
    if not parts or not all(_NUMBER.fullmatch(part) for part in parts):
        return None
    place = tuple(map(int, parts))
    if len(place) == 1:
        return place[0] - 1 if 1 <= place[0] <= math.prod(cells) else None
    if len(place) == len(cells) - 1:
        place = (channel, *place)
    if len(place) != len(cells) or any(at >= size for at, size in zip(place, cells, strict=True)):
        return None
    step = 0
    for at, size in zip(place, cells, strict=True):
        step = step * size + at
    return step


def place_example(cells: tuple[int, ...]) -> str:
    """Return the place of the last cell, as an example of what can be typed."""
    return ", ".join(str(size - 1) for size in cells)
