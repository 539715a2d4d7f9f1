"""Functions of two weights that are typed in: their meaning, derivatives, what is refused."""

from __future__ import annotations

import math
from random import Random

import pytest
import torch

from convviz.core.errors import ErrorCode, ParameterError
from convviz.core.surface import EXAMPLES, FUNCTIONS, derivative, parse_surface, text_of, value_of

OF_TORCH = {name: getattr(torch, name) for name in (*FUNCTIONS, "sign")}
OF_TORCH["number"] = lambda value: torch.tensor(value, dtype=torch.float64)


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


def made_up(chance: Random, depth: int) -> str:
    """Return a random function as code."""
    if depth == 0:
        return chance.choice(["x", "y", "2", "0.5", "3"])
    kind = chance.choice(["+", "-", "*", "/", "^", "f", "n"])
    first, second = made_up(chance, depth - 1), made_up(chance, depth - 1)
    if kind == "f":
        return f"{chance.choice(FUNCTIONS)}({first})"
    if kind == "n":
        return f"-({first})"
    if kind == "^":
        return f"({first})^{chance.choice(['2', '3', '1', '(y)'])}"
    return f"({first}) {kind} ({second})"


def test_derivatives_are_those_of_autograd() -> None:
    chance = Random(3)  # noqa: S311 - no secret
    compared = 0
    for _ in range(400):
        text = made_up(chance, chance.randint(1, 4))
        try:
            function = parse_surface(text)
        except ParameterError:
            continue  # too long
        x, y = (torch.tensor(chance.uniform(0.2, 2.0), dtype=torch.float64) for _ in "xy")
        for weight in (x, y):
            weight.requires_grad_()
        value = torch.as_tensor(value_of(function, {"x": x, "y": y}, OF_TORCH), dtype=torch.float64)
        total = value + 0 * x + 0 * y
        if not torch.isfinite(value):
            continue
        expected = torch.autograd.grad(total, (x, y))
        for name, wanted in zip("xy", expected, strict=True):
            weights = {"x": x.detach(), "y": y.detach()}
            found = float(value_of(derivative(function, name), weights, OF_TORCH))
            if math.isfinite(found) and abs(float(wanted)) < 1e6:  # else at a pole
                assert found == pytest.approx(float(wanted), rel=1e-6, abs=1e-9), (text, name)
                compared += 1
    assert compared > 400


def test_a_function_that_is_written_and_read_again_is_the_same() -> None:
    for text in EXAMPLES.values():
        function = parse_surface(text)
        assert parse_surface(text_of(function)) == function
