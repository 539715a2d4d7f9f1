"""The report's 15 animations, by the names of its files, and its 4 cases with numbers.

Source: Dumoulin & Visin 2016, "A guide to convolution arithmetic for deep learning"
(arXiv 1603.07285): its animations, and the numbers of its figures 1.1, 1.2, 1.5 and 1.6.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from convviz.core.explaining.sources import GUIDE
from convviz.core.layers.conv import Conv2d
from convviz.core.layers.conv_transpose import ConvTranspose2d
from convviz.core.layers.pool import AvgPool2d, MaxPool2d
from convviz.core.presets.preset import Preset, PresetGroup

if TYPE_CHECKING:
    from convviz.core.layers.base import Layer

REPORT_INPUT: Final = (
    *(3.0, 3.0, 2.0, 1.0, 0.0),
    *(0.0, 0.0, 1.0, 3.0, 1.0),
    *(3.0, 1.0, 2.0, 2.0, 3.0),
    *(2.0, 0.0, 0.0, 2.0, 2.0),
    *(2.0, 0.0, 0.0, 0.0, 1.0),
)
REPORT_KERNEL: Final = (0.0, 1.0, 2.0, 2.0, 2.0, 0.0, 0.0, 1.0, 2.0)

_TRANSPOSED_SUFFIX: Final = "_transposed"


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
        return Preset(self.key, PresetGroup.REPORT_CONVOLUTIONS, layer, shape, source=GUIDE)

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
        return Preset(key, PresetGroup.REPORT_TRANSPOSED, layer, shape, source=GUIDE)


_ANIMATIONS: Final = (
    _Animation("no_padding_no_strides", 4, 3),
    _Animation("arbitrary_padding_no_strides", 5, 4, padding=2),
    _Animation("same_padding_no_strides", 5, 3, padding=1),
    _Animation("full_padding_no_strides", 5, 3, padding=2),
    _Animation("no_padding_strides", 5, 3, stride=2),
    _Animation("padding_strides", 5, 3, stride=2, padding=1),
    _Animation("padding_strides_odd", 6, 3, stride=2, padding=1),
)
_DILATION: Final = _Animation("dilation", 7, 3, dilation=2)


def report_presets() -> tuple[Preset, ...]:
    """Return the cases with numbers, then the animations."""
    return (
        *_numbers(),
        *(animation.convolution() for animation in (*_ANIMATIONS, _DILATION)),
        *(animation.transposed() for animation in _ANIMATIONS),
    )


def _numbers() -> tuple[Preset, ...]:
    def example(key: str, layer: Layer, weight_cells: tuple[float, ...] = ()) -> Preset:
        group = PresetGroup.REPORT_NUMBERS
        return Preset(key, group, layer, (1, 5, 5), REPORT_INPUT, weight_cells, source=GUIDE)

    strided = Conv2d(1, 1, 3, stride=2, padding=1, bias=False)
    return (
        example("numerical_no_padding_no_strides", Conv2d(1, 1, 3, bias=False), REPORT_KERNEL),
        example("numerical_padding_strides", strided, REPORT_KERNEL),
        example("numerical_average_pooling", AvgPool2d(3, stride=1)),
        example("numerical_max_pooling", MaxPool2d(3, stride=1)),
    )
