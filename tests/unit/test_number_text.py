from __future__ import annotations

import math

import pytest

from convviz.values.number_text import read_number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (" 2 ", 2.0),
        ("-0.5", -0.5),
        ("\u22121e-3", -0.001),
        (".5", 0.5),
        ("3.", 3.0),
        ("1/8", 0.125),
        ("-3 / 4", -0.75),
        ("inf", math.inf),
        ("-Infinity", -math.inf),
        ("\u221e", math.inf),
        ("\u2212\u221e", -math.inf),
    ],
)
def test_numbers_as_a_person_types_them(text: str, value: float) -> None:
    assert read_number(text) == value


@pytest.mark.parametrize("text", ["nan", "NaN", "-nan"])
def test_no_number_by_its_name(text: str) -> None:
    value = read_number(text)
    assert value is not None
    assert math.isnan(value)


@pytest.mark.parametrize(
    "text", ["", "x", "1/0", "1_0", "1//2", "1e999", "inf/2", "1/inf", "--1", "0x10", "٣", "1" * 99]
)
def test_texts_that_are_no_numbers(text: str) -> None:
    assert read_number(text) is None
