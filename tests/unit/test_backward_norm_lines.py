"""What the steps of a normalisation's backward pass say, and which cells they read."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest

from convviz.core.layers.layer_norm import GroupNorm, LayerNorm, RMSNorm
from convviz.core.layers.norm import BatchNorm1d
from convviz.protocol.document import UPSTREAM, Calculator
from convviz.protocol.recipes import Numbers
from convviz.stepping.lines.line_parts import MOST_TERMS, value_text
from convviz.stepping.scene.scene import build_scene
from convviz.stepping.worked.backward.gradient_working import (
    SIGMA,
    Product,
    product_terms,
    terms_of_many,
)
from convviz.stepping.worked.backward.passes import backward_of
from tests.support.cell_users import users_of

if TYPE_CHECKING:
    from convviz.core.layers import Layer
    from convviz.stepping.worked.backward.gradient_working import GradientWorking

PUT_IN = "( 2 · 1 − 1 − (−0.707107) · (−2.82843) ) / 1.41421"
NUMBERS = (0.0, 0.0, 3.0, 2.0, -1.0, 0.0)


def _backward(layer: Layer, *, training: bool = True) -> GradientWorking:
    calculator = Calculator(layer, (2, 3), Numbers((2, 3), NUMBERS), training=training)
    recipes = {
        "weight": Numbers((3,), (2.0, 1.0, -1.0)),
        UPSTREAM: Numbers((2, 3), (1.0, 4.0, 3.0, 4.0, 5.0, 6.0)),
        "running_var": Numbers((3,), (3.0, 1.0, 1.0)),
    }
    for name, recipe in recipes.items():
        if name == UPSTREAM or name in layer.tensor_shapes((2, 3)):
            calculator = calculator.with_recipe(name, recipe)
    return backward_of(build_scene(calculator))


def _lines(working: GradientWorking, flat: int) -> list[str]:
    return [line.text for line in working.step(flat).lines]


def test_mean_and_scale_are_taken_from_weight_times_upstream_gradient() -> None:
    assert _lines(_backward(LayerNorm((3,), eps=0.0)), 0) == [
        "m₁ = Σ w·g / n = ( 2·1 + 1·4 + (−1)·3 ) / 3 = 1",
        "m₂ = Σ w·g·x̂ / n = ( 2·1·(−0.707107) + 1·4·(−0.707107) + (−1)·3·1.41421 ) / 3 = −2.82843",
        f"{SIGMA} = √(v + ε) = √( 2 + 0 ) = 1.41421",
        f"grad_input = (w·g − m₁ − x̂·m₂) / {SIGMA} = {PUT_IN} = −0.707107",
    ]


def test_without_a_mean_its_term_is_missing() -> None:
    mean, deviation, handed = _lines(_backward(RMSNorm((3,), eps=1.0)), 2)
    assert mean == "m₂ = Σ w·g·x̂ / n = ( 2·1·0 + 1·4·0 + (−1)·3·1.5 ) / 3 = −1.5"
    assert deviation == f"{SIGMA} = √(v + ε) = √( 3 + 1 ) = 2"
    assert (
        handed == f"grad_input = (w·g − x̂·m₂) / {SIGMA} = ( (−1) · 3 − 1.5 · (−1.5) ) / 2 = −0.375"
    )


def test_kept_mean_and_variance_leave_one_term() -> None:
    assert _lines(_backward(BatchNorm1d(3, eps=1.0), training=False), 0) == [
        f"{SIGMA} = √(v + ε) = √( 3 + 1 ) = 2",
        f"grad_input = w·g / {SIGMA} = 2 · 1 / 2 = 1",
    ]


@pytest.mark.parametrize(
    ("layer", "training"),
    [
        (LayerNorm((3,)), True),
        (RMSNorm((3,)), True),
        (GroupNorm(1, 2, affine=False), True),
        (BatchNorm1d(3), True),
        (BatchNorm1d(3), False),
        (BatchNorm1d(3, affine=False), True),
    ],
    ids=repr,
)
def test_cells_name_those_steps_as_users_that_read_them(layer: Layer, training: bool) -> None:
    working = _backward(layer, training=training)
    read = {
        (name, reading.cell, step.part, step.cell)
        for step in map(working.step, range(working.step_count))
        for name, readings in step.reads.items()
        for reading in readings
    }
    named = {
        (part.name, part.cell_at(flat), user.part, user.cell)
        for part in working.parts
        if not part.is_computed
        for flat in range(part.size)
        for user in users_of(working, part.name, part.cell_at(flat))
    }
    assert read == named


@pytest.mark.parametrize("factors", [None, (-0.5, 3.0, -0.0, 1e-9)])
@pytest.mark.parametrize("special", [0.25, -0.0, math.inf, math.nan])
def test_a_sum_of_very_many_terms_is_written_as_a_short_one_is(
    factors: tuple[float, ...] | None, special: float
) -> None:
    count = MOST_TERMS + 8
    values = np.resize([-1.5, special, 2.0, 1e-7, -3.25], count)
    others = None if factors is None else np.resize(factors, count)
    short = [
        Product(value, "", value, 0)
        if others is None
        else Product(value, value_text(others[number]), value * float(others[number]), 0)
        for number, value in enumerate(values.tolist())
    ]
    assert terms_of_many(values, others) == product_terms(short, count)
