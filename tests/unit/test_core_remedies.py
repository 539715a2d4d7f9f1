"""What would mend a refusal, and what would cover dropped cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from convviz.core.layers.conv import Conv2d
from convviz.core.layers.conv_transpose import ConvTranspose2d
from convviz.core.layers.dropout import Dropout
from convviz.core.layers.gate import GLU
from convviz.core.layers.hard_activation import Hardtanh
from convviz.core.layers.linear import Linear
from convviz.core.layers.norm import BatchNorm2d
from convviz.core.layers.pool import AvgPool1d, AvgPool2d, AvgPool3d, MaxPool2d
from convviz.core.layers.power_pool import LPPool2d
from convviz.core.layers.shape import Flatten
from convviz.core.layers.spatial import WindowedLayer
from convviz.core.layers.upsample import Upsample
from convviz.core.losses.distances import HuberLoss
from convviz.core.optimisers.adam import Adam
from convviz.core.remedies.covering import covering_changes
from convviz.core.remedies.layer_remedies import remedies
from convviz.core.remedies.nearest import nearest_above, nearest_below
from convviz.core.remedies.remedy import ParameterValue, RemedyKind

if TYPE_CHECKING:
    from convviz.core.layers import Layer, Shape

PICTURE = (3, 32, 32)
Offered = list[tuple[str, ParameterValue]]


def odd(value: object) -> Any:
    """Return a value of a type that the parameter does not admit."""
    return value


def offered(layer: Layer, shape: Shape = PICTURE) -> Offered:
    return [(remedy.parameter, remedy.value) for remedy in remedies(layer, shape)]


@pytest.mark.parametrize(
    ("layer", "shape", "expected"),
    [
        (
            Conv2d(3, 8, 99),
            PICTURE,
            [("kernel_size", 32), ("padding", 34), ("input", (3, 99, 99))],
        ),
        (Conv2d(3, 8, 10**9), PICTURE, [("kernel_size", 32)]),
        (Conv2d(3, 8, 3, dilation=10**6), PICTURE, [("kernel_size", 1), ("dilation", 15)]),
        (
            Conv2d(3, 8, (3, 99)),
            PICTURE,
            [("kernel_size", (3, 32)), ("padding", 34), ("input", (3, 32, 99))],
        ),
        (Conv2d(3, 8, 5), (3, 256, 1), [("input", (3, 256, 5))]),
        (Conv2d(3, 8, (5, 3)), (3, 1, 1), [("input", (3, 5, 3))]),
        (AvgPool3d(4), (1, 3, 9, 2), [("input", (1, 4, 9, 4))]),
        (Conv2d(3, 8, (0, -1)), PICTURE, [("kernel_size", (1, 1))]),
        (Conv2d(12, 18, 3, groups=5), (12, 32, 32), [("groups", 6), ("groups", 3)]),
        (
            Conv2d(4, 6, 3, groups=4),
            (4, 8, 8),
            [("groups", 2), ("out_channels", 4), ("out_channels", 8)],
        ),
        (
            Conv2d(1024, 1024, 3, groups=700),
            (1024, 8, 8),
            [("groups", 512), ("groups", 1024)],
        ),
        (
            Conv2d(3, 8, 5, stride=2, padding="same"),
            PICTURE,
            [("stride", 1), ("padding", 2)],
        ),
        (Conv2d(3, 8, 3, padding="sme"), PICTURE, [("padding", "same"), ("padding", 1)]),
        (Conv2d(3, 8, 3, padding="SAME"), PICTURE, [("padding", "same")]),
        (Conv2d(3, 8, 3, padding_mode="Reflect"), PICTURE, [("padding_mode", "reflect")]),
        (Conv2d(3, 8, 3, padding_mode="wrap"), PICTURE, [("padding_mode", "circular")]),
        (Upsample(scale_factor=2.0, mode="Nearest_Exact"), (1, 3, 4), [("mode", "nearest-exact")]),
        (Upsample(scale_factor=2.0, mode="bilinear"), (1, 3, 4), [("mode", "linear")]),
        (Conv2d(16, 8, 3), PICTURE, [("in_channels", 3), ("input", (16, 32, 32))]),
        (
            Conv2d(3, 8, 9, padding=40, padding_mode="reflect"),
            PICTURE,
            [("padding", 31), ("padding_mode", "zeros"), ("input", (3, 41, 41))],
        ),
        (Conv2d(3, 8, odd("3")), PICTURE, [("kernel_size", 3)]),
        (Conv2d(3, 8, odd(3.0)), PICTURE, [("kernel_size", 3)]),
        (Conv2d(3, 8, (3, 3, 3)), PICTURE, [("kernel_size", (3, 3)), ("kernel_size", 3)]),
        (Conv2d(3, 8, 3), (32, 32), [("input", (3, 32, 32))]),
        (Conv2d(3, 8, 3), (1, 1, 3, 32, 32), [("input", (1, 3, 32, 32))]),
        (MaxPool2d(2, padding=2), PICTURE, [("padding", 1), ("kernel_size", 4)]),
        (
            MaxPool2d(64),
            PICTURE,
            [("kernel_size", 32), ("padding", 16), ("ceil_mode", True), ("input", (3, 64, 64))],
        ),
        (
            ConvTranspose2d(3, 8, 3, output_padding=1),
            PICTURE,
            [("output_padding", 0), ("stride", 2), ("dilation", 2)],
        ),
        (ConvTranspose2d(3, 8, 3, padding_mode="reflect"), PICTURE, [("padding_mode", "zeros")]),
        (Linear(100, 5), (2, 50), [("in_features", 50), ("input", (2, 100))]),
        (Flatten(4), (2, 3, 4), [("start_dim", 2)]),
        (BatchNorm2d(4), (1, 4, 1, 1), [("input", (2, 4, 1, 1))]),
        (BatchNorm2d(4, eps=-1), (2, 4, 2, 2), [("eps", 1e-5)]),
        (Dropout(1.5), (3,), [("p", 1), ("p", 0.5)]),
        (Hardtanh(2.0, 1.0), (3,), [("min_val", -1.0)]),
        (
            AvgPool2d(2, divisor_override=0),
            PICTURE,
            [("divisor_override", None), ("divisor_override", -1), ("divisor_override", 1)],
        ),
    ],
)
def test_the_nearest_values_that_mend(layer: Layer, shape: Shape, expected: Offered) -> None:
    found = offered(layer, shape)

    assert [remedy for remedy in found if remedy in expected] == expected


@pytest.mark.parametrize(
    ("layer", "shape", "expected"),
    [
        (GLU(0), (5, 5), [("input", (6, 5))]),
        (GLU(), (4, 5), [("dim", -2), ("dim", 0), ("input", (4, 6))]),
        (Adam(betas=(1.0, 0.9)), (4,), [("betas", (0.9, 0.9)), ("betas", (0.9, 0.999))]),
        (Adam(betas=(1.0, 2.0)), (4,), [("betas", (0.9, 0.999))]),
    ],
)
def test_what_is_offered_is_taken_by_the_layer(
    layer: Layer, shape: Shape, expected: Offered
) -> None:
    assert offered(layer, shape) == expected


def test_nothing_is_offered_for_a_layer_that_is_accepted() -> None:
    assert remedies(Conv2d(3, 8, 3), PICTURE) == ()


def test_a_remedy_says_what_comes_out() -> None:
    first, *_ = remedies(Conv2d(3, 8, 99), PICTURE)

    assert (first.kind, first.output_shape) == (RemedyKind.SET_PARAMETER, (8, 1, 1))


def test_of_several_errors_the_first_is_mended_alone() -> None:
    (remedy,) = remedies(Conv2d(16, 8, 0), PICTURE)

    assert (remedy.parameter, remedy.value, remedy.output_shape) == ("kernel_size", 1, None)


@pytest.mark.parametrize(
    ("layer", "shape", "expected"),
    [
        (
            Conv2d(1, 1, 3, stride=2, padding=1),
            (1, 6, 6),
            [("stride", 1), ("kernel_size", 2), ("kernel_size", 4), ("input", (1, 5, 5))],
        ),
        (Conv2d(1, 1, 3, stride=2), (1, 6, 5), [("stride", (1, 2)), ("input", (1, 7, 5))]),
        (
            MaxPool2d(3),
            (1, 5, 5),
            [("ceil_mode", True), ("stride", 2), ("dilation", 2), ("input", (1, 6, 6))],
        ),
        (AvgPool1d(2), (1, 7), [("ceil_mode", True), ("input", (1, 6)), ("input", (1, 8))]),
    ],
)
def test_what_would_cover_dropped_cells(
    layer: WindowedLayer, shape: Shape, expected: Offered
) -> None:
    found = covering_changes(layer, shape)

    listed = [(remedy.parameter, remedy.value) for remedy in found]
    assert [change for change in listed if change in expected] == expected
    for remedy in found:
        if remedy.kind is RemedyKind.CHANGE_INPUT:
            changed, given = layer.replace(), remedy.value
        else:
            changed, given = layer.replace(**{remedy.parameter: remedy.value}), shape
        assert isinstance(changed, WindowedLayer)
        assert isinstance(given, tuple)
        assert changed.infer(given) == remedy.output_shape
        assert not any(axis.dropped for axis in changed.axis_windows(changed.spatial(given)))


def test_a_cover_never_opens_gaps_between_windows() -> None:
    strides = [r.value for r in covering_changes(AvgPool1d(2), (1, 7)) if r.parameter == "stride"]

    assert strides == [1]


def test_nothing_is_to_be_covered_where_the_windows_fit() -> None:
    assert covering_changes(MaxPool2d(2), (1, 4, 4)) == ()
    assert covering_changes(MaxPool2d(9), (1, 4, 4)) == ()


def test_the_nearest_integers_take_few_trials() -> None:
    tried: list[int] = []

    def at_most_33(number: int) -> bool:
        tried.append(number)
        return number <= 33

    assert nearest_below(10**9, 1, at_most_33) == 33
    assert len(tried) < 80
    assert nearest_above(0, 5000, lambda n: n >= 1234) == 1234
    assert nearest_above(0, 100, lambda n: n >= 1234) is None
    assert nearest_below(3, 3, lambda _: True) is None


def test_a_number_without_a_default_is_mended_by_what_a_new_layer_begins_with() -> None:
    assert offered(LPPool2d(0, 2)) == [("norm_type", 2)]


def test_a_number_on_a_limit_that_is_excluded_is_mended_by_the_usual_one() -> None:
    assert offered(HuberLoss(delta=0.0), (3,)) == [("delta", 1.0)]
    assert offered(Dropout(-0.5), (3,)) == [("p", 0.0), ("p", 0.5)]
