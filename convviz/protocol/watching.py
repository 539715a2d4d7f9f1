"""What can be watched of a layer while it is trained."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

import msgspec

MOST_LAYERS: Final = 64
"""Watched at a time; a message with all of them stays far below a frame's limit."""
BINS: Final = 64
"""Of a histogram."""


class WatchKind(StrEnum):
    """What is watched of a layer."""

    GRADIENT_NORM = "gradient_norm"
    UPDATE_RATIO = "update_ratio"
    WEIGHTS = "weights"
    GRADIENTS = "gradients"


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
    """

    layer: str
    gradient_norm: float | None = None
    update_ratio: float | None = None
    weights: Histogram | None = None
    gradients: Histogram | None = None
