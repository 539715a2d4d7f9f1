"""An optimiser as a module: gradients in, the weights behind each step out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

from convviz.core.optimisers.base import weights_shape
from convviz.engine.training.optimisers import build_optimiser

if TYPE_CHECKING:
    from convviz.core.optimisers import Optimiser


class OptimiserModule(torch.nn.Module):
    """Takes torch's own steps with gradients that are given.

    Attributes:
        forgets: Whether the gradients of the step before are forgotten: ``zero_grad`` is called.
    """

    def __init__(self, settings: Optimiser) -> None:
        """Know the settings.

        Raises:
            ParameterError: settings that torch refuses.
            DocumentError: TRAINING_MALFORMED: settings that torch refuses on this computer.
        """
        super().__init__()
        build_optimiser(settings, [torch.nn.Parameter(torch.zeros(1))])
        self._settings = settings
        self.forgets = True

    def forward(self, gradients: torch.Tensor, params: torch.Tensor) -> torch.Tensor:
        """Return the weights behind each step.

        Args:
            gradients: One a step; a vector is one step.
            params: The weights before the first step.
        """
        weights = torch.nn.Parameter(params.clone())
        optimiser = build_optimiser(self._settings, [weights])
        rows = []
        for gradient in gradients.reshape(-1, *weights_shape(tuple(gradients.shape))):
            if self.forgets:
                optimiser.zero_grad()
            kept = weights.grad
            weights.grad = gradient.clone() if kept is None else kept + gradient
            optimiser.step()
            rows.append(weights.detach().clone())
        return torch.stack(rows).reshape(gradients.shape)
