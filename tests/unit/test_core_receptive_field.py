"""Receptive fields of networks that the literature knows; usage of cells."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from convviz.core.layers.activation import ReLU
from convviz.core.layers.conv import Conv1d, Conv2d
from convviz.core.layers.conv_transpose import ConvTranspose1d
from convviz.core.layers.linear import Linear
from convviz.core.layers.norm import BatchNorm2d
from convviz.core.layers.pad import ZeroPad2d
from convviz.core.layers.pixel import PixelShuffle, PixelUnshuffle
from convviz.core.layers.pool import AvgPool2d, MaxPool2d
from convviz.core.layers.shape import Flatten
from convviz.core.layers.upsample import Upsample
from convviz.core.network.input_cells import input_blocks
from convviz.core.network.receptive_field import AxisField, receptive_fields
from convviz.core.network.sequential import NetworkStep, SequentialResult, infer_sequential
from convviz.core.network.summary import summarise
from convviz.core.usage import axis_usage
from convviz.values.usage import usage
from tests.support.seen_cells import input_box, input_cells

if TYPE_CHECKING:
    from convviz.core.layers.base import Layer


def rows(shape: tuple[int, ...], *layers: Layer) -> SequentialResult:
    result = infer_sequential([NetworkStep(layer) for layer in layers], shape)
    assert result.failure is None
    return result


def test_the_stem_of_a_residual_network() -> None:
    result = rows(
        (3, 224, 224),
        Conv2d(3, 64, 7, stride=2, padding=3),
        BatchNorm2d(64),
        ReLU(),
        MaxPool2d(3, stride=2, padding=1),
    )

    fields = receptive_fields(result)

    assert fields[0].known_axes[0] == AxisField(Fraction(6), Fraction(2), Fraction(0))
    assert fields[1] == fields[2] == fields[0]
    assert fields[3].known_axes == (AxisField(Fraction(10), Fraction(4), Fraction(0)),) * 2
    assert input_box(result, 3, (0, 10)) == (range(6), range(35, 46))


def test_dilation_counts() -> None:
    result = rows((1, 32, 32), *[Conv2d(1, 1, 3, dilation=d) for d in (1, 2, 4)])

    assert receptive_fields(result)[-1].known_axes[0].size == 15
    assert input_cells(rows((1, 9, 9), Conv2d(1, 1, 3, dilation=3)), 0, (1, 0)) == (
        (1, 4, 7),
        (0, 3, 6),
    )


def test_stride_and_padding_move_the_start() -> None:
    result = rows((1, 9, 9), ZeroPad2d((2, 0, 0, 0)), AvgPool2d(2))

    height, width = receptive_fields(result)[-1].known_axes
    assert (height.start, width.start) == (Fraction(1, 2), Fraction(-3, 2))
    assert input_cells(result, 1, (0, 0)) == ((), ())
    assert input_box(result, 1, (0, 0)) == (range(0), range(0))


def test_a_transposed_convolution_has_a_jump_below_one() -> None:
    result = rows((1, 5), ConvTranspose1d(1, 1, 4, stride=2, padding=1))

    (axis,) = receptive_fields(result)[0].known_axes
    assert axis == AxisField(Fraction(3, 2), Fraction(1, 2), Fraction(-1, 2))
    assert axis.size == 2
    assert [tuple(*input_cells(result, 0, (at,))) for at in range(4)] == [
        (0,),
        (0, 1),
        (0, 1),
        (1, 2),
    ]


def test_flatten_only_moves_cells_and_linear_behind_it_sees_everything() -> None:
    result = rows((1, 4, 5), Conv2d(1, 2, 3), Flatten(), Linear(12, 3))

    assert [summarise(result).sees_whole_input(index) for index in range(3)] == [False, False, True]
    assert input_box(result, 1, (4,)) == (range(1, 4), range(1, 4))
    assert input_box(result, 2, (0,)) == (range(4), range(5))


def test_what_no_window_reads_is_not_seen_by_linear_either() -> None:
    result = rows((1, 5, 4), MaxPool2d(2), Flatten(), Linear(4, 3))

    assert receptive_fields(result)[2].is_uniform
    assert not summarise(result).sees_whole_input(2)
    assert input_box(result, 2, (0,)) == (range(4), range(4))


def test_linear_without_flatten_sees_whole_rows() -> None:
    result = rows((1, 6, 5), Conv2d(1, 1, 3), Linear(3, 7), Conv2d(1, 1, 3))

    height, width = receptive_fields(result)[2].axes
    assert height is not None
    assert (height.size, width) == (5, None)
    assert input_blocks(result, 1, (2, 6)) == (((2, 3, 4), (0, 1, 2, 3, 4)),)


def test_joined_axes_still_see_exactly_their_own_cells() -> None:
    result = rows((1, 3, 4), Flatten(2), Conv1d(1, 1, 3))

    assert input_blocks(result, 1, (2,)) == (((0,), (2, 3)), ((1,), (0,)))
    assert receptive_fields(result)[1].axes == ()


def test_batch_norm_sees_its_whole_channel_while_it_trains() -> None:
    result = rows((1, 4, 4), Conv2d(1, 1, 3), BatchNorm2d(1))

    assert input_blocks(result, 1, (0, 0)) == (((0, 1, 2), (0, 1, 2)),)
    assert input_blocks(result, 1, (0, 0), training=True) == (((0, 1, 2, 3), (0, 1, 2, 3)),)


def test_disabled_layers_do_not_count() -> None:
    steps = [NetworkStep(Conv2d(1, 1, 3)), NetworkStep(Conv2d(1, 1, 3), enabled=False)]
    result = infer_sequential(steps, (1, 8, 8))

    assert receptive_fields(result)[1] == receptive_fields(result)[0]
    assert input_box(result, 1, (5, 5)) == (range(5, 8), range(5, 8))


def test_a_cell_that_does_not_exist() -> None:
    result = rows((1, 4, 4), Conv2d(1, 1, 3))
    for index, cell in ((0, (2, 0)), (0, (0,)), (1, (0, 0)), (-1, (0, 0))):
        with pytest.raises(IndexError):
            input_cells(result, index, cell)


def test_the_middle_is_used_most() -> None:
    found = usage(Conv2d(1, 1, 3), (5, 5))

    assert found.windows.tolist()[0] == [1, 2, 3, 2, 1]
    assert found.windows.max() == 9
    assert found.windows.sum() == found.readings.sum() == 9 * 9


def test_cells_that_padding_mirrors_are_read_again_by_the_same_window() -> None:
    (axis,) = Conv1d(1, 1, 3, padding=1, padding_mode="reflect").axis_windows((3,))

    assert axis_usage(axis).windows == (2, 3, 2)
    assert axis_usage(axis).readings == (2, 5, 2)


def test_cells_that_no_window_reads() -> None:
    assert usage(MaxPool2d(2, stride=3), (5, 5)).windows.tolist()[2] == [0, 0, 0, 0, 0]


def test_pixels_that_become_channels_and_return() -> None:
    result = rows((1, 6, 6), PixelUnshuffle(2), Conv2d(4, 4, 3, padding=1), PixelShuffle(2))

    down, wide, up = (field.known_axes[0] for field in receptive_fields(result))
    assert down == AxisField(1, 2, 1)
    assert (wide.size, float(wide.jump), float(up.jump)) == (6, 2, 1)
    assert input_box(result, 2, (0, 3)) == (range(4), range(6))


def test_upsampling_reads_fewer_cells_than_it_makes() -> None:
    result = rows((1, 4, 4), Upsample(scale_factor=2.0), Conv2d(1, 1, 3))

    assert receptive_fields(result)[1].known_axes[0].jump == Fraction(1, 2)
    assert input_box(result, 1, (0, 1)) == (range(2), range(2))
