"""Which part of an item is to be painted: of a few small parts of a view, those that are its own.

Qt tells every item the rectangle round all parts of the view that are painted, however far apart
they are: round an outline in the input and another in the output nearly everything lies.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPaintEvent, QRegion
from PySide6.QtWidgets import QGraphicsView

if TYPE_CHECKING:
    from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget


class ExposingView(QGraphicsView):
    """A view, never scaled, that tells its items which of its parts it paints."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.exposed = QRegion()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint, and know which parts meanwhile."""
        self.exposed = event.region()
        super().paintEvent(event)
        self.exposed = QRegion()


def exposed_part(
    item: QGraphicsItem, option: QStyleOptionGraphicsItem, widget: QWidget | None
) -> QRectF:
    """Return which part of an item is painted now, in its own coordinates; empty for none.

    Args:
        item: The item, whose flag ItemUsesExtendedStyleOption is set.
        option: What its ``paint`` was given.
        widget: Likewise; None where it is painted on another device, which shows all of it.
    """
    bounds = option.exposedRect.intersected(item.boundingRect())
    view = None if widget is None else widget.parentWidget()
    if not isinstance(view, ExposingView) or view.exposed.rectCount() <= 1:
        return bounds
    place = view.viewportTransform().map(item.scenePos())
    own = view.exposed.intersected(bounds.translated(place).toAlignedRect().adjusted(-1, -1, 1, 1))
    return QRectF(own.boundingRect()).translated(-place).intersected(bounds)
