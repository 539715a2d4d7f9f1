"""The walks through gradients: a backward pass, and a step that learns a kernel by them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convviz.protocol.recipes import LARGEST_BLOCK
from convviz.stepping.walks.by_output import walk_by_output

if TYPE_CHECKING:
    from convviz.stepping.scene.scene import Scene
    from convviz.stepping.walks.walk import Walk


def walk_backward(scene: Scene, index: int = 0) -> Walk:
    """Return the steps of a scene's backward pass, standing at one of them.

    A loss needs the output: where that is left to torch, and not there yet, its steps are shown.
    """
    from convviz.stepping.walks.worked import WorkedWalk  # these keep the start fast
    from convviz.stepping.worked.backward.passes import whole_backward_of

    working = whole_backward_of(scene)
    return walk_by_output(scene, index) if working is None else WorkedWalk(scene, working, index)


def walk_learning(scene: Scene, index: int = 0) -> Walk:
    """Return the cells of a step of learning; the output's alone, where there are too many."""
    from convviz.stepping.walks.worked import WorkedWalk  # these keep the start fast
    from convviz.stepping.worked.learning import LearnWorking

    if scene.output is None or scene.output.size > LARGEST_BLOCK:
        return walk_by_output(scene, index)
    return WorkedWalk(scene, LearnWorking(scene), index)
