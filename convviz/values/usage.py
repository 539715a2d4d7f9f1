"""How many windows use each input cell, as an array of the input's spatial shape."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from convviz.core.errors import ErrorCode, ShapeError
from convviz.core.usage import axis_usage
from convviz.values.layer_values import LARGEST_OUTPUT

if TYPE_CHECKING:
    from convviz.core.layers.base import Shape, WindowedLayer

Counts: TypeAlias = np.ndarray[tuple[int, ...], np.dtype[np.int64]]


@dataclass(frozen=True, slots=True, eq=False)
class Usage:
    """How often the cells of one input channel are used by one output channel that reads it.

    Attributes:
        windows: How many output cells depend on each cell, of the input's spatial shape.
        readings: How many products it enters: padding that mirrors reads cells more than once.
    """

    windows: Counts
    readings: Counts


def usage(layer: WindowedLayer, spatial: Shape) -> Usage:
    """Return how often each input cell is used.

    Args:
        layer: A layer that accepts the input.
        spatial: Input sizes of the spatial axes, in cells.

    Raises:
        ShapeError: TOO_LARGE.
    """
    cells = int(np.prod([float(size) for size in spatial]))
    if cells > LARGEST_OUTPUT:
        code = ErrorCode.TOO_LARGE
        raise ShapeError(code, parameter="input", value=cells, limit=LARGEST_OUTPUT)
    axes = [axis_usage(axis) for axis in layer.axis_windows(spatial)]
    return Usage(
        _product([axis.windows for axis in axes]), _product([axis.readings for axis in axes])
    )


def _product(counts: list[tuple[int, ...]]) -> Counts:
    return functools.reduce(np.multiply, np.ix_(*(np.array(axis, np.int64) for axis in counts)))
