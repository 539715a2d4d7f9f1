"""Backward passes on small numbers, where something is to be seen."""

from __future__ import annotations

from typing import Final

from convviz.core.explaining.sources import GUIDE, documentation
from convviz.core.layers.conv import Conv2d
from convviz.core.layers.linear import Linear
from convviz.core.layers.pool import AvgPool2d, MaxPool2d
from convviz.core.losses.classes import CrossEntropyLoss
from convviz.core.losses.of_output import LOSS_TARGET
from convviz.core.presets.preset import Preset, PresetGroup

_UPSTREAM: Final = "grad_output"
_COUNTED: Final = tuple(float(number) for number in range(1, 10))
"""Upstream gradients that tell where each of them went."""


def backward_presets() -> tuple[Preset, ...]:
    """Return a convolution, whose padding throws gradient away, two poolings, and a classifier."""
    group = PresetGroup.BACKWARD
    return (
        Preset(
            "backward_convolution",
            group,
            Conv2d(1, 1, 2, stride=2, padding=1),
            (1, 4, 4),
            tuple(float(number) for number in range(1, 17)),
            (1.0, 10.0, 100.0, 1000.0),
            source=GUIDE,
            tensors=((_UPSTREAM, _COUNTED),),
            view="backward",
        ),
        Preset(
            "backward_max_pool_ties",
            group,
            MaxPool2d(2, stride=1),
            (1, 4, 4),
            (*(7.0, 7.0, 1.0, 2.0), *(7.0, 7.0, 3.0, 2.0), *(0.0, 4.0, 9.0, 2.0), *(5.0,) * 4),
            source=documentation("MaxPool2d"),
            tensors=((_UPSTREAM, _COUNTED),),
            view="backward",
        ),
        Preset(
            "backward_average_pool",
            group,
            AvgPool2d(2, stride=1, padding=1),
            (1, 2, 2),
            (1.0, 2.0, 3.0, 4.0),
            source=documentation("AvgPool2d"),
            view="backward",
        ),
        Preset(
            "backward_from_loss",
            group,
            Linear(2, 3),
            (2, 2),
            (1.0, 0.0, 0.0, 1.0),
            (*(0.1, 2.0), *(0.2, 0.0), *(0.3, -1.0)),
            source=documentation("CrossEntropyLoss"),
            tensors=((LOSS_TARGET, (1.0, 0.0)),),
            loss=CrossEntropyLoss(),
            view="backward",
        ),
    )
