"""The figure of a network: read, broken into rows that suit the room, and drawn."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from convviz.core.network.tree import ROOT, Block, walk
from convviz.drawing.canvas import Canvas
from convviz.drawing.lanes import LaidSequence
from convviz.drawing.metrics import text_width
from convviz.drawing.options import DEFAULT_FIGURE, Direction, FigureOptions
from convviz.drawing.parts import Branches, Frame, Part, Volume
from convviz.drawing.reading import Reading
from convviz.drawing.scene import Paint, Role, Scene, Words
from convviz.drawing.sizes import scale_of
from convviz.drawing.styles import GlyphMaker

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from convviz.core.layers import Shape
    from convviz.core.network.rows import SequentialResult
    from convviz.core.network.tree import Node

MARGIN: Final = 22.0
_ROWS_APART: Final = 34.0
_TURN_ROOM: Final = 30.0
_WHOLE_FRAME: Final = 5
"""Parts of a frame that no row divides."""
_MOST_ROWS: Final = 40
_WORTH_A_ROW: Final = 1.06
"""A figure must become so much larger to be broken into one more row."""

Atom = tuple[Part, tuple[Frame, ...]]
"""A part that no row divides, and the frames that it stands in."""


def draw_network(
    nodes: Sequence[Node], result: SequentialResult, options: FigureOptions | None = None
) -> Scene:
    """Return the figure of a network.

    Args:
        nodes: The network's nodes.
        result: Their shapes; what stands behind a failure is not drawn.
        options: What a person chose.
    """
    options = options or DEFAULT_FIGURE
    reading = Reading(nodes, result, options)
    shapes = list(_shapes(reading.parts))
    make = GlyphMaker(options, scale_of(shapes))
    rows = _rows(reading.parts, make)
    canvas = Canvas(make.direction)
    width, height = _draw_rows(canvas, rows, make.direction)
    count = sum(not isinstance(node, Block) for _, node in walk(nodes))
    if not count:
        width, height = _write_empty(canvas, options.words.empty, width, height)
    title = options.words.title.format(layers=options.words.layer_count(count))
    notes = {path: note for path, note in reading.notes.items() if path != ROOT}
    return Scene(width, height, canvas.all, notes, title, tuple(reading.folds))


def _shapes(parts: Sequence[Part]) -> Iterator[Shape]:
    for part in parts:
        match part:
            case Volume():
                yield part.shape
            case Branches():
                for way in part.ways:
                    yield from _shapes(way)
            case Frame():
                yield from _shapes(part.parts)


# Rows


def _rows(parts: Sequence[Part], make: GlyphMaker) -> list[LaidSequence]:
    """Return the rows of a figure, as many as make it largest in the room that it has."""
    single = LaidSequence(parts, make)
    atoms = list(_atoms(parts, ()))
    options = make.options
    is_short = options.rows is None and single.length <= options.unbroken
    if len(atoms) == 1 or options.rows == 1 or is_short:
        return [single]
    has_frames = any(frames for _, frames in atoms)
    plain = LaidSequence([part for part, _ in atoms], make) if has_frames else single
    spans = [
        (start, start + item.length) for start, item in zip(plain.starts, plain.items, strict=True)
    ]
    depths = [(item.up, item.down) for item in plain.items]
    aspect = options.aspect if make.direction is Direction.RIGHT else 1 / options.aspect
    if options.rows is not None:
        breaks = _breaks(spans, min(options.rows, len(atoms)))
    else:
        breaks = _best_breaks(spans, depths, aspect)
    if len(breaks) == 1:
        return [single]
    return [LaidSequence(_regrouped(atoms[first:last], 0), make) for first, last in breaks]


def _best_breaks(
    spans: list[tuple[float, float]], depths: list[tuple[float, float]], aspect: float
) -> list[tuple[int, int]]:
    """Return where parts are broken into rows that make the figure largest in its room.

    Args:
        spans: Where each part begins and ends in one row.
        depths: How far each goes above the wire, and below it.
        aspect: The room's length beside its depth.
    """
    best, needed = [(0, len(spans))], 0.0
    for count in range(1, min(_MOST_ROWS, len(spans)) + 1):
        breaks = _breaks(spans, count)
        longest = max(spans[last - 1][1] - spans[first][0] for first, last in breaks)
        deep = sum(_depth(depths[first:last]) for first, last in breaks)
        room = max(longest + 2 * MARGIN, (deep + 2 * MARGIN) * aspect)
        if not needed or room * _WORTH_A_ROW < needed:
            best, needed = breaks, room
        elif deep * aspect > 2 * needed:
            break
    return best


def _depth(depths: Sequence[tuple[float, float]]) -> float:
    return max(up for up, _ in depths) + max(down for _, down in depths) + _ROWS_APART


def _breaks(spans: list[tuple[float, float]], count: int) -> list[tuple[int, int]]:
    """Return where parts are broken into so many rows at most, the longest as short as can be."""
    low = max(end - start for start, end in spans)
    high = spans[-1][1] - spans[0][0]
    while high - low > 1:
        middle = (low + high) / 2
        if len(_filled(spans, middle)) <= count:
            high = middle
        else:
            low = middle
    return _filled(spans, high)


def _filled(spans: list[tuple[float, float]], length: float) -> list[tuple[int, int]]:
    rows, first = [], 0
    for place, (_, end) in enumerate(spans):
        if end - spans[first][0] > length and place > first:
            rows.append((first, place))
            first = place
    rows.append((first, len(spans)))
    return rows


def _atoms(parts: Sequence[Part], frames: tuple[Frame, ...]) -> Iterator[Atom]:
    """Yield the parts that rows consist of: a long frame can go on in the next row."""
    for part in parts:
        if isinstance(part, Frame) and part.count == 1 and len(part.parts) > _WHOLE_FRAME:
            yield from _atoms(part.parts, (*frames, part))
        else:
            yield part, frames


def _regrouped(atoms: Sequence[Atom], depth: int) -> list[Part]:
    """Return the parts of a row, in the frames that they stand in."""
    parts: list[Part] = []

    def frame_of(atom: Atom) -> Frame | None:
        return atom[1][depth] if len(atom[1]) > depth else None

    for frame, group in groupby(atoms, frame_of):
        if frame is None:
            parts += [part for part, _ in group]
        else:
            inside = _regrouped(list(group), depth + 1)
            parts.append(Frame(frame.path, frame.name, tuple(inside)))
    return parts


def _draw_rows(
    canvas: Canvas, rows: Sequence[LaidSequence], direction: Direction
) -> tuple[float, float]:
    """Draw rows below each other, each linked to the next; return the figure's width and height."""
    indent = MARGIN + (_TURN_ROOM if len(rows) > 1 else 0.0)
    longest = max(row.length for row in rows)
    across, before = MARGIN, None
    for row in rows:
        across += row.up
        if before is not None:
            out, level, bottom = before
            gap = bottom + _ROWS_APART / 2
            turn, start = indent + longest + _TURN_ROOM / 2, MARGIN + 2
            stops = [(out, level), (turn, level), (turn, gap), (start, gap), (start, across)]
            has_head = row.head() is not None
            canvas.wire([*stops, (indent + row.entry, across)], has_head=has_head)
        row.draw(canvas, indent, across)
        before = None if row.exit is None else (indent + row.exit, across, across + row.down)
        across += row.down + _ROWS_APART
    length = indent + longest + MARGIN + (_TURN_ROOM / 2 if len(rows) > 1 else 0.0)
    thickness = across - _ROWS_APART + MARGIN
    return (length, thickness) if direction is Direction.RIGHT else (thickness, length)


def _write_empty(canvas: Canvas, text: str, width: float, height: float) -> tuple[float, float]:
    """Write that there are no layers below the input; return the size of both."""
    size = 11.0
    length = text_width(text, size)
    width = max(width, length + 2 * MARGIN)
    canvas.add(Words((width / 2, height), text, size, length, paint=Paint(Role.MUTED)))
    return width, height + size + MARGIN / 2
