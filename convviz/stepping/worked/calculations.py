"""The calculation of a scene that is shown in parts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from convviz.core.layers.parameters import LayerFamily
from convviz.core.layers.reductions import Reduction
from convviz.core.losses.base import Target
from convviz.stepping.worked.class_losses import ClassLossWorking
from convviz.stepping.worked.losses import TARGET
from convviz.stepping.worked.optimisers import optimiser_working
from convviz.stepping.worked.pointwise_losses import PointwiseLossWorking

if TYPE_CHECKING:
    from convviz.stepping.scene.scene import Scene
    from convviz.stepping.worked.parts import Working


def _loss(scene: Scene) -> Working:
    loss: Any = scene.layer
    return LOSS_WORKINGS[loss.target](loss, scene.plain_input, scene.plain_weights[TARGET])


LOSS_WORKINGS: Final[Mapping[Target, Callable[..., Working]]] = {
    Target.CLASS: ClassLossWorking,
    Target.ONE_HOT: PointwiseLossWorking,
}
"""How a loss comes about from its input and its target, by what it compares."""

_WORKINGS: Final[Mapping[LayerFamily, Callable[[Scene], Working]]] = {
    LayerFamily.LOSS: _loss,
    LayerFamily.OPTIMISER: optimiser_working,
}


def working_of(scene: Scene) -> Working:
    """Return how the output of a scene comes about, part by part."""
    return _WORKINGS[scene.layer.family](scene)


def rule_lines(scene: Scene) -> tuple[str, ...]:
    """Return how the numbers of a scene come about, as LaTeX; the last line has the numbers."""
    calculator, layer = scene.calculator, scene.layer
    lines = layer.rule(calculator.forms, calculator.input_shape)
    is_small = scene.plain_input.size <= _MOST_WORKED
    if not lines or layer.cell_reduction is not Reduction.IN_PARTS or not is_small:
        return lines
    result = working_of(scene).result_latex()
    return (*lines, result) if result else lines


_MOST_WORKED: Final = 4096
"""Numbers of an input; a larger one is not worked out once more for the one line."""
