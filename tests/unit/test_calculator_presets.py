from __future__ import annotations

import math

import numpy as np
import pytest

from convviz.core.layers.conv import Conv2d
from convviz.core.layers.conv_transpose import ConvTranspose2d
from convviz.core.layers.pool import AvgPool2d, MaxPool2d
from convviz.core.presets import Preset, PresetGroup, presets
from convviz.core.shown_layers import infer_shown
from convviz.protocol.templates import course_calculator
from convviz.stepping.scene.scene import build_scene
from convviz.stepping.worked.backward.passes import backward_of
from convviz.ui.calculator.presets.applied import with_preset
from convviz.ui.calculator.presets.texts import english_texts

BY_KEY = {preset.key: preset for preset in presets()}

REPORT_SIZES = {
    "no_padding_no_strides": (4, 2, 0, 3, 1, 1),
    "arbitrary_padding_no_strides": (5, 6, 2, 4, 1, 1),
    "same_padding_no_strides": (5, 5, 1, 3, 1, 1),
    "full_padding_no_strides": (5, 7, 2, 3, 1, 1),
    "no_padding_strides": (5, 2, 0, 3, 2, 1),
    "padding_strides": (5, 3, 1, 3, 2, 1),
    "padding_strides_odd": (6, 3, 1, 3, 2, 1),
    "dilation": (7, 3, 0, 3, 1, 2),
}
"""Input, output, padding, kernel, stride, dilation of each animation of github.com/vdumoulin/
conv_arithmetic, by the name of its file (bin/generate_makefile)."""


@pytest.mark.parametrize("preset", presets(), ids=lambda preset: preset.key)
def test_every_preset_is_valid_and_its_numbers_fill_their_shapes(preset: Preset) -> None:
    assert math.prod(infer_shown(preset.layer, preset.input_shape, None, dict(preset.forms))) >= 1
    if preset.input_cells:
        assert len(preset.input_cells) == math.prod(preset.input_shape)
    if preset.weight_cells:
        assert len(preset.weight_cells) == math.prod(preset.layer.weight_shapes()["weight"])


def test_keys_are_different() -> None:
    assert len(BY_KEY) == len(presets())


@pytest.mark.parametrize("key", REPORT_SIZES)
def test_the_animated_cases_have_the_report_s_numbers(key: str) -> None:
    preset, (i, o, p, k, s, d) = BY_KEY[key], REPORT_SIZES[key]

    assert isinstance(preset.layer, Conv2d)
    layer = preset.layer
    assert (layer.kernel_size, layer.stride, layer.padding, layer.dilation) == (k, s, p, d)
    assert preset.input_shape == (1, i, i)
    assert layer.infer(preset.input_shape) == (1, o, o)


@pytest.mark.parametrize("key", [key for key in REPORT_SIZES if key != "dilation"])
def test_a_transposed_twin_leads_back_to_the_size_before(key: str) -> None:
    twin, (i, o, p, k, s, _) = BY_KEY[f"{key}_transposed"], REPORT_SIZES[key]

    assert isinstance(twin.layer, ConvTranspose2d)
    assert (twin.layer.kernel_size, twin.layer.stride, twin.layer.padding) == (k, s, p)
    assert twin.layer.output_padding == (i + 2 * p - k) % s
    assert twin.input_shape == (1, o, o)
    assert twin.layer.infer(twin.input_shape) == (1, i, i)


def test_there_are_fifteen_animations_and_four_numerical_cases() -> None:
    groups = [preset.group for preset in presets()]

    assert groups.count(PresetGroup.REPORT_CONVOLUTIONS) == 8
    assert groups.count(PresetGroup.REPORT_TRANSPOSED) == 7
    assert groups.count(PresetGroup.REPORT_NUMBERS) == 4


def test_the_numerical_cases_have_the_numbers_that_the_report_draws() -> None:
    chance = np.random.RandomState(1234)  # the stream that its bin/produce_figure draws from
    drawn = chance.randint(0, 4, 25).tolist(), chance.randint(0, 3, 9).tolist()
    sizes = {
        "numerical_no_padding_no_strides": Conv2d(1, 1, 3, bias=False),
        "numerical_padding_strides": Conv2d(1, 1, 3, stride=2, padding=1, bias=False),
        "numerical_average_pooling": AvgPool2d(3, stride=1),
        "numerical_max_pooling": MaxPool2d(3, stride=1),
    }

    for key, layer in sizes.items():
        preset = BY_KEY[key]
        assert preset.layer == layer
        assert list(preset.input_cells) == drawn[0]
        assert list(preset.weight_cells) == (drawn[1] if layer.weight_shapes() else [])
        assert infer_shown(layer, preset.input_shape) == (1, 3, 3)


def test_every_preset_of_the_guide_and_of_a_network_names_its_source() -> None:
    for preset in presets():
        if preset.group is not PresetGroup.COURSE:
            assert preset.source is not None, preset.key
            assert preset.source.address.startswith("https://"), preset.key


def test_every_preset_has_a_name_of_its_own_and_one_sentence_why() -> None:
    texts = english_texts()

    assert list(texts) == [preset.key for preset in presets()]
    assert len({text.why for text in texts.values()}) == len(texts)
    names = {(preset.group, texts[preset.key].name) for preset in presets()}
    assert len(names) == len(texts)
    for key, text in texts.items():
        assert text.why.endswith("."), key
        assert ". " not in text.why, key


@pytest.mark.parametrize("key", REPORT_SIZES)
def test_the_report_s_names_are_used(key: str) -> None:
    words = key.replace("same", "half").split("_")

    name = english_texts()[key].name.casefold()
    assert all(word in name for word in words)


@pytest.mark.parametrize(
    ("key", "numbers"),
    [
        ("relu_of_matrix", (1, 0, 0, 3)),
        ("sigmoid_of_matrix", (0.7311, 0.3775, 0.2689, 0.9526)),
        ("softmax_by_hand", (0.0900, 0.2447, 0.6652)),
        ("softmax_of_large", (0.0900, 0.2447, 0.6652)),
        ("gelu_dips", (-0.0040, -0.0455, -0.1700, 0, 0.5800, 1.9545, 2.9960)),
    ],
)
def test_the_activations_of_the_course_give_the_numbers_that_are_told_of_them(
    key: str, numbers: tuple[float, ...]
) -> None:
    calculator = with_preset(course_calculator(), BY_KEY[key])
    output = build_scene(calculator).output
    assert output is not None
    np.testing.assert_allclose(output.ravel(), numbers, atol=5e-5)


@pytest.mark.parametrize(
    ("key", "gradients"),
    [("relu_backward", (1, 0, 0, 4)), ("sigmoid_backward", (0.0003, 0.105, 0.25, 0.105, 0.0003))],
)
def test_what_comes_back_of_an_activation_is_what_is_told_of_it(
    key: str, gradients: tuple[float, ...]
) -> None:
    scene = build_scene(with_preset(course_calculator(), BY_KEY[key]))
    found = backward_of(scene).gradients["input"]
    np.testing.assert_allclose(found.ravel(), gradients, atol=5e-5)
