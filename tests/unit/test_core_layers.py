"""What layers refuse, with code and facts; and their shapes and counts where they accept."""

from __future__ import annotations

from typing import Any

import pytest

from convviz.core.errors import ConvVizError, ErrorCode
from convviz.core.layers import Layer, Shape, layer_types
from convviz.core.layers.activation import LeakyReLU, PReLU, ReLU
from convviz.core.layers.conv import Conv1d, Conv2d, Conv3d
from convviz.core.layers.conv_transpose import ConvTranspose2d
from convviz.core.layers.dropout import Dropout, Dropout2d
from convviz.core.layers.hard_activation import Hardtanh
from convviz.core.layers.linear import Linear
from convviz.core.layers.norm import BatchNorm1d, BatchNorm2d
from convviz.core.layers.pool import AvgPool2d, AvgPool3d, MaxPool2d
from convviz.core.layers.shape import Flatten, Identity
from convviz.core.layers.smooth_activation import GELU
from convviz.core.layers.softmax import Softmax


def odd(value: object) -> Any:
    """Return a value of a type that the parameter does not admit."""
    return value


def refusal(layer: Layer, shape: Shape) -> ConvVizError:
    with pytest.raises(ConvVizError) as caught:
        layer.infer(shape)
    return caught.value


@pytest.mark.parametrize(
    ("layer", "shape", "code", "facts"),
    [
        (Conv2d(3, 4, 0), (3, 8, 8), ErrorCode.NOT_POSITIVE, {"parameter": "kernel_size"}),
        (Conv2d(3, 4, (3, -1)), (3, 8, 8), ErrorCode.NOT_POSITIVE, {"value": -1}),
        (Conv2d(3, 4, 3, padding=-1), (3, 8, 8), ErrorCode.NEGATIVE, {"parameter": "padding"}),
        (Conv2d(0, 4, 3), (3, 8, 8), ErrorCode.NOT_POSITIVE, {"parameter": "in_channels"}),
        (Conv2d(3, 4, (3, 3, 3)), (3, 8, 8), ErrorCode.WRONG_AXIS_COUNT, {"axes": 2}),
        (Conv2d(3, 4, (3,)), (3, 8, 8), ErrorCode.WRONG_AXIS_COUNT, {"value": (3,)}),
        (
            Conv2d(3, 4, 3, padding=(1,), padding_mode="reflect"),
            (3, 8, 8),
            ErrorCode.WRONG_AXIS_COUNT,
            {"parameter": "padding"},
        ),
        (Conv2d(3, 4, odd(3.0)), (3, 8, 8), ErrorCode.WRONG_TYPE, {"value": "3.0"}),
        (Conv2d(3, 4, odd(value=True)), (3, 8, 8), ErrorCode.WRONG_TYPE, {"value": "True"}),
        (Conv2d(3, 4, odd(None)), (3, 8, 8), ErrorCode.WRONG_TYPE, {"value": "None"}),
        (Conv2d(3, 4, 3, bias=odd(1)), (3, 8, 8), ErrorCode.WRONG_TYPE, {"parameter": "bias"}),
        (Conv2d(3, 4, 2**63), (3, 8, 8), ErrorCode.TOO_LARGE, {"limit": 2**63 - 1}),
        (Conv2d(3, 4, 10**9), (3, 8, 8), ErrorCode.TOO_LARGE, {"parameter": "weight"}),
        (MaxPool2d(2**31), (3, 8, 8), ErrorCode.TOO_LARGE, {"limit": 2**31 - 1}),
        (
            ConvTranspose2d(3, 4, 1, stride=2**31),
            (3, 1, 1),
            ErrorCode.TOO_LARGE,
            {"parameter": "stride"},
        ),
        (
            Conv2d(3, 4, 3, padding="sam"),
            (3, 8, 8),
            ErrorCode.UNKNOWN_CHOICE,
            {"choices": "valid, same"},
        ),
        (Conv2d(3, 4, 3, groups=2), (3, 8, 8), ErrorCode.GROUPS_DO_NOT_DIVIDE, {"channels": 3}),
        (
            Conv2d(4, 3, 3, groups=2),
            (4, 8, 8),
            ErrorCode.GROUPS_DO_NOT_DIVIDE,
            {"parameter": "out_channels"},
        ),
        (
            Conv2d(3, 4, 3, stride=2, padding="same"),
            (3, 8, 8),
            ErrorCode.SAME_PADDING_WITH_STRIDE,
            {"stride": 2},
        ),
        (
            ConvTranspose2d(3, 4, 3, padding_mode="reflect"),
            (3, 8, 8),
            ErrorCode.ONLY_ZEROS_PADDING_MODE,
            {"value": "reflect"},
        ),
        (Conv2d(3, 4, 3), (8, 8), ErrorCode.WRONG_RANK, {"expected": (3, 4)}),
        (Conv2d(3, 4, 3), (1, 1, 8, 8), ErrorCode.CHANNELS_DIFFER, {"expected": 3, "found": 1}),
        (
            Conv2d(3, 4, 9),
            (3, 8, 8),
            ErrorCode.KERNEL_LARGER_THAN_INPUT,
            {"axis": 0, "effective_kernel": 9, "padded_size": 8},
        ),
        (Conv2d(3, 4, 3), (3, 0, 8), ErrorCode.EMPTY_INPUT, {"shape": (3, 0, 8)}),
        (Conv2d(3, 4, 3), (-1, 3, 8, 8), ErrorCode.EMPTY_INPUT, {}),
        (
            Conv2d(3, 4, 3, padding=8, padding_mode="reflect"),
            (3, 8, 9),
            ErrorCode.REFLECT_PADDING_TOO_LARGE,
            {"axis": 0, "padding": 8, "size": 8},
        ),
        (
            Conv2d(3, 4, 3, padding=9, padding_mode="circular"),
            (3, 9, 8),
            ErrorCode.CIRCULAR_PADDING_TOO_LARGE,
            {"axis": 1},
        ),
        (MaxPool2d(3, padding=2), (1, 9, 9), ErrorCode.POOL_PADDING_OVER_HALF, {"padding": 2}),
        (
            MaxPool2d(3, padding=2, dilation=2),
            (1, 9, 9),
            ErrorCode.POOL_PADDING_OVER_HALF,
            {"kernel_size": 3},
        ),
        (MaxPool2d(9), (1, 8, 8), ErrorCode.KERNEL_LARGER_THAN_INPUT, {"effective_kernel": 9}),
        (
            AvgPool3d(3, padding=1),
            (1, 2, 5, 5),
            ErrorCode.KERNEL_LARGER_THAN_UNPADDED_INPUT,
            {"kernel_size": 3, "size": 2},
        ),
        (AvgPool2d(2, divisor_override=0), (1, 8, 8), ErrorCode.DIVISOR_ZERO, {}),
        (
            ConvTranspose2d(1, 1, 3, stride=2, output_padding=2),
            (1, 4, 4),
            ErrorCode.OUTPUT_PADDING_TOO_LARGE,
            {"output_padding": 2, "stride": 2},
        ),
        (
            ConvTranspose2d(1, 1, 3, padding=9),
            (1, 4, 4),
            ErrorCode.PADDING_TAKES_OUTPUT,
            {"full": 6, "most": 2},
        ),
        (
            Linear(10, 2),
            (4, 3, 5),
            ErrorCode.FEATURES_DIFFER,
            {"expected": 10, "found": 5, "flattened": 15},
        ),
        (Linear(1, 2), (), ErrorCode.WRONG_RANK, {"layer": "Linear"}),
        (BatchNorm2d(4), (1, 4, 1, 1), ErrorCode.ONE_VALUE_PER_CHANNEL, {}),
        (BatchNorm2d(4), (2, 3, 5, 5), ErrorCode.CHANNELS_DIFFER, {"parameter": "num_features"}),
        (BatchNorm1d(4), (2, 4, 5, 5), ErrorCode.WRONG_RANK, {"expected": (2, 3)}),
        (BatchNorm2d(4, eps=0), (2, 4, 5, 5), ErrorCode.NOT_ABOVE_ZERO, {"parameter": "eps"}),
        (Dropout(1.5), (3,), ErrorCode.OUT_OF_RANGE, {"minimum": 0, "maximum": 1}),
        (Dropout(float("nan")), (3,), ErrorCode.NOT_FINITE, {"value": "nan"}),
        (Dropout2d(0.5), (3,), ErrorCode.WRONG_RANK, {}),
        (PReLU(3), (2, 4), ErrorCode.CHANNELS_DIFFER, {"parameter": "num_parameters"}),
        (LeakyReLU(1e39), (2, 4), ErrorCode.TOO_LARGE, {"parameter": "negative_slope"}),
        (LeakyReLU(-1e39), (2, 4), ErrorCode.TOO_SMALL, {}),
        (GELU("fast"), (2,), ErrorCode.UNKNOWN_CHOICE, {"choices": "none, tanh"}),
        (Hardtanh(1.0, 1.0), (2,), ErrorCode.EMPTY_INTERVAL, {"minimum": 1.0}),
        (Softmax(2), (3, 4), ErrorCode.DIMENSION_OUT_OF_RANGE, {"rank": 2}),
        (Flatten(3), (2, 3, 4), ErrorCode.DIMENSION_OUT_OF_RANGE, {"parameter": "start_dim"}),
        (Flatten(2, 1), (2, 3, 4), ErrorCode.START_AFTER_END, {"start_dim": 2, "end_dim": 1}),
    ],
)
def test_refusals(layer: Layer, shape: Shape, code: ErrorCode, facts: dict[str, object]) -> None:
    error = refusal(layer, shape)

    assert error.code is code
    assert facts.items() <= error.facts.items()


@pytest.mark.parametrize(
    ("layer", "shape", "output"),
    [
        (Conv2d(3, 4, 3), (2, 3, 8, 8), (2, 4, 6, 6)),
        (Conv2d(3, 4, 3), (3, 8, 8), (4, 6, 6)),
        (Conv2d(3, 4, 3), (0, 3, 8, 8), (0, 4, 6, 6)),
        (Conv2d(3, 4, 3, stride=(2,), padding=(1,)), (3, 8, 8), (4, 4, 4)),
        (Conv1d(2, 2, 3, padding=-1, padding_mode="circular"), (2, 9), (2, 5)),
        (Conv3d(1, 1, (1, 2, 3)), (1, 4, 4, 4), (1, 4, 3, 2)),
        (MaxPool2d((2,)), (1, 8, 8), (1, 4, 4)),
        (MaxPool2d(3, stride=None), (1, 9, 9), (1, 3, 3)),
        (MaxPool2d(9, ceil_mode=True), (1, 8, 8), (1, 1, 1)),
        (MaxPool2d(10**9, padding=5 * 10**8, stride=1), (1, 8, 8), (1, 9, 9)),
        (ReLU(), (), ()),
        (Identity(), (2, 0), (2, 0)),
        (Dropout2d(1), (3,), (3,)),
        (BatchNorm2d(4, affine=False, track_running_stats=False), (2, 9, 2, 2), (2, 9, 2, 2)),
        (Flatten(), (2, 3, 8, 8), (2, 192)),
        (Flatten(), (3, 8, 8), (3, 64)),
        (Flatten(-2), (2, 3, 4), (2, 12)),
        (Flatten(0), (), (1,)),
        (Linear(8, 10), (2, 3, 8, 8), (2, 3, 8, 10)),
        (Softmax(-1), (2, 3), (2, 3)),
    ],
)
def test_shapes(layer: Layer, shape: Shape, output: Shape) -> None:
    assert layer.infer(shape) == output


def test_settings_that_need_more_memory_than_there_is_have_a_shape() -> None:
    layer = Conv2d(4, 4, 3, padding=10**7)

    assert layer.infer((4, 8, 8)) == (4, 2 * 10**7 + 6, 2 * 10**7 + 6)


def test_an_output_that_torch_cannot_count_is_refused() -> None:
    error = refusal(Conv2d(1, 1, 3, padding=2**31), (1, 8, 8))

    assert error.code is ErrorCode.TOO_LARGE
    assert error.facts["parameter"] == "output"


def test_parameters_that_are_kept_but_not_trained_are_not_counted() -> None:
    layer = BatchNorm2d(16)

    assert layer.num_params() == 32
    assert set(layer.buffer_shapes()) == {"running_mean", "running_var", "num_batches_tracked"}


def test_lists_become_tuples() -> None:
    assert Conv2d(1, 1, odd([3, 3])) == Conv2d(1, 1, (3, 3))


@pytest.mark.unmeasured
@pytest.mark.parametrize("name", list(layer_types()))
def test_every_layer_can_be_described(name: str) -> None:
    layer_type = layer_types()[name]

    assert layer_type.__doc__
    assert set(layer_type.defaults()) <= set(layer_type.parameters())
    assert layer_type.family
