"""The walk that every layer has: output cell by output cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convviz.stepping.walks.gather import GatherWalk

if TYPE_CHECKING:
    from convviz.stepping.scene.scene import Scene
    from convviz.stepping.walks.walk import Walk


def walk_by_output(scene: Scene, index: int = 0) -> Walk:
    """Return the steps of a scene, one an output cell, standing at one of them."""
    if scene.blocks is None:
        return GatherWalk(scene, index)
    # Few layers need these: imported with the first of them, they keep the start fast.
    from convviz.stepping.walks.rearrange import RearrangeWalk
    from convviz.stepping.walks.unpool import UnpoolWalk

    return RearrangeWalk(scene, index) if scene.pooled is None else UnpoolWalk(scene, index)
