"""The planes of a normalisation: input, its block normalised, weight, bias and output."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from convviz.stepping.cells import BIAS, KERNEL, SCALE
from convviz.stepping.steps.block_step import block_cells
from convviz.ui.stepper.planes import input_group, output_group
from convviz.ui.widgets.grid import GridRole, Plane, PlaneGroup
from convviz.ui.widgets.grid.fills import largest_magnitude
from convviz.ui.widgets.grid.numbers import common_exponent

if TYPE_CHECKING:
    from convviz.stepping.scene.learned_planes import LearnedPlane
    from convviz.stepping.walks.normalise import NormaliseWalk

translate = QCoreApplication.translate


def norm_groups(walk: NormaliseWalk) -> tuple[PlaneGroup, ...]:
    """Return the groups of planes from left to right."""
    scene, visible = walk.scene, walk.visible
    caption = translate("CalculatorPlanes", "x\u0302: the block, normalised")
    block = PlaneGroup(
        KERNEL, GridRole.KERNEL, caption, (Plane(*block_cells(walk.step)),), "\u2192"
    )
    groups = [input_group(scene, visible), block]
    learned = walk.learned
    if "weight" in learned:
        caption = translate("CalculatorPlanes", "Weight \u03b3")
        groups.append(learned_group(SCALE, caption, learned["weight"], "\u00b7"))
    if "bias" in learned:
        caption = translate("CalculatorPlanes", "Bias \u03b2")
        groups.append(learned_group(BIAS, caption, learned["bias"], "+"))
    return (*groups, dataclasses.replace(output_group(scene, visible), operator="="))


def learned_group(name: str, caption: str, plane: LearnedPlane, operator: str) -> PlaneGroup:
    """Return the group of a weight or a bias, each number of which can be typed in."""
    drawn = Plane(plane.values, scale=largest_magnitude(plane.values))
    exponent = common_exponent(plane.values)
    return PlaneGroup(
        name, GridRole.KERNEL, caption, (drawn,), operator, editable=True, exponent=exponent
    )
