"""What can be watched of a layer while it is trained, and seen of one that was."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

import msgspec

from convviz.protocol.messages.common import Tensor

MOST_LAYERS: Final = 64
"""Watched at a time; a message with all of them stays far below a frame's limit."""
WITH_UNITS: Final = frozenset({"ReLU", "ReLU6"})
"""Types of layers of which units can be dead: a unit that makes 0 passes no gradient on."""
BINS: Final = 64
"""Of a histogram."""
MOST_INSIDE: Final = 1 << 20
"""Numbers of a layer's kernels, and of its feature maps, that are sent at a time."""


class WatchKind(StrEnum):
    """What is watched of a layer."""

    GRADIENT_NORM = "gradient_norm"
    UPDATE_RATIO = "update_ratio"
    WEIGHTS = "weights"
    GRADIENTS = "gradients"
    ACTIVATIONS = "activations"


class Histogram(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How often numbers of some size occur.

    Attributes:
        low: The smallest of the numbers; the first bin begins here.
        high: The largest; the last bin ends here. Equal to ``low`` if all are the same.
        counts: How many numbers each bin holds, all bins being equally wide; one bin if all
            numbers are the same, none if there are none.
        not_finite: How many more were infinite or no number.
    """

    low: float
    high: float
    counts: tuple[int, ...]
    not_finite: int = 0


class LayerStatistics(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What was measured of a layer in one batch; None for what nobody asked for.

    Attributes:
        layer: As torch names it in the network, such as "0".
        gradient_norm: Length of the gradient of all the layer's trained numbers together.
        update_ratio: Length of the batch's step, divided by that of the numbers before it; usual
            values lie around 0.001. NaN where all were zero.
        weights: Of the trained numbers, after the step.
        gradients: Of their gradients.
        activations: Of what the layer makes of the batch's pictures.
        dead: Of a ReLU: the share of its units that make 0 of every picture of the batch, 0 to 1. A
            unit is a feature map, or a number where the layer makes no maps.
    """

    layer: str
    gradient_norm: float | None = None
    update_ratio: float | None = None
    weights: Histogram | None = None
    gradients: Histogram | None = None
    activations: Histogram | None = None
    dead: float | None = None


class LayerInside(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a layer of a network is made of, and what it makes of one test picture.

    Attributes:
        layer: As torch names it in the network, such as "0".
        picture: The test picture's place in the data set, from 0.
        maps: float32, what the layer makes of it, without the batch: its first channels, as many
            as MOST_INSIDE numbers have room for.
        channels: Of all the maps there are.
        kernels: float32 (out_channels, in_channels/groups, height, width) of a two-dimensional
            convolution, its first ones likewise; None for other layers.
        out_channels: Of all the kernels there are; 0 without any.
    """

    layer: str
    picture: int
    maps: Tensor
    channels: int
    kernels: Tensor | None = None
    out_channels: int = 0
