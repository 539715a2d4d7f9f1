"""The groups of planes in which a walk is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from convviz.stepping.walks.walk import WalkForm
from convviz.ui.stepper.planes import groups_for, input_group, output_group, plane_titles

if TYPE_CHECKING:
    from convviz.stepping.walks.gather import GatherWalk
    from convviz.stepping.walks.rearrange import RearrangeWalk
    from convviz.stepping.walks.scatter import ScatterWalk
    from convviz.stepping.walks.unpool import UnpoolWalk
    from convviz.stepping.walks.walk import Walk
    from convviz.ui.widgets.grid import PlaneGroup


def groups_of(walk: Walk) -> tuple[PlaneGroup, ...]:
    """Return the planes of a walk from left to right, as they are at its step."""
    # Few layers need the other forms: what draws them is imported with the first.
    match walk.form:
        case WalkForm.WINDOWS:
            return groups_for(walk.scene, walk.visible, cast("GatherWalk", walk).step)
        case WalkForm.BLOCKS:
            from convviz.ui.stepper.block_planes import block_groups

            return block_groups(walk.scene, walk.visible, cast("RearrangeWalk", walk).step)
        case WalkForm.UNPOOLING:
            return _unpooling_groups(cast("UnpoolWalk", walk))
        case WalkForm.STAMPS:
            from convviz.ui.stepper.scatter_planes import scatter_groups

            return scatter_groups(cast("ScatterWalk", walk))


def _unpooling_groups(walk: UnpoolWalk) -> tuple[PlaneGroup, ...]:
    """Return the picture, its maxima, their indices, and the output."""
    from convviz.ui.stepper.index_planes import index_group, pooled_group

    scene, keys = walk.scene, walk.pooled_keys
    picture, output = input_group(scene, walk.visible), output_group(scene, walk.visible)
    if scene.pooled is None or scene.indices is None:
        return (picture, output)
    titles = plane_titles(keys, scene.pooled.shape[1], scene.pooled.shape[0], 0)
    maxima = pooled_group(scene.pooled, keys, titles)
    return (picture, maxima, index_group(scene.indices, keys, titles), output)
