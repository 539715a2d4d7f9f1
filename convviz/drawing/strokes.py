"""Lines with round corners, as moves of a pen: what SVG and Qt's painter both understand."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convviz.drawing.scene import Point

DASHES: Final = (3.0, 2.2)
"""Of a dashed line: drawn and left out, in pixels."""


class Stroke(NamedTuple):
    """A move of the pen.

    Attributes:
        command: As in SVG: M to go, L for a line, Q for a curve with one control point.
        points: The control point, if any, and where it ends.
    """

    command: str
    points: tuple[Point, ...]


def rounded(points: tuple[Point, ...], radius: float, *, closed: bool) -> Iterator[Stroke]:
    """Yield the moves along points, with corners of a radius as far as the sides leave room."""
    if radius <= 0:
        yield Stroke("M", points[:1])
        for point in points[1:]:
            yield Stroke("L", (point,))
        return
    count = len(points)
    inner = range(count) if closed else range(1, count - 1)
    is_begun = False
    if not closed:
        yield Stroke("M", points[:1])
        is_begun = True
    for place in inner:
        before, corner, behind = points[place - 1], points[place], points[(place + 1) % count]
        start = _towards(corner, before, radius)
        yield Stroke("L" if is_begun else "M", (start,))
        yield Stroke("Q", (corner, _towards(corner, behind, radius)))
        is_begun = True
    if not closed:
        yield Stroke("L", points[-1:])


def _towards(start: Point, end: Point, length: float) -> Point:
    """Return the place at a length on the way to another one, half of the way at most."""
    across, down = end[0] - start[0], end[1] - start[1]
    whole = math.hypot(across, down)
    share = min(length / whole, 0.5) if whole else 0.0
    return start[0] + share * across, start[1] + share * down
