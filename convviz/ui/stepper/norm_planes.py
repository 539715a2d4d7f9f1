"""The planes of a normalisation: input, its block normalised, what is learned, output, what stays.

What a layer kept stands before the block where it is taken, else with its update behind the output.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QCoreApplication

from convviz.stepping.cells import KEPT_VALUES, KERNEL
from convviz.stepping.steps.block_step import block_cells
from convviz.stepping.walks.normalise import GROUP_OF, padded
from convviz.ui.stepper.planes import input_group, output_group
from convviz.ui.widgets.grid import GridRole, Plane, PlaneGroup
from convviz.ui.widgets.grid.fills import largest_magnitude
from convviz.ui.widgets.grid.groups import OR_SHORTER
from convviz.ui.widgets.grid.numbers import common_exponent

if TYPE_CHECKING:
    from convviz.stepping.scene.learned_planes import LearnedPlane
    from convviz.stepping.walks.normalise import NormaliseWalk

translate = QCoreApplication.translate

_SHORT: Final = {"running_mean": "mean", "running_var": "var", "num_batches_tracked": "n"}
"""What is kept, where its name has no room."""


def norm_groups(walk: NormaliseWalk) -> tuple[PlaneGroup, ...]:
    """Return the groups of planes from left to right."""
    scene, visible = walk.scene, walk.visible
    layer: Any = scene.layer
    is_kept = layer.takes_kept(training=scene.calculator.training)
    groups = [input_group(scene, visible)]
    kept = [_kept_group(walk)] if walk.kept else []
    if is_kept:
        groups += kept
    normalised = Plane(*block_cells(walk.step))
    caption = translate("CalculatorPlanes", "x\u0302 (block)")
    # Captions as short as they can be: there are many groups.
    groups.append(PlaneGroup(KERNEL, GridRole.KERNEL, caption, (normalised,), "\u2192"))
    operators = {"weight": "\u00b7", "bias": "+"}
    for name, plane in walk.learned.items():
        groups.append(learned_group(GROUP_OF[name], name, plane, operators[name]))
    groups.append(dataclasses.replace(output_group(scene, visible), operator="="))
    return (*groups, *([] if is_kept else kept))


def learned_group(name: str, caption: str, plane: LearnedPlane, operator: str) -> PlaneGroup:
    """Return the group of a weight or a bias, each number of which can be typed in."""
    drawn = Plane(plane.values, scale=largest_magnitude(plane.values))
    exponent = common_exponent(plane.values)
    return PlaneGroup(
        name, GridRole.KERNEL, caption, (drawn,), operator, editable=True, exponent=exponent
    )


def _kept_group(walk: NormaliseWalk) -> PlaneGroup:
    """Return what is kept, in training before and after the batch."""
    caption = translate("CalculatorPlanes", "Running")
    planes = []
    for plane in walk.kept:
        values, kinds = padded(plane, walk.kept)
        scale = largest_magnitude(plane.values)
        title = f"{plane.name}{OR_SHORTER}{_SHORT[plane.name]}"
        planes.append(Plane(values, kinds, title, scale=scale))
    return PlaneGroup(
        KEPT_VALUES, GridRole.KERNEL, caption, tuple(planes), "", editable=True, plane_columns=1
    )
