"""The numbers that stand beside those of an input: learned, or drawn by chance in training.

These are drawn as torch draws them on a CPU, by a Mersenne Twister that begins with the seed, so a
document shows the same ones everywhere, and torch, asked with that seed, has them too.

Source: torch, aten/src/ATen/core/DistributionsHelper.h and native/cpu/DistributionTemplates.h.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from convviz.core.layers.modes import Mode
    from convviz.core.layers.pointwise import Draws, PointwiseLayer
    from convviz.values.layer_values import Array, Weights

_SEEDS = 2**32
"""So many seeds lead to different numbers; torch takes the remainder of any other."""
_BITS = 53
"""Of a number that is drawn in float64, which takes twice 32."""
_FEWER_BITS = 24
"""Of one in float32."""


def numbers_beside(
    layer: PointwiseLayer, values: Array, weights: Weights, mode: Mode
) -> Array | None:
    """Return what stands beside each number of an input; None where nothing does.

    Args:
        layer: The layer.
        values: The input, without a batch, which it takes.
        weights: Its tensors by torch's names; empty where it has none.
        mode: Whether as in training, and by which chance.

    Returns:
        Numbers of the input's shape.
    """
    if layer.scales_cells:
        weight = weights["weight"]
        broad = weight.reshape(-1, *(1,) * (values.ndim - 1))
        return np.broadcast_to(broad, values.shape).astype(np.float64)
    draws = layer.draws(values.shape) if mode.training else None
    return None if draws is None else _drawn(draws, values, mode.seed)


def _drawn(draws: Draws, values: Array, seed: int) -> Array:
    if draws.between is not None:
        return _slopes(draws, values, seed)
    chance = draws.chance or 0.0
    if not 0 < chance < 1:  # torch draws nothing, then
        return np.full(values.shape, chance)
    drawn = _evenly(math.prod(draws.shape), seed) < chance
    return np.broadcast_to(drawn.reshape(draws.shape).astype(np.float64), values.shape).copy()


def _slopes(draws: Draws, values: Array, seed: int) -> Array:
    """Return numbers between two; one is drawn for each cell after the other that takes one.

    Source:
        torch, aten/src/ATen/native/Activation.cpp, which has both ends in the input's float32.
    """
    low, high = (float(np.float32(end)) for end in draws.between or (0.0, 0.0))
    beside = np.ones(values.shape)
    takes = values <= 0 if draws.only_below_0 else np.ones(values.shape, dtype=np.bool_)
    drawn = _evenly(int(takes.sum()), seed) * (high - low) + low
    beside[takes] = drawn.astype(np.float32)
    return beside


def drawn_in_float32(count: int, seed: int) -> npt.NDArray[np.float32]:
    """Return what ``torch.rand`` gives after ``manual_seed``."""
    bits = _words(count, seed) & np.uint64(2**_FEWER_BITS - 1)
    return (bits.astype(np.float64) / 2.0**_FEWER_BITS).astype(np.float32)


def _words(count: int, seed: int) -> npt.NDArray[np.uint64]:
    """Return numbers of 32 bits, as torch's generator gives them after ``manual_seed``."""
    # numpy never changes what a RandomState gives, and begins it as torch its own generator.
    chance = np.random.RandomState(seed % _SEEDS)
    return np.frombuffer(chance.bytes(4 * count), dtype="<u4").astype(np.uint64)


def _evenly(count: int, seed: int) -> Array:
    """Return numbers from 0 to 1, as torch draws them in float64 after ``manual_seed``."""
    words = _words(2 * count, seed)
    bits = (words[0::2] << np.uint64(32) | words[1::2]) & np.uint64(2**_BITS - 1)
    return bits.astype(np.float64) / 2.0**_BITS
