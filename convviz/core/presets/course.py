"""The course's examples."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from convviz.core.layers.conv import Conv2d
from convviz.core.layers.pool import MaxPool2d
from convviz.core.presets.preset import Preset, PresetGroup

if TYPE_CHECKING:
    from convviz.core.layers.base import Layer

COURSE_INPUT: Final = (
    *(1.0, 2.0, 0.0, 3.0, 1.0),
    *(0.0, 1.0, 2.0, 3.0, 1.0),
    *(1.0, 2.0, 1.0, 0.0, 0.0),
    *(5.0, 2.0, 3.0, 1.0, 1.0),
    *(2.0, 1.0, 0.0, 1.0, 1.0),
)
COURSE_KERNEL: Final = (1.0, 2.0, 1.0, 0.0, 1.0, 0.0, 2.0, 1.0, 0.0)
FIVE: Final = (1, 5, 5)


@cache
def course_presets() -> tuple[Preset, ...]:
    """Return the course's examples."""

    def example(key: str, layer: Layer, weight_cells: tuple[float, ...] = ()) -> Preset:
        return Preset(key, PresetGroup.COURSE, layer, FIVE, COURSE_INPUT, weight_cells)

    return (
        example("course_convolution", Conv2d(1, 1, 3, bias=False), COURSE_KERNEL),
        example("course_stride", Conv2d(1, 1, 3, stride=2, bias=False), COURSE_KERNEL),
        example("course_padding", Conv2d(1, 1, 3, padding=1, bias=False), COURSE_KERNEL),
        example("course_max_pool_ceil", MaxPool2d(3, ceil_mode=True)),
        example("course_max_pool_floor", MaxPool2d(3)),
        Preset("course_first_layer", PresetGroup.COURSE, Conv2d(3, 32, 5, padding=2), (3, 32, 32)),
    )
