"""Adaptive and power-average pooling: windows of varying size, norms, what is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from convviz.core.adaptive_windows import window_lengths
from convviz.core.code.writing import layer_call, parse_layer
from convviz.core.errors import ConvVizError, ErrorCode
from convviz.core.explaining.axis_explanations import axis_explanations
from convviz.core.explaining.explanations import ExplanationCode
from convviz.core.explaining.window_explanations import layer_explanations
from convviz.core.formulas.output_size import formula_for
from convviz.core.layers.adaptive import (
    AdaptiveAvgPool1d,
    AdaptiveAvgPool2d,
    AdaptiveMaxPool1d,
    AdaptiveMaxPool2d,
)
from convviz.core.layers.power_pool import LPPool1d, LPPool2d, LPPool3d
from convviz.core.network.sequential import NetworkStep, infer_sequential
from convviz.protocol.sentences.errors import explanation_sentence
from convviz.values.layer_values import layer_output
from tests.support.window_terms import window_terms

if TYPE_CHECKING:
    from convviz.core.layers import Layer, Shape


def odd(value: object) -> Any:
    """Return a value of a type that the parameter does not admit."""
    return value


def refusal(layer: Layer, shape: Shape) -> ConvVizError:
    with pytest.raises(ConvVizError) as caught:
        layer.infer(shape)
    return caught.value


def test_windows_vary_and_overlap() -> None:
    (axis,) = AdaptiveMaxPool1d(3).axis_windows((7,))

    windows = [[reading.position for reading in window] for window in axis.windows]
    assert windows == [[0, 1, 2], [2, 3, 4], [4, 5, 6]]
    (uneven,) = AdaptiveMaxPool1d(3).axis_windows((5,))
    assert [len(window) for window in uneven.windows] == [2, 3, 2]
    assert uneven.kernel_size == 3
    assert uneven.usage == (1, 2, 1, 2, 1)
    assert not uneven.dropped
    assert uneven.overhang == 0


@pytest.mark.unmeasured
@pytest.mark.parametrize("size", range(1, 13))
@pytest.mark.parametrize("wanted", range(1, 13))
def test_the_lengths_of_windows_are_known_without_counting(size: int, wanted: int) -> None:
    (axis,) = AdaptiveAvgPool1d(wanted).axis_windows((size,))

    lengths = [len(window) for window in axis.windows]
    assert window_lengths(size, wanted) == (min(lengths), max(lengths))
    assert {reading.position for window in axis.windows for reading in window} == set(range(size))


def test_none_keeps_the_size_of_an_axis() -> None:
    layer = AdaptiveAvgPool2d((None, 2))

    assert layer.infer((3, 5, 6)) == (3, 5, 2)
    assert layer_call(layer) == "AdaptiveAvgPool2d((None, 2))"
    assert parse_layer("nn.AdaptiveAvgPool2d((None, 2))") == layer


def test_the_mean_of_all_cells_takes_any_dimensions() -> None:
    assert AdaptiveAvgPool2d(1).infer((2, 2, 3, 4, 5)) == (2, 2, 3, 1, 1)
    assert refusal(AdaptiveAvgPool2d(2), (2, 2, 3, 4, 5)).code is ErrorCode.WRONG_RANK


def test_values_and_the_winner() -> None:
    values = np.array([[5.0, 1, 2, 8, 3]])

    assert layer_output(AdaptiveMaxPool1d(3), values, {}).tolist() == [[5, 8, 8]]
    assert layer_output(AdaptiveAvgPool1d(3), values, {}).tolist() == [[3, 11 / 3, 5.5]]
    terms = window_terms(AdaptiveAvgPool1d(3), values, {}, (0, 1))
    assert (terms.divisor, [term.value for term in terms.terms]) == (3, [1, 2, 8])
    assert window_terms(AdaptiveMaxPool1d(3), values, {}, (0, 1)).winner == 2


@pytest.mark.parametrize(
    ("layer", "code"),
    [
        (AdaptiveAvgPool2d((3,)), ErrorCode.WRONG_AXIS_COUNT),
        (AdaptiveAvgPool2d(0), ErrorCode.NOT_POSITIVE),
        (AdaptiveAvgPool2d(odd(None)), ErrorCode.WRONG_TYPE),
        (AdaptiveMaxPool2d((2, odd(2.5))), ErrorCode.WRONG_TYPE),
        (LPPool2d(0, 2), ErrorCode.DIVISOR_ZERO),
        (LPPool2d(2, (2,)), ErrorCode.WRONG_AXIS_COUNT),
        (LPPool2d(2, 9), ErrorCode.KERNEL_LARGER_THAN_INPUT),
    ],
)
def test_refusals(layer: Layer, code: ErrorCode) -> None:
    assert refusal(layer, (1, 5, 5)).code is code


def test_one_dimension_takes_no_none_and_no_tuple_of_kernels() -> None:
    assert refusal(AdaptiveAvgPool1d(odd((None,))), (1, 5)).code is ErrorCode.WRONG_TYPE
    assert refusal(LPPool1d(2, odd((2,))), (1, 5)).code is ErrorCode.WRONG_TYPE


def test_three_dimensions_need_the_whole_kernel() -> None:
    error = refusal(LPPool3d(2, 3, ceil_mode=True), (1, 2, 5, 5))

    assert error.code is ErrorCode.KERNEL_LARGER_THAN_UNPADDED_INPUT


def test_indices_break_a_sequential() -> None:
    step = NetworkStep(AdaptiveMaxPool2d(2, return_indices=True))

    assert infer_sequential([step], (1, 5, 5)).failure is None
    failure = infer_sequential([step, step], (1, 5, 5)).failure
    assert failure is not None
    assert failure.index == 0
    assert failure.error.code is ErrorCode.RETURNS_INDICES


def test_the_formula_of_adaptive_pooling() -> None:
    rows, columns = formula_for(AdaptiveAvgPool2d((None, 3)), (4, 5))

    assert (rows.result, columns.result) == (4, 3)
    assert rows.symbolic == "o = i"
    assert columns.symbolic_rule.startswith(r"a_{j} = \left\lfloor")
    assert [step.latex for step in columns.steps] == [
        r"\frac{i}{o} = \frac{5}{3} \approx 1.67",
        r"2 \le b_{j} - a_{j} \le 3",
        "o = 3",
    ]


@pytest.mark.parametrize(
    ("size", "wanted", "code"),
    [
        (6, 3, ExplanationCode.ADAPTIVE_SPREADS),
        (5, 3, ExplanationCode.ADAPTIVE_VARIES),
        (3, 5, ExplanationCode.ADAPTIVE_REPEATS),
    ],
)
def test_what_is_worth_knowing_of_adaptive_windows(
    size: int, wanted: int, code: ExplanationCode
) -> None:
    first, *_ = axis_explanations(AdaptiveAvgPool1d(wanted), (size,), 0)

    assert first.code is code


def test_a_power_average_is_a_length() -> None:
    values = np.array([[3.0, 4, 5, 12, 8]])

    assert layer_output(LPPool1d(2, 2), values, {}).tolist() == [[5, 13]]
    terms = window_terms(LPPool1d(2, 2), values, {}, (0, 1))
    assert [term.product for term in terms.terms] == [25, 144]
    assert (terms.terms[-1].running, terms.total, terms.norm_type) == (169, 13, 2)


def test_a_power_average_scales_a_window_past_the_input_as_if_it_were_full() -> None:
    layer = LPPool1d(1, 2, ceil_mode=True)
    values = np.array([[3.0, 4, 5]])

    assert layer_output(layer, values, {}).tolist() == [[7, 10]]
    terms = window_terms(layer, values, {}, (0, 1))
    assert (terms.divisor, terms.full, terms.total) == (1, 2, 10)
    said = [explanation_sentence(note) for note in layer_explanations(layer, (3,))]
    assert said[1:] == [
        "With norm_type=1 each output is the sum of its window.",
        (
            "A window that reaches past the input has fewer than 2 cells (the smallest has 1), "
            "but torch scales its sum as if it had all of them."
        ),
    ]


def test_the_formula_of_a_power_average_has_no_padding() -> None:
    (formula,) = formula_for(LPPool1d(2, 2, ceil_mode=True), (5,))

    assert formula.symbolic == r"o = \left\lceil \frac{i - k}{s} \right\rceil + 1"
    assert formula.symbolic_rule == r"(o - 1)s \ge i \Rightarrow o \leftarrow o - 1"
    assert formula.result == 3
