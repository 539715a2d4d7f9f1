"""A graphics view whose zoom is a whole number of pixels a cell, with panning by the mouse."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QGestureEvent,
    QGraphicsScene,
    QGraphicsView,
    QPinchGesture,
    QWidget,
)

from convviz.ui.theme import current_palette
from convviz.ui.widgets.grid.exposure import ExposingView
from convviz.ui.widgets.grid.layout_shapes import LARGEST_CELL

_STEP: Final = 1.25
_WHEEL_STEP: Final = 60
_DRAG_START: Final = 5


class ZoomPanView(ExposingView):
    """Base of drawings made of cells: fits the space until a person zooms.

    The wheel, two fingers, Ctrl++ and Ctrl+- zoom; Ctrl+0 fits again; dragging pans a drawing that
    is larger than the view. The view itself is never scaled, so that lines and numbers stay crisp.

    Signals:
        zoom_changed(int, bool): The size of cells in pixels, and whether it fits the space.
    """

    zoom_changed = Signal(int, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setScene(QGraphicsScene(self))
        self.scene().setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.MinimalViewportUpdate)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # drawBackground fills
        self.setMouseTracking(True)
        self._cell = 0
        self._fitted = True
        self._pressed_at: QPoint | None = None
        self._panning = False
        self._wheel = 0
        self._pinched = 1.0
        self.viewport().grabGesture(Qt.GestureType.PinchGesture)

    @property
    def cell(self) -> int:
        """The common size of cells, in logical pixels."""
        return self._cell

    @property
    def is_fitted(self) -> bool:
        """Whether the drawing follows the space; zooming ends that."""
        return self._fitted

    def zoom_in(self) -> None:
        """Enlarge the cells by a quarter, at least a pixel."""
        self._zoom(1, self.viewport().rect().center())

    def zoom_out(self) -> None:
        """Shrink the cells by a fifth, at least a pixel."""
        self._zoom(-1, self.viewport().rect().center())

    def zoom_reset(self) -> None:
        """Fit the space again."""
        self._fitted = True
        self._set_cell(self._fitting_cell())
        self.zoom_changed.emit(self._cell, self._fitted)

    def set_cell_size(self, cell: int) -> None:
        """Show cells of this many logical pixels, whatever the space; 1 to LARGEST_CELL."""
        self._fitted = False
        self._set_cell(max(1, min(LARGEST_CELL, cell)))
        self.zoom_changed.emit(self._cell, self._fitted)

    def _fitting_cell(self) -> int:
        """Return the size of cells with which everything fits; for subclasses."""
        return 1

    def _is_dense(self) -> bool:
        """Return whether cells must be smaller than a pixel to fit; for subclasses."""
        return False

    def _show_cell_size(self, cell: int) -> None:
        """Rearrange the scene for a size of cells; for subclasses."""
        raise NotImplementedError

    def _refit(self) -> None:
        """Rearrange after another shape or space; keeps a zoom that a person chose."""
        self._set_cell(self._fitting_cell() if self._fitted or self._cell == 0 else self._cell)

    def _set_cell(self, cell: int) -> None:
        self._cell = cell
        self._show_cell_size(cell)

    def _zoom(self, direction: int, anchor: QPoint) -> None:
        old = self._cell
        wanted = round(old * _STEP) if direction > 0 else round(old / _STEP)
        if wanted == old:
            wanted += direction
        new = max(1, min(LARGEST_CELL, wanted))
        if new == old:
            if direction < 0 and not self._fitted and self._is_dense():
                self.zoom_reset()
            return
        before = self.mapToScene(anchor)
        bounds = self.sceneRect()
        self._fitted = False
        self._set_cell(new)
        after = self.sceneRect()
        x = before.x() / max(1.0, bounds.width()) * after.width()
        y = before.y() / max(1.0, bounds.height()) * after.height()
        middle = self.viewport().rect().center()
        self.centerOn(x - anchor.x() + middle.x(), y - anchor.y() + middle.y())
        self.zoom_changed.emit(self._cell, self._fitted)

    def _can_pan(self) -> bool:
        bars = (self.horizontalScrollBar(), self.verticalScrollBar())
        return any(bar.maximum() > bar.minimum() for bar in bars)

    def _clicked(self, position: QPoint) -> None:
        """React to a click that did not pan; for subclasses."""

    def drawBackground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        """Fill the ground in one go: what stands behind it need not be painted."""
        painter.fillRect(rect, QColor(current_palette().surface))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the new space."""
        super().resizeEvent(event)
        self._refit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom round the mouse; with Shift, scroll sideways."""
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            super().wheelEvent(event)
            return
        self._wheel += event.angleDelta().y()
        steps = int(self._wheel / _WHEEL_STEP)
        self._wheel -= steps * _WHEEL_STEP
        if steps:
            self._zoom(1 if steps > 0 else -1, event.position().toPoint())
        event.accept()

    def viewportEvent(self, event: QEvent) -> bool:
        """Zoom round two fingers, on a touchpad or a screen."""
        if isinstance(event, QNativeGestureEvent):
            if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
                self._pinch(1 + event.value(), event.position().toPoint())
                return True
        elif isinstance(event, QGestureEvent):
            pinch = event.gesture(Qt.GestureType.PinchGesture)
            if isinstance(pinch, QPinchGesture):
                middle = pinch.centerPoint().toPoint()
                self._pinch(pinch.scaleFactor(), self.viewport().mapFromGlobal(middle))
                return True
        return super().viewportEvent(event)

    def _pinch(self, factor: float, anchor: QPoint) -> None:
        """Zoom as soon as fingers have spread, or closed, as far as a step of zooming."""
        self._pinched *= max(0.1, factor)
        for direction, is_step in ((1, self._pinched >= _STEP), (-1, self._pinched <= 1 / _STEP)):
            if is_step:
                self._zoom(direction, anchor)
                self._pinched = 1.0

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Zoom by the keyboard; other keys go to the parent, which may have uses for them."""
        if event.matches(QKeySequence.StandardKey.ZoomIn):
            self.zoom_in()
        elif event.matches(QKeySequence.StandardKey.ZoomOut):
            self.zoom_out()
        elif event.key() == Qt.Key.Key_0 and event.modifiers() == (
            Qt.KeyboardModifier.ControlModifier
        ):
            self.zoom_reset()
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where a click or a drag starts."""
        if event.button() in {Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton}:
            self._pressed_at = event.position().toPoint()
            self._panning = False
            event.accept()
            return
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pan while a button is held."""
        point = event.position().toPoint()
        start = self._pressed_at
        if start is None:
            super().mouseMoveEvent(event)
            return
        if not self._panning:
            self._panning = self._can_pan() and ((point - start).manhattanLength() >= _DRAG_START)
        if self._panning:
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
            for bar, delta in (
                (self.horizontalScrollBar(), point.x() - start.x()),
                (self.verticalScrollBar(), point.y() - start.y()),
            ):
                bar.setValue(bar.value() - delta)
            self._pressed_at = point

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a pan, or click."""
        if self._pressed_at is None:
            super().mouseReleaseEvent(event)
            return
        panned, self._pressed_at, self._panning = self._panning, None, False
        self.viewport().unsetCursor()
        if not panned and event.button() == Qt.MouseButton.LeftButton:
            self._clicked(event.position().toPoint())

    def changeEvent(self, event: QEvent) -> None:
        """Take new fonts and styles."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.viewport().update()
