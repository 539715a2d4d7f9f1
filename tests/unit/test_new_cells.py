"""What nobody typed: channels, taps and a bias that are new hold small integers, and keep them."""

from __future__ import annotations

import numpy as np
import pytest

from convviz.core.layers.conv import Conv1d, Conv2d, Conv3d
from convviz.core.layers.pool import MaxPool2d
from convviz.protocol.document import Calculator
from convviz.protocol.recipes import Fill, FillPattern, Numbers
from convviz.protocol.templates import course_calculator
from convviz.stepping.scene.scene import build_scene, calculator_weights
from convviz.ui.calculator.edits import with_input_shape, with_layer, with_type
from convviz.values.new_cells import new_cells
from convviz.values.recipes import materialise


def test_a_place_holds_the_same_number_whatever_the_shape() -> None:
    small, large = new_cells((2, 3, 4), signed=True), new_cells((5, 6, 7), signed=True)
    assert np.array_equal(large[:2, :3, :4], small)
    assert set(np.unique(large)) == {-3, -2, -1, 1, 2, 3}
    assert set(np.unique(new_cells((5, 6, 7), signed=False))) == {1, 2, 3}


def test_neighbouring_channels_and_taps_differ() -> None:
    cells = new_cells((8, 8, 3, 3), signed=True)
    planes = {plane.tobytes() for plane in cells.reshape(64, 9)}
    assert len(planes) == 64


def test_these_are_the_numbers_for_ever() -> None:
    assert new_cells((3, 3), signed=True).tolist() == [[2, 1, -3], [1, -3, 1], [-2, 1, 1]]


@pytest.mark.parametrize(("before", "after"), [((1, 5, 5), (3, 7, 6)), ((1, 5, 5), (2, 5, 5))])
def test_new_cells_of_the_input_are_no_zeros_and_come_back(
    before: tuple[int, ...], after: tuple[int, ...]
) -> None:
    typed = course_calculator()
    grown = with_input_shape(typed, after)
    values = build_scene(grown).plain_input
    channels, rows, columns = before
    assert np.array_equal(values[:channels, :rows, :columns], build_scene(typed).plain_input)
    fresh = np.ones(after, dtype=bool)
    fresh[:channels, :rows, :columns] = False
    assert (values[fresh] != 0).all()
    back = with_input_shape(with_input_shape(grown, before), after)
    assert np.array_equal(build_scene(back).plain_input, values)


def test_new_taps_and_filters_are_no_zeros() -> None:
    layer = Conv2d(1, 2, 5, padding=1, bias=False)
    calculator = with_layer(course_calculator(), layer)
    weight = calculator_weights(calculator)["weight"]
    assert weight[0, 0, :3, :3].tolist() == [[1, 2, 1], [0, 1, 0], [2, 1, 0]]
    assert (weight[1] != 0).all()
    assert (weight[0, 0, 3:] != 0).all()


@pytest.mark.parametrize("made", [Conv1d, Conv2d, Conv3d])
def test_a_bias_that_is_switched_on_can_be_seen(made: type[Conv2d]) -> None:
    rank = made.rank
    plain = Calculator(made(1, 3, 2, bias=False), (1, *(4,) * rank))
    shown = with_layer(plain, made(1, 3, 2, bias=True))
    bias = calculator_weights(shown)["bias"]
    assert (bias > 0).all()
    off_and_on = with_layer(with_layer(shown, made(1, 3, 2, bias=False)), made(1, 3, 2, bias=True))
    assert off_and_on == shown


def test_a_bias_that_somebody_filled_stays() -> None:
    ones = Calculator(Conv2d(1, 1, 2, bias=False), (1, 4, 4), bias=Fill(FillPattern.ONES))
    assert with_layer(ones, Conv2d(1, 1, 2)).bias == Fill(FillPattern.ONES)


def test_another_layer_brings_a_bias_that_can_be_seen() -> None:
    pooling = Calculator(MaxPool2d(2), (1, 4, 4))
    convolution = with_type(pooling, Conv2d)
    assert (calculator_weights(convolution)["bias"] != 0).all()


def test_typed_zeros_stay_zeros() -> None:
    zeros = materialise(Numbers((1, 2, 2), (0.0,) * 4), (1, 3, 3))
    assert (zeros[0, :2, :2] == 0).all()
