"""Functions of two weights that are typed in: their meaning, derivatives, what is refused."""

from __future__ import annotations

import pytest

from convviz.core.errors import ErrorCode, ParameterError
from convviz.core.surface import EXAMPLES, derivative, parse_surface, text_of


@pytest.mark.parametrize(
    ("text", "written", "by_x"),
    [
        ("x^2 + 10*y^2", "x^2 + 10·y^2", "2·x"),
        ("x² + 10y²", "x^2 + 10·y^2", "2·x"),
        ("(1 - x)^2 + 100 (y - x^2)^2", "(1 − x)^2 + 100·(y − x^2)^2", None),
        ("3 sin(x)y", "3·sin(x)·y", "3·cos(x)·y"),
        ("−x / y", "(−x)/y", "(−1)/y"),
        ("2x(y + 1)", "2·x·(y + 1)", "2·(y + 1)"),
        ("abs(x) + e*0", "abs(x)", "sign(x)"),
        ("5", "5", "0"),
    ],
)
def test_a_function_is_read_as_people_write_it(text: str, written: str, by_x: str | None) -> None:
    function = parse_surface(text)
    assert text_of(function) == written
    if by_x is not None:
        assert text_of(derivative(function, "x")) == by_x


def test_numbers_beside_the_weights_have_no_slope_even_where_they_are_none() -> None:
    """As torch has it: y is as it was before, whatever is divided by 0 beside it."""
    function = parse_surface("x^2 + 1/0")
    assert text_of(derivative(function, "x")) == "2·x"
    assert text_of(derivative(function, "y")) == "0"


def test_numbers_stand_in_place_of_the_weights() -> None:
    slope = derivative(parse_surface("x^2 + 10*y^2"), "y")
    assert text_of(slope, {"x": "1", "y": "(−2)"}) == "20·(−2)"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", ErrorCode.SURFACE_UNREADABLE),
        ("x +", ErrorCode.SURFACE_UNREADABLE),
        ("x == y", ErrorCode.SURFACE_UNREADABLE),
        ("x if y else 1", ErrorCode.SURFACE_UNREADABLE),
        ("__import__('os').system('true')", ErrorCode.SURFACE_UNREADABLE),
        ("().__class__", ErrorCode.SURFACE_UNREADABLE),
        ("lambda: 1", ErrorCode.SURFACE_UNREADABLE),
        ("True", ErrorCode.SURFACE_UNREADABLE),
        ("sin(x, y)", ErrorCode.SURFACE_UNREADABLE),
        ("x + z", ErrorCode.SURFACE_UNKNOWN_NAME),
        ("exec(x)", ErrorCode.SURFACE_UNKNOWN_NAME),
        ("x" + "+x" * 100, ErrorCode.SURFACE_TOO_LONG),
        ("(" * 90 + "x" + ")" * 90, None),
        ("-" * 100 + "x", ErrorCode.SURFACE_TOO_LONG),
    ],
)
def test_what_is_no_function_is_refused_and_never_run(text: str, code: ErrorCode | None) -> None:
    if code is None:
        assert text_of(parse_surface(text)) == "x"
        return
    with pytest.raises(ParameterError) as refused:
        parse_surface(text)
    assert refused.value.code is code


def test_a_function_that_is_written_and_read_again_is_the_same() -> None:
    for text in EXAMPLES.values():
        function = parse_surface(text)
        assert parse_surface(text_of(function)) == function
