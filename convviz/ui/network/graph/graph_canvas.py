"""The autograd graph on the screen: what has run is bright, what runs now is outlined."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPen

from convviz.drawing.scene import Outline
from convviz.ui.network.figure.figure_canvas import LARGEST_FIT, FigureCanvas
from convviz.ui.network.figure.figure_marks import area_of
from convviz.ui.theme import current_palette
from convviz.ui.widgets.figure_painter import outline_path

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QWidget

    from convviz.core.network.tree import Path
    from convviz.drawing.graph.graph_figure import GraphFigure
    from convviz.drawing.scene import Scene

_READABLE: Final = 0.85
"""A graph that would be smaller is moved rather than shrunk: the step that is shown is in sight."""
_PALE: Final = 165
"""Of 255: how much of what has not run yet is covered."""
_NORM_SIZE: Final = 9.0
_FAR: Final = 60.0


class GraphCanvas(FigureCanvas):
    """A figure whose nodes run one by one.

    Signals:
        pointed(object): The number of the node under the mouse; None for none.
    """

    pointed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._figure: GraphFigure | None = None
        self._done: frozenset[int] = frozenset()
        self._current = -1
        self._norms: Mapping[int, str] = {}
        self._ways: tuple[tuple[int, int], ...] = ()
        self._lit: tuple[int, ...] = ()
        self.setAccessibleName(self.tr("Autograd graph of the loss"))

    def show_figure(self, figure: GraphFigure) -> None:
        """Show another graph."""
        self._figure = figure
        self.show_scene(figure.scene)

    def show_step(
        self,
        current: int,
        done: frozenset[int],
        norms: Mapping[int, str],
        ways: tuple[tuple[int, int], ...],
    ) -> None:
        """Show a step.

        Args:
            current: The node that runs; -1 for none.
            done: Those that have run.
            norms: What is written at the lines into nodes, such as the length of a gradient.
            ways: The lines along which something goes now.
        """
        moved = current != self._current
        self._current, self._done, self._norms, self._ways = current, done, norms, ways
        if moved and current >= 0:
            self._go_to(current)
        self.update()

    def light(self, nodes: tuple[int, ...]) -> None:
        """Light the nodes of a layer that is pointed at elsewhere."""
        if nodes != self._lit:
            self._lit = nodes
            self.update()

    def _fit(self) -> None:
        """Show all of it, or as much of its width as can be read."""
        scene = self.scene
        if scene is None:
            return
        wide, high = self.width() / scene.width, self.height() / scene.height
        self._scale = min(LARGEST_FIT, max(min(wide, high), _READABLE))
        self._keep_in_sight()
        if self._current >= 0:
            self._go_to(self._current)

    def _go_to(self, number: int) -> None:
        """Bring a node into sight, with what stands around it."""
        area = self._area_of((number,))
        if area.isNull():
            return
        wanted = area.adjusted(-_FAR / 3, -_FAR, _FAR / 3, _FAR)
        room = QRectF(self.rect())
        if room.contains(wanted) or room.isEmpty():
            return
        by = QPointF(0.0, 0.0)
        # No farther aside than is needed: the way up, along which most stands, stays in sight.
        if wanted.left() < room.left():
            by.setX(room.left() - wanted.left())
        elif wanted.right() > room.right():
            by.setX(max(room.right() - wanted.right(), room.left() - wanted.left()))
        if wanted.top() < room.top() or wanted.bottom() > room.bottom():
            by.setY(room.center().y() - area.center().y())
        was_fitted = self._is_fitted
        self._pan(by)
        self._is_fitted = was_fitted

    def _paint_marks(self, painter: QPainter, scene: Scene) -> None:
        palette = current_palette()
        figure = self._figure
        if figure is None:
            return
        self._cover(painter, scene)
        accent = QColor(palette.accent)
        pen = QPen(accent, 2.2)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(pen)
        for way in self._ways:
            points = figure.ways.get(way, ())
            painter.drawPolyline([QPointF(*point) for point in points])
        self._write(painter, figure)
        for number in self._lit:
            self._outline(painter, scene, (number,), QPen(accent, 1.4, Qt.PenStyle.DotLine))
        if self._hovered is not None:
            self._outline(painter, scene, self._hovered, QPen(accent, 1.0))
        if self._current >= 0:
            self._outline(painter, scene, (self._current,), QPen(accent, 2.6))

    def _cover(self, painter: QPainter, scene: Scene) -> None:
        """Make pale what has not run."""
        veil = QColor(current_palette().surface)
        veil.setAlpha(_PALE)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(veil)
        for item in scene.primitives:
            if isinstance(item, Outline) and item.path and item.path[0] not in self._done:
                painter.drawRect(area_of(item))

    def _write(self, painter: QPainter, figure: GraphFigure) -> None:
        font = QFont(self.font())
        font.setPixelSize(round(_NORM_SIZE * 2))
        painter.save()
        painter.setFont(font)
        painter.setPen(QColor(current_palette().accent))
        for number, text in self._norms.items():
            place = figure.labels.get(number)
            if place is None or number not in self._done:
                continue
            painter.save()
            painter.translate(place[0], place[1] + _NORM_SIZE + 2)
            painter.scale(0.5, 0.5)
            painter.drawText(QPointF(0, 0), text)
            painter.restore()
        painter.restore()

    @staticmethod
    def _outline(painter: QPainter, scene: Scene, path: Path, pen: QPen) -> None:
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for item in scene.of(path):
            if isinstance(item, Outline) and item.path == path:
                painter.drawPath(outline_path(item))

    def _hover(self, path: Path | None) -> None:
        before = self._hovered
        super()._hover(path)
        if path != before:
            self.pointed.emit(None if path is None else path[0])
