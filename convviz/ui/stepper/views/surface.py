"""A function of two weights as a map, and the way of an optimiser over it. Without Qt."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from convviz.core.optimisers.base import PARAMS
from convviz.core.surface import NAMES, parse_surface, value_of
from convviz.values.step_values import SURFACE_FUNCTIONS

if TYPE_CHECKING:
    from convviz.stepping.scene.scene import Scene

LEVELS: Final = 14
"""Bands of height that are told apart."""

_SAMPLES: Final = 128
"""Points along each side of the map at which the heights are looked at for the bands."""

_PARTS: Final = (0.2, 0.5, 1.0)
"""Of the power of ten below the way's width: the map's edges are whole multiples of such a part, of
which the way has ten at most."""

_STRIP: Final = 32
"""Rows of a picture whose heights are found in one go: they stay in the processor's cache."""

_LEAST_REACH: Final = 1.0
_MARGIN: Final = 0.3
_FAR: Final = 8.0
"""Steps that lead so many times as far as the start are beyond the map."""


@dataclass(frozen=True, slots=True, eq=False)
class SurfaceMap:
    """What is drawn of a walk over a function.

    Attributes:
        path: steps+1 2; where the weights stand, from the start on.
        heights: steps+1; the function there; NaN where no function is descended.
        left, right, low, high: The weights at the edges.
    """

    path: NDArray[np.float64]
    heights: NDArray[np.float64]
    left: float
    right: float
    low: float
    high: float

    @property
    def edges(self) -> tuple[float, float, float, float]:
        """The weights at the edges: left, right, low, high."""
        return self.left, self.right, self.low, self.high

    def levels(self, function: str, width: int, height: int) -> NDArray[np.uint8]:
        """Return the band of height of every point of a picture, its top row first.

        Args:
            function: What is descended.
            width: Points across.
            height: Points from top to bottom.

        Returns:
            height width; from 0 to LEVELS; LEVELS where there is no number.
        """
        edges = self._edges(function)
        if edges is None:
            return np.full((height, width), LEVELS, dtype=np.uint8)
        bands = np.zeros((height, width), dtype=np.uint8)
        x = np.linspace(self.left, self.right, width)[None, :]
        y = np.linspace(self.high, self.low, height)[:, None]
        for top in range(0, height, _STRIP):
            strip = bands[top : top + _STRIP]
            values = np.broadcast_to(_heights(function, x, y[top : top + _STRIP]), strip.shape)
            for edge in edges.tolist():
                strip += (values >= edge).view(np.uint8)  # added as they are, none is converted
            is_number = np.isfinite(values)
            if not is_number.all():
                strip[~is_number] = LEVELS
        return bands

    def _edges(self, function: str) -> NDArray[np.float64] | None:
        """Return where one band ends and the next begins; None where there are no numbers.

        Each has an equal share of the map: far up, the ground is steeper than anywhere else. They
        are those of the map, not of the pixels: the same at every size.
        """
        x = np.linspace(self.left, self.right, _SAMPLES)[None, :]
        y = np.linspace(self.high, self.low, _SAMPLES)[:, None]
        values = np.broadcast_to(_heights(function, x, y), (_SAMPLES, _SAMPLES))
        known = values[np.isfinite(values)]
        if not known.size:
            return None
        edges: NDArray[np.float64] = np.unique(
            np.quantile(known, np.linspace(0, 1, LEVELS + 1)[1:-1])
        )
        return edges


def _heights(function: str, x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
    with np.errstate(all="ignore"):
        weights = dict(zip(NAMES, (x, y), strict=True))
        found = value_of(parse_surface(function), weights, SURFACE_FUNCTIONS)
    return np.asarray(found, dtype=np.float64)


def surface_map(scene: Scene) -> SurfaceMap | None:
    """Return the map of an optimiser's walk; None unless it moves two weights."""
    start = scene.plain_weights[PARAMS].ravel()
    if start.size != len(NAMES) or scene.output is None:
        return None
    path = np.concatenate([start[None], scene.output.reshape(-1, len(NAMES))])
    function = scene.calculator.mode.function
    heights = np.full(len(path), np.nan)
    if function:
        heights = np.broadcast_to(_heights(function, path[:, 0], path[:, 1]), len(path)).copy()
    (left, right), (low, high) = (_span(path[:, axis], start) for axis in range(len(NAMES)))
    return SurfaceMap(path, heights, left, right, low, high)


def _span(along: NDArray[np.float64], start: NDArray[np.float64]) -> tuple[float, float]:
    """Return the edges of the map along one weight: the walk, its start and the origin."""
    reach = max(_LEAST_REACH, float(np.abs(start[np.isfinite(start)]).max(initial=0.0)))
    near = along[np.isfinite(along) & (np.abs(along) <= _FAR * reach)]
    least = min(float(near.min(initial=0.0)), -_LEAST_REACH / 2)
    most = max(float(near.max(initial=0.0)), _LEAST_REACH / 2)
    margin = _MARGIN * (most - least)
    # On round numbers: a slightly other walk, as of another lr, leaves the map as it is.
    power = 10.0 ** math.floor(math.log10(most - least))
    round_to = power * next(part for part in _PARTS if most - least <= 10 * part * power)
    return (
        math.floor((least - margin) / round_to) * round_to,
        math.ceil((most + margin) / round_to) * round_to,
    )
