"""The indices of maxima, as planes beside the output."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QCoreApplication

from convviz.stepping.cells import INDICES, POOLED, CellKind
from convviz.ui.widgets.grid import GridRole, Plane, PlaneGroup

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from convviz.stepping.scene.visible import PlaneKey

translate = QCoreApplication.translate


def index_group(
    indices: NDArray[np.int64], keys: tuple[PlaneKey, ...], titles: list[str]
) -> PlaneGroup:
    """Return planes of indices, which have no colours of their own: they are places, not amounts.

    Args:
        indices: (channels, depth, rows, columns).
        keys: The planes that are drawn.
        titles: The words above each.
    """
    kinds = np.full(indices.shape[-2:], CellKind.REAL, dtype=np.uint8)
    planes = tuple(
        Plane(indices[key.channel, key.depth].astype(np.float64), kinds, title, scale=np.inf)
        for key, title in zip(keys, titles, strict=True)
    )
    caption = translate("CalculatorPlanes", "Indices")
    return PlaneGroup(INDICES, GridRole.OUTPUT, caption, planes)


def pooled_group(
    pooled: NDArray[np.float64], keys: tuple[PlaneKey, ...], titles: list[str]
) -> PlaneGroup:
    """Return planes of maxima, between the input and what unpooling makes of them.

    Args:
        pooled: (channels, depth, rows, columns).
        keys: The planes that are drawn.
        titles: The words above each.
    """
    planes = tuple(
        Plane(pooled[key.channel, key.depth], title=title)
        for key, title in zip(keys, titles, strict=True)
    )
    caption = translate("CalculatorPlanes", "Maxima")
    return PlaneGroup(POOLED, GridRole.KERNEL, caption, planes, "\u2192")
