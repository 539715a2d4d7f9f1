"""Flatten and what undoes it, shuffled channels, and fully connected layers, on small numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from convviz.core.explaining.sources import Source, documentation, paper
from convviz.core.layers.linear import Linear
from convviz.core.layers.shape import ChannelShuffle, Flatten, Unflatten
from convviz.core.presets.preset import Preset, PresetGroup

if TYPE_CHECKING:
    from convviz.core.layers.base import Layer, Shape

_SHUFFLE_NET: Final = paper(
    "Zhang et al.",
    2017,
    "ShuffleNet: An Extremely Efficient Convolutional Neural Network for Mobile Devices",
    "1707.01083",
)
_TUTORIAL: Final = Source(
    "pytorch/tutorials #503", "https://github.com/pytorch/tutorials/issues/503"
)
_WEIGHT: Final = (1.0, 0.0, -1.0, 2.0, 1.0, 0.5)
"""Of two outputs and three features."""


def table_presets() -> tuple[Preset, ...]:
    """Return one preset for each thing worth seeing about these layers."""
    group = PresetGroup.TABLES

    def example(
        key: str, layer: Layer, shape: Shape, cells: int, source: Source | None = None
    ) -> Preset:
        ramp = tuple(float(number) for number in range(cells))
        read_in = source or documentation(layer.type_name())
        return Preset(key, group, layer, shape, ramp, source=read_in)

    def product(key: str, shape: Shape, cells: tuple[float, ...]) -> Preset:
        layer, read_in = Linear(3, 2, bias=False), documentation("Linear")
        return Preset(key, group, layer, shape, cells, _WEIGHT, source=read_in)

    rows = (1.0, 2.0, 3.0, 0.0, 1.0, 0.0, -1.0, 0.0, 1.0, 2.0, 2.0, 2.0)
    return (
        example("flatten_picture", Flatten(0), (2, 3, 4), 24),
        example("flatten_batch", Flatten(), (3, 2, 4), 24),
        example("flatten_lenet", Flatten(0), (16, 5, 5), 400, _TUTORIAL),
        example("unflatten_back", Unflatten(0, (2, 3, 4)), (24,), 24),
        example("channel_shuffle", ChannelShuffle(3), (6, 2, 2), 24, _SHUFFLE_NET),
        product("linear_by_hand", (3,), rows[:3]),
        product("linear_rows", (4, 3), rows),
        Preset("linear_scores", group, Linear(64, 10), (64,), source=documentation("Linear")),
    )
