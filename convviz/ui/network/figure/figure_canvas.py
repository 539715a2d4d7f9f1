"""A figure that is zoomed and panned: what is under the mouse is told, and a click chooses it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QGestureEvent, QPinchGesture, QWidget

from convviz.drawing.colours import colour
from convviz.drawing.options import Theme
from convviz.drawing.scene import Paint, Role, Words
from convviz.ui.network.figure.figure_marks import area_of, paint_mark
from convviz.ui.theme import RADIUS, current_palette, theme_notifier
from convviz.ui.widgets.drawn_widget import DrawnWidget
from convviz.ui.widgets.figure_painter import paint_primitives

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtCore import QRect

    from convviz.core.network.tree import Path
    from convviz.drawing.scene import Primitive, Scene

LARGEST_FIT: Final = 1.5
"""A small figure is not drawn larger than so many times its own size to fill the room."""
_LARGEST: Final = 8.0
_SMALLEST: Final = 0.5
"""Beside the size with which all of it is seen."""
_STEP: Final = 1.25
_WHEEL: Final = 480.0
"""Of the wheel's eighths of a degree for twice the size: four notches."""
_DRAG_START: Final = 5
_EDGE: Final = 40.0
_LEAST: Final = QSize(160, 120)


class FigureCanvas(DrawnWidget):
    """Shows a figure.

    Signals:
        chosen(Path, bool): A layer or block was clicked; whether it is to be chosen beside others.
        opened(Path): One was clicked twice.
        stepped(int): The layer before (-1) or behind (1) the chosen one is wanted.
        room_changed(): The figure may be broken into other rows.
    """

    chosen = Signal(object, bool)
    opened = Signal(object)
    stepped = Signal(int)
    room_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scene: Scene | None = None
        self._marked: tuple[Path, ...] = ()
        self._hovered: Path | None = None
        self._scale, self._offset = 1.0, QPointF()
        self._is_fitted = True
        self._picture: QPixmap | None = None
        self._pressed: QPoint | None = None
        self._is_panning = False
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setMinimumSize(_LEAST)
        self.setAccessibleName(self.tr("Drawing of the network"))
        self.grabGesture(Qt.GestureType.PinchGesture)
        theme_notifier().changed.connect(self._paint_anew)

    @property
    def scene(self) -> Scene | None:
        """The figure that is shown."""
        return self._scene

    @property
    def scale(self) -> float:
        """Pixels of the screen for each of the figure's own."""
        return self._scale

    @property
    def is_fitted(self) -> bool:
        """Whether all of it is seen, whatever the room; zooming ends that."""
        return self._is_fitted

    @property
    def theme(self) -> Theme:
        """The colours of the window."""
        return Theme.DARK if current_palette().is_dark else Theme.LIGHT

    @property
    def marked(self) -> tuple[Path, ...]:
        """What is marked as chosen."""
        return self._marked

    def show_scene(self, scene: Scene) -> None:
        """Show another figure; a zoom that a person chose stays."""
        self._scene, self._hovered = scene, None
        if self._is_fitted:
            self._fit()
        else:
            self._keep_in_sight()
        self._paint_anew()

    def mark(self, paths: Iterable[Path]) -> None:
        """Mark what is chosen."""
        marked = tuple(paths)
        if marked != self._marked:
            self._marked = marked
            if marked and not self._is_fitted:
                self._bring_into_sight(marked[0])
            self.update()

    def fit(self) -> None:
        """Show all of it, and go on doing so."""
        self._is_fitted = True
        self._fit()
        self._paint_anew()
        self.room_changed.emit()

    def zoom_in(self) -> None:
        """Enlarge it by a quarter."""
        self._zoom(_STEP, QPointF(self.rect().center()))

    def zoom_out(self) -> None:
        """Shrink it by a fifth."""
        self._zoom(1 / _STEP, QPointF(self.rect().center()))

    def place_of(self, path: Path) -> QPointF | None:
        """Return a place on the screen where a layer or block is drawn; None for nowhere."""
        if self._scene is not None:
            for item in self._scene.of(path):
                if isinstance(item, Words):
                    return self._on_screen(area_of(item).center())
        return None

    def tip_at(self, point: QPoint) -> tuple[str, QRect] | None:
        """Return what is said of what is under the mouse."""
        path = self._at(QPointF(point))
        if path is None or self._scene is None:
            return None
        note = self._scene.notes.get(path, "")
        return (note, self._area_of(path).toAlignedRect()) if note else None

    # Places

    def _fit(self) -> None:
        scene = self._scene
        if scene is None:
            return
        share = min(self.width() / scene.width, self.height() / scene.height)
        self._scale = min(LARGEST_FIT, share)
        self._keep_in_sight()

    def _zoom(self, factor: float, anchor: QPointF) -> None:
        scene = self._scene
        if scene is None:
            return
        least = _SMALLEST * min(self.width() / scene.width, self.height() / scene.height)
        scale = max(min(least, _SMALLEST), min(_LARGEST, self._scale * factor))
        place = (anchor - self._offset) / self._scale
        self._scale, self._is_fitted = scale, False
        self._offset = anchor - place * scale
        self._keep_in_sight()
        self._paint_anew()

    def _keep_in_sight(self) -> None:
        """Put what is smaller than the room into its middle; let no more be empty at an edge."""
        scene = self._scene
        if scene is None:
            return

        def held(offset: float, length: float, room: float) -> float:
            if length <= room:
                return (room - length) / 2
            return min(_EDGE, max(room - length - _EDGE, offset))

        self._offset = QPointF(
            held(self._offset.x(), scene.width * self._scale, self.width()),
            held(self._offset.y(), scene.height * self._scale, self.height()),
        )

    def _bring_into_sight(self, path: Path) -> None:
        """Go to what is chosen elsewhere, if nothing of it is in sight."""
        shown = None if self._scene is None else self._scene.shown(path)
        if shown is None:
            return
        area = self._area_of(shown)
        if not area.intersects(QRectF(self.rect())):
            self._pan(QPointF(self.rect().center()) - area.center())

    def _can_pan(self) -> bool:
        scene = self._scene
        if scene is None:
            return False
        wide, high = scene.width * self._scale, scene.height * self._scale
        return wide > self.width() + 1 or high > self.height() + 1

    def _on_screen(self, place: QPointF) -> QPointF:
        return place * self._scale + self._offset

    def _at(self, point: QPointF) -> Path | None:
        if self._scene is None:
            return None
        place = (point - self._offset) / self._scale
        return self._scene.at(place.x(), place.y())

    def _area_of(self, path: Path) -> QRectF:
        """Return what a layer or block covers on the screen."""
        area = QRectF()
        if self._scene is not None:
            for item in self._scene.of(path):
                area = area.united(area_of(item))
        return QRectF(self._on_screen(area.topLeft()), area.size() * self._scale)

    # Painting

    def _paint_anew(self) -> None:
        self._picture = None
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the figure, which is kept until it changes, and the marks over it."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawPixmap(0, 0, self._painted())
        scene = self._scene
        if scene is not None:
            self._place(painter)
            self._paint_marks(painter, scene)
            painter.resetTransform()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        palette = current_palette()
        painter.setPen(QPen(QColor(palette.accent if self.hasFocus() else palette.border), 1))
        edge = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(edge, RADIUS, RADIUS)
        painter.end()

    def _painted(self) -> QPixmap:
        """Return the figure as it is seen, without marks."""
        if self._picture is None:
            ratio = self.devicePixelRatioF()
            picture = QPixmap(self.size() * ratio)
            picture.setDevicePixelRatio(ratio)
            palette = current_palette()
            picture.fill(QColor(palette.surface))
            painter = QPainter(picture)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colour(self.theme, Paint(Role.GROUND))))
            painter.drawRoundedRect(QRectF(self.rect()), RADIUS, RADIUS)
            if self._scene is not None:
                self._place(painter)
                paint_primitives(painter, self._seen(self._scene), self.theme)
            painter.end()
            self._picture = picture
        return self._picture

    def _place(self, painter: QPainter) -> None:
        painter.translate(self._offset)
        painter.scale(self._scale, self._scale)

    def _seen(self, scene: Scene) -> Iterable[Primitive]:
        """Return what is in sight: all of it, unless a person has zoomed in."""
        if not self._can_pan():
            return scene.primitives
        corner = -self._offset / self._scale
        sight = QRectF(corner.x(), corner.y(), 0, 0)
        sight.setSize(self.size().toSizeF() / self._scale)
        return [item for item in scene.primitives if area_of(item).intersects(sight)]

    def _paint_marks(self, painter: QPainter, scene: Scene) -> None:
        accent = QColor(current_palette().accent)
        shown = {scene.shown(path) for path in self._marked}
        if self._hovered is not None and self._hovered not in shown:
            paint_mark(painter, scene, self._hovered, QPen(accent, 1.0))
        for path in shown:
            if path is not None:
                paint_mark(painter, scene, path, QPen(accent, 2.0))

    # What a person does

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the new room."""
        super().resizeEvent(event)
        if self._is_fitted:
            self._fit()
            self.room_changed.emit()
        else:
            self._keep_in_sight()
        self._paint_anew()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom round the mouse; with Shift, go sideways."""
        turned = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._pan(QPointF(turned.y() or turned.x(), 0))
        elif turned.y():
            self._zoom(2.0 ** (turned.y() / _WHEEL), event.position())
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Zoom round two fingers, on a touchpad or a screen."""
        if isinstance(event, QNativeGestureEvent):
            if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
                self._zoom(max(0.1, 1 + event.value()), event.position())
                return True
        elif event.type() == QEvent.Type.Gesture:
            pinch = cast("QGestureEvent", event).gesture(Qt.GestureType.PinchGesture)
            if isinstance(pinch, QPinchGesture):
                middle = self.mapFromGlobal(pinch.centerPoint().toPoint())
                self._zoom(max(0.1, pinch.scaleFactor()), QPointF(middle))
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the layer before or behind; other keys are the page's."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        step = steps.get(Qt.Key(event.key()))
        if step is None or event.modifiers() != Qt.KeyboardModifier.NoModifier:
            event.ignore()
        else:
            self.stepped.emit(step)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where a click or a drag starts."""
        if event.button() in {Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton}:
            self._pressed, self._is_panning = event.position().toPoint(), False
            event.accept()
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pan while a button is held; else show what would be chosen."""
        point = event.position().toPoint()
        start = self._pressed
        if start is None:
            self._hover(self._at(event.position()))
            return
        if not self._is_panning:
            far = (point - start).manhattanLength() >= _DRAG_START
            self._is_panning = far and self._can_pan()
        if self._is_panning:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self._pan(QPointF(point - start))
            self._pressed = point

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a pan, or choose what was clicked."""
        was_panning, was_pressed = self._is_panning, self._pressed is not None
        self._pressed, self._is_panning = None, False
        path = self._at(event.position())
        self._hover(path)
        if event.button() == Qt.MouseButton.LeftButton and was_pressed and not was_panning and path:
            adds = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            self.chosen.emit(path, adds)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open what was clicked twice."""
        path = self._at(event.position())
        if path and event.button() == Qt.MouseButton.LeftButton:
            self.opened.emit(path)

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the mouse any more."""
        super().leaveEvent(event)
        self._hover(None)

    def _pan(self, by: QPointF) -> None:
        self._is_fitted = False
        self._offset += by
        self._keep_in_sight()
        self._paint_anew()

    def _hover(self, path: Path | None) -> None:
        pointing, arrow = Qt.CursorShape.PointingHandCursor, Qt.CursorShape.ArrowCursor
        self.setCursor(arrow if path is None else pointing)
        if path != self._hovered:
            self._hovered = path
            self.update()
