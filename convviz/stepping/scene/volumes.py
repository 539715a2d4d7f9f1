"""Shapes as volumes: everything is drawn with three spatial axes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from convviz.core.layers.base import Shape

_AXES: Final = 3


def volume_shape(shape: Shape) -> tuple[int, int, int, int]:
    """Return (channels, *spatial) with depth and rows of 1 where they are missing.

    A vector is one channel with one row.
    """
    if len(shape) == 1:
        return 1, 1, 1, shape[0]
    missing = (1,) * (_AXES + 1 - len(shape))
    channels, depth, rows, columns = (shape[0], *missing, *shape[1:])
    return channels, depth, rows, columns
