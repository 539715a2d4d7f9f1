"""The marks on a figure: the outline of what is chosen, or under the mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainterPath

from convviz.drawing.scene import Outline, Role, Words
from convviz.ui.theme import RADIUS
from convviz.ui.widgets.figure_painter import outline_path, words_area

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter, QPen

    from convviz.core.network.tree import Path
    from convviz.drawing.scene import Primitive, Scene

_BODIES: Final = frozenset(Role) - {Role.KERNEL, Role.FRAME, Role.GROUND, Role.WIRE}
"""What bodies are filled with, not what lies on them or around them."""


def paint_mark(painter: QPainter, scene: Scene, path: Path, pen: QPen) -> None:
    """Draw the lines of what is chosen with a pen, and underline its name; or around a block.

    Args:
        painter: Its unit is a pixel of the figure at its own size.
        scene: The figure.
        path: What is chosen; it is drawn in the figure.
        pen: In the accent's colour.
    """
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    items = list(scene.of(path))
    if any(item.path != path for item in items):
        line = around(scene, items, path)
        if not line.isEmpty():
            painter.drawPath(line)
            return
    for item in items:
        if isinstance(item, Outline) and item.line is not None and _role(item) in _BODIES:
            painter.drawPath(outline_path(item))
        elif isinstance(item, Words) and item.bold:
            level = item.place[1] + 0.24 * item.size
            painter.drawLine(QPointF(item.left, level), QPointF(item.left + item.length, level))


def around(scene: Scene, items: list[Primitive], path: Path) -> QPainterPath:
    """Return the line around a block: its frames, one a row, or what is as large as all in it.

    Where rows divide a block without a frame, so that others stand in between, it is empty.
    """
    line = QPainterPath()
    for item in items:
        if isinstance(item, Outline) and item.path == path and _role(item) is Role.FRAME:
            line.addPath(outline_path(item))
    if not line.isEmpty():
        return line
    area = QRectF()
    for item in items:
        area = area.united(area_of(item))
    depth = len(path)
    for item in scene.primitives:
        is_other = isinstance(item, Outline) and (item.path is None or item.path[:depth] != path)
        if is_other and _role(item) in _BODIES and area.contains(area_of(item).center()):
            return line
    line.addRoundedRect(area.adjusted(-4, -4, 4, 4), RADIUS, RADIUS)
    return line


def _role(item: Primitive) -> Role | None:
    """Return the meaning of what an outline is filled with."""
    return item.fill.role if isinstance(item, Outline) and item.fill is not None else None


def area_of(item: Primitive) -> QRectF:
    """Return what a primitive covers."""
    if isinstance(item, Words):
        return words_area(item)
    if isinstance(item, Outline):
        across = [x for x, _ in item.points]
        down = [y for _, y in item.points]
        left, top = min(across) - 1, min(down) - 1
        return QRectF(left, top, max(across) + 1 - left, max(down) + 1 - top)
    x, y = item.centre
    reach = item.radius + 1
    return QRectF(x - reach, y - reach, 2 * reach, 2 * reach)
