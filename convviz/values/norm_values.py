"""What normalisations make of numbers, without torch: less a mean, divided by a deviation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from convviz.core.layers.base import Shape
    from convviz.core.layers.norm import RunningNormLayer
    from convviz.core.layers.normalising import NormalisingLayer
    from convviz.values.layer_values import Array


KEPT: Final = ("running_mean", "running_var")
COUNT: Final = "num_batches_tracked"
"""What is kept of batches, by torch's names, and their number."""


class Moments(NamedTuple):
    """What cells are normalised by; of RMSNorm the mean is 0 and the variance the mean square.

    Attributes:
        mean: What is taken away from each.
        variance: The mean square of what is left, without eps.
    """

    mean: Array
    variance: Array


def norm_output(
    layer: NormalisingLayer, values: Array, tensors: Mapping[str, Array], *, training: bool = True
) -> Array:
    """Return what a layer makes of an input, in float64.

    Args:
        layer: The layer.
        values: As torch gets them, with a batch where it needs one.
        tensors: The layer's weight, its bias and what it keeps, by torch's names.
        training: Whether as in training.

    Raises:
        ParameterError: the layer's parameters are refused.
        ShapeError: the input's shape is refused.
    """
    layer.infer(values.shape, training=training)
    numbers = np.asarray(values, dtype=np.float64)
    if not numbers.size:
        return numbers
    if layer.takes_kept(training=training):
        kept = (spread(layer, tensors[name], values.shape) for name in KEPT)
        normalised = normalised_of(layer, numbers, Moments(*kept), kept=True)
    else:
        joint = layer.joint_cells(values.shape)
        cells = numbers.reshape(joint.split)
        moments = moments_of(layer, cells, joint.dimensions)
        normalised = normalised_of(layer, cells, moments).reshape(values.shape)
    with np.errstate(all="ignore"):
        if "weight" in tensors:
            normalised = normalised * spread(layer, tensors["weight"], values.shape)
        if "bias" in tensors:
            normalised = normalised + spread(layer, tensors["bias"], values.shape)
    return normalised


def kept_after(
    layer: RunningNormLayer, values: Array, tensors: Mapping[str, Array]
) -> dict[str, Array]:
    """Return the running mean and variance after a batch in training.

    Args:
        layer: One that tracks them.
        values: The batch, as torch gets it.
        tensors: What the layer kept before, by torch's names.

    Source:
        torch.nn.BatchNorm2d; torch.nn.InstanceNorm2d for the mean over pictures.
    """
    joint = layer.joint_cells(values.shape)
    cells = np.asarray(values, dtype=np.float64).reshape(joint.split)
    moments = moments_of(layer, cells, joint.dimensions)
    factor = layer.update_factor(int(tensors.get(COUNT, np.zeros(()))))
    channels = layer.weight_dimensions(values.ndim)
    others = tuple(at for at in range(values.ndim) if at not in channels)
    after = {}
    with np.errstate(all="ignore"):
        unbiased = moments.variance * joint.cells / max(joint.cells - 1, 1)
        for name, new in zip(KEPT, (moments.mean, unbiased), strict=True):
            before = np.asarray(tensors[name], dtype=np.float64)
            after[name] = (1 - factor) * before + factor * new.mean(axis=others)
    return after


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


def normalised_of(
    layer: Any,  # noqa: ANN401 - as above
    cells: Array,
    moments: Moments,
    *,
    kept: bool = False,
) -> Array:
    """Return cells less their mean, divided by the root of their variance and eps.

    Args:
        layer: The layer.
        cells: The numbers.
        moments: Their mean and their variance.
        kept: Whether these were kept, and are not their own.

    Source:
        torch, aten/src/ATen/native/Normalization.cpp (``InvStd``) for a variance and eps of 0.
    """
    with np.errstate(all="ignore"):
        divisor = np.sqrt(moments.variance + layer.epsilon())
        result: Array = (cells - moments.mean) / divisor
        if layer.divides_first() and not divisor.all():
            # Here torch divides before it takes the mean away: infinities meet.
            infinite = cells / divisor - moments.mean / divisor
            result = np.where(divisor == 0, infinite, result)
    if layer.equal_become_zero and not kept and layer.epsilon() == 0:
        result = np.where(moments.variance == 0, 0.0, result)
    return result


def place_of_weight(layer: NormalisingLayer, place: tuple[int, ...]) -> tuple[int, ...]:
    """Return where the weight and the bias of a cell stand in these.

    Args:
        layer: The layer.
        place: Of the cell, in the input as torch gets it.
    """
    return tuple(place[dimension] for dimension in layer.weight_dimensions(len(place)))


def spread(layer: NormalisingLayer, tensor: Array, shape: Shape) -> Array:
    """Return a weight, or another number a channel, such that it stands beside each of its cells.

    Args:
        layer: The layer.
        tensor: One of its tensors.
        shape: The input's, as torch gets it.
    """
    along = layer.weight_dimensions(len(shape))
    sizes = [size if dimension in along else 1 for dimension, size in enumerate(shape)]
    return np.asarray(tensor, dtype=np.float64).reshape(sizes)
