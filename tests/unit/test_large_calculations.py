"""Calculations of many cells: who reads a cell, and steps that read thousands of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from convviz.core.layers.instance_norm import InstanceNorm2d
from convviz.core.layers.norm import BatchNorm2d
from convviz.core.losses.distances import MSELoss
from convviz.core.optimisers.adam import Adam
from convviz.core.optimisers.sgd import SGD
from convviz.protocol.document import Calculator
from convviz.stepping.lights.tracing import TracedCell
from convviz.stepping.scene.extent import TooLargeError, TooMuch
from convviz.stepping.scene.scene import build_scene
from convviz.stepping.walks.normalise import NormaliseWalk
from convviz.stepping.walks.worked import WorkedWalk
from convviz.stepping.worked.calculations import working_of

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
    assert list(calculation.users_of("input", last))
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
    (user,) = walk.working.users_of("losses", last)
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
