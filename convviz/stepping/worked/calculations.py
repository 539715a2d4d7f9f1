"""The calculation of a scene that is shown in parts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from convviz.core.layers.parameters import LayerFamily
from convviz.core.layers.reductions import Reduction
from convviz.core.losses.base import Target

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from convviz.stepping.scene.scene import Scene
    from convviz.stepping.worked.parts import Working
    from convviz.values.layer_values import Weights


def _loss(scene: Scene) -> Working:
    loss: Any = scene.layer
    return loss_working(loss, scene.plain_input, scene.plain_weights)


def loss_working(loss: Any, values: NDArray[np.float64], tensors: Weights) -> Working:  # noqa: ANN401 - a Loss
    """Return how a loss comes about from its input and what it takes beside it."""
    from convviz.stepping.worked.losses import TARGET  # these keep the start fast

    if loss.target is Target.CLASS:
        from convviz.stepping.worked.class_losses import ClassLossWorking

        return ClassLossWorking(loss, values, tensors[TARGET])
    if loss.target is Target.ONE_HOT:
        from convviz.stepping.worked.pointwise_losses import PointwiseLossWorking

        return PointwiseLossWorking(loss, values, tensors[TARGET])
    from convviz.stepping.worked.staged_losses import StagedLossWorking

    return StagedLossWorking(loss, values, tensors)


def _optimiser(scene: Scene) -> Working:
    """Return how an optimiser moves weights, each by itself or a matrix as a whole."""
    from convviz.core.optimisers.base import PARAMS  # these keep the start fast
    from convviz.stepping.worked.muon import MuonWorking
    from convviz.stepping.worked.optimisers import EachWeightWorking

    layer: Any = scene.layer
    working = MuonWorking if layer.moves_matrices else EachWeightWorking
    return working(layer, scene.plain_input, scene.plain_weights[PARAMS], scene.calculator.mode)


_WORKINGS: Final[Mapping[LayerFamily, Callable[[Scene], Working]]] = {
    LayerFamily.LOSS: _loss,
    LayerFamily.OPTIMISER: _optimiser,
}


@lru_cache(maxsize=1)
def working_of(scene: Scene) -> Working:
    """Return how the output of a scene comes about, part by part.

    That of the last scene is kept: its steps, its view and its rule are made of the same one.
    """
    return _WORKINGS[scene.layer.family](scene)


def rule_lines(scene: Scene) -> tuple[str, ...]:
    """Return how the numbers of a scene come about, as LaTeX; the last line has the numbers."""
    calculator, layer = scene.calculator, scene.layer
    training = calculator.training
    lines = layer.rule(calculator.forms, calculator.input_shape, training=training)
    is_small = 0 < scene.plain_input.size <= _MOST_WORKED and scene.output is not None
    result = _RESULTS.get(layer.cell_reduction)
    if not lines or result is None or not is_small:
        return lines
    numbers = result(scene)
    return (*lines, numbers) if numbers else lines


def _result_of_parts(scene: Scene) -> str:
    return working_of(scene).result_latex()


def _result_of_function(scene: Scene) -> str:
    from convviz.stepping.lines.result_latex import function_result  # these keep the start fast
    from convviz.stepping.steps.step import build_step

    return function_result(build_step(scene, 0))


def _result_of_block(scene: Scene) -> str:
    from convviz.stepping.lines import result_latex  # these keep the start fast
    from convviz.stepping.steps.block_step import build_block_step

    layer, step = scene.layer, build_block_step(scene, 0)
    match layer.cell_reduction:
        case Reduction.NORMALISES:
            return result_latex.norm_result(step)
        case Reduction.NEIGHBOURS:
            return result_latex.local_norm_result(layer, step)
        case Reduction.SHARES:
            return result_latex.share_result(layer, step)
        case Reduction.GATES:
            return result_latex.gate_result(step)
        case _:
            return result_latex.features_result(step)


_RESULTS: Final[Mapping[Reduction, Callable[[Scene], str]]] = {
    Reduction.IN_PARTS: _result_of_parts,
    Reduction.POINTWISE: _result_of_function,
    Reduction.NORMALISES: _result_of_block,
    Reduction.NEIGHBOURS: _result_of_block,
    Reduction.SHARES: _result_of_block,
    Reduction.GATES: _result_of_block,
    Reduction.FEATURES: _result_of_block,
}
"""How the first number of an output is written in a formula."""


_MOST_WORKED: Final = 4096
"""Numbers of an input; a larger one is not worked out once more for the one line."""
