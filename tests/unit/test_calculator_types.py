"""The calculator shows every layer type with windows: scene, steps, sums, formula."""

from __future__ import annotations

import numpy as np
import pytest

from convviz.core.output_size import formula_for
from convviz.protocol.templates import course_calculator
from convviz.ui.calculator.model.edits import windowed_types, with_type
from convviz.ui.calculator.model.scene import build_scene
from convviz.ui.calculator.model.step import build_step
from convviz.ui.calculator.model.step_lines import step_lines
from convviz.values.layer_values import layer_output

NAMES = [kind.type_name() for kind in windowed_types()]


@pytest.mark.parametrize("name", NAMES)
def test_every_step_of_every_type_arrives_at_the_layers_output(name: str) -> None:
    (kind,) = (kind for kind in windowed_types() if kind.type_name() == name)
    calculator = with_type(course_calculator(), kind)

    scene = build_scene(calculator)

    output = layer_output(scene.layer, scene.plain_input, scene.plain_weights)
    totals = [build_step(scene, index).total for index in range(scene.step_count)]
    assert np.allclose(totals, output.reshape(-1))
    assert step_lines(build_step(scene, scene.step_count - 1))
    formulas = formula_for(scene.layer, calculator.input_shape[1:])
    assert tuple(formula.result for formula in formulas) == scene.output_shape[1:]
