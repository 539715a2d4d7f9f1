"""What LocalResponseNorm makes of numbers, without torch: divided by what stands around them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convviz.core.layers.base import Shape
    from convviz.core.layers.layer_norm import LocalResponseNorm
    from convviz.values.layer_values import Array


def local_norm_output(layer: LocalResponseNorm, values: Array) -> Array:
    """Return what a layer makes of a picture, in float64.

    Args:
        layer: The layer.
        values: (channels, *spatial).

    Raises:
        ParameterError: the layer's parameters are refused.
        ShapeError: the input's shape is refused.

    Source:
        torch.nn.functional.local_response_norm: the squares are averaged with zeros around them.
    """
    layer.infer((1, *values.shape))
    numbers = np.asarray(values, dtype=np.float64)
    with np.errstate(all="ignore"):
        output: Array = numbers / np.power(divisor_base(layer, numbers), layer.beta)
    return output


def divisor_base(layer: LocalResponseNorm, values: Array) -> Array:
    """Return k + alpha x the mean of the squares around each cell: what is raised to beta.

    Args:
        layer: The layer.
        values: (channels, *spatial), in float64.
    """
    with np.errstate(all="ignore"):
        sums = window_sums(np.square(values), *layer.reach())
        base: Array = layer.k + layer.alpha * (sums / layer.size)
    return base


def window_sums(values: Array, before: int, behind: int) -> Array:
    """Return the sum of each cell and of those at its place in the channels around it.

    Args:
        values: (channels, *spatial).
        before: How many channels before it count.
        behind: How many behind it.
    """
    sums = np.zeros(values.shape)
    count = len(values)
    for offset in range(-min(before, count - 1), min(behind, count - 1) + 1):
        first, last = max(0, -offset), min(count, count - offset)
        sums[first:last] += values[first + offset : last + offset]
    return sums


class LocalNorm(NamedTuple):
    """How one number is divided.

    Attributes:
        mean_square: The squares around it, added up and divided by the size.
        base: k + alpha x the mean square.
        divisor: The base to the power of beta.
        result: The number divided.
    """

    mean_square: float
    base: float
    divisor: float
    result: float


def local_norm_of(
    layer: Any,  # noqa: ANN401 - a LocalResponseNorm
    own: float,
    around: Sequence[float],
) -> LocalNorm:
    """Return how one number is divided.

    Args:
        layer: The layer.
        own: The number.
        around: The numbers of its window, itself among them.
    """
    with np.errstate(all="ignore"):
        mean_square = np.square(np.array(around)).sum() / layer.size
        base = layer.k + layer.alpha * mean_square
        divisor = np.power(base, layer.beta)
        result = np.float64(own) / divisor
    return LocalNorm(float(mean_square), float(base), float(divisor), float(result))


def channels_around(layer: LocalResponseNorm, shape: Shape, channel: int) -> range:
    """Return the channels that count for one, itself among them.

    Args:
        layer: The layer.
        shape: Channels first.
        channel: Whose window.
    """
    before, behind = layer.reach()
    return range(max(0, channel - before), min(shape[0], channel + behind + 1))
