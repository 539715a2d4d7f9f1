"""Every preset and every layer is walked through: forwards, backwards, and as it learns.

What torch says of the numbers is asked in tests/oracle.
"""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING

import pytest

from convviz.core.layers.conv import is_convolution
from convviz.core.presets import presets
from convviz.protocol.recipes import LARGEST_BLOCK
from convviz.protocol.templates import course_calculator
from convviz.stepping.cells import INPUT, CellAddress
from convviz.stepping.lines.line_parts import value_text
from convviz.stepping.scene.scene import Scene, build_scene
from convviz.stepping.walks.by_output import walk_by_output
from convviz.stepping.walks.gradients import walk_backward, walk_learning
from convviz.stepping.walks.worked import WorkedWalk
from convviz.ui.calculator.presets.applied import with_preset
from convviz.values.layer_gradients import has_gradients
from tests.support.every_layer import SHOWN, name_of, new_calculator

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from convviz.core.layers import Layer
    from convviz.stepping.walks.walk import Walk

    Begin = Callable[[], dict[str, Walk]]


@cache
def scenes() -> dict[str, Scene]:
    """Return every preset and every layer as it is when it is chosen, by its name."""
    chosen = {preset.key: with_preset(course_calculator(), preset) for preset in presets()}
    chosen |= {name_of(kind): new_calculator(kind) for kind in SHOWN}
    return {name: build_scene(calculator) for name, calculator in chosen.items()}


def forwards() -> dict[str, Walk]:
    return {name: walk_by_output(scene) for name, scene in scenes().items()}


def backwards() -> dict[str, Walk]:
    able = {name: scene for name, scene in scenes().items() if has_gradients(type(scene.layer))}
    return {name: walk_backward(scene) for name, scene in able.items()}


def learning() -> dict[str, Walk]:
    able = {name: scene for name, scene in scenes().items() if is_learned(scene.layer)}
    return {name: walk_learning(scene) for name, scene in able.items()}


def is_learned(layer: Layer) -> bool:
    """Return whether Learn is offered."""
    sizes = map(math.prod, layer.weight_shapes().values())
    return is_convolution(layer) and max(sizes) <= LARGEST_BLOCK


def stood(walk: Walk) -> Iterator[int]:
    """Stand at the first, the middle and the last step, and yield the number of each."""
    for index in sorted({0, walk.step_count // 2, walk.step_count - 1}):
        walk.go_to(index)
        yield index


def own_cells(walk: Walk) -> list[CellAddress]:
    """Return the cells that are outlined as those of the step."""
    return [
        CellAddress(lights.group, lights.plane, lights.lit.box.row, lights.lit.box.column)
        for lights in walk.lit(afresh=True)
        if lights.is_step and lights.lit.box is not None and lights.group in walk.results
    ]


def number_of(walk: Walk) -> float | None:
    """Return the number that stands in the cell of the step; None where it is left to torch."""
    if isinstance(walk, WorkedWalk):
        step = walk.step
        (part,) = (part for part in walk.working.parts if part.name == step.part)
        place = step.cell.plane, step.cell.row, step.cell.column
        return float(part.values[place]) if part.is_known else None
    output = walk.scene.output
    return None if output is None else float(output.ravel()[walk.index])


@pytest.mark.parametrize("begin", [forwards, backwards, learning])
def test_each_step_is_written_out_up_to_the_number_in_its_cell(begin: Begin) -> None:
    wrong = {}
    for name, walk in begin().items():
        for index in stood(walk):
            lines, taps = walk.lines()
            arrived = {part.text for line in lines for part in line.parts}
            number = number_of(walk)
            is_there = number is None or value_text(number) in arrived
            if not lines or not is_there or taps < 1:
                wrong[name, index] = [line.text for line in lines]
    assert wrong == {}


@pytest.mark.parametrize("begin", [forwards, backwards, learning])
def test_the_outlined_cell_of_each_step_leads_back_to_it(begin: Begin) -> None:
    wrong = {}
    for name, walk in begin().items():
        for index in stood(walk):
            cells = own_cells(walk)
            if {walk.step_at(cell) for cell in cells} != {index}:
                wrong[name, index] = cells
    assert wrong == {}


@pytest.mark.parametrize("begin", [forwards, backwards, learning])
def test_what_belongs_to_a_cell_is_lit_on_planes_that_are_drawn(begin: Begin) -> None:
    wrong = {}
    for name, walk in begin().items():
        target = walk.target_at(CellAddress(INPUT, 0, 0, 0))
        if target is not None:
            lit = {(lights.group, lights.plane) for lights in walk.traced(target)}
            drawn = {(lights.group, lights.plane) for lights in walk.lit(afresh=True)}
            if not lit or not lit <= drawn:
                wrong[name] = lit, drawn
    assert wrong == {}
