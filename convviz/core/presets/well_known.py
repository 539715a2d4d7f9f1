"""Layers of known networks at their real sizes, and settings that are known to surprise.

Where a real layer has more cells than can be drawn, one of its channels or filters stands for it;
its name says so.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from convviz.core.explaining.sources import CHECKERBOARD, documentation, pytorch_thread
from convviz.core.layers.adaptive import AdaptiveAvgPool2d
from convviz.core.layers.conv import Conv1d, Conv2d, Conv3d
from convviz.core.layers.conv_transpose import ConvTranspose2d
from convviz.core.layers.dropout import Dropout, Dropout2d
from convviz.core.layers.pool import MaxPool2d
from convviz.core.layers.upsample import Upsample
from convviz.core.presets import papers
from convviz.core.presets.course import COURSE_INPUT, FIVE
from convviz.core.presets.preset import Preset, PresetGroup

if TYPE_CHECKING:
    from convviz.core.explaining.sources import Source
    from convviz.core.layers.base import Layer, Shape


def well_known_presets() -> tuple[Preset, ...]:
    """Return the layers of networks by their year, then dropouts, upsampling, edges."""
    return (*_networks(), *_dropouts(), *_checkerboard(), *_edges())


def _networks() -> tuple[Preset, ...]:
    def layer(key: str, layer: Layer, shape: Shape, source: Source) -> Preset:
        return Preset(key, PresetGroup.WELL_KNOWN, layer, shape, source=source)

    alexnet = Conv2d(3, 96, 11, stride=4, padding=2)
    stem = Conv2d(3, 64, 7, stride=2, padding=3, bias=False)
    depthwise = Conv2d(512, 512, 3, padding=1, groups=512, bias=False)
    pointwise = Conv2d(512, 512, 1, bias=False)
    repeated = (512, 14, 14)  # five times in the network
    return (
        layer("alexnet_first", alexnet, (3, 224, 224), papers.ALEXNET),
        layer("global_average", AdaptiveAvgPool2d(1), (512, 7, 7), papers.NETWORK_IN_NETWORK),
        layer("vgg", Conv2d(128, 256, 3, padding=1), (128, 56, 56), papers.VGG),
        layer("googlenet_reduction", Conv2d(192, 16, 1), (192, 28, 28), papers.GOOGLENET),
        layer("c3d", Conv3d(1, 1, 3, padding=1, bias=False), (1, 2, 7, 7), papers.C3D),
        layer("resnet_stem", stem, (3, 224, 224), papers.RESNET),
        layer("resnet_pool", MaxPool2d(3, stride=2, padding=1), (64, 112, 112), papers.RESNET),
        layer("wavenet", Conv1d(1, 1, 2, dilation=4, bias=False), (1, 16), papers.WAVENET),
        layer("mobilenet_depthwise", depthwise, repeated, papers.MOBILENETS),
        layer("mobilenet_pointwise", pointwise, repeated, papers.MOBILENETS),
        _of_ones(
            "deeplab_atrous",
            Conv2d(1, 1, 3, padding=6, dilation=6, bias=False),
            (1, 33, 33),
            papers.DEEPLAB,
        ),
        layer("vit_patches", Conv2d(3, 768, 16, stride=16), (3, 224, 224), papers.VIT),
    )


def _dropouts() -> tuple[Preset, ...]:
    """Return a dropout in training and in evaluation, on the same numbers, and one of channels."""
    group, half = PresetGroup.WELL_KNOWN, Dropout(0.5)
    numbered = tuple(float(number // 9 + 1) for number in range(36))
    return (
        Preset("dropout_train", group, half, FIVE, COURSE_INPUT, source=papers.DROPOUT),
        Preset(
            "dropout_eval",
            group,
            half,
            FIVE,
            COURSE_INPUT,
            source=papers.DROPOUT,
            training=False,
        ),
        Preset(
            "spatial_dropout",
            group,
            Dropout2d(0.5),
            (4, 3, 3),
            numbered,
            source=papers.SPATIAL_DROPOUT,
        ),
    )


def _checkerboard() -> tuple[Preset, ...]:
    """Return the checkerboard and its two fixes, on ones: each output counts what reaches it."""
    transposed = ConvTranspose2d(1, 1, 3, stride=2, bias=False)
    even = ConvTranspose2d(1, 1, 4, stride=2, padding=1, bias=False)
    after = Conv2d(1, 1, 3, padding=1, bias=False)
    return (
        _of_ones("checkerboard", transposed, FIVE, CHECKERBOARD),
        _of_ones("checkerboard_fix_kernel", even, FIVE, CHECKERBOARD),
        _of_ones("checkerboard_fix_upsample", Upsample(scale_factor=2), FIVE, CHECKERBOARD),
        _of_ones("checkerboard_fix_convolve", after, (1, 10, 10), CHECKERBOARD),
    )


def _edges() -> tuple[Preset, ...]:
    group = PresetGroup.WELL_KNOWN
    wrapped = Conv2d(1, 1, 5, padding=2, bias=False, padding_mode="circular")
    negative = tuple(-1.0 - number for number in COURSE_INPUT)
    return (
        Preset(
            "same_even",
            group,
            Conv1d(1, 1, 2, padding="same", bias=False),
            (1, 5),
            (1.0, 2.0, 3.0, 4.0, 5.0),
            (1.0, 10.0),
            source=pytorch_thread(3867),
        ),
        Preset(
            "circular", group, wrapped, FIVE, COURSE_INPUT, source=documentation("CircularPad2d")
        ),
        Preset(
            "reflect",
            group,
            wrapped.replace(padding_mode="reflect"),
            FIVE,
            COURSE_INPUT,
            source=papers.CYCLE_GAN,
        ),
        Preset(
            "max_pool_negative",
            group,
            MaxPool2d(3, stride=1, padding=1),
            FIVE,
            negative,
            source=documentation("MaxPool2d"),
        ),
    )


def _of_ones(key: str, layer: Layer, shape: Shape, source: Source) -> Preset:
    ones, taps = (1.0,) * math.prod(shape), math.prod(layer.weight_shapes().get("weight", (0,)))
    return Preset(key, PresetGroup.WELL_KNOWN, layer, shape, ones, (1.0,) * taps, source=source)
