"""Kernels that are learned from the output of an edge detector."""

from __future__ import annotations

from typing import Final

from convviz.core.explaining.sources import STEEPEST_DESCENT
from convviz.core.layers.conv import Conv2d
from convviz.core.presets.preset import Preset, PresetGroup

_ZEROS: Final = (0.0,) * 9


def learning_presets() -> tuple[Preset, ...]:
    """Return a learning rate that finds the kernel, and one with which the loss rises."""

    def example(key: str, lr: float) -> Preset:
        return Preset(
            key,
            PresetGroup.LEARNING,
            Conv2d(1, 1, 3, bias=False),
            (1, 6, 6),
            weight_cells=_ZEROS,
            source=STEEPEST_DESCENT,
            lr=lr,
            view="learn",
        )

    return example("learn_edges", 0.04), example("learn_too_fast", 0.1)
