"""The groups of planes in which a walk is drawn."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QCoreApplication

from convviz.core.layers.reductions import Reduction
from convviz.stepping.cells import BIAS, KERNEL, SCALE
from convviz.stepping.lines.line_parts import TIMES
from convviz.stepping.steps.block_step import block_cells
from convviz.stepping.walks.walk import WalkForm
from convviz.ui.stepper.planes import groups_for, input_group, output_group, plane_titles
from convviz.ui.widgets.grid import GridRole, Plane, PlaneGroup
from convviz.ui.widgets.grid.fills import largest_magnitude
from convviz.ui.widgets.grid.numbers import common_exponent
from convviz.ui.widgets.number_texts import shape_text

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from convviz.core.layers.base import Layer
    from convviz.stepping.scene.scene import Scene
    from convviz.stepping.scene.visible import VisiblePlanes
    from convviz.stepping.steps.block_step import BlockStep
    from convviz.stepping.walks.gather import GatherWalk
    from convviz.stepping.walks.linear import LinearWalk
    from convviz.stepping.walks.normalise import NormaliseWalk
    from convviz.stepping.walks.rearrange import RearrangeWalk
    from convviz.stepping.walks.scaling import ScalingWalk
    from convviz.stepping.walks.scatter import ScatterWalk
    from convviz.stepping.walks.unpool import UnpoolWalk
    from convviz.stepping.walks.walk import Walk
    from convviz.stepping.walks.worked import WorkedWalk


translate = QCoreApplication.translate


def groups_of(walk: Walk) -> tuple[PlaneGroup, ...]:
    """Return the planes of a walk from left to right, as they are at its step."""
    # Few layers need the other forms: what draws them is imported with the first.
    match walk.form:
        case WalkForm.WINDOWS:
            return _gathering_groups(cast("GatherWalk", walk))
        case WalkForm.BLOCKS:
            return _rearranging_groups(cast("RearrangeWalk", walk))
        case WalkForm.FEATURES:
            return linear_groups(cast("LinearWalk", walk))
        case WalkForm.UNPOOLING:
            return _unpooling_groups(cast("UnpoolWalk", walk))
        case WalkForm.STAMPS:
            from convviz.ui.stepper.scatter_planes import scatter_groups

            return scatter_groups(cast("ScatterWalk", walk))
        case WalkForm.PARTS:
            from convviz.ui.stepper.part_planes import part_groups

            return part_groups(cast("WorkedWalk", walk))


def _gathering_groups(walk: GatherWalk) -> tuple[PlaneGroup, ...]:
    groups = groups_for(walk.scene, walk.visible, walk.step)
    if not walk.scene.layer.scales_cells:
        return groups
    from convviz.ui.stepper.norm_planes import learned_group

    caption = translate("CalculatorPlanes", "Slope below 0")
    slope = learned_group(SCALE, caption, cast("ScalingWalk", walk).learned, TIMES)
    return (*groups[:-1], slope, groups[-1])


def _rearranging_groups(walk: RearrangeWalk) -> tuple[PlaneGroup, ...]:
    if walk.scene.layer.cell_reduction is Reduction.NORMALISES:
        from convviz.ui.stepper.norm_planes import norm_groups

        return norm_groups(cast("NormaliseWalk", walk))
    return block_groups(walk.scene, walk.visible, walk.step)


def _unpooling_groups(walk: UnpoolWalk) -> tuple[PlaneGroup, ...]:
    """Return the input, its maxima, their indices, and the output."""
    from convviz.ui.stepper.index_planes import index_group, pooled_group

    scene, keys = walk.scene, walk.pooled_keys
    pooled, output = input_group(scene, walk.visible), output_group(scene, walk.visible)
    if scene.pooled is None or scene.indices is None:
        return (pooled, output)
    titles = plane_titles(keys, scene.pooled.shape[1], scene.pooled.shape[0], 0)
    maxima = pooled_group(scene.pooled, keys, titles)
    return (pooled, maxima, index_group(scene.indices, keys, titles), output)


def block_groups(scene: Scene, visible: VisiblePlanes, step: BlockStep) -> tuple[PlaneGroup, ...]:
    """Return the groups of planes from left to right.

    Args:
        scene: One with blocks.
        visible: Which of its planes.
        step: The step at hand, whose block stands in the middle.
    """
    caption = _block_caption(scene.layer)
    block = PlaneGroup(KERNEL, GridRole.KERNEL, caption, (Plane(*block_cells(step)),), "\u2192")
    groups = (input_group(scene, visible), block, output_group(scene, visible))
    if scene.indices is None:
        return groups
    from convviz.ui.stepper.index_planes import index_group

    titles = plane_titles(visible.output, scene.output_volume[1], scene.output_volume[0], 0)
    return (*groups, index_group(scene.indices, visible.output, titles))


def linear_groups(walk: LinearWalk) -> tuple[PlaneGroup, ...]:
    """Return the input, the weight with a row for each output, the bias and the output."""
    scene, visible = walk.scene, walk.visible
    numbers, weight = scene.plain_weights, walk.drawn_weight()
    text = translate("CalculatorPlanes", "Weight {shape}")
    if walk.is_folded:
        text = translate("CalculatorPlanes", "Weight {shape}: the row of this output")
    caption = text.format(shape=shape_text(numbers["weight"].shape))
    groups = [
        input_group(scene, visible),
        _matrix_group(KERNEL, caption, weight, TIMES, numbers["weight"]),
    ]
    if "bias" in numbers:
        caption = translate("CalculatorPlanes", "Bias")
        groups.append(_matrix_group(BIAS, caption, walk.drawn_bias(), "+", numbers["bias"]))
    return (*groups, dataclasses.replace(output_group(scene, visible), operator="="))


def _matrix_group(
    name: str,
    caption: str,
    values: NDArray[np.float64],
    operator: str,
    whole: NDArray[np.float64],
) -> PlaneGroup:
    """Return a part of what is learned; its colours and its power of ten are those of the whole."""
    plane = Plane(values, scale=largest_magnitude(whole))
    exponent = common_exponent(whole)
    return PlaneGroup(
        name, GridRole.KERNEL, caption, (plane,), operator, editable=True, exponent=exponent
    )


def _block_caption(layer: Layer) -> str:
    match layer.cell_reduction:
        case Reduction.SHARES | Reduction.GATES | Reduction.RANDOM_WINDOWS | Reduction.NEIGHBOURS:
            return _mixing_caption(layer)
        case Reduction.RENUMBERED:
            return translate("CalculatorPlanes", "The numbers that stay beside each other")
        case Reduction.CHANNELS_TO_PIXELS | Reduction.DEALT:
            return translate("CalculatorPlanes", "The same place in every channel")
        case Reduction.WINDOWS_TO_COLUMNS:
            return translate("CalculatorPlanes", "The window, which becomes a column")
        case Reduction.COLUMNS_TO_WINDOWS:
            return translate("CalculatorPlanes", "What each tap contributes to the sum")
        case _:
            return translate("CalculatorPlanes", "The block: one cell per channel")


def _mixing_caption(layer: Layer) -> str:
    if layer.cell_reduction is Reduction.SHARES:
        return translate("CalculatorPlanes", "The numbers that share")
    if layer.cell_reduction is Reduction.RANDOM_WINDOWS:
        return translate("CalculatorPlanes", "Maximum of the window")
    if layer.cell_reduction is Reduction.NEIGHBOURS:
        return translate("CalculatorPlanes", "The same place in the channels around")
    return translate("CalculatorPlanes", "A number and its gate")
