"""The average of the weights, kept beside them while they are trained."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

import torch

if TYPE_CHECKING:
    from torch import nn

    from convviz.core.averaging import EMA


class WeightAverage:
    """A copy of the network whose weights are the average of those after each batch.

    Where it stands follows from the batches done: a checkpoint keeps its numbers alone.

    Attributes:
        model: The copy.
    """

    def __init__(self, settings: EMA, model: nn.Module) -> None:
        """Begin with the weights of a network."""
        self._settings = settings
        self._trained = model
        self.model = copy.deepcopy(model).requires_grad_(requires_grad=False)

    @torch.no_grad()
    def batch_done(self, step: int) -> None:
        """Take the weights after a batch into the average.

        Args:
            step: The batch's number, from 1 over the whole run.
        """
        updates = step - 1 - self._settings.start
        share = 1.0 - self._settings.decay_after(updates) if updates > 0 else 1.0
        ours, theirs = self.model, self._trained
        for average, weight in zip(ours.parameters(), theirs.parameters(), strict=True):
            _move(average, weight, share)
        for known, counted in zip(ours.buffers(), theirs.buffers(), strict=True):
            is_averaged = self._settings.use_buffers and counted.is_floating_point()
            _move(known, counted, share if is_averaged else 1.0)


def _move(average: torch.Tensor, to: torch.Tensor, share: float) -> None:
    """Move a tensor a share of the way to another one."""
    if share == 1.0:
        average.copy_(to)
    else:
        average.lerp_(to, share)
