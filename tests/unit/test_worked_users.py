"""Who reads a cell of a loss, or of an optimiser's steps: the same cells as the steps say."""

from __future__ import annotations

import pytest

from convviz.core.layers.tensor_forms import TensorForm
from convviz.core.losses.classes import CrossEntropyLoss, NLLLoss
from convviz.core.losses.distances import MSELoss
from convviz.core.losses.shares import BCEWithLogitsLoss
from convviz.core.optimisers.adam import Adam
from convviz.core.optimisers.muon import Muon
from convviz.core.optimisers.sgd import SGD
from convviz.protocol.document import Calculator
from convviz.protocol.recipes import Numbers, Recipe
from convviz.stepping.scene.scene import build_scene
from convviz.stepping.worked.calculations import working_of
from convviz.stepping.worked.parts import PartCell
from tests.support.cell_users import users_of

WEIGHTS = (0.5, 2.0, 0.0)
LABELS: dict[str, Recipe] = {"target": Numbers((2, 2), (1.0, 0.0, 2.0, 1.0))}
SHARES = {"target": TensorForm((2, 3, 2))}
FAR = Numbers((2, 3), (0.0, -200.0, 1.0, 3.0, 90.0, 2.0))
"""Outputs of which one's share is too small to be written."""

CASES = {
    "numbers": Calculator(MSELoss(), (2, 3)),
    "not reduced": Calculator(MSELoss(reduction="none"), (2, 3)),
    "repeated": Calculator(MSELoss(), (2, 3), forms={"target": TensorForm((3,))}),
    "weights": Calculator(BCEWithLogitsLoss(weight=WEIGHTS, pos_weight=WEIGHTS), (2, 3)),
    "classes": Calculator(CrossEntropyLoss(weight=WEIGHTS), (2, 3, 2), tensors=LABELS),
    "sum": Calculator(CrossEntropyLoss(weight=WEIGHTS, reduction="sum"), (2, 3, 2)),
    "ignored": Calculator(
        CrossEntropyLoss(weight=WEIGHTS, ignore_index=1, label_smoothing=0.1),
        (2, 3, 2),
        tensors=LABELS,
    ),
    "ignored, not smoothed": Calculator(
        CrossEntropyLoss(weight=WEIGHTS, ignore_index=1), (2, 3, 2), tensors=LABELS
    ),
    "shares": Calculator(CrossEntropyLoss(), (2, 3, 2), forms=SHARES),
    "smoothed shares": Calculator(CrossEntropyLoss(label_smoothing=0.2), (2, 3, 2), forms=SHARES),
    "tiny shares": Calculator(CrossEntropyLoss(), (2, 3), FAR),
    "volumes": Calculator(CrossEntropyLoss(weight=WEIGHTS), (2, 3, 2, 2)),
    "one sample of logits": Calculator(CrossEntropyLoss(), (4,)),
    "one sample": Calculator(NLLLoss(weight=WEIGHTS), (3,)),
    "steps": Calculator(Adam(amsgrad=True, weight_decay=0.1), (3, 2)),
    "added gradients": Calculator(SGD(momentum=0.9), (3, 2), zero_grad=False),
    "function": Calculator(SGD(momentum=0.9), (3, 2), function="x^2 + x*y + 10*y^2"),
    "one step": Calculator(SGD(), (4,)),
    "a wide matrix": Calculator(Muon(ns_steps=2), (2, 3)),
    "a tall matrix": Calculator(Muon(ns_steps=1), (2, 3, 2), zero_grad=False),
    "a matrix without a polynomial": Calculator(Muon(nesterov=False, ns_steps=0), (2, 2)),
    "a matrix over a function": Calculator(Muon(ns_steps=1), (2, 1, 2), function="x^2 + x*y"),
}


@pytest.mark.parametrize("calculator", CASES.values(), ids=CASES)
def test_who_reads_a_cell_is_what_the_steps_say(calculator: Calculator) -> None:
    working = working_of(build_scene(calculator))
    steps = [working.step(index) for index in range(working.step_count)]
    for part in working.parts:
        for cell in map(part.cell_at, range(part.size)):
            made = {(step.part, step.cell) for step in steps if step.has_read(part.name, cell)}
            told = {(user.part, user.cell) for user in users_of(working, part.name, cell)}
            assert told == made, (part.name, cell)


def test_no_step_is_written_to_find_who_reads_a_cell_of_a_large_loss(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    working = working_of(build_scene(Calculator(CrossEntropyLoss(), (200, 30))))
    monkeypatch.setattr(type(working), "work_out", None)

    users = list(users_of(working, "input", PartCell(0, 150, 3)))

    assert [(user.part, user.cell.row) for user in users] == [("shares", 150)] * 30


def test_far_down_in_many_steps_the_next_ones_are_found() -> None:
    working = working_of(build_scene(Calculator(Adam(), (1000, 3))))

    users = {(user.part, user.cell) for user in users_of(working, "input", PartCell(0, 999, 1))}

    assert users == {(name, PartCell(0, 999, 1)) for name in ("exp_avg", "exp_avg_sq", "output")}
