"""Gradients of layers without windows: functions, shares, gates, features, normalisations."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from convviz.core.layers.normalising import JointCells
from convviz.core.shown_layers import torch_shape
from convviz.values.dual_numbers import slopes_of
from convviz.values.gate_values import opened
from convviz.values.local_norm_values import divisor_base, window_sums
from convviz.values.norm_values import KEPT, Moments, moments_of, normalised_of, spread
from convviz.values.numbers_beside import numbers_beside
from convviz.values.share_values import share_output

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from convviz.values.gradients.backward import Backward, Gradients
    from convviz.values.layer_values import Array


def pointwise(backward: Backward) -> Gradients:
    """Return slope times upstream gradient of each number, and the gradient of what is learned."""
    layer, values = backward.layer, np.asarray(backward.values, dtype=np.float64)
    slopes = cell_slopes(backward)
    gradients = {"input": masked_product(slopes, backward.upstream)}
    if layer.scales_cells:
        weight = backward.weights["weight"]
        each = masked_product(weight_slopes(backward), backward.upstream).reshape(len(values), -1)
        sums = each.sum(axis=1) if weight.size > 1 else each.sum(keepdims=True)
        gradients["weight"] = sums.reshape(weight.shape)
    return gradients


def cell_slopes(backward: Backward) -> Array:
    """Return the derivative of a pointwise layer at each number of its input."""
    layer, values = backward.layer, np.asarray(backward.values, dtype=np.float64)
    beside = numbers_beside(layer, values, backward.weights, backward.mode)
    if beside is None:
        return slopes_of(layer.apply, values)
    return slopes_of(lambda x, maths: layer.apply_beside(x, beside, maths), values)


def weight_slopes(backward: Backward) -> Array:
    """Return how each output cell changes with the learned number that stands beside it."""
    layer, values = backward.layer, np.asarray(backward.values, dtype=np.float64)
    beside = numbers_beside(layer, values, backward.weights, backward.mode)
    if beside is None:
        return np.zeros(values.shape)
    return slopes_of(lambda weight, maths: layer.apply_beside(values, weight, maths), beside)


def masked_product(slopes: Array, upstream: Array) -> Array:
    """Return slopes times gradients; a slope of 0 lets nothing pass, not even infinity."""
    product: Array = np.where(slopes == 0, 0.0, slopes * upstream)
    return product


def shared(backward: Backward) -> Gradients:
    """Return the gradients of numbers that share: each depends on all.

    Source:
        torch, aten/src/ATen/native/cpu/SoftMaxKernel.cpp (backward).
    """
    layer = backward.layer
    dimension = layer.chosen_dimension(backward.values.ndim)
    output = share_output(layer, backward.values)
    upstream = backward.upstream
    if layer.gives_logarithm:
        result = upstream - np.exp(output) * upstream.sum(axis=dimension, keepdims=True)
    else:
        result = output * (upstream - (output * upstream).sum(axis=dimension, keepdims=True))
    return {"input": result * layer.exponent_sign}


def gated(backward: Backward) -> Gradients:
    """Return the gradients of both halves: what passes, and the gates."""
    dim = backward.layer.dim
    passing, gates = np.split(np.asarray(backward.values, dtype=np.float64), 2, axis=dim)
    share = opened(gates)
    halves = (share * backward.upstream, (1.0 - share) * share * backward.upstream * passing)
    return {"input": np.concatenate(halves, axis=dim)}


def of_features(backward: Backward) -> Gradients:
    """Return the gradients of features, of their weights and of the bias."""
    weight = np.asarray(backward.weights["weight"], dtype=np.float64)
    rows = backward.values.reshape(-1, backward.values.shape[-1])
    upstream = backward.upstream.reshape(len(rows), -1)
    gradients = {
        "input": (upstream @ weight).reshape(backward.values.shape),
        "weight": upstream.T @ rows,
    }
    if backward.layer.bias:
        gradients["bias"] = upstream.sum(axis=0)
    return gradients


def among_neighbours(backward: Backward) -> Gradients:
    """Return the gradient of cells that are divided by what stands around them.

    Each gets its own gradient / divisor, and for every window that it counts in a part of what the
    divisor there gets: d**beta by -g x / d**(2 beta), d by beta d**(beta - 1) of that, its square
    by alpha / size.
    """
    layer, values = backward.layer, np.asarray(backward.values, dtype=np.float64)
    base = divisor_base(layer, values)
    divisor = np.power(base, layer.beta)
    of_divisor = -backward.upstream * (values / divisor / divisor)
    slope = layer.beta * np.power(base, layer.beta - 1) if layer.beta else 0.0
    before, behind = layer.reach()
    of_square = window_sums(of_divisor * slope * layer.alpha / layer.size, behind, before)
    return {"input": backward.upstream / divisor + 2 * values * of_square}


class NormalisedCells(NamedTuple):
    """The cells of a normalisation, in the shape that torch gets.

    Attributes:
        cells: Less their mean, divided by their deviation.
        deviations: What each was divided by.
        variances: The mean square that the deviation comes from.
        groups: Number of the mean that each shares with others; of kept ones, each its own.
        is_kept: Whether mean and variance were kept, and do not change with the cells.
    """

    cells: Array
    deviations: Array
    variances: Array
    groups: NDArray[np.intp]
    is_kept: bool


@lru_cache(maxsize=1)
def normalised_cells(backward: Backward) -> NormalisedCells:
    """Return the cells of a normalisation, and what they were normalised by.

    Those of the last pass are kept: its gradients are made of them, and its steps show them.
    """
    layer = backward.layer
    shape = torch_shape(layer, backward.values.shape)
    numbers = np.asarray(backward.values, dtype=np.float64).reshape(shape)
    is_kept = layer.takes_kept(training=backward.mode.training)
    joint = JointCells(shape, ()) if is_kept else layer.joint_cells(shape)
    cells = numbers.reshape(joint.split)
    if is_kept:
        moments = Moments(*(spread(layer, backward.weights[name], shape) for name in KEPT))
    else:
        moments = moments_of(layer, cells, joint.dimensions)
    result = normalised_of(layer, cells, moments, kept=is_kept)
    with np.errstate(all="ignore"):
        deviations = np.sqrt(moments.variance + layer.epsilon())
    if layer.equal_become_zero and not is_kept and layer.epsilon() == 0:
        # Torch takes 0 for 1 / deviation of equal cells, forward and back.
        deviations = np.where(moments.variance == 0, np.inf, deviations)
    sizes = [1 if at in joint.dimensions else size for at, size in enumerate(joint.split)]
    numbered = np.arange(math.prod(sizes)).reshape(sizes)
    return NormalisedCells(
        result.reshape(shape),
        np.broadcast_to(deviations, joint.split).reshape(shape),
        np.broadcast_to(moments.variance, joint.split).reshape(shape),
        np.broadcast_to(numbered, joint.split).reshape(shape),
        is_kept,
    )


def normalised(backward: Backward) -> Gradients:
    """Return the gradients of cells that share mean and variance, of the weight and the bias.

    With n cells, x the normalised ones and g' = weight x upstream: (g' - mean(g') - x mean(g' x)) /
    deviation; without a mean to take away, its term is missing. Of kept means and variances only
    g' / deviation is left, for they do not change with the cells.
    """
    layer = backward.layer
    cells = normalised_cells(backward)
    shape = cells.cells.shape
    upstream = backward.upstream.reshape(shape)
    handed = upstream
    if "weight" in backward.weights:
        handed = upstream * spread(layer, backward.weights["weight"], shape)
    centred = handed
    if not cells.is_kept:
        counts = np.bincount(cells.groups.ravel())
        means = _group_means(handed * cells.cells, cells.groups, counts)
        centred = handed - cells.cells * means
        if layer.subtracts_mean:
            centred = centred - _group_means(handed, cells.groups, counts)
    gradients = {"input": (centred / cells.deviations).reshape(backward.values.shape)}
    others = tuple(set(range(len(shape))) - set(layer.weight_dimensions(len(shape))))
    sums = {"weight": upstream * cells.cells, "bias": upstream}
    for name in sums.keys() & backward.weights.keys():
        gradients[name] = sums[name].sum(axis=others).reshape(backward.weights[name].shape)
    return gradients


def _group_means(values: Array, groups: NDArray[np.intp], counts: NDArray[np.intp]) -> Array:
    """Return for each cell the mean of all those of its group, of so many cells each."""
    sums = np.bincount(groups.ravel(), weights=values.ravel())
    means: Array = (sums / counts).take(groups)
    return means
