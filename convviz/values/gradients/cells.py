"""Gradients of layers without windows: functions, shares, gates, features, normalisations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from convviz.core.shown_layers import torch_shape
from convviz.values.dual_numbers import slopes_of
from convviz.values.gate_values import opened
from convviz.values.norm_values import moments_of, normalised_of, spread_weight
from convviz.values.numbers_beside import numbers_beside
from convviz.values.share_values import share_output

if TYPE_CHECKING:
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


def normalised(backward: Backward) -> Gradients:
    """Return the gradients of cells that share mean and variance, of the weight and the bias.

    With n cells, x the normalised ones and g' = weight x upstream: (g' - mean(g') - x mean(g' x)) /
    deviation; without a mean to take away, its term is missing.
    """
    layer = backward.layer
    shape = torch_shape(layer, backward.values.shape)
    numbers = np.asarray(backward.values, dtype=np.float64).reshape(shape)
    upstream = backward.upstream.reshape(shape)
    joint = layer.joint_cells(shape)
    cells = numbers.reshape(joint.split)
    moments = moments_of(layer, cells, joint.dimensions)
    normalised = normalised_of(layer, cells, moments)
    scaled = upstream
    if "weight" in backward.weights:
        scaled = upstream * spread_weight(layer, backward.weights["weight"], shape)
    handed = scaled.reshape(joint.split)

    def mean(values: Array) -> Array:
        averages: Array = values.mean(axis=joint.dimensions, keepdims=True)
        return averages

    centred = handed - normalised * mean(handed * normalised)
    if layer.subtracts_mean:
        centred = centred - mean(handed)
    result = centred / np.sqrt(moments.variance + layer.epsilon())
    gradients = {"input": result.reshape(backward.values.shape)}
    others = tuple(set(range(len(shape))) - set(layer.weight_dimensions(len(shape))))
    sums = {"weight": upstream * normalised.reshape(shape), "bias": upstream}
    for name in sums.keys() & backward.weights.keys():
        gradients[name] = sums[name].sum(axis=others).reshape(backward.weights[name].shape)
    return gradients
