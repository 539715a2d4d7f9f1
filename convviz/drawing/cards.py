"""Volumes as cards with all that is known written in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from convviz.drawing.glyph import Glyph
from convviz.drawing.labels import SIZES, label_of, sizes_of
from convviz.drawing.metrics import text_width
from convviz.drawing.options import Direction
from convviz.drawing.scene import Outline, Paint, Role, Shade, Words, rectangle

if TYPE_CHECKING:
    from convviz.drawing.canvas import Canvas
    from convviz.drawing.options import FigureOptions
    from convviz.drawing.parts import Volume

_PAD: Final = 9.0
_CORNER: Final = 4.0
_NARROWEST: Final = 66.0
_FOOT: Final = 17.0


class Card(Glyph):
    """A card: the name, the kernel and what works on it above, the dimensions on its foot."""

    def __init__(self, volume: Volume, options: FigureOptions) -> None:
        super().__init__(volume)
        self._body = label_of(volume, options, has_sizes=False)
        self._foot = sizes_of(volume, options)
        words = max(self._body.width, text_width(self._foot, SIZES))
        self._width = max(_NARROWEST, words + 2 * _PAD)
        body = self._body.height + (_PAD if self._body.lines else 0)
        self._foot_height = _FOOT if self._foot else 0.0
        self._height = max(14.0, body + self._foot_height)
        is_right = options.direction is Direction.RIGHT
        self.length = self._width if is_right else self._height
        self.up = self.down = (self._height if is_right else self._width) / 2
        self._is_right = is_right
        self.exit = self.length

    def draw(self, canvas: Canvas, x: float, y: float) -> None:
        """Draw the card; x and y are of its beginning on the wire."""
        volume, role = self.volume, self.volume.role
        if volume.is_slab and volume.bands:
            role = volume.bands[-1].role if volume.bands[-1].enabled else Role.MUTED
        left, top = (x, y - self.up) if self._is_right else (x - self.up, y)
        right, bottom = left + self._width, top + self._height
        line, path = Paint(role), volume.path
        corners = rectangle(left, top, right, bottom)
        fill = Paint(role, Shade.CARD)
        width, is_dashed = (1.3, True) if volume.fails else (0.8, False)
        canvas.add(Outline(corners, path, fill, line, width, corner=_CORNER, dashed=is_dashed))
        if self._foot:
            level = bottom - self._foot_height
            ends = ((left, level), (right, level))
            canvas.add(Outline(ends, path, line=line, width=0.5, closed=False))
            length = text_width(self._foot, SIZES)
            place = ((left + right) / 2, bottom - self._foot_height / 2 + 0.36 * SIZES)
            canvas.add(Words(place, self._foot, SIZES, length, path=path))
        inner = top + (self._height - self._foot_height - self._body.height) / 2
        canvas.label(self._body, (left + right) / 2, inner, path)
