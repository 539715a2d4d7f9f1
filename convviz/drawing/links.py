"""What links two volumes: the window with its lines, the fan of a linear layer, an arrow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from convviz.drawing.scene import Disc, Outline, Paint, Role, Shade, rectangle
from convviz.drawing.sizes import body_of

if TYPE_CHECKING:
    from convviz.drawing.canvas import Canvas
    from convviz.drawing.glyph import Glyph
    from convviz.drawing.scene import Point

_ARROW_ROOM: Final = 22.0
_WINDOW_ROOM: Final = 26.0
_FAN_ROOM: Final = 30.0
_PLACE: Final = (0.34, 0.44)
"""Where the middle of a window lies: shares of the face's width and height."""
_SMALLEST: Final = 6.0
"""A window's side, in pixels: of a face of 224 cells it would be a point."""
_KERNEL: Final = Paint(Role.KERNEL)


def link_room(tail: tuple[Glyph, float] | None, head: tuple[Glyph, float] | None) -> float:
    """Return how far a part stands behind the one before it."""
    if tail is None or head is None:
        return _ARROW_ROOM
    if _reads_window(tail[0], head[0]):
        return _WINDOW_ROOM
    return _FAN_ROOM if _is_fan(tail[0], head[0]) else _ARROW_ROOM


def draw_link(
    canvas: Canvas,
    tail: tuple[Glyph, float] | None,
    head: tuple[Glyph, float] | None,
    ends: tuple[float, float] | None,
    across: float,
) -> None:
    """Draw what links two parts on a wire.

    Args:
        canvas: Takes it.
        tail: The volume that is read, and where it begins; None for none.
        head: The volume that reads it, likewise.
        ends: Where a wire begins and ends; None where nothing is handed on.
        across: The wire's place across the network.
    """
    if ends is None:
        return
    if tail is not None and head is not None:
        if _reads_window(tail[0], head[0]):
            _draw_window(canvas, tail, head, across)
            return
        if _is_fan(tail[0], head[0]):
            _draw_fan(canvas, tail, head, across)
            return
    canvas.wire([(ends[0], across), (ends[1], across)], has_head=head is not None)


def _reads_window(tail: Glyph, head: Glyph) -> bool:
    return tail.has_face and head.has_face and head.volume.window is not None


def _is_fan(tail: Glyph, head: Glyph) -> bool:
    return head.volume.role is Role.LINEAR and tail.is_bar and head.is_bar


def _draw_window(
    canvas: Canvas, tail: tuple[Glyph, float], head: tuple[Glyph, float], across: float
) -> None:
    """Draw a window, and lines from its corners to the cell that they give.

    Where a kernel is stamped, a cell of what is read becomes the window of what is written.
    """
    (source, at), (sink, here) = tail, head
    stamps = sink.volume.stamps
    if stamps and not sink.lies_over:
        # The window lies on the side that is not seen; lines that open towards it tell enough.
        _draw_cell(canvas, source, sink, (at, across))
    window = sink.volume.window or (1,)
    (left, right), (top, bottom) = _window_sides(sink if stamps else source, window)
    corners = rectangle(left, top, right, bottom)
    middle = (((left + right) / 2, (top + bottom) / 2),)
    read, written = (middle, corners) if stamps else (corners, middle)
    begins = [_moved(source.face(*place), at, across) for place in read]
    ends = [_moved(sink.target(*place), here, across) for place in written]
    path = sink.volume.path
    shown = ends if stamps else begins
    if not stamps or sink.lies_over:
        canvas.polygon(shown, path, Paint(Role.KERNEL, Shade.FRONT), _KERNEL, 0.9)
    for begin in begins:
        for end in ends:
            canvas.add(Outline((begin, end), path, line=_KERNEL, width=0.55, closed=False))
    if sink.lies_over:
        canvas.add(Disc((begins if stamps else ends)[0], 1.6, path, fill=_KERNEL))


def _draw_cell(canvas: Canvas, source: Glyph, sink: Glyph, place: Point) -> None:
    """Draw the cell that a kernel is stamped from."""
    (left, right), (top, bottom) = _window_sides(source, (1, 1))
    corners = [
        _moved(source.face(*corner), *place) for corner in rectangle(left, top, right, bottom)
    ]
    paint = Paint(Role.KERNEL, Shade.FRONT)
    canvas.polygon(corners, sink.volume.path, paint, _KERNEL, 0.9)


def _window_sides(glyph: Glyph, window: tuple[int, ...]) -> tuple[tuple[float, float], ...]:
    """Return where a window begins and ends across and down the face, in shares of it."""
    body = body_of(glyph.volume.shape)
    down, across = (window[0], 1) if len(window) == 1 else window[-2:]
    width, height = glyph.face_size
    return (
        _share(max(across / body.width, _SMALLEST / width), _PLACE[0]),
        _share(max(down / body.height, _SMALLEST / height), _PLACE[1]),
    )


def _share(share: float, place: float) -> tuple[float, float]:
    """Return where a share of a side begins and ends, around a place, within the side."""
    half = min(1.0, share) / 2
    middle = min(max(place, half), 1 - half)
    return middle - half, middle + half


def _draw_fan(
    canvas: Canvas, tail: tuple[Glyph, float], head: tuple[Glyph, float], across: float
) -> None:
    """Draw lines from both ends of a bar to both ends of the next: all numbers are linked."""
    (source, at), (sink, here) = tail, head
    for down in (0.0, 1.0):
        ends = (
            _moved(source.face(0.5, down), at, across),
            _moved(sink.target(0.0, down), here, across),
        )
        line = Paint(Role.LINEAR)
        canvas.add(Outline(ends, sink.volume.path, line=line, width=0.6, closed=False))


def _moved(place: Point, along: float, across: float) -> Point:
    return along + place[0], across + place[1]
