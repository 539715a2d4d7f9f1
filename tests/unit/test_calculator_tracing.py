from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest

from convviz.core.layers.conv import Conv2d, Conv3d
from convviz.core.layers.conv_transpose import ConvTranspose2d
from convviz.core.layers.pool import AvgPool2d, MaxPool2d
from convviz.protocol.document import Calculator
from convviz.stepping.cells import CellKind
from convviz.stepping.lights.highlights import Wash, lit_input
from convviz.stepping.lights.tracing import trace_input, trace_tap
from convviz.stepping.scene.scene import Scene, build_scene
from convviz.stepping.scene.visible import PlaneKey, visible_planes
from convviz.stepping.steps.step import build_step, step_place

if TYPE_CHECKING:
    from convviz.core.layers import WindowedLayer

SETTINGS: list[tuple[WindowedLayer, tuple[int, ...]]] = [
    (Conv2d(1, 1, 3), (1, 5, 5)),
    (Conv2d(4, 4, 3, stride=2, padding=1, groups=2), (4, 5, 4)),
    (Conv3d(1, 2, 2), (1, 3, 3, 3)),
    (ConvTranspose2d(1, 2, 3, stride=2, padding=1), (1, 3, 3)),
    (MaxPool2d(3, 2, 1, ceil_mode=True), (2, 6, 6)),
    (AvgPool2d(2), (1, 4, 4)),
]


def scene_of(layer: WindowedLayer, shape: tuple[int, ...]) -> Scene:
    return build_scene(Calculator(layer, shape))


@pytest.mark.unmeasured
@pytest.mark.parametrize(("layer", "shape"), SETTINGS, ids=lambda value: str(value)[:50])
def test_an_input_cell_lights_exactly_the_outputs_whose_windows_read_it(
    layer: WindowedLayer, shape: tuple[int, ...]
) -> None:
    scene = scene_of(layer, shape)
    visible = visible_planes(scene, 0, 0)
    key = visible.input[0]
    for row, column in itertools.product(range(scene.axes[1].size), range(scene.axes[2].size)):
        traced = trace_input(scene, visible, key.channel, (key.depth, row, column))
        lit = {
            (plane.channel, plane.depth, cell.row, cell.column, cell.tap)
            for plane, found in zip(visible.output, traced.output, strict=True)
            for cell in found.cells
        }
        expected = set()
        for index in range(scene.step_count):
            step = build_step(scene, index)
            channel, place = step_place(scene, index)
            seen = visible_planes(scene, channel, place[0])
            for plane, found in zip(seen.input, lit_input(step, seen), strict=True):
                if plane == key and PlaneKey(channel, place[0]) in visible.output:
                    expected |= {
                        (channel, *place, cell.tap)
                        for cell in found.cells
                        if (cell.row, cell.column) == (row, column)
                    }
        if scene.kinds[key.depth, row, column] != CellKind.OVERHANG:
            assert lit == expected


def test_a_tap_lights_every_cell_that_it_ever_meets() -> None:
    scene = scene_of(Conv2d(1, 1, 3, stride=2), (1, 5, 5))
    visible = visible_planes(scene, 0, 0)

    traced = trace_tap(scene, visible, 0, (0, 1, 2))
    assert traced.input[0].wash == Wash(rows=(1, 3), columns=(2, 4), tap=5)
    assert traced.total == 4
    assert [cell.tap for cell in traced.kernel[0].cells if cell.is_winner] == [5]


def test_an_unused_cell_lights_nothing() -> None:
    scene = scene_of(Conv2d(1, 1, 3, stride=2), (1, 6, 6))
    visible = visible_planes(scene, 0, 0)

    traced = trace_input(scene, visible, 0, (0, 5, 5))
    assert traced.total == 0
    assert traced.output[0].cells == ()


def test_the_weight_of_each_use_is_told() -> None:
    scene = scene_of(Conv2d(1, 1, 2), (1, 3, 3))
    assert scene.weight is not None
    traced = trace_input(scene, visible_planes(scene, 0, 0), 0, (0, 1, 1))

    weights = {(cell.row, cell.column): cell.label for cell in traced.output[0].cells}
    kernel = scene.weight[0, 0, 0]
    assert weights == {
        (0, 0): kernel[1, 1],
        (0, 1): kernel[1, 0],
        (1, 0): kernel[0, 1],
        (1, 1): kernel[0, 0],
    }
