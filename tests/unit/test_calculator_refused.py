"""Each refusal as a picture: what of the input is there, and what the layer reaches for in vain."""

from __future__ import annotations

from typing import Final

import numpy as np
import pytest

from convviz.core.errors import ConvVizError, ErrorCode
from convviz.core.layers.activation import PReLU
from convviz.core.layers.base import Layer, layer_types
from convviz.core.layers.conv import Conv1d, Conv2d, Conv3d
from convviz.core.layers.conv_transpose import ConvTranspose1d, ConvTranspose2d
from convviz.core.layers.dropout import Dropout2d
from convviz.core.layers.fold import Fold, Unfold
from convviz.core.layers.norm import BatchNorm2d, BatchNorm3d
from convviz.core.layers.pad import ReflectionPad2d, ZeroPad2d
from convviz.core.layers.pixel import PixelShuffle, PixelUnshuffle
from convviz.core.layers.pool import AvgPool3d, MaxPool2d
from convviz.core.shown_layers import infer_shown
from convviz.protocol.document import Calculator
from convviz.stepping.scene.refused_axis import RefusedKind
from convviz.stepping.scene.refused_scene import (
    RefusedScene,
    refused_kinds,
    refused_scene,
)

R, P, C, U, O = RefusedKind  # noqa: E741 - one letter a kind, read as a picture


def refused(layer: Layer, shape: tuple[int, ...], code: ErrorCode) -> RefusedScene:
    with pytest.raises(ConvVizError) as caught:
        infer_shown(layer, shape)
    assert caught.value.code is code
    scene = refused_scene(Calculator(layer, shape), caught.value)
    assert scene is not None
    return scene


def row(scene: RefusedScene, axis: int = 2) -> list[RefusedKind]:
    return [RefusedKind(kind) for kind in scene.axes[axis].kinds]


def test_a_kernel_larger_than_the_input_hangs_over_it() -> None:
    scene = refused(Conv2d(1, 1, 9), (1, 5, 5), ErrorCode.KERNEL_LARGER_THAN_INPUT)
    assert row(scene) == [R] * 5 + [O] * 4
    assert scene.window == (1, 9, 9)
    assert scene.window_is_wrong
    assert scene.kernel is not None
    assert scene.kernel.shape == (1, 1, 9, 9)
    assert scene.input.shape == (1, 1, 9, 9)
    assert np.isnan(scene.input[0, 0, 8, 8])


def test_padding_and_dilation_count() -> None:
    layer = Conv1d(1, 1, 4, dilation=3, padding=1)
    scene = refused(layer, (1, 5), ErrorCode.KERNEL_LARGER_THAN_INPUT)
    assert row(scene) == [P] + [R] * 5 + [P] + [O] * 3
    assert scene.window[2] == 10


def test_a_kernel_may_hang_over_in_depth() -> None:
    layer = Conv3d(1, 1, (4, 2, 2))
    scene = refused(layer, (1, 3, 5, 5), ErrorCode.KERNEL_LARGER_THAN_INPUT)
    assert row(scene, 0) == [R, R, R, O]
    assert refused_kinds(scene.axes)[3, 0, 0] == O


def test_average_pooling_in_3d_does_not_count_the_padding() -> None:
    code = ErrorCode.KERNEL_LARGER_THAN_UNPADDED_INPUT
    scene = refused(AvgPool3d(4, padding=2), (1, 3, 5, 5), code)
    assert row(scene, 0) == [P, P, R, R, R, P, P]
    assert scene.window == (4, 4, 4)


def test_a_pooling_window_that_lies_in_the_padding() -> None:
    scene = refused(MaxPool2d(3, padding=2), (1, 4, 4), ErrorCode.POOL_PADDING_OVER_HALF)
    assert row(scene) == [P, P] + [R] * 4 + [P, P]
    assert scene.window == (1, 3, 3)
    assert np.isneginf(scene.input[0, 0, 0, 0])


@pytest.mark.parametrize(
    ("layer", "code", "kinds"),
    [
        (
            Conv2d(1, 1, 3, padding=5, padding_mode="reflect"),
            ErrorCode.REFLECT_PADDING_TOO_LARGE,
            [U, U, P, P, P, R, R, R, R, P, P, P, U, U],
        ),
        (
            Conv2d(1, 1, 3, padding=5, padding_mode="circular"),
            ErrorCode.CIRCULAR_PADDING_TOO_LARGE,
            [U, P, P, P, P, R, R, R, R, P, P, P, P, U],
        ),
        (
            ReflectionPad2d((4, 0, 0, 0)),
            ErrorCode.REFLECT_PADDING_TOO_LARGE,
            [U, P, P, P, R, R, R, R],
        ),
        (ZeroPad2d((-2, -2, 0, 0)), ErrorCode.CROPS_EVERYTHING, [C, C, C, C]),
    ],
)
def test_what_padding_cannot_be_filled_and_what_is_cropped(
    layer: Layer, code: ErrorCode, kinds: list[RefusedKind]
) -> None:
    assert row(refused(layer, (1, 4, 4), code)) == kinds


def test_mirrored_cells_hold_what_they_mirror() -> None:
    layer = Conv2d(1, 1, 3, padding=5, padding_mode="reflect")
    scene = refused(layer, (1, 4, 4), ErrorCode.REFLECT_PADDING_TOO_LARGE)
    values = scene.input[0, 0, 5]
    assert list(values[2:5]) == list(values[8:5:-1])


def test_channels_without_a_kernel_plane_and_planes_without_a_channel() -> None:
    more = refused(Conv2d(3, 2, 2), (5, 4, 4), ErrorCode.CHANNELS_DIFFER)
    assert more.wrong_channels == {3, 4}
    assert more.kernel_channels == (0, 1, 2)
    fewer = refused(Conv2d(3, 2, 2), (1, 4, 4), ErrorCode.CHANNELS_DIFFER)
    assert fewer.wrong_kernels == {1, 2}
    assert not fewer.wrong_channels


def test_of_many_channels_those_round_the_first_wrong_one_are_drawn() -> None:
    scene = refused(Conv2d(64, 2, 2), (66, 4, 4), ErrorCode.CHANNELS_DIFFER)
    assert scene.wrong_channels == {64, 65}
    assert {63, 64, 65} <= set(scene.channels)
    assert len(scene.channels) == 6


def test_groups_leave_channels_or_filters_over() -> None:
    scene = refused(Conv2d(5, 4, 2, groups=2), (5, 4, 4), ErrorCode.GROUPS_DO_NOT_DIVIDE)
    assert scene.wrong_channels == {4}
    scene = refused(Conv2d(4, 5, 2, groups=2), (4, 4, 4), ErrorCode.GROUPS_DO_NOT_DIVIDE)
    assert scene.wrong_kernels == {4}
    assert scene.kernel_channels == (0, 1, 2, 3, 4)


def test_output_padding_and_padding_of_a_transposed_convolution() -> None:
    layer = ConvTranspose2d(1, 1, 3, stride=2, output_padding=2)
    output = refused(layer, (1, 3, 3), ErrorCode.OUTPUT_PADDING_TOO_LARGE).output
    assert output is not None
    assert (output.shape, output.added, output.taken) == ((9, 9), (2, 2), (0, 0))
    output = refused(
        ConvTranspose1d(1, 1, 2, padding=2), (1, 3), ErrorCode.PADDING_TAKES_OUTPUT
    ).output
    assert output is not None
    assert (output.shape, output.taken) == ((4,), (2,))


def test_what_cannot_be_shared_out() -> None:
    assert refused(PixelShuffle(2), (6, 3, 3), ErrorCode.CHANNELS_NOT_DIVISIBLE).wrong_channels == {
        4,
        5,
    }
    assert refused(PixelUnshuffle(2), (1, 5, 4), ErrorCode.SIZE_NOT_DIVISIBLE).wrong_rest == (-2, 1)
    fold = refused(Fold(4, 2), (4, 11), ErrorCode.COLUMNS_DIFFER)
    assert fold.wrong_rest == (-1, 2)
    unfold = refused(Unfold(9), (1, 5, 5), ErrorCode.KERNEL_LARGER_THAN_INPUT)
    assert row(unfold) == [R] * 5 + [O] * 4


def test_a_kernel_a_thousand_cells_wide_is_drawn_in_a_few() -> None:
    scene = refused(Conv2d(1, 1, 1000), (1, 5, 5), ErrorCode.KERNEL_LARGER_THAN_INPUT)
    assert len(row(scene)) == 15
    assert scene.kernel is None


REFUSED_VALUES: Final = {
    "kernel_size": 3,
    "padding": 2,
    "stride": 0,
    "groups": 3,
    "output_size": 2,
    "in_channels": 4,
    "out_channels": 2,
    "upscale_factor": 3,
    "downscale_factor": 3,
}


def buildable_layers() -> list[str]:
    """Return the layers that the values above can build: all of the calculator's."""
    return sorted(
        name
        for name, made in layer_types().items()
        if set(made.parameters()) <= set(made.defaults()) | set(REFUSED_VALUES)
    )


@pytest.mark.parametrize("shape", [(1, 1, 1), (2, 3, 4), (1, 40, 40)])
@pytest.mark.parametrize("name", buildable_layers())
def test_no_refusal_of_any_layer_breaks_its_picture(name: str, shape: tuple[int, ...]) -> None:
    made = layer_types()[name]
    fields = {key: value for key, value in REFUSED_VALUES.items() if key in made.parameters()}
    for change in ({}, {"stride": 1}, {"stride": 1, "padding": -7}, {"padding": "x"}):
        known = {key: value for key, value in change.items() if key in made.parameters()}
        layer = made(**{**fields, **known})
        try:
            infer_shown(layer, shape)
        except ConvVizError as error:
            refused_scene(Calculator(layer, shape), error)
        except TypeError:
            continue


@pytest.mark.parametrize(
    ("layer", "shape", "code"),
    [
        (PReLU(7), (2, 3, 4, 5), ErrorCode.CHANNELS_DIFFER),
        (Dropout2d(2.0), (2, 3, 4, 5), ErrorCode.OUT_OF_RANGE),
        (BatchNorm3d(7), (2, 3, 4, 5, 2), ErrorCode.CHANNELS_DIFFER),
        (BatchNorm2d(2), (4, 3, 5, 5), ErrorCode.CHANNELS_DIFFER),
    ],
    ids=lambda value: value.type_name() if isinstance(value, Layer) else None,
)
def test_a_refused_batch_is_drawn_whole_and_none_of_its_pictures_is_taken_for_a_channel(
    layer: Layer, shape: tuple[int, ...], code: ErrorCode
) -> None:
    scene = refused(layer, shape, code)
    assert scene.wrong_channels == frozenset()
