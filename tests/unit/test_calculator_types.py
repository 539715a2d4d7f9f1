"""Windows that are shorter than others, and power averages, step by step."""

from __future__ import annotations

import numpy as np

from convviz.core.layers.adaptive import AdaptiveMaxPool1d
from convviz.core.layers.power_pool import LPPool1d
from convviz.protocol.document import Calculator
from convviz.protocol.recipes import Numbers
from convviz.stepping.cells import CellKind
from convviz.stepping.lights.tracing import trace_input, trace_tap
from convviz.stepping.lines.step_lines import step_lines
from convviz.stepping.scene.scene import build_scene
from convviz.stepping.scene.visible import visible_planes
from convviz.stepping.steps.step import build_step, window_cells


def test_a_shorter_window_leaves_room_and_keeps_the_hues_of_its_taps() -> None:
    calculator = Calculator(AdaptiveMaxPool1d(3), (1, 5))
    scene = build_scene(calculator)

    first, middle = build_step(scene, 0), build_step(scene, 1)

    assert (first.kinds.size, middle.kinds.size) == (2, 3)
    assert [first.tap_number((0, 0, at)) for at in range(2)] == [0, 1]
    values, kinds = window_cells(first)
    assert values.shape == (1, 3)
    assert np.isnan(values[0, 2])
    assert kinds[0, 2] == CellKind.ABSENT


def test_a_cell_knows_the_varying_windows_that_read_it() -> None:
    scene = build_scene(Calculator(AdaptiveMaxPool1d(3), (1, 5)))
    visible = visible_planes(scene, 0, 0)

    assert trace_input(scene, visible, 0, (0, 0, 1)).total == 2
    assert trace_tap(scene, visible, 0, (0, 0, 2)).total == 1


def test_a_power_average_is_written_out() -> None:
    values = Numbers((1, 3), (3.0, 4.0, 5.0))
    scene = build_scene(Calculator(LPPool1d(2, 2, ceil_mode=True), (1, 3), values))

    full, short = (step_lines(build_step(scene, index))[0].text for index in range(2))

    assert full == "( 3^2 + 4^2 ) ^(1/2) = 5"
    assert short == "( 5^2 ) / 1 \u00b7 2 ^(1/2) = 7.07107"
