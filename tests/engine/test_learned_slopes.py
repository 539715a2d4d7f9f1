"""PReLU beside torch: one slope or one a channel, which is shown, edited, and begins at init."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

from convviz.core.layers.activation import PReLU
from convviz.core.layers.conv import Conv2d
from convviz.core.layers.layer_norm import LayerNorm
from convviz.core.shown_layers import torch_shape
from convviz.engine.compute.layer_values import LayerComputer
from convviz.protocol.document import Calculator, first_weight
from convviz.stepping.cells import SCALE, CellAddress
from convviz.stepping.scene.scene import Scene, build_scene
from convviz.stepping.steps.step import build_step
from convviz.stepping.walks.by_output import walk_by_output
from convviz.ui.calculator import edits
from convviz.ui.calculator.cell_edits import with_cell
from convviz.ui.calculator.opened_call import with_call
from convviz.ui.calculator.torch_check import request_of
from convviz.values.recipes import numbers_from_array
from convviz.values.tensors import array_of

SHAPES = ((4,), (3, 2), (2, 3, 4), (5, 2, 2, 2))
ODD = np.array((0, -0.0, np.inf, -np.inf, np.nan))


def scene_of(layer: PReLU, values: Any, slopes: Any = None) -> Scene:
    array = np.asarray(values, dtype=np.float64)
    weight = first_weight(layer) if slopes is None else numbers_from_array(np.asarray(slopes))
    return build_scene(Calculator(layer, array.shape, numbers_from_array(array), weight))


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_values_and_steps_are_torchs(shape: tuple[int, ...]) -> None:
    chance = np.random.default_rng(2)
    values = chance.normal(0, 3, shape).round(2)
    values.flat[: len(ODD)] = ODD[: values.size]
    for count in {1, shape[0]}:
        slopes = chance.normal(0, 2, count).round(2)
        scene = scene_of(PReLU(count), values, slopes)
        module = torch.nn.PReLU(count).double()
        with torch.no_grad():
            module.weight.copy_(torch.tensor(scene.plain_weights["weight"]))
            taken = torch.tensor(scene.plain_input.reshape(torch_shape(scene.layer, shape)))
            expected = module(taken).numpy().ravel()
        assert scene.output is not None
        np.testing.assert_array_equal(scene.output.ravel(), expected)
        steps = [build_step(scene, index) for index in range(scene.step_count)]
        np.testing.assert_array_equal([step.total for step in steps], expected)
        engine = LayerComputer(torch.device("cpu")).compute(request_of(scene))
        np.testing.assert_allclose(array_of(engine.output).ravel(), expected, rtol=1e-6)


def test_the_line_has_the_channel_s_slope_and_the_cell_of_it_can_be_typed_in() -> None:
    scene = scene_of(PReLU(2), [[-1.0], [-4.0]], [0.5, 0.25])
    walk = walk_by_output(scene, 1)
    assert walk.lines()[0][0].text == "\u22124 \u2264 0: 0.25 \u00b7 (\u22124) = \u22121"
    (lit,) = (light for light in walk.lit(afresh=True) if light.group == SCALE)
    assert [(cell.row, cell.column) for cell in lit.lit.cells] == [(1, 0)]
    assert walk.edited_at(CellAddress(SCALE, 0, 0, 0)) == ("weight", (0,))
    calculator = with_cell(scene.calculator, "weight", (0,), 3.0)
    output = build_scene(calculator).output
    assert output is not None
    assert output.ravel().tolist() == [-3.0, -1.0]


def test_of_many_slopes_the_step_s_own_is_drawn() -> None:
    scene = scene_of(PReLU(50), -np.ones((50, 1)), np.arange(50.0))
    walk = walk_by_output(scene, 0)
    walk.go_to(37)
    (shown,) = (plane.values for plane in walk.changing() if plane.group == SCALE)
    assert shown is not None
    assert shown.tolist() == [[37.0]]
    assert walk.edited_at(CellAddress(SCALE, 0, 0, 0)) == ("weight", (37,))


def slopes_of(calculator: Calculator) -> list[float]:
    return [float(slope) for slope in build_scene(calculator).plain_weights["weight"]]


def test_slopes_begin_at_init_whatever_was_shown_before_and_follow_the_channels() -> None:
    convolution = Calculator(Conv2d(3, 2, 3), (3, 5, 5))
    chosen = edits.with_type(convolution, PReLU)
    assert slopes_of(chosen) == [0.25]
    typed = with_call(convolution, PReLU(3, init=0.5))
    assert slopes_of(typed) == [0.5, 0.5, 0.5]
    more = edits.with_input_shape(typed, (4, 5, 5))
    assert (more.layer, slopes_of(more)) == (PReLU(4, init=0.5), [0.5] * 4)
    fewer = edits.with_layer(typed, PReLU(2, init=0.5))
    assert (fewer.input_shape, slopes_of(fewer)) == ((2, 5, 5), [0.5, 0.5])
    assert slopes_of(edits.with_layer(typed, PReLU(3, init=0.1))) == pytest.approx([0.1] * 3)


def test_slopes_that_were_typed_stay_and_no_other_layer_gets_them() -> None:
    first = Calculator(PReLU(2), (2, 3), weight=first_weight(PReLU(2)))
    calculator = with_cell(first, "weight", (1,), -1.0)
    again = edits.with_layer(calculator, PReLU(2, init=0.5))
    assert slopes_of(again) == [0.25, -1.0]
    norm = edits.with_type(calculator, LayerNorm)
    assert set(np.ravel(build_scene(norm).plain_weights["weight"]).tolist()) == {1.0}
