"""An optimiser as a module: gradients in, the weights behind each step out."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import torch

from convviz.core.surface import FUNCTIONS, parse_surface, value_of
from convviz.engine.training.optimisers import build_optimiser

if TYPE_CHECKING:
    from convviz.core.optimisers import Optimiser

_FUNCTIONS: Final = {name: getattr(torch, name) for name in (*FUNCTIONS, "sign")}


def _surface(function: str, weights: torch.Tensor) -> torch.Tensor:
    """Return the value of a function of two weights."""
    x, y = weights.reshape(-1)
    known = _FUNCTIONS | {"number": partial(torch.tensor, dtype=weights.dtype)}
    value: torch.Tensor = value_of(parse_surface(function), {"x": x, "y": y}, known)
    total: torch.Tensor = value + 0.0 * x  # without weights it has a gradient, too: 0
    return total


class OptimiserModule(torch.nn.Module):
    """Takes torch's own steps with gradients that are given.

    Attributes:
        forgets: Whether the gradients of the step before are forgotten: ``zero_grad`` is called.
        function: What is descended; "" for the gradients that are given.
    """

    def __init__(self, settings: Optimiser) -> None:
        """Know the settings.

        Raises:
            ParameterError: settings that torch refuses.
            DocumentError: TRAINING_MALFORMED: settings that torch refuses on this computer.
        """
        super().__init__()
        tried = torch.zeros((1, 1) if settings.moves_matrices else 1)
        build_optimiser(settings, [torch.nn.Parameter(tried)])
        self._settings = settings
        self.forgets = True
        self.function = ""

    def forward(self, gradients: torch.Tensor, params: torch.Tensor) -> torch.Tensor:
        """Return the weights behind each step.

        Args:
            gradients: One a step; a vector is one step.
            params: The weights before the first step.
        """
        weights = torch.nn.Parameter(params.clone())
        optimiser = build_optimiser(self._settings, [weights])
        rows = []
        for gradient in gradients.reshape(-1, *params.shape):
            if self.forgets:
                optimiser.zero_grad()
            if self.function:
                _surface(self.function, weights).backward()  # type: ignore[no-untyped-call]
            else:
                kept = weights.grad
                weights.grad = gradient.clone() if kept is None else kept + gradient
            optimiser.step()
            rows.append(weights.detach().clone())
        return torch.stack(rows).reshape(gradients.shape)
