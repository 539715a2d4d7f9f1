"""Sizes, counts and values that people disputed in public, as torch gives them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from convviz.core.layers.activation import ReLU
from convviz.core.layers.adaptive import AdaptiveAvgPool2d
from convviz.core.layers.conv import Conv2d
from convviz.core.layers.conv_transpose import ConvTranspose2d
from convviz.core.layers.dropout import Dropout
from convviz.core.layers.linear import Linear
from convviz.core.layers.pool import AvgPool2d, MaxPool2d
from convviz.core.layers.shape import Flatten
from convviz.core.layers.upsample import Upsample
from convviz.core.network.sequential import NetworkStep, infer_sequential
from convviz.core.network.summary import summarise
from convviz.values.layer_values import layer_output

if TYPE_CHECKING:
    from convviz.core.layers import Layer, Shape


@pytest.mark.parametrize(
    ("report", "layer", "shape", "output"),
    [
        ("pytorch #45357", MaxPool2d(1, stride=2, ceil_mode=True), (1, 6, 7), (1, 3, 4)),
        (
            "pytorch #116420",
            AvgPool2d(4, stride=4, padding=2, ceil_mode=True),
            (1, 9, 9),
            (1, 3, 3),
        ),
        (
            "pytorch #66542",
            ConvTranspose2d(1, 1, 2, output_padding=2, dilation=4, bias=False),
            (1, 1, 3),
            (1, 7, 9),
        ),
        (
            "DeepSpeed #8323",
            ConvTranspose2d(4, 4, 3, stride=2, padding=1, output_padding=1, groups=4),
            (4, 8, 8),
            (4, 16, 16),
        ),
    ],
)
def test_sizes_that_people_disputed(report: str, layer: Layer, shape: Shape, output: Shape) -> None:
    assert layer.infer(shape) == output, report


def test_an_average_of_windows_that_end_past_the_input() -> None:
    # coremltools #2844: the last window has one real row or column, and divides by that alone.
    picture = np.arange(49.0).reshape(1, 7, 7)

    output = layer_output(AvgPool2d(2, stride=3, ceil_mode=True), picture, {})

    assert output.tolist() == [[[4, 7, 9.5], [25, 28, 30.5], [42.5, 45.5, 48]]]


def test_the_counts_of_disputed_transposed_convolutions() -> None:
    dilated = ConvTranspose2d(1, 1, 2, output_padding=2, dilation=4, bias=False)
    depthwise = ConvTranspose2d(4, 4, 3, stride=2, padding=1, output_padding=1, groups=4)

    assert dilated.mult_adds((1, 1, 3)) == 12
    assert (depthwise.num_params(), depthwise.mult_adds((4, 8, 8))) == (40, 2304)


def test_upsampling_by_a_fraction_is_rounded_down_as_floats_are() -> None:
    # PerceptualSimilarity #51: as floats 149 * (600/149) is 600, but 199 * (800/199) is below 800.
    layer = Upsample(scale_factor=(600 / 149, 800 / 199), mode="bilinear")

    assert layer.infer((1, 1, 149, 199)) == (1, 1, 600, 799)


def test_alexnet_has_the_parameters_that_torchvision_lists() -> None:
    layers: list[Layer] = [
        *(Conv2d(3, 64, 11, stride=4, padding=2), ReLU(), MaxPool2d(3, 2)),
        *(Conv2d(64, 192, 5, padding=2), ReLU(), MaxPool2d(3, 2)),
        *(Conv2d(192, 384, 3, padding=1), ReLU()),
        *(Conv2d(384, 256, 3, padding=1), ReLU()),
        *(Conv2d(256, 256, 3, padding=1), ReLU(), MaxPool2d(3, 2)),
        *(AdaptiveAvgPool2d((6, 6)), Flatten(), Dropout()),
        *(Linear(256 * 6 * 6, 4096), ReLU(), Dropout()),
        *(Linear(4096, 4096), ReLU(), Linear(4096, 1000)),
    ]

    result = infer_sequential([NetworkStep(layer) for layer in layers], (3, 224, 224))

    assert result.output_shape == (1000,)
    summary = summarise(result)
    assert (summary.num_params, summary.mult_adds) == (61_100_840, 714_188_480)


def test_an_encoder_may_end_with_the_pooling_whose_indices_a_decoder_needs() -> None:
    # pytorch #38640.
    steps = [NetworkStep(ReLU()), NetworkStep(MaxPool2d(2, return_indices=True))]

    result = infer_sequential(steps, (16, 100, 100))

    assert result.failure is None
    assert result.output_shape == (16, 50, 50)
    assert result.returns_indices
