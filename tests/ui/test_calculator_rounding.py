"""Torch's float32 beside our float64: what is only rounding is told as such."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from convviz.core.layers.norm import BatchNorm2d
from convviz.core.layers.unpool import MaxUnpool2d
from convviz.core.optimisers.adam import NAdam
from convviz.core.optimisers.adaptive import RMSprop, Rprop
from convviz.core.optimisers.base import PARAMS
from convviz.core.optimisers.sgd import ASGD, SGD
from convviz.protocol.document import Calculator
from convviz.protocol.recipes import NonFinite, Numbers
from convviz.stepping.agreement import Agreement, AgreementState
from convviz.stepping.scene.scene import build_scene
from convviz.ui.calculator.agreement_mark import AgreementMark
from convviz.ui.calculator.torch_check import TorchCheck
from convviz.values.recipes import numbers_from_array
from tests.support.direct_engine import DirectEngine

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from convviz.core.layers import Layer
    from convviz.core.optimisers import Optimiser


def found_out(qtbot: QtBot, calculator: Calculator) -> tuple[Agreement, DirectEngine]:
    """Return what is known once torch has answered whatever it was asked."""
    engine = DirectEngine()
    check = TorchCheck(engine)
    check.check(build_scene(calculator))
    qtbot.waitUntil(lambda: bool(engine.requests))
    while engine.is_asked():
        engine.answer()
    return check.agreement, engine


def descending(optimiser: Optimiser, function: str, start: float) -> Calculator:
    calculator = Calculator(optimiser, (20, 2), function=function)
    return calculator.with_recipe(PARAMS, Numbers((2,), (start, 1.0)))


@pytest.mark.parametrize(
    "calculator",
    [
        descending(RMSprop(lr=0.1), "log(x)", -2.0),
        descending(NAdam(lr=0.1), "log(x)", 0.05),
        descending(SGD(lr=0.1), "sqrt(abs(x))", 0.3),
        descending(ASGD(lr=0.1), "sqrt(abs(x))", 0.3),
    ],
    ids=lambda calculator: f"{calculator.layer.type_name()} {calculator.function}",
)
def test_near_a_pole_rounding_is_told_as_rounding(qtbot: QtBot, calculator: Calculator) -> None:
    known, engine = found_out(qtbot, calculator)
    assert known.state is AgreementState.AGREES
    assert known.largest_difference < 1e-9
    assert known.in_float32 is not None
    assert known.in_float32 > 1e-4
    assert len(engine.requests) == 2


def layer_of(layer: Layer, numbers: np.ndarray) -> Calculator:
    return Calculator(layer, numbers.shape, numbers_from_array(numbers))


def test_a_mean_that_takes_all_digits_away_is_told_as_rounding(qtbot: QtBot) -> None:
    numbers = 1e4 + 1e-3 * np.random.default_rng(1).normal(size=(2, 2, 3, 3))
    known, _ = found_out(qtbot, layer_of(BatchNorm2d(2), numbers))
    assert (known.state, known.in_float32 is None) == (AgreementState.AGREES, False)


def test_maxima_that_are_equal_in_float32_alone_are_told_as_rounding(qtbot: QtBot) -> None:
    numbers = 1e4 + 1e-6 * np.arange(16.0).reshape(1, 4, 4)
    known, _ = found_out(qtbot, layer_of(MaxUnpool2d(2), numbers))
    assert (known.state, known.wrong_indices) == (AgreementState.AGREES, 0)
    assert known.in_float32 is not None


def test_what_agrees_at_once_is_asked_once(qtbot: QtBot) -> None:
    known, engine = found_out(qtbot, descending(SGD(lr=0.1), "x^2 + y^2", 1.0))
    assert (known.state, known.in_float32) == (AgreementState.AGREES, None)
    assert len(engine.requests) == 1


def test_a_gradient_that_is_no_number_leaves_rprops_weight_where_it_is(qtbot: QtBot) -> None:
    gradients = Numbers((4, 1), (1.0, NonFinite.NAN, NonFinite.INFINITY, -1.0))
    known, _ = found_out(qtbot, Calculator(Rprop(), (4, 1), gradients))
    assert known.state is AgreementState.AGREES
    assert known.largest_difference < 1e-6


def test_the_mark_says_in_which_numbers_torch_agrees(qtbot: QtBot) -> None:
    mark = AgreementMark()
    qtbot.addWidget(mark)
    agrees = AgreementState.AGREES
    mark.show_agreement(Agreement(agrees, (2,), (2,), 1e-12, in_float32=0.00084))
    assert "torch agrees in float64: 2, largest difference 1e-12" in mark.verdict.text()
    assert "rounding adds up to 0.00084 here" in mark.verdict.text()
    mark.show_agreement(Agreement(agrees, (2,), (2,), 1e-12, in_float32=float("inf")))
    assert "become infinite or not a number" in mark.verdict.text()
