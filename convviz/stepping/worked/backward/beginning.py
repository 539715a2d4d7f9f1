"""Where a backward pass begins, unless at numbers: a loss of the output."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from convviz.core.layers.modes import EVALUATION
from convviz.core.losses import Loss
from convviz.core.losses.of_output import loss_shape
from convviz.stepping.worked.losses import TARGET
from convviz.values.gradients.backward import Backward
from convviz.values.gradients.losses import loss_gradients
from convviz.values.layer_values import Array
from convviz.values.loss_values import loss_output

if TYPE_CHECKING:
    from convviz.stepping.scene.scene import Scene


@dataclass(frozen=True, slots=True, eq=False)
class LossBeginning:
    """Where a backward pass begins: a loss of the output.

    Attributes:
        loss: The loss.
        passed: Its own backward pass: its input is the output as the loss takes it.
        upstream: The gradient of the output, of the output's shape.
    """

    loss: Loss
    passed: Backward
    upstream: Array

    @property
    def value(self) -> float:
        """The loss."""
        with np.errstate(all="ignore"):
            result = loss_output(self.loss, self.passed.values, self.passed.weights, EVALUATION)
        return float(result)


def loss_beginning(scene: Scene) -> LossBeginning | None:
    """Return the loss at which a backward pass begins; None where it begins at numbers.

    Args:
        scene: One whose output is known, if it has a loss.
    """
    loss, target = scene.calculator.loss, scene.loss_target
    if loss is None or target is None or scene.output is None:
        return None
    output = scene.output.reshape(scene.output_shape)
    given = output.reshape(loss_shape(scene.layer, scene.output_shape))
    passed = Backward(loss, given, {TARGET: target}, np.ones(()))
    upstream = loss_gradients(passed)["input"].reshape(scene.output_shape)
    return LossBeginning(loss, passed, upstream)
