"""Parts behind each other, beside each other and in frames, measured and then drawn.

Everything is measured first, from the inside to the outside, and then drawn in reading order: what
is drawn later lies in front, as a reader who looks from the right front sees it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from convviz.core.network.tree import RESIDUAL_NAMES, BlockKind
from convviz.drawing.laid import WORDS_APART, Area, Laid, shifted, starts_of
from convviz.drawing.links import draw_link
from convviz.drawing.metrics import text_width
from convviz.drawing.options import Direction
from convviz.drawing.parts import Branches, Frame, LooseEnd, Volume
from convviz.drawing.scene import Anchor, Disc, Outline, Paint, Role, Shade, Words, rectangle

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convviz.drawing.canvas import Canvas
    from convviz.drawing.glyph import Glyph
    from convviz.drawing.parts import Part
    from convviz.drawing.scene import Point
    from convviz.drawing.styles import GlyphMaker

LABEL_GAP: Final = 9.0
"""From the lowest body of a lane to its labels."""
_LANES_APART: Final = 16.0
_ARC_APART: Final = 15.0
_FORK: Final = 20.0
"""From where ways part, or are joined, to what stands on them."""
_JOIN: Final = 6.5
"""The radius of the mark where ways are joined."""
_LETTER: Final = 7.0
"""The radius of the circle around a letter."""
_LETTER_UP: Final = 27.0
"""From the wire to a letter."""
_FRAME: Final = 12.0
_FRAME_HEAD: Final = 15.0
_NAME: Final = 10.0
"""Height of a frame's name."""
_COUNT: Final = 11.0
_BESIDE_WIRE: Final = 6.0
_FRAME_CORNER: Final = 8.0


class LaidVolume(Laid):
    """A volume, and its label."""

    def __init__(self, glyph: Glyph) -> None:
        self._glyph = glyph
        self._level = 0.0
        self.length, self.up, self.down = glyph.length, glyph.up, glyph.down
        self.entry = glyph.entry
        self.exit = None if glyph.volume.fails else glyph.exit
        self.areas = (Area(0.0, glyph.length, -glyph.up, glyph.down),)

    @property
    def body_down(self) -> float:
        """From the wire to its bottom."""
        return self._glyph.down if self._glyph.label.lines else 0.0

    def set_label_level(self, level: float) -> None:
        """Stand the label where those of the lane do."""
        label = self._glyph.label
        self._level = level
        if label.lines:
            middle, half = self._glyph.middle(), label.width / 2
            bottom = level + label.height
            words = Area(middle - half, middle + half, level, bottom, is_words=True)
            self.areas = (self.areas[0], words)
            self.down = max(self.down, bottom)

    def head(self) -> tuple[Glyph, float]:
        """Return the volume."""
        return self._glyph, 0.0

    def tail(self) -> tuple[Glyph, float]:
        """Return the volume."""
        return self._glyph, 0.0

    def draw(self, canvas: Canvas, along: float, across: float) -> None:
        """Draw the body, and write the label."""
        x, y = canvas.point(along, across)
        self._glyph.draw(canvas, x, y)
        if self._glyph.label.lines:
            path = self._glyph.volume.path
            canvas.label(self._glyph.label, x + self._glyph.middle(), y + self._level, path)


class LaidSequence(Laid):
    """Parts behind each other on one wire."""

    def __init__(self, parts: Sequence[Part], make: GlyphMaker) -> None:
        self.items = [laid(part, make) for part in parts]
        level = LABEL_GAP + max((item.body_down for item in self.items), default=0.0)
        for item in self.items:
            item.set_label_level(level)
        self.starts = starts_of(self.items)
        self._measure()

    def _measure(self) -> None:
        if not self.items:
            return
        pairs = list(zip(self.starts, self.items, strict=True))
        areas = [(start, area) for start, item in pairs for area in item.areas]
        first = min(start + area.start for start, area in areas)
        self.starts = [start - first for start in self.starts]
        self.areas = tuple(
            area._replace(start=start - first + area.start, end=start - first + area.end)
            for start, area in areas
        )
        self.length = max(area.end for area in self.areas)
        self.up = max(item.up for item in self.items)
        self.down = max(item.down for item in self.items)
        self.entry = self.starts[0] + self.items[0].entry
        last = self.items[-1].exit
        self.exit = None if last is None else self.starts[-1] + last

    def head(self) -> tuple[Glyph, float] | None:
        """Return the first volume."""
        return shifted(self.items[0].head(), self.starts[0]) if self.items else None

    def tail(self) -> tuple[Glyph, float] | None:
        """Return the last volume."""
        return shifted(self.items[-1].tail(), self.starts[-1]) if self.items else None

    def draw(self, canvas: Canvas, along: float, across: float) -> None:
        """Draw part after part, and between them what links them."""
        before: tuple[Laid, float] | None = None
        for start, item in zip(self.starts, self.items, strict=True):
            here = along + start
            if before is None:
                item.draw(canvas, here, across)
            else:
                _draw_linked(canvas, before, (item, here), across)
            before = item, here


class LaidBranches(Laid):
    """Ways that read the same wire and are joined behind it."""

    def __init__(self, branches: Branches, make: GlyphMaker) -> None:
        self._branches = branches
        self._lanes = [LaidSequence(way, make) for way in branches.ways]
        self._levels = self._lane_levels()
        self._room = max((lane.length for lane in self._lanes), default=0.0)
        behind = _FORK + 2 * _JOIN if branches.is_joined else 0.0
        self.length = _FORK + max(self._room, _FORK) + behind
        lanes = list(zip(self._lanes, self._levels, strict=True))
        self.up = max([_JOIN, *(lane.up - level for lane, level in lanes)])
        self.down = max([_JOIN, *(lane.down + level for lane, level in lanes)])
        self.exit = self.length if branches.is_joined else None
        self.areas = (Area(0.0, self.length, -self.up, self.down),)

    def _lane_levels(self) -> list[float]:
        """Return how far across the wire each way lies.

        Of a body and a way around it the body stays on the wire, and the way goes over it.
        """
        lanes = self._lanes
        if self._goes_around:
            body = max(range(2), key=lambda number: (lanes[number].length, -number))
            way = lanes[1 - body]
            gap = _LANES_APART if way.items else _ARC_APART
            level = -(lanes[body].up + gap + way.down)
            return [0.0 if number == body else level for number in range(2)]
        levels, edge = [], 0.0
        for lane in lanes:
            edge += max(lane.up, 4.0)
            levels.append(edge)
            edge += max(lane.down, 4.0) + _LANES_APART
        middle = (levels[0] + levels[-1]) / 2 if levels else 0.0
        nearest = min(levels, key=lambda level: abs(level - middle), default=0.0)
        shift = nearest if abs(nearest - middle) < _LANES_APART else middle
        return [level - shift for level in levels]

    @property
    def _goes_around(self) -> bool:
        """Return whether there is a body, and one way around it."""
        is_sum = self._branches.kind is BlockKind.RESIDUAL
        has_two = len(self._lanes) == len(RESIDUAL_NAMES)
        return has_two and (is_sum or not all(lane.items for lane in self._lanes))

    def draw(self, canvas: Canvas, along: float, across: float) -> None:
        """Draw the fork, each way with its wires, and the mark where they are joined."""
        branches = self._branches
        path = branches.path
        join = along + self.length - _JOIN
        for lane, level in zip(self._lanes, self._levels, strict=True):
            self._draw_way(canvas, (along, across), lane, level, join)
        if len(self._lanes) > 1:
            canvas.fork(along, across, path)
        if branches.is_joined:
            draw_join(canvas, branches, join, across)

    def _draw_way(
        self, canvas: Canvas, fork: Point, lane: LaidSequence, level: float, join: float
    ) -> None:
        along, across = fork
        path, is_joined = self._branches.path, self._branches.is_joined
        side = across + level
        rim = -_JOIN if level < 0 else _JOIN
        end = (join - _JOIN, across) if not level else (join, across + rim)
        corner = [(along, across), (along, side)] if level else [(along, across)]
        turn = [(join, side), end] if level else [end]
        if not lane.items:
            if is_joined:
                canvas.wire([*corner, *turn], path)
            return
        start = along + _FORK + (max(self._room, _FORK) - lane.length) / 2
        canvas.wire([*corner, (start + lane.entry, side)], path)
        lane.draw(canvas, start, side)
        if is_joined and lane.exit is not None:
            canvas.wire([(start + lane.exit, side), *turn], path)


class LaidFrame(Laid):
    """Parts with a line around them, their name and how often they stand there."""

    def __init__(self, frame: Frame, make: GlyphMaker) -> None:
        self._frame = frame
        self._inside = inside = LaidSequence(frame.parts, make)
        self._count = f"×{frame.count}" if frame.count > 1 else ""
        words = text_width(frame.name, _NAME) + text_width(self._count, _COUNT, bold=True)
        head = _FRAME_HEAD if words else 0.0
        words += 2 * _FRAME + WORDS_APART
        if make.direction is Direction.RIGHT:
            self._before = _FRAME + max(0.0, (words - inside.length) / 2 - _FRAME)
            self.up, self.down = inside.up + _FRAME + head, inside.down + _FRAME
        else:
            self._before = _FRAME + head
            # The wire comes in between the name and the count.
            name = text_width(frame.name, _NAME) + _BESIDE_WIRE
            count = text_width(self._count, _COUNT, bold=True) + _BESIDE_WIRE
            self.up = max(inside.up, name) + _FRAME
            self.down = max(inside.down, count) + _FRAME
        behind = _FRAME if make.direction is Direction.DOWN else self._before
        self.length = self._before + inside.length + behind
        self.entry = self._before + inside.entry
        self.exit = None if inside.exit is None else self._before + inside.exit
        self.areas = (Area(0.0, self.length, -self.up, self.down),)

    def head(self) -> tuple[Glyph, float] | None:
        """Return the first volume in it."""
        return shifted(self._inside.head(), self._before)

    def tail(self) -> tuple[Glyph, float] | None:
        """Return the last volume in it."""
        return shifted(self._inside.tail(), self._before)

    def draw(self, canvas: Canvas, along: float, across: float) -> None:
        """Draw the line under the parts, and them."""
        frame = self._frame
        sides = (along, across - self.up, along + self.length, across + self.down)
        corners = [canvas.point(*corner) for corner in rectangle(*sides)]
        fill, line = Paint(Role.FRAME, Shade.FRONT), Paint(Role.FRAME)
        canvas.add_under(Outline(tuple(corners), frame.path, fill, line, 0.8, corner=_FRAME_CORNER))
        left, top = min(x for x, _ in corners), min(y for _, y in corners)
        right = max(x for x, _ in corners)
        baseline = top + _FRAME_HEAD
        if frame.name:
            length = text_width(frame.name, _NAME)
            paint = Paint(Role.MUTED)
            place = (left + _FRAME, baseline)
            canvas.add(
                Words(place, frame.name, _NAME, length, Anchor.START, paint, path=frame.path)
            )
        if self._count:
            length = text_width(self._count, _COUNT, bold=True)
            place = (right - _FRAME, baseline)
            canvas.add(
                Words(place, self._count, _COUNT, length, Anchor.END, bold=True, path=frame.path)
            )
        self._inside.draw(canvas, along + self._before, across)


class LaidLooseEnd(Laid):
    """The fork or the join of a way around, with the letter of its other end."""

    def __init__(self, end: LooseEnd) -> None:
        self._end = end
        self._middle = _JOIN if end.is_join else 2.0
        self.length = 2 * self._middle
        self.entry, self.exit = 0.0, self.length
        self.up, self.down = _LETTER_UP + _LETTER, _JOIN
        half = _LETTER - self._middle
        self.areas = (Area(-half, self.length + half, -self.up, self.down),)

    def draw(self, canvas: Canvas, along: float, across: float) -> None:
        """Draw the mark on the wire, and the letter in a circle above it."""
        end, middle = self._end, along + self._middle
        path = end.branches.path
        letter, rim = across - _LETTER_UP, across - _LETTER_UP + _LETTER
        if end.is_join:
            canvas.wire([(middle, rim), (middle, across - _JOIN)], path)
            draw_join(canvas, end.branches, middle, across)
        else:
            canvas.wire([(middle, across), (middle, rim)], path)
            canvas.fork(middle, across, path)
        centre = canvas.point(middle, letter)
        ground, line = Paint(Role.JOIN, Shade.TOP), Paint(Role.WIRE)
        canvas.add(Disc(centre, _LETTER, path, ground, line, 0.9))
        length = text_width(end.letter, _NAME)
        place = (centre[0], centre[1] + 0.36 * _NAME)
        canvas.add(Words(place, end.letter, _NAME, length, path=path))


def laid(part: Part, make: GlyphMaker) -> Laid:
    """Return a part with its measures.

    Args:
        part: The part.
        make: Makes a style's glyph of a volume.
    """
    match part:
        case Volume():
            return LaidVolume(make.glyph(part))
        case Branches():
            return LaidBranches(part, make)
        case Frame():
            return LaidFrame(part, make)
        case LooseEnd():
            return LaidLooseEnd(part)


def draw_join(canvas: Canvas, branches: Branches, along: float, across: float) -> None:
    """Draw where ways are joined: a plus for a sum, two strokes for a concatenation."""
    role = Role.ERROR if branches.fails else Role.JOIN
    fill, line = Paint(role, Shade.FRONT), Paint(role)
    centre = canvas.point(along, across)
    canvas.add(Disc(centre, _JOIN, branches.path, fill, line, 1.3 if branches.fails else 0.9))
    x, y = centre
    arm = _JOIN - 2.6
    strokes = (
        [((x - arm, y), (x + arm, y)), ((x, y - arm), (x, y + arm))]
        if branches.kind is BlockKind.RESIDUAL
        else [((x - 1.7, y - arm), (x - 1.7, y + arm)), ((x + 1.7, y - arm), (x + 1.7, y + arm))]
    )
    for ends in strokes:
        canvas.add(Outline(ends, None, line=line, width=0.9, closed=False))


def _draw_linked(
    canvas: Canvas, before: tuple[Laid, float], behind: tuple[Laid, float], across: float
) -> None:
    first, at = before
    second, here = behind
    tail, head = shifted(first.tail(), at), shifted(second.head(), here)
    ends = None if first.exit is None else (at + first.exit, here + second.entry)
    lies_over = head is not None and head[0].lies_over
    if lies_over:
        second.draw(canvas, here, across)
    draw_link(canvas, tail, head, ends, across)
    if not lies_over:
        second.draw(canvas, here, across)
