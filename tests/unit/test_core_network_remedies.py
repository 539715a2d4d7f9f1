"""What a network that fails is offered: another picture, a sibling, a layer before."""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING

import pytest

from convviz.core.code.writing import layer_call
from convviz.core.errors import ErrorCode
from convviz.core.layers.adaptive import AdaptiveAvgPool2d
from convviz.core.layers.conv import Conv1d, Conv2d, Conv3d
from convviz.core.layers.gate import GLU
from convviz.core.layers.instance_norm import InstanceNorm1d, InstanceNorm2d
from convviz.core.layers.linear import Linear
from convviz.core.layers.norm import BatchNorm1d, BatchNorm2d, BatchNorm3d
from convviz.core.layers.pad import ConstantPad2d
from convviz.core.layers.pixel import PixelUnshuffle
from convviz.core.layers.pool import AvgPool1d, AvgPool2d, AvgPool3d, MaxPool1d, MaxPool2d
from convviz.core.layers.shape import Flatten, Unflatten
from convviz.core.layers.upsample import Upsample
from convviz.core.network.sequential import NetworkStep, infer_sequential
from convviz.core.remedies.remedy import Remedy, RemedyKind
from convviz.core.remedies.sequential_remedies import sequential_remedies
from convviz.protocol.sentences.errors import sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convviz.core.layers import Layer, Shape

LENET = (Conv2d(3, 6, 5), MaxPool2d(2), Conv2d(6, 16, 5), MaxPool2d(2), Flatten(), Linear(400, 10))


def mend(*layers: Layer, shape: Shape) -> tuple[Remedy, ...]:
    steps = [NetworkStep(layer) for layer in layers]
    failure = infer_sequential(steps, shape).failure
    assert failure is not None
    return sequential_remedies(steps, shape, failure)


def inputs(found: Sequence[Remedy]) -> list[object]:
    return [remedy.value for remedy in found if remedy.kind is RemedyKind.CHANGE_INPUT]


def layers_of(found: Sequence[Remedy], kind: RemedyKind) -> list[str]:
    return [layer_call(r.layer) for r in found if r.kind is kind and r.layer is not None]


@pytest.mark.parametrize("side", [28, 64, 224, 1024])
def test_a_linear_for_another_picture_offers_that_picture(side: int) -> None:
    found = mend(*LENET, shape=(3, side, side))

    assert (found[0].parameter, found[0].kind) == ("in_features", RemedyKind.SET_PARAMETER)
    assert inputs(found) == [(3, 32, 32)]
    assert found[-1].output_shape == (10,)


def test_a_picture_of_the_same_ratio_follows_the_square_one() -> None:
    conv, pool = Conv2d(3, 8, 3, padding=1), MaxPool2d(2)

    wide = mend(conv, pool, Flatten(), Linear(8 * 12 * 16, 10), shape=(3, 48, 64))
    assert inputs(wide) == [(3, 24, 32)]
    both = mend(conv, Flatten(), Linear(8 * 144, 10), shape=(3, 12, 27))
    assert inputs(both) == [(3, 12, 12), (3, 8, 18)]


def test_pictures_of_one_and_three_axes_are_searched_too() -> None:
    line = mend(Conv1d(3, 8, 9), MaxPool1d(4), Flatten(), Linear(800, 10), shape=(3, 100))
    assert inputs(line) == [(3, 408)]
    cube = mend(Conv3d(1, 8, 3), Flatten(), Linear(8 * 6**3, 10), shape=(1, 10, 10, 10))
    assert inputs(cube) == [(1, 8, 8, 8)]


def test_sizes_that_a_layer_refuses_do_not_end_the_search() -> None:
    found = mend(PixelUnshuffle(7), Flatten(), Linear(3 * 28 * 28, 10), shape=(3, 35, 35))

    assert inputs(found) == [(3, 28, 28)]


def test_no_picture_is_offered_where_none_gives_the_features() -> None:
    assert inputs(mend(Conv2d(3, 8, 3), Flatten(), Linear(1001, 10), shape=(3, 9, 9))) == []


def test_remedies_of_a_long_network_come_at_once() -> None:
    layers = (*[Conv2d(3, 3, 3, padding=1)] * 900, Flatten(), Linear(1000, 10))

    start = time.perf_counter()
    found = mend(*layers, shape=(3, 48, 64))

    assert found[0].value == 3 * 48 * 64
    assert time.perf_counter() - start < 2


def test_each_axis_grows_by_itself() -> None:
    found = mend(Conv2d(3, 6, 5), Conv2d(6, 6, 7), shape=(3, 256, 8))

    assert inputs(found) == [(3, 256, 11)]


@pytest.mark.parametrize(
    ("layers", "shape", "expected"),
    [
        ((Conv1d(3, 8, 3, stride=2),), (3, 9, 9), ["Conv2d(3, 8, kernel_size=3, stride=2)"]),
        ((Conv3d(3, 8, (1, 3, 3)),), (3, 9, 9), ["Conv2d(3, 8, kernel_size=(1, 3))"]),
        ((Conv2d(3, 8, (3, 5)),), (3, 9), ["Conv1d(3, 8, kernel_size=3)"]),
        ((MaxPool1d(2),), (3, 9, 9), ["MaxPool2d(kernel_size=2)"]),
        ((BatchNorm1d(3),), (3, 9, 9), ["BatchNorm2d(3)"]),
        ((BatchNorm3d(3),), (3, 9, 9), ["BatchNorm2d(3)"]),
        ((Flatten(), BatchNorm2d(3)), (3, 4, 4), ["BatchNorm1d(48)"]),
        ((Flatten(), BatchNorm2d(48)), (3, 4, 4), ["BatchNorm1d(48)"]),
    ],
)
def test_a_layer_for_other_dimensions_offers_its_sibling(
    layers: tuple[Layer, ...], shape: Shape, expected: list[str]
) -> None:
    assert layers_of(mend(*layers, shape=shape), RemedyKind.REPLACE_LAYER) == expected


def test_a_sibling_of_the_same_numbers_comes_first() -> None:
    first, *_ = mend(Flatten(), BatchNorm2d(48), shape=(3, 4, 4))

    assert first.kind is RemedyKind.REPLACE_LAYER


def test_a_mode_for_other_dimensions_offers_the_one_for_these() -> None:
    first, *_ = mend(Upsample(scale_factor=2.0, mode="bilinear"), shape=(3, 10))

    assert (first.parameter, first.value, first.output_shape) == ("mode", "linear", (3, 20))


@pytest.mark.parametrize(
    ("layer", "shape", "expected"),
    [
        (AvgPool1d(3, padding=2), (3, 8), ["ZeroPad1d(2)"]),
        (AvgPool2d(3, padding=(2, 1)), (3, 8, 8), ["ZeroPad2d((1, 1, 2, 2))"]),
        (AvgPool3d(3, padding=2), (3, 8, 8, 8), ["ZeroPad3d(2)"]),
        (AvgPool2d(3, padding=2, count_include_pad=False), (3, 8, 8), []),
        (
            AvgPool2d(3, padding=2, count_include_pad=False, divisor_override=4),
            (3, 8, 8),
            ["ZeroPad2d(2)"],
        ),
        (AvgPool2d(2, padding=2), (3, 8, 8), []),
        (AvgPool2d(3, stride=4, padding=2, ceil_mode=True), (3, 6, 6), []),
    ],
)
def test_a_layer_before_a_pooling_pads_by_more(
    layer: Layer, shape: Shape, expected: list[str]
) -> None:
    found = mend(layer, shape=shape)

    assert layers_of(found, RemedyKind.INSERT_LAYER) == expected


def test_max_pooling_is_padded_with_minus_infinity() -> None:
    found = mend(MaxPool2d(3, padding=2, dilation=2), shape=(3, 32, 32))

    (inserted,) = [remedy for remedy in found if remedy.kind is RemedyKind.INSERT_LAYER]
    assert inserted.layer == ConstantPad2d(2, -math.inf)
    assert (inserted.parameter, inserted.value) == ("padding", 0)
    assert inserted.output_shape == (3, 11, 11)


@pytest.mark.parametrize(
    ("layers", "shape", "meant"),
    [
        ((Conv2d(3, 8, 3),), (1, 3, 32, 32), (3, 32, 32)),
        ((Conv2d(3, 8, 3),), (32, 32, 3), (3, 32, 32)),
        ((Conv2d(3, 8, 3),), (8, 32, 32, 3), (3, 32, 32)),
        ((Conv2d(3, 8, 3),), (32, 32), (3, 32, 32)),
        ((Conv1d(3, 8, 3),), (100, 3), (3, 100)),
        ((Conv3d(1, 8, 3),), (8, 32, 32), (1, 8, 32, 32)),
        ((Conv3d(3, 8, 3),), (2, 3, 8, 32, 32), (3, 8, 32, 32)),
        ((BatchNorm2d(3), Conv2d(3, 8, 3)), (32, 32, 3), (3, 32, 32)),
        ((Flatten(), Linear(3072, 10)), (64, 3, 32, 32), (3, 32, 32)),
        ((MaxPool2d(2),), (8, 3, 32, 32), (3, 32, 32)),
    ],
)
def test_an_input_in_another_order_is_offered_as_it_was_meant(
    layers: tuple[Layer, ...], shape: Shape, meant: Shape
) -> None:
    first, *_ = mend(*layers, shape=shape)

    assert (first.kind, first.value) == (RemedyKind.CHANGE_INPUT, meant)


def test_channels_that_only_happen_to_be_as_many_as_the_columns_are_not_last() -> None:
    steps = [NetworkStep(BatchNorm2d(32))]
    failure = infer_sequential(steps, (16, 32, 32)).failure
    assert failure is not None
    assert failure.error.code is ErrorCode.CHANNELS_DIFFER


def test_no_remedy_joins_the_pictures_of_a_batch() -> None:
    values = [remedy.value for remedy in mend(GLU(1), shape=(3, 4, 4))]
    assert values == [2, (4, 4, 4)]  # and not 0, the batch


@pytest.mark.parametrize(
    ("layer", "shape", "larger"),
    [(InstanceNorm2d(3), (3, 1, 1), (3, 2, 2)), (InstanceNorm1d(3), (3, 1), (3, 2))],
)
def test_a_mean_over_one_value_gets_a_larger_picture(
    layer: Layer, shape: Shape, larger: Shape
) -> None:
    assert inputs(mend(layer, shape=shape)) == [larger]


def test_a_norm_of_one_value_behind_a_global_pooling_offers_to_leave_it_out() -> None:
    found = mend(AdaptiveAvgPool2d(1), InstanceNorm2d(8), shape=(8, 14, 14))

    assert layers_of(found, RemedyKind.REMOVE_LAYER) == ["InstanceNorm2d(8)"]
    assert found[0].index == 1
    assert inputs(found) == []  # no picture is large enough


def test_a_norm_of_one_value_behind_a_convolution_offers_the_picture_that_is_large_enough() -> None:
    found = mend(Conv2d(3, 8, 5, stride=2), InstanceNorm2d(8), shape=(3, 5, 6))

    assert inputs(found) == [(3, 6, 7)]
    assert found[0].output_shape == (8, 1, 2)


@pytest.mark.parametrize("dim", [0, -2])
def test_to_split_the_batch_is_told_without_a_number_that_nobody_typed(dim: int) -> None:
    layer = Unflatten(dim, (3, 4))
    failure = infer_sequential([NetworkStep(layer)], (12,)).failure
    assert failure is not None
    text = sentence(failure.error)

    assert failure.error.code is ErrorCode.UNFLATTENS_BATCH
    assert "is the batch, which holds any number of pictures" in text
    assert "size 2" not in text
    found = mend(layer, shape=(12,))
    assert {remedy.parameter for remedy in found} == {"dim"}
    assert {remedy.value for remedy in found} <= {1, -1}
