"""Normalisations on small numbers: a batch before and after, the same table by rows and columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from convviz.core.explaining.sources import documentation, paper
from convviz.core.layers.instance_norm import InstanceNorm2d
from convviz.core.layers.layer_norm import GroupNorm, LayerNorm, LocalResponseNorm, RMSNorm
from convviz.core.layers.norm import BatchNorm1d, BatchNorm2d
from convviz.core.presets.papers import ALEXNET
from convviz.core.presets.preset import Preset, PresetGroup

if TYPE_CHECKING:
    from convviz.core.explaining.sources import Source
    from convviz.core.layers.base import Layer, Shape

BATCH_NORM: Final = paper(
    "Ioffe & Szegedy",
    2015,
    "Batch Normalization: Accelerating Deep Network Training by Reducing Internal Covariate Shift",
    "1502.03167",
)
LAYER_NORM: Final = paper("Ba et al.", 2016, "Layer Normalization", "1607.06450")
INSTANCE_NORM: Final = paper(
    "Ulyanov et al.",
    2016,
    "Instance Normalization: The Missing Ingredient for Fast Stylization",
    "1607.08022",
)
GROUP_NORM: Final = paper("Wu & He", 2018, "Group Normalization", "1803.08494")
RMS_NORM: Final = paper(
    "Zhang & Sennrich", 2019, "Root Mean Square Layer Normalization", "1910.07467"
)

_TABLE: Final = (
    *(1.0, 10.0, 300.0),
    *(2.0, 30.0, 100.0),
    *(3.0, 20.0, 200.0),
    *(6.0, 20.0, 400.0),
)
"""Four samples of three features, each on a scale of its own."""

_PLANES: Final = (
    *(1.0, 2.0, 3.0, 4.0),
    *(110.0, 120.0, 130.0, 140.0),
    *(5.0, 6.0, 7.0, 8.0),
    *(150.0, 160.0, 170.0, 180.0),
)
"""Two pictures of two channels, of which the second is 100 + 10 times the first."""

_CHANNELS: Final = (
    *(1.0, 2.0, 3.0, 4.0),
    *(5.0, 6.0, 7.0, 8.0),
    *(10.0, 30.0, 20.0, 40.0),
    *(0.0, -10.0, 10.0, -20.0),
)
"""A picture of four channels, two small and two large."""

_NEIGHBOURS: Final = (
    *(1.0, 4.0, 1.0),
    *(1.0, 4.0, 2.0),
    *(8.0, 4.0, 3.0),
    *(1.0, 4.0, 4.0),
    *(1.0, 4.0, 5.0),
)
"""Five channels of a row: at its first place one is strong, at the second all are alike."""


def norm_presets() -> tuple[Preset, ...]:
    """Return the examples of normalisations."""

    def example(
        key: str,
        layer: Layer,
        shape: Shape,
        cells: tuple[float, ...],
        source: Source,
        *,
        training: bool = True,
    ) -> Preset:
        group = PresetGroup.NORMS
        return Preset(key, group, layer, shape, cells, source=source, training=training)

    table, picture = (4, 3), (4, 2, 2)
    return (
        example("batch_norm_planes", BatchNorm2d(2), (2, 2, 2, 2), _PLANES, BATCH_NORM),
        example("batch_norm_table", BatchNorm1d(3), table, _TABLE, BATCH_NORM),
        example("layer_norm_table", LayerNorm(3), table, _TABLE, LAYER_NORM),
        example(
            "batch_norm_untrained",
            BatchNorm1d(3),
            table,
            _TABLE,
            documentation("BatchNorm1d"),
            training=False,
        ),
        example("group_norm_halves", GroupNorm(2, 4), picture, _CHANNELS, GROUP_NORM),
        example("instance_norm_channels", InstanceNorm2d(4), picture, _CHANNELS, INSTANCE_NORM),
        example(
            "lrn_alexnet",
            LocalResponseNorm(5, alpha=5e-4, beta=0.75, k=2.0),
            (5, 1, 3),
            _NEIGHBOURS,
            ALEXNET,
        ),
        example(
            "lrn_alpha_one",
            LocalResponseNorm(3, alpha=1.0),
            (5, 1, 3),
            _NEIGHBOURS,
            documentation("LocalResponseNorm"),
        ),
        example("rms_norm_row", RMSNorm(4), (4,), (1.0, -2.0, 3.0, 4.0), RMS_NORM),
    )
