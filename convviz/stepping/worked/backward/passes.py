"""The backward pass of a scene, whatever its layer."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from convviz.core.layers.reductions import Reduction
from convviz.core.losses.base import Target
from convviz.protocol.document import UPSTREAM
from convviz.stepping.scene.extent import extent_of
from convviz.stepping.worked.backward.beginning import loss_beginning
from convviz.stepping.worked.backward.class_losses import ClassLossBackward
from convviz.stepping.worked.backward.convolutions import ConvolutionBackward
from convviz.stepping.worked.backward.features import FeatureBackward
from convviz.stepping.worked.backward.from_loss import BackwardFromLoss
from convviz.stepping.worked.backward.functions import FunctionBackward
from convviz.stepping.worked.backward.local_norms import LocalNormBackward
from convviz.stepping.worked.backward.moves import MovingBackward
from convviz.stepping.worked.backward.norms import NormBackward
from convviz.stepping.worked.backward.pointwise_losses import PointwiseLossBackward
from convviz.stepping.worked.backward.shares import GateBackward, ShareBackward
from convviz.stepping.worked.backward.staged_losses import StagedLossBackward
from convviz.stepping.worked.backward.windows import WindowBackward
from convviz.values.float32_numbers import float32_numbers
from convviz.values.gradients.backward import Backward
from convviz.values.gradients.moves import PAIRED
from convviz.values.layer_gradients import has_gradients, layer_gradients

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from convviz.core.layers import Layer
    from convviz.stepping.scene.scene import Scene
    from convviz.stepping.worked.backward.beginning import LossBeginning
    from convviz.stepping.worked.backward.gradient_working import GradientWorking
    from convviz.stepping.worked.backward.losses import LossBackward
    from convviz.stepping.worked.parts import Working
    from convviz.values.gradients.backward import Gradients

_WORKINGS: Final[Mapping[Reduction, type[GradientWorking]]] = {
    **dict.fromkeys(PAIRED, MovingBackward),
    Reduction.PRODUCTS: ConvolutionBackward,
    **dict.fromkeys(
        (
            Reduction.MAXIMUM,
            Reduction.MINIMUM,
            Reduction.MEAN,
            Reduction.POWER_MEAN,
            Reduction.COPY,
            Reduction.INTERPOLATION,
        ),
        WindowBackward,
    ),
    Reduction.POINTWISE: FunctionBackward,
    Reduction.SHARES: ShareBackward,
    Reduction.GATES: GateBackward,
    Reduction.FEATURES: FeatureBackward,
    Reduction.NORMALISES: NormBackward,
    Reduction.NEIGHBOURS: LocalNormBackward,
}
"""How a backward pass is worked out, by the layer's reduction."""


_OF_LOSSES: Final[Mapping[Target, type[LossBackward]]] = {
    Target.CLASS: ClassLossBackward,
    Target.ONE_HOT: PointwiseLossBackward,
    Target.STAGED: StagedLossBackward,
}
"""The same of losses, by their target."""


def _kind_of(layer: Layer) -> type[GradientWorking]:
    """Return how the backward pass of a layer, or a loss, is worked out."""
    if layer.cell_reduction is not Reduction.IN_PARTS:
        return _WORKINGS[layer.cell_reduction]
    loss: Any = layer
    return _OF_LOSSES[loss.target]


def backward_of(scene: Scene, beginning: LossBeginning | None = None) -> GradientWorking:
    """Return the backward pass of a scene whose layer has one.

    Args:
        scene: The forward pass.
        beginning: The loss at which it begins; None for the document's numbers.
    """
    passed = Backward(
        scene.layer,
        scene.plain_input,
        scene.plain_weights,
        upstream_of(scene) if beginning is None else beginning.upstream,
        scene.calculator.output_size,
        scene.calculator.mode,
    )
    gradients = gradients_of(scene, passed)
    return _kind_of(scene.layer)(scene, passed, gradients, beginning)


def whole_backward_of(scene: Scene) -> Working | None:
    """Return the backward pass of a scene from where it begins, a loss of the output or numbers.

    A loss needs the output: None where that is left to torch, and not there yet.
    """
    if scene.calculator.loss is None:
        return backward_of(scene)
    beginning = loss_beginning(scene)
    if beginning is None:
        return None
    layer_pass, loss_pass = backward_of(scene, beginning), _backward_of_loss(scene, beginning)
    return BackwardFromLoss(layer_pass, beginning, loss_pass)


def _backward_of_loss(scene: Scene, beginning: LossBeginning) -> GradientWorking:
    """Return the backward pass of the loss at which another begins."""
    passed = beginning.passed
    own = dataclasses.replace(
        scene,
        layer=beginning.loss,
        plain_input=passed.values,
        plain_weights=dict(passed.weights),
        gradients=None,
    )
    gradients = {"input": beginning.upstream.reshape(passed.values.shape)}
    return _kind_of(beginning.loss)(own, passed, gradients, beginning)


def upstream_of(scene: Scene) -> NDArray[np.float64]:
    """Return the numbers that a document has for the gradient of a scene's output."""
    return float32_numbers.of(scene.calculator.recipe_of(UPSTREAM), scene.output_shape)


def gradients_of(scene: Scene, passed: Backward) -> Gradients:
    """Return the gradients of a scene's tensors; none while they are left to torch."""
    if scene.gradients is not None:
        return scene.gradients
    layer, calculator = scene.layer, scene.calculator
    is_quick = extent_of(layer, calculator.input_shape, scene.output_shape).is_quick
    if not is_quick or not has_gradients(layer):
        return {}
    return layer_gradients(passed)
