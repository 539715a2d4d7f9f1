"""Volumes as bodies: channels to the right, height upright, width into the depth.

The view is oblique: what faces the reader, channels by height, is drawn as it is; the width goes
up and to the right at a part of its length.

Source:
    The figures of Krizhevsky, Sutskever, Hinton 2012, "ImageNet classification with deep
    convolutional neural networks", and of those who draw networks after them.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from convviz.drawing import sizes
from convviz.drawing.glyph import Glyph
from convviz.drawing.labels import label_of
from convviz.drawing.scene import Outline, Paint, Role, Shade, rectangle

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convviz.core.network.tree import Path
    from convviz.drawing.canvas import Canvas
    from convviz.drawing.options import FigureOptions
    from convviz.drawing.parts import Volume
    from convviz.drawing.scene import Point
    from convviz.drawing.sizes import Scale

_DEPTH: Final = (0.40, 0.29)
"""How far to the right and up a pixel of the width goes."""
_BAND: Final = 4.0
"""The thickness of a slab."""
_SLICE: Final = 0.4
"""How thick the first of three axes is drawn, beside a side of a map."""
_SLICE_GAP: Final = 3.0
_FACES: Final = (Shade.FRONT, Shade.TOP, Shade.SIDE)
_BAR_DEPTH: Final = 14.0


class Solid(Glyph):
    """A body, or some behind each other, and the slabs at its end."""

    def __init__(self, volume: Volume, scale: Scale, options: FigureOptions) -> None:
        super().__init__(volume)
        body = sizes.body_of(volume.shape)
        self._body = body
        self._is_broken = body.is_bar and sizes.is_broken(body.channels)
        if body.is_bar:
            self._thickness = sizes.BAR_WIDTH
            self._height, width = sizes.bar_length(body.channels), _BAR_DEPTH
        else:
            self._thickness = sizes.thickness(body.channels)
            if body.deep:
                self._thickness = max(sizes.THINNEST, _SLICE * scale.side(body.deep))
            self._height, width = scale.side(body.height), scale.side(body.width)
        if volume.is_slab:
            self._thickness = sizes.THINNEST
        self._right, self._rise = width * _DEPTH[0], width * _DEPTH[1]
        slices = 1 if volume.is_slab else body.slices
        self._slices = slices
        self._main = slices * self._thickness + (slices - 1) * _SLICE_GAP
        self._end = self._main + _BAND * len(volume.bands)
        self._top = (self._rise - self._height) / 2
        self.length = self._end + self._right
        self.up = self.down = (self._height + self._rise) / 2
        self.entry = self._silhouette()
        self.exit = self._end + self._right / 2
        self.label = label_of(volume, options)

    @property
    def has_face(self) -> bool:
        """Whether it has maps."""
        return not self._body.is_bar

    @property
    def is_bar(self) -> bool:
        """Whether it is a bar, and no slab alone."""
        return self._body.is_bar and not self.volume.is_slab and not self.volume.fails

    @property
    def face_size(self) -> tuple[float, float]:
        """Width, as it is foreshortened, and height."""
        return max(1.0, math.hypot(self._right, self._rise)), self._height

    def face(self, across: float, down: float) -> Point:
        """Return a place on the right face."""
        return self._on(self._end, across, down)

    def target(self, across: float, down: float) -> Point:
        """Return a place on the left face, which the body hides in part."""
        return self._on(0.0, across, down)

    def draw(self, canvas: Canvas, x: float, y: float) -> None:
        """Draw bodies and slabs from left to right: each hides part of the one before."""
        volume = self.volume
        if volume.fails:
            self._draw_failure(canvas, x, y)
            return
        for number in range(self._slices):
            left = number * (self._thickness + _SLICE_GAP)
            is_last = number == self._slices - 1
            box = self._faces((x + left, y), self._thickness)
            self._draw_faces(canvas, box[:2] if is_last else box, volume.role, volume.path)
        self._draw_segments(canvas, x, y)
        for number, band in enumerate(volume.bands):
            front, top, _ = self._faces((x + self._main + number * _BAND, y), _BAND)
            if band.enabled:
                self._draw_faces(canvas, (front, top), band.role, band.path)
            else:
                self._draw_ghost(canvas, (front, top), band.path)
        # The face behind slabs is that of what they lie on: in their colour it would outshine that.
        side = self._faces((x, y), self._end)[2]
        canvas.polygon(side, volume.path, Paint(volume.role, Shade.SIDE), Paint(volume.role))
        if self._is_broken:
            self._draw_break(canvas, x, y)

    def _on(self, along: float, across: float, down: float) -> Point:
        return (
            along + across * self._right,
            self._top + down * self._height - across * self._rise,
        )

    def _silhouette(self) -> float:
        """Return where a wire at the body's middle meets it: its front, or its edge at the top."""
        return max(0.0, self._right * self._top / self._rise) if self._rise else 0.0

    def _faces(self, place: Point, thickness: float) -> tuple[tuple[Point, ...], ...]:
        """Return the front, the top and the right side of a box at a place."""
        x, y = place[0], place[1] + self._top
        right, rise, height = self._right, self._rise, self._height
        end = x + thickness
        front = rectangle(x, y, end, y + height)
        top = ((x, y), (x + right, y - rise), (end + right, y - rise), (end, y))
        side = (
            (end, y),
            (end + right, y - rise),
            (end + right, y - rise + height),
            (end, y + height),
        )
        return front, top, side

    @staticmethod
    def _draw_faces(
        canvas: Canvas, faces: Sequence[tuple[Point, ...]], role: Role, path: Path
    ) -> None:
        for points, shade in zip(faces, _FACES, strict=False):
            canvas.polygon(points, path, Paint(role, shade), Paint(role))

    @staticmethod
    def _draw_ghost(canvas: Canvas, faces: Sequence[tuple[Point, ...]], path: Path) -> None:
        for points in faces:
            ground, line = Paint(Role.GROUND), Paint(Role.MUTED)
            canvas.add(Outline(points, path, ground, line, 0.6, dashed=True))

    def _draw_failure(self, canvas: Canvas, x: float, y: float) -> None:
        for points in self._faces((x, y), self._thickness):
            fill, line = Paint(Role.ERROR, Shade.FRONT), Paint(Role.ERROR)
            canvas.add(Outline(points, self.volume.path, fill, line, 1.2, dashed=True))

    def _draw_segments(self, canvas: Canvas, x: float, y: float) -> None:
        """Part a body into what each branch gave it."""
        segments = self.volume.segments
        total, done = sum(segments), 0
        for channels in segments[:-1]:
            done += channels
            left = x + self._thickness * done / max(1, total)
            top = y + self._top
            points = (
                (left + self._right, top - self._rise),
                (left, top),
                (left, top + self._height),
            )
            line = Paint(self.volume.role)
            canvas.add(Outline(points, None, line=line, width=0.5, closed=False))

    def _draw_break(self, canvas: Canvas, x: float, y: float) -> None:
        """Cut a bar that is drawn shorter than it is."""
        end, right, rise = x + self._end, self._right, self._rise
        level = y + self._top + 0.62 * self._height
        ground, line = Paint(Role.GROUND), Paint(self.volume.role)
        wave = ((x - 2, level + 3), (end, level - 1.5), (end + right + 2, level - rise - 1.5))
        lower = tuple((a, b + 4.5) for a, b in reversed(wave))
        canvas.polygon((*wave, *lower), None, ground, None)
        for points in (wave, lower):
            canvas.add(Outline(points, None, line=line, width=0.7, closed=False))
