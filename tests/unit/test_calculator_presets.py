from __future__ import annotations

import math

import pytest

from convviz.core.layers.conv import Conv2d, ConvTranspose2d
from convviz.core.presets import Preset, PresetGroup, presets
from convviz.core.shown_layers import infer_shown

BY_KEY = {preset.key: preset for preset in presets()}

REPORT_SIZES = {
    "no_padding_no_strides": (4, 3, 1, 0, 1, 2),
    "arbitrary_padding_no_strides": (5, 4, 1, 2, 1, 6),
    "half_padding_no_strides": (5, 3, 1, 1, 1, 5),
    "full_padding_no_strides": (5, 3, 1, 2, 1, 7),
    "no_padding_strides": (5, 3, 2, 0, 1, 2),
    "padding_strides": (5, 3, 2, 1, 1, 3),
    "padding_strides_odd": (6, 3, 2, 1, 1, 3),
    "dilation": (7, 3, 1, 0, 2, 3),
}


@pytest.mark.parametrize("preset", presets(), ids=lambda preset: preset.key)
def test_every_preset_is_valid_and_its_numbers_fill_their_shapes(preset: Preset) -> None:
    assert math.prod(infer_shown(preset.layer, preset.input_shape)) >= 1
    if preset.input_cells:
        assert len(preset.input_cells) == math.prod(preset.input_shape)
    if preset.weight_cells:
        assert len(preset.weight_cells) == math.prod(preset.layer.weight_shapes()["weight"])


def test_keys_are_different() -> None:
    assert len(BY_KEY) == len(presets())


@pytest.mark.parametrize("key", REPORT_SIZES)
def test_the_animated_cases_have_the_report_s_numbers(key: str) -> None:
    preset, (i, k, s, p, d, o) = BY_KEY[key], REPORT_SIZES[key]

    assert isinstance(preset.layer, Conv2d)
    layer = preset.layer
    assert (layer.kernel_size, layer.stride, layer.padding, layer.dilation) == (k, s, p, d)
    assert preset.input_shape == (1, i, i)
    assert layer.infer(preset.input_shape) == (1, o, o)


@pytest.mark.parametrize("key", [key for key in REPORT_SIZES if key != "dilation"])
def test_a_transposed_twin_leads_back_to_the_size_before(key: str) -> None:
    twin, (i, k, s, p, _, o) = BY_KEY[f"{key}_transposed"], REPORT_SIZES[key]

    assert isinstance(twin.layer, ConvTranspose2d)
    assert twin.layer.output_padding == (i + 2 * p - k) % s
    assert twin.input_shape == (1, o, o)
    assert twin.layer.infer(twin.input_shape) == (1, i, i)


def test_there_are_fifteen_animations_and_four_numerical_cases() -> None:
    groups = [preset.group for preset in presets()]

    assert groups.count(PresetGroup.REPORT_CONVOLUTIONS) == 8
    assert groups.count(PresetGroup.REPORT_TRANSPOSED) == 7
    assert groups.count(PresetGroup.REPORT_NUMBERS) == 4
