"""A layer that is written as README says goes as far as these tests with no other file touched."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from convviz.core.code.writing import layer_call, parse_layer
from convviz.core.explaining.explanations import ExplanationCode
from convviz.core.explaining.worth_knowing import worth_knowing
from convviz.core.formulas.output_size import formula_for
from convviz.core.layers import Layer, layer_types
from convviz.core.layers.base import (
    register,
    unregister,
)
from convviz.core.network.receptive_field import receptive_fields
from convviz.core.network.sequential import NetworkStep, infer_sequential
from convviz.core.network.summary import summarise
from convviz.core.shown_layers import is_shown, shown_types
from convviz.core.solver.search import Goal, solve, solver_parameters
from convviz.protocol.document import Calculator
from convviz.protocol.layer_plain import layer_from_plain, layer_to_plain
from convviz.protocol.recipes import Numbers
from convviz.stepping.lines.step_lines import step_lines
from convviz.stepping.scene.scene import build_scene
from convviz.stepping.scene.visible import visible_planes
from convviz.stepping.steps.step import build_step
from convviz.ui.stepper.planes import groups_for
from convviz.values.shown_output import shown_output
from tests.support.made_up_layers import LAYERS, Doubled, MinPool2d, PairMin1d, made_up_layers

PICTURE = (7.0, 2.0, 5.0, 3.0, 4.0, 9.0, 6.0, 8.0, 1.0)
"""Three rows of three cells."""


@pytest.fixture(autouse=True)
def _known_for_this_test() -> Iterator[None]:
    with made_up_layers():
        yield


@pytest.mark.parametrize("layer", LAYERS, ids=layer_call)
def test_its_code_and_its_document_read_back_as_they_were_written(layer: Layer) -> None:
    assert parse_layer(f"nn.{layer_call(layer)}") == layer
    assert layer_from_plain(layer_to_plain(layer)) == layer


def test_it_stands_in_the_table_of_a_network_with_its_receptive_field() -> None:
    steps = [NetworkStep(MinPool2d(2, 1)), NetworkStep(Doubled())]

    result = infer_sequential(steps, (1, 3, 3))

    assert [row.output_shape for row in result.rows] == [(1, 2, 2), (1, 2, 2)]
    field = receptive_fields(result)[-1]
    assert [(float(axis.extent), float(axis.jump)) for axis in field.axes if axis] == [(1, 1)] * 2
    summary = summarise(result)
    assert (summary.num_params, summary.mult_adds) == (0, 0)


@pytest.mark.parametrize(
    ("settings", "size", "symbolic"),
    [
        ({"stride": 1}, 2, r"\left\lfloor \frac{i - k}{s} \right\rfloor + 1"),
        ({"ceil_mode": True}, 2, r"\left\lceil \frac{i - k}{s} \right\rceil + 1"),
    ],
)
def test_a_window_brings_its_formula_along(
    settings: dict[str, Any], size: int, symbolic: str
) -> None:
    rows, columns = formula_for(MinPool2d(2, **settings), (3, 3))

    assert rows.symbolic == f"o = {symbolic}"
    assert (rows.result, columns.result) == (size, size)


def test_a_layer_without_a_formula_has_none() -> None:
    assert formula_for(Doubled(), (3, 3)) == ()
    assert formula_for(PairMin1d(), (3,)) == ()


def test_the_solver_finds_its_settings() -> None:
    assert solver_parameters(MinPool2d(2)) == ("kernel_size", "stride", "ceil_mode")
    found = solve(MinPool2d(2), (6, 6), Goal.HALF)

    assert {"kernel_size": 2, "stride": None, "ceil_mode": False} in [
        solution.parameters for solution in found
    ]


def test_what_is_worth_knowing_of_its_windows_is_told() -> None:
    found = {note.explanation.code for note in worth_knowing(MinPool2d(2), (1, 3, 3))}

    assert ExplanationCode.FLOOR_DROPS in found
    assert worth_knowing(Doubled(), (1, 3, 3)) == ()


def test_its_numbers_follow_from_its_reduction() -> None:
    picture = np.array(PICTURE).reshape(1, 3, 3)

    assert shown_output(MinPool2d(2, 1), picture, {}).tolist() == [[[2, 2], [3, 1]]]
    assert shown_output(MinPool2d(2, ceil_mode=True), picture, {}).tolist() == [[[2, 5], [6, 1]]]
    assert MinPool2d(2).held_value() == math.inf


def test_what_has_no_reduction_is_left_to_torch() -> None:
    with pytest.raises(TypeError, match="Doubled"):
        shown_output(Doubled(), np.zeros((1, 3, 3)), {})
    assert not is_shown(Doubled())


def test_the_calculator_steps_through_every_window() -> None:
    calculator = Calculator(MinPool2d(2, 1), (1, 3, 3), input=Numbers((1, 3, 3), PICTURE))
    scene = build_scene(calculator)

    steps = [build_step(scene, index) for index in range(scene.step_count)]

    assert MinPool2d in shown_types()
    assert [step.total for step in steps] == [2, 2, 3, 1]
    assert [step.winner for step in steps] == [(0, 0, 1), (0, 0, 0), (0, 0, 0), (0, 1, 1)]
    assert step_lines(steps[1])[0].parts[0].text == "min("
    groups = groups_for(scene, visible_planes(scene, 0, 0), steps[1])
    assert "Minimum of the window" in [group.caption for group in groups]


def test_windows_of_its_own_are_stepped_through_as_well() -> None:
    calculator = Calculator(PairMin1d(), (2, 3), input=Numbers((2, 3), PICTURE[:6]))
    scene = build_scene(calculator)

    steps = [build_step(scene, index) for index in range(scene.step_count)]

    assert [step.total for step in steps] == [2, 2, 3, 4]
    assert all(step_lines(step) for step in steps)
    assert [scene.input_channels_of(channel) for channel in range(2)] == [range(1), range(1, 2)]
    assert worth_knowing(PairMin1d(), (2, 3)) == ()
    assert solver_parameters(PairMin1d()) == ()


def test_it_is_forgotten_again() -> None:
    unregister(MinPool2d)

    assert MinPool2d.type_name() not in layer_types()

    register(MinPool2d)
