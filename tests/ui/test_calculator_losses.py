"""Losses in the calculator: input and target as grids, each number worked, then all together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest

from convviz.core.losses.distances import HuberLoss, L1Loss, MSELoss, SmoothL1Loss
from convviz.protocol.document import Calculator
from convviz.protocol.document_file import decode_document, encode_document
from convviz.protocol.recipes import Numbers
from convviz.protocol.templates import new_document
from convviz.stepping.cells import CellAddress
from convviz.stepping.scene.scene import build_scene
from convviz.stepping.walks.by_output import walk_by_output
from convviz.ui.stepper.walk_planes import groups_of

if TYPE_CHECKING:
    from convviz.core.losses import Loss

COURSE = (Numbers((1, 3), (1, 2, 3)), Numbers((1, 3), (1, 2, 5)))
"""Input and target of the course's example."""


def opened(loss: Loss) -> Calculator:
    values, target = COURSE
    return Calculator(loss, (1, 3), values).with_recipe("target", target)


@pytest.mark.parametrize(
    ("loss", "result"),
    [
        (L1Loss(), "L = Σ l / n = ( 0 + 0 + 2 ) / 3 = 0.666667"),
        (L1Loss(reduction="sum"), "L = Σ l = 0 + 0 + 2 = 2"),
        (MSELoss(), "L = Σ l / n = ( 0 + 0 + 4 ) / 3 = 1.33333"),
        (SmoothL1Loss(), "L = Σ l / n = ( 0 + 0 + 1.5 ) / 3 = 0.5"),
        (HuberLoss(delta=0.5), "L = Σ l / n = ( 0 + 0 + 0.875 ) / 3 = 0.291667"),
    ],
)
def test_the_last_step_is_the_mean_or_the_sum_of_the_losses(loss: Loss, result: str) -> None:
    walk = walk_by_output(build_scene(opened(loss)))
    assert walk.step_count == 4
    walk.go_to(3)
    assert walk.lines()[0][0].text == result


def test_a_loss_is_worked_from_the_number_and_its_target() -> None:
    walk = walk_by_output(build_scene(opened(MSELoss())), 2)
    assert [line.text for line in walk.lines()[0]] == ["d = x − y = 3 − 5 = −2", "l = (−2)² = 4"]
    lit = {light.group: light for light in walk.lit(afresh=True)}
    assert [(cell.row, cell.column) for cell in lit["target"].lit.cells] == [(0, 2)]
    assert lit["losses"].is_step


@pytest.mark.usefixtures("qapp")
def test_every_cell_of_the_document_can_be_edited_and_hovered() -> None:
    walk = walk_by_output(build_scene(opened(MSELoss(reduction="none"))))
    assert walk.step_count == 3
    assert walk.edited_at(CellAddress("target", 0, 0, 2)) == ("target", (0, 2))
    assert walk.edited_at(CellAddress("losses", 0, 0, 2)) is None
    assert walk.step_at(CellAddress("losses", 0, 0, 2)) == 2
    target = walk.target_at(CellAddress("target", 0, 0, 1))
    assert target is not None
    lit = [light for light in walk.traced(target) if light.lit.cells]
    assert [light.group for light in lit] == ["losses"]
    assert [group.name for group in groups_of(walk)] == ["input", "target", "losses"]


def test_a_document_keeps_the_loss_and_its_target() -> None:
    calculator = opened(HuberLoss(delta=0.5))
    document = msgspec.structs.replace(new_document(), calculator=calculator)
    assert decode_document(encode_document(document)) == document
