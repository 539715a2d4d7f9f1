"""What a figure is made of: outlines, discs and words, each for a layer, coloured by meaning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from convviz.core.network.tree import Path

if TYPE_CHECKING:
    from collections.abc import Iterator


Point: TypeAlias = tuple[float, float]
"""To the right and down, in pixels of a figure at its own size."""


class Role(StrEnum):
    """What something in the figure means; a theme gives it colours."""

    GROUND = "ground"
    TEXT = "text"
    MUTED = "muted"
    WIRE = "wire"
    FRAME = "frame"
    INPUT = "input"
    CONVOLUTION = "convolution"
    POOLING = "pooling"
    LINEAR = "linear"
    SHAPE = "shape"
    ACTIVATION = "activation"
    NORMALISATION = "normalisation"
    DROPOUT = "dropout"
    BLOCK = "block"
    JOIN = "join"
    KERNEL = "kernel"
    ERROR = "error"


class Shade(StrEnum):
    """Which colour of a role: those of a body's three faces, of its lines, or of its card."""

    FRONT = "front"
    TOP = "top"
    SIDE = "side"
    LINE = "line"
    CARD = "card"
    """Quiet enough for small words on it."""


class Paint(NamedTuple):
    """A colour by its meaning."""

    role: Role
    shade: Shade = Shade.LINE


TEXT: Final = Paint(Role.TEXT)


class Outline(NamedTuple):
    """Straight lines from point to point, with round corners if wanted.

    Attributes:
        points: Its corners. At least two.
        path: The layer or block that it is of; None for what belongs to none.
        fill: What it is filled with; None leaves it empty.
        line: What it is drawn with; None leaves only the fill.
        width: Of the line.
        closed: Whether the last point is joined to the first.
        corner: The radius of its corners.
        dashed: Whether the line is.
    """

    points: tuple[Point, ...]
    path: Path | None = None
    fill: Paint | None = None
    line: Paint | None = None
    width: float = 0.8
    closed: bool = True
    corner: float = 0.0
    dashed: bool = False


class Disc(NamedTuple):
    """A circle.

    Attributes:
        centre: Its middle.
        radius: Its radius.
        path: As of an `Outline`, and so the others.
        fill: What it is filled with.
        line: What it is drawn with.
        width: Of the line.
    """

    centre: Point
    radius: float
    path: Path | None = None
    fill: Paint | None = None
    line: Paint | None = None
    width: float = 0.8


class Anchor(StrEnum):
    """Which part of a line of words stands at its place."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


class Words(NamedTuple):
    """A line of text.

    Attributes:
        place: Of its anchor, on the baseline.
        text: The words.
        size: Height of the font, in pixels.
        length: Its measured width.
        anchor: Which part stands at the place.
        paint: Its colour.
        bold: Whether it is bold.
        path: As of an `Outline`.
    """

    place: Point
    text: str
    size: float
    length: float
    anchor: Anchor = Anchor.MIDDLE
    paint: Paint = TEXT
    bold: bool = False
    path: Path | None = None

    @property
    def left(self) -> float:
        """Where the words begin."""
        share = {Anchor.START: 0.0, Anchor.MIDDLE: 0.5, Anchor.END: 1.0}[self.anchor]
        return self.place[0] - share * self.length

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of what the words cover."""
        x, y = self.left, self.place[1]
        return x, y - 0.78 * self.size, x + self.length, y + 0.22 * self.size


Primitive: TypeAlias = Outline | Disc | Words


def rectangle(left: float, top: float, right: float, bottom: float) -> tuple[Point, ...]:
    """Return the corners of a rectangle, from the one at the left and the top on."""
    return (left, top), (right, top), (right, bottom), (left, bottom)


class Fold(NamedTuple):
    """Nodes that are drawn once, though they stand several times behind each other.

    Attributes:
        holder: The block that holds them.
        start: The place of the first.
        period: So many nodes are drawn.
        times: So often they stand there.
    """

    holder: Path
    start: int
    period: int
    times: int


@dataclass(frozen=True, slots=True)
class Scene:
    """A figure.

    Attributes:
        width: Its width, in pixels.
        height: Its height.
        primitives: What it is made of, from the back to the front.
        notes: What is said of layers and blocks, by where they stand.
        title: What it shows.
        folds: What is drawn once and stands for more.
    """

    width: float
    height: float
    primitives: tuple[Primitive, ...]
    notes: Mapping[Path, str]
    title: str = ""
    folds: tuple[Fold, ...] = ()

    def at(self, x: float, y: float) -> Path | None:
        """Return the layer or block at a place; None where there is none."""
        for primitive in reversed(self.primitives):
            if primitive.path is not None and _covers(primitive, x, y):
                return primitive.path
        return None

    def shown(self, path: Path) -> Path | None:
        """Return what is drawn for a layer or block: itself, its likeness, or what holds it."""
        for fold in self.folds:
            depth = len(fold.holder)
            if len(path) > depth and path[:depth] == fold.holder:
                place = path[depth] - fold.start
                if 0 <= place < fold.period * fold.times:
                    place = fold.start + place % fold.period
                    path = (*path[:depth], place, *path[depth + 1 :])
        while path and path not in self.notes:
            path = path[:-1]
        return path or None

    def of(self, path: Path) -> Iterator[Primitive]:
        """Yield what is drawn of a layer or a block, with all that stands in it."""
        depth = len(path)
        for primitive in self.primitives:
            here = primitive.path
            if here is not None and depth and here[:depth] == path:
                yield primitive


def _covers(primitive: Primitive, x: float, y: float) -> bool:
    match primitive:
        case Words():
            left, top, right, bottom = primitive.box
            return left <= x <= right and top <= y <= bottom
        case Disc(centre=(across, down), radius=radius):
            return (x - across) ** 2 + (y - down) ** 2 <= radius**2
        case Outline():
            return primitive.fill is not None and _is_inside(primitive.points, x, y)


def _is_inside(points: tuple[Point, ...], x: float, y: float) -> bool:
    """Return whether a place lies in a polygon: a ray from it crosses the border an odd number."""
    is_inside = False
    before_x, before_y = points[-1]
    for next_x, next_y in points:
        if (next_y > y) != (before_y > y):
            crossing = next_x + (y - next_y) * (before_x - next_x) / (before_y - next_y)
            is_inside ^= x < crossing
        before_x, before_y = next_x, next_y
    return is_inside
