"""A batch's loss as the calculator shows it: the network's outputs, and what they are told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from convviz.core.losses import Target
from convviz.protocol.document import Calculator
from convviz.values.recipes import numbers_from_array

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from convviz.core.losses import Loss
    from convviz.protocol.recipes import Recipe

MOST_NUMBERS: Final = 4096
"""Outputs that are taken along; of a larger batch those of the first pictures."""


def batch_loss(loss: Loss, outputs: NDArray[Any], labels: NDArray[Any]) -> Calculator | None:
    """Return the loss of a batch with its real numbers.

    Args:
        loss: The training's.
        outputs: pictures classes; the network's.
        labels: pictures; the number of each one's class.

    Returns:
        None for outputs that are no rows of classes, or a class that none of them is.
    """
    is_told = outputs.ndim == labels.ndim + 1 == 2  # noqa: PLR2004 - rows of numbers
    if not is_told or not len(labels) or labels.min() < 0 or labels.max() >= outputs.shape[1]:
        return None
    rows = max(1, MOST_NUMBERS // outputs.shape[1])
    outputs, labels = outputs[:rows], labels[:rows]
    target = np.eye(outputs.shape[1])[labels] if loss.target is Target.ONE_HOT else labels
    layer: Any = loss
    tensors: dict[str, Recipe] = {"target": numbers_from_array(target)}
    return Calculator(layer, outputs.shape, numbers_from_array(outputs), tensors=tensors)
