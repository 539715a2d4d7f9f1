"""The curve of a layer that is a function of one number, with the number of the step on it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPolygonF

from convviz.stepping.lines.line_parts import value_text
from convviz.stepping.steps.step import build_step
from convviz.ui.stepper.views.curve import Curve, curve_of, reach_of, slopes_at
from convviz.ui.stepper.views.drawn_view import DrawnItem, DrawnView
from convviz.ui.theme import SPACING, current_palette, ui_font

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from convviz.core.layers.pointwise import CellFunction
    from convviz.ui.stepper.view_state import ViewState

_TICKS: Final = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
_MOST_TICKS: Final = 4
"""On one side of zero."""
_DOT: Final = 5.0
_GROUND: Final = 0.8
"""How much of what lies below a point's numbers is covered, so that they can be read."""
_REACH: Final = _DOT + 2.0
"""Pixels round a point and its lines that are painted with them."""
_JUMP: Final = 0.2
_MOST_SLOPE: Final = 4.0
"""What lies between two neighbouring points is no line where it is over a jump and such a slope."""


class _DrawnPoint(NamedTuple):
    """Where the number of a step is drawn: on the curve, on the axes, as a text in a box."""

    place: QPointF
    on_x: QPointF
    on_y: QPointF
    text: str
    at: QPointF
    box: QRectF


class CurveItem(DrawnItem):
    """The axes, the curve, its slope, and the number of the step.

    Attributes:
        curve: What is drawn; None for nothing.
        point: The number of the step and what becomes of it; None for none.
    """

    def __init__(self) -> None:
        super().__init__()
        self.curve: Curve | None = None
        self.point: tuple[float, float] | None = None

    def paint_still(self, painter: QPainter) -> None:
        """Draw what is the same at every step."""
        curve = self.curve
        if curve is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(ui_font(0.9))
        self._paint_axes(painter, curve)
        palette = current_palette()
        dashes = QPen(QColor(palette.kernel), 1.5, Qt.PenStyle.DashLine)
        for values, pen in ((curve.slope, dashes), (curve.y, QPen(QColor(palette.output), 2.5))):
            painter.setPen(pen)
            for part in self._lines(curve, values):
                painter.drawPolyline(part)

    def show_point(self, point: tuple[float, float]) -> None:
        """Show another number of the step; only what that changes is drawn again."""
        before = self._marked()
        self.point = point
        for rect in (*before, *self._marked()):
            self.update(rect.adjusted(-_REACH, -_REACH, _REACH, _REACH))

    def _marked(self) -> list[QRectF]:
        """Return where something of the step is drawn: its lines, its dot and its text."""
        drawn = self._drawn_point(QFontMetrics(_point_font()))
        if drawn is None:
            return []
        place, on_x, on_y = drawn.place, drawn.on_x, drawn.on_y
        rects = (QRectF(on_x, place), QRectF(place, on_y), QRectF(place, place), drawn.box)
        return [rect.normalized() for rect in rects]

    def _drawn_point(self, metrics: QFontMetrics) -> _DrawnPoint | None:
        """Return where the number of the step stands on the curve; None for nowhere.

        Args:
            metrics: Of the font of its text.
        """
        curve, point = self.curve, self.point
        if curve is None or point is None or not all(map(math.isfinite, point)):
            return None
        x, y = point
        if abs(x) > curve.reach:
            return None
        place, on_x = self._place(curve, x, y), self._place(curve, x, 0.0)
        text = f"({value_text(x)}, {value_text(y)})"
        at = self._text_place(metrics, place, text, rises=curve.rises_at(x))
        box = QRectF(metrics.boundingRect(text)).translated(at).adjusted(-2, 0, 2, 0)
        return _DrawnPoint(place, on_x, self._place(curve, 0.0, y), text, at, box)

    def paint_point(self, painter: QPainter, _exposed: QRectF) -> None:
        """Draw the number of the step where it stands on the curve."""
        painter.setFont(_point_font())
        drawn = self._drawn_point(painter.fontMetrics())
        if drawn is None:
            return
        palette = current_palette()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(palette.input), 1.5, Qt.PenStyle.DotLine))
        painter.drawLine(drawn.on_x, drawn.place)
        painter.setPen(QPen(QColor(palette.output), 1.5, Qt.PenStyle.DotLine))
        painter.drawLine(drawn.place, drawn.on_y)
        ground = QColor(palette.surface)
        ground.setAlphaF(_GROUND)
        painter.fillRect(drawn.box, ground)
        painter.setPen(QColor(palette.text))
        painter.drawText(drawn.at, drawn.text)
        painter.setPen(QPen(QColor(palette.text), 1.5))
        painter.setBrush(QColor(palette.surface_raised))
        painter.drawEllipse(drawn.place, _DOT, _DOT)

    def _paint_axes(self, painter: QPainter, curve: Curve) -> None:
        palette = current_palette()
        painter.setPen(QPen(QColor(palette.border_strong), 1))
        painter.drawLine(
            self._place(curve, -curve.reach, 0.0), self._place(curve, curve.reach, 0.0)
        )
        painter.drawLine(self._place(curve, 0.0, curve.low), self._place(curve, 0.0, curve.high))
        height = painter.fontMetrics().height()
        for tick in _ticks(curve.reach):
            for x in (-tick, tick):
                at = self._place(curve, x, 0.0)
                painter.setPen(QPen(QColor(palette.border_strong), 1))
                painter.drawLine(at + QPointF(0, -3), at + QPointF(0, 3))
                painter.setPen(QColor(palette.text_muted))
                box = QRectF(at.x() - 40, at.y() + 4, 80, height)
                painter.drawText(box, Qt.AlignmentFlag.AlignHCenter, value_text(x))
        for tick in _ticks(max(curve.high, -curve.low)):
            for y in (-tick, tick):
                if not curve.low <= y <= curve.high:
                    continue
                at = self._place(curve, 0.0, y)
                painter.setPen(QPen(QColor(palette.border_strong), 1))
                painter.drawLine(at + QPointF(-3, 0), at + QPointF(3, 0))
                painter.setPen(QColor(palette.text_muted))
                box = QRectF(at.x() - 66, at.y() - height / 2, 58, height)
                right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
                painter.drawText(box, right, value_text(y))

    def _lines(self, curve: Curve, values: np.ndarray) -> list[QPolygonF]:
        """Return the parts of a line between which it has a gap or jumps."""
        largest = _JUMP + _MOST_SLOPE * float(curve.x[1] - curve.x[0])
        drawn = np.flatnonzero((values >= curve.low) & (values <= curve.high))  # none that is NaN
        x, y = curve.x[drawn], values[drawn]
        ends = np.flatnonzero((np.diff(drawn) > 1) | (np.abs(np.diff(y)) > largest)) + 1
        area, width = self._area(), 2 * curve.reach
        across = area.left() + (x + curve.reach) / width * area.width()
        up = (y - curve.low) / (curve.high - curve.low)
        places = np.stack([across, area.bottom() - up * area.height()], axis=1)
        parts = np.split(places, ends)
        return [QPolygonF([QPointF(*place) for place in part.tolist()]) for part in parts]

    def _area(self) -> QRectF:
        """Return the room between the margins."""
        return self._size.adjusted(4 * SPACING, 3 * SPACING, -4 * SPACING, -3 * SPACING)

    def _place(self, curve: Curve, x: float, y: float) -> QPointF:
        area = self._area()
        across = (x + curve.reach) / (2 * curve.reach)
        up = (y - curve.low) / (curve.high - curve.low)
        return QPointF(area.left() + across * area.width(), area.bottom() - up * area.height())

    def _text_place(
        self, metrics: QFontMetrics, place: QPointF, text: str, *, rises: bool
    ) -> QPointF:
        """Return where the numbers of the point are written: above, on the side that falls away.

        Args:
            metrics: Of their font.
            place: Of the point.
            text: The numbers.
            rises: Whether the curve rises there.
        """
        width = metrics.horizontalAdvance(text)
        left, right = place.x() - width - 3 * SPACING, place.x() + 3 * SPACING
        has_left, has_right = left >= self._size.left(), right + width <= self._size.right()
        is_left = has_left and (rises or not has_right)
        top = place.y() - 2 * SPACING
        return QPointF(left if is_left else right, max(top, metrics.height()))


class CurveView(DrawnView):
    """The curve and its slope, as far as the input's numbers reach."""

    def __init__(self, parent: QWidget | None = None) -> None:
        item = CurveItem()
        super().__init__(item, parent)
        self._item = item
        self._state: ViewState | None = None

    @property
    def curve(self) -> Curve | None:
        """The curve that is drawn."""
        return self._item.curve

    @property
    def point(self) -> tuple[float, float] | None:
        """The number of the step, and what becomes of it."""
        return self._item.point

    @property
    def drawing(self) -> object:
        """Another object as soon as another curve is drawn."""
        return self.curve

    def sizeHint(self) -> QSize:
        """Return room for a curve."""
        return QSize(400, 300)

    def show_state(self, state: ViewState) -> None:
        """Render a state: the curve of its layer, the number of its step on it."""
        before, self._state = self._state, state
        scene = state.scene
        if scene is None:
            return
        item = self._item
        curve = item.curve
        step = build_step(scene, state.index)
        function = step.function
        if function is None:
            return
        is_same = before is not None and before.scene is scene
        if curve is None or not is_same or curve.function != function:
            reach = reach_of(scene.plain_input)
            if curve is None or (curve.function, curve.reach) != (function, reach):
                item.curve = curve_of(function, reach)
                self._canvas.show_anew()
        number = float(step.values.item())
        item.show_point((number, step.total))
        self.described.emit(self._text(function, number))

    def _text(self, function: CellFunction, number: float) -> str:
        left, right = slopes_at(function, number)
        if math.isnan(left) or math.isnan(right):
            return self.tr(
                "Solid: the function. Dashed: its slope; there is none at {number}."
            ).format(number=value_text(number))
        if left == right:
            text = self.tr("Solid: the function. Dashed: its slope, {slope} at {number}.")
            return text.format(slope=value_text(round(right, 6)), number=value_text(number))
        text = self.tr(
            "Solid: the function. Dashed: its slope; it jumps from {left} to {right} at {number}."
        )
        texts = {"left": value_text(round(left, 6)), "right": value_text(round(right, 6))}
        return text.format(number=value_text(number), **texts)


def _point_font() -> QFont:
    return ui_font(0.95)


def _ticks(end: float) -> list[float]:
    """Return where an axis is marked between 0 and its end: at few round numbers."""
    scale = 1.0
    while end / scale < 1:
        scale /= 10
    fitting = (step * scale for step in _TICKS if end / (step * scale) <= _MOST_TICKS)
    step = next(fitting, _TICKS[-1] * scale)
    return [number * step for number in range(1, int(end / step + 1e-9) + 1)]
