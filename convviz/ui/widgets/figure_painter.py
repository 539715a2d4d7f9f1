"""A figure on a painter: a widget's, a picture's or a page's."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainterPath, QPen

from convviz.drawing.colours import colour
from convviz.drawing.metrics import FAMILIES
from convviz.drawing.scene import Disc, Outline, Words
from convviz.drawing.strokes import DASHES, rounded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtGui import QPainter

    from convviz.drawing.options import Theme
    from convviz.drawing.scene import Paint, Primitive

_FINER: Final = 8
"""Fonts have whole pixels: words are set in so many times their size, and drawn so much smaller."""


def paint_primitives(painter: QPainter, primitives: Iterable[Primitive], theme: Theme) -> None:
    """Paint primitives, from the back to the front.

    Args:
        painter: Its unit is a pixel of the figure at its own size.
        primitives: Of a figure.
        theme: The colours.
    """
    for primitive in primitives:
        match primitive:
            case Words():
                _paint_words(painter, primitive, theme)
            case Outline():
                painter.setPen(_pen(primitive.line, primitive.width, theme, primitive.dashed))
                painter.setBrush(_brush(primitive.fill, theme))
                _draw_outline(painter, primitive)
            case Disc(centre=centre, radius=radius):
                painter.setPen(_pen(primitive.line, primitive.width, theme, is_dashed=False))
                painter.setBrush(_brush(primitive.fill, theme))
                painter.drawEllipse(QPointF(*centre), radius, radius)


def _draw_outline(painter: QPainter, outline: Outline) -> None:
    """Draw an outline: one without round corners in a third of the time that a path takes."""
    if outline.corner:
        painter.drawPath(outline_path(outline))
        return
    corners = [QPointF(*point) for point in outline.points]
    if outline.closed:
        painter.drawPolygon(corners)
    else:
        painter.drawPolyline(corners)


def outline_path(outline: Outline) -> QPainterPath:
    """Return the way of an outline's pen."""
    path = QPainterPath()
    for stroke in rounded(outline.points, outline.corner, closed=outline.closed):
        places = [QPointF(*point) for point in stroke.points]
        if stroke.command == "M":
            path.moveTo(places[0])
        elif stroke.command == "L":
            path.lineTo(places[0])
        else:
            path.quadTo(*places)
    if outline.closed:
        path.closeSubpath()
    return path


def _paint_words(painter: QPainter, words: Words, theme: Theme) -> None:
    """Write words, narrower than their font has them where they were measured in another one."""
    font, width = _font(words.size, words.bold), 0.0
    width = _metrics(words.size, words.bold).horizontalAdvance(words.text) / _FINER
    squeeze = min(1.0, words.length / width) if width else 1.0
    left = words.left + (words.length - width * squeeze) / 2
    painter.save()
    painter.translate(left, words.place[1])
    painter.scale(squeeze / _FINER, 1 / _FINER)
    painter.setFont(font)
    painter.setPen(QColor(colour(theme, words.paint)))
    painter.drawText(QPointF(0.0, 0.0), words.text)
    painter.restore()


@lru_cache(maxsize=32)
def _font(size: float, bold: bool) -> QFont:  # noqa: FBT001 - a key of the cache
    font = QFont()
    font.setFamilies(list(FAMILIES))
    font.setStyleHint(QFont.StyleHint.SansSerif)
    font.setPixelSize(round(size * _FINER))
    font.setBold(bold)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


@lru_cache(maxsize=32)
def _metrics(size: float, bold: bool) -> QFontMetricsF:  # noqa: FBT001 - a key of the cache
    return QFontMetricsF(_font(size, bold))


@lru_cache(maxsize=256)
def _pen(paint: Paint | None, width: float, theme: Theme, is_dashed: bool) -> QPen:  # noqa: FBT001 - a key of the cache
    if paint is None:
        return QPen(Qt.PenStyle.NoPen)
    pen = QPen(QColor(colour(theme, paint)), width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    if is_dashed:
        pen.setDashPattern([length / width for length in DASHES])
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen


@lru_cache(maxsize=256)
def _brush(paint: Paint | None, theme: Theme) -> QBrush:
    return QBrush(Qt.BrushStyle.NoBrush) if paint is None else QBrush(QColor(colour(theme, paint)))


def words_area(words: Words) -> QRectF:
    """Return what words cover."""
    left, top, right, bottom = words.box
    return QRectF(left, top, right - left, bottom - top)
