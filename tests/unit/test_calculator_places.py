"""Where a typed text leads among the steps."""

from __future__ import annotations

import pytest

from convviz.stepping.places import place_example, step_of_text

CELLS = (4, 3, 5)


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("1", 0),
        (" 60 ", 59),
        ("0, 0, 0", 0),
        ("3, 2, 4", 59),
        ("(1,0,2)", 17),
        ("1 0 2", 17),
        ("1\uff0c0\uff0c2", 17),
        ("[2, 1]", 2 * 15 + 2 * 5 + 1),
    ],
)
def test_steps_and_cells(text: str, step: int) -> None:
    assert step_of_text(text, CELLS, channel=2) == step


@pytest.mark.parametrize(
    "text", ["", "0", "61", "4, 0, 0", "0, 3, 0", "1, 2, 3, 4", "-1", "x", "1.5", "9" * 40, "3, 0"]
)
def test_what_is_no_place(text: str) -> None:
    assert step_of_text(text, CELLS, channel=0) is None


def test_along_one_axis_a_single_number_is_a_step() -> None:
    assert step_of_text("5", (2, 8), channel=1) == 4
    assert step_of_text("1, 4", (2, 8), channel=0) == 12


def test_the_example_is_a_place() -> None:
    assert step_of_text(place_example(CELLS), CELLS, channel=0) == 59
