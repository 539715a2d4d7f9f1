"""A mouse that moves where a test says, wherever the display's own mouse stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from convviz.stepping.cells import CellAddress
    from convviz.ui.widgets.grid import PlaneStackView


def move_mouse(view: PlaneStackView, place: QPoint | CellAddress) -> None:
    """Move the mouse over a view.

    QTest's own mouse is the display's: it reports no move to where it stands already.

    Args:
        view: What the mouse is over.
        place: A cell, or a point of the viewport.
    """
    where = place if isinstance(place, QPoint) else view.cell_position(place)
    move_mouse_in(view.viewport(), where)


def move_mouse_in(widget: QWidget, where: QPoint) -> None:
    """Move the mouse to a point of a widget that is no view."""
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(where),
        QPointF(widget.mapToGlobal(where)),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QGuiApplication.sendEvent(widget, event)
