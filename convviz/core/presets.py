"""Settings worth looking at, by name: the course's examples and the report's cases.

Source: Dumoulin & Visin 2016, "A guide to convolution arithmetic for deep learning"
(arXiv 1603.07285): its animations, and the numbers of its figures 1.1, 1.2, 1.5 and 1.6.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Final

from convviz.core.layers.base import Layer, Shape, WindowedLayer
from convviz.core.layers.conv import Conv2d, ConvTranspose2d
from convviz.core.layers.fold import Fold, Unfold
from convviz.core.layers.pixel import PixelShuffle, PixelUnshuffle
from convviz.core.layers.pool import AvgPool2d, MaxPool2d
from convviz.core.layers.unpool import MaxUnpool2d
from convviz.core.layers.upsample import Upsample

COURSE_INPUT: Final = (
    *(1.0, 2.0, 0.0, 3.0, 1.0),
    *(0.0, 1.0, 2.0, 3.0, 1.0),
    *(1.0, 2.0, 1.0, 0.0, 0.0),
    *(5.0, 2.0, 3.0, 1.0, 1.0),
    *(2.0, 1.0, 0.0, 1.0, 1.0),
)
COURSE_KERNEL: Final = (1.0, 2.0, 1.0, 0.0, 1.0, 0.0, 2.0, 1.0, 0.0)
EARLY_MAXIMA: Final = (
    *(1.0, 9.0, 2.0, 7.0, 0.0),
    *(3.0, 4.0, 1.0, 5.0, 0.0),
    *(8.0, 2.0, 6.0, 3.0, 0.0),
    *(1.0, 0.0, 2.0, 1.0, 0.0),
    *(0.0, 0.0, 0.0, 0.0, 0.0),
)
"""Pooled by 2, its maxima stand at indices that a 4 x 4 output has, too: it goes wrong unseen."""
REPORT_INPUT: Final = (
    *(3.0, 3.0, 2.0, 1.0, 0.0),
    *(0.0, 0.0, 1.0, 3.0, 1.0),
    *(3.0, 1.0, 2.0, 2.0, 3.0),
    *(2.0, 0.0, 0.0, 2.0, 2.0),
    *(2.0, 0.0, 0.0, 0.0, 1.0),
)
REPORT_KERNEL: Final = (0.0, 1.0, 2.0, 2.0, 2.0, 0.0, 0.0, 1.0, 2.0)

_FIVE: Final = (1, 5, 5)
_TRANSPOSED_SUFFIX: Final = "_transposed"


class PresetGroup(StrEnum):
    """The shelf a preset stands on in menus."""

    COURSE = "course"
    REPORT_NUMBERS = "report_numbers"
    REPORT_CONVOLUTIONS = "report_convolutions"
    REPORT_TRANSPOSED = "report_transposed"
    RESIZING = "resizing"


@dataclass(frozen=True, slots=True)
class Preset:
    """One setting of the calculator.

    Attributes:
        key: Its name, the same in every language.
        group: Its shelf.
        layer: The layer.
        input_shape: (channels, *spatial), without a batch.
        input_cells: The input's numbers in row-major order; empty where any will do.
        weight_cells: The kernel's numbers, likewise.
        output_size: The sizes that unpooling is given; None for its default.
    """

    key: str
    group: PresetGroup
    layer: Layer
    input_shape: Shape
    input_cells: tuple[float, ...] = ()
    weight_cells: tuple[float, ...] = ()
    output_size: Shape | None = None


@dataclass(frozen=True, slots=True)
class _Animation:
    """An animated case of the report, square: the same numbers along both axes."""

    key: str
    size: int
    kernel_size: int
    stride: int = 1
    padding: int = 0
    dilation: int = 1

    def convolution(self) -> Preset:
        layer = Conv2d(
            1,
            1,
            self.kernel_size,
            stride=self.stride,
            padding=self.padding,
            dilation=self.dilation,
            bias=False,
        )
        shape = (1, self.size, self.size)
        return Preset(self.key, PresetGroup.REPORT_CONVOLUTIONS, layer, shape)

    def transposed(self) -> Preset:
        """Return the transposed convolution that leads back to this case's input size."""
        rest = (self.size + 2 * self.padding - self.kernel_size) % self.stride
        layer = ConvTranspose2d(
            1,
            1,
            self.kernel_size,
            stride=self.stride,
            padding=self.padding,
            output_padding=rest,
            bias=False,
        )
        shape = self.convolution().layer.infer((1, self.size, self.size))
        key = self.key + _TRANSPOSED_SUFFIX
        return Preset(key, PresetGroup.REPORT_TRANSPOSED, layer, shape)


_ANIMATIONS: Final = (
    _Animation("no_padding_no_strides", 4, 3),
    _Animation("arbitrary_padding_no_strides", 5, 4, padding=2),
    _Animation("half_padding_no_strides", 5, 3, padding=1),
    _Animation("full_padding_no_strides", 5, 3, padding=2),
    _Animation("no_padding_strides", 5, 3, stride=2),
    _Animation("padding_strides", 5, 3, stride=2, padding=1),
    _Animation("padding_strides_odd", 6, 3, stride=2, padding=1),
)
_DILATION: Final = _Animation("dilation", 7, 3, dilation=2)


@cache
def presets() -> tuple[Preset, ...]:
    """Return every preset, in the order of menus."""
    return (
        *_course(),
        *_numbers(),
        *(animation.convolution() for animation in (*_ANIMATIONS, _DILATION)),
        *(animation.transposed() for animation in _ANIMATIONS),
        *_resizing(),
    )


def _course() -> tuple[Preset, ...]:
    def example(key: str, layer: WindowedLayer, weight_cells: tuple[float, ...] = ()) -> Preset:
        return Preset(key, PresetGroup.COURSE, layer, _FIVE, COURSE_INPUT, weight_cells)

    return (
        example("course_convolution", Conv2d(1, 1, 3, bias=False), COURSE_KERNEL),
        example("course_stride", Conv2d(1, 1, 3, stride=2, bias=False), COURSE_KERNEL),
        example("course_padding", Conv2d(1, 1, 3, padding=1, bias=False), COURSE_KERNEL),
        example("course_max_pool_ceil", MaxPool2d(3, ceil_mode=True)),
        example("course_max_pool_floor", MaxPool2d(3)),
        Preset("course_first_layer", PresetGroup.COURSE, Conv2d(3, 32, 5, padding=2), (3, 32, 32)),
    )


def _numbers() -> tuple[Preset, ...]:
    def example(key: str, layer: WindowedLayer, weight_cells: tuple[float, ...] = ()) -> Preset:
        group = PresetGroup.REPORT_NUMBERS
        return Preset(key, group, layer, _FIVE, REPORT_INPUT, weight_cells)

    strided = Conv2d(1, 1, 3, stride=2, padding=1, bias=False)
    return (
        example("numbers_convolution", Conv2d(1, 1, 3, bias=False), REPORT_KERNEL),
        example("numbers_padding_strides", strided, REPORT_KERNEL),
        example("numbers_average_pooling", AvgPool2d(3, stride=1)),
        example("numbers_max_pooling", MaxPool2d(3, stride=1)),
    )


def _resizing() -> tuple[Preset, ...]:
    """Return layers that enlarge a picture or move its cells, on numbers that can be followed."""
    group = PresetGroup.RESIZING
    twos = tuple(4.0 * number for number in range(9))
    ramp = tuple(float(number) for number in range(36))

    def example(key: str, layer: Layer, shape: Shape, cells: tuple[float, ...]) -> Preset:
        return Preset(key, group, layer, shape, cells)

    return (
        example("nearest_twice", Upsample(scale_factor=2), (1, 3, 3), twos),
        example("bilinear_twice", Upsample(scale_factor=2, mode="bilinear"), (1, 3, 3), twos),
        example(
            "bilinear_aligned",
            Upsample(size=(5, 5), mode="bilinear", align_corners=True),
            (1, 3, 3),
            twos,
        ),
        example("pixel_shuffle", PixelShuffle(2), (4, 3, 3), ramp),
        example("pixel_unshuffle", PixelUnshuffle(2), (1, 6, 6), ramp),
        example("unfold_apart", Unfold(2, stride=2), (1, 4, 4), ramp[:16]),
        example("unfold_overlapping", Unfold(3), (1, 4, 4), ramp[:16]),
        example("fold_overlapping", Fold(4, 3), (9, 4), (1.0,) * 36),
        Preset("unpool_given", group, MaxUnpool2d(2), _FIVE, COURSE_INPUT, output_size=(5, 5)),
        Preset("unpool_shifted", group, MaxUnpool2d(2), _FIVE, EARLY_MAXIMA),
    )
