"""How many windows use each input cell, and what meets in each output cell, as arrays."""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from convviz.core.errors import ErrorCode, ShapeError
from convviz.core.usage import axis_meetings, axis_usage
from convviz.values.layer_values import LARGEST_OUTPUT

if TYPE_CHECKING:
    from convviz.core.layers.base import Layer, Shape

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


def usage(layer: Layer, spatial: Shape) -> Usage:
    """Return how often each input cell is used.

    Args:
        layer: A layer that accepts the input.
        spatial: Input sizes of the spatial axes, in cells.

    Raises:
        ShapeError: TOO_LARGE.
    """
    _check_size("input", spatial)
    axes = [axis_usage(axis) for axis in layer.axis_windows(spatial)]
    return Usage(
        _product([axis.windows for axis in axes]), _product([axis.readings for axis in axes])
    )


def meetings(layer: Layer, spatial: Shape) -> Counts:
    """Return how many kernel cells meet a cell of the input in each output cell.

    For a transposed convolution that is how many stamps of its kernel overlap there. It is what
    the layer gives for ones, with a kernel of ones and no bias.

    Args:
        layer: A layer that accepts the input.
        spatial: Input sizes of the spatial axes, in cells.

    Returns:
        One a cell of one output channel, for one input channel.

    Raises:
        ShapeError: TOO_LARGE.

    Source:
        Odena, Dumoulin & Olah 2016, "Deconvolution and Checkerboard Artifacts" (distill.pub).
    """
    windows = layer.axis_windows(spatial)
    _check_size("output", tuple(axis.output_size for axis in windows))
    return _product([axis_meetings(axis) for axis in windows])


def _check_size(name: str, sizes: Shape) -> None:
    cells = math.prod(sizes)
    if cells > LARGEST_OUTPUT:
        code = ErrorCode.TOO_LARGE
        raise ShapeError(code, parameter=name, value=cells, limit=LARGEST_OUTPUT)


def _product(counts: list[tuple[int, ...]]) -> Counts:
    return functools.reduce(np.multiply, np.ix_(*(np.array(axis, np.int64) for axis in counts)))
