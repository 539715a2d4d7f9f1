"""What optimisers make of weights and their gradients, step by step, without torch."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import numpy as np

from convviz.core.optimisers.base import PARAMS
from convviz.core.optimisers.step_work import StepWork, settings_of
from convviz.values.pointwise_values import ArrayMaths

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convviz.core.layers.modes import Mode
    from convviz.core.optimisers import Optimiser
    from convviz.values.layer_values import Array, Weights


def step_output(optimiser: Optimiser, gradients: Array, tensors: Weights, mode: Mode) -> Array:
    """Return the weights behind each step, in float64.

    Args:
        optimiser: The optimiser; it accepts the gradients.
        gradients: One a step; a vector is one step.
        tensors: PARAMS, the weights before the first step.
        mode: Whether the gradients of the step before are forgotten.

    Returns:
        Of the shape of the gradients.
    """
    kept = kept_gradients(gradients, zero_grad=mode.zero_grad)
    works = each_step(optimiser, kept, tensors[PARAMS])
    weights: Array = np.array([work.w for work in works], dtype=np.float64)
    return weights.reshape(gradients.shape)


def kept_gradients(gradients: Array, *, zero_grad: bool) -> Array:
    """Return what stands in `.grad` at each step: the step's gradient, or all so far added up.

    Args:
        gradients: One a step; a vector is one step.
        zero_grad: Whether those of the step before are forgotten.
    """
    if zero_grad or gradients.ndim == 1:
        return gradients
    with np.errstate(all="ignore"):
        return np.cumsum(gradients, axis=0)


def each_step(optimiser: Optimiser, gradients: Array, weights: Array) -> Iterator[StepWork]:
    """Yield the steps, of all weights at once, as they are behind each.

    Args:
        optimiser: The optimiser.
        gradients: One a step; a vector is one step.
        weights: Before the first step.
    """
    settings = settings_of(dataclasses.asdict(optimiser))
    steps = gradients.reshape(-1, weights.size)
    now = weights.ravel().astype(np.float64)
    work = StepWork(settings, {}, now, now)
    kept: dict[str, object] = {}
    for gradient in steps:
        work = StepWork(settings, kept, work.w, gradient, maths=ArrayMaths())
        with np.errstate(all="ignore"):
            optimiser.work_out(work)
        kept = work.remembered()
        yield work
