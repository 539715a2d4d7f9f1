"""The ten outlines of Shapes-10 as signed distances: negative inside, in units of the radius.

Only ``+ - * / sqrt abs min max`` and comparisons are used, which IEEE 754 defines to the last bit:
every platform draws the same pictures.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.floating[Any]]
"""float32, one value a pixel; no operation here widens it."""
Outline: TypeAlias = Callable[[Floats, Floats], Floats]
"""From x (right) and y (up), in radii from the centre, to the signed distance of each point."""

_COS_30 = 0.8660254037844386
_COS_36, _SIN_36 = 0.8090169943749475, 0.5877852522924731


def _magnitude(value: Floats) -> Floats:
    magnitudes: Floats = np.abs(value)
    return magnitudes


def _union(first: Floats, second: Floats) -> Floats:
    nearer: Floats = np.minimum(first, second)
    return nearer


def _intersection(first: Floats, second: Floats) -> Floats:
    farther: Floats = np.maximum(first, second)
    return farther


def _length(x: Floats, y: Floats) -> Floats:
    distances: Floats = np.sqrt(x * x + y * y)
    return distances


def _box(x: Floats, y: Floats, half_width: float, half_height: float) -> Floats:
    return _intersection(_magnitude(x) - half_width, _magnitude(y) - half_height)


def circle(x: Floats, y: Floats) -> Floats:
    """Return the distances to a disc."""
    return _length(x, y) - 0.88


def ring(x: Floats, y: Floats) -> Floats:
    """Return the distances to a ring with a wide hole."""
    return _magnitude(_length(x, y) - 0.72) - 0.22


def moon(x: Floats, y: Floats) -> Floats:
    """Return the distances to a crescent that opens to the right."""
    return _intersection(_length(x + 0.1, y) - 0.95, 0.78 - _length(x - 0.36, y))


def heart(x: Floats, y: Floats) -> Floats:
    """Return the distances to a heart: two half discs on a square's upper edges."""
    across, up = _magnitude(x) * 0.62, y * 0.62 + 0.55
    lobe = _length(across - 0.25, up - 0.75) - 0.3535533905932738
    along = np.maximum(across + up, 0.0) * 0.5
    edge = np.minimum(_length(across, up - 1.0), _length(across - along, up - along))
    lower = np.where(across > up, edge, -edge)
    return np.where(across + up > 1.0, lobe, lower) / 0.62


def triangle(x: Floats, y: Floats) -> Floats:
    """Return the distances to an equilateral triangle on its base."""
    lowered = y + 0.15
    return _intersection(-lowered, _magnitude(x) * _COS_30 + lowered * 0.5) - 0.53


def square(x: Floats, y: Floats) -> Floats:
    """Return the distances to a square on its base."""
    return _box(x, y, 0.76, 0.76)


def diamond(x: Floats, y: Floats) -> Floats:
    """Return the distances to a rhombus, taller than wide."""
    half_width, half_height = 0.6, 1.0
    slope = half_width * half_height / float(np.sqrt(half_width**2 + half_height**2))
    return (_magnitude(x) / half_width + _magnitude(y) / half_height - 1.0) * slope


def star(x: Floats, y: Floats) -> Floats:
    """Return the distances to a five-pointed star on two points.

    Source:
        Inigo Quilez, "2D distance functions": the plane is folded over the star's mirror axes
        until one edge remains.
    """
    across, up = _magnitude(x), y
    for normal_x in (_COS_36, -_COS_36):
        beyond = np.maximum(across * normal_x - up * _SIN_36, 0.0) * 2.0
        across, up = across - beyond * normal_x, up + beyond * _SIN_36
    across, up = _magnitude(across), up - 1.0
    edge_x, edge_y = 0.45 * _SIN_36, 0.45 * _COS_36 - 1.0
    squared = edge_x * edge_x + edge_y * edge_y
    along = np.clip((across * edge_x + up * edge_y) / squared, 0.0, 1.0)
    distance = _length(across - along * edge_x, up - along * edge_y)
    return np.where(up * edge_x > across * edge_y, distance, -distance)


def cross(x: Floats, y: Floats) -> Floats:
    """Return the distances to an upright cross with equal arms."""
    return _union(_box(x, y, 0.95, 0.29), _box(x, y, 0.29, 0.95))


def arrow(x: Floats, y: Floats) -> Floats:
    """Return the distances to an arrow that points up."""
    head = _intersection(-y, (_magnitude(x) + y - 0.98) * 0.7071067811865476)
    return _union(head, _box(x, y + 0.45, 0.25, 0.5))


OUTLINES: dict[str, Outline] = {
    "circle": circle,
    "ring": ring,
    "moon": moon,
    "heart": heart,
    "triangle": triangle,
    "square": square,
    "diamond": diamond,
    "star": star,
    "cross": cross,
    "arrow": arrow,
}
