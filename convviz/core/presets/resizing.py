"""Layers that enlarge a picture or move its cells, on numbers that can be followed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from convviz.core.explaining.sources import documentation, paper
from convviz.core.layers.fold import Fold, Unfold
from convviz.core.layers.pixel import PixelShuffle, PixelUnshuffle
from convviz.core.layers.unpool import MaxUnpool2d
from convviz.core.layers.upsample import Upsample
from convviz.core.presets.course import COURSE_INPUT, FIVE
from convviz.core.presets.preset import Preset, PresetGroup

if TYPE_CHECKING:
    from convviz.core.explaining.sources import Source
    from convviz.core.layers.base import Layer, Shape

EARLY_MAXIMA: Final = (
    *(1.0, 9.0, 2.0, 7.0, 0.0),
    *(3.0, 4.0, 1.0, 5.0, 0.0),
    *(8.0, 2.0, 6.0, 3.0, 0.0),
    *(1.0, 0.0, 2.0, 1.0, 0.0),
    *(0.0, 0.0, 0.0, 0.0, 0.0),
)
"""Pooled by 2, its maxima stand at indices that a 4 x 4 output has, too: it goes wrong unseen."""
_SUB_PIXEL: Final = paper(
    "Shi et al.",
    2016,
    "Real-Time Single Image and Video Super-Resolution Using an Efficient Sub-Pixel Convolutional "
    "Neural Network",
    "1609.05158",
)


def resizing_presets() -> tuple[Preset, ...]:
    """Return one preset for each thing worth seeing about these layers."""
    group = PresetGroup.RESIZING
    twos = tuple(4.0 * number for number in range(9))
    ramp = tuple(float(number) for number in range(36))

    def example(
        key: str, layer: Layer, shape: Shape, cells: tuple[float, ...], source: Source | None = None
    ) -> Preset:
        read_in = source or documentation(layer.type_name())
        return Preset(key, group, layer, shape, cells, source=read_in)

    doubled = Upsample(scale_factor=2, mode="bilinear")
    aligned = Upsample(size=(5, 5), mode="bilinear", align_corners=True)
    unpooling = MaxUnpool2d(2)
    read_in = documentation("MaxUnpool2d")
    return (
        example("nearest_twice", Upsample(scale_factor=2), (1, 3, 3), twos),
        example("bilinear_twice", doubled, (1, 3, 3), twos),
        example("bilinear_aligned", aligned, (1, 3, 3), twos),
        example("pixel_shuffle", PixelShuffle(2), (4, 3, 3), ramp, _SUB_PIXEL),
        example("pixel_unshuffle", PixelUnshuffle(2), (1, 6, 6), ramp),
        example("unfold_apart", Unfold(2, stride=2), (1, 4, 4), ramp[:16]),
        example("unfold_overlapping", Unfold(3), (1, 4, 4), ramp[:16]),
        example("fold_overlapping", Fold(4, 3), (9, 4), (1.0,) * 36),
        Preset(
            "unpool_given",
            group,
            unpooling,
            FIVE,
            COURSE_INPUT,
            output_size=FIVE[1:],
            source=read_in,
        ),
        Preset("unpool_shifted", group, unpooling, FIVE, EARLY_MAXIMA, source=read_in),
    )
