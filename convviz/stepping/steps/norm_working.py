"""How one number is normalised: by which mean and variance, scaled and shifted by what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from convviz.core.shown_layers import torch_shape
from convviz.values.norm_values import (
    COUNT,
    KEPT,
    Moments,
    moments_of,
    normalised_of,
    place_of_weight,
)

if TYPE_CHECKING:
    from convviz.stepping.scene.scene import Scene


@dataclass(frozen=True, slots=True, eq=False)
class NormWorking:
    """The numbers of one output cell of a normalisation.

    Attributes:
        values: The cells that have their mean and variance together.
        moments: What they are normalised by.
        mean: Their mean; None where it is not taken away.
        variance: Their biased variance; their mean square where no mean is taken away.
        epsilon: What is added to the variance.
        block: Every one of them normalised.
        normalised: The one of them that the output cell is made of.
        place: Where its weight and its bias stand in these.
        weight: What it is multiplied by; None without weight.
        bias: What is added; None without bias.
        total: The output cell.
        kept: Whether mean and variance are those that the layer kept in training.
        updates: What becomes of the kept mean and variance by this batch; None where nothing does.
    """

    values: NDArray[np.float64]
    moments: Moments
    mean: float | None
    variance: float
    epsilon: float
    block: NDArray[np.float64]
    normalised: float
    place: tuple[int, ...]
    weight: float | None
    bias: float | None
    total: float
    kept: bool = False
    updates: Updates | None = None


@dataclass(frozen=True, slots=True)
class Updates:
    """How the running mean and variance of a channel change by a batch.

    Attributes:
        factor: How much the batch makes up.
        batches: How many there were before, where that decides the factor; None where not.
        before: Running mean and variance before.
        unbiased: The batch's variance, divided by the count less one.
        after: Running mean and variance after.
    """

    factor: float
    batches: int | None
    before: tuple[float, float]
    unbiased: float
    after: tuple[float, float]


def norm_working(
    scene: Scene,
    index: int,
    values: NDArray[np.float64],
    tap: int,
    before: NormWorking | None = None,
) -> NormWorking:
    """Return how an output cell comes about.

    Args:
        scene: Of a normalisation.
        index: Number of the output cell.
        values: What its block holds.
        tap: Which of them it is made of.
        before: Of another cell of the same block, which has the same mean and variance.
    """
    layer: Any = scene.layer
    shape = torch_shape(layer, scene.output_shape)
    at = tuple(int(part) for part in np.unravel_index(index, shape))
    place = place_of_weight(layer, at)
    own_numbers = {
        name: float(numbers[place if numbers.ndim else ()])
        for name, numbers in scene.plain_weights.items()
    }
    training = scene.calculator.training
    is_kept = layer.takes_kept(training=training)
    updates = training and layer.depends_on_training()
    if before is not None and (before.place == place or not is_kept):
        moments, block = before.moments, before.block
    else:
        kept = (np.array([own_numbers[name]]) for name in KEPT) if is_kept else None
        moments = moments_of(layer, values, (0,)) if kept is None else Moments(*kept)
        block = normalised_of(layer, values, moments, kept=is_kept)
    weight, bias = own_numbers.get("weight"), own_numbers.get("bias")
    own = total = float(block[tap])
    if weight is not None:
        total *= weight
    if bias is not None:
        total += bias
    return NormWorking(
        values,
        moments,
        float(moments.mean[0]) if layer.subtracts_mean else None,
        float(moments.variance[0]),
        layer.epsilon(),
        block,
        own,
        place,
        weight,
        bias,
        total,
        is_kept,
        _updates(layer, own_numbers, moments, values.size) if updates else None,
    )


def _updates(
    layer: Any,  # noqa: ANN401 - one that keeps numbers
    own: dict[str, float],
    moments: Moments,
    count: int,
) -> Updates:
    """Return what the batch does to what is kept of a channel.

    Args:
        layer: The layer.
        own: What is kept, by torch's names.
        moments: Of the batch's cells of the channel.
        count: How many those are.
    """
    batches = int(own[COUNT]) if layer.counts_batches() else None
    factor = layer.update_factor(batches or 0)
    mean, unbiased = float(moments.mean[0]), float(moments.variance[0]) * count / max(count - 1, 1)
    before = (own[KEPT[0]], own[KEPT[1]])
    after = tuple(
        (1 - factor) * old + factor * new for old, new in zip(before, (mean, unbiased), strict=True)
    )
    return Updates(factor, batches, before, unbiased, (after[0], after[1]))
