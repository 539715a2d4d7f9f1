"""Padding layers: what they add, what they hold, what they refuse."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from convviz.core.axis_windows import PositionKind
from convviz.core.errors import ConvVizError, ErrorCode
from convviz.core.explaining.axis_explanations import axis_explanations
from convviz.core.explaining.explanations import ExplanationCode
from convviz.core.explaining.window_explanations import layer_explanations
from convviz.core.formulas.output_size import formula_for
from convviz.core.layers.pad import (
    CircularPad1d,
    CircularPad2d,
    ConstantPad1d,
    ConstantPad2d,
    ReflectionPad1d,
    ReplicationPad1d,
    ZeroPad1d,
    ZeroPad2d,
    ZeroPad3d,
)
from convviz.core.remedies.layer_remedies import remedies
from convviz.protocol.sentences.errors import explanation_sentence, sentence
from convviz.values.layer_values import layer_output
from tests.support.window_terms import window_terms

if TYPE_CHECKING:
    from convviz.core.layers import Layer, Shape
    from convviz.core.layers.spatial import WindowedLayer


def padded(layer: WindowedLayer, values: list[float]) -> list[float]:
    return layer_output(layer, np.array([values]), {})[0].tolist()  # type: ignore[no-any-return]


def refusal(layer: Layer, shape: Shape) -> ConvVizError:
    with pytest.raises(ConvVizError) as caught:
        layer.infer(shape)
    return caught.value


def test_sides_stand_last_axis_first_as_in_torch() -> None:
    layer = ZeroPad2d((1, 2, 3, 4))

    assert layer.infer((1, 5, 6)) == (1, 5 + 3 + 4, 6 + 1 + 2)
    assert layer.sides() == ((3, 4), (1, 2))
    assert ZeroPad3d((1, 0, 2, 0, 3, 0)).infer((1, 5, 5, 5)) == (1, 8, 7, 6)


@pytest.mark.parametrize(
    ("layer", "expected"),
    [
        (ZeroPad1d((1, 2)), [0, 1, 2, 3, 0, 0]),
        (ConstantPad1d((2, 0), 7), [7, 7, 1, 2, 3]),
        (ReflectionPad1d(2), [3, 2, 1, 2, 3, 2, 1]),
        (ReplicationPad1d(2), [1, 1, 1, 2, 3, 3, 3]),
        (CircularPad1d((2, 1)), [2, 3, 1, 2, 3, 1]),
        (ZeroPad1d((-1, 1)), [2, 3, 0]),
        (ZeroPad1d(-1), [2]),
        (ReflectionPad1d((-1, 2)), [2, 3, 2, 1]),
        (CircularPad1d((2, -1)), [1, 2, 1, 2]),
    ],
)
def test_what_the_padding_holds(layer: WindowedLayer, expected: list[float]) -> None:
    assert padded(layer, [1.0, 2.0, 3.0]) == expected


def test_constant_padding_takes_any_dimensions_before_its_own() -> None:
    layer = ConstantPad2d(1, 9)

    assert layer.infer((4, 5)) == (6, 7)
    assert layer.infer((2, 2, 2, 4, 5)) == (2, 2, 2, 6, 7)
    assert layer.infer((1, 0, 5)) == (1, 2, 7)
    assert layer_output(layer, np.zeros((1, 1)), {}).tolist() == [[9, 9, 9], [9, 0, 9], [9, 9, 9]]
    assert window_terms(layer, np.zeros((1, 1)), {}, (0, 2)).total == 9


@pytest.mark.parametrize(
    ("layer", "shape", "code", "facts"),
    [
        (
            ZeroPad2d((1, 2)),
            (1, 5, 5),
            ErrorCode.WRONG_SIDE_COUNT,
            {"sides": 4, "value": (1, 2)},
        ),
        (
            ZeroPad2d((0, 0, -3, -2)),
            (1, 5, 5),
            ErrorCode.CROPS_EVERYTHING,
            {"axis": 0, "before": -3, "after": -2, "size": 5},
        ),
        (ZeroPad1d((-6, 9)), (1, 5), ErrorCode.CROPS_EVERYTHING, {"before": -6}),
        (ReflectionPad1d((0, 3)), (1, 3), ErrorCode.REFLECT_PADDING_TOO_LARGE, {"padding": 3}),
        (CircularPad1d((4, 0)), (1, 3), ErrorCode.CIRCULAR_PADDING_TOO_LARGE, {"size": 3}),
        (CircularPad1d((3, -1)), (1, 3), ErrorCode.CIRCULAR_PADDING_TOO_LARGE, {"size": 2}),
        (ReflectionPad1d(1), (3,), ErrorCode.WRONG_RANK, {"expected": (2, 3)}),
        (ZeroPad2d(1), (3,), ErrorCode.WRONG_RANK, {"layer": "ZeroPad2d"}),
        (ReplicationPad1d(2**63 - 1), (1, 3), ErrorCode.TOO_LARGE, {"parameter": "padding"}),
    ],
)
def test_refusals(layer: Layer, shape: Shape, code: ErrorCode, facts: dict[str, object]) -> None:
    error = refusal(layer, shape)

    assert error.code is code
    assert facts.items() <= error.facts.items()


def test_a_refusal_as_a_sentence() -> None:
    assert sentence(refusal(ZeroPad2d((-3, -2, 0, 0)), (1, 5, 5))) == (
        "Along width the negative padding (-3, -2) crops all of the input's 5 cells."
    )


def test_a_tuple_of_too_few_sides_is_mended() -> None:
    values = [remedy.value for remedy in remedies(ZeroPad2d((1, 2)), (1, 5, 5))]

    assert (1, 2, 2, 2) in values
    assert 1 in values


def test_a_padding_that_is_too_large_is_mended_on_its_side() -> None:
    values = [remedy.value for remedy in remedies(ReflectionPad1d((1, 9)), (1, 5))]

    assert (1, 4) in values


def test_the_formula() -> None:
    rows, columns = formula_for(ZeroPad2d((1, 2, -1, 0)), (5, 6))

    assert (rows.result, columns.result) == (4, 9)
    assert columns.symbolic == "o = i + p_{1} + p_{2}"
    assert rows.substituted == "o = 5 + (-1) + 0"
    assert rows.steps[-1].latex == "o = 5 + (-1) + 0 = 4"


def test_the_formula_of_a_refused_padding_ends_where_it_fails() -> None:
    (formula,) = formula_for(ReflectionPad1d(5), (5,))

    assert formula.result is None
    assert formula.steps[-1].latex == r"p = 5 \ge i = 5"


def test_what_is_worth_knowing() -> None:
    layer = ConstantPad2d((2, 0, -1, 1), 3)

    rows = [explanation.code for explanation in axis_explanations(layer, (5, 5), 0)]
    first_of_rows, *_ = axis_explanations(layer, (5, 5), 0)
    (columns,) = axis_explanations(layer, (5, 5), 1)
    (whole,) = layer_explanations(layer, (5, 5))
    assert rows == [
        ExplanationCode.PADDING_ADDS,
        ExplanationCode.PADDING_CROPS,
        ExplanationCode.OUTPUT_KEEPS_SIZE,
    ]
    assert explanation_sentence(first_of_rows) == (
        "Padding adds 0 before the input and 1 after it: 4 becomes 5."
    )
    assert explanation_sentence(columns) == (
        "Padding adds 2 before the input and 0 after it: 5 becomes 7."
    )
    assert explanation_sentence(whole) == "The padding of ConstantPad2d holds 3 in every cell."


def test_windows_have_one_cell() -> None:
    rows, columns = CircularPad2d((0, 0, 1, 0)).axis_windows((3, 4))

    assert [window[0].source for window in rows.windows] == [2, 0, 1, 2]
    assert rows.windows[0][0].kind is PositionKind.PADDING
    assert rows.usage == (1, 1, 1)
    assert len(columns.windows) == 4
