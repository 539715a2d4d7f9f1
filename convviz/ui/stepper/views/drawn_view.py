"""A view that is one drawing in all the room there is, such as a curve or a map."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QVBoxLayout, QWidget

from convviz.ui.stepper.views.step_view import StepView
from convviz.ui.theme import current_palette, theme_notifier
from convviz.ui.widgets.grid import PlaneStackView
from convviz.ui.widgets.grid.vector import is_vector

if TYPE_CHECKING:
    from collections.abc import Collection

    from PySide6.QtGui import QResizeEvent

_FEWEST_PIXELS: Final = 120


class DrawnItem(QGraphicsItem):
    """Base of the drawings: what stays from step to step, and what the step adds.

    What stays is painted into a pixmap once, so that a step costs what it adds.
    """

    def __init__(self) -> None:
        super().__init__()
        self._size = QRectF()
        self._still = QPixmap()
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)

    def boundingRect(self) -> QRectF:
        """Return all the room there is."""
        return self._size

    def set_size(self, size: QRectF) -> None:
        """Take other room."""
        self.prepareGeometryChange()
        self._size = size
        self.forget_still()

    def forget_still(self) -> None:
        """Draw everything anew, with another content, size or theme."""
        self._still = QPixmap()
        self.update()

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        _widget: QWidget | None = None,
    ) -> None:
        """Draw everything."""
        if is_vector(painter):
            self.paint_still(painter)
        else:
            painter.drawPixmap(self._size.topLeft(), self._drawn_still(painter))
        self.paint_point(painter, option.exposedRect)

    def _drawn_still(self, device: QPainter) -> QPixmap:
        """Return what is the same at every step, as it is seen on the view's ground."""
        ratio = device.device().devicePixelRatioF()
        if self._still.isNull() or self._still.devicePixelRatio() != ratio:
            size = (self._size.size() * ratio).toSize().expandedTo(QSize(1, 1))
            self._still = QPixmap(size)
            self._still.setDevicePixelRatio(ratio)
            self._still.fill(QColor(current_palette().surface))
            painter = QPainter(self._still)
            painter.translate(-self._size.topLeft())
            self.paint_still(painter)
            painter.end()
        return self._still

    def paint_still(self, painter: QPainter) -> None:
        """Draw what is the same at every step."""
        raise NotImplementedError

    def paint_point(self, painter: QPainter, exposed: QRectF) -> None:
        """Draw what is of the step.

        Args:
            painter: In the item's own coordinates.
            exposed: What lies outside it need not be drawn.
        """
        raise NotImplementedError


class DrawnCanvas(PlaneStackView):
    """Room for a drawing, which follows its size."""

    def __init__(self, item: DrawnItem, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._item = item
        self.scene().addItem(item)
        theme_notifier().changed.connect(self._forget_still)
        self.setAcceptDrops(False)  # so that drops reach the page
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fill the new room."""
        super().resizeEvent(event)
        self._show_cell_size(1)

    def show_anew(self) -> None:
        """Show another drawing in all the room there is."""
        self._forget_still()
        self._refit()

    def _forget_still(self) -> None:
        self._item.forget_still()

    def paint_still(self, painter: QPainter, moving: Collection[str] = ()) -> None:  # noqa: ARG002 - it has no groups
        """Paint what is the same at every step."""
        self._item.paint_still(painter)

    def paint_moving(self, painter: QPainter, moving: Collection[str] = ()) -> None:  # noqa: ARG002 - as above
        """Paint what is of the step."""
        self._item.paint_point(painter, self._item.boundingRect())

    def _fitting_cell(self) -> int:
        return 1

    def _show_cell_size(self, cell: int) -> None:  # noqa: ARG002 - it always fits
        # Not the viewport's size: that waits until the widget is shown, which an export never does.
        room = QRectF(0, 0, max(1, self.width()), max(1, self.height()))
        self._item.set_size(room)
        self.setSceneRect(room)
        self.scene().update()


class DrawnView(StepView):
    """Base of the views that are one drawing; subclasses say what it shows."""

    def __init__(self, item: DrawnItem, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._canvas = DrawnCanvas(item, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._canvas)

    @property
    def grids(self) -> PlaneStackView:
        """What it paints on."""
        return self._canvas

    @property
    def has_room(self) -> bool:
        """Whether the drawing can be read."""
        size = self._canvas.size()
        return min(size.width(), size.height()) >= _FEWEST_PIXELS

    @property
    def covered(self) -> tuple[str, ...]:
        """Nothing: it shows no cells."""
        return ()

    def minimumSizeHint(self) -> QSize:
        """Return the least room in which it can be read."""
        return QSize(_FEWEST_PIXELS + 40, _FEWEST_PIXELS)
