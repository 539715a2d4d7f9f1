"""The walk through a scene that has one step for each output cell, whatever its layer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convviz.core.layers.reductions import Reduction
from convviz.stepping.walks.gather import GatherWalk

if TYPE_CHECKING:
    from convviz.stepping.scene.scene import Scene
    from convviz.stepping.walks.walk import Walk


def walk_by_output(scene: Scene, index: int = 0) -> Walk:
    """Return the steps of a scene, one an output cell, standing at one of them."""
    # Few layers need the others: imported with the first of them, they keep the start fast.
    if scene.layer.cell_reduction is Reduction.IN_PARTS:
        from convviz.stepping.walks.worked import WorkedWalk
        from convviz.stepping.worked.calculations import working_of

        return WorkedWalk(scene, working_of(scene), index)
    if scene.blocks is None and scene.layer.scales_cells:
        from convviz.stepping.walks.scaling import ScalingWalk

        return ScalingWalk(scene, index)
    if scene.blocks is None:
        return GatherWalk(scene, index)
    from convviz.stepping.walks.linear import LinearWalk
    from convviz.stepping.walks.normalise import NormaliseWalk
    from convviz.stepping.walks.rearrange import RearrangeWalk
    from convviz.stepping.walks.unpool import UnpoolWalk

    if scene.layer.cell_reduction is Reduction.NORMALISES:
        return NormaliseWalk(scene, index)
    if scene.layer.cell_reduction is Reduction.FEATURES:
        return LinearWalk(scene, index)
    return RearrangeWalk(scene, index) if scene.pooled is None else UnpoolWalk(scene, index)
