"""Layers that are alike share what is found of them; what only looks alike does not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from convviz.core.errors import ParameterError
from convviz.core.layers.conv import Conv2d
from convviz.core.layers.fold import Unfold
from convviz.core.layers.gate import GLU
from convviz.core.layers.pad import ConstantPad2d
from convviz.core.layers.pixel import PixelShuffle, PixelUnshuffle
from convviz.core.layers.pool import MaxPool2d
from convviz.core.layers.shape import Flatten
from convviz.core.layers.softmax import Softmax
from convviz.core.layers.upsample import Upsample
from convviz.core.network.row_reading import (
    KnownReadings,
    keeps_alike,
    layer_reaches,
    reads_alike,
)
from convviz.core.network.sequential import NetworkStep, infer_sequential
from convviz.core.network.summary import Summariser, summarise
from tests.support.random_trees import RandomTree

if TYPE_CHECKING:
    from convviz.core.layers.base import Layer, Shape

TREES = 60


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ({"stride": 1}, {"stride": True}),
        ({"stride": (1, 1)}, {"stride": (1, True)}),
        ({"bias": True}, {"bias": 1}),
        ({"groups": 1}, {"groups": True}),
        ({"kernel_size": (3, 5)}, {"kernel_size": (3, 0)}),
        ({"kernel_size": (3, 5)}, {"kernel_size": (3, True)}),
        ({"kernel_size": (3, 5)}, {"kernel_size": None}),
        ({"in_channels": 4}, {"in_channels": (4, 4)}),
        ({"padding": "same"}, {"padding": "half"}),
        ({"padding": "valid"}, {"stride": "valid"}),
        ({"padding": 1}, {"padding": 1.0}),
        ({"padding": -1, "padding_mode": "circular"}, {"padding": -1}),
        ({}, {"in_channels": 0}),
    ],
)
def test_what_equals_a_valid_setting_but_is_none_is_refused_behind_it(
    good: dict[str, Any], bad: dict[str, Any]
) -> None:
    conv = Conv2d(4, 8, 3)
    conv.replace(**good).check()

    with pytest.raises(ParameterError):
        conv.replace(**bad).check()


def test_an_equal_layer_that_torch_refuses_fails_behind_one_that_it_takes() -> None:
    steps = [NetworkStep(Conv2d(4, 4, 3, padding=1)), NetworkStep(Conv2d(4, 4, 3, padding=True))]

    failure = infer_sequential(steps, (4, 8, 8)).layer_failure

    assert failure is not None
    assert failure.index == 1


def test_layers_that_are_equal_but_not_the_same_stay_themselves() -> None:
    steps = [NetworkStep(ConstantPad2d(0, 0.0)), NetworkStep(ConstantPad2d(0, -0.0))]

    rows = infer_sequential(steps, (4, 8, 8)).rows

    assert [repr(row.layer) for row in rows] == [repr(step.layer) for step in steps]


def test_equal_layers_have_the_rows_that_one_layer_has() -> None:
    layer, summariser = Conv2d(4, 4, 3, padding=1), Summariser()
    shared = [NetworkStep(layer)] * 4
    apart = [NetworkStep(layer.replace()) for _ in range(4)]

    assert summariser.summary(apart, (4, 8, 8)) == summarise(infer_sequential(shared, (4, 8, 8)))
    assert summariser.summary(apart[1:], (4, 8, 8)).num_params == 3 * layer.num_params()


def test_rows_that_share_how_they_read_each_read_so() -> None:
    readings = KnownReadings()
    for seed in range(TREES):
        nodes, shape = RandomTree(seed).network()
        for row in infer_sequential(nodes, shape).rows:
            alike = readings.alike(row)
            assert alike.reaches == layer_reaches(row)
            assert alike.reads_alike == reads_alike(row)
            assert alike.keeps_alike == keeps_alike(row)


@pytest.mark.parametrize(
    ("first", "shape", "second", "other"),
    [
        (Softmax(1), (4, 6, 6), Softmax(2), (4, 6, 6)),
        (Softmax(1), (1, 2, 2), Softmax(1), (4, 2, 2)),
        (GLU(1), (4, 2, 6), GLU(2), (4, 2, 6)),
        (MaxPool2d(1, 2), (1, 6), MaxPool2d(1, 2), (4, 6)),
    ],
)
def test_a_dimension_and_channels_that_count_are_told_apart(
    first: Layer, shape: Shape, second: Layer, other: Shape
) -> None:
    readings = KnownReadings()
    readings.alike(*infer_sequential([NetworkStep(first)], shape).rows)
    (row,) = infer_sequential([NetworkStep(second)], other).rows
    alike = readings.alike(row)

    assert alike.reaches == layer_reaches(row)
    assert (alike.reads_alike, alike.keeps_alike) == (reads_alike(row), keeps_alike(row))


@pytest.mark.parametrize(
    ("layer", "sizes"),
    [(Softmax(2), (8, 3)), (Softmax(-1), (3, 8)), (Softmax(1), (3, 3)), (GLU(2), (6, 3))],
)
def test_what_shares_along_an_axis_sees_what_its_cells_see(layer: Layer, sizes: Shape) -> None:
    summary = summarise(infer_sequential([*map(NetworkStep, (Conv2d(3, 4, 3), layer))], (3, 8, 8)))
    (block,) = summary.input_blocks(1, (0, 0))

    assert summary.seen_size(1) == sizes
    assert tuple(map(len, block)) == sizes


@pytest.mark.parametrize(
    ("layers", "shape"),
    [
        ((PixelShuffle(1),), (4, 6)),
        ((PixelUnshuffle(1),), (4, 6)),
        ((Flatten(0, 1), Upsample((1, 1))), (4, 6, 6, 6)),
    ],
)
def test_what_torch_takes_for_a_batch_and_channels_has_a_receptive_field(
    layers: tuple[Layer, ...], shape: Shape
) -> None:
    summary = summarise(infer_sequential([*map(NetworkStep, layers)], shape))

    assert summary.result.failure is None
    assert set(summary.seen_inputs) == {row.path for row in summary.result.rows}
    assert len(summary.receptive_fields) == len(layers)


def test_a_batch_that_is_taken_for_channels_has_a_receptive_field() -> None:
    """Unfold reads (2, 4, 3) as two channels, which are the two pictures of the batch."""
    steps = [NetworkStep(Unfold(1, stride=3)), NetworkStep(Unfold(1, stride=3))]
    summary = summarise(infer_sequential(steps, (4, 9, 2)))

    assert [row.output_shape for row in summary.result.rows] == [(4, 3), (2,)]
    assert [summary.seen_size(index) for index in range(2)] == [(1, 1), (1, 1)]


def test_a_network_that_is_read_anew_is_what_it_was_and_what_is_put_into_it() -> None:
    summariser = Summariser()

    def read(count: int, *more: NetworkStep) -> list[NetworkStep]:
        kinds = (Conv2d(4, 4, 3, padding=1), ConstantPad2d(0, 0.0))
        return [*more, *[NetworkStep(kinds[n % 2].replace()) for n in range(count)]]

    for steps in (read(40), read(40), read(40, NetworkStep(ConstantPad2d(1, 0.0))), read(39)):
        fresh = summarise(infer_sequential(steps, (4, 8, 8)))

        assert summariser.summary(steps, (4, 8, 8)) == fresh
        assert summariser.summary(steps, (4, 8, 8)).receptive_fields == fresh.receptive_fields


@pytest.mark.parametrize("kernel", [3, 5, 8, 9, 15, 16, 17])
def test_kernels_up_to_and_beyond_the_input_say_whether_all_cells_see_all_of_it(
    kernel: int,
) -> None:
    """Only from twice the input on does each cell of an input with 8 cells read all of them."""
    (row,) = infer_sequential(
        [NetworkStep(Conv2d(4, 4, kernel, padding=kernel // 2))], (4, 8, 8)
    ).rows

    assert KnownReadings().alike(row).reads_alike == reads_alike(row) == (kernel >= 15)
