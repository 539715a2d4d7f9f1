"""What normalisations make of numbers, without torch: less a mean, divided by a deviation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from convviz.core.layers.base import Shape
    from convviz.core.layers.normalising import NormalisingLayer
    from convviz.values.layer_values import Array


class Moments(NamedTuple):
    """What cells are normalised by; of RMSNorm the mean is 0 and the variance the mean square.

    Attributes:
        mean: What is taken away from each.
        variance: The mean square of what is left, without eps.
    """

    mean: Array
    variance: Array


def norm_output(layer: NormalisingLayer, values: Array, weights: Mapping[str, Array]) -> Array:
    """Return what a layer makes of an input, in float64.

    Args:
        layer: The layer.
        values: As torch gets them, with a batch where it needs one.
        weights: The layer's tensors by torch's names.

    Raises:
        ParameterError: the layer's parameters are refused.
        ShapeError: the input's shape is refused.
    """
    layer.infer(values.shape)
    numbers = np.asarray(values, dtype=np.float64)
    joint = layer.joint_cells(values.shape)
    cells = numbers.reshape(joint.split)
    with np.errstate(all="ignore"):
        moments = moments_of(layer, cells, joint.dimensions)
        normalised = normalised_of(layer, cells, moments).reshape(values.shape)
        return _scaled(layer, normalised, weights)


def moments_of(layer: Any, cells: Array, dimensions: tuple[int, ...]) -> Moments:  # noqa: ANN401 - a NormalisingLayer
    """Return mean and biased variance along some dimensions, which stay with a size of 1.

    Args:
        layer: A ``NormalisingLayer``, which says whether the mean is taken away.
        cells: Numbers of any shape.
        dimensions: Those along which they belong together.
    """
    with np.errstate(all="ignore"):
        mean = cells.mean(axis=dimensions, keepdims=True)
        if not layer.subtracts_mean:
            mean = np.zeros_like(mean)
        variance = np.square(cells - mean).mean(axis=dimensions, keepdims=True)
    return Moments(mean, variance)


def normalised_of(layer: Any, cells: Array, moments: Moments) -> Array:  # noqa: ANN401 - as above
    """Return cells less their mean, divided by the root of their variance and eps."""
    with np.errstate(all="ignore"):
        result: Array = (cells - moments.mean) / np.sqrt(moments.variance + layer.epsilon())
    return result


def place_of_weight(layer: NormalisingLayer, place: tuple[int, ...]) -> tuple[int, ...]:
    """Return where the weight and the bias of a cell stand in these.

    Args:
        layer: The layer.
        place: Of the cell, in the input as torch gets it.
    """
    return tuple(place[dimension] for dimension in layer.weight_dimensions(len(place)))


def _scaled(layer: NormalisingLayer, values: Array, weights: Mapping[str, Array]) -> Array:
    """Return normalised numbers times the weight, plus the bias, as far as there are such."""
    if "weight" in weights:
        values = values * _spread(layer, weights["weight"], values.shape)
    if "bias" in weights:
        values = values + _spread(layer, weights["bias"], values.shape)
    return values


def _spread(layer: NormalisingLayer, weight: Array, shape: Shape) -> Array:
    """Return a weight such that it stands beside each cell that it is for."""
    along = layer.weight_dimensions(len(shape))
    sizes = [size if dimension in along else 1 for dimension, size in enumerate(shape)]
    return np.asarray(weight, dtype=np.float64).reshape(sizes)
