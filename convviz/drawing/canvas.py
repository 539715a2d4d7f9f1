"""Where parts put their primitives: along the network and across it, whichever way it goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from convviz.drawing.options import Direction
from convviz.drawing.scene import Anchor, Disc, Outline, Paint, Primitive, Role, Words, rectangle

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from convviz.core.network.tree import Path
    from convviz.drawing.labels import Label
    from convviz.drawing.scene import Point

_WIRE: Final = Paint(Role.WIRE)
_WIRE_WIDTH: Final = 0.9
_TURN: Final = 7.0
"""The radius of a wire's corners."""
_HEAD: Final = (5.0, 2.2)
"""How long and, to each side, how wide the head of an arrow is."""


class Canvas:
    """Collects primitives.

    Attributes:
        direction: Where the network goes on.
        primitives: From the back to the front, but for what lies under all.
    """

    def __init__(self, direction: Direction) -> None:
        self.direction = direction
        self.primitives: list[Primitive] = []
        self._under: list[Primitive] = []

    @property
    def all(self) -> tuple[Primitive, ...]:
        """All primitives, from the back to the front."""
        return (*self._under, *self.primitives)

    def point(self, along: float, across: float) -> Point:
        """Return a place of the figure: along the network, and across it to the right of its way.

        Down to the reader, if it goes on to the right.
        """
        return (along, across) if self.direction is Direction.RIGHT else (across, along)

    def add(self, primitive: Primitive) -> None:
        """Put something in front of all else."""
        self.primitives.append(primitive)

    def add_under(self, primitive: Primitive) -> None:
        """Put something behind all that is not put there."""
        self._under.append(primitive)

    def polygon(
        self,
        points: Iterable[Point],
        path: Path | None,
        fill: Paint | None,
        line: Paint | None,
        width: float = 0.7,
    ) -> None:
        """Put a filled outline in front."""
        self.add(Outline(tuple(points), path, fill, line, width))

    def wire(
        self,
        stops: Sequence[Point],
        path: Path | None = None,
        *,
        has_head: bool = True,
        paint: Paint = _WIRE,
        dashed: bool = False,
    ) -> None:
        """Draw a line along places (along, across), with a head at its end."""
        places = [stop for place, stop in enumerate(stops) if not place or stop != stops[place - 1]]
        if len(places) == 1:
            return
        (before, level), (end, behind) = places[-2:]
        if has_head:
            length, half = _HEAD
            is_along = level == behind
            back = (
                (end - length, behind)
                if is_along
                else (end, behind - _signed(length, level, behind))
            )
            sides = (
                [(back[0], back[1] - half), (back[0], back[1] + half)]
                if is_along
                else [(back[0] - half, back[1]), (back[0] + half, back[1])]
            )
            tip = [self.point(*place) for place in ((end, behind), *sides)]
            shortened = [*places[:-1], back]
            if abs(end - before) + abs(behind - level) > length:
                places = shortened
            self.polygon(tip, path, paint, None)
        points = tuple(self.point(*place) for place in places)
        corner = _TURN if points[1:-1] else 0.0
        self.add(
            Outline(
                points,
                path,
                line=paint,
                width=_WIRE_WIDTH,
                closed=False,
                corner=corner,
                dashed=dashed,
            )
        )

    def fork(self, along: float, across: float, path: Path) -> None:
        """Draw the dot from which ways part."""
        self.add(Disc(self.point(along, across), 1.8, path, fill=_WIRE))

    def label(self, label: Label, x: float, y: float, path: Path) -> None:
        """Write a label, its top in the middle at a place of the figure."""
        for line in label.lines:
            y += line.height
            baseline = y - 0.28 * line.size
            middle = x + line.indent / 2
            if line.swatch is not None:
                left, half = middle - line.length / 2 - line.indent, 2.5
                level = baseline - 0.36 * line.size
                corners = rectangle(left, level - half, left + 2 * half, level + half)
                edge = Paint(line.swatch.role)
                self.polygon(corners, line.path or path, line.swatch, edge, 0.6)
            self.add(
                Words(
                    (middle, baseline),
                    line.text,
                    line.size,
                    line.length,
                    Anchor.MIDDLE,
                    line.paint,
                    line.bold,
                    path if line.path is None else line.path,
                )
            )


def _signed(length: float, start: float, end: float) -> float:
    return length if end > start else -length
