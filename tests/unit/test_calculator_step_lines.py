from __future__ import annotations

import math

import pytest

from convviz.core.formulas.plain_latex import plain_latex
from convviz.core.layers.conv import Conv2d
from convviz.core.layers.pad import ConstantPad2d
from convviz.core.layers.pool import AvgPool2d, MaxPool2d
from convviz.core.presets import presets
from convviz.protocol.document import Calculator
from convviz.protocol.recipes import Fill, FillPattern, Numbers
from convviz.protocol.templates import course_calculator
from convviz.stepping.lines.line_parts import PartRole, StepLine, value_text
from convviz.stepping.lines.step_lines import step_lines
from convviz.stepping.scene.scene import build_scene
from convviz.stepping.steps.step import build_step
from convviz.ui.calculator.presets.applied import with_preset
from convviz.ui.stepper.formula_section import formula_letters

ONES = Fill(FillPattern.ONES)


def lines(calculator: Calculator, index: int = 0) -> tuple[StepLine, ...]:
    return step_lines(build_step(build_scene(calculator), index))


def preset(key: str) -> Calculator:
    chosen = next(preset for preset in presets() if preset.key == key)
    return with_preset(course_calculator(), chosen)


def test_every_product_of_the_course_example_is_written_out() -> None:
    (line,) = lines(course_calculator())

    assert line.text == (
        "1\u00b71 + 2\u00b72 + 0\u00b71 + 0\u00b70 + 1\u00b71 + 2\u00b70 + 1\u00b72 + 2\u00b71 "
        "+ 1\u00b70 = 10"
    )


def test_the_running_sum_stands_under_each_product() -> None:
    (line,) = lines(course_calculator())
    running = [part.running for part in line.parts if part.role is PartRole.TERM]

    assert running == ["1", "5", "5", "5", "6", "6", "8", "10", "10"]


def test_no_sum_stands_under_a_number_that_is_only_copied() -> None:
    (copied,) = lines(Calculator(ConstantPad2d(1, 7.0), (1, 2, 2)))
    assert [part.running for part in copied.parts] == ["", "", ""]

    (product,) = lines(Calculator(Conv2d(1, 1, 1, bias=False), (1, 1, 1), ONES, ONES))
    assert product.parts[0].running == "1"


def test_negative_numbers_stand_in_brackets_with_a_true_minus() -> None:
    cells = Numbers((1, 1, 1), (-2.0,))
    calculator = Calculator(Conv2d(1, 1, 1, bias=True), (1, 1, 1), cells, ONES, cells)

    assert lines(calculator)[0].text == "(\u22122)\u00b71 + (\u22122) = \u22124"


def test_several_channels_have_a_line_for_their_total_and_a_line_each() -> None:
    calculator = Calculator(Conv2d(2, 1, 1), (2, 1, 1), Numbers((2, 1, 1), (3.0, 4.0)), ONES, ONES)

    total, first, second = lines(calculator)
    assert (first.channel, first.text) == (0, "3\u00b71 = 3")
    assert (second.channel, second.text) == (1, "4\u00b71 = 4")
    assert (total.channel, total.text) == (None, "3 + 4 + 1 = 8")


@pytest.mark.parametrize("channels", [32, 512])
def test_of_many_channels_a_few_are_written_and_the_others_are_one_number(channels: int) -> None:
    calculator = Calculator(Conv2d(channels, 1, 1), (channels, 1, 1), ONES, ONES, ONES)
    scene = build_scene(calculator)

    total, *each = step_lines(build_step(scene, 0), range(6, 12))
    assert [line.channel for line in each] == [6, 7, 8, 9, 10, 11]
    others = next(part for part in total.parts if part.role is PartRole.OTHER_CHANNELS)
    assert (others.text, others.count) == (str(channels - 6), channels - 6)
    assert others.running == str(channels)
    assert total.text == f"1 + 1 + 1 + 1 + 1 + 1 + {channels - 6} + 1 = {channels + 1}"


def test_the_maximum_marks_the_first_of_the_largest() -> None:
    (line,) = lines(preset("course_max_pool_ceil"), 1)

    assert line.text == "max( 3 , 1 , 3 , 1 , 0 , 0 ) = 3"
    winners = [number for number, part in enumerate(line.parts) if part.role is PartRole.WINNER]
    assert winners == [1]


def test_the_average_is_the_sum_over_the_divisor_of_its_window() -> None:
    calculator = Calculator(AvgPool2d(3, 1, 1), (1, 4, 4), ONES)

    (corner,) = lines(calculator, 0)
    assert corner.text.endswith("/ 9 = 4 / 9 = 0.444444")
    (excluded,) = lines(Calculator(AvgPool2d(3, 1, 1, count_include_pad=False), (1, 4, 4), ONES), 0)
    assert excluded.text == "( 1 + 1 + 1 + 1 ) / 4 = 4 / 4 = 1"


def test_terms_wear_the_tap_s_number() -> None:
    (line,) = lines(Calculator(MaxPool2d(2), (1, 2, 2)))

    assert [part.tap for part in line.parts if part.tap is not None] == [0, 1, 2, 3]


def test_a_huge_window_is_counted_not_written() -> None:
    calculator = Calculator(Conv2d(1, 1, 40, bias=False), (1, 40, 40), ONES, ONES)

    (line,) = lines(calculator)
    left_out = [part.text for part in line.parts if part.role is PartRole.LEFT_OUT]
    assert left_out == [str(1600 - 400)]
    assert line.parts[-1].text == "1600"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3.0, "3"),
        (-0.0, "0"),
        (1 / 3, "0.333333"),
        (-math.inf, "\u2212\u221e"),
        (math.inf, "\u221e"),
        (math.nan, "NaN"),
        (1e20, "1e+20"),
    ],
)
def test_numbers_are_short(value: float, text: str) -> None:
    assert value_text(value) == text


def test_formulas_are_read_aloud_as_plain_text() -> None:
    latex = r"o = \left\lfloor \frac{5 + 2 \cdot 1 - 3}{2} \right\rfloor + 1"

    text = "o = \u230a (5 + 2 \u00b7 1 \u2212 3) / 2 \u230b + 1"
    assert plain_latex(latex) == text
    assert plain_latex(r"\left\lceil \frac{10}{7} \right\rceil \Rightarrow \approx 1.43") == (
        "\u2308 10 / 7 \u2309 \u21d2 \u2248 1.43"
    )


def test_what_a_formula_defines_of_a_window_is_no_setting() -> None:
    rule = r"a_{j} = \left\lfloor \frac{j i}{o} \right\rfloor"

    letters = formula_letters(rule)
    assert "a" not in letters
    assert "i" in letters
    assert "a" in formula_letters("o = (i - 1)s + a + 1")
