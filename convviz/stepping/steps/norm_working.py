"""How one number is normalised: by which mean and variance, scaled and shifted by what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from convviz.core.shown_layers import torch_shape
from convviz.values.norm_values import moments_of, normalised_of, place_of_weight

if TYPE_CHECKING:
    from convviz.stepping.scene.scene import Scene


@dataclass(frozen=True, slots=True, eq=False)
class NormWorking:
    """The numbers of one output cell of a normalisation.

    Attributes:
        values: The cells that have their mean and variance together.
        mean: Their mean; None where it is not taken away.
        variance: Their biased variance; their mean square where no mean is taken away.
        epsilon: What is added to the variance.
        block: Every one of them normalised.
        normalised: The one of them that the output cell is made of.
        place: Where its weight and its bias stand in these.
        weight: What it is multiplied by; None without weight.
        bias: What is added; None without bias.
        total: The output cell.
    """

    values: NDArray[np.float64]
    mean: float | None
    variance: float
    epsilon: float
    block: NDArray[np.float64]
    normalised: float
    place: tuple[int, ...]
    weight: float | None
    bias: float | None
    total: float


def norm_working(scene: Scene, index: int, values: NDArray[np.float64], tap: int) -> NormWorking:
    """Return how an output cell comes about.

    Args:
        scene: Of a normalisation.
        index: Number of the output cell.
        values: What its block holds.
        tap: Which of them it is made of.
    """
    layer: Any = scene.layer
    moments = moments_of(layer, values, (0,))
    block = normalised_of(layer, values, moments)
    shape = torch_shape(layer, scene.output_shape)
    at = tuple(int(part) for part in np.unravel_index(index, shape))
    place = place_of_weight(layer, at)
    learned = {name: float(numbers[place]) for name, numbers in scene.plain_weights.items()}
    weight, bias = learned.get("weight"), learned.get("bias")
    own = total = float(block[tap])
    if weight is not None:
        total *= weight
    if bias is not None:
        total += bias
    return NormWorking(
        values,
        float(moments.mean[0]) if layer.subtracts_mean else None,
        float(moments.variance[0]),
        layer.epsilon(),
        block,
        own,
        place,
        weight,
        bias,
        total,
    )
