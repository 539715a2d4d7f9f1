"""Every cell that a walk makes leads back to its step, and what can be edited is in its tensor."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from convviz.core.layers.conv import Conv1d, Conv2d, Conv3d
from convviz.core.layers.conv_transpose import ConvTranspose1d, ConvTranspose2d
from convviz.core.layers.pixel import PixelShuffle, PixelUnshuffle
from convviz.core.layers.pool import AvgPool2d, MaxPool2d
from convviz.core.layers.unpool import MaxUnpool2d
from convviz.protocol.document import Calculator
from convviz.protocol.recipes import Fill, FillPattern
from convviz.stepping.cells import BIAS, INPUT, KERNEL, OUTPUT, CellAddress
from convviz.stepping.scene.scene import Scene, build_scene
from convviz.stepping.walks.by_output import walk_by_output
from convviz.stepping.walks.gather import GatherWalk
from convviz.stepping.walks.scatter import ScatterWalk

if TYPE_CHECKING:
    from convviz.core.layers import Layer
    from convviz.stepping.lights.highlights import LitPlane
    from convviz.stepping.walks.walk import Walk

GATHERED: list[tuple[Layer, tuple[int, ...]]] = [
    (Conv2d(2, 4, 3, padding=1, groups=2), (2, 3, 4)),
    (Conv2d(1, 2, (1, 2), stride=2, dilation=2, bias=False), (1, 4, 5)),
    (Conv1d(2, 3, 2, padding=1), (2, 4)),
    (Conv3d(1, 2, 2), (1, 3, 2, 3)),
    (MaxPool2d(2, ceil_mode=True), (2, 3, 5)),
    (AvgPool2d(3, stride=1, padding=1), (1, 3, 3)),
]
REARRANGED: list[tuple[Layer, tuple[int, ...]]] = [
    (PixelShuffle(2), (8, 2, 3)),
    (PixelUnshuffle(2), (1, 4, 2)),
    (MaxUnpool2d(2), (2, 4, 4)),
]
SCATTERED: list[tuple[Layer, tuple[int, ...]]] = [
    (ConvTranspose2d(2, 2, 2, stride=2), (2, 2, 3)),
    (ConvTranspose2d(4, 2, (2, 3), stride=(3, 1), dilation=(1, 2), groups=2), (4, 2, 3)),
    (ConvTranspose1d(1, 2, 4, stride=2, padding=1, bias=False), (1, 5)),
]


def scene_of(layer: Layer, shape: tuple[int, ...]) -> Scene:
    fill = Fill(FillPattern.RANDOM_INTEGERS, seed=5)
    return build_scene(Calculator(layer, shape, fill, fill))


def own_cells(walk: Walk, group: str) -> list[CellAddress]:
    """Return the cell of a part at which a step stands, as it is outlined."""
    boxes = [
        (lights.plane, lights.lit.box)
        for lights in walk.lit(afresh=True)
        if lights.group == group and lights.is_step and lights.lit.box is not None
    ]
    return [CellAddress(group, plane, box.row, box.column) for plane, box in boxes]


def lit_count(lit: LitPlane) -> int:
    """Return how many cells are lit, one by one or in rows and columns."""
    wash = 0 if lit.wash is None else len(lit.wash.rows) * len(lit.wash.columns)
    return len(lit.cells) + wash


@pytest.mark.parametrize(("layer", "shape"), GATHERED + REARRANGED, ids=lambda v: str(v)[:50])
def test_the_lit_output_cell_of_each_step_leads_back_to_it(
    layer: Layer, shape: tuple[int, ...]
) -> None:
    walk = walk_by_output(scene_of(layer, shape))
    for index in range(walk.step_count):
        walk.go_to(index)
        (cell,) = own_cells(walk, OUTPUT)
        assert walk.step_at(cell) == index
        lines, taps = walk.lines()
        assert lines
        assert taps >= 1


@pytest.mark.parametrize(("layer", "shape"), SCATTERED, ids=lambda v: str(v)[:50])
def test_the_lit_input_cell_of_each_stamp_leads_back_to_it(
    layer: Layer, shape: tuple[int, ...]
) -> None:
    walk = ScatterWalk(scene_of(layer, shape))
    for index in range(walk.step_count):
        walk.go_to(index)
        (cell,) = own_cells(walk, INPUT)
        assert walk.step_at(cell) == index
        assert walk.lines()[0]


@pytest.mark.parametrize(("layer", "shape"), GATHERED[:4], ids=lambda v: str(v)[:50])
def test_the_same_place_in_another_channel_is_as_many_steps_on(
    layer: Layer, shape: tuple[int, ...]
) -> None:
    scene = scene_of(layer, shape)
    walk = GatherWalk(scene, index=1)
    each = walk.step_count // scene.output_shape[0]
    for channel in range(scene.output_shape[0]):
        assert walk.index_in(channel) == channel * each + 1


def test_a_step_beyond_the_last_is_the_last() -> None:
    walk = GatherWalk(scene_of(*GATHERED[0]), index=10_000)
    assert walk.index == walk.step_count - 1


def test_cells_of_input_kernel_and_bias_are_edited_where_they_stand() -> None:
    """A kernel of two groups, and an input with a border of padding."""
    walk = GatherWalk(scene_of(Conv2d(2, 4, 3, padding=1, groups=2), (2, 3, 4)))
    walk.go_to(walk.index_in(2))
    assert walk.edited_at(CellAddress(KERNEL, 0, 1, 2)) == ("weight", (2, 0, 1, 2))
    assert walk.edited_at(CellAddress(INPUT, 0, 1, 1)) == ("input", (1, 0, 0))
    assert walk.edited_at(CellAddress(BIAS, 0, 0, 0)) == ("bias", (2,))
    assert walk.edited_at(CellAddress(OUTPUT, 0, 0, 0)) is None


def test_only_what_is_no_step_is_traced() -> None:
    """In a 3 by 3 input, a tap meets four cells, and the middle cell goes into all four outputs."""
    walk = GatherWalk(scene_of(Conv2d(1, 1, 2), (1, 3, 3)))
    assert walk.target_at(CellAddress(OUTPUT, 0, 0, 0)) is None
    tap, cell = CellAddress(KERNEL, 0, 0, 1), CellAddress(INPUT, 0, 1, 1)
    for address, reached in ((tap, INPUT), (cell, OUTPUT)):
        target = walk.target_at(address)
        assert target is not None
        assert (target.is_tap, walk.step_at(address)) == (address is tap, None)
        met = [lights.lit for lights in walk.traced(target) if lights.group == reached]
        assert sum(map(lit_count, met)) == 4
        assert walk.traced_lines(target)
