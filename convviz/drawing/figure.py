"""The figure of a network: read, broken into rows that suit the room, and drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from convviz.core.network.tree import ROOT, Block, walk
from convviz.drawing.canvas import Canvas
from convviz.drawing.metrics import text_width
from convviz.drawing.options import DEFAULT_FIGURE, Direction
from convviz.drawing.parts import Branches, Frame, LooseEnd, Volume
from convviz.drawing.reading import Reading
from convviz.drawing.rows import MARGIN, ROWS_APART, laid_rows
from convviz.drawing.scene import Paint, Role, Scene, Words
from convviz.drawing.sizes import scale_of
from convviz.drawing.styles import GlyphMaker

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from convviz.core.layers import Shape
    from convviz.core.network.rows import SequentialResult
    from convviz.core.network.tree import Node
    from convviz.drawing.lanes import LaidSequence
    from convviz.drawing.options import FigureOptions
    from convviz.drawing.parts import Part

_TURN_ROOM: Final = 30.0


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
    rows = laid_rows(reading.parts, make)
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
            case LooseEnd():
                yield from ()


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
            gap = bottom + ROWS_APART / 2
            turn, start = indent + longest + _TURN_ROOM / 2, MARGIN + 2
            stops = [(out, level), (turn, level), (turn, gap), (start, gap), (start, across)]
            has_head = row.head() is not None
            canvas.wire([*stops, (indent + row.entry, across)], has_head=has_head)
        row.draw(canvas, indent, across)
        before = None if row.exit is None else (indent + row.exit, across, across + row.down)
        across += row.down + ROWS_APART
    length = indent + longest + MARGIN + (_TURN_ROOM / 2 if len(rows) > 1 else 0.0)
    thickness = across - ROWS_APART + MARGIN
    return (length, thickness) if direction is Direction.RIGHT else (thickness, length)


def _write_empty(canvas: Canvas, text: str, width: float, height: float) -> tuple[float, float]:
    """Write that there are no layers below the input; return the size of both."""
    size = 11.0
    length = text_width(text, size)
    width = max(width, length + 2 * MARGIN)
    canvas.add(Words((width / 2, height), text, size, length, paint=Paint(Role.MUTED)))
    return width, height + size + MARGIN / 2
