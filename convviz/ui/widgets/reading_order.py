"""The order in which the Tab key goes through a page: as it is read, whatever was built when."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from collections.abc import Iterable


def put_in_reading_order(zones: Iterable[QWidget]) -> None:
    """Have the Tab key go through zones one after the other, each from top to bottom, row by row.

    Called at each Tab: parts come and go, and rows wrap.

    Args:
        zones: Widgets of one window, none within another, in the order in which they are read.
    """
    order = [widget for zone in zones for widget in reading_order(zone)]
    for before, behind in pairwise(order):
        QWidget.setTabOrder(before, behind)


def reading_order(zone: QWidget) -> list[QWidget]:
    """Return what the Tab key reaches in a widget now, as it is read.

    What holds others, such as an area that scrolls, stands before them.
    """
    inside = [zone, *zone.findChildren(QWidget)]
    reached = [widget for widget in inside if _is_reached(widget, zone)]
    return _ordered(reached, zone)


def _ordered(widgets: list[QWidget], zone: QWidget) -> list[QWidget]:
    outer = [widget for widget in widgets if not any(_holds(other, widget) for other in widgets)]
    order: list[QWidget] = []
    for widget in _by_rows(outer, zone):
        within = [other for other in widgets if _holds(widget, other)]
        order += [widget, *_ordered(within, zone)]
    return order


def _holds(widget: QWidget, other: QWidget) -> bool:
    return widget is not other and widget.isAncestorOf(other)


def _by_rows(widgets: list[QWidget], zone: QWidget) -> list[QWidget]:
    """Return widgets row by row; in a row stands whose middle is beside the first of it."""
    places = {widget: _place(widget, zone) for widget in widgets}
    left = sorted(widgets, key=lambda widget: (places[widget].top(), places[widget].left()))
    order: list[QWidget] = []
    while left:
        first = places[left[0]]
        row = [widget for widget in left if _is_beside(places[widget], first)]
        order += sorted(row, key=lambda widget: places[widget].left())
        left = [widget for widget in left if widget not in row]
    return order


def _is_beside(place: QRect, first: QRect) -> bool:
    middle, other = place.center().y(), first.center().y()
    return first.top() <= middle <= first.bottom() or place.top() <= other <= place.bottom()


def _place(widget: QWidget, zone: QWidget) -> QRect:
    return QRect(widget.mapTo(zone, QPoint(0, 0)), widget.size())


def _is_reached(widget: QWidget, zone: QWidget) -> bool:
    return (
        bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        and widget.focusProxy() is None
        and widget.isEnabled()
        and widget.isVisible()
        and widget.window() is zone.window()
    )
