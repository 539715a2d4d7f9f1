"""The calculation of a scene that is shown in parts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from convviz.core.layers.parameters import LayerFamily
from convviz.stepping.worked.losses import loss_working
from convviz.stepping.worked.optimisers import optimiser_working

if TYPE_CHECKING:
    from convviz.stepping.scene.scene import Scene
    from convviz.stepping.worked.parts import Working

_WORKINGS: Final[Mapping[LayerFamily, Callable[[Scene], Working]]] = {
    LayerFamily.LOSS: loss_working,
    LayerFamily.OPTIMISER: optimiser_working,
}


def working_of(scene: Scene) -> Working:
    """Return how the output of a scene comes about, part by part."""
    return _WORKINGS[scene.layer.family](scene)
