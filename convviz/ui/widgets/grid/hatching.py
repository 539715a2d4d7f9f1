"""Lines that hatch a cell. Qt's own patterns keep the device's pixels, whatever the scale."""

from __future__ import annotations

import math
from typing import Final

from PySide6.QtCore import QLineF, QRectF

SPACING: Final = 8.0
"""Between lines, along an edge; in logical pixels."""


def hatch_lines(rect: QRectF) -> list[QLineF]:
    """Return rising lines through a rectangle, which go on in its neighbours."""
    left, top, right, bottom = rect.left(), rect.top(), rect.right(), rect.bottom()
    first = math.floor((left + top) / SPACING) + 1
    lines = []
    for number in range(first, math.ceil((right + bottom) / SPACING)):
        total = number * SPACING  # of x and y, the same all along a line
        start, end = max(left, total - bottom), min(right, total - top)
        lines.append(QLineF(start, total - start, end, total - end))
    return lines
