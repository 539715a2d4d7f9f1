"""A batch that is worked out by hand gives torch's numbers: its loss, and one weight's step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import torch

from convviz.core.losses.classes import CrossEntropyLoss, NLLLoss
from convviz.core.losses.distances import HuberLoss, L1Loss, MSELoss, SmoothL1Loss
from convviz.core.losses.shares import BCELoss, BCEWithLogitsLoss
from convviz.core.optimisers.adam import Adam, Adamax, AdamW, NAdam, RAdam
from convviz.core.optimisers.adaptive import Adadelta, Adagrad, RMSprop, Rprop
from convviz.core.optimisers.muon import Muon
from convviz.core.optimisers.sgd import ASGD, SGD
from convviz.core.written_numbers import written
from convviz.engine.training.batch_report import newest_batch
from convviz.engine.training.loss_function import build_loss
from convviz.engine.training.optimisers import build_optimiser
from convviz.engine.training.recent_steps import RecentSteps
from convviz.stepping.worked_batch import work_out_loss, work_out_step

if TYPE_CHECKING:
    from convviz.protocol.worked_batch import WeightStep

WEIGHTS = (0.5, 2.0, 1.0, 0.0, 3.0)
LOSSES = [
    BCEWithLogitsLoss(),
    BCEWithLogitsLoss(weight=WEIGHTS, pos_weight=(2.0, 1.0, 3.0, 0.5, 1.0), reduction="sum"),
    BCELoss(weight=WEIGHTS),
    CrossEntropyLoss(),
    CrossEntropyLoss(label_smoothing=0.1),
    CrossEntropyLoss(weight=WEIGHTS),
    CrossEntropyLoss(weight=WEIGHTS, label_smoothing=0.3, reduction="sum"),
    CrossEntropyLoss(ignore_index=2),
    CrossEntropyLoss(weight=WEIGHTS, ignore_index=1, label_smoothing=0.2),
    NLLLoss(),
    NLLLoss(weight=WEIGHTS, ignore_index=4),
    NLLLoss(reduction="sum"),
    MSELoss(),
    MSELoss(reduction="sum"),
    L1Loss(),
    SmoothL1Loss(),
    SmoothL1Loss(beta=0.25),
    SmoothL1Loss(beta=0.0),
    HuberLoss(),
    HuberLoss(delta=0.4, reduction="sum"),
]


@pytest.mark.parametrize("loss", LOSSES, ids=str)
def test_the_worked_loss_is_torchs(loss: Any) -> None:
    torch.manual_seed(1)
    outputs, labels = 3 * torch.randn(7, 5), torch.tensor([0, 1, 2, 3, 4, 1, 0])
    if isinstance(loss, NLLLoss):
        outputs = outputs.log_softmax(1)
    if isinstance(loss, BCELoss):
        outputs = outputs.sigmoid()
    function = build_loss(loss)
    expected = function(outputs, labels)
    worked = work_out_loss(loss, outputs.numpy(), labels.numpy())
    assert worked.result == pytest.approx(float(expected), rel=1e-5)
    assert worked.of_a_picture == pytest.approx(float(function.of_a_picture(expected, 7)), rel=1e-5)
    assert worked.total == pytest.approx(sum(one.loss for one in worked.pictures if one.counts))
    for picture in worked.pictures:
        assert picture.loss == pytest.approx(
            sum(term.term for term in picture.terms) if picture.counts else 0.0
        )
        if picture.counts:
            assert picture.lines[-1].endswith(f"= {written(picture.loss)}")


def test_a_picture_is_written_out_with_its_numbers() -> None:
    outputs = np.array([[0.0, 0.0, 0.0, 1.0]])
    worked = work_out_loss(CrossEntropyLoss(), outputs, np.array([3]))
    (picture,) = worked.pictures
    assert picture.lines == (
        "p[3] = exp(1) / ( exp(0) + exp(0) + exp(0) + exp(1) ) = 0.475367",
        "p[3] = 2.71828 / 5.71828 = 0.475367",
        "−log p[3] = −log( 0.475367 ) = 0.743668",
        "l = −log p[3] = 0.743668",
    )
    assert worked.result == pytest.approx(0.7437, abs=1e-4)
    assert worked.how == "(0.743668) / 1"


def test_outputs_that_are_infinite_are_worked_out_as_well() -> None:
    worked = work_out_loss(CrossEntropyLoss(), np.array([[np.inf, 0.0]]), np.array([0]))
    assert np.isnan(worked.result)


OPTIMISERS = [
    SGD(lr=0.1),
    SGD(lr=0.1, momentum=0.9, weight_decay=0.01),
    SGD(lr=0.1, momentum=0.9, nesterov=True, maximize=True),
    SGD(lr=0.1, momentum=0.5, dampening=0.3),
    ASGD(lr=0.1, lambd=0.02, weight_decay=0.1),
    Adam(lr=0.1),
    Adam(lr=0.1, weight_decay=0.1, amsgrad=True),
    Adam(lr=0.1, weight_decay=0.1, decoupled_weight_decay=True),
    AdamW(lr=0.1, weight_decay=0.1),
    AdamW(lr=0.1, amsgrad=True, maximize=True),
    Adamax(lr=0.1, weight_decay=0.1),
    NAdam(lr=0.1),
    NAdam(lr=0.1, weight_decay=0.1, decoupled_weight_decay=True),
    RAdam(lr=0.1),
    RAdam(lr=0.1, weight_decay=0.1),
    RMSprop(lr=0.1),
    RMSprop(lr=0.1, momentum=0.9, centered=True, weight_decay=0.1),
    Adadelta(lr=1.0, weight_decay=0.1),
    Adagrad(lr=0.1, lr_decay=0.1),
    Adagrad(lr=0.1, initial_accumulator_value=0.5, weight_decay=0.1),
    Rprop(lr=0.1),
    Muon(lr=0.1),
    Muon(lr=0.1, nesterov=False, weight_decay=0.0),
]


@pytest.mark.parametrize("settings", OPTIMISERS, ids=str)
def test_the_worked_step_of_a_weight_is_torchs(settings: Any) -> None:
    torch.manual_seed(2)
    model = torch.nn.Sequential(torch.nn.Linear(4, 3))
    optimiser = build_optimiser(settings, model.parameters())
    recent = RecentSteps(model, optimiser, 2)
    for step in range(1, 9):
        recent.begin(step, 1, torch.arange(2))
        optimiser.zero_grad()
        outputs, labels = model(torch.randn(2, 4)), torch.tensor([0, 2])
        loss = torch.nn.functional.cross_entropy(outputs, labels)
        recent.note(outputs, labels, loss)
        torch.autograd.backward(loss)
        optimiser.step()
        for name, place in (("0.weight", 5), ("0.bias", 1)):
            batch = newest_batch(model, optimiser, recent, name, place)
            assert batch is not None
            assert batch.weight is not None
            follow(settings, batch.weight)


def follow(settings: Any, step: WeightStep) -> None:
    """Compare every line of a rule with what torch has behind the step."""
    lines = work_out_step(settings, step)
    assert lines[-1].name == "w"
    assert lines[-1].value == pytest.approx(step.after, rel=2e-4, abs=1e-6)
    for line in lines:
        if line.keeps:
            assert line.value == pytest.approx(
                step.remembered_after[line.keeps], rel=2e-4, abs=1e-7
            )
    kept = {line.keeps for line in lines if line.keeps}
    assert step.remembered_after.keys() - {"step", "mu", "ax"} == kept
