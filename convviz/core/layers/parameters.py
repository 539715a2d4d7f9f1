"""Words that layers share: shapes, families, what a layer is to the ones round it."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeAlias

from convviz.core.call_parameters import LARGEST_INTEGER

Shape: TypeAlias = tuple[int, ...]
"""A tensor's shape, as torch gives it: batch (if any), channels, then the spatial axes."""

PerAxis: TypeAlias = int | tuple[int, ...]
"""One number for all spatial axes, or one an axis."""

BYTES_PER_NUMBER = 4
"""Of a float32."""
LARGEST_TENSOR = LARGEST_INTEGER // BYTES_PER_NUMBER
"""Most float32 numbers whose bytes torch can count. What the memory holds is not asked here."""


class Linearity(StrEnum):
    """What a layer is to the ones round it, in evaluation."""

    MAP = "map"
    """It multiplies by trained weights and adds up: two of them in a row are one."""
    KEEPS = "keeps"
    """It moves, weighs or adds numbers, but by no product of two of them: a map stays a map."""
    BENDS = "bends"
    """Anything else, such as an activation or a maximum."""


class Gives(StrEnum):
    """Which numbers a layer's output can hold, where that matters to a loss."""

    ANY = "any"
    NOT_BELOW_0 = "not_below_0"
    BETWEEN_0_AND_1 = "between_0_and_1"
    SHARES = "shares"
    """Numbers between 0 and 1 that add up to 1."""
    LOGARITHMS_OF_SHARES = "logarithms_of_shares"


class LayerFamily(StrEnum):
    """The shelf a layer stands on in menus."""

    CONVOLUTION = "convolution"
    POOLING = "pooling"
    PADDING = "padding"
    ACTIVATION = "activation"
    NORMALISATION = "normalisation"
    LINEAR = "linear"
    DROPOUT = "dropout"
    SHAPE = "shape"
    LOSS = "loss"
    OPTIMISER = "optimiser"


def per_axis(value: PerAxis, rank: int) -> tuple[int, ...]:
    """Return a parameter as one number an axis.

    The single place where `int or tuple` is resolved. A tuple of one number counts for all axes,
    as in torch.
    """
    if isinstance(value, tuple):
        return value * rank if len(value) == 1 else value
    return (value,) * rank
