"""The way of an optimiser over a function of two weights, seen from above."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPen, QPolygonF, qRgb

from convviz.stepping.cells import OUTPUT
from convviz.stepping.lines.line_parts import value_text
from convviz.stepping.worked.calculations import working_of
from convviz.ui.stepper.views.drawn_view import DrawnItem, DrawnView
from convviz.ui.stepper.views.surface import LEVELS, surface_map
from convviz.ui.theme import SPACING, current_palette, mix, ui_font
from convviz.ui.widgets.grid.vector import is_vector

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PySide6.QtWidgets import QWidget

    from convviz.stepping.scene.scene import Scene
    from convviz.ui.stepper.view_state import ViewState
    from convviz.ui.stepper.views.surface import SurfaceMap
    from convviz.ui.theme import Palette

_DOT: Final = 5.5
_STEP_DOT: Final = 2.5
_LINE: Final = 2.0
_REACH: Final = _DOT + _LINE
"""Pixels round a step in which it is seen."""
_MOST_SHARE: Final = 1e4
"""Of the map, a step is at most so far beyond it: farther away, Qt's coordinates overflow."""
_BELOW: Final = 5 * SPACING
_BESIDE: Final = 12 * SPACING
"""At least so much room is below and beside the map, for the numbers at its edges."""
_GAP: Final = 6
_DROP: Final = 3
"""Pixels between the map and the numbers beside it, and below."""
_VECTOR_DOTS: Final = 3.0
"""In a drawing of shapes, the map is a bitmap with so many dots to a pixel: it may be enlarged."""
_TICKS: Final = 5
_DARKEST: Final = 0.75
"""How much of the hue the lowest band has."""
_SEEN: Final = 0.25
"""Pixels between places that can be told apart."""
_EDGE: Final = 0.35


class SurfaceItem(DrawnItem):
    """The map, the steps over it, and the step at hand.

    Attributes:
        seen: What is drawn; None for nothing.
        function: What is descended; "" for gradients that are given.
        at: The step behind which the weights stand; 0 for the start.
    """

    def __init__(self) -> None:
        super().__init__()
        self.seen: SurfaceMap | None = None
        self.function = ""
        self.at = 0
        self._picture: QImage | None = None
        self._painted: object = None
        self._way: NDArray[np.float64] | None = None
        self._counts: NDArray[np.intp] | None = None
        self._room: tuple[float, float] | None = None

    def forget_still(self) -> None:
        """Draw everything anew, and make room for the map's numbers."""
        self._way = self._counts = None
        self._room = None
        super().forget_still()

    def paint_still(self, painter: QPainter) -> None:
        """Draw the map and the whole way."""
        seen, area = self.seen, self._area()
        if seen is None or area.isEmpty():
            return
        palette = current_palette()
        if self.function:
            dots = _dots_of(painter)
            asked = (seen.edges, self.function, area.size(), palette, dots)
            if self._picture is None or self._painted != asked:
                self._picture = _picture(seen, self.function, area, palette, dots)
                self._painted = asked
            painter.drawImage(area, self._picture)
        painter.setPen(QPen(QColor(palette.border_strong), 1))
        painter.drawRect(area)
        self._paint_ticks(painter, seen, area)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.save()
        painter.setClipRect(area)
        muted = QColor(palette.text)
        muted.setAlphaF(_EDGE)
        painter.setPen(QPen(muted, 1.2))
        painter.drawPolyline(_polygon(_apart(self.places())))
        painter.restore()

    def go_to(self, at: int) -> None:
        """Stand behind a step; only what lies between it and the one before is drawn again."""
        before = self._walked()
        self.at = at
        first, last = sorted((before, self._walked()))
        way = self.places()[max(0, first - 1) : last]
        if len(way):
            (left, top), (right, bottom) = way.min(axis=0), way.max(axis=0)
            changed = QRectF(QPointF(left, top), QPointF(right, bottom))
            self.update(changed.adjusted(-_REACH, -_REACH, _REACH, _REACH))

    def _walked(self) -> int:
        """Return how many places the way has, up to the step at hand."""
        if self.seen is None:
            return 0
        if self._counts is None:
            self._counts = np.isfinite(self.seen.path).all(axis=1).cumsum()
        return int(self._counts[self.at])

    def paint_point(self, painter: QPainter, exposed: QRectF) -> None:
        """Draw the way up to the step at hand, and where the weights stand."""
        seen, area = self.seen, self._area()
        if seen is None or area.isEmpty():
            return
        palette = current_palette()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.save()
        painter.setClipRect(area)
        way = self.places()[: self._walked()]
        line, dots = QPen(QColor(palette.text), _LINE), _dots(QColor(palette.text))
        for part in _parts_near(way, exposed.adjusted(-_REACH, -_REACH, _REACH, _REACH)):
            places = _polygon(_apart(part))
            painter.setPen(line)
            painter.drawPolyline(places)
            # Dots in one go: hundreds of ellipses, one by one, would be most of what a step costs.
            painter.setPen(dots)
            painter.drawPoints(places)
        if len(way):
            painter.setPen(QPen(QColor(palette.text), 1.5))
            painter.setBrush(QColor(palette.window))
            painter.drawEllipse(QPointF(*way[-1].tolist()), _DOT, _DOT)
        painter.restore()

    def _paint_ticks(self, painter: QPainter, seen: SurfaceMap, area: QRectF) -> None:
        font = _tick_font()
        painter.setFont(font)
        painter.setPen(QColor(current_palette().text_muted))
        metrics, whole = QFontMetricsF(font), self._size
        height = metrics.height()
        for x in _round_numbers(seen.left, seen.right):
            at = area.left() + (x - seen.left) / (seen.right - seen.left) * area.width()
            text = value_text(x)
            width = metrics.horizontalAdvance(text) + 1
            left = min(at - width / 2, whole.right() - width)  # one at the edge is not cut off
            box = QRectF(left, area.bottom() + _DROP, width, height)
            painter.drawText(box, Qt.AlignmentFlag.AlignHCenter, text)
        for y in _round_numbers(seen.low, seen.high):
            at = area.bottom() - (y - seen.low) / (seen.high - seen.low) * area.height()
            top = min(max(at - height / 2, whole.top()), whole.bottom() - height)
            box = QRectF(whole.left(), top, area.left() - _GAP - whole.left(), height)
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(box, right, value_text(y))

    def _area(self) -> QRectF:
        """Return where the map lies, beside and above its numbers."""
        if self._room is None:
            self._room = _room_for_numbers(self.seen)
        beside, below = self._room
        return self._size.adjusted(beside, SPACING, -2 * SPACING, -below)

    def places(self) -> NDArray[np.float64]:
        """Return where the steps of the whole way are drawn, as far as they are numbers; n 2."""
        seen, area = self.seen, self._area()
        if seen is None:
            return np.zeros((0, 2))
        if self._way is None:
            finite = seen.path[np.isfinite(seen.path).all(axis=1)]
            low = np.array([seen.left, seen.low])
            shares = (finite - low) / (np.array([seen.right, seen.high]) - low)
            across, up = np.clip(shares, -_MOST_SHARE, _MOST_SHARE).T
            x, y = area.left() + across * area.width(), area.bottom() - up * area.height()
            self._way = np.stack([x, y], axis=1)
        return self._way


def _parts_near(way: NDArray[np.float64], exposed: QRectF) -> list[NDArray[np.float64]]:
    """Return the parts of a way of which something lies in a rectangle."""
    low, high = np.minimum(way[:-1], way[1:]), np.maximum(way[:-1], way[1:])
    first, last = (exposed.left(), exposed.top()), (exposed.right(), exposed.bottom())
    framed = np.zeros(len(low) + 2, dtype=np.bool_)
    framed[1:-1] = ((low <= last) & (high >= first)).all(axis=1)
    ends = (framed[1:] != framed[:-1]).nonzero()[0].reshape(-1, 2)
    return [way[begin : end + 1] for begin, end in ends.tolist()]


def _apart(way: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return a way without places at which the one before stands, too, as far as can be seen.

    A way ends in hundreds of steps within a pixel, which cost more than all others to paint.
    """
    seen = np.rint(way / _SEEN)
    is_apart = np.ones(len(way), dtype=np.bool_)
    is_apart[1:-1] = (seen[1:-1] != seen[:-2]).any(axis=1)
    return way[is_apart]


def _polygon(way: NDArray[np.float64]) -> QPolygonF:
    return QPolygonF([QPointF(x, y) for x, y in way.tolist()])


def _dots(colour: QColor) -> QPen:
    """Return the pen of the dots at the steps: of their rim, too."""
    width = 2 * _STEP_DOT + _LINE
    return QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)


def _tick_font() -> QFont:
    return ui_font(0.9)


def _room_for_numbers(seen: SurfaceMap | None) -> tuple[float, float]:
    """Return the room beside a map, and that below, which its numbers need."""
    if seen is None:
        return _BESIDE, _BELOW
    metrics = QFontMetricsF(_tick_font())
    texts = [value_text(y) for y in _round_numbers(seen.low, seen.high)]
    widest = max((metrics.horizontalAdvance(text) for text in texts), default=0.0)
    beside = max(_BESIDE, math.ceil(widest) + _GAP + SPACING)
    return beside, max(_BELOW, math.ceil(metrics.height()) + _DROP)


def _round_numbers(low: float, high: float) -> list[float]:
    """Return a few round numbers between two."""
    step = 10.0 ** np.floor(np.log10((high - low) / _TICKS))
    step *= next(times for times in (1, 2, 5, 10) if (high - low) / (step * times) <= _TICKS)
    first = np.ceil(low / step)
    return [round(float(step * n), 10) for n in np.arange(first, np.floor(high / step) + 1)]


def _dots_of(painter: QPainter) -> float:
    """Return how many dots a logical pixel has where a map is painted."""
    return _VECTOR_DOTS if is_vector(painter) else painter.device().devicePixelRatioF()


def _picture(
    seen: SurfaceMap, function: str, area: QRectF, palette: Palette, dots: float
) -> QImage:
    """Return the map: bands of height, the lowest the darkest, with lines between them.

    Args:
        seen: What is drawn.
        function: What is descended.
        area: Where, in logical pixels, of which a line is one wide.
        palette: Colours.
        dots: Of the picture to a logical pixel.
    """
    width, height = max(2, round(area.width() * dots)), max(2, round(area.height() * dots))
    bands = seen.levels(function, width, height)
    edge = np.zeros(bands.shape, dtype=np.bool_)
    for away in range(1, round(dots) + 1):
        edge[:, away:] |= bands[:, away:] != bands[:, :-away]
        edge[away:] |= bands[away:] != bands[:-away]
    hues = [mix(palette.surface, palette.output, _share(band)) for band in range(LEVELS)]
    plain = np.array([_rgb(hue) for hue in (*hues, palette.surface)])
    lined = (plain * (1 - _EDGE) + np.array(_rgb(palette.output)) * _EDGE).astype(np.int64)
    colours = np.concatenate([plain, lined]).tolist()
    numbers = bands + np.uint8(len(plain)) * edge.view(np.uint8)
    image = QImage(numbers.data, width, height, width, QImage.Format.Format_Indexed8)
    image.setColorTable([qRgb(red, green, blue) for red, green, blue in colours])
    picture = image.convertToFormat(QImage.Format.Format_RGB32)  # which keeps its bytes
    picture.setDevicePixelRatio(dots)
    return picture


def _share(band: int) -> float:
    return _DARKEST * (1 - band / (LEVELS - 1))


def _rgb(colour: str) -> tuple[int, int, int]:
    found = QColor(colour)
    return found.red(), found.green(), found.blue()


class SurfaceView(DrawnView):
    """The function as a map with bands of equal shares of it, and the weights' way over it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        item = SurfaceItem()
        super().__init__(item, parent)
        self._item = item
        self._scene: Scene | None = None

    @property
    def item(self) -> SurfaceItem:
        """What is drawn."""
        return self._item

    @property
    def drawing(self) -> object:
        """Another object as soon as another map is drawn."""
        return self._item.seen

    def sizeHint(self) -> QSize:
        """Return room for a map."""
        return QSize(440, 340)

    def show_state(self, state: ViewState) -> None:
        """Render a state: the map of its scene, and where the weights stand behind its step."""
        scene = state.scene
        if scene is None:
            return
        item = self._item
        if scene is not self._scene:
            self._scene, self._working = scene, working_of(scene)
            item.seen, item.function = surface_map(scene), scene.calculator.mode.function
            item.at = 0  # the way before may have been longer
            self._canvas.show_anew()
        part, flat = self._working.located(state.index)
        working: Any = self._working
        item.go_to(working.step_taken(part, flat) + (part == OUTPUT))
        self.described.emit(self._text(item, scene.layer))

    def _text(self, item: SurfaceItem, optimiser: Any) -> str:  # noqa: ANN401 - an Optimiser
        seen = item.seen
        if seen is None:
            sizes = ", ".join(map(str, optimiser.two_weights()))
            text = self.tr("A map needs two weights: give the input the shape (steps, {sizes}).")
            return text.format(sizes=sizes)
        x, y = (value_text(float(weight)) for weight in seen.path[item.at])
        if not item.function:
            text = self.tr("Step {step}: the weights stand at ({x}, {y}). Type a function above.")
            return text.format(step=item.at, x=x, y=y)
        text = self.tr("Step {step}: f({x}, {y}) = {height}. The fuller the colour, the lower.")
        return text.format(step=item.at, x=x, y=y, height=value_text(float(seen.heights[item.at])))
