"""A document's loss as training uses it: torch's, with the targets that it compares with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import torch
from torch import nn

from convviz.core.losses import Target, classes, distances
from convviz.engine.training.torch_arguments import arguments_of

if TYPE_CHECKING:
    from convviz.core.losses import Loss

_CLASSES: Final[dict[type[Loss], type[nn.Module]]] = {
    classes.CrossEntropyLoss: nn.CrossEntropyLoss,
    classes.NLLLoss: nn.NLLLoss,
    distances.MSELoss: nn.MSELoss,
    distances.L1Loss: nn.L1Loss,
    distances.SmoothL1Loss: nn.SmoothL1Loss,
    distances.HuberLoss: nn.HuberLoss,
}


class LossFunction(nn.Module):
    """One number for the outputs of a batch and its labels.

    Attributes:
        is_one_hot: Whether each output is compared with 0 or 1.
    """

    def __init__(self, settings: Loss) -> None:
        """Make torch's loss.

        Raises:
            ParameterError: settings that torch refuses.
        """
        super().__init__()
        settings.check()
        arguments = arguments_of(settings)
        if arguments.get("weight") is not None:
            arguments["weight"] = torch.tensor(arguments["weight"])
        self._loss = _CLASSES[type(settings)](**arguments)
        self.is_one_hot = settings.target is Target.ONE_HOT
        self._is_sum = settings.reduction == "sum"

    def forward(self, outputs: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
        """Return the loss of a batch.

        Args:
            outputs: batch classes
            labels: batch; the number of each picture's class, from 0.
        """
        targets = labels
        if self.is_one_hot:
            targets = nn.functional.one_hot(labels, outputs.shape[1]).to(outputs.dtype)
        loss: torch.Tensor = self._loss(outputs, targets)
        return loss

    def of_a_picture(self, loss: torch.Tensor, pictures: int) -> torch.Tensor:
        """Return what a batch's loss comes to for one of its pictures."""
        return loss / pictures if self._is_sum else loss


def build_loss(settings: Loss) -> LossFunction:
    """Return a document's loss.

    Raises:
        ParameterError: settings that torch refuses.
    """
    return LossFunction(settings)
