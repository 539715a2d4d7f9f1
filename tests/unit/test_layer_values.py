"""Values through our own windows, on cases worked by hand and by the literature."""

from __future__ import annotations

import math

import numpy as np
import pytest

from convviz.core.axis_windows import PositionKind
from convviz.core.errors import ErrorCode, ShapeError
from convviz.core.layers.conv import Conv1d, Conv2d
from convviz.core.layers.conv_transpose import ConvTranspose1d
from convviz.core.layers.pool import AvgPool2d, MaxPool1d, MaxPool2d
from convviz.values.layer_values import layer_output
from tests.support.window_terms import window_terms

COURSE_INPUT = np.array(
    [[1, 2, 0, 3, 1], [0, 1, 2, 3, 1], [1, 2, 1, 0, 0], [5, 2, 3, 1, 1], [2, 1, 0, 1, 1]],
    dtype=np.float64,
)[None]
COURSE_KERNEL = np.array([[1, 2, 1], [0, 1, 0], [2, 1, 0]], dtype=np.float64)[None, None]


def test_the_course_convolution() -> None:
    layer = Conv2d(1, 1, 3, bias=False)

    output = layer_output(layer, COURSE_INPUT, {"weight": COURSE_KERNEL})

    assert output.tolist() == [[[10, 12, 12], [18, 16, 16], [13, 9, 3]]]


def test_the_course_pooling() -> None:
    assert layer_output(MaxPool2d(3, ceil_mode=True), COURSE_INPUT, {}).tolist() == [
        [[2, 3], [5, 1]]
    ]
    assert layer_output(MaxPool2d(3), COURSE_INPUT, {}).tolist() == [[[2]]]


def test_ones_averaged_with_padding() -> None:
    output = layer_output(AvgPool2d(3, 1, padding=1), np.ones((1, 4, 4)), {})

    assert output[0, 0].round(3).tolist() == [0.444, 0.667, 0.667, 0.444]
    assert output[0, 1].round(3).tolist() == [0.667, 1, 1, 0.667]


def test_ones_averaged_without_counting_the_padding() -> None:
    layer = AvgPool2d(3, 1, padding=1, count_include_pad=False)

    assert layer_output(layer, np.ones((1, 4, 4)), {}).tolist() == np.ones((1, 4, 4)).tolist()


def test_the_padding_of_max_pooling_never_wins() -> None:
    output = layer_output(MaxPool2d(3, 1, padding=1), -np.ones((1, 4, 4)), {})

    assert output.tolist() == (-np.ones((1, 4, 4))).tolist()


def test_same_padding_of_an_even_kernel_puts_the_extra_cell_behind() -> None:
    layer = Conv1d(1, 1, 2, padding="same", bias=False)
    weights = {"weight": np.array([[[1.0, 10.0]]])}

    assert layer_output(layer, np.array([[1.0, 2.0, 3.0]]), weights).tolist() == [[21, 32, 3]]


def test_a_transposed_convolution_scatters_its_input() -> None:
    layer = ConvTranspose1d(1, 1, 3, stride=2, bias=False)
    weights = {"weight": np.array([[[1.0, 10.0, 100.0]]])}

    output = layer_output(layer, np.array([[1.0, 2.0]]), weights)

    assert output.tolist() == [[1, 10, 102, 20, 200]]


def test_groups_see_only_their_channels() -> None:
    layer = Conv1d(2, 2, 1, groups=2)
    weights = {"weight": np.array([[[2.0]], [[3.0]]]), "bias": np.array([10.0, 20.0])}

    assert layer_output(layer, np.array([[1.0], [1.0]]), weights).tolist() == [[12], [23]]


def test_an_empty_batch_has_an_empty_output() -> None:
    assert layer_output(MaxPool2d(2), np.zeros((0, 3, 4, 4)), {}).shape == (0, 3, 2, 2)


def test_too_much_work_is_refused() -> None:
    layer = Conv2d(1, 1, 1, padding=10**4, bias=False)

    with pytest.raises(ShapeError) as caught:
        layer_output(layer, np.zeros((1, 4, 4)), {"weight": np.ones((1, 1, 1, 1))})
    assert caught.value.code is ErrorCode.TOO_LARGE


def test_a_convolutions_cell_worked_out() -> None:
    layer = Conv2d(1, 1, 3)
    weights = {"weight": COURSE_KERNEL, "bias": np.array([0.5])}

    terms = window_terms(layer, COURSE_INPUT, weights, (0, 1, 0))

    assert [term.product for term in terms.terms] == [0, 2, 2, 0, 2, 0, 10, 2, 0]
    assert [term.running for term in terms.terms] == [0, 2, 4, 4, 6, 6, 16, 18, 18]
    assert terms.terms[5].tap == (1, 2)
    assert terms.terms[5].position == (2, 2)
    assert (terms.bias, terms.total) == (0.5, 18.5)


def test_padding_in_a_cell_worked_out() -> None:
    layer = Conv1d(1, 1, 3, padding=1, padding_mode="reflect", bias=False)
    terms = window_terms(layer, np.array([[1.0, 2.0, 3.0]]), {"weight": np.ones((1, 1, 3))}, (0, 0))

    first = terms.terms[0]
    assert (first.kind, first.position, first.source, first.value) == (
        PositionKind.PADDING,
        (-1,),
        (1,),
        2.0,
    )


def test_an_averages_divisor() -> None:
    terms = window_terms(AvgPool2d(3, 1, padding=1), np.ones((1, 4, 4)), {}, (0, 0, 0))

    assert (terms.divisor, terms.terms[-1].running) == (9, 4)
    assert terms.total == pytest.approx(4 / 9)


def test_the_first_of_equal_cells_wins() -> None:
    terms = window_terms(MaxPool1d(4), np.array([[1.0, 5.0, 5.0, 2.0]]), {}, (0, 0))

    assert (terms.winner, terms.ties, terms.total) == (1, (2,), 5.0)
    assert [term.running for term in terms.terms] == [1, 5, 5, 5]


def test_a_window_with_nan_gives_nan_and_the_last_one_wins() -> None:
    values = np.array([[1.0, math.nan, 5.0, math.nan, 2.0]])

    terms = window_terms(MaxPool1d(5), values, {}, (0, 0))

    assert terms.winner == 3
    assert math.isnan(terms.total)


def test_a_cell_that_does_not_exist() -> None:
    with pytest.raises(IndexError):
        window_terms(MaxPool2d(2), np.ones((1, 4, 4)), {}, (0, 2, 0))
