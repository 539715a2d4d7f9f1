"""A part of a figure with its measures, and where parts begin so that nothing overlaps."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Final, NamedTuple

from convviz.drawing.links import link_room

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convviz.drawing.canvas import Canvas
    from convviz.drawing.glyph import Glyph

WORDS_APART: Final = 13.0
_BODY_AND_WORDS: Final = 8.0
_LOOK_BACK: Final = 5
"""So many places before one can be near enough to touch it."""


class Area(NamedTuple):
    """A rectangle that nothing else may touch, from the beginning of its part on the wire.

    Attributes:
        start: Where it begins, along the network.
        end: Where it ends.
        top: Its top, above the wire where negative.
        bottom: Its bottom.
        is_words: Whether it is a label.
    """

    start: float
    end: float
    top: float
    bottom: float
    is_words: bool = False


class Laid(ABC):
    """A part with its measures, told from where the wire meets its beginning.

    Attributes:
        length: Along the network.
        up: From the wire to its top.
        down: From the wire to its bottom.
        entry: Where a wire ends that comes in.
        exit: Where a wire begins that goes out; None where nothing does.
        areas: What it covers.
    """

    length: float = 0.0
    up: float = 0.0
    down: float = 0.0
    entry: float = 0.0
    exit: float | None = 0.0
    areas: tuple[Area, ...] = ()

    @abstractmethod
    def draw(self, canvas: Canvas, along: float, across: float) -> None:
        """Draw it with its beginning at a place."""

    def head(self) -> tuple[Glyph, float] | None:
        """Return the volume that reads what comes in, and how far in it begins."""
        return None

    def tail(self) -> tuple[Glyph, float] | None:
        """Return the volume that gives what goes out, and how far in it begins."""
        return None

    def set_label_level(self, level: float) -> None:
        """Take the height at which the labels of the lane begin."""
        del level

    @property
    def body_down(self) -> float:
        """From the wire to the lowest body, without the label; 0 for what has its own lanes."""
        return 0.0


def shifted(found: tuple[Glyph, float] | None, by: float) -> tuple[Glyph, float] | None:
    """Return a volume, and its beginning moved by so much."""
    return None if found is None else (found[0], found[1] + by)


def starts_of(items: Sequence[Laid]) -> list[float]:
    """Return where parts begin, each as near to those before it as they allow."""
    starts: list[float] = []
    for number, item in enumerate(items):
        start = 0.0
        for place in range(max(0, number - _LOOK_BACK), number):
            room = link_room(items[place].tail(), item.head()) if place == number - 1 else 0.0
            start = max(start, _start_behind(items[place], starts[place], item, room))
        starts.append(start)
    return starts


def _start_behind(before: Laid, at: float, item: Laid, room: float) -> float:
    """Return where a part begins at the earliest behind another one."""
    start = at
    for area in before.areas:
        for other in item.areas:
            if area.is_words != other.is_words:
                apart, is_near = _BODY_AND_WORDS, _overlap(area, other, 4.0)
            elif area.is_words:
                apart, is_near = WORDS_APART, True
            else:
                apart, is_near = room, True
            if is_near:
                start = max(start, at + area.end + apart - other.start)
    return start


def _overlap(area: Area, other: Area, apart: float) -> bool:
    return area.top - apart < other.bottom and other.top - apart < area.bottom
