"""Calculations of many cells: who reads a cell, and steps that read thousands of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from convviz.core.layers.conv import Conv2d
from convviz.core.layers.instance_norm import InstanceNorm2d
from convviz.core.layers.layer_norm import LayerNorm
from convviz.core.layers.linear import Linear
from convviz.core.layers.norm import BatchNorm2d
from convviz.core.layers.pool import AvgPool2d
from convviz.core.layers.softmax import Softmax
from convviz.core.losses.classes import CrossEntropyLoss
from convviz.core.losses.distances import MSELoss
from convviz.core.optimisers.adam import Adam
from convviz.core.optimisers.sgd import SGD
from convviz.protocol.document import Calculator
from convviz.stepping.lights.tracing import TracedCell
from convviz.stepping.scene.extent import TooLargeError, TooMuch
from convviz.stepping.scene.scene import build_scene
from convviz.stepping.walks.normalise import NormaliseWalk
from convviz.stepping.walks.worked import WorkedWalk
from convviz.stepping.worked.backward.passes import backward_of
from convviz.stepping.worked.calculations import working_of
from convviz.stepping.worked.parts import MOST_LIT, PartCell
from tests.support.cell_users import users_of

if TYPE_CHECKING:
    from convviz.stepping.worked.parts import Working

SIDE = 64


def working(layer: Any, shape: tuple[int, ...]) -> Working:
    return working_of(build_scene(Calculator(layer, shape)))


@pytest.mark.parametrize("layer", [SGD(lr=0.1, momentum=0.9), Adam(lr=0.1), MSELoss()])
def test_few_steps_are_worked_out_for_a_cell_of_many_and_the_last_one_is_found(
    layer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    calculation = working(layer, (SIDE, SIDE))
    looked_at: list[int] = []
    work_out = calculation.work_out

    def counted(part: str, flat: int) -> Any:
        looked_at.append(flat)
        return work_out(part, flat)

    monkeypatch.setattr(calculation, "work_out", counted)
    last = calculation.part("input").cell_at(SIDE**2 - 1)
    assert list(calculation.user_numbers("input", last))
    assert len(looked_at) < 10


def test_an_optimiser_of_very_many_steps_is_refused_before_they_are_worked_out() -> None:
    with pytest.raises(TooLargeError) as refused:
        build_scene(Calculator(SGD(), (100_000, 2)))
    assert refused.value.what is TooMuch.UPDATES
    assert build_scene(Calculator(SGD(), (200, 2))).output_shape == (200, 2)


def test_the_mean_of_thousands_lights_them_together() -> None:
    scene = build_scene(Calculator(MSELoss(), (SIDE, SIDE)))
    walk = WorkedWalk(scene, working_of(scene), SIDE**2)
    (lit,) = (light.lit for light in walk.lit(afresh=True) if light.group == "losses")
    assert not lit.cells
    assert lit.wash is not None
    assert (len(lit.wash.rows), len(lit.wash.columns)) == (SIDE, SIDE)
    last = walk.working.part("losses").cell_at(SIDE**2 - 1)
    (user,) = users_of(walk.working, "losses", last)
    assert user.part == "output"


@pytest.mark.parametrize(
    ("layer", "shape"),
    [(BatchNorm2d(2), (3, 2, SIDE, SIDE)), (InstanceNorm2d(2), (2, SIDE, SIDE))],
)
def test_a_plane_that_is_normalised_together_is_lit_in_one_hue_and_the_cell_outlined(
    layer: Any, shape: tuple[int, ...]
) -> None:
    walk = NormaliseWalk(build_scene(Calculator(layer, shape)), 5)
    lights = [light for light in walk.lit(afresh=True) if light.group in {"input", "kernel"}]
    washed = [light for light in lights if light.lit.wash is not None]
    assert washed
    assert not any(light.lit.cells for light in washed)
    boxes = [light.lit.box for light in washed if light.group == "input"]
    assert any(box is not None and (box.row, box.column) == (0, 5) for box in boxes)
    target = TracedCell(is_tap=False, channel=0, cell=(0, 3, 4))
    traced = list(walk.traced(target))
    assert sum(len(light.lit.cells) for light in traced) == 0
    assert any(light.group == "output" and light.lit.wash for light in traced)


LARGE_BACKWARD = (
    (BatchNorm2d(2), (3, 2, 20, 20)),
    (LayerNorm((20, 20)), (20, 20)),
    (Softmax(-1), (2, 300)),
    (Linear(300, 290), (300, 300)),
    (Conv2d(2, 1, 17, padding=8), (2, 20, 20)),
    (AvgPool2d(20), (1, 40, 40)),
    (CrossEntropyLoss(label_smoothing=0.1), (300, 300)),
)
"""Layers of which a gradient has a few hundred terms."""


@pytest.mark.parametrize(("layer", "shape"), LARGE_BACKWARD)
def test_every_term_of_a_large_gradient_wears_a_hue_that_there_is(
    layer: Any, shape: tuple[int, ...]
) -> None:
    calculation = backward_of(build_scene(Calculator(layer, shape, training=True)))
    for part in calculation.parts:
        if part.is_computed:
            for flat in {0, part.size - 1}:
                step = calculation.work_out(part.name, flat)
                hues = [term.tap or 0 for line in step.lines for term in line.parts]
                assert max(hues) < step.taps, (part.name, flat)


@pytest.mark.parametrize(
    ("layer", "shape", "cell"),
    [
        (Conv2d(1, 1, 3, stride=2, padding=1), (1, SIDE, SIDE), ("weight", PartCell(0, 0, 0))),
        (BatchNorm2d(2), (3, 2, SIDE, SIDE), ("grad_output", PartCell(3, 1, 2))),
    ],
)
def test_thousands_that_are_made_of_a_cell_are_lit_together_the_same_ones(
    layer: Any, shape: tuple[int, ...], cell: tuple[str, PartCell]
) -> None:
    scene = build_scene(Calculator(layer, shape, training=True))
    working = backward_of(scene)
    beside = working.step_of("grad_input", PartCell(cell[1].plane, 0, 0))
    walk = WorkedWalk(scene, working, beside or 0)
    drawn = next(planes for part, planes in walk.drawn_parts() if part.name == "grad_input")
    target = TracedCell(is_tap=False, channel=0, cell=cell[1], part=cell[0])
    users = list(users_of(walk.working, *cell))
    lights = [light for light in walk.traced(target) if light.group == "grad_input"]
    assert not any(light.lit.cells for light in lights)
    washed = {
        PartCell(drawn[light.plane], row, column)
        for light in lights
        if light.lit.wash is not None
        for row in light.lit.wash.rows
        for column in light.lit.wash.columns
    }
    assert len(washed) > MOST_LIT
    made = {user.cell for user in users if user.part == "grad_input"}
    assert washed == {user for user in made if user.plane in drawn}
    assert walk.traced_lines(target)[0].text == str(len(users))


@pytest.mark.parametrize("plane", [0, 5, 13])
def test_of_what_a_batch_shares_a_mean_with_the_same_planes_are_drawn(plane: int) -> None:
    scene = build_scene(Calculator(BatchNorm2d(4), (4, 4, 3, 3), training=True))
    working = backward_of(scene)
    walk = WorkedWalk(scene, working, working.step_of("grad_input", PartCell(plane, 1, 1)) or 0)
    drawn = {part.name: planes for part, planes in walk.drawn_parts()}
    assert len(drawn["grad_output"]) == 3
    assert drawn["grad_output"] == drawn["grad_input"]
    assert plane in drawn["grad_input"]
    assert {each % 4 for each in drawn["grad_input"]} == {plane % 4}
