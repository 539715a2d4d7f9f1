"""Derivatives of functions that are typed in, against torch's autograd."""

from __future__ import annotations

import math
from random import Random

import pytest
import torch

from convviz.core.errors import ParameterError
from convviz.core.surface import FUNCTIONS, derivative, parse_surface, value_of

OF_TORCH = {name: getattr(torch, name) for name in (*FUNCTIONS, "sign")}
OF_TORCH["number"] = lambda value: torch.tensor(value, dtype=torch.float64)


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
