from __future__ import annotations

import numpy as np
import pytest

from convviz.core.errors import DocumentError, ErrorCode
from convviz.core.layers.conv import Conv1d, Conv2d
from convviz.core.layers.conv_transpose import ConvTranspose2d
from convviz.core.layers.pool import MaxPool2d
from convviz.protocol.document import Calculator
from convviz.stepping.scene.scene import build_scene
from convviz.ui.calculator.paste import with_pasted


def ramp(*shape: int) -> np.ndarray:
    return np.arange(np.prod(shape), dtype=np.float64).reshape(shape)


def test_a_matrix_of_another_size_brings_its_size() -> None:
    pasted = with_pasted(Calculator(Conv2d(1, 1, 3), (1, 5, 5)), "input", ramp(4, 7))
    assert pasted.input_shape == (1, 4, 7)
    np.testing.assert_array_equal(build_scene(pasted).plain_input, [ramp(4, 7)])


def test_an_input_of_more_channels_changes_in_channels() -> None:
    pasted = with_pasted(Calculator(Conv2d(1, 1, 3), (1, 5, 5)), "input", ramp(3, 6, 6))
    assert pasted.input_shape == (3, 6, 6)
    assert pasted.layer == Conv2d(3, 1, 3)


def test_a_batch_of_one_loses_the_batch() -> None:
    pasted = with_pasted(Calculator(MaxPool2d(2), (1, 5, 5)), "input", ramp(1, 2, 6, 6))
    assert pasted.input_shape == (2, 6, 6)


@pytest.mark.parametrize(
    ("layer", "shape", "after"),
    [
        (Conv2d(1, 1, 3, padding=1), (5, 5), Conv2d(1, 1, 5, padding=1)),
        (Conv2d(1, 1, 3), (2, 3), Conv2d(1, 1, (2, 3))),
        (Conv2d(1, 1, 3), (4, 1, 3, 3), Conv2d(1, 4, 3)),
        (Conv2d(1, 1, 3), (2, 3, 2, 2), Conv2d(3, 2, 2)),
        (Conv2d(4, 4, 3, groups=4), (4, 5, 5), Conv2d(4, 4, 5, groups=4)),
        (ConvTranspose2d(1, 1, 3), (2, 3, 2, 2), ConvTranspose2d(2, 3, 2)),
        (Conv1d(1, 1, 3), (4,), Conv1d(1, 1, 4)),
    ],
)
def test_a_kernel_of_another_size_changes_the_layer(
    layer: Conv2d, shape: tuple[int, ...], after: Conv2d
) -> None:
    before = Calculator(layer, (layer.in_channels, *(9,) * layer.rank))
    pasted = with_pasted(before, "weight", ramp(*shape))
    assert pasted.layer == after
    weight = build_scene(pasted).plain_weights["weight"]
    assert weight.shape == after.weight_shapes()["weight"]
    np.testing.assert_array_equal(weight.ravel(), ramp(*shape).ravel())


def test_planes_one_after_the_other_keep_their_channels() -> None:
    before = Calculator(Conv2d(2, 3, 2), (2, 5, 5))
    pasted = with_pasted(before, "weight", ramp(6, 2, 2))
    assert pasted.layer == before.layer
    weight = build_scene(pasted).plain_weights["weight"]
    np.testing.assert_array_equal(weight, ramp(3, 2, 2, 2))


def test_a_single_plane_replaces_the_one_under_the_cursor() -> None:
    before = Calculator(Conv2d(2, 3, 2), (2, 4, 4))
    inputs = with_pasted(before, "input", ramp(4, 4), (1,))
    np.testing.assert_array_equal(build_scene(inputs).plain_input[1], ramp(4, 4))
    np.testing.assert_array_equal(
        build_scene(inputs).plain_input[0], build_scene(before).plain_input[0]
    )
    kernels = with_pasted(before, "weight", ramp(2, 2), (2, 1))
    np.testing.assert_array_equal(build_scene(kernels).plain_weights["weight"][2, 1], ramp(2, 2))


def test_biases_are_one_a_channel_or_one_alone() -> None:
    before = Calculator(Conv2d(1, 3, 2), (1, 4, 4))
    all_three = with_pasted(before, "bias", ramp(3))
    assert build_scene(all_three).plain_weights["bias"].tolist() == [0, 1, 2]
    one = with_pasted(all_three, "bias", np.array([[9.0]]), (1,))
    assert build_scene(one).plain_weights["bias"].tolist() == [0, 9, 2]
    with pytest.raises(DocumentError) as caught:
        with_pasted(before, "bias", ramp(2))
    assert caught.value.code is ErrorCode.NUMBERS_WRONG_COUNT


@pytest.mark.parametrize(
    ("part", "shape", "code"),
    [
        ("input", (2, 3, 4, 4), ErrorCode.NUMBERS_WRONG_RANK),
        ("input", (3, 3), ErrorCode.NUMBERS_WRONG_PLANES),
        ("weight", (2, 2, 2, 2, 2), ErrorCode.NUMBERS_WRONG_RANK),
        ("weight", (5, 3, 3), ErrorCode.NUMBERS_WRONG_PLANES),
        ("weight", (3, 3), ErrorCode.NUMBERS_WRONG_PLANES),
    ],
)
def test_numbers_that_fit_nowhere_are_refused(
    part: str, shape: tuple[int, ...], code: ErrorCode
) -> None:
    with pytest.raises(DocumentError) as caught:
        with_pasted(Calculator(Conv2d(2, 3, 2), (2, 4, 4)), part, ramp(*shape))
    assert caught.value.code is code
