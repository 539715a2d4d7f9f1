"""A scene with blocks as groups of planes: input, the block at hand, output."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from convviz.core.layers.reductions import Reduction
from convviz.stepping.cells import KERNEL
from convviz.stepping.steps.block_step import block_cells
from convviz.ui.stepper.planes import input_group, output_group
from convviz.ui.widgets.grid import GridRole, Plane, PlaneGroup

if TYPE_CHECKING:
    from convviz.core.layers.base import Layer
    from convviz.stepping.scene.scene import Scene
    from convviz.stepping.scene.visible import VisiblePlanes
    from convviz.stepping.steps.block_step import BlockStep

translate = QCoreApplication.translate


def block_groups(scene: Scene, visible: VisiblePlanes, step: BlockStep) -> tuple[PlaneGroup, ...]:
    """Return the groups of planes from left to right.

    Args:
        scene: One with blocks.
        visible: Which of its planes.
        step: The step at hand, whose block stands in the middle.
    """
    caption = _block_caption(scene.layer)
    block = PlaneGroup(KERNEL, GridRole.KERNEL, caption, (Plane(*block_cells(step)),), "\u2192")
    return (input_group(scene, visible), block, output_group(scene, visible))


def _block_caption(layer: Layer) -> str:
    match layer.reduction:
        case Reduction.CHANNELS_TO_PIXELS:
            return translate("CalculatorPlanes", "The same place in every channel")
        case Reduction.WINDOWS_TO_COLUMNS:
            return translate("CalculatorPlanes", "The window, which becomes a column")
        case Reduction.COLUMNS_TO_WINDOWS:
            return translate("CalculatorPlanes", "What each tap contributes to the sum")
        case _:
            return translate("CalculatorPlanes", "The block: one cell per channel")
