"""A document's loss as training uses it: torch's, with the targets that it compares with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import nn

from convviz.core.call_parameters import ParameterKind
from convviz.core.losses import Target
from convviz.engine.training.torch_arguments import arguments_of

if TYPE_CHECKING:
    from convviz.core.losses import Loss


class LossFunction(nn.Module):
    """One number for the outputs of a batch and its labels.

    Attributes:
        settings: As the document has it.
    """

    def __init__(self, settings: Loss) -> None:
        """Make torch's loss.

        Raises:
            ParameterError: settings that torch refuses.
        """
        super().__init__()
        settings.check()
        arguments = arguments_of(settings)
        for name, described in settings.parameters().items():
            if described.kind is ParameterKind.OPTIONAL_NUMBERS and arguments[name] is not None:
                arguments[name] = torch.tensor(arguments[name])
        kind = getattr(nn, settings.type_name())
        self._loss = kind(**arguments)
        self._sum = kind(**{**arguments, "reduction": "sum"})
        self.settings = settings
        self._is_one_hot = settings.target is Target.ONE_HOT
        self._is_sum = settings.reduction == "sum"

    def forward(self, outputs: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
        """Return the loss of a batch.

        Args:
            outputs: batch classes
            labels: batch; the number of each picture's class, from 0.
        """
        loss: torch.Tensor = self._loss(outputs, self._targets(outputs, labels))
        return loss

    def part(
        self, outputs: torch.Tensor, labels: torch.Tensor, whole: torch.Tensor
    ) -> torch.Tensor:
        """Return what some pictures add to the loss of their batch; all parts add up to it.

        Args:
            outputs: part classes
            labels: part
            whole: batch; the labels of the whole batch.
        """
        added: torch.Tensor = self._sum(outputs, self._targets(outputs, labels))
        return added if self._is_sum else added / self._divisor(outputs, whole)

    def _targets(self, outputs: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
        if not self._is_one_hot:
            return labels
        return nn.functional.one_hot(labels, outputs.shape[1]).to(outputs.dtype)

    def _divisor(self, outputs: torch.Tensor, labels: torch.Tensor) -> torch.Tensor | int:
        """Return by what the mean divides the sum over a batch.

        Source:
            torch.nn.CrossEntropyLoss: the weights of the classes that count, not the pictures.
        """
        if self._is_one_hot:
            return len(labels) * outputs.shape[1]
        counted = labels[labels != self._loss.ignore_index]
        weight = self._loss.weight
        return weight[counted].sum() if isinstance(weight, torch.Tensor) else len(counted)

    def of_a_picture(self, loss: torch.Tensor, pictures: int) -> torch.Tensor:
        """Return what a batch's loss comes to for one of its pictures."""
        return loss / pictures if self._is_sum else loss


def build_loss(settings: Loss) -> LossFunction:
    """Return a document's loss.

    Raises:
        ParameterError: settings that torch refuses.
    """
    return LossFunction(settings)
