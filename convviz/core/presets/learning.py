"""Kernels that are learned from the output of an edge detector."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from convviz.core.explaining.sources import STEEPEST_DESCENT, WHY_MOMENTUM
from convviz.core.layers.conv import Conv2d
from convviz.core.optimisers.adam import Adam
from convviz.core.optimisers.sgd import SGD
from convviz.core.presets.preset import Preset, PresetGroup

if TYPE_CHECKING:
    from convviz.core.explaining.sources import Source
    from convviz.core.optimisers import Optimiser

_ZEROS: Final = (0.0,) * 9


_BRIGHT: Final = (
    *(1, 2, 3, 3, 0, 0),
    *(3, 3, 0, 1, 3, 1),
    *(1, 3, 1, 1, 2, 2),
    *(0, 0, 3, 3, 3, 2),
    *(3, 1, 1, 3, 0, 1),
    *(0, 1, 3, 0, 1, 1),
)
"""No number below 0, as in a picture: along the mean of the kernel the loss is steep, else flat."""


def learning_presets() -> tuple[Preset, ...]:
    """Return a learning rate that finds the kernel, one with which the loss rises, and optimisers.

    The last one has the same kernel learned by three optimisers.
    """

    def example(
        key: str,
        optimiser: Optimiser,
        source: Source = STEEPEST_DESCENT,
        compared: tuple[Optimiser, ...] = (),
        cells: tuple[float, ...] = (),
    ) -> Preset:
        return Preset(
            key,
            PresetGroup.LEARNING,
            Conv2d(1, 1, 3, bias=False),
            (1, 6, 6),
            weight_cells=_ZEROS,
            optimiser=optimiser,
            compared=compared,
            input_cells=cells,
            source=source,
            view="learn",
        )

    return (
        example("learn_edges", SGD(lr=0.04)),
        example("learn_too_fast", SGD(lr=0.1)),
        example(
            "learn_by_momentum",
            SGD(lr=0.02, momentum=0.9),
            WHY_MOMENTUM,
            (SGD(lr=0.02), Adam(lr=0.2)),
            _BRIGHT,
        ),
    )
