"""Volumes as stacks of maps that overlap, the front one at the right and below.

Source:
    LeCun, Bottou, Bengio, Haffner 1998, "Gradient-based learning applied to document recognition",
    figure 2.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from convviz.drawing import sizes
from convviz.drawing.glyph import Glyph
from convviz.drawing.labels import label_of
from convviz.drawing.scene import Outline, Paint, Role, Shade, rectangle

if TYPE_CHECKING:
    from convviz.drawing.canvas import Canvas
    from convviz.drawing.options import FigureOptions
    from convviz.drawing.parts import Volume
    from convviz.drawing.scene import Point
    from convviz.drawing.sizes import Scale

_OFFSET: Final = 4.0
_ALL_MAPS: Final = 8
"""Maps that are all drawn."""
_MOST_MAPS: Final = 14
_SLAB: Final = 4.0
_SLAB_GAP: Final = 3.0
_SHARE: Final = 0.72
"""Of a side beside that of a body, whose width is foreshortened."""


class Stack(Glyph):
    """Maps behind each other, or a bar, and strips for the slabs at its end."""

    lies_over: ClassVar[bool] = True

    def __init__(self, volume: Volume, scale: Scale, options: FigureOptions) -> None:
        super().__init__(volume)
        body = sizes.body_of(volume.shape)
        self._body = body
        self._is_broken = body.is_bar and sizes.is_broken(body.channels)
        if body.is_bar:
            self._width, self._height = sizes.BAR_WIDTH, sizes.bar_length(body.channels)
            self._count = 1
        else:
            self._width = _SHARE * scale.side(body.width)
            self._height = _SHARE * scale.side(body.height)
            self._count = maps_shown(body.channels * max(1, body.deep))
        if volume.is_slab:
            self._width, self._count = 0.0, 1
        shift = (self._count - 1) * _OFFSET
        self._left, self._top = shift, (shift - self._height) / 2
        self._end = shift + self._width
        strips = len(volume.bands) * (_SLAB + _SLAB_GAP)
        self.length = self._end + strips - (_SLAB_GAP if volume.is_slab else 0)
        self.up = self.down = (self._height + shift) / 2
        self.entry = self._first_left()
        self.exit = self.length
        self.label = label_of(volume, options)

    @property
    def has_face(self) -> bool:
        """Whether it has maps."""
        return not self._body.is_bar and not self.volume.is_slab

    @property
    def is_bar(self) -> bool:
        """Whether it is a bar, and no slab alone."""
        return self._body.is_bar and not self.volume.is_slab and not self.volume.fails

    @property
    def face_size(self) -> tuple[float, float]:
        """Width and height of the front map."""
        return max(1.0, self._width), self._height

    def face(self, across: float, down: float) -> Point:
        """Return a place on the front map."""
        return self._left + across * self._width, self._top + down * self._height

    def target(self, across: float, down: float) -> Point:
        """Return a place on the front map, too."""
        return self.face(across, down)

    def draw(self, canvas: Canvas, x: float, y: float) -> None:
        """Draw the maps from the last to the front one."""
        volume = self.volume
        role = volume.role
        for number in range(0 if volume.is_slab else self._count):
            shift = (self._count - 1 - number) * _OFFSET
            points = self._rectangle(x + self._left - shift, y + self._top - shift, self._width)
            shade = Shade.TOP if number % 2 == self._count % 2 else Shade.FRONT
            canvas.add(
                Outline(
                    points,
                    volume.path,
                    Paint(role, shade),
                    Paint(role),
                    1.2 if volume.fails else 0.7,
                    dashed=volume.fails,
                )
            )
        if self._is_broken and not volume.fails:
            self._draw_break(canvas, x, y)
        left = x + (0.0 if volume.is_slab else self._end + _SLAB_GAP)
        for band in volume.bands:
            points = self._rectangle(left, y + self._top, _SLAB)
            fill = Paint(band.role, Shade.SIDE) if band.enabled else Paint(Role.GROUND)
            line = Paint(band.role if band.enabled else Role.MUTED)
            canvas.add(Outline(points, band.path, fill, line, 0.6, dashed=not band.enabled))
            left += _SLAB + _SLAB_GAP

    def _rectangle(self, x: float, y: float, width: float) -> tuple[Point, ...]:
        return rectangle(x, y, x + width, y + self._height)

    def _first_left(self) -> float:
        """Return where the wire meets the first map from the left that it meets at all."""
        for number in range(self._count):
            top = self._top - (self._count - 1 - number) * _OFFSET
            if top <= 0 <= top + self._height:
                return number * _OFFSET
        return self._left

    def _draw_break(self, canvas: Canvas, x: float, y: float) -> None:
        left, level = x + self._left, y + self._top + 0.62 * self._height
        wave = ((left - 2, level + 2), (left + self._width + 2, level - 2))
        lower = tuple((a, b + 4.5) for a, b in reversed(wave))
        canvas.polygon((*wave, *lower), None, Paint(Role.GROUND), None)
        for points in (wave, lower):
            line = Paint(self.volume.role)
            canvas.add(Outline(points, None, line=line, width=0.7, closed=False))


def maps_shown(channels: int) -> int:
    """Return how many maps stand for so many channels: a few as they are, then one a doubling."""
    if channels <= _ALL_MAPS:
        return channels
    return min(_MOST_MAPS, _ALL_MAPS - 3 + channels.bit_length() - 1)
