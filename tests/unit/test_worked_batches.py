"""A batch worked out by hand arrives at the numbers of textbooks; tests/oracle asks torch."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from convviz.core.losses.classes import CrossEntropyLoss, NLLLoss
from convviz.core.losses.distances import HuberLoss, L1Loss, MSELoss, SmoothL1Loss
from convviz.core.optimisers.adam import Adam, Adamax, AdamW, NAdam, RAdam
from convviz.core.optimisers.adaptive import Adadelta, Adagrad, RMSprop
from convviz.core.optimisers.muon import Muon
from convviz.core.optimisers.sgd import ASGD, SGD
from convviz.protocol.worked_batch import WeightStep
from convviz.stepping.worked_batch import work_out_loss, work_out_step

if TYPE_CHECKING:
    from convviz.core.optimisers.base import Optimiser
    from convviz.core.optimisers.step_work import RuleLine

HALVES = np.log(np.array([[0.5, 0.25, 0.25]]))


@pytest.mark.parametrize(
    ("loss", "outputs", "label", "expected"),
    [
        (CrossEntropyLoss(), np.array([[0.0, 0.0, 0.0, 1.0]]), 3, 0.7437),
        (CrossEntropyLoss(), np.zeros((1, 10)), 4, math.log(10)),
        (CrossEntropyLoss(label_smoothing=0.5), np.zeros((1, 10)), 4, math.log(10)),
        (CrossEntropyLoss(), HALVES, 0, math.log(2)),
        (NLLLoss(), HALVES, 1, math.log(4)),
        (NLLLoss(reduction="sum", weight=(1.0, 3.0, 1.0)), HALVES, 1, 3 * math.log(4)),
        (MSELoss(), np.array([[0.0, 0.0, 2.0, 1.0]]), 2, 2 / 4),
        (L1Loss(), np.array([[0.0, 0.0, 3.0, 0.0]]), 2, 2 / 4),
        (SmoothL1Loss(), np.array([[0.0, 0.5, 3.0, 0.0]]), 2, (0.125 + 1.5) / 4),
        (HuberLoss(delta=2.0), np.array([[1.0, 0.0, 4.0]]), 2, (0.5 + 2 * (3 - 1)) / 3),
    ],
)
def test_the_loss_of_a_picture(loss: Any, outputs: Any, label: int, expected: float) -> None:
    worked = work_out_loss(loss, outputs, np.array([label]))
    assert worked.result == pytest.approx(expected, abs=1e-4)
    assert worked.pictures[0].taken_for == int(outputs.argmax())
    assert f"{worked.result:.6g}" in worked.pictures[0].lines[-1] or loss.reduction == "mean"


@pytest.mark.parametrize("loss", [SmoothL1Loss(beta=0.12345649), HuberLoss(delta=0.12345649)])
def test_how_a_loss_is_written_is_how_it_is_computed_close_to_its_bend(loss: Any) -> None:
    difference = 0.1234562  # a square still, though beta and delta are written as 0.123456
    (picture,) = work_out_loss(loss, np.array([[1 + difference]]), np.array([0])).pictures
    assert picture.lines[1].startswith("l = 0.5·0.123456²")
    assert picture.loss == pytest.approx(
        difference**2 / 2 / (loss.beta if isinstance(loss, SmoothL1Loss) else 1)
    )


def test_a_mean_over_pictures_is_one_over_their_weights() -> None:
    loss = NLLLoss(weight=(1.0, 3.0, 1.0), ignore_index=2)
    worked = work_out_loss(loss, np.repeat(HALVES, 3, axis=0), np.array([0, 1, 2]))
    assert [picture.counts for picture in worked.pictures] == [True, True, False]
    assert worked.divisor == 4
    assert worked.result == pytest.approx((math.log(2) + 3 * math.log(4)) / 4)


def step_of(
    optimiser: Optimiser,
    remembered: dict[str, float] | None = None,
    gradient: float = 2.0,
    **changed: Any,
) -> tuple[RuleLine, ...]:
    """Return the worked step of a weight of 1."""
    settings = {name: getattr(optimiser, name) for name in optimiser.parameters()} | changed
    numbers = {
        name: tuple(map(float, value)) if isinstance(value, tuple) else float(value)
        for name, value in settings.items()
        if isinstance(value, (bool, int, float, tuple))
    }
    told = WeightStep("0.bias", (3,), 1, 1.0, gradient, 0.0, remembered or {}, {}, numbers, ())
    return work_out_step(optimiser, told)


@pytest.mark.parametrize(
    ("optimiser", "expected"),
    [
        (SGD(lr=0.1), 1 - 0.1 * 2),
        (SGD(lr=0.1, weight_decay=0.5), 1 - 0.1 * 2.5),
        (SGD(lr=0.1, maximize=True), 1 + 0.1 * 2),
        (SGD(lr=0.1, momentum=0.9, nesterov=True), 1 - 0.1 * (2 + 0.9 * 2)),
        (ASGD(lr=0.1, lambd=0.5), 1 * (1 - 0.5 * 0.1) - 0.1 * 2),
        # Whatever the gradient's size, these begin with a step of lr.
        (Adam(lr=0.1), 1 - 0.1),
        (Adam(lr=0.1, amsgrad=True), 1 - 0.1),
        (AdamW(lr=0.1, weight_decay=0.5), 1 * (1 - 0.1 * 0.5) - 0.1),
        (Adamax(lr=0.1), 1 - 0.1),
        (Adagrad(lr=0.1), 1 - 0.1),
        (RAdam(lr=0.1), 1 - 0.1 * 2),
        (RMSprop(lr=0.1, alpha=0.99), 1 - 0.1 * 10),
        (Muon(lr=0.1, weight_decay=0.0), 1 - 0.1),
    ],
    ids=str,
)
def test_the_first_step_of_a_weight(optimiser: Optimiser, expected: float) -> None:
    lines = step_of(optimiser)
    assert lines[-1].name == "w"
    assert lines[-1].value == pytest.approx(expected, abs=1e-6)


def test_momentum_keeps_nine_tenths_of_the_step_before() -> None:
    lines = step_of(SGD(lr=0.1, momentum=0.9), {"momentum_buffer": 2.0})
    kept = next(line for line in lines if line.keeps == "momentum_buffer")
    assert kept.value == pytest.approx(0.9 * 2 + 2)
    assert lines[-1].value == pytest.approx(1 - 0.1 * 3.8)


def test_later_steps_go_by_what_was_remembered() -> None:
    means = {"step": 9.0, "exp_avg": 1.0, "exp_avg_sq": 4.0, "max_exp_avg_sq": 9.0}
    first, second = 0.9 + 0.1 * 2, 0.999 * 4 + 0.001 * 4
    forgotten = math.sqrt(1 - 0.999**10) / (1 - 0.9**10)
    lines = step_of(Adam(lr=0.1), means)
    assert lines[-1].value == pytest.approx(1 - 0.1 * first / math.sqrt(second) * forgotten)
    largest = step_of(Adam(lr=0.1, amsgrad=True), means)
    assert largest[-1].value == pytest.approx(1 - 0.1 * first / 3 * forgotten)
    for other in (NAdam(lr=0.1), RAdam(lr=0.1), Adamax(lr=0.1)):
        after = step_of(other, {**means, "mu_product": 0.4, "exp_inf": 2.0})[-1].value
        assert 0.8 < after < 1
    half = step_of(RMSprop(lr=0.1, centered=True), {"square_avg": 5.0, "grad_avg": 1.0})
    average, mean = 0.99 * 5 + 0.01 * 4, 0.99 + 0.01 * 2
    assert half[-1].value == pytest.approx(1 - 0.1 * 2 / math.sqrt(average - mean**2))
    ada = step_of(Adadelta(lr=1.0), {"square_avg": 4.0, "acc_delta": 1.0})
    assert ada[-1].value == pytest.approx(1 - math.sqrt(1.0 / 4.0) * 2, abs=1e-5)
    slower = step_of(Adagrad(lr=0.1, lr_decay=1.0), {"step": 1.0, "sum": 12.0})
    assert slower[-1].value == pytest.approx(1 - 0.1 / 2 * 2 / 4)


def test_numbers_that_are_not_finite_leave_no_rule_to_follow() -> None:
    lines = step_of(Adam(lr=0.1), gradient=math.nan)
    assert not lines or not math.isfinite(lines[-1].value)
