"""Output sizes, and the formula worked out, on the cases that the literature knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from convviz.core.explaining.axis_explanations import axis_explanations
from convviz.core.explaining.explanations import ExplanationCode
from convviz.core.formulas.complexity import worked_mult_adds, worked_parameters
from convviz.core.formulas.output_size import OutputSizeFormula, formula_for
from convviz.core.layers.conv import Conv2d, Conv3d
from convviz.core.layers.conv_transpose import ConvTranspose2d
from convviz.core.layers.fold import Fold
from convviz.core.layers.linear import Linear
from convviz.core.layers.pixel import PixelShuffle, PixelUnshuffle
from convviz.core.layers.pool import AvgPool2d, AvgPool3d, MaxPool2d
from convviz.core.layers.unpool import MaxUnpool1d

if TYPE_CHECKING:
    from collections.abc import Mapping

    from convviz.core.layers.base import Layer
    from convviz.core.layers.spatial import WindowedLayer

# Dumoulin & Visin 2016: (i, k, s, p, d, o), in the order of their animations.
REPORT = {
    "no padding": (4, 3, 1, 0, 1, 2),
    "arbitrary padding": (5, 4, 1, 2, 1, 6),
    "half padding": (5, 3, 1, 1, 1, 5),
    "full padding": (5, 3, 1, 2, 1, 7),
    "strides": (5, 3, 2, 0, 1, 2),
    "padding and strides": (5, 3, 2, 1, 1, 3),
    "odd": (6, 3, 2, 1, 1, 3),
    "dilation": (7, 3, 1, 0, 2, 3),
}


def only(layer: WindowedLayer, size: int) -> OutputSizeFormula:
    return formula_for(layer, (size,) * layer.rank)[0]


def told(layer: WindowedLayer, size: int) -> dict[ExplanationCode, Mapping[str, object]]:
    found = axis_explanations(layer, (size,) * layer.rank, 0)
    return {explanation.code: explanation.facts for explanation in found}


@pytest.mark.parametrize("case", list(REPORT))
def test_the_reports_convolutions(case: str) -> None:
    i, k, s, p, d, o = REPORT[case]
    layer = Conv2d(1, 1, k, stride=s, padding=p, dilation=d)

    assert layer.infer((1, i, i)) == (1, o, o)
    assert only(layer, i).result == o


@pytest.mark.parametrize("case", [case for case in REPORT if case != "dilation"])
def test_the_reports_transposed_twins_return_to_the_input(case: str) -> None:
    i, k, s, p, _, o = REPORT[case]
    layer = ConvTranspose2d(1, 1, k, stride=s, padding=p, output_padding=(i + 2 * p - k) % s)

    assert layer.infer((1, o, o)) == (1, i, i)
    assert only(layer, o).result == i


def test_the_odd_case_drops_one_row_of_padding_only() -> None:
    assert told(Conv2d(1, 1, 3, stride=2, padding=1), 6) == {
        ExplanationCode.FLOOR_DROPS: {
            "room": 5,
            "stride": 2,
            "dropped": 1,
            "real": 0,
            "padding": 1,
        },
        ExplanationCode.CONVOLUTION_ROUNDS_DOWN: {"room": 5, "stride": 2, "quotient": 2},
    }


def test_the_formula_of_a_strided_convolution_line_by_line() -> None:
    formula = only(Conv2d(1, 1, 3, stride=2, padding=1), 6)

    assert formula.symbolic == (
        r"o = \left\lfloor \frac{i + 2p - d(k - 1) - 1}{s} \right\rfloor + 1"
    )
    assert formula.substituted == (
        r"o = \left\lfloor \frac{6 + 2 \cdot 1 - 1 \cdot (3 - 1) - 1}{2} \right\rfloor + 1"
    )
    assert [step.latex for step in formula.steps] == [
        r"k_{e} = d(k - 1) + 1 = 1 \cdot (3 - 1) + 1 = 3",
        r"i + 2p = 6 + 2 \cdot 1 = 8",
        r"i + 2p - k_{e} = 8 - 3 = 5",
        r"\frac{5}{2} = 2.5",
        r"\left\lfloor \frac{5}{2} \right\rfloor = 2",
        "o = 2 + 1 = 3",
    ]
    assert [step.value for step in formula.steps] == [3, 8, 5, 2.5, 2, 3]


def test_ceil_mode_drops_a_window_that_would_start_in_the_right_padding() -> None:
    rows, columns = formula_for(MaxPool2d(1, 2, ceil_mode=True), (6, 7))

    assert (rows.result, columns.result) == (3, 4)
    rule = rows.steps[-2]
    assert rule.truth is True
    assert rule.latex == r"(o - 1)s = (4 - 1) \cdot 2 = 6 \ge i + p = 6"
    assert rows.steps[-1].latex == "o = 4 - 1 = 3"
    assert columns.steps[-2].truth is False
    assert told(MaxPool2d(1, stride=2, ceil_mode=True), 6)[ExplanationCode.CEIL_WINDOW_DROPPED] == {
        "window": 3,
        "start": 6,
        "limit": 6,
    }


def test_ceil_mode_overhangs_the_input() -> None:
    formula = only(MaxPool2d(3, ceil_mode=True), 5)

    assert formula.result == 2
    assert formula.symbolic_rule == r"(o - 1)s \ge i + p \Rightarrow o \leftarrow o - 1"
    assert told(MaxPool2d(3, ceil_mode=True), 5) == {
        ExplanationCode.CEIL_OVERHANGS: {"overhang": 1, "output_size": 2}
    }


def test_ceil_mode_without_effect_is_said() -> None:
    assert ExplanationCode.CEIL_WITHOUT_EFFECT in told(MaxPool2d(2, ceil_mode=True), 6)


def test_same_padding_of_an_even_kernel_goes_behind() -> None:
    formula = only(Conv2d(1, 1, 4, padding="same"), 9)

    assert formula.result == 9
    assert "p_{1} + p_{2}" in formula.symbolic
    assert told(Conv2d(1, 1, 4, padding="same"), 9) == {
        ExplanationCode.SAME_PADDING_UNEVEN: {"before": 1, "after": 2, "total": 3},
        ExplanationCode.OUTPUT_KEEPS_SIZE: {"size": 9},
    }


def test_dilation_spreads_the_kernel() -> None:
    assert told(Conv2d(1, 1, 3, dilation=2), 7) == {
        ExplanationCode.EFFECTIVE_KERNEL: {
            "kernel_size": 3,
            "dilation": 2,
            "effective": 5,
            "holes": 2,
        }
    }


def test_average_pooling_has_no_dilation_in_its_formula() -> None:
    formula = only(AvgPool2d(2), 6)

    assert formula.symbolic == r"o = \left\lfloor \frac{i + 2p - k}{s} \right\rfloor + 1"
    assert formula.result == 3


def test_output_padding_chooses_among_the_possible_sizes() -> None:
    layer = ConvTranspose2d(1, 1, 3, stride=2, padding=1, output_padding=1)
    by_code = told(layer, 3)

    assert only(layer, 3).result == 6
    assert by_code[ExplanationCode.TRANSPOSED_STRETCHES]["stretched"] == 5
    assert by_code[ExplanationCode.TRANSPOSED_PADDING_SHRINKS]["cropped"] == 2
    extends = by_code[ExplanationCode.OUTPUT_PADDING_EXTENDS]
    assert (extends["smallest"], extends["largest"]) == (5, 6)


@pytest.mark.parametrize(
    ("layer", "size", "last"),
    [
        (Conv2d(1, 1, 9), 5, "i + 2p - k_{e} = 5 - 9 = -4 < 0"),
        (Conv2d(1, 1, 3, stride=0), 5, "s = 0 < 1"),
        (Conv2d(1, 1, 3, padding=-1), 5, "p = -1 < 0"),
        (Conv2d(1, 1, 3, stride=2, padding="same"), 5, "s = 2 > 1"),
        (Conv2d(1, 1, 7, padding=3, padding_mode="reflect"), 3, r"p = 3 \ge i = 3"),
        (Conv2d(1, 1, 9, padding=4, padding_mode="circular"), 3, "p = 4 > i = 3"),
        (AvgPool2d(3, padding=2), 5, r"p = 2 > \left\lfloor \frac{3}{2} \right\rfloor = 1"),
        (AvgPool3d(3, padding=1), 2, "k = 3 > i = 2"),
        (MaxPool2d(9), 3, "o = -1 + 1 = 0 < 1"),
        (
            ConvTranspose2d(1, 1, 3, output_padding=1),
            5,
            r"a = 1 \ge \max(s, d) = \max(1, 1) = 1",
        ),
        (ConvTranspose2d(1, 1, 1, padding=5), 3, "o = 2 - 10 + 0 + 0 + 1 = -7 < 1"),
    ],
)
def test_impossible_settings_are_worked_out_to_the_line_that_fails(
    layer: WindowedLayer, size: int, last: str
) -> None:
    formula = only(layer, size)

    assert formula.result is None
    assert formula.steps[-1].fails
    assert formula.steps[-1].latex == last
    assert not any(step.fails for step in formula.steps[:-1])


def test_a_parameter_that_is_no_number_leaves_the_letters() -> None:
    formula = only(Conv2d(1, 1, "three"), 5)  # type: ignore[arg-type]

    assert formula.symbolic
    assert (formula.substituted, formula.steps, formula.result) == ("", (), None)


def test_a_number_beyond_64_bits_leaves_the_letters() -> None:
    assert only(Conv2d(1, 1, 3, stride=10**400), 5).substituted == ""


@pytest.mark.parametrize(
    ("size", "stride", "line"),
    [
        (7, 2, r"\frac{4}{2} = 2"),
        (8, 2, r"\frac{5}{2} = 2.5"),
        (7, 3, r"\frac{4}{3} \approx 1.33"),
        (1003, 999, r"\frac{1000}{999} \approx 1.00"),
        (3, 7, r"\frac{0}{7} = 0"),
    ],
)
def test_quotients_are_rounded_to_two_decimals(size: int, stride: int, line: str) -> None:
    assert only(Conv2d(1, 1, 3, stride=stride), size).steps[3].latex == line


def test_refusals_that_concern_no_axis_keep_the_formula() -> None:
    assert only(Conv2d(3, 4, 3, groups=2), 5).result == 3


def test_each_axis_has_its_own_formula() -> None:
    formulas = formula_for(Conv3d(1, 1, (1, 2, 3), stride=(1, 2, 1)), (4, 5, 6))

    assert [formula.axis for formula in formulas] == [0, 1, 2]
    assert [formula.result for formula in formulas] == [4, 2, 4]


def test_huge_numbers_are_worked_out_at_once() -> None:
    formula = only(Conv2d(1, 1, 10**9, padding=10**12), 32)

    assert formula.result == 32 + 2 * 10**12 - 10**9 + 1


def test_parameters_and_multiply_adds_are_written_out() -> None:
    layer = Conv2d(3, 32, 5, padding=2)

    parameters, work = worked_parameters(layer), worked_mult_adds(layer, (3, 32, 32))

    assert (parameters.text, parameters.value) == ("32×3×5×5 + 32", 2432)
    assert parameters.latex == r"32 \cdot 3 \cdot 5 \cdot 5 + 32 = 2432"
    assert (work.text, work.value) == ("32×32×32×3×5×5", 2_457_600)
    assert work.value == layer.mult_adds((3, 32, 32))


def test_a_transposed_convolution_multiplies_every_input_cell_by_every_tap() -> None:
    layer = ConvTranspose2d(4, 6, 3, stride=2, groups=2, bias=False)

    assert worked_parameters(layer).value == 4 * 3 * 9
    assert layer.mult_adds((4, 5, 5)) == 4 * 5 * 5 * 3 * 9


def test_pooling_has_nothing_to_write_out() -> None:
    assert worked_parameters(MaxPool2d(2)).value == 0
    assert worked_mult_adds(MaxPool2d(2), (1, 4, 4)).text == ""


def test_a_linear_layers_products() -> None:
    assert worked_parameters(Linear(1024, 64)).text == "64×1024 + 64"
    assert Linear(1024, 64).mult_adds((1024,)) == 65536


def test_a_size_that_unpooling_is_given_ends_the_working() -> None:
    (default,) = formula_for(MaxUnpool1d(3, stride=2), (2,))
    (given,) = formula_for(MaxUnpool1d(3, stride=2), (2,), (6,))
    (refused,) = formula_for(MaxUnpool1d(3, stride=2), (2,), (7,))

    assert (default.result, given.result, refused.result) == (5, 6, None)
    assert given.steps[-1].latex == r"5 - 2 < \text{output\_size} = 6 < 5 + 2"
    assert refused.steps[-1].fails


@pytest.mark.parametrize(
    ("layer", "spatial", "results"),
    [
        (PixelShuffle(3), (2, 4), (6, 12)),
        (PixelUnshuffle(2), (4, 6), (2, 3)),
        (PixelUnshuffle(2), (5, 6), (None, 3)),
        (Fold((4, 5), 3), (6,), (4, 5)),
        (Fold((2, 5), 3), (6,), (None, 5)),
    ],
)
def test_layers_that_move_cells_have_a_formula(
    layer: Layer, spatial: tuple[int, ...], results: tuple[int | None, ...]
) -> None:
    assert tuple(formula.result for formula in formula_for(layer, spatial)) == results
